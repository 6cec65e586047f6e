import ClewModel
import GRDB

/// Among which transactions the id of one means anything.
///
/// An id of a table is that of its set, one of a filing that of its filer. The reference of a payment
/// message (`:20:`, `InstrId`) is its sender's: other senders use the same ones for other payments.
/// The reference of an entry on a statement is that of the bank for one account; it has a rule of its
/// own, which also knows that a list may state it twice (`DuplicateRule.servicerReference`).
struct IDScopes {
  private let db: Database
  private let sender: RawStatement?

  /// - Parameter hasDetails: false where no transaction of the casefile has roles.
  init(_ db: Database, hasDetails: Bool) throws {
    self.db = db
    sender =
      hasDetails
      ? try RawStatement(
        db,
        """
        select coalesce((
            select f.value from fact f join property p on p.id = f.property and p.name = 'bic'
            where f.owner_kind = \(FactOwner.mention.rawValue) and f.owner = r.mention
            order by f.ordinal limit 1), m.name)
        from transaction_role r join mention m on m.id = r.mention
        where r.transaction_id = ? and r.name = ?
        order by r.ordinal limit 1
        """) : nil
  }

  /// Nil for an id that joins nothing.
  func scope(of statement: PaymentStatement) throws -> String? {
    if statement.servicerReference != nil { return nil }
    guard let sender else { return statement.reporter }
    sender.int(statement.id)
    sender.text(PaymentRole.instructingAgent)
    var found: String?
    try sender.each { found = sender.string(0) }
    guard let found, !found.isEmpty else { return statement.reporter }
    return "sender \(CheckDigits.bic8(found) ?? found)"
  }
}

extension DuplicateGathering {
  /// Groups of gathered transactions with one id in one set, parted by whose id it is.
  func scoped(_ groups: [[Int64]]) throws -> [[Int64]] {
    guard !groups.isEmpty else { return [] }
    let scopes = try IDScopes(db, hasDetails: hasDetails)
    return try groups.flatMap { group -> [[Int64]] in
      var parts: [String: [Int64]] = [:]
      for id in group {
        guard let statement = statement(id), let scope = try scopes.scope(of: statement) else {
          continue
        }
        parts[scope, default: []].append(id)
      }
      return parts.values.filter { $0.count > 1 }
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }
}
