import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Chains of many layers with a person at every one of them.
struct LongChainTests {
  private func chain(_ layers: Int) -> World {
    var world = World()
    for layer in 0..<layers {
      world.party("C\(layer)", .organisation)
      world.party("P\(layer)", .person)
      world.owns("P\(layer)", "C\(layer)", "40")
      if layer > 0 { world.owns("C\(layer)", "C\(layer - 1)", "60") }
    }
    world.owns("P\(layers - 1)", "C\(layers - 1)", "60", source: 1)
    return world
  }

  @Test(arguments: [100, 200])
  func everyLayerHasItsPerson(_ layers: Int) throws {
    let world = chain(layers)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["C0"]!)
    #expect(owners.rows.count == 2 * layers - 1)
    let top = try #require(owners.rows.first { $0.party == world["P\(layers - 1)"]! })
    #expect(top.control == .yes)
    #expect(top.verdicts.first { $0.regime == "bo-de" }?.verdict == .yes)
  }
}
