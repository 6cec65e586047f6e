import ClewModel
import GRDB

/// Where a statement stands: what lets a reader of a chart follow it back.
package struct Place: Hashable, Sendable {
  package var source: RecordID
  package var provenance: Provenance
  /// False where the source was withdrawn or replaced, or the statement superseded.
  package var isLive: Bool
  /// The source that superseded the statement or took it back: a later edition of the same family,
  /// or its own source.
  package var supersededBy: RecordID?
  /// What that source says about it (`deleted`), where it says anything.
  package var supersededWhy: String?

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

  /// The same, of a record that may be superseded.
  static let columnsOfEdition = columns + ", r.superseded as place_superseded"

  static func place(_ row: Row) -> Place {
    let superseded: Int64? =
      row.hasColumn("place_superseded") ? row["place_superseded"] : nil
    return Place(
      source: RecordID(.source, row["place_source"]),
      provenance: Provenance(
        offset: row["place_offset"], length: row["place_length"], line: row["place_line"],
        path: row["place_path"]), isLive: row["place_live"] && superseded == nil,
      supersededBy: superseded.map { RecordID(.source, $0) })
  }

  /// Where a record of one of the tables with places stands; nil where there is none.
  static func place(_ db: Database, of id: RecordID) throws -> Place? {
    if id.kind == .transaction { return try transaction(db, id.number) }
    guard let table = tables[id.kind] else { return nil }
    let found = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          select \(columnsOfEdition) from \(table) r join source s on s.id = r.source
          where r.id = ?
          """), arguments: [id.number]
    ).map(place)
    return try withReason(db, found, of: id)
  }

  private static func withReason(
    _ db: Database, _ place: Place?, of id: RecordID
  ) throws -> Place? {
    guard var place, let by = place.supersededBy else { return place }
    place.supersededWhy = try Retractions.why(db, of: id, by: by.number)
    return place
  }

  private static let tables: [RecordID.Kind: String] = [
    .mention: "mention", .account: "account_mention", .link: "link", .filing: "filing",
    .listing: "listing",
  ]

  /// A transaction's element path stands with its details.
  private static func transaction(_ db: Database, _ number: Int64) throws -> Place? {
    let found = try Row.fetchOne(
      db.cachedStatement(
        sql: """
          select r.source as place_source, r.offset as place_offset, r.length as place_length,
            r.line as place_line, coalesce(d.path, '') as place_path, s.live as place_live,
            \(Counting.supersededTransaction("r", "s")) as place_superseded
          from transactions r join source s on s.id = r.source
            left join transaction_detail d on d.id = r.id where r.id = ?
          """), arguments: [number]
    ).map(place)
    return try withReason(db, found, of: RecordID(.transaction, number))
  }

  static func time(_ row: Row, _ column: String) -> TimeSpan? {
    TimeMark.span(lo: row[column], mark: row["\(column)_mark"])
  }
}
