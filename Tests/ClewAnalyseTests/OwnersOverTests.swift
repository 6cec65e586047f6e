import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// All owners over a threshold, and one company upwards, against exact fractions.
struct OwnersOverTests {
  private typealias Graphs = OwnershipGraphTests

  @Test(arguments: 0..<200)
  func rowsAreThoseOfExactFractions(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 17)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    for (percent, isInclusive) in [(25, true), (25, false), (10, true), (50, true)] {
      let threshold = ShareThreshold(
        units: Int64(percent) * Share.whole / 100, isInclusive: isInclusive)
      var expected: [[Int32]] = []
      for company in Int32(0)..<Int32(RandomWorld.count) where holdings.isOwned(company) {
        for owner in Int32(0)..<Int32(RandomWorld.count) where !holdings.isOwned(owner) {
          let region = OwnershipRegion(heldBy: owner, in: holdings)
          guard let local = region.local(company),
            let values = try? HeldShares.values(
              of: region.root, region, RegionShares(region, holdings)
            ).low
          else { continue }
          let limit = Fraction(units: threshold.units)
          let passes = isInclusive ? !(values[Int(local)] < limit) : limit < values[Int(local)]
          if passes { expected.append([company, owner]) }
        }
      }
      let found = OwnersOver(threshold, in: graph)
      #expect(found?.unsettled == 0)
      #expect(found?.rows.map { [$0.company, $0.owner] } == expected)
      #expect(found?.rows.allSatisfy { $0.verdict == .yes } == true)
    }
  }

  /// Larger graphs with nine decimals: every pair against its own exact comparison.
  @Test(arguments: 0..<2)
  func rowsOfLargerGraphs(_ seed: Int) throws {
    let graph = Self.tangle(seed: UInt64(seed), companies: 120, persons: 60)
    let found = try #require(OwnersOver(Graphs.quarter, in: graph))
    var expected: [[Int32]] = []
    var marks = RankMarks(graph)
    for company in Int32(0)..<120 {
      guard let number = graph.company(company) else { continue }
      for person in Int32(120)..<180 {
        let order = ExactComparison(
          graph, seeds: [graph.rank[Int(person)]], target: number, &marks, ownersUpTo: 1000
        )?.order(Graphs.quarter)
        if let order, order != .below { expected.append([company, person]) }
      }
    }
    #expect(found.unsettled == 0)
    let persons = found.rows.filter { $0.owner >= 120 }
    #expect(persons.map { [$0.company, $0.owner] } == expected)
    for row in found.rows {
      let exact = ShareVector(of: [row.owner], in: graph).bounds(of: row.company)
      #expect(row.share.low <= exact.high && row.share.high >= exact.low)
    }
  }

  /// A graph with large rings; no column above 100 %.
  static func tangle(seed: UInt64, companies: Int, persons: Int) -> OwnershipGraph {
    var random = SeededGenerator(seed: seed)
    var columns = HoldingColumns(owner: [], owned: [], least: [])
    for company in 0..<companies {
      var left: Int64 = 1_000_000_000
      var owners: Set<Int> = []
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        let owner =
          Bool.random(using: &random)
          ? Int.random(in: 0..<companies, using: &random)
          : companies + Int.random(in: 0..<persons, using: &random)
        guard owners.insert(owner).inserted else { continue }
        let round = Bool.random(using: &random)
        let share =
          round
          ? min(left, 250_000_000) : Int64.random(in: 0...left, using: &random)
        left -= share
        columns.owner.append(Int32(owner))
        columns.owned.append(Int32(company))
        columns.least.append(share * (Share.whole / 1_000_000_000))
      }
    }
    return OwnershipGraph(partyCount: companies + persons, columns)
  }

  @Test(arguments: 0..<200)
  func targetBoundsHoldTheExactShare(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 80)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let graph = OwnershipGraph(holdings)
    var scratch = TargetScratch(graph)
    for company in Int32(0)..<Int32(RandomWorld.count) {
      let shares = TargetShares(of: company, in: graph, &scratch)
      let exact = LookThrough(of: company, in: holdings)
      for owner in Int32(0)..<Int32(RandomWorld.count) {
        let band = exact.band(of: owner) ?? .none
        let bounds = shares.bounds(of: owner)
        #expect(bounds.band.min <= band.max && bounds.band.max >= band.min, "\(owner) \(company)")
        if !holdings.isOwned(owner) { #expect(bounds.high - bounds.low < 1_000_000) }
      }
      #expect(holdings.isOwned(company) == false || shares.method == .bounded)
    }
  }

  /// External shares and the unknown remainder add up to the whole, but for what is in `slack`.
  @Test(arguments: 0..<100)
  func sharesAndUnknownAddUpToOne(_ seed: Int) {
    let graph = Self.tangle(seed: UInt64(seed) &+ 300, companies: 60, persons: 20)
    guard graph.closedGroups.isEmpty else { return }
    var scratch = TargetScratch(graph)
    for company in Int32(0)..<60 where graph.company(company) != nil {
      let shares = TargetShares(of: company, in: graph, &scratch)
      var low = shares.unknown.low
      var high = shares.unknown.high
      for (owner, bounds) in zip(shares.owners, shares.bounds) where graph.company(owner) == nil {
        low += bounds.low
        high += bounds.high
      }
      #expect(low <= FixedShare.one && high >= FixedShare.one)
      #expect(shares.slack < 1_000_000)
    }
  }
}
