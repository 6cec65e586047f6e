import ClewModel
import GRDB

/// Keeps for every edition of a list what is different from the edition before: entries that came
/// and went, and properties of entries that say something else, what side files add included.
///
/// A record belongs to the state of an edition if its source stands no later and what superseded it
/// stands later; so deltas have changes too.
enum ListChanges {
  /// After a source was added: its own edition against the one before, and the next against it.
  static func run(_ db: Database, added source: Int64) throws {
    guard let family = try listFamily(db, of: source) else { return }
    let order = try Editions.order(db, family)
    guard let position = order.position(of: source) else { return }
    try rebuild(db, family, order, at: [position, position + 1])
  }

  /// After a source left the casefile's answers.
  static func run(_ db: Database, withdrawn source: Int64) throws {
    guard let family = try listFamily(db, of: source) else { return }
    let order = try Editions.order(db, family)
    try db.execute(sql: "delete from list_change where family = ?", arguments: [family])
    try rebuild(db, family, order, at: Array(order.editions.indices))
  }

  private static func listFamily(_ db: Database, of source: Int64) throws -> String? {
    try Editions.family(db, of: source).flatMap { $0.hasPrefix("list:") ? $0 : nil }
  }

  private static func rebuild(
    _ db: Database, _ family: String, _ order: EditionOrder, at positions: [Int]
  ) throws {
    let editions = order.editions
    try placeSources(db, order)
    for position in positions where editions.indices.contains(position) {
      let sources = editions[position].map(\.id)
      for source in sources {
        try db.execute(sql: "delete from list_change where source = ?", arguments: [source])
      }
      guard position > 0, let source = sources.first,
        let against = editions[position - 1].first?.id
      else { continue }
      try state(db, at: position - 1, "list_before")
      try state(db, at: position, "list_after")
      try store(db, family: family, source: source, against: against)
    }
  }

  /// The positions that `state` asks for.
  private static func placeSources(_ db: Database, _ order: EditionOrder) throws {
    try db.execute(
      sql: """
        create temp table if not exists edition (source integer primary key, position integer);
        delete from temp.edition;
        """)
    for source in order.sources {
      try db.execute(
        sql: "insert into temp.edition (source, position) values (?, ?)",
        arguments: [source.id, order.position(of: source.id) ?? 0])
    }
  }

  // MARK: - The state of an edition

  /// What the list says at a position: a row for every entry, property and value; the row without a
  /// property is the entry itself.
  private static func state(_ db: Database, at position: Int, _ table: String) throws {
    try db.execute(
      sql: """
        create temp table if not exists \(table) (
          list text, ref text, property text, value text,
          primary key (list, ref, property, value)) without rowid;
        delete from temp.\(table);
        create temp table if not exists list_state (id integer primary key);
        delete from temp.list_state;
        """)
    let holds = """
      join temp.edition e on e.source = r.source and e.position <= \(position)
      left join temp.edition l on l.source = r.superseded
      where (r.superseded is null or l.position > \(position))
      """
    try db.execute(
      sql: """
        insert into temp.list_state select r.id from listing r \(holds);
        insert or ignore into temp.\(table)
        select r.list, r.ref, '', '' from temp.list_state t cross join listing r on r.id = t.id;
        """)
    for (property, value) in columns {
      try db.execute(
        sql: """
          insert or ignore into temp.\(table)
          select r.list, r.ref, '\(property)', \(value)
          from temp.list_state t cross join listing r on r.id = t.id
          where \(value) <> ''
          """)
    }
    try addFacts(db, of: .listing, "listing", to: table)
    try db.execute(
      sql: """
        delete from temp.list_state;
        insert into temp.list_state select r.id from listing_supplement r \(holds);
        """)
    try addFacts(db, of: .supplement, "listing_supplement", to: table)
    // What stands beside an entry that is not there says nothing.
    try db.execute(
      sql: """
        delete from temp.\(table) where property <> '' and not exists (
          select 1 from temp.\(table) o
          where o.list = \(table).list and o.ref = \(table).ref and o.property = '')
        """)
  }

  /// The columns of a listing as property and value; kinds, effects and dates as their numbers.
  private static let columns: [(String, String)] = [
    ("name", "name"), ("kind", "kind || ''"), ("effect", "effect || ''"),
    ("listed", "coalesce(listed || ' ' || listed_mark, '')"),
  ]

