import ClewModel
import GRDB

/// The statements of one settling of a family.
struct SupersedingPass {
  private let db: Database
  private let order: EditionOrder
  private let contents: FilingContents
  /// Notes all that it supersedes in `temp.turned` and its kin.
  private let notesTurned: Bool

  /// A table of records that may be superseded.
  private struct Table {
    var name: String
    /// In the columns `first_…` and `last_…` of a source.
    var range: String
    /// Where the change is noted (`Editions.prepare`), and in which column.
    var turned: (table: String, column: String)?
    /// The kind of a record that is the same over editions by its ref, with what else tells two rows
    /// of one ref to be the same, and what a row has to be to supersede.
    var ref: (kind: Retractions.Kind, same: String, own: String)?
  }

  private static let tables = [
    Table(
      name: "mention", range: "mention", turned: ("turned", "mention"),
      ref: (.party, "", "and n.placeholder = 0")),
    Table(name: "link", range: "link", ref: (.link, "", "")),
    Table(name: "listing", range: "listing", ref: (.listing, "and o.list = n.list", "")),
    Table(
      name: "filing", range: "filing", turned: ("turned_filing", "id"), ref: (.filing, "", "")),
    Table(name: "account_mention", range: "account", turned: ("turned_account", "id")),
  ]

  init(_ db: Database, _ order: EditionOrder, notesTurned: Bool) throws {
    self.db = db
    self.order = order
    self.notesTurned = notesTurned
    contents = FilingContents(db)
    try db.execute(sql: "delete from temp.edition")
    let insert = try RawStatement(
      db, "insert into temp.edition (source, position) values (?, ?)")
    for source in order.sources {
      insert.int(source.id)
      insert.int(position(source))
      try insert.run()
    }
  }

  private func position(_ source: EditionOrder.Source) -> Int {
    order.lastPosition(of: source.id) ?? 0
  }

  func isLater(_ a: EditionOrder.Source, than b: EditionOrder.Source) -> Bool {
    position(a) > position(b)
  }

  /// Lets a source take the place of what earlier ones state, or of what one of them states.
  func supersede(by later: EditionOrder.Source, only: EditionOrder.Source? = nil) throws {
    let earlier = (only.map { [$0] } ?? order.sources).filter { isLater(later, than: $0) }
    for source in earlier where order.successor(of: source)?.id == later.id {
      try remove(all: source, by: later)
    }
    guard earlier.contains(where: { !order.replaces(later, $0) }) else { return }
    for table in Self.tables {
      guard let (kind, same, own) = table.ref else { continue }
      let spared =
        kind == .filing ? try RepairedExcerpt.sparesFilings(db, of: later.id) : "1"
      try collect(
        "\(table.name) n cross join \(table.name) o on o.ref = n.ref \(same)",
        "n.id between s.first_\(table.range) and s.last_\(table.range) \(own)",
        "n.ref is not null and \(spared)", later, only)
      try collect(
        "retraction n cross join \(table.name) o on o.ref = n.ref",
        "n.source = s.id and n.kind = \(kind.rawValue)", "n.ref is not null", later, only)
      if kind == .filing { try collectContents(later, only) }
      try turn(table, by: later)
    }
    // What stands beside a listing goes with it.
    try collect(
      "listing n cross join listing_supplement o on o.ref = n.ref and o.list = n.list",
      "n.id between s.first_listing and s.last_listing", "1", later, only)
    try collect(
      "retraction n cross join listing_supplement o on o.ref = n.ref",
      "n.source = s.id and n.kind = \(Retractions.Kind.listing.rawValue)", "n.ref is not null",
      later, only)
    try turn(Table(name: "listing_supplement", range: ""), by: later)
  }

  /// What a later source may still supersede: what counts, and what an even later one superseded.
  private func isFree(_ row: String, by later: EditionOrder.Source) -> String {
    """
    (\(row)superseded is null or \(row)superseded in (
      select source from temp.edition where position > \(position(later))))
    """
  }

