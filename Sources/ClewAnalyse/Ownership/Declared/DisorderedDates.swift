import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Statements that end before they begin, whatever the day asked about, and statements that begin
  /// after the day on which they were made (where that is not known, after the day asked about).
  /// What is undated, or overlaps within partial dates, is none.
  static func disorderedDates(_ world: DeclaredWorld) -> [OwnershipFinding] {
    var found: [OwnershipFinding] = []
    for link in world.snapshot.links
    where DeclaredWorld.kinds.contains(link.kind) && world.isBetweenParties(link) {
      guard let start = link.start else { continue }
      if let end = link.end, end.lastDay < start.firstDay {
        found.append(
          OwnershipFinding(
            .endedBeforeBegun, parties: [link.to, link.from], links: [link.id],
            values: [end.description, start.description]))
      }
      let stated = link.known?.lastDay ?? world.moment.asOf
      if start.firstDay > stated {
        found.append(
          OwnershipFinding(
            .begunAfterStated, parties: [link.to, link.from], links: [link.id],
            values: [
              start.description,
              link.known.map { "its statement of \($0.description)" }
                ?? "the day asked about",
            ]))
      }
    }
    return found
  }
}
