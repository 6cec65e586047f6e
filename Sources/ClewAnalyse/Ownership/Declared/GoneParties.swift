import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Owners that were dead or dissolved before what is stated of them began, or that are still stated
  /// as owners on the day asked about; and owners of companies that were dissolved by then.
  ///
  /// Where sources give several dates all of them have to lie before.
  static func goneParties(_ world: DeclaredWorld) -> [OwnershipFinding] {
    var found: [OwnershipFinding] = []
    for link in world.snapshot.links where world.holds(link) && link.from != link.to {
      let isPossible = world.moment.holds(link) != .yes
      if let gone = gone(link.from, world) {
        if let start = link.start, gone.last < start.firstDay {
          found.append(
            OwnershipFinding(
              .goneBeforeBegun, parties: [link.to, link.from], links: [link.id],
              values: [gone.text, start.description], isPossibleOnly: isPossible))
        } else if gone.first <= world.moment.asOf {
          found.append(
            OwnershipFinding(
              .ownerGone, parties: [link.to, link.from], links: [link.id], values: [gone.text],
              isPossibleOnly: isPossible || gone.last > world.moment.asOf))
        }
      }
      let ends = world.dates[link.to]?.dissolutions ?? []
      if let gone = ends.max(by: { $0.last < $1.last }), gone.first <= world.moment.asOf {
        found.append(
          OwnershipFinding(
            .companyGone, parties: [link.to, link.from], links: [link.id], values: [gone.text],
            isPossibleOnly: isPossible || gone.last > world.moment.asOf))
      }
    }
    return found
  }

  /// The latest day on which a party may have gone.
  private static func gone(_ party: Int32, _ world: DeclaredWorld) -> DayRange? {
    guard let dates = world.dates[party] else { return nil }
    return (dates.deaths + dates.dissolutions).max { $0.last < $1.last }
  }
}
