import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// The step rule and the greatest shares over the whole graph, against the rules for one question.
struct GraphExposureTests {
  @Test(arguments: 0..<200)
  func equalsTheStepRule(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 500, banded: seed.isMultiple(of: 2))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    let listed: [Int32] = [0, Int32(RandomWorld.persons)]
    let exposure = Exposure(of: listed, under: .ofac, in: holdings)
    let found = GraphExposure(
      of: listed, over: ShareThreshold(units: Share.whole / 2, isInclusive: true), in: graph)
    #expect(found.companies.map(\.party) == exposure.results.map(\.party))
    #expect(found.companies.map(\.verdict) == exposure.results.map(\.verdict))
  }

  @Test func roundingCountsAsInTheStepRule() {
    var world = World()
    world.persons("P")
    for i in 0..<6 { world.owns("P\(i)", "A", "8.333333") }
    world.owns("P", "B", "49.999")
    world.owns("A", "B", "0.001")
    world.owns("P", "C", "50.0000001")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let listed = world.names.indices.filter { world.names[$0].hasPrefix("P") }.map { Int32($0) }
    let exposure = Exposure(of: listed, under: .ofac, in: holdings)
    let found = GraphExposure(
      of: listed, over: ShareThreshold(units: Share.whole / 2, isInclusive: true),
      in: OwnershipGraph(holdings))
    #expect(found.companies.map(\.party) == exposure.results.map(\.party))
    #expect(found.companies.map(\.verdict) == exposure.results.map(\.verdict))
  }

  @Test(arguments: 0..<100)
  func greatestSharesAreNotBelowTheExactOnes(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 7000, banded: true)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    for owner in Int32(0)..<Int32(RandomWorld.count) {
      let most = GreatestVector(of: [owner], in: graph)
      let exact = HeldShares(OwnershipRegion(heldBy: owner, in: holdings), holdings)
      guard exact.method == .exact else { continue }
      for (company, band) in exact.shares where company != owner {
        let bound = Int128(most.most(in: company))
        #expect(bound >= (band.max - 1) * 1000, "\(owner) in \(company)")
        if most.widenedCount == 0 { #expect(bound <= band.max * 1000 + 1_000_000) }
      }
    }
  }

  @Test(arguments: 0..<100)
  func possiblePassingIsThatOfExactFractions(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 8000, banded: true)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    for owner in Int32(0)..<Int32(RandomWorld.persons) {
      let region = OwnershipRegion(heldBy: owner, in: holdings)
      guard
        let values = try? HeldShares.values(of: region.root, region, RegionShares(region, holdings))
      else { continue }
      let most = GreatestVector(of: [owner], in: graph)
      guard most.widenedCount == 0 else { continue }
      for isInclusive in [true, false] {
        let threshold = ShareThreshold(units: Share.whole / 2, isInclusive: isInclusive)
        let passing = most.passing(
          threshold, besides: ShareVector(of: [owner], in: graph).passing(threshold))
        let limit = Fraction(units: threshold.units)
        func passes(_ value: Fraction) -> Bool { isInclusive ? !(value < limit) : limit < value }
        let companies = region.nodes.indices.filter { !region.column(Int32($0)).isEmpty }
        #expect(
          passing.companies.filter { $0.verdict == .yes }.map(\.party)
            == companies.filter { passes(values.low[$0]) }.map { region.nodes[$0] })
        #expect(
          passing.companies.map(\.party)
            == companies.filter { passes(values.high[$0]) }.map { region.nodes[$0] })
      }
    }
  }
}
