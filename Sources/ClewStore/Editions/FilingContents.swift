import ClewModel
import GRDB

/// What goes with a filing that no longer counts: the mentions, accounts and links within its bytes.
/// Readers state them anew for every filing. Its transactions are settled by `DuplicatesPass`, once
/// it is known which filings turned (`TurnedTransactions`).
struct FilingContents {
  private let db: Database

  static let tables = ["mention", "account_mention", "link"]

  /// The fact in which a filing states the number that the authority gave it.
  static let authorityNumber: Property = "fiu_ref_number"

  init(_ db: Database) { self.db = db }

  /// The id of the filing inside whose bytes a record `r` stands; null where it stands in none.
  static let around = """
    (select iif(r.offset < f.offset + f.length, f.id, null) from filing f
      where f.source = r.source and f.offset <= r.offset order by f.offset desc limit 1)
    """

  /// Notes in `temp.turning` the records of a table that stand within the filings of
  /// `temp.turning_filing`.
  ///
  /// - Complexity: O(n log m) for the n records and m filings of the sources that state them.
  func collect(_ table: String, where condition: String = "1") throws {
    let (first, last) =
      table == "account_mention"
      ? ("first_account", "last_account") : ("first_\(table)", "last_\(table)")
    try db.execute(
      sql: """
        insert or ignore into temp.turning
        select r.id from (
            select distinct f.source as id from temp.turning_filing t
              cross join filing f on f.id = t.id) g
          cross join source s on s.id = g.id
          cross join \(table) r on r.id between s.\(first) and s.\(last)
        where \(condition) and \(Self.around) in (select id from temp.turning_filing)
        """)
  }

  /// The numbers that authorities gave the filings of the sources in `temp.edition`, in
  /// `temp.filing_number`; nothing where a source takes no filing back.
  ///
  /// - Returns: false where there are none.
  func findNumbers(for source: Int64) throws -> Bool {
    let isNeeded = try Bool.fetchOne(
      db,
      sql: "select exists (select 1 from retraction where source = ? and kind = ?)",
      arguments: [source, Retractions.Kind.filing.rawValue])
    guard isNeeded == true else { return false }
    try db.execute(
      sql: """
        create temp table if not exists filing_number (
          ref text, filing integer, source integer, primary key (ref, filing)) without rowid;
        delete from temp.filing_number;
        """)
    try db.execute(
      sql: """
        insert or ignore into temp.filing_number
        select x.value, o.id, o.source from property p cross join temp.edition e
          cross join source s on s.id = e.source
          cross join filing o on o.id between s.first_filing and s.last_filing
          cross join fact x on x.owner_kind = \(FactOwner.filing.rawValue) and x.owner = o.id
            and x.property = p.id
        where p.name = ?
        """, arguments: [Self.authorityNumber.rawValue])
    return db.changesCount > 0
  }

  /// Inside one source the later filing of a ref counts, and a filing may take an earlier one back;
  /// what no longer counts is marked with the source itself.
  func supersedeWithin(source: Int64) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.turning_filing
        select o.id from source s
          cross join filing n on n.id between s.first_filing and s.last_filing
          cross join filing o on o.ref = n.ref and o.source = n.source and o.offset < n.offset
        where s.id = ?1 and n.ref is not null
        """, arguments: [source])
    try db.execute(
      sql: """
        insert or ignore into temp.turning_filing
        select o.id from retraction n
          cross join filing o on o.ref = n.ref and o.source = n.source and o.offset < n.offset
        where n.source = ?1 and n.kind = \(Retractions.Kind.filing.rawValue)
        """, arguments: [source])
    if try findNumbers(for: source) {
      try db.execute(
        sql: """
          insert or ignore into temp.turning_filing
          select o.id from retraction n
            cross join temp.filing_number k on k.ref = n.ref and k.source = n.source
            cross join filing o on o.id = k.filing and o.offset < n.offset
          where n.source = ?1 and n.kind = \(Retractions.Kind.filing.rawValue)
          """, arguments: [source])
    }
    for table in Self.tables {
      try collect(table)
      try mark(table, source)
    }
    try db.execute(
      sql: """
        update filing set superseded = ? where id in (select id from temp.turning_filing)
        """, arguments: [source])
    try db.execute(
      sql: """
        insert or ignore into temp.turned_filing select id from temp.turning_filing;
        delete from temp.turning_filing;
        """)
  }

  private func mark(_ table: String, _ source: Int64) throws {
    if table == "account_mention" {
      try db.execute(sql: "insert or ignore into temp.turned_account select id from temp.turning")
    }
    try db.execute(
      sql: "update \(table) set superseded = ? where id in (select id from temp.turning)",
      arguments: [source])
    try db.execute(sql: "delete from temp.turning")
  }
}