  private static func addFacts(
    _ db: Database, of owner: FactOwner, _ records: String, to table: String
  ) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.\(table)
        select r.list, r.ref, p.name,
          f.value || case when coalesce(f.qualifier, '') = '' then ''
            else ' (' || f.qualifier || ')' end
        from temp.list_state t cross join \(records) r on r.id = t.id
          cross join fact f on f.owner_kind = \(owner.rawValue) and f.owner = r.id
          cross join property p on p.id = f.property
        """)
  }

  // MARK: - The difference

  private static func store(
    _ db: Database, family: String, source: Int64, against: Int64
  ) throws {
    for (what, here, there) in [
      ("added", "list_after", "list_before"), ("removed", "list_before", "list_after"),
    ] {
      try db.execute(
        sql: """
          insert into list_change (family, source, against, list, ref, what, before, after)
          select ?, ?, ?, h.list, h.ref, ?, '', '' from temp.\(here) h
          where h.property = '' and not exists (
            select 1 from temp.\(there) o
            where o.list = h.list and o.ref = h.ref and o.property = '')
          order by h.list, h.ref
          """, arguments: [family, source, against, what])
    }
    let writer = try ChangeWriter(db, family: family, source: source, against: against)
    let rows = try RawStatement(
      db,
      """
      select b.list, b.ref, b.property, b.value, 0 from temp.list_before b
      where not exists (
          select 1 from temp.list_after o where o.list = b.list and o.ref = b.ref
            and o.property = b.property and o.value = b.value)
        and exists (
          select 1 from temp.list_after o where o.list = b.list and o.ref = b.ref
            and o.property = '')
      union all
      select a.list, a.ref, a.property, a.value, 1 from temp.list_after a
      where not exists (
          select 1 from temp.list_before o where o.list = a.list and o.ref = a.ref
            and o.property = a.property and o.value = a.value)
        and exists (
          select 1 from temp.list_before o where o.list = a.list and o.ref = a.ref
            and o.property = '')
      order by 1, 2, 3, 5, 4
      """)
    try rows.each {
      try writer.add(
        list: rows.string(0) ?? "", ref: rows.string(1) ?? "", property: rows.string(2) ?? "",
        value: rows.string(3) ?? "", isAfter: rows.integer(4) != 0)
    }
    try writer.finish()
  }
}

/// Gathers the values of one property of one entry into a row.
private final class ChangeWriter {
  private struct Key: Equatable {
    var list: String
    var ref: String
    var property: String
  }

  private let insert: RawStatement
  private let ids: [Int64]
  private let family: String
  private var key: Key?
  private var before: [String] = []
  private var after: [String] = []

  init(_ db: Database, family: String, source: Int64, against: Int64) throws {
    self.family = family
    ids = [source, against]
    insert = try RawStatement(
      db,
      """
      insert into list_change (family, source, against, list, ref, what, property, before, after)
      values (?, ?, ?, ?, ?, 'changed', ?, ?, ?)
      """)
  }

  func add(list: String, ref: String, property: String, value: String, isAfter: Bool) throws {
    let next = Key(list: list, ref: ref, property: property)
    if key != next {
      try finish()
      key = next
    }
    if isAfter { after.append(value) } else { before.append(value) }
  }

  func finish() throws {
    guard let key else { return }
    insert.text(family)
    for id in ids { insert.int(id) }
    insert.text(key.list)
    insert.text(key.ref)
    insert.text(key.property)
    insert.text(ListedValues.joined(before, of: key.property))
    insert.text(ListedValues.joined(after, of: key.property))
    try insert.run()
    self.key = nil
    before = []
    after = []
  }
}

/// Several values as one text of the casefile, and their words.
enum ListedValues {
  private static let separator = "\u{1F}"

  static func joined(_ values: [String], of property: String) -> String {
    values.map { word($0, of: property) }.joined(separator: separator)
  }

  static func split(_ text: String) -> [String] {
    text.isEmpty ? [] : text.split(separator: Character(separator)).map(String.init)
  }

  /// The columns that the state holds as numbers, in words.
  private static func word(_ value: String, of property: String) -> String {
    switch property {
    case "kind":
      UInt8(value).flatMap(PartyKind.init(rawValue:))?.name ?? value
    case "effect":
      UInt8(value).flatMap(ListEffect.init(rawValue:))?.name ?? value
    case "listed":
      time(value) ?? value
    default: value
    }
  }

  private static func time(_ value: String) -> String? {
    let parts = value.split(separator: " ").compactMap { Int64($0) }
    guard parts.count == 2 else { return nil }
    return TimeMark.span(lo: parts[0], mark: parts[1])?.description
  }
}
