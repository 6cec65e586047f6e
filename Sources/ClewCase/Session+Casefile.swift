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
      let list = candidates.prefix(12).map { "\($0.id) \($0.kind) \($0.name)" }
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

  func party(_ text: String, in casefile: Casefile) throws -> RecordID {
    try record(text, kinds: [.party, .mention], in: casefile)
  }
}
