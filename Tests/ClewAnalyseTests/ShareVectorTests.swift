import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// The vector of one owner's shares against exact fractions, and its decisions on thresholds.
struct ShareVectorTests {
  private typealias Graphs = OwnershipGraphTests

  @Test(arguments: 0..<300)
  func boundsHoldTheExactShare(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    for owner in 0..<Int32(RandomWorld.count) {
      let vector = ShareVector(of: [owner], in: graph)
      let exact = HeldShares(OwnershipRegion(heldBy: owner, in: holdings), holdings)
      guard exact.method == .exact else { continue }
      for company in Int32(RandomWorld.persons)..<Int32(RandomWorld.count) {
        let bounds = vector.bounds(of: company)
        let share = exact.shares[company] ?? .none
        #expect(bounds.band.min <= share.max && bounds.band.max >= share.min)
        let isSelf = company == owner
        if !isSelf, graph.unprovedGroups.isEmpty, graph.closedGroups.isEmpty {
          #expect(bounds.high - bounds.low < 1_000_000, "\(owner) in \(company)")
        }
      }
    }
  }

  @Test(arguments: 0..<200)
  func decisionsAreThoseOfExactFractions(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 4000)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    let units = [Int64](arrayLiteral: 10, 20, 25, 40, 50, 60, 75, 100).map {
      $0 * Share.whole / 100
    }
    for owner in 0..<Int32(RandomWorld.persons) {
      let region = OwnershipRegion(heldBy: owner, in: holdings)
      guard
        let values = try? HeldShares.values(
          of: region.root, region, RegionShares(region, holdings)
        ).low
      else { continue }
      let vector = ShareVector(of: [owner], in: graph)
      for unit in units {
        for isInclusive in [true, false] {
          let passing = vector.passing(ShareThreshold(units: unit, isInclusive: isInclusive))
          #expect(passing.unsettled == 0)
          let expected = region.nodes.indices.filter {
            guard region.nodes[$0] != owner, !region.column(Int32($0)).isEmpty else { return false }
            let limit = Fraction(units: unit)
            return isInclusive ? !(values[$0] < limit) : limit < values[$0]
          }.map { region.nodes[$0] }
          #expect(passing.companies.map(\.party) == expected)
        }
      }
    }
  }

  /// Shares that no decimals hold, on a threshold to the last digit: 1/3 of 3/4 through a ring.
  @Test func equalityIsProved() {
    var world = World()
    world.persons("P", "Q")
    // x = 0.4 x + 0.15 = 0.25 exactly, with own shares; then around a ring of two.
    world.owns("A", "A", "40")
    world.owns("P", "A", "15")
    world.owns("Q", "A", "45")
    world.owns("C", "B", "70")
    world.owns("B", "C", "30")
    world.owns("P", "B", "30")
    world.owns("Q", "C", "70")
    let graph = Graphs.graph(world)
    let vector = ShareVector(of: [0], in: graph)
    let parties = vector.passing(Graphs.quarter).companies.map(\.party)
    #expect(parties.contains(world["A"]!))
    let strict = vector.passing(ShareThreshold(units: Share.whole / 4, isInclusive: false))
    #expect(!strict.companies.map(\.party).contains(world["A"]!))
    // B: x = 0.3 / (1 - 0.21) has no end of decimals.
    let bounds = vector.bounds(of: world["B"]!)
    #expect(bounds.low < bounds.high)
    #expect(Double(bounds.low) / 1e18 <= 0.3 / 0.79 && 0.3 / 0.79 <= Double(bounds.high) / 1e18)
  }

  @Test(arguments: 0..<200)
  func exactComparisonEqualsFractions(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 900)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    var marks = RankMarks(graph)
    for owner in 0..<Int32(RandomWorld.persons) {
      let region = OwnershipRegion(heldBy: owner, in: holdings)
      let vector = ShareVector(of: [owner], in: graph)
      guard
        let values = try? HeldShares.values(
          of: region.root, region, RegionShares(region, holdings)
        ).low
      else { continue }
      for (i, node) in region.nodes.enumerated() {
        guard let company = graph.company(node), vector.reached.contains(company) else { continue }
        let below = values[i].units
        // The threshold nearest below the value, and the value itself where it is one.
        let threshold = ShareThreshold(units: Int64(below.below), isInclusive: true)
        let comparison = ExactComparison(
          graph, seeds: [graph.rank[Int(owner)]], target: company, &marks
        ) { vector.reached.contains($0) }
        #expect(comparison?.order(threshold) == (below.exact ? .equal : .above))
        let wide = ExactComparison(
          graph, seeds: [graph.rank[Int(owner)]], target: company, &marks, ownersUpTo: 100)
        #expect(wide?.order(threshold) == (below.exact ? .equal : .above))
      }
    }
  }

  /// A ring far beyond exact fractions: the share on the threshold is proved to be on it.
  @Test(.timeLimit(.minutes(10))) func equalityInALargeRing() {
    var rows: [(Int32, Int32, Int64)] = []
    let count: Int32 = 300
    for i in 0..<count {
      rows.append((i, (i + 1) % count, 60))
      rows.append((count, i, 10))
      rows.append((count + 1, i, 30))
    }
    let graph = OwnershipGraphTests.graph(Int(count) + 2, rows)
    let vector = ShareVector(of: [count], in: graph)
    let passing = vector.passing(Graphs.quarter)
    #expect(passing.companies.count == Int(count) && passing.unsettled == 0)
    var marks = RankMarks(graph)
    let comparison = ExactComparison(
      graph, seeds: [graph.rank[Int(count)]], target: 7, &marks
    ) { _ in true }
    #expect(comparison?.order(Graphs.quarter) == .equal)
    #expect(OwnersOver(Graphs.quarter, in: graph)?.rows.count == 2 * Int(count))
  }

  @Test(.timeLimit(.minutes(10))) func hostileShapes() {
    // A ring of 10,000, a chain of 200,000, and rings above 100 % end with an answer.
    var rows: [(Int32, Int32, Int64)] = []
    for i in 0..<Int32(10_000) {
      rows.append((i, (i + 1) % 10_000, 99))
      if i % 100 == 0 { rows.append((10_000, i, 1)) }
    }
    let ring = Graphs.graph(10_001, rows)
    #expect(ring.largestRing == 10_000)
    let share = ShareVector(of: [10_000], in: ring).bounds(of: 5)
    #expect(share.low <= share.high)
    var chain: [(Int32, Int32, Int64)] = []
    for i in 0..<Int32(200_000) { chain.append((i, i + 1, 100)) }
    let long = Graphs.graph(200_001, chain)
    #expect(ShareVector(of: [0], in: long).bounds(of: 200_000).isExact)
    #expect(OwnersOver(Graphs.quarter, in: long)?.rows.count == 200_000)
    let overfull = Graphs.graph(4, [(0, 1, 150), (1, 0, 100), (2, 0, 10), (1, 3, 50)])
    let vector = ShareVector(of: [2], in: overfull)
    #expect(vector.bounds(of: 3).high == FixedShare.ceiling)
    #expect(vector.passing(Graphs.half).companies.allSatisfy { $0.verdict == .possible })
    let rowsOver = OwnersOver(Graphs.half, in: overfull)?.rows ?? []
    #expect(rowsOver.map(\.company) == [0, 1, 3])
    #expect(rowsOver.allSatisfy { $0.verdict == .possible })
  }

  @Test func largestSharesDoNotTrap() {
    let whole = Int64.max
    let rows: [(Int32, Int32)] = [(0, 1), (1, 2), (2, 3), (3, 1), (4, 1), (4, 2), (4, 4), (0, 4)]
    let graph = OwnershipGraph(
      partyCount: 5,
      HoldingColumns(
        owner: rows.map(\.0), owned: rows.map(\.1), least: rows.map { _ in whole },
        most: rows.map { _ in whole }))
    for party in 0..<Int32(5) {
      let vector = ShareVector(of: [party], in: graph)
      for other in 0..<Int32(5) {
        #expect(vector.bounds(of: other).low <= vector.bounds(of: other).high)
      }
      _ = vector.passing(Graphs.half)
      _ = GreatestVector(of: [party], in: graph).passing(
        Graphs.half, besides: vector.passing(Graphs.half))
      var scratch = TargetScratch(graph)
      #expect(TargetShares(of: party, in: graph, &scratch).bounds.allSatisfy { $0.low <= $0.high })
      _ = GraphExposure(of: [party], over: Graphs.half, in: graph)
    }
    #expect(OwnersOver(Graphs.quarter, in: graph) != nil)
  }
}
