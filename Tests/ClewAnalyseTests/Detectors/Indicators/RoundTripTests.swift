import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct RoundTripTests {
  /// Top holds 60% of Sub; X and Y are strangers.
  private func group() -> World {
    var world = World()
    world.companies("Top", "Sub", "X", "Y")
    world.owns("Top", "Sub", "60")
    for name in ["Top", "Sub", "X", "Y"] { world.holds(name, account: "a\(name)") }
    return world
  }

  private func run(_ world: World, _ question: DetectorQuestion = DetectorQuestion()) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    let groups = CompanyGroups(snapshot, at: Moment(asOf: World.today))
    return RoundTrip(index, Holders(snapshot), groups, question).run()
  }

  @Test func findsMoneyThatComesBackToAnotherOfTheGroup() throws {
    var world = group()
    world.pays("aTop", "aX", "1000.00", at: "2026-03-02")
    world.pays("aX", "aY", "950.00", at: "2026-03-05")
    world.pays("aY", "aSub", "900.00", at: "2026-03-09")
    let finding = try #require(run(world).findings.first)
    #expect(run(world).findings.count == 1)
    #expect(finding.rows == [0, 1, 2])
    let roles = Dictionary(
      uniqueKeysWithValues: finding.roles.map { (world.name($0.node), $0.role) })
    #expect(
      roles == [
        "aTop": .origin, "aX": .intermediary, "aY": .intermediary, "aSub": .beneficiary,
      ])
    #expect(finding.reasons.contains { $0.term == "came back" && $0.weight == 10_000 })
    #expect(finding.reasons.contains { $0.term == "over others" })
  }

  /// 50% is no more than half: no group, no round trip.
  @Test func halfIsNoGroup() {
    var world = World()
    world.companies("Top", "Sub", "X")
    world.owns("Top", "Sub", "50")
    for name in ["Top", "Sub", "X"] { world.holds(name, account: "a\(name)") }
    world.pays("aTop", "aX", "1000.00", at: "2026-03-02")
    world.pays("aX", "aSub", "1000.00", at: "2026-03-05")
    #expect(run(world).findings.isEmpty)
  }

  @Test func aPlainCycleIsLeftToTheCycleDetector() {
    var world = group()
    world.pays("aTop", "aX", "1000.00", at: "2026-03-02")
    world.pays("aX", "aTop", "1000.00", at: "2026-03-05")
    #expect(run(world).findings.isEmpty)
  }

  @Test func aLoanInsideTheGroupIsNamedAndDiscounted() throws {
    var world = group()
    world.pays("aTop", "aSub", "1000.00", at: "2026-03-02")
    world.pays("aSub", "aTop", "1000.00", at: "2026-03-12")
    let finding = try #require(run(world).findings.first)
    #expect(finding.reasons.contains { $0.term == "inside the group" && $0.weight == -10_000 })
  }

  @Test func amountsTimesAndCurrenciesMustFit() {
    for (amount, currency, time) in [
      ("799.99", "EUR", "2026-03-05"), ("1050.01", "EUR", "2026-03-05"),
      ("1000.00", "USD", "2026-03-05"), ("1000.00", "EUR", "2026-03-01"),
      ("1000.00", "EUR", "2026-04-02"),
    ] {
      var world = group()
      world.pays("aTop", "aX", "1000.00", at: "2026-03-02")
      world.pays("aX", "aSub", amount, currency, at: time)
      #expect(run(world).findings.isEmpty, "\(amount) \(currency) \(time)")
    }
  }

  @Test func accountsOfOneHolderAreOneGroup() {
    var world = World()
    world.holds("P", account: "one")
    world.holds("P", account: "two")
    world.holds("X", account: "x")
    world.pays("one", "x", "1000.00", at: "2026-03-02")
    world.pays("x", "two", "1000.00", at: "2026-03-05")
    #expect(run(world).findings.count == 1)
  }

  @Test func chainsInsideLongerOnesAreLeftOut() {
    var world = group()
    world.pays("aTop", "aSub", "1000.00", at: "2026-03-02")
    world.pays("aSub", "aX", "1000.00", at: "2026-03-03")
    world.pays("aX", "aTop", "1000.00", at: "2026-03-04")
    let found = run(world).findings
    #expect(found.map(\.rows) == [[0, 1, 2]])
  }

  @Test func saysWhatItCannotSearch() {
    var world = World()
    world.pays("a", "b", "1000.00", at: "2026-03-02")
    #expect(run(world).notSearched == ["round-trip: no account has a holder"])
    var question = DetectorQuestion()
    question.workLimit = 1
    var large = group()
    for n in 0..<20 {
      large.pays("aTop", "aX", "1000.00", at: "2026-03-02T10:\(10 + n)")
      large.pays("aX", "aY", "1000.00", at: "2026-03-03T10:\(10 + n)")
    }
    #expect(!run(large, question).isExhaustive)
  }
}
