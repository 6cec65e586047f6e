import ClewModel
import GRDB

/// The statements behind a party or an account.
///
/// A statement of a withdrawn or replaced source belongs to its party for ever, but has no say while
/// its source is not live; the same holds for a statement that a later edition superseded.
enum Membership {
  /// The party of a mention, or of a party id that has become an alias; nil where there is none.
  static func party(_ db: Database, _ number: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "select party from mention where id = ?"), arguments: [number])
  }

  /// The account of a statement, or of an account id that has become an alias.
  static func account(_ db: Database, _ number: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(sql: "select account from account_mention where id = ?"),
      arguments: [number])
  }

  /// The mentions of a party in ascending id, those without a say only where asked for.
  static func mentions(
    _ db: Database, ofParty party: Int64, onlyLive: Bool = true
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          select m.id from (
            select id, source, superseded from mention where id = ?1 and party = ?1
            union all
            select id, source, superseded from mention where party = ?1 and party <> id
          ) m join source s on s.id = m.source
          where (s.live = 1 and m.superseded is null) or not ?2 order by m.id
          """), arguments: [party, onlyLive])
  }

  /// The statements of an account in ascending id, those without a say only where asked for.
  static func statements(
    _ db: Database, ofAccount account: Int64, onlyLive: Bool = true
  ) throws -> [Int64] {
    try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          select m.id from (
            select id, source, superseded from account_mention where id = ?1 and account = ?1
            union all
            select id, source, superseded from account_mention where account = ?1 and account <> id
          ) m join source s on s.id = m.source
          where (s.live = 1 and m.superseded is null) or not ?2 order by m.id
          """), arguments: [account, onlyLive])
  }

  /// The record as answers name it: an alias of a party, account or listing becomes what it is an
  /// alias of. A party of which no live source speaks keeps its id.
  ///
  /// - Returns: nil where there is no such record.
  static func canonical(_ db: Database, _ id: RecordID) throws -> RecordID? {
    switch id.kind {
    case .party: return try party(db, id.number).map { RecordID(.party, $0) }
    case .account: return try account(db, id.number).map { RecordID(.account, $0) }
    default:
      guard let table = tables[id.kind] else { return nil }
      let exists = try Bool.fetchOne(
        db.cachedStatement(sql: "select exists (select 1 from \(table) where id = ?)"),
        arguments: [id.number])
      return exists == true ? id : nil
    }
  }

  static let tables: [RecordID.Kind: String] = [
    .party: "mention", .mention: "mention", .account: "account_mention",
    .transaction: "transactions", .link: "link", .filing: "filing", .source: "source",
    .listing: "listing", .judgement: "judgement", .finding: "finding",
  ]
}
