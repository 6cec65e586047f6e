import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct FunnelTests {
  private func run(_ world: World, places: [UInt32: String] = [:]) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    return Funnel(index, Holders(snapshot), places: places, DetectorQuestion()).run()
  }

  private func funnel(out: String = "2500.00", at time: String = "2026-03-04T10:00") -> World {
    var world = World()
    world.posts(World.cash, "F", "1000.00", "USD", at: "2026-03-02T09:00")
    world.posts(World.cash, "F", "900.00", "USD", at: "2026-03-02T12:00")
    world.posts(World.cash, "F", "1100.00", "USD", at: "2026-03-03T09:00")
    world.posts("F", World.cash, out, "USD", at: time)
    return world
  }

  @Test func findsDepositsDrawnAtOnce() throws {
    let world = funnel()
    let finding = try #require(run(world).findings.first)
    #expect(finding.rows.count == 4)
    #expect(finding.roles == [PatternFinding.Member(try #require(world.accountNode("F")), .hub)])
    #expect(finding.reasons.contains { $0.term == "many deposits" && $0.weight == 4_000 })
  }

  @Test func boundsAreMetOrNot() {
    #expect(run(funnel(out: "2100.00")).findings.count == 1)
    #expect(run(funnel(out: "2099.99")).findings.isEmpty)
    #expect(run(funnel(at: "2026-03-06T09:00")).findings.count == 1)
    #expect(run(funnel(at: "2026-03-06T09:01")).findings.isEmpty)
  }

  @Test func fivePayersWhoNeverPaidBefore() {
    var world = World()
    for n in 1...4 { world.pays("P\(n)", "F", "100.00", at: "2026-03-0\(n)T09:00") }
    world.pays("F", "Z", "400.00", at: "2026-03-04T10:00")
    #expect(run(world).findings.isEmpty)
    world = World()
    for n in 1...5 { world.pays("P\(n)", "F", "100.00", at: "2026-03-0\(n)T09:00") }
    world.pays("F", "Z", "500.00", at: "2026-03-05T10:00")
    #expect(run(world).findings.count == 1)
  }

  /// Paid out to three, of whom two get less than 70%: no funnel.
  @Test func paidOutToManyIsNone() {
    var world = World()
    for n in 1...5 { world.pays("P\(n)", "F", "100.00", at: "2026-03-0\(n)T09:00") }
    for n in 1...3 { world.pays("F", "Z\(n)", "166.00", at: "2026-03-05T1\(n):00") }
    #expect(run(world).findings.isEmpty)
  }

  @Test func comparesPlacesWhereTheyAreStated() throws {
    let finding = try #require(
      run(funnel(), places: [1: "MX", 2: "MX", 3: "US", 4: "GT"]).findings.first)
    #expect(
      finding.reasons.contains {
        $0.term == "elsewhere" && $0.detail == "deposited in MX, US, drawn in GT"
          && $0.weight == 10_000
      })
    #expect(
      run(funnel()).notSearched
        == ["funnel: no source says where deposits were made; places were not compared"])
  }
}
