import ClewModel
import GRDB

/// Takes a source out of every answer. Its records stay where they are, marked by their source.
package enum Withdrawal {
  /// Marks the source that a corrected one replaces, before the new one is resolved.
  package static func supersede(
    _ db: Database, source old: Int64, by new: Int64, at time: String
  ) throws {
    try db.execute(
      sql: "update source set live = 0, replaced_by = ? where id = ?", arguments: [new, old])
    try settle(db, source: old, at: time)
  }

  /// Accounts, parties, listings and duplicates without the source's say.
  static func settle(_ db: Database, source: Int64, at time: String) throws {
    let joined = try statements(db, joinedBy: source)
    try Editions.run(db, withdrawn: source)
    let turned = try AccountResolution.statements(db, ofAccountsOf: AccountResolution.turned(db))
    try AccountResolution.rebuild(db, withdrawn: source, at: time)
    try LinkEnds.repoint(db, withdrawn: source)
    try IdentityPass.run(db, withdrawn: source, at: time)
    try DuplicatesPass.run(
      db, withdrawn: source,
      accounts: Set((joined + turned).compactMap { try Membership.account(db, $0) }), at: time)
    try ListChanges.run(db, withdrawn: source)
  }

  /// All statements of accounts that the source describes by more than one key: it may have joined
  /// them.
  private static func statements(_ db: Database, joinedBy source: Int64) throws -> [Int64] {
    let accounts = try Int64.fetchAll(
      db,
      sql: """
        select distinct m.account from source s
          cross join account_mention m on m.id between s.first_account and s.last_account
        where s.id = ? and (m.ref is not null or (m.iban is not null and m.number is not null))
        """, arguments: [source])
    return try accounts.flatMap { try Membership.statements(db, ofAccount: $0, onlyLive: false) }
  }
}

extension Casefile {
  /// Takes a wrong source out of every answer; nothing is deleted.
  ///
  /// - Throws: `StoreError`: `.unknownRecord`; `.withdrawn` where it is out already.
  package func withdraw(
    source number: Int64, why: String, by: String, at time: String,
    journal entry: JournalEntry? = nil
  ) throws {
    try translating {
      try database.write { db in
        let live = try Bool.fetchOne(
          db, sql: "select live from source where id = ?", arguments: [number])
        guard let live else {
          throw StoreError(
            .unknownRecord, what: "there is no source S\(number)", place: path,
            next: "`clew sources` lists them")
        }
        guard live else {
          throw StoreError(
            .withdrawn, what: "source S\(number) is replaced or withdrawn already", place: path,
            next: "nothing is left to do; `clew sources` says why")
        }
        let reason = by.isEmpty ? why : "\(why) (\(by))"
        try db.execute(
          sql: "update source set live = 0, withdrawn_why = ? where id = ?",
          arguments: [reason, number])
        try Withdrawal.settle(db, source: number, at: time)
        try Self.raiseRevision(db)
        if let entry { try Self.append(entry, db) }
      }
    }
  }
}
