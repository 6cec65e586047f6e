import ClewModel
import GRDB

/// A list as the casefile holds it now.
package struct ListState: Hashable, Sendable {
  package var name: String
  package var authority: ListAuthority
  /// Ascending; the entries of one list may differ in what they do.
  package var effects: [ListEffect]
  package var entries: Int
  /// Kinds that have entries, in the order of `PartyKind`.
  package var kinds: [(kind: PartyKind, entries: Int)] {
    PartyKind.allCases.compactMap { kind in
      entriesByKind[kind].map { (kind: kind, entries: $0) }
    }
  }
  package var entriesByKind: [PartyKind: Int]
  /// The sources whose listings or supplements count, ascending.
  package var sources: [RecordID]
  /// Its editions in their order, the one that counts last; empty for a list that comes in none.
  package var editions: [ListEdition]
}

/// One edition of a list: its sources, and how it differs from the edition before.
package struct ListEdition: Hashable, Sendable {
  package var sources: [RecordID]
  /// False for a delta.
  package var isWhole: Bool
  /// The lowest source of the edition before; nil for the first.
  package var against: RecordID?
  package var added = 0
  package var removed = 0
  package var changed = 0
}

/// What became of one entry from one edition to the next.
package struct ListChange: Hashable, Sendable {
  package enum What: String, Hashable, Sendable { case added, removed, changed }

  /// One property whose values are not the same: those that only the edition before has, and those
  /// that only this one has.
  package struct Field: Hashable, Sendable {
    package var property: String
    package var before: [String]
    package var after: [String]
  }

  package var what: What
  /// The entry.
  package var listing: RecordID
  package var ref: String
  package var name: String
  /// Of a changed entry, by property.
  package var fields: [Field]
}

extension Casefile {
  /// The names of the lists that live sources hold, sorted.
  package func lists() throws -> [String] {
    try translating {
      try database.read { db in
        try String.fetchAll(
          db,
          sql: """
            select distinct r.list from listing r
              \(Counting.join("r")) order by r.list
            """)
      }
    }
  }

  /// The lists, by name.
  package func listStates() throws -> [ListState] {
    try translating { try database.read(ListStates.all) }
  }

  /// The changes that an edition of a list made: added, removed, then changed entries, by ref.
  package func listChanges(of list: String, edition: ListEdition) throws -> [ListChange] {
    try translating {
      try database.read { db in try ListStates.changes(db, list, edition) }
    }
  }
}

/// Reads of lists and their editions.
private enum ListStates {
  static func all(_ db: Database) throws -> [ListState] {
    var states: [String: ListState] = [:]
    let rows = try Row.fetchAll(
      db,
      sql: """
        select r.list, r.authority, r.effect, r.kind, count(distinct r.entry)
        from listing r \(Counting.join("r"))
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
        """)
    for row in rows {
      let name: String = row[0]
      var state =
        states[name]
        ?? ListState(
          name: name,
          authority: UInt8(exactly: row[1] as Int64).flatMap(ListAuthority.init(rawValue:))
            ?? .unknown,
          effects: [], entries: 0, entriesByKind: [:], sources: [], editions: [])
      let effect = UInt8(exactly: row[2] as Int64).flatMap(ListEffect.init(rawValue:)) ?? .watch
      if !state.effects.contains(effect) { state.effects.append(effect) }
      state.entriesByKind[Labels.partyKind(row[3]), default: 0] += row[4] as Int
      states[name] = state
    }
    for name in states.keys {
      states[name]?.entries =
        try Int.fetchOne(
          db,
          sql: """
            select count(distinct r.entry) from listing r \(Counting.join("r")) where r.list = ?
            """, arguments: [name]) ?? 0
      states[name]?.effects.sort { $0.rawValue < $1.rawValue }
      states[name]?.sources = try sources(db, of: name)
      states[name]?.editions = try editions(db, of: name)
    }
    return states.values.sorted { $0.name < $1.name }
  }

  private static func sources(_ db: Database, of list: String) throws -> [RecordID] {
    try Int64.fetchAll(
      db,
      sql: """
        select distinct r.source from listing r \(Counting.join("r")) where r.list = ?1
        union
        select distinct r.source from listing_supplement r \(Counting.join("r"))
        where r.list = ?1
        order by 1
        """, arguments: [list]
    ).map { RecordID(.source, $0) }
  }

  /// Of the family of which the list is; the lowest where several hold parts of it.
  private static func editions(_ db: Database, of list: String) throws -> [ListEdition] {
    let family = try String.fetchOne(
      db,
      sql: """
        select s.family from listing r \(Counting.join("r"))
        where r.list = ? and s.family is not null order by s.id limit 1
        """, arguments: [list])
    guard let family else { return [] }
    let groups = try Editions.order(db, family).editions
    return try groups.enumerated().map { number, group in
      var edition = ListEdition(
        sources: group.map { RecordID(.source, $0.id) },
        isWhole: group.allSatisfy(\.isWhole),
        against: number > 0 ? groups[number - 1].first.map { RecordID(.source, $0.id) } : nil)
      let counts = try Row.fetchAll(
        db,
        sql: """
          select what, count(distinct ref) from list_change where source = ? and list = ?
          group by what
          """, arguments: [group.first?.id, list])
      for row in counts {
        switch ListChange.What(rawValue: row[0]) {
        case .added: edition.added = row[1]
        case .removed: edition.removed = row[1]
        case .changed: edition.changed = row[1]
        case nil: break
        }
      }
      return edition
    }
  }

  static func changes(
    _ db: Database, _ list: String, _ edition: ListEdition
  ) throws -> [ListChange] {
    guard let source = edition.sources.first else { return [] }
    let against = edition.against.map { "\($0.number)" } ?? ""
    let sources = edition.sources.map { "\($0.number)" }.joined(separator: ", ")
    let rows = try Row.fetchAll(
      db,
      sql: """
        select c.what, c.ref, c.property, c.before, c.after, w.entry,
          (select name from listing x
            where x.ref = c.ref and x.list = c.list
            order by x.source in (\(sources)) desc, x.source in (\(against)) desc, x.id desc
            limit 1)
        from list_change c
          join listing w on w.id = (
            select min(id) from listing x where x.ref = c.ref and x.list = c.list)
        where c.source = ? and c.list = ?
        order by c.what = 'changed', c.what = 'removed', c.ref, c.property
        """, arguments: [source.number, list])
    var changes: [ListChange] = []
    for row in rows {
      guard let what = ListChange.What(rawValue: row[0]) else { continue }
      let ref: String = row[1]
      if changes.last?.what != what || changes.last?.ref != ref {
        changes.append(
          ListChange(
            what: what, listing: RecordID(.listing, row[5]), ref: ref, name: row[6], fields: []))
      }
      guard let property = row[2] as String? else { continue }
      changes[changes.count - 1].fields.append(
        .init(
          property: property, before: ListedValues.split(row[3]),
          after: ListedValues.split(row[4])))
    }
    return changes
  }
}
