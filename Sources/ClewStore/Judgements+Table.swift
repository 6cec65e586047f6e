import ClewModel
import GRDB

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
}
