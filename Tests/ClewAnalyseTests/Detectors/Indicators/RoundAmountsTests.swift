import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct RoundAmountsTests {
  private func run(_ world: World) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    return RoundAmounts(index, Holders(snapshot), DetectorQuestion()).run()
  }

  /// Forty ordinary payments that are not round, so that the rate is low.
  private func ordinary() -> World {
    var world = World()
    for n in 0..<40 {
      world.pays("O\(n % 7)", "SHOP", "\(20 + n).37", at: "2026-03-\(10 + n % 18)T10:00")
    }
    return world
  }

  @Test func findsRoundAmountsAgainAndAgain() throws {
    var world = ordinary()
    for n in 1...5 { world.pays("R", "Z\(n)", "\(n)000.00", at: "2026-03-0\(n)T09:00") }
    let finding = try #require(run(world).findings.first)
    #expect(finding.rows.count == 5)
    // Five of five against (5 + 1) of (45 + 2): 5 log10(47 / 6) is 4.47, with each logarithm
    // rounded to four places.
    #expect(finding.score == 40_000)
    #expect(RoundAmounts.likelihood(5, of: 5, 5, of: 45) == 44_700)
  }

  @Test func fourAreTooFewAndHundredsAreNotRound() {
    var world = ordinary()
    for n in 1...4 { world.pays("R", "Z\(n)", "\(n)000.00", at: "2026-03-0\(n)T09:00") }
    for n in 5...9 { world.pays("R", "Z\(n)", "\(n)500.00", at: "2026-03-0\(n)T09:00") }
    #expect(run(world).findings.isEmpty)
  }

  /// Five rents of whole thousands, each paid every month: standing orders.
  @Test func leavesOutStandingOrders() {
    var world = ordinary()
    for month in 1...4 {
      for n in 1...5 { world.pays("R", "L\(n)", "\(n)000.00", at: "2026-0\(month)-01T09:00") }
    }
    #expect(run(world).findings.isEmpty)
  }

  @Test func whereEverybodyPaysRoundItSaysNothing() {
    var world = World()
    for n in 1...8 {
      for k in 1...5 {
        world.pays("R\(n)", "Z\(n)x\(k)", "\(k)000.00", at: "2026-03-0\(k)T09:00")
      }
    }
    #expect(run(world).findings.allSatisfy { $0.score < Detector.roundAmounts.minScore })
  }
}
