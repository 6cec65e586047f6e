import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct StructuringTests {
  private func run(_ world: World) -> Detection {
    let snapshot = world.snapshot
    let index = PostingIndex(snapshot.postings, nodeCount: snapshot.nodeCount)
    return Structuring(index, Holders(snapshot), DetectorQuestion()).run()
  }

  private func deposits(_ amounts: [(String, String)], _ currency: String) -> World {
    var world = World()
    for (amount, time) in amounts { world.posts(World.cash, "A", amount, currency, at: time) }
    return world
  }

  /// More than 10,000 USD is reported: 10,000.00 itself is in the band, 10,000.01 is not.
  @Test func theThresholdItselfIsReportableOnlyWhereTheLawSaysSo() {
    let times = ["2026-03-02T09:00", "2026-03-02T15:00"]
    func count(_ amount: String, _ currency: String) -> Int {
      run(deposits([(amount, times[0]), (amount, times[1])], currency)).findings.count
    }
    #expect(count("10000.00", "USD") == 1)
    #expect(count("10000.01", "USD") == 0)
    #expect(count("10000.00", "CAD") == 0)
    #expect(count("9999.99", "CAD") == 1)
    #expect(count("10000.00", "AUD") == 0)
    #expect(count("9999.99", "AUD") == 1)
  }

  /// 0.8 of the threshold is in the band, a cent less is not.
  @Test func theBandBeginsAtEightTenths() {
    let times = ["2026-03-02T09:00", "2026-03-02T15:00"]
    #expect(
      run(deposits([("8000.00", times[0]), ("8000.00", times[1])], "USD")).findings.count == 1)
    #expect(run(deposits([("7999.99", times[0]), ("8000.00", times[1])], "USD")).findings.isEmpty)
  }

  /// One business day in the US, 24 hours in Canada, 24 hours and 7 days in Australia.
  @Test func eachCountryHasItsOwnWindow() throws {
    let night = [("9000.00", "2026-03-02T23:00"), ("9000.00", "2026-03-03T01:00")]
    #expect(run(deposits(night, "USD")).findings.isEmpty)
    #expect(run(deposits(night, "CAD")).findings.count == 1)
    let apart = [("9000.00", "2026-03-02T09:00"), ("9000.00", "2026-03-03T09:00")]
    #expect(run(deposits(apart, "CAD")).findings.isEmpty)
    let week = try #require(run(deposits(apart, "AUD")).findings.first)
    #expect(week.reasons.contains { $0.detail.contains("7 days (no window in law; ours)") })
    let month = [("9000.00", "2026-03-02T09:00"), ("9000.00", "2026-03-20T09:00")]
    #expect(run(deposits(month, "AUD")).findings.isEmpty)
  }

  @Test func aSeriesWithoutTwoInOneWindowIsANearMiss() throws {
    let days = [
      ("9500.00", "2026-03-02"), ("9400.00", "2026-03-03"), ("9600.00", "2026-03-04"),
    ]
    let finding = try #require(run(deposits(days, "USD")).findings.first)
    #expect(finding.rows.count == 3)
    #expect(
      finding.nearMiss == "no two of 3 within one business day, but 3 in a series")
    #expect(run(deposits(Array(days.prefix(2)), "USD")).findings.isEmpty)
  }

  @Test func cashInAndCashOutStandApart() {
    var world = World()
    world.posts(World.cash, "A", "9000.00", "USD", at: "2026-03-02T09:00")
    world.posts("A", World.cash, "9000.00", "USD", at: "2026-03-02T15:00")
    #expect(run(world).findings.isEmpty)
  }

  @Test func accountsOfOneHolderCountTogetherAndOthersApart() throws {
    var world = World()
    world.holds("P", account: "A")
    world.holds("P", account: "B")
    world.posts(World.cash, "A", "9000.00", "USD", at: "2026-03-02T09:00")
    world.posts(World.cash, "B", "9000.00", "USD", at: "2026-03-02T15:00")
    let finding = try #require(run(world).findings.first)
    #expect(finding.roles.map(\.role) == [.hub, .hub])
    var other = World()
    other.holds("P", account: "A")
    other.holds("Q", account: "B")
    other.posts(World.cash, "A", "9000.00", "USD", at: "2026-03-02T09:00")
    other.posts(World.cash, "B", "9000.00", "USD", at: "2026-03-02T15:00")
    #expect(run(other).findings.isEmpty)
  }

  @Test func transfersCountInCanadaOnly() {
    var world = World()
    world.pays("A", "B", "9000.00", "USD", at: "2026-03-02T09:00")
    world.pays("A", "C", "9000.00", "USD", at: "2026-03-02T10:00")
    #expect(run(world).findings.isEmpty)
    world = World()
    world.pays("A", "B", "9000.00", "CAD", at: "2026-03-02T09:00")
    world.pays("A", "C", "9000.00", "CAD", at: "2026-03-02T10:00")
    #expect(run(world).findings.count == 1)
  }

  @Test func discountsTakingsAndWhoIsReportedAnyway() throws {
    var world = World()
    for day in 1...28 {
      let date = "2026-03-\(day < 10 ? "0" : "")\(day)"
      world.posts(World.cash, "SHOP", "\(1000 + day * 350).00", "USD", at: "\(date)T18:00")
    }
    world.posts(World.cash, "SHOP", "9100.00", "USD", at: "2026-03-28T18:30")
    let finding = try #require(run(world).findings.first)
    #expect(finding.reasons.contains { $0.term == "reported anyway" && $0.weight < 0 })
  }

  @Test func hostileInput() {
    #expect(run(World()).findings.isEmpty)
    var world = World()
    world.posts(World.cash, World.cash, "9000.00", "USD", at: "2026-03-02")
    world.posts(World.cash, "A", "-9000.00", "USD", at: "2026-03-02")
    world.posts(World.cash, "A", "9000.000000000000000", "USD", at: "2026-03-02")
    world.posts(World.cash, "A", "9000", "XYZ", at: "2026-03-02")
    #expect(run(world).findings.isEmpty)
  }

  @Test func everyRowOfTheTableIsCited() {
    for row in ReportingThreshold.all {
      #expect(!row.source.isEmpty && !row.status.isEmpty, "\(row.id)")
    }
    let ids = ReportingThreshold.all.map(\.id)
    #expect(Set(ids).count == ids.count)
  }
}
