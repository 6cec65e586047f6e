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
  /// identity then reads; the statements of accounts, filings and sources likewise in
  /// `temp.turned_account`, `temp.turned_filing` and `temp.turned_source`. Emptied at the beginning
  /// of every change.
  static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists edition (source integer primary key, position integer);
        create temp table if not exists turned (mention integer primary key);
        create temp table if not exists turned_account (id integer primary key);
        create temp table if not exists turned_filing (id integer primary key);
        create temp table if not exists turned_source (id integer primary key);
        create temp table if not exists turning (id integer primary key);
        create temp table if not exists turning_filing (id integer primary key);
        create temp table if not exists was_superseded (
          kind text, id integer, primary key (kind, id)) without rowid;
        delete from temp.edition;
        delete from temp.turned;
        delete from temp.turned_account;
        delete from temp.turned_filing;
        delete from temp.turned_source;
        delete from temp.turning_filing;
        """)
  }

  /// After all records of a source are in; nothing for one that is of no family.
  static func run(_ db: Database, added source: Int64) throws {
    try prepare(db)
    guard let family = try family(db, of: source) else { return }
    let order = try order(db, family)
    let before = EditionOrder(order.sources.filter { $0.id != source })
    let pass = try SupersedingPass(db, order, notesTurned: true)
    try FilingContents(db).supersedeWithin(source: source)
    guard let added = order.sources.first(where: { $0.id == source }),
      added.order == added.id, order.agrees(with: before, apartFrom: source)
    else { return try rebuild(db, family, order) }
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
    let restated = try Row.fetchAll(
      db,
      sql: """
        select r.source, r.with_source from restatement r join source s on s.id = r.source
        where s.family = ? order by r.source, r.with_source
        """, arguments: [family]
    ).reduce(into: [Int64: [Int64]]()) { $0[$1[0], default: []].append($1[1]) }
    return EditionOrder(
      try rows.map { row in
        var source = EditionOrder.Source(
          id: row[0], date: row[1], isWhole: row[2], part: row[3])
        source.restatedWith = restated[source.id] ?? []
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
