import ClewModel
import GRDB

/// Settles which statements later sources of the same family superseded.
///
/// A record is superseded by the first later source, in `EditionOrder`, that states the same kind and
/// ref, takes it back, or as a whole file stands for everything. All work is done by set-based
/// statements over indexes of refs and ranges of ids: a delta costs its own size, a whole file the
/// size of the one it follows.
enum Editions {
  /// The mentions that turned from counting to superseded or back: `temp.turned`, which the pass over
  /// identity then reads. Emptied at the beginning of every change.
  static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists edition (source integer primary key, position integer);
        create temp table if not exists turned (mention integer primary key);
        create temp table if not exists turning (id integer primary key);
        create temp table if not exists was_superseded (mention integer primary key);
        delete from temp.edition;
        delete from temp.turned;
        """)
  }

  /// After all records of a source are in; nothing for one that is of no family.
  static func run(_ db: Database, added source: Int64) throws {
    try prepare(db)
    guard let family = try family(db, of: source) else { return }
    let order = try order(db, family)
    let before = EditionOrder(order.sources.filter { $0.id != source })
    guard let added = order.sources.first(where: { $0.id == source }),
      added.order == added.id, order.agrees(with: before, apartFrom: source)
    else { return try rebuild(db, family, order) }
    let pass = try SupersedingPass(db, order, notesTurned: true)
    try pass.supersede(by: added)
    for later in order.sources where pass.isLater(later, than: added) {
      try pass.supersede(by: later, only: added)
    }
    try pass.markSources()
  }

  /// After a source left the casefile's answers.
  static func run(_ db: Database, withdrawn source: Int64) throws {
    try prepare(db)
    guard let family = try family(db, of: source) else { return }
    try rebuild(db, family, try order(db, family))
  }

  static func family(_ db: Database, of source: Int64) throws -> String? {
    try String.fetchOne(
      db, sql: "select family from source where id = ? and family is not null",
      arguments: [source])
  }

  /// The order of the live sources of a family.
  static func order(_ db: Database, _ family: String) throws -> EditionOrder {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select id, coalesce(published, as_of), is_whole, part, replaces from source
        where family = ? and live = 1
        """, arguments: [family])
    return EditionOrder(
      try rows.map { row in
        var source = EditionOrder.Source(
          id: row[0], date: row[1], isWhole: row[2], part: row[3])
        var replaced: Int64? = row[4]
        while let earlier = replaced {
          source.order = earlier
          let row = try Row.fetchOne(
            db, sql: "select replaces, coalesce(published, as_of) from source where id = ?",
            arguments: [earlier])
          if source.date == nil { source.date = row?[1] }
          replaced = row?[0]
        }
        return source
      })
  }

  /// Begins anew: as if the sources had come in their order.
  private static func rebuild(_ db: Database, _ family: String, _ order: EditionOrder) throws {
    let pass = try SupersedingPass(db, order, notesTurned: false)
    try pass.noteSuperseded()
    try pass.reset()
    for source in order.sources { try pass.supersede(by: source) }
    try pass.noteTurned()
    try db.execute(
      sql: "update source set superseded = null where family = ? and live = 0", arguments: [family])
    try pass.markSources()
  }
}

/// The statements of one settling.
private struct SupersedingPass {
  private let db: Database
  private let order: EditionOrder
  /// Notes every mention that it supersedes in `temp.turned`.
  private let notesTurned: Bool

  /// The tables whose rows have a ref, with what tells two rows of one ref and kind to be the same.
  private static let tables: [(name: String, kind: Retractions.Kind, same: String, own: String)] = [
    ("mention", .party, "", "and n.placeholder = 0"), ("link", .link, "", ""),
    ("listing", .listing, "and o.list = n.list", ""), ("filing", .filing, "", ""),
  ]

  init(_ db: Database, _ order: EditionOrder, notesTurned: Bool) throws {
    self.db = db
    self.order = order
    self.notesTurned = notesTurned
    let insert = try RawStatement(
      db, "insert into temp.edition (source, position) values (?, ?)")
    for source in order.sources {
      insert.int(source.id)
      insert.int(order.position(of: source.id) ?? 0)
      try insert.run()
    }
  }

  private func position(_ source: EditionOrder.Source) -> Int {
    order.position(of: source.id) ?? 0
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
      try collect(
        """
        \(table.name) n cross join \(table.name) o on o.ref = n.ref \(table.same)
        """, "n.id between s.first_\(table.name) and s.last_\(table.name) \(table.own)",
        "n.ref is not null", later, only)
      try collect(
        "retraction n cross join \(table.name) o on o.ref = n.ref",
        "n.source = s.id and n.kind = \(table.kind.rawValue)", "n.ref is not null", later, only)
      try turn(table.name, by: later)
    }
    // What stands beside a listing goes with it.
    try collect(
      "listing n cross join listing_supplement o on o.ref = n.ref and o.list = n.list",
      "n.id between s.first_listing and s.last_listing", "1", later, only)
    try collect(
      "retraction n cross join listing_supplement o on o.ref = n.ref",
      "n.source = s.id and n.kind = \(Retractions.Kind.listing.rawValue)", "n.ref is not null",
      later, only)
    try turn("listing_supplement", by: later)
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

  /// Supersedes the records noted.
  private func turn(_ table: String, by later: EditionOrder.Source) throws {
    if table == "mention", notesTurned {
      try db.execute(
        sql: """
          insert or ignore into temp.turned
          select m.id from temp.turning t cross join mention m on m.id = t.id
          where m.superseded is null
          """)
    }
    try db.execute(
      sql: """
        update \(table) set superseded = \(later.id) where id in (select id from temp.turning);
        delete from temp.turning;
        """)
  }

  /// Supersedes all records of a source.
  private func remove(
    all source: EditionOrder.Source, by later: EditionOrder.Source
  ) throws {
    let free = isFree("", by: later)
    for table in Self.tables {
      let range = try self.range(of: source, table.name)
      guard let range else { continue }
      if table.name == "mention", notesTurned {
        try db.execute(
          sql: """
            insert or ignore into temp.turned
            select id from mention where id between ? and ? and superseded is null
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
    of source: EditionOrder.Source, _ table: String
  ) throws -> ClosedRange<Int64>? {
    let row = try Row.fetchOne(
      db, sql: "select first_\(table), last_\(table) from source where id = ?",
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
    }
  }

  // MARK: - Beginning anew

  func noteSuperseded() throws {
    try db.execute(
      sql: """
        delete from temp.was_superseded;
        insert into temp.was_superseded
        select m.id from temp.edition e cross join source s on s.id = e.source
          cross join mention m on m.id between s.first_mention and s.last_mention
        where m.superseded is not null
        """)
  }

  /// All records of the family count again, except those that their own source took back.
  func reset() throws {
    for source in order.sources {
      for table in Self.tables {
        guard let range = try range(of: source, table.name) else { continue }
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
    try db.execute(
      sql: """
        insert or ignore into temp.turned
        select w.mention from temp.was_superseded w cross join mention m on m.id = w.mention
        where m.superseded is null;
        insert or ignore into temp.turned
        select m.id from temp.edition e cross join source s on s.id = e.source
          cross join mention m on m.id between s.first_mention and s.last_mention
        where m.superseded is not null
          and not exists (select 1 from temp.was_superseded w where w.mention = m.id);
        delete from temp.was_superseded;
        """)
  }
}
