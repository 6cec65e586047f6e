import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Owners and controllers whose age cannot be, or who are minors: born after the statement that
  /// names them, under 2 or over 122 years old on the day asked about (nobody is known to have lived
  /// longer than 122 years), or under 18. One finding a person, the first that applies.
  ///
  /// Where sources give several birth dates, or one that is partial, the finding is certain only if
  /// it holds for all days that they allow.
  static func impossibleAges(_ world: DeclaredWorld) -> [OwnershipFinding] {
    let links = world.holding { world.dates[$0.from]?.births.isEmpty == false ? $0.from : nil }
    return links.compactMap { person, links in
      guard let dates = world.dates[person], let first = dates.births.map(\.first).min(),
        let last = dates.births.map(\.last).max()
      else { return nil }
      let born = DayRange(first: first, last: last)
      let isPossible = world.isPossibleOnly(links)
      if let finding = bornAfterStated(person, born, links, isPossible) { return finding }
      let asOf = world.moment.asOf
      guard let (kind, isCertain) = kind(born, on: asOf, isDead: !dates.deaths.isEmpty) else {
        return nil
      }
      let ages = Set([age(of: last, on: asOf), age(of: first, on: asOf)]).sorted()
      return OwnershipFinding(
        kind, parties: [person], links: links.map(\.id),
        values: [born.text, ages.map(String.init).joined(separator: " to ")],
        isPossibleOnly: isPossible || !isCertain)
    }
  }

  private static func bornAfterStated(
    _ person: Int32, _ born: DayRange, _ links: [LinkRow], _ isPossible: Bool
  ) -> OwnershipFinding? {
    let before = links.compactMap { link -> (link: LinkRow, stated: TimeSpan)? in
      guard let stated = link.start ?? link.known, stated.lastDay < born.first else { return nil }
      return (link, stated)
    }
    guard let earliest = before.min(by: { $0.stated.lo < $1.stated.lo }) else { return nil }
    return OwnershipFinding(
      .bornAfterStated, parties: [person], links: before.map(\.link.id),
      values: [born.text, earliest.stated.description], isPossibleOnly: isPossible)
  }

  private static func kind(
    _ born: DayRange, on asOf: Day, isDead: Bool
  ) -> (kind: OwnershipFinding.Kind, isCertain: Bool)? {
    let youngest = age(of: born.last, on: asOf)
    let oldest = age(of: born.first, on: asOf)
    if youngest < 2 { return (.underTwo, oldest < 2) }
    if oldest > 122, !isDead { return (.overAge, youngest > 122) }
    if youngest < 18 { return (.minor, oldest < 18) }
    return nil
  }

  /// Whole years from one day to another; below 0 for a day to come.
  static func age(of birth: Day, on day: Day) -> Int {
    let (a, b) = (birth.civil, day.civil)
    return b.year - a.year - ((b.month, b.day) < (a.month, a.day) ? 1 : 0)
  }
}
