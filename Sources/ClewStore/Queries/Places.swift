import ClewModel
import GRDB

/// Where a statement stands: what lets a reader of a chart follow it back.
package struct Place: Hashable, Sendable {
  package var source: RecordID
  package var provenance: Provenance
  /// False where the source was withdrawn or replaced.
  package var isLive: Bool

  package var locator: String { provenance.locator }
  package var offset: Int64 { provenance.offset }
  package var length: Int32 { provenance.length }
}

/// Reads of places and times.
enum Places {
  /// The columns that `place(row)` reads, of a record `r` joined to its source `s`.
  static let columns =
    "r.source as place_source, r.offset as place_offset, r.length as place_length,"
    + " r.line as place_line, r.path as place_path, s.live as place_live"

  static func place(_ row: Row) -> Place {
    Place(
      source: RecordID(.source, row["place_source"]),
      provenance: Provenance(
        offset: row["place_offset"], length: row["place_length"], line: row["place_line"],
        path: row["place_path"]), isLive: row["place_live"])
  }

  /// Where a record of one of the tables with places stands; nil where there is none.
  static func place(_ db: Database, of id: RecordID) throws -> Place? {
    if id.kind == .transaction { return try transaction(db, id.number) }
    guard let table = tables[id.kind] else { return nil }
    return try Row.fetchOne(
      db.cachedStatement(
        sql: """
          select \(columns) from \(table) r join source s on s.id = r.source where r.id = ?
          """), arguments: [id.number]
    ).map(place)
  }

  private static let tables: [RecordID.Kind: String] = [
    .mention: "mention", .account: "account_mention", .link: "link", .filing: "filing",
    .listing: "listing",
  ]

  /// A transaction's element path stands with its details.
  private static func transaction(_ db: Database, _ number: Int64) throws -> Place? {
    try Row.fetchOne(
      db.cachedStatement(
        sql: """
          select r.source as place_source, r.offset as place_offset, r.length as place_length,
            r.line as place_line, coalesce(d.path, '') as place_path, s.live as place_live
          from transactions r join source s on s.id = r.source
            left join transaction_detail d on d.id = r.id where r.id = ?
          """), arguments: [number]
    ).map(place)
  }

  static func time(_ row: Row, _ column: String) -> TimeSpan? {
    TimeMark.span(lo: row[column], mark: row["\(column)_mark"])
  }
}
