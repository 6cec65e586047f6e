import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// What listed parties hold together, where others' rounding, complete lists of owners and means of
/// control that do not decide leave it open.
struct ExposureSumTests {
  private func result(
    _ world: World, _ listed: String, _ regime: Regime, _ completeness: Completeness = .open
  ) -> Exposure.Exposed? {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today)).completed(completeness)
    return Exposure(of: [world[listed]!], under: regime, in: holdings)
      .results.first { $0.party == world["T"]! }
  }

  /// Twelve holders of 4.2 % may have 49.8 % only: what they leave may pass half.
  @Test func theRoundingOfTheOthersCounts() {
    var world = World()
    world.owns("X", "T")
    for i in 0..<12 { world.owns("P\(i)", "T", "4.2") }
    for regime in [Regime.ofac, .eu, .uk, .switzerland, .canada] {
      let found = result(world, "X", regime)
      #expect(found?.verdict == .possible && found?.withinRounding == true, "\(regime.id)")
    }
    for i in 12..<14 { world.owns("P\(i)", "T", "4.2") }
    #expect(result(world, "X", .ofac) == nil)
  }

  /// In a complete list the others' most is the least of the listed.
  @Test func aCompleteListOfOwnersLeavesTheRest() {
    var world = World()
    world.owns("X", "T")
    world.owns("B", "T", min: "25", max: "40")
    for regime in [Regime.ofac, .eu, .uk, .switzerland, .canada] {
      #expect(result(world, "X", regime)?.verdict == .possible)
      let complete = result(world, "X", regime, .complete)
      #expect(complete?.verdict == .yes && complete?.basis == .owned, "\(regime.id)")
      #expect(complete?.aggregate.minText == "0.6" && complete?.aggregate.maxText == "0.75")
      #expect(complete?.minimal.map(\.from) == [world["X"]!])
      #expect(complete?.margin == Int128(Share.whole) / 10)
    }
  }

  /// Significant influence, a joint holding, a trust and a firm are not control by themselves.
  @Test(arguments: ControlMeans.allCases)
  func meansThatDoNotDecideMakePossible(_ means: ControlMeans) {
    var world = World()
    world.link(.control, "P", "A", means: means)
    world.owns("A", "T", "80")
    for regime in [Regime.eu, .uk, .switzerland, .canada] {
      let found = result(world, "P", regime)
      #expect(found?.verdict == (means.isDecisive ? .yes : .possible))
      #expect(found?.basis == (means.isDecisive ? .controlled : .possible))
      #expect(found?.ground.contains(Exposure.words(means)) == !means.isDecisive)
    }
    world.link(.control, "P", "T", means: means)
    let found = result(world, "P", .uk)
    #expect(found?.verdict == (means.isDecisive ? .yes : .possible))
    #expect(found?.ground.contains(Exposure.words(means)) == true)
  }
}
