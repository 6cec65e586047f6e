import GRDB

/// Tells the rejected records of a source, mended and read again, from an edition or a report.
///
/// `clew rejections --write` puts them into a frame that says what the whole file said, its date and
/// its reference included. Counted as whole, a handful of records would empty a list; as a report sent
/// again, they would take back the transactions that were read well. A source that states no more
/// records than an earlier one of its family, part and date had rejected, and is the smaller file,
/// adds to it and takes nothing away.
enum RepairedExcerpt {
  /// Marks a source that is one. Before `Editions` settles its family.
  ///
  /// - Parameter records: how many it states, those that were rejected again included.
  static func mark(_ db: Database, source: Int64, records: Int64) throws {
    guard records > 0 else { return }
    let completed = try Int64.fetchOne(
      db,
      sql: """
        select coalesce(w.completes, w.id) from source n
          join source w on w.family = n.family and w.part is n.part and w.live = 1 and w.id <> n.id
            and w.published is n.published and w.bytes > n.bytes and w.rejections >= ?2
        where n.id = ?1 and exists (select 1 from repair_frame f where f.source = w.id)
        order by w.id desc limit 1
        """, arguments: [source, records])
    guard let completed else { return }
    try db.execute(
      sql: "update source set is_whole = 0, completes = ? where id = ?",
      arguments: [completed, source])
  }

  /// What the records `o` of filings that a source takes the place of must fulfil.
  static func sparesFilings(_ db: Database, of source: Int64) throws -> String {
    let completed = try Int64.fetchOne(
      db, sql: "select completes from source where id = ?", arguments: [source])
    return completed.map {
      """
      o.source not in (
        select p.id from source p where p.id = \($0) or p.completes is \($0))
      """
    } ?? "1"
  }
}
