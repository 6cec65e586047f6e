import GRDB

/// Tells the rejected records of a whole edition, mended and read again, from an edition.
///
/// `clew rejections --write` puts them into a frame that says what the whole file said, the date and
/// that it is whole included. Counted as whole, a handful of records would empty the list. A source
/// that states no more records than an earlier one of its family, part and date had rejected, and is
/// the smaller file, adds to that edition.
enum RepairedExcerpt {
  /// Makes a source that is one a delta. Before `Editions` settles its family.
  ///
  /// - Parameter records: how many it states, those that were rejected again included.
  static func mark(_ db: Database, source: Int64, records: Int64) throws {
    try db.execute(
      sql: """
        update source set is_whole = 0 where id = ?1 and is_whole = 1 and exists (
          select 1 from source w
          where w.family = source.family and w.part is source.part and w.live = 1 and w.id <> ?1
            and w.published is source.published and w.is_whole = 1 and w.bytes > source.bytes
            and w.rejections >= ?2
            and exists (select 1 from repair_frame f where f.source = w.id))
        """, arguments: [source, records])
  }
}
