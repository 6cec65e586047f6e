import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct CloseLinksTests {
  private func links(_ world: World, of subject: String = "T") -> [String] {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let node = world[subject]!
    let owners = holdings.closeStakes(in: node)
    let held = ([node] + owners.map(\.owner)).flatMap { holdings.closeStakes(of: $0) }
    return CloseLink.links(of: node, owners: owners, held: held).map { link in
      let third = link.kind == .common ? " by \(world.name(link.stakes[0].owner))" : ""
      return "\(world.name(link.party)) \(link.kind.rawValue)\(third) \(link.verdict.rawValue)"
    }
  }

  @Test func bothWaysAndThroughAThird() {
    var world = World()
    world.persons("P")
    world.owns("P", "T", "20")
    world.owns("P", "Y", "40")
    world.owns("Y", "Z", "50")
    world.owns("T", "S", "30")
    world.owns("S", "R", "60")
    world.owns("Q", "T", "19.9999")
    #expect(
      links(world) == ["P owner yes", "S holding yes", "Y common by P yes", "Z common by P yes"])
  }

  @Test func sharesOfAllChainsAddUp() {
    var world = World()
    world.owns("P", "A", "50")
    world.owns("P", "B", "50")
    world.owns("A", "T", "20")
    world.owns("B", "T", "20")
    #expect(links(world).contains("P owner yes"))
  }

  @Test func bandsArePossible() {
    var world = World()
    world.owns("P", "T", min: "10", max: "25")
    world.owns("P", "Y", "60")
    #expect(links(world) == ["P owner possible", "Y common by P possible"])
  }
}
