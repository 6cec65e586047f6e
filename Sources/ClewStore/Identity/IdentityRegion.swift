import ClewModel
import GRDB

/// The part of a casefile that new or changed statements can move: every mention connected to the
/// seeds by shared keys, refs of one set, or a person's `same`.
///
/// It is gathered with set-based statements in temporary tables, level by level, each key once, so
/// that a key of a million mentions costs a million steps and mentions without partners none.
struct IdentityRegion {
  /// Ascending.
  private(set) var mentions: [Int64] = []
  private(set) var groups: [Resolver.Group] = []
  private(set) var attributes: [Int: IdentityAttributes] = [:]
  private(set) var held: [Resolver.Held] = []

  /// The region around the mentions of a source that share a key with another mention.
  init(_ db: Database, source: Int64) throws {
    try Self.prepare(db)
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select k.mention, 0 from source s
          cross join identity_key k on k.mention between s.first_mention and s.last_mention
        where s.id = ?1 and exists (
          select 1 from identity_key o
          where o.key = k.key and o.rule = k.rule and o.mention <> k.mention)
        """, arguments: [source])
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select m.id, 0 from source s
          cross join mention m on m.id between s.first_mention and s.last_mention
        where s.id = ?1 and m.ref is not null and exists (
          select 1 from mention o
          where o.ref = m.ref and o.set_id = m.set_id and o.id <> m.id)
        """, arguments: [source])
    try gather(db)
  }

  /// The region around all mentions of a source that has left the casefile's answers, and those
  /// that were joined with them.
  init(_ db: Database, withdrawn source: Int64) throws {
    try Self.prepare(db)
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select m.id, 0 from source s
          cross join mention m on m.id between s.first_mention and s.last_mention
        where s.id = ?1
        """, arguments: [source])
    try gather(db)
  }

  /// The region around single mentions.
  init(_ db: Database, around seeds: [Int64]) throws {
    try Self.prepare(db)
    for seed in seeds {
      try db.execute(
        sql: "insert or ignore into temp.region select id, 0 from mention where id = ?",
        arguments: [seed])
    }
    try gather(db)
  }

  var isEmpty: Bool { mentions.isEmpty }

  /// The number of a mention in the region.
  func number(of mention: Int64) -> Int? {
    var low = 0
    var high = mentions.count
    while low < high {
      let middle = (low + high) / 2
      if mentions[middle] < mention { low = middle + 1 } else { high = middle }
    }
    return low < mentions.count && mentions[low] == mention ? low : nil
  }

  private static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists region (mention integer primary key, level integer);
        create index if not exists temp.region_level on region (level);
        create temp table if not exists region_key (
          key text, rule integer, level integer, primary key (key, rule)) without rowid;
        create index if not exists temp.region_key_level on region_key (level);
        create temp table if not exists region_ref (
          ref text, set_id integer, level integer, primary key (ref, set_id)) without rowid;
        create index if not exists temp.region_ref_level on region_ref (level);
        create temp table if not exists region_held (
          judgement integer primary key, a integer, b integer, opinion text);
        create index if not exists temp.region_held_a on region_held (a);
        create index if not exists temp.region_held_b on region_held (b);
        delete from temp.region;
        delete from temp.region_key;
        delete from temp.region_ref;
        delete from temp.region_held;
        """)
    try db.execute(
      sql: """
        insert into temp.region_held
        select id, a, b, opinion from judgement
        where a_kind = 'M' and b_kind = 'M' and \(JudgementSQL.speaksForPerson)
        """)
  }

  private mutating func gather(_ db: Database) throws {
    var level = 0
    while try Bool.fetchOne(
      db, sql: "select exists (select 1 from temp.region where level = ?)", arguments: [level])
      ?? false
    {
      for step in Self.steps { try db.execute(sql: step, arguments: [level]) }
      level += 1
    }
    mentions = try Int64.fetchAll(db, sql: "select mention from temp.region order by mention")
    guard !mentions.isEmpty else { return }
    try loadKeyGroups(db)
    try loadRefGroups(db)
    try loadHeld(db)
    try loadAttributes(db)
  }

  /// One level further: the keys and refs of the newest mentions, then the mentions of the newest
  /// keys and refs, then those a person joined to the newest mentions.
  private static let steps = [
    """
    insert or ignore into temp.region_key
    select k.key, k.rule, ?1 from temp.region r
      cross join identity_key k on k.mention = r.mention
    where r.level = ?1
    """,
    """
    insert or ignore into temp.region_ref
    select m.ref, m.set_id, ?1 from temp.region r
      cross join mention m on m.id = r.mention
    where r.level = ?1 and m.ref is not null
    """,
    """
    insert or ignore into temp.region
    select k.mention, ?1 + 1 from temp.region_key g
      cross join identity_key k on k.key = g.key and k.rule = g.rule
    where g.level = ?1
    """,
    """
    insert or ignore into temp.region
    select m.id, ?1 + 1 from temp.region_ref g
      cross join mention m on m.ref = g.ref and m.set_id = g.set_id
    where g.level = ?1
    """,
    """
    insert or ignore into temp.region
    select h.b, ?1 + 1 from temp.region_held h
      cross join temp.region r on r.mention = h.a
    where h.opinion = 'same' and r.level = ?1
    """,
    """
    insert or ignore into temp.region
    select h.a, ?1 + 1 from temp.region_held h
      cross join temp.region r on r.mention = h.b
    where h.opinion = 'same' and r.level = ?1
    """,
  ]

  /// Only statements of live sources have a say.
  private mutating func loadKeyGroups(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select k.key, k.rule, k.mention, s.sha256
        from temp.region_key g
          cross join identity_key k on k.key = g.key and k.rule = g.rule
          cross join mention m on m.id = k.mention
          cross join source s on s.id = m.source and s.live = 1
        order by g.key, g.rule, k.mention
        """)
    var group: Resolver.Group?
    while let row = try rows.next() {
      guard let rule = IdentityRule(rawValue: row[1]), let number = number(of: row[2]) else {
        continue
      }
      let key = IdentityKey(rule: rule, text: row[0])
      if group?.key == key {
        group?.members.append(number)
      } else {
        close(group)
        let order = rule == .nameBirthDate ? "\(row[3] as String)\u{1F}\(key.text)" : nil
        group = Resolver.Group(key: key, order: order, members: [number])
      }
    }
    close(group)
  }

  private mutating func loadRefGroups(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select m.ref, t.name, m.id
        from temp.region_ref g
          cross join mention m on m.ref = g.ref and m.set_id = g.set_id
          cross join source s on s.id = m.source and s.live = 1
          cross join record_set t on t.id = m.set_id
        order by g.ref, g.set_id, m.id
        """)
    var group: Resolver.Group?
    while let row = try rows.next() {
      let ref: String = row[0]
      guard let number = number(of: row[2]), !Sentinel.matches(ref) else { continue }
      let key = IdentityKey(.setRef, row[1], ref)
      if group?.key == key {
        group?.members.append(number)
      } else {
        close(group)
        group = Resolver.Group(key: key, members: [number])
      }
    }
    close(group)
  }

  private mutating func close(_ group: Resolver.Group?) {
    if let group, group.members.count > 1 { groups.append(group) }
  }

  private mutating func loadHeld(_ db: Database) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select h.judgement, h.a, h.b, h.opinion
        from temp.region_held h
          cross join mention ma on ma.id = h.a
          cross join source sa on sa.id = ma.source and sa.live = 1
          cross join mention mb on mb.id = h.b
          cross join source sb on sb.id = mb.source and sb.live = 1
        order by h.judgement
        """)
    while let row = try rows.next() {
      guard let a = number(of: row[1]), let b = number(of: row[2]),
        let opinion = Opinion(rawValue: row[3])
      else { continue }
      held.append(Resolver.Held(judgement: row[0], a: a, b: b, opinion: opinion))
    }
  }

  private mutating func loadAttributes(_ db: Database) throws {
    let names: [Property] = [.birthDate, .lei, .registrationNumber, .country]
    let marks = names.map { _ in "?" }.joined(separator: ", ")
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select m.id, m.kind, p.name, f.value, f.raw, f.qualifier
        from temp.region r
          cross join fact f on f.owner_kind = \(FactOwner.mention.rawValue) and f.owner = r.mention
          cross join property p on p.id = f.property
          cross join mention m on m.id = r.mention
        where p.name in (\(marks))
        order by r.mention, f.ordinal
        """, arguments: StatementArguments(names.map(\.rawValue)))
    var current: (id: Int64, kind: Int64, facts: [Fact])?
    while let row = try rows.next() {
      let id: Int64 = row[0]
      if current?.id != id {
        note(current)
        current = (id, row[1], [])
      }
      current?.facts.append(
        Fact(Property(rawValue: row[2]), row[3], raw: row[4], qualifier: row[5]))
    }
    note(current)
  }

  private mutating func note(_ stated: (id: Int64, kind: Int64, facts: [Fact])?) {
    guard let stated, let number = number(of: stated.id) else { return }
    let kind = UInt8(exactly: stated.kind).flatMap(PartyKind.init(rawValue:)) ?? .unknown
    let mention = Mention(
      kind: kind, name: "", facts: stated.facts,
      provenance: Provenance(offset: 0, length: 0, line: 0))
    let found = IdentityAttributes(of: mention)
    if !found.isEmpty { attributes[number] = found }
  }
}
