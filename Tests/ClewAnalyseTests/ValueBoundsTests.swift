import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// What is used where exact numbers grow too large must hold the exact answer.
struct ValueBoundsTests {
  @Test(arguments: 0..<60)
  func boundsHoldTheExactAnswer(_ seed: Int) throws {
    let random = RandomWorld(seed: UInt64(seed) &+ 41, banded: seed.isMultiple(of: 2))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
      .completed(seed.isMultiple(of: 4) ? .complete : .open)
    for holder in 0..<Int32(RandomWorld.count) {
      let region = OwnershipRegion(heldBy: holder, in: holdings)
      let exact = HeldShares(region, holdings)
      #expect(exact.method == .exact)
      let bounds = try #require(
        ValueBounds(of: [region.root], region, RegionShares(region, holdings)))
      for (company, band) in exact.shares {
        let wide = try bounds.bands[Int(#require(region.local(company)))]
        #expect(wide.min <= band.min && wide.max >= band.max, "\(holder) in \(company)")
      }
    }
  }

  /// 70 companies that hold each other: more than is inverted exactly.
  @Test func largeRingIsBoundedNarrowly() throws {
    var world = World()
    world.persons("P")
    for i in 0..<70 {
      world.owns("C\((i + 69) % 70)", "C\(i)", "50")
      world.owns("P", "C\(i)", "50")
    }
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["C0"]!)
    #expect(owners.notes.contains(.boundsOnly))
    let p = try #require(owners.rows.first { $0.party == world["P"]! })
    #expect(
      p.lookThrough.max == Int128(Share.whole) && p.lookThrough.max - p.lookThrough.min < 1000)
    let held = holdings.holdings(of: world["P"]!)
    #expect(held.notes.contains(.boundsOnly))
    #expect(held.rows.allSatisfy { $0.lookThrough.max - $0.lookThrough.min < 1000 })
  }
}
