import ClewModel
import GRDB

/// Writes the judgements of rules, many at a time.
final class JudgementWriter {
  private let db: Database
  private let insert: RawStatement
  private let mark: RawStatement
  private let time: String

  init(_ db: Database, at time: String) throws {
    self.db = db
    self.time = time
    insert = try RawStatement(
      db,
      """
      insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
      values (?, ?, ?, ?, ?, ?, ?, ?)
      """)
    mark = try RawStatement(db, "update judgement set undone_by = ? where id = ?")
  }

  func append(
    _ kind: RecordID.Kind, _ a: Int64, _ b: Int64, _ opinion: Opinion, by: String, why: String
  ) throws {
    insert.text(kind.rawValue)
    insert.int(a)
    insert.text(kind.rawValue)
    insert.int(b)
    insert.text(opinion.rawValue)
    insert.text(by)
    insert.text(why)
    insert.text(time)
    try insert.run()
  }

  /// Undoes what a rule no longer holds by a further entry of the same rule.
  func undo(
    _ judgement: Int64, _ kind: RecordID.Kind, _ a: Int64, _ b: Int64, by: String, why: String
  ) throws {
    try append(kind, a, b, .unsure, by: by, why: why)
    mark.int(db.lastInsertedRowID)
    mark.int(judgement)
    try mark.run()
  }
}

/// The append-only table of judgements.
enum JudgementTable {
  /// - Returns: the id of the new entry.
  @discardableResult
  static func append(
    _ db: Database, a: RecordID, b: RecordID, opinion: Opinion, by: String, why: String, at: String
  ) throws -> Int64 {
    try db.cachedStatement(
      sql: """
        insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        a.kind.rawValue, a.number, b.kind.rawValue, b.number, opinion.rawValue, by, why, at,
      ])
    return db.lastInsertedRowID
  }

  /// Appends an entry that undoes an earlier one.
  @discardableResult
  static func undo(
    _ db: Database, _ judgement: Int64, a: RecordID, b: RecordID, opinion: Opinion, by: String,
    why: String, at: String
  ) throws -> Int64 {
    let entry = try append(db, a: a, b: b, opinion: opinion, by: by, why: why, at: at)
    try db.cachedStatement(sql: "update judgement set undone_by = ? where id = ?")
      .execute(arguments: [entry, judgement])
    return entry
  }

  static func fetch(_ db: Database, _ number: Int64) throws -> Judgement? {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            select a_kind, a, b_kind, b, opinion, by, why, at, undone_by
            from judgement where id = ?
            """), arguments: [number]),
      let aKind = RecordID.Kind(rawValue: row[0]), let bKind = RecordID.Kind(rawValue: row[2]),
      let opinion = Opinion(rawValue: row[4])
    else { return nil }
    return Judgement(
      id: RecordID(.judgement, number), a: RecordID(aKind, row[1]), b: RecordID(bKind, row[3]),
      opinion: opinion, by: row[5], why: row[6], at: row[7],
      undoneBy: (row[8] as Int64?).map { RecordID(.judgement, $0) })
  }

  /// The ids under which judgements may name a record: of a party its mentions, of an account its
  /// statements, of a listing those of the same entry.
  static func statements(of record: RecordID, _ db: Database) throws -> [RecordID] {
    switch record.kind {
    case .party:
      guard let party = try Membership.party(db, record.number) else { return [] }
      return try Membership.mentions(db, ofParty: party, onlyLive: false).map {
        RecordID(.mention, $0)
      }
    case .account:
      guard let account = try Membership.account(db, record.number) else { return [] }
      return try Membership.statements(db, ofAccount: account, onlyLive: false).map {
        RecordID(.account, $0)
      }
    case .listing:
      return try Int64.fetchAll(
        db,
        sql: """
          select w.id from listing o
            join listing w on w.ref = o.ref and w.list = o.list and w.entry = o.entry
          where o.id = ? order by w.id
          """, arguments: [record.number]
      ).map { RecordID(.listing, $0) }
    default: return [record]
    }
  }
}
