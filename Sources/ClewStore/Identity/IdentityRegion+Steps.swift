extension IdentityRegion {
  /// Holds for a strong key `y` that another mention which counts has too.
  static let sharesKey = """
    exists (
      select 1 from identity_key o cross join mention om on om.id = o.mention
        cross \(Counting.join("om", "os"))
      where o.key = y.key and o.rule = y.rule and o.mention <> y.mention)
    """

  /// Holds for a mention `m` whose ref another one of its set has too that counts.
  static let sharesRef = """
    exists (
      select 1 from mention o cross \(Counting.join("o", "os"))
      where o.ref = m.ref and o.set_id = m.set_id and o.id <> m.id)
    """

  /// One level further: the keys and refs that the newest mentions share with others, then the
  /// mentions of the newest keys and refs, then those a person joined to the newest mentions. Each
  /// step with the names of its arguments.
  static let steps: [(Set<String>, String)] = [
    (
      ["level"],
      """
      insert or ignore into temp.region_key (key, rule)
      select y.key, y.rule from temp.region r
        cross join identity_key y on y.mention = r.mention
      where r.level = :level and \(sharesKey)
      """
    ),
    (
      ["level"],
      """
      insert or ignore into temp.region_ref (ref, set_id)
      select m.ref, m.set_id from temp.region r
        cross join mention m on m.id = r.mention
      where r.level = :level and m.ref is not null and exists (
        select 1 from mention o
        where o.ref = m.ref and o.set_id = m.set_id and o.id <> m.id)
      """
    ),
    (
      ["level"],
      """
      insert or ignore into temp.region_kin (ref, family)
      select m.ref, s.family from temp.region r
        cross join mention m on m.id = r.mention and m.ref is not null
        cross join source s on s.id = m.source and s.family is not null
      where r.level = :level
      """
    ),
    (
      ["level", "kin"],
      """
      insert or ignore into temp.region
      select m.id, :level + 1 from temp.region_kin g
        cross join mention m on m.ref = g.ref
        cross join source s on s.id = m.source and s.live = 1 and s.family = g.family
      where g.id > :kin
      """
    ),
    (
      ["level", "keys"],
      """
      insert or ignore into temp.region
      select k.mention, :level + 1 from temp.region_key g
        cross join identity_key k on k.key = g.key and k.rule = g.rule
      where g.id > :keys
      """
    ),
    (
      ["level", "refs"],
      """
      insert or ignore into temp.region
      select m.id, :level + 1 from temp.region_ref g
        cross join mention m on m.ref = g.ref and m.set_id = g.set_id
      where g.id > :refs
      """
    ),
    (
      ["level"],
      """
      insert or ignore into temp.region
      select h.b, :level + 1 from temp.region_held h
        cross join temp.region r on r.mention = h.a
      where h.opinion = 'same' and r.level = :level
      """
    ),
    (
      ["level"],
      """
      insert or ignore into temp.region
      select h.a, :level + 1 from temp.region_held h
        cross join temp.region r on r.mention = h.b
      where h.opinion = 'same' and r.level = :level
      """
    ),
  ]
}
