import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct RollingAttributionTests {
  /// The widest simple chain by trying all of them.
  private func bruteForce(_ shares: [[Int]], from owner: Int, to company: Int) -> Int {
    func widest(_ node: Int, _ seen: Set<Int>) -> Int {
      if node == company { return 100 }
      var best = 0
      for next in shares.indices where shares[node][next] > 0 && !seen.contains(next) {
        best = max(best, min(shares[node][next], widest(next, seen.union([next]))))
      }
      return best
    }
    return owner == company ? 0 : widest(owner, [owner])
  }

  @Test(arguments: 0..<60)
  func widestChainIsTheBestOfAll(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 900, banded: true)
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    for company in RandomWorld.persons..<RandomWorld.count {
      for row in holdings.owners(of: Int32(company)).rows where row.party != Int32(company) {
        let owner = Int(row.party)
        let low = bruteForce(random.low, from: owner, to: company)
        let high = bruteForce(random.high, from: owner, to: company)
        let percent = Int128(Share.whole) / 100
        #expect(row.rolling == Band(min: Int128(low) * percent, max: Int128(high) * percent))
        #expect(row.rollingPasses == (low >= 25 ? .yes : high >= 25 ? .possible : .no))
      }
    }
  }

  @Test func everyHoldingIsComparedWithItsRounding() throws {
    var world = World()
    world.persons("P")
    world.owns("P", "A", "25.003")
    world.owns("A", "T", "50")
    func passes() throws -> Verdict? {
      let owners = Holdings(world.snapshot, at: Moment(asOf: World.today)).owners(of: world["T"]!)
      return try #require(owners.rows.first { $0.party == world["P"]! }).rollingPasses
    }
    #expect(try passes() == .yes)
    world = World()
    world.persons("P")
    world.owns("P", "A", "24.9996")
    world.owns("A", "T", "50")
    #expect(try passes() == .no)
    world = World()
    world.persons("P")
    world.owns("P", "A", "25.0")
    world.owns("A", "T", "25.0")
    #expect(try passes() == .yes)
  }
}
