import ClewModel
import GRDB

/// What a text on the command line stands for.
package enum Resolved: Hashable, Sendable {
  case one(RecordID)
  /// Several records; the user has to say which.
  case many([FoundRecord])
  case none
}

extension Casefile {
  /// The record that a text names: an id (`P12`), a source's own ref (exact, case-sensitive), else a
  /// name or an identifier, else a payment by its UETR or another of its references.
  ///
  /// Text in the shape of an id is one only if no ref equals it; where both exist, and where a ref, a
  /// name or an identifier fits several records, the candidates are returned. `id:`, `ref:` and
  /// `name:` before the text force one reading.
  ///
  /// - Parameter kinds: only records of these kinds; all where nil.
  package func resolve(
    _ text: String, kinds: Set<RecordID.Kind>? = nil
  ) throws -> Resolved {
    try translating {
      try database.read { db in
        try Resolution(lookup: Lookup(db: db, folding: folding), kinds: kinds).resolve(text)
      }
    }
  }
}

/// The order in which readings of a text are tried.
private struct Resolution {
  let lookup: Lookup
  let kinds: Set<RecordID.Kind>?

  func resolve(_ text: String) throws -> Resolved {
    if let rest = text.dropping("id:") {
      return try answer([(lookup.byID(rest).map { [$0] } ?? [], "id")])
    }
    if let rest = text.dropping("ref:") { return try answer([(lookup.byRef(rest), "ref")]) }
    if let rest = text.dropping("name:") {
      return try answer([(lookup.byName(rest), "name")])
    }
    let ids = try lookup.byID(text).map { [$0] } ?? []
    let refs = try lookup.byRef(text)
    let exact = try answer([(ids, "id"), (refs, "ref")])
    if exact != .none { return exact }
    let known = try answer([
      (lookup.byName(text), "name"), (lookup.byIdentifier(text), "identifier"),
    ])
    if known != .none { return known }
    return try answer([(lookup.byPaymentReference(text), "reference")])
  }

  private func answer(_ readings: [([RecordID], String)]) throws -> Resolved {
    var found: [FoundRecord] = []
    for (ids, why) in readings {
      let fresh = ids.filter { id in
        (kinds?.contains(id.kind) ?? true) && !found.contains { $0.id == id }
      }
      found += try lookup.describe(fresh, why: why)
    }
    if found.isEmpty { return .none }
    return found.count == 1 ? .one(found[0].id) : .many(found)
  }
}

extension String {
  fileprivate func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
