import ClewModel
import ClewStore

extension Session {
  /// Runs a question on the casefile and closes it.
  func reading<Result>(_ body: (Casefile) throws -> Result) throws -> Result {
    let casefile = try Casefile.open(
      at: surroundings.casefile, mode: .read, folding: Self.folding)
    defer { try? casefile.close() }
    return try body(casefile)
  }

  /// Runs a change of the casefile and closes it.
  func writing<Result>(_ body: (Casefile) throws -> Result) throws -> Result {
    let casefile = try Casefile.open(
      at: surroundings.casefile, mode: .write, folding: Self.folding)
    defer { try? casefile.close() }
    return try body(casefile)
  }

  /// The one record that a text on the command line names.
  ///
  /// - Throws: `Failure`: `not-found`, or `ambiguous` with the candidates.
  func record(
    _ text: String, kinds: Set<RecordID.Kind>? = nil, in casefile: Casefile
  ) throws -> RecordID {
    switch try casefile.resolve(text, kinds: kinds) {
    case .one(let id): return id
    case .many(let candidates):
      // Names are personal values; ids and refs suffice to choose.
      let list = candidates.prefix(12).map { found in
        "\(found.id) \(found.kind)" + (found.ref.map { " (ref \($0))" } ?? "")
          + (surroundings.showValues ? " \(found.name)" : "")
      }
      let more = candidates.count > 12 ? ", and \(candidates.count - 12) more" : ""
      throw Failure(
        code: "ambiguous",
        what:
          "'\(text)' names \(candidates.count) records: \(list.joined(separator: ", "))\(more).",
        place: surroundings.casefile, next: "Give the id, or put id:, ref: or name: before it.")
    case .none:
      let words = (kinds ?? []).map(\.word).sorted().joined(separator: " or ")
      throw Failure(
        code: "not-found",
        what: "There is no \(words.isEmpty ? "record" : words) '\(text)'.",
        place: surroundings.casefile, next: "Look for it: clew find \"\(text)\".")
    }
  }

  /// A reason for the record: an append-only judgement without one is worth nothing.
  func reason(_ text: String) throws -> String {
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(
        code: "no-reason", what: "The reason is empty.", place: "--why",
        next: "Say in a few words why; it is kept for the record.")
    }
    return text
  }

  func party(_ text: String, in casefile: Casefile) throws -> RecordID {
    try record(text, kinds: [.party, .mention], in: casefile)
  }
}
