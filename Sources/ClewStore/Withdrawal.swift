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
    let joined = try accounts(db, joinedBy: source)
    try AccountResolution.rebuild(db, withdrawn: source)
    try LinkEnds.repoint(db, withdrawn: source)
    try IdentityPass.run(db, withdrawn: source, at: time)
    var touched = joined
    for number in joined {
      touched.formUnion(
        try Int64.fetchAll(
          db.cachedStatement(
            sql: """
              select account from account_mention where id = ?1
              union select account from account_mention
                where id in (select id from account_mention where account = ?1 and account <> id)
              """), arguments: [number]))
    }
    try DuplicatesPass.run(db, withdrawn: source, accounts: touched, at: time)
  }

  /// Accounts that statements of the source describe by more than one key: it may have joined them.
  private static func accounts(_ db: Database, joinedBy source: Int64) throws -> Set<Int64> {
    Set(
      try Int64.fetchAll(
        db,
        sql: """
          select distinct m.account from source s
            cross join account_mention m on m.id between s.first_account and s.last_account
          where s.id = ? and (m.ref is not null or (m.iban is not null and m.number is not null))
          """, arguments: [source]))
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
