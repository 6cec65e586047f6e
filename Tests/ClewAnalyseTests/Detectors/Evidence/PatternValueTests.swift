import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct PatternValueTests {
  private func evidence(
    _ world: World, kind: String = "cycle", _ roles: [(String, PatternFinding.Role)] = []
  ) -> PatternEvidence {
    let snapshot = world.snapshot
    let members = roles.map { PatternFinding.Member(world.accountNode($0.0)!, $0.1) }
    return PatternEvidence(
      PatternFinding(
        kind: kind, rows: Array(0..<Int32(snapshot.payments.count)), roles: members),
      snapshot.payments)
  }

  @Test func firstAndLastLayer() {
    var world = World()
    world.pays("A", "B", "100.00", at: "2026-03-02")
    world.pays("A", "C", "50.5", at: "2026-03-02")
    world.pays("B", "D", "96.00", at: "2026-03-03")
    world.pays("C", "D", "48.00", at: "2026-03-03")
    let value = PatternValue(evidence(world))
    #expect(value.amountIn.map(\.text) == ["150.50"])
    #expect(value.amountOut.map(\.text) == ["144.00"])
    #expect(value.retained.map(\.text) == ["6.50"])
    // 6.5 / 150.5
    #expect(value.shareRetained("EUR") == "0.0432")
  }

  @Test func aCycleCountsWhatItsOriginSendsAndGets() {
    var world = World()
    world.pays("A", "B", "100.00", at: "2026-03-02")
    world.pays("B", "C", "90.00", at: "2026-03-03")
    world.pays("C", "A", "80.00", at: "2026-03-04")
    let value = PatternValue(evidence(world, [("B", .origin)]))
    #expect(value.amountIn.map(\.text) == ["90.00"])
    #expect(value.amountOut.map(\.text) == ["100.00"])
    #expect(value.retained.map(\.text) == ["-10.00"])
    #expect(value.shareRetained("EUR") == "-0.1111")
  }

  @Test func currenciesStandApartAndFansKeepNothing() {
    var world = World()
    world.pays("A", "B", "100.00", "EUR", at: "2026-03-02")
    world.pays("A", "C", "7.00", "USD", at: "2026-03-02")
    let value = PatternValue(evidence(world, kind: "fan-out"))
    #expect(value.amountIn.map(\.peopleText) == ["100.00 EUR", "7.00 USD"])
    #expect(value.amountOut == value.amountIn)
    #expect(value.retained.isEmpty)
  }

  @Test func sumsThatOutgrowAreSaid() {
    var payments = Payments()
    for n in 0..<31 {
      payments.ids.append(UInt32(n + 1))
      payments.from.append(0)
      payments.to.append(1)
      payments.lo.append(Int64(n))
      payments.precision.append(TimeSpan.Precision.second.rawValue)
      payments.mantissa.append(n < 30 ? 9_000_000_000_000_000_000 : 1)
      payments.scale.append(n < 30 ? 0 : 18)
      payments.currency.append(0)
    }
    payments.currencies = ["EUR"]
    let finding = PatternFinding(kind: "cycle", rows: Array(0..<31), roles: [])
    let value = PatternValue(PatternEvidence(finding, payments))
    #expect(value.amountIn.map(\.text) == ["too large"])
  }

  @Test func words() {
    var world = World()
    world.pays("A", "B", "100.00", at: "2026-03-02T09:00")
    world.pays("A", "C", "100.00", at: "2026-03-02T10:00")
    world.pays("B", "D", "96.00", at: "2026-03-02T12:00")
    world.pays("C", "D", "97.00", at: "2026-03-02T14:00")
    let words = PatternWords(evidence(world, kind: "scatter-gather"), name: world.name).sentence
    #expect(
      words
        == "A paid 2 accounts 200.00 EUR within 1 hour; 2 of them passed at least 96% on to D "
        + "within 4 hours")
    world = World()
    world.pays("A", "B", "1000.00", at: "2026-03-02T09:00")
    world.pays("B", "A", "980.00", at: "2026-03-03T09:00")
    #expect(
      PatternWords(evidence(world, [("A", .origin)]), name: world.name).sentence
        == "1,000.00 EUR left A, 980.00 EUR came back to it over 1 account in 2 payments within "
        + "24 hours")
  }
}
