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
  ///
  /// Once `prepare` was called and `FamilyKin` has settled what it can.
  init(_ db: Database, source: Int64) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select y.mention, 0 from source s
          cross join identity_key y on y.mention between s.first_mention and s.last_mention
        where s.id = ?1 and \(Self.sharesKey)
        """, arguments: [source])
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select m.id, 0 from source s
          cross join mention m on m.id between s.first_mention and s.last_mention
        where s.id = ?1 and m.ref is not null and \(Self.sharesRef)
        """, arguments: [source])
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select k.mention, 0 from temp.kin k
          cross join temp.kin_group g on g.first = k.first and g.busy = 1
        """)
    try seedTurned(db, where: "m.ref is null")
    try gather(db)
  }

  /// The region around all mentions of a source that has left the casefile's answers, and those
  /// that were joined with them. Once `prepare` was called and `FamilyKin` has settled what it can.
  init(_ db: Database, withdrawn source: Int64) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select m.id, 0 from source s
          cross join mention m on m.id between s.first_mention and s.last_mention
        where s.id = ?1 and \(FamilyKin.isOpen)
        """, arguments: [source])
    try seedTurned(db, where: FamilyKin.isOpen)
    try gather(db)
  }

  /// Mentions that a change of editions turned, where they are or may be joined to others.
  private func seedTurned(_ db: Database, where condition: String) throws {
    try db.execute(
      sql: """
        insert or ignore into temp.region
        select m.id, 0 from temp.turned t cross join mention m on m.id = t.mention
        where \(condition) and (m.ref is not null or m.party <> m.id
          or exists (select 1 from identity_key y where y.mention = m.id)
          or exists (select 1 from mention x where x.party = m.id and x.party <> x.id))
        """)
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

  static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists region (mention integer primary key, level integer);
        create index if not exists temp.region_level on region (level);
        create temp table if not exists region_key (
          id integer primary key, key text, rule integer, unique (key, rule));
        create temp table if not exists region_ref (
          id integer primary key, ref text, set_id integer, unique (ref, set_id));
        create temp table if not exists region_kin (
          id integer primary key, ref text, family text, unique (ref, family));
        create temp table if not exists region_held (
          judgement integer primary key, a integer, b integer, opinion text);
        create index if not exists temp.region_held_a on region_held (a);
        create index if not exists temp.region_held_b on region_held (b);
        delete from temp.region;
        delete from temp.region_key;
        delete from temp.region_ref;
        delete from temp.region_kin;
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
    var level: Int64 = 0
    while try Bool.fetchOne(
      db, sql: "select exists (select 1 from temp.region where level = ?)", arguments: [level])
      ?? false
    {
      let keys = try Self.newest(db, "region_key")
      let refs = try Self.newest(db, "region_ref")
      let kin = try Self.newest(db, "region_kin")
      let named: [String: Int64] = ["level": level, "keys": keys, "refs": refs, "kin": kin]
      for (names, step) in Self.steps {
        let arguments = named.filter { names.contains($0.key) }
        try db.execute(sql: step, arguments: StatementArguments(arguments))
      }
      level += 1
    }
    mentions = try Int64.fetchAll(db, sql: "select mention from temp.region order by mention")
    guard !mentions.isEmpty else { return }
    try loadKeyGroups(db)
    try loadRefGroups(db)
    try loadKinGroups(db)
    try loadHeld(db)
    try loadAttributes(db)
  }

  private static func newest(_ db: Database, _ table: String) throws -> Int64 {
    try Int64.fetchOne(db, sql: "select coalesce(max(id), 0) from temp.\(table)") ?? 0
  }

  /// Only statements that count have a say.
  private mutating func loadKeyGroups(_ db: Database) throws {
    let rows = try RawStatement(
      db,
      """
      select g.id, k.key, k.rule, k.mention, s.sha256
      from temp.region_key g
        cross join identity_key k on k.key = g.key and k.rule = g.rule
        cross join mention m on m.id = k.mention
        cross \(Counting.join("m"))
      order by g.id, k.mention
      """)
    var group: Resolver.Group?
    var current: Int64 = 0
    try rows.each {
      guard let number = number(of: rows.integer(3)) else { return }
      if current == rows.integer(0) {
        group?.members.append(number)
        return
      }
      close(group)
      current = rows.integer(0)
      group = nil
      guard let rule = IdentityRule(rawValue: Int(rows.integer(2))), let text = rows.string(1)
      else { return }
      let digest = rule == .nameBirthDate ? rows.string(4) : nil
      group = Resolver.Group(
        key: IdentityKey(rule: rule, text: text), order: digest.map { "\($0)\u{1F}\(text)" },
        members: [number])
    }
    close(group)
  }

  private mutating func loadRefGroups(_ db: Database) throws {
    let rows = try RawStatement(
      db,
      """
      select g.id, t.name, m.ref, m.id
      from temp.region_ref g
        cross join mention m on m.ref = g.ref and m.set_id = g.set_id
        cross \(Counting.join("m"))
        cross join record_set t on t.id = m.set_id
      order by g.id, m.id
      """)
    var group: Resolver.Group?
    var current: Int64 = 0
    try rows.each {
      guard let number = number(of: rows.integer(3)) else { return }
      if current == rows.integer(0) {
        group?.members.append(number)
        return
      }
      close(group)
      current = rows.integer(0)
      group = nil
      guard let set = rows.string(1), let ref = rows.string(2), !Sentinel.fillsRef(ref) else {
        return
      }
      group = Resolver.Group(key: IdentityKey(.setRef, set, ref), members: [number])
    }
    close(group)
  }

  /// The statements of one family and ref, superseded ones too: they say nothing of the party, but
  /// they are its history. Those that one set's ref joins already need no second rule.
  private mutating func loadKinGroups(_ db: Database) throws {
    let rows = try RawStatement(
      db,
      """
      select g.id, g.family, g.ref, m.id, m.set_id, m.superseded is not null
      from temp.region_kin g
        cross join mention m on m.ref = g.ref
        cross join source s on s.id = m.source and s.live = 1 and s.family = g.family
      order by g.id, m.id
      """)
    var group: Resolver.Group?
    var current: Int64 = 0
    var set: Int64 = 0
    var isNeeded = false
    try rows.each {
      guard let number = number(of: rows.integer(3)) else { return }
      if current == rows.integer(0) {
        group?.members.append(number)
        isNeeded = isNeeded || rows.integer(4) != set || rows.integer(5) != 0
        return
      }
      if isNeeded { close(group) }
      current = rows.integer(0)
      set = rows.integer(4)
      isNeeded = rows.integer(5) != 0
      group = nil
      guard let family = rows.string(1), let ref = rows.string(2), !Sentinel.fillsRef(ref) else {
        return
      }
      group = Resolver.Group(key: IdentityKey(.familyRef, family, ref), members: [number])
    }
    if isNeeded { close(group) }
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
    let names: [Property] = [
      .birthDate, .lei, .registrationNumber, .country, .nationalID,
    ]
    let known = try Row.fetchAll(
      db, sql: "select id, name from property where name in (?, ?, ?, ?, ?)",
      arguments: StatementArguments(names.map(\.rawValue)))
    let properties = Dictionary(
      uniqueKeysWithValues: known.map { ($0[0] as Int64, Property(rawValue: $0[1])) })
    guard !properties.isEmpty else { return }
    let rows = try RawStatement(
      db,
      """
      select f.owner, f.property, f.value, f.raw, f.qualifier, m.kind
      from temp.region r
        cross join fact f on f.owner_kind = \(FactOwner.mention.rawValue) and f.owner = r.mention
        cross join mention m on m.id = r.mention and m.superseded is null
      where f.property in (\(properties.keys.sorted().map(String.init).joined(separator: ", ")))
      order by r.mention, f.ordinal
      """)
    var current: (id: Int64, kind: Int64, facts: [Fact])?
    try rows.each {
      guard let property = properties[rows.integer(1)], let value = rows.string(2) else { return }
      if current?.id != rows.integer(0) {
        note(current)
        current = (rows.integer(0), rows.integer(5), [])
      }
      current?.facts.append(Fact(property, value, raw: rows.string(3), qualifier: rows.string(4)))
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