  /// Notes the earlier records that statements or retractions `n` of a source `s` name.
  private func collect(
    _ tables: String, _ ofSource: String, _ condition: String, _ later: EditionOrder.Source,
    _ only: EditionOrder.Source?
  ) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.turning
        select o.id from source s cross join \(tables)
          cross join temp.edition e on e.source = o.source and e.position < \(position(later))
        where s.id = \(later.id) and \(ofSource) and \(condition)
          and \(isFree("o.", by: later)) \(only.map { "and o.source = \($0.id)" } ?? "")
        """)
  }

  /// Adds the filings that a retraction names by the number of the authority to those noted, and
  /// supersedes what all of them state.
  private func collectContents(
    _ later: EditionOrder.Source, _ only: EditionOrder.Source?
  ) throws {
    if try contents.findNumbers(for: later.id) {
      try collect(
        """
        retraction n cross join temp.filing_number k on k.ref = n.ref
          cross join filing o on o.id = k.filing
        """, "n.source = s.id and n.kind = \(Retractions.Kind.filing.rawValue)", "1", later, only)
    }
    try db.execute(
      sql: """
        insert into temp.turning_filing select id from temp.turning;
        delete from temp.turning;
        """)
    for table in Self.tables where FilingContents.tables.contains(table.name) {
      try contents.collect(table.name, where: isFree("r.", by: later))
      try turn(table, by: later)
    }
    try db.execute(
      sql: """
        insert into temp.turning select id from temp.turning_filing;
        delete from temp.turning_filing;
        """)
  }

  /// Supersedes the records noted.
  private func turn(_ table: Table, by later: EditionOrder.Source) throws {
    if notesTurned, let turned = table.turned {
      try db.execute(
        sql: """
          insert or ignore into temp.\(turned.table) (\(turned.column))
          select r.id from temp.turning t cross join \(table.name) r on r.id = t.id
          where r.superseded is null
          """)
    }
    try db.execute(
      sql: """
        update \(table.name) set superseded = \(later.id)
        where id in (select id from temp.turning);
        delete from temp.turning;
        """)
  }

  /// Supersedes all records of a source.
  private func remove(
    all source: EditionOrder.Source, by later: EditionOrder.Source
  ) throws {
    let free = isFree("", by: later)
    for table in Self.tables {
      guard let range = try range(of: source, table) else { continue }
      if notesTurned, let turned = table.turned {
        try db.execute(
          sql: """
            insert or ignore into temp.\(turned.table) (\(turned.column))
            select id from \(table.name) where id between ? and ? and superseded is null
            """, arguments: [range.lowerBound, range.upperBound])
      }
      try db.execute(
        sql: "update \(table.name) set superseded = ? where id between ? and ? and \(free)",
        arguments: [later.id, range.lowerBound, range.upperBound])
    }
    try db.execute(
      sql: "update listing_supplement set superseded = ? where source = ? and \(free)",
      arguments: [later.id, source.id])
  }

  private func range(
    of source: EditionOrder.Source, _ table: Table
  ) throws -> ClosedRange<Int64>? {
    let row = try Row.fetchOne(
      db, sql: "select first_\(table.range), last_\(table.range) from source where id = ?",
      arguments: [source.id])
    guard let first = row?[0] as Int64?, let last = row?[1] as Int64?, first <= last else {
      return nil
    }
    return first...last
  }

  /// Marks the sources whose place another took as a whole.
  func markSources() throws {
    let known = try Row.fetchAll(
      db,
      sql: """
        select s.id, s.superseded from temp.edition e join source s on s.id = e.source
        where s.superseded is not null
        """
    ).reduce(into: [Int64: Int64]()) { $0[$1[0]] = $1[1] }
    for source in order.sources {
      let successor = order.successor(of: source)?.id
      guard known[source.id] != successor else { continue }
      try db.execute(
        sql: "update source set superseded = ? where id = ?", arguments: [successor, source.id])
      if (known[source.id] == nil) != (successor == nil) {
        try db.execute(
          sql: "insert or ignore into temp.turned_source (id) values (?)", arguments: [source.id])
      }
    }
  }

  // MARK: - Beginning anew

  func noteSuperseded() throws {
    try db.execute(sql: "delete from temp.was_superseded")
    for table in Self.tables where table.turned != nil {
      try db.execute(
        sql: """
          insert into temp.was_superseded
          select '\(table.name)', r.id from temp.edition e cross join source s on s.id = e.source
            cross join \(table.name) r
              on r.id between s.first_\(table.range) and s.last_\(table.range)
          where r.superseded is not null
          """)
    }
  }

  /// All records of the family count again, except those that their own source took back.
  func reset() throws {
    for source in order.sources {
      for table in Self.tables {
        guard let range = try range(of: source, table) else { continue }
        try db.execute(
          sql: """
            update \(table.name) set superseded = null
            where id between ? and ? and superseded <> source
            """, arguments: [range.lowerBound, range.upperBound])
      }
      try db.execute(
        sql: """
          update listing_supplement set superseded = null
          where source = ? and superseded is not null
          """, arguments: [source.id])
    }
  }

  func noteTurned() throws {
    for table in Self.tables {
      guard let turned = table.turned else { continue }
      try db.execute(
        sql: """
          insert or ignore into temp.\(turned.table) (\(turned.column))
          select w.id from temp.was_superseded w cross join \(table.name) r on r.id = w.id
          where w.kind = '\(table.name)' and r.superseded is null;
          insert or ignore into temp.\(turned.table) (\(turned.column))
          select r.id from temp.edition e cross join source s on s.id = e.source
            cross join \(table.name) r
              on r.id between s.first_\(table.range) and s.last_\(table.range)
          where r.superseded is not null and not exists (
            select 1 from temp.was_superseded w where w.kind = '\(table.name)' and w.id = r.id)
          """)
    }
    try db.execute(sql: "delete from temp.was_superseded")
  }
}
