import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct DormancyTests {
  private func run(_ world: World) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    return Dormancy(index, Holders(snapshot), DetectorQuestion()).run()
  }

  private func sleeper(last: String, wakes: String, amount: String = "5000.00") -> World {
    var world = World()
    world.pays("OLD", "S", "300.00", at: "2025-01-10")
    world.pays("S", "SHOP", "20.00", at: last)
    world.pays("NEW", "S", amount, at: wakes)
    world.pays("S", "Z", "3000.00", at: wakes)
    return world
  }

  @Test func findsAnAccountThatWakesUp() throws {
    let world = sleeper(last: "2025-02-01", wakes: "2025-09-01")
    let finding = try #require(run(world).findings.first)
    #expect(finding.rows.map { world.snapshot.postings.ids[Int($0)] } == [3, 4])
    // 60% of 5,000.00 moved on; 5,000 against 300 before.
    #expect(finding.reasons.contains { $0.term == "moved on" && $0.weight == 6_000 })
    #expect(finding.reasons.contains { $0.detail.contains("before at most 300.00") })
  }

  /// From the end of 1 February to the start of 1 August are 27 + 31 + 30 + 31 + 30 + 31 = 180 days.
  @Test func silenceIsCountedToTheDay() {
    #expect(run(sleeper(last: "2025-02-01", wakes: "2025-07-31")).findings.isEmpty)
    #expect(run(sleeper(last: "2025-02-01", wakes: "2025-08-01")).findings.count == 1)
  }

  @Test func noMoreThanBeforeIsNoSign() {
    #expect(
      run(sleeper(last: "2025-02-01", wakes: "2025-09-01", amount: "300.00")).findings.isEmpty)
  }

  @Test func discountsAYearlyPayment() throws {
    var world = World()
    world.pays("SPONSOR", "CLUB", "5000.00", at: "2025-01-10")
    world.pays("CLUB", "HALL", "5000.00", at: "2025-01-11")
    world.pays("SPONSOR", "CLUB", "5200.00", at: "2026-01-10")
    world.pays("CLUB", "HALL", "5200.00", at: "2026-01-11")
    let finding = try #require(run(world).findings.first)
    #expect(finding.reasons.contains { $0.term == "known payers" && $0.weight == -15_000 })
  }

  @Test func saysWhereThePaymentsAreTooShort() {
    var world = World()
    world.pays("A", "B", "5.00", at: "2026-01-10")
    #expect(
      run(world).notSearched == ["dormancy: the payments span less than 180 days"])
    #expect(run(World()).findings.isEmpty)
  }
}
