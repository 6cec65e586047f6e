import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct PassThroughTests {
  /// A mule: 10,000 in two payments, 9,700 out within six hours to one new payee and in cash.
  private func mule() -> World {
    var world = World()
    world.pays("OLD", "M", "500.00", at: "2026-01-02T09:00")
    world.pays("M", "SHOP", "40.00", at: "2026-01-05T09:00")
    world.pays("X", "M", "6000.00", at: "2026-03-02T09:00")
    world.pays("Y", "M", "4000.00", at: "2026-03-02T11:00")
    world.pays("M", "Z", "7700.00", at: "2026-03-02T14:00")
    world.posts("M", World.cash, "2000.00", at: "2026-03-02T15:00")
    return world
  }

  private func run(
    _ world: World, _ question: DetectorQuestion = DetectorQuestion()
  ) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    return PassThrough(index, Holders(snapshot), question).run()
  }

  private func ids(_ finding: PatternFinding, _ world: World) -> [UInt32] {
    finding.rows.map { world.snapshot.postings.ids[Int($0)] }
  }

  @Test func findsWhatIsHandedOnAtOnce() throws {
    let world = mule()
    let finding = try #require(run(world).findings.first)
    #expect(ids(finding, world) == [3, 4, 5, 6])
    #expect(finding.nearMiss == nil)
    let roles = Dictionary(
      uniqueKeysWithValues: finding.roles.map { (world.name($0.node), $0.role) })
    #expect(roles == ["M": .hub, "X": .source, "Y": .source, "Z": .beneficiary])
    // 97% is handed on: 5,000 + (9,700 - 8,000) * 2.5. All of it is new, after 30 days of history.
    #expect(finding.reasons.contains { $0.term == "handed on" && $0.weight == 9_250 })
    #expect(finding.reasons.contains { $0.term == "new payees" && $0.weight == 10_000 })
  }

  @Test func leavesOutWhatIsKept() {
    var world = World()
    world.pays("X", "M", "1000.00", at: "2026-03-02T09:00")
    world.pays("M", "Z", "799.99", at: "2026-03-02T14:00")
    #expect(run(world).findings.isEmpty)
    world = World()
    world.pays("X", "M", "1000.00", at: "2026-03-02T09:00")
    world.pays("M", "Z", "800.00", at: "2026-03-02T14:00")
    #expect(run(world).findings.count == 1)
  }

  @Test func leavesOutKnownPayeesAndLatePayments() {
    var world = World()
    world.pays("M", "Z", "10.00", at: "2026-03-01T09:00")
    world.pays("X", "M", "1000.00", at: "2026-03-02T09:00")
    world.pays("M", "Z", "900.00", at: "2026-03-02T14:00")
    #expect(run(world).findings.isEmpty)
    world = World()
    world.pays("X", "M", "1000.00", at: "2026-03-02T09:00")
    world.pays("M", "Z", "900.00", at: "2026-03-03T09:01")
    #expect(run(world).findings.isEmpty)
  }

  @Test func equalTimesOfOneDayFollowTheOrderOfOneSource() {
    var world = World()
    world.pays("X", "M", "1000.00", at: "2026-03-02")
    world.pays("M", "Z", "900.00", at: "2026-03-02")
    #expect(run(world).findings.count == 1)
    world = World()
    world.pays("M", "Z", "900.00", at: "2026-03-02", source: 1)
    world.pays("X", "M", "1000.00", at: "2026-03-02", source: 2)
    #expect(run(world).findings.isEmpty)
    var windowed = DetectorQuestion()
    windowed.order = .windowed
    let found = run(world, windowed).findings
    #expect(found.count == 1)
    #expect(found.first?.nearMiss == "1 of 1 payments out not certainly after the first one in")
  }

  @Test func discountsOwnAccountsAndForwarders() throws {
    var world = World()
    world.holds("Firm", account: "A")
    world.holds("Firm", account: "B")
    world.pays("X", "A", "1000.00", at: "2026-03-02T09:00")
    world.pays("A", "B", "1000.00", at: "2026-03-02T10:00")
    let sweep = try #require(run(world).findings.first)
    #expect(sweep.reasons.contains { $0.term == "own accounts" && $0.weight == -20_000 })
    world = World()
    for day in 1...6 {
      let date = Day(number: 20_000 + Int32(day) * 2).description
      world.pays("X\(day)", "AGENT", "1000.00", at: "\(date)T09:00")
      world.pays("AGENT", "Z\(day)", "950.00", at: "\(date)T10:00")
    }
    let found = run(world).findings
    #expect(found.count == 6)
    #expect(found.allSatisfy { $0.reasons.contains { $0.term == "forwards by habit" } })
  }

  @Test func hostileInput() {
    var world = World()
    world.pays("M", "M", "1000.00", at: "2026-03-02T09:00")
    world.pays("X", "M", "0.00", at: "2026-03-02T09:00")
    world.pays("X", "M", "-5.00", at: "2026-03-02T09:00")
    world.posts(nil, "M", "1000.00", at: "2026-03-02T09:00")
    world.posts("M", nil, "1000.00", "USD", at: "2026-03-02T09:30")
    #expect(run(world).findings.isEmpty)
    #expect(run(World()).findings.isEmpty)
  }

  @Test func aHubOfManyPaymentsIsBoundedAndSaid() {
    var world = World()
    for day in 0..<100 {
      let date = Day(number: 20_000 + Int32(day) * 2).description
      world.pays("X\(day)", "HUB", "1000.00", at: "\(date)T09:00")
      world.pays("HUB", "Z\(day)", "1000.00", at: "\(date)T10:00")
    }
    var question = DetectorQuestion()
    question.findingsPerHub = 10
    let detection = run(world, question)
    #expect(detection.findings.count == 10)
    #expect(!detection.isExhaustive)
    #expect(detection.notSearched == ["pass-through: 90 further episodes of 1 account"])
  }
}
