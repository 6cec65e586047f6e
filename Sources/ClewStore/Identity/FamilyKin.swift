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
  /// Settles the refs that a source states, and those of mentions that turned.
  ///
  /// Leaves in `temp.kin_group` the refs with more to weigh (`busy`), in `temp.kin` their mentions.
  static func run(_ db: Database, source: Int64, family: String, at time: String) throws {
    try prepare(db)
    try gather(db, source: source, family: family)
    try setApart(db)
    try join(db, at: time)
  }

  /// Empties the tables that `run` leaves.
  static func prepare(_ db: Database) throws {
    try db.execute(
      sql: """
        create temp table if not exists kin_group (
          first integer primary key, counting integer, busy integer);
        create temp table if not exists kin (mention integer primary key, first integer);
        delete from temp.kin_group;
        delete from temp.kin;
        """)
  }

  /// A mention of a live source of the family.
  private static let relatives = """
    cross join mention o on o.ref = m.ref
      cross join source os on os.id = o.source and os.live = 1 and os.family = ?2
    """

  private static func gather(_ db: Database, source: Int64, family: String) throws {
    for seeds in [
      """
      source s cross join mention m on m.id between s.first_mention and s.last_mention
        and s.id = ?1
      """, "temp.turned t cross join mention m on m.id = t.mention and ?1",
    ] {
      try db.execute(
        sql: """
          insert or ignore into temp.kin_group
          select min(o.id), sum(o.superseded is null), 0 from \(seeds) \(relatives)
          where m.ref is not null
          group by m.id having count(*) > 1 or sum(o.superseded is null) = 0
          """, arguments: [source, family])
    }
    try db.execute(
      sql: """
        insert or ignore into temp.kin
        select o.id, g.first from temp.kin_group g cross join mention m on m.id = g.first and ?1
          \(relatives)
        """, arguments: [source, family])
  }

  /// Marks the groups with more to weigh.
  private static func setApart(_ db: Database) throws {
    try mark(db, "select first from temp.kin_group where counting > 1")
    try mark(
      db,
      """
      select k.first from temp.region_held h join temp.kin k on k.mention = h.a
      union all select k.first from temp.region_held h join temp.kin k on k.mention = h.b
      """)
    // Another mention that counts has one of its strong keys, or its ref in its set.
    try mark(
      db,
      """
      select k.first from temp.kin k
        cross join mention m on m.id = k.mention and m.superseded is null
        cross join identity_key y on y.mention = m.id
      where \(IdentityRegion.sharesKey)
      """)
    try mark(
      db,
      """
      select k.first from temp.kin k
        cross join mention m on m.id = k.mention and m.superseded is null
      where \(IdentityRegion.sharesRef)
      """)
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
        and j.\(JudgementSQL.isByRule)
        and (j.by <> '\(IdentityRule.familyRef.name)' or j.a <> k.first)
      """)
  }

  private static func mark(_ db: Database, _ groups: String) throws {
    try db.execute(
      sql: "update temp.kin_group set busy = 1 where busy = 0 and first in (\(groups))")
  }

  private static func join(_ db: Database, at time: String) throws {
    try db.execute(
      sql: """
        update mention set party = k.first
        from temp.kin k cross join temp.kin_group g on g.first = k.first and g.busy = 0
        where mention.id = k.mention and mention.party <> k.first
        """)
    try db.execute(
      sql: """
        insert into judgement (a_kind, a, b_kind, b, opinion, by, why, at)
        select 'M', k.first, 'M', k.mention, 'same', ?1,
          'same id in one family: ' || m.ref, ?2
        from temp.kin k cross join temp.kin_group g on g.first = k.first and g.busy = 0
          cross join mention m on m.id = k.mention
        where k.mention <> k.first and not exists (
          select 1 from judgement j
          where j.b_kind = 'M' and j.b = k.mention and j.a_kind = 'M' and j.a = k.first
            and j.by = ?1 and j.undone_by is null and j.opinion = 'same')
        order by k.first, k.mention
        """, arguments: [IdentityRule.familyRef.name, time])
  }
}
