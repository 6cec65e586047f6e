import ClewModel
import GRDB

/// Joins the mentions of one family and ref over its editions (`rule:family-ref`), so that a party
/// keeps its id and what persons judged of it when an edition takes the place of another.
///
/// Most refs have one statement that counts and nothing else in their way: those are joined here, by
/// set-based statements, whatever their number. A ref with more to weigh (another strong key, a
/// person's word, two statements that count, a join that has to be parted) goes to the region that
/// `Resolver` settles.
enum FamilyKin {
  /// Holds for a mention `m` that is not settled here.
  static let isOpen = """
    not exists (
      select 1 from temp.kin k join temp.kin_group g on g.first = k.first and g.busy = 0
      where k.mention = m.id)
    """

  /// Settles the refs that a source states, and those of mentions that turned; after the source was
  /// added or withdrawn, and `IdentityRegion.prepare`.
  ///
  /// Leaves in `temp.kin_group` the refs with more to weigh (`busy`), in `temp.kin` their mentions;
  /// both empty for a source of no family.
  static func run(_ db: Database, source: Int64, at time: String) throws {
    try db.execute(
      sql: """
        create temp table if not exists kin_group (
          first integer primary key, counting integer, busy integer);
        create temp table if not exists kin (
          mention integer primary key, first integer, is_out integer);
        create temp table if not exists kin_undo (id integer primary key, judgement integer);
        delete from temp.kin_group;
        delete from temp.kin;
        delete from temp.kin_undo;
        """)
    guard let family = try Editions.family(db, of: source) else { return }
    try gather(db, source: source, family: family)
    try setApart(db)
    try join(db)
    try judge(db, at: time)
  }

  /// The mentions `o` of the family with the ref of `m`: those of live sources, and those of the
  /// source at hand, which has just been withdrawn if it is not live.
  private static let relatives = """
    cross join mention o on o.ref = m.ref
      cross join source os on os.id = o.source and os.family = ?2 and (os.live = 1 or os.id = ?1)
    """

  /// first: the lowest of a live source; where there is none, the lowest.
  private static func gather(_ db: Database, source: Int64, family: String) throws {
    let first = "coalesce(min(iif(os.live = 1, o.id, null)), min(o.id))"
    let counting = "coalesce(sum(os.live = 1 and o.superseded is null), 0)"
    for seeds in [
      """
      source s cross join mention m on m.id between s.first_mention and s.last_mention
        and s.id = ?1
      """, "temp.turned t cross join mention m on m.id = t.mention",
    ] {
      try db.execute(
        sql: """
          insert or ignore into temp.kin_group
          select \(first), \(counting), 0 from \(seeds) \(relatives)
          where m.ref is not null
          group by m.id having count(*) > 1 or \(counting) = 0
          """, arguments: [source, family])
    }
    try db.execute(
      sql: """
        insert or ignore into temp.kin
        select o.id, g.first, os.live = 0
        from temp.kin_group g cross join mention m on m.id = g.first \(relatives)
        """, arguments: [source, family])
  }

  // MARK: - What has more to weigh

  private static func setApart(_ db: Database) throws {
    try mark(db, "select first from temp.kin_group where counting > 1")
    try mark(
      db,
      """
      select k.first from temp.region_held h join temp.kin k on k.mention = h.a
      union all select k.first from temp.region_held h join temp.kin k on k.mention = h.b
      """)
    // Another mention that counts has one of its strong keys, or its ref in its set.
    let speaking = """
      temp.kin k cross join mention m on m.id = k.mention and m.superseded is null
        and k.is_out = 0
      """
    try mark(
      db,
      """
      select k.first from \(speaking) cross join identity_key y on y.mention = m.id
      where \(IdentityRegion.sharesKey)
      """)
    try mark(db, "select k.first from \(speaking) where \(IdentityRegion.sharesRef)")
    // Joins from before that reach beyond the group, or rest on another rule.
    try mark(
      db,
      """
      select k.first from temp.kin k cross join mention m on m.id = k.mention
        left join temp.kin p on p.mention = m.party
      where p.first is not k.first
      """)
    try mark(
      db,
      """
      select k.first from temp.kin k
        cross join mention x on x.party = k.mention and x.party <> x.id
        left join temp.kin z on z.mention = x.id
      where z.first is not k.first
      """)
    try mark(
      db,
      """
      select k.first from temp.kin k
        cross join judgement j on j.a_kind = 'M' and j.a = k.mention
      where j.b_kind = 'M' and j.undone_by is null and j.opinion = 'same'
        and j.\(JudgementSQL.isByRule) and j.by <> '\(IdentityRule.familyRef.name)'
      """)
  }

  private static func mark(_ db: Database, _ groups: String) throws {
    try db.execute(
      sql: "update temp.kin_group set busy = 1 where busy = 0 and first in (\(groups))")
  }

  // MARK: - The rest

  private static let settled =
    "temp.kin k cross join temp.kin_group g on g.first = k.first and g.busy = 0"

  /// A mention whose source was withdrawn stands alone.
  private static func join(_ db: Database) throws {
    try db.execute(
      sql: """
        update mention set party = iif(k.is_out, k.mention, k.first) from \(settled)
        where mention.id = k.mention and mention.party <> iif(k.is_out, k.mention, k.first)
        """)
  }

  /// Undoes the judgements that no longer hold, and appends those that are missing.
  private static func judge(_ db: Database, at time: String) throws {
    let rule = IdentityRule.familyRef.name
    try db.execute(
      sql: """
        insert into temp.kin_undo (judgement)
        select j.id from \(settled)
          cross join judgement j on j.a_kind = 'M' and j.a = k.mention
        where j.b_kind = 'M' and j.by = ? and j.undone_by is null and j.opinion = 'same'
          and (k.is_out or j.a <> k.first
            or exists (select 1 from temp.kin z where z.mention = j.b and z.is_out))
        order by j.id
        """, arguments: [rule])
    let last = try Int64.fetchOne(db, sql: "select coalesce(max(id), 0) from judgement") ?? 0
    try db.execute(
      sql: """
        insert into judgement (id, a_kind, a, b_kind, b, opinion, by, why, at)
        select ?1 + u.id, 'M', j.a, 'M', j.b, 'unsure', ?2, 'the key no longer joins the two', ?3
        from temp.kin_undo u cross join judgement j on j.id = u.judgement order by u.id
        """, arguments: [last, rule, time])
    try db.execute(
      sql: """
        update judgement set undone_by = ? + u.id from temp.kin_undo u
        where judgement.id = u.judgement
        """, arguments: [last])
    try db.execute(
      sql: """
        insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
        select 'M', k.first, 'M', k.mention, 'same', ?1, 'same id in one family: ' || m.ref, ?2
        from \(settled) cross join mention m on m.id = k.mention
        where k.mention <> k.first and not k.is_out and not exists (
          select 1 from judgement j
          where j.b_kind = 'M' and j.b = k.mention and j.a_kind = 'M' and j.a = k.first
            and j.by = ?1 and j.undone_by is null and j.opinion = 'same')
        order by k.first, k.mention
        """, arguments: [rule, time])
  }
}
