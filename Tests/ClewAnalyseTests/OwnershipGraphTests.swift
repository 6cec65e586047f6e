import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// The layout of the whole graph: ranks, rings and the weights that prove bounds.
struct OwnershipGraphTests {
  static func graph(_ world: World) -> OwnershipGraph {
    OwnershipGraph(Holdings(world.snapshot, at: Moment(asOf: World.today)))
  }

  /// Rows "owner, owned, percent" between numbered parties.
  static func graph(_ parties: Int, _ rows: [(Int32, Int32, Int64)]) -> OwnershipGraph {
    OwnershipGraph(
      partyCount: parties,
      HoldingColumns(
        owner: rows.map { $0.0 }, owned: rows.map { $0.1 },
        least: rows.map { $0.2 * Share.whole / 100 }))
  }

  static let half = ShareThreshold(units: Share.whole / 2, isInclusive: true)
  static let quarter = ShareThreshold(units: Share.whole / 4, isInclusive: true)

  @Test(arguments: 0..<60)
  func ownersComeBeforeWhatTheyOwn(_ seed: Int) {
    let graph = Self.graph(RandomWorld(seed: UInt64(seed)).world)
    for company in 0..<graph.companyCount {
      #expect(graph.rank[Int(graph.party[graph.endCount + company])] == graph.endCount + company)
      for slot in graph.column(company) {
        let owner = Int(graph.owner[slot]) - graph.endCount
        let sharesRing =
          owner >= 0 && graph.ringOf[owner] >= 0 && graph.ringOf[owner] == graph.ringOf[company]
        #expect(owner < company || sharesRing)
      }
      if graph.ringOf[company] < 0 || graph.rings[Int(graph.ringOf[company])].state == .open {
        #expect(RingWeights.isProved(company, graph, graph.weight))
      }
    }
  }

  @Test func ringStates() {
    let closed = Self.graph(3, [(0, 1, 100), (1, 0, 100), (0, 2, 30)])
    #expect(closed.closedGroups == [[0, 1]])
    let open = Self.graph(3, [(0, 1, 90), (1, 0, 90), (2, 0, 10)])
    #expect(open.closedGroups.isEmpty && open.unprovedGroups.isEmpty && open.largestRing == 2)
    let overfull = Self.graph(3, [(0, 1, 150), (1, 0, 100), (2, 0, 10)])
    #expect(overfull.unprovedGroups == [[0, 1]] && overfull.hasOverfullColumn)
    let ownShares = Self.graph(2, [(0, 0, 50), (1, 0, 25)])
    #expect(ownShares.ringCount == 1)
    let entirely = Self.graph(1, [(0, 0, 100)])
    #expect(entirely.closedGroups == [[0]])
  }

  /// A column above 100 % is no reason to give up where the sums over all chains end.
  @Test func overfullRingThatEnds() {
    let graph = Self.graph(3, [(0, 1, 50), (1, 0, 50), (2, 0, 80), (2, 1, 10)])
    #expect(graph.hasOverfullColumn && graph.unprovedGroups.isEmpty)
    let bounds = ShareVector(of: [2], in: graph).bounds(of: 0)
    // x0 = 0.5 x1 + 0.8, x1 = 0.5 x0 + 0.1
    let exact = 0.85 / 0.75
    #expect(Double(bounds.low) / 1e18 <= exact && Double(bounds.high) / 1e18 >= exact)
    #expect(bounds.high - bounds.low < 1_000_000)
  }

  @Test(arguments: 0..<40)
  func inputOrderDoesNotMatter(_ seed: Int) {
    let holdings = Holdings(
      RandomWorld(seed: UInt64(seed), banded: true).world.snapshot,
      at: Moment(asOf: World.today))
    var rows = Array(holdings.all)
    func answers() -> ([UInt64], [UInt64], [OwnersOver.Row]?) {
      let graph = OwnershipGraph(
        partyCount: holdings.partyCount,
        HoldingColumns(
          owner: rows.map(\.owner), owned: rows.map(\.owned), least: rows.map(\.capitalMin),
          most: rows.map(\.capitalMax)))
      let vector = ShareVector(of: [0, 3], in: graph)
      let most = GreatestVector(of: [0, 3], in: graph)
      let parties = 0..<Int32(holdings.partyCount)
      return (
        parties.flatMap { [vector.bounds(of: $0).low, vector.bounds(of: $0).high] },
        parties.map { most.most(in: $0) }, OwnersOver(Self.quarter, in: graph)?.rows
      )
    }
    let first = answers()
    var random = SeededGenerator(seed: UInt64(seed))
    rows.shuffle(using: &random)
    let second = answers()
    #expect(first == second)
  }

  @Test func emptyGraph() {
    let graph = Self.graph(3, [])
    #expect(graph.companyCount == 0 && graph.ringCount == 0)
    #expect(ShareVector(of: [0, 1], in: graph).bounds(of: 2) == .zero)
    #expect(OwnersOver(Self.quarter, in: graph)?.rows == [])
    #expect(GraphExposure(of: [0], over: Self.half, in: graph).companies.isEmpty)
  }

  @Test func longColumnsAreInOrder() {
    let owners = (0..<300).reversed().map { (Int32($0), Int32(300), Int64(0)) }
    let graph = Self.graph(301, owners)
    #expect(zip(graph.owner, graph.owner.dropFirst()).allSatisfy { $0 < $1 })
  }
}
