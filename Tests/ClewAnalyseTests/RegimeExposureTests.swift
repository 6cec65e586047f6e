import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// One graph, many answers: the sanctions columns of small structures that were worked by hand.
struct RegimeExposureTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var structure: String
    var listed = ["P"]
    /// The regimes that catch T.
    var caughtBy: Set<String>
    var testDescription: String { structure }
  }

  private static let all: Set<String> = ["ofac", "eu", "uk", "seco", "ca"]
  private static let atHalf: Set<String> = ["ofac", "eu", "ca"]

  static let rows: [Row] = [
    Row(structure: "P25T", caughtBy: []),
    Row(structure: "P50T", caughtBy: atHalf),
    Row(structure: "P25T Q25T", listed: ["P", "Q"], caughtBy: ["ofac", "eu"]),
    Row(structure: "P30T Q25T", listed: ["P", "Q"], caughtBy: ["ofac", "eu", "seco"]),
    Row(structure: "P50A A50T", caughtBy: atHalf),
    Row(structure: "P50A P10T A40T", caughtBy: atHalf),
    Row(structure: "P60A A30T", caughtBy: []),
    Row(structure: "P30A A60T", caughtBy: []),
    Row(structure: "P60A P60B A15T B15T", caughtBy: []),
    Row(structure: "P51A A51B B51T", caughtBy: all),
    Row(structure: "P49A A100T", caughtBy: []),
    Row(structure: "P50H Q50H H100T", caughtBy: atHalf),
    Row(structure: "P50A P25B A25T B25T", caughtBy: []),
    Row(structure: "P25A P25B A50T B50T", caughtBy: []),
  ]

  private func world(_ structure: String) -> World {
    var world = World()
    world.persons("P", "Q")
    for edge in structure.split(separator: " ") {
      let owned = String(edge.last!)
      world.party(owned, .organisation)
      world.owns(String(edge.first!), owned, String(edge.dropFirst().dropLast()))
    }
    return world
  }

  @Test(arguments: rows, ["ofac", "eu", "uk", "seco", "ca"])
  func matrix(_ row: Row, _ name: String) throws {
    let world = world(row.structure)
    let regime = try #require(Regime.named(name))
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let listed = row.listed.map { world[$0]! }
    let exposure = Exposure(of: listed, under: regime, in: holdings)
    let t = world["T"]!
    let result = exposure.results.first { $0.party == t }
    #expect(result?.verdict == (row.caughtBy.contains(name) ? .yes : nil))
    let direct = Exposure.verdict(of: t, listed: listed, under: regime, in: holdings)
    #expect(direct.verdict == (row.caughtBy.contains(name) ? .yes : .no))
    if let result {
      #expect(result.margin == direct.margin)
      #expect(result.margin >= 0 && result.aggregate.isExact && !result.withinRounding)
      #expect(result.by.map(world.name) == row.listed)
      #expect(!result.steps.isEmpty && !result.minimal.isEmpty && !result.ground.isEmpty)
    } else {
      #expect(direct.margin <= 0)
      // Under the Best Practices every no leaves a question of control.
      if name == "eu" { #expect(exposure.controlQuestions.contains { $0.party == t }) }
    }
    if name == "ofac" { #expect(exposure.controlQuestions.isEmpty) }
  }

  /// OFAC FAQ 399 and 401, with everything that is blocked.
  @Test(
    arguments: [
      ("X25A Y25A", "A"), ("X50A A50B", "A B"), ("X50A X50B A25C B25C", "A B C"),
      ("X50A X10B A40B", "A B"), ("X50A X25B A25C B25C", "A"), ("X25A X25B A50C B50C", ""),
    ])
  func examplesOfOFAC(structure: String, blocked: String) {
    let world = world(structure)
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let listed = ["X", "Y"].compactMap { world[$0] }
    for regime in [Regime.ofac, .bisAffiliates] {
      let exposure = Exposure(of: listed, under: regime, in: holdings)
      #expect(
        exposure.results.map { world.name($0.party) }.joined(separator: " ") == blocked)
      #expect(exposure.results.allSatisfy { $0.verdict == .yes && $0.basis == .owned })
    }
  }

  private func result(
    _ world: World, _ listed: [String], _ regime: Regime, of party: String = "T",
    on day: Day = World.today
  ) -> Exposure.Exposed? {
    Exposure(
      of: listed.map { world[$0]! }, under: regime,
      in: Holdings(world.snapshot, at: Moment(asOf: day))
    ).results.first { $0.party == world[party]! }
  }

  private func day(_ text: String) -> Day { Day(iso: text)! }

  @Test func theRuleOfTheDayDecides() {
    let world = world("P50T")
    let change = day("2024-07-03")
    #expect(result(world, ["P"], .eu, on: change)?.verdict == .yes)
    #expect(result(world, ["P"], .eu, on: Day(number: change.number - 1)) == nil)
    let bis = Exposure(
      of: [0], under: .bisAffiliates,
      in: Holdings(world.snapshot, at: Moment(asOf: day("2026-01-01"))))
    #expect(bis.rule.isSuspended && bis.results.count == 1)
  }

  @Test func exactHalfOfOneListedPersonIsPresumed() {
    let day = day("2026-06-01")
    #expect(result(world("P50T"), ["P"], .eu, on: day)?.basis == .presumed)
    #expect(result(world("P50T"), ["P"], .eu, on: day)?.ground.contains("C-84/24") == true)
    #expect(result(world("P50A A100T"), ["P"], .eu, on: day)?.basis == .presumed)
    #expect(result(world("P50.0000001T"), ["P"], .eu, on: day)?.basis == .owned)
    #expect(result(world("P25T Q25T"), ["P", "Q"], .eu, on: day)?.basis == .owned)
    #expect(result(world("P50T"), ["P"], .ofac, on: day)?.basis == .owned)
  }

  @Test func roundingAndDecimals() {
    var twelfths = World()
    for i in 0..<6 { twelfths.owns("P\(i)", "T", "8.333333") }
    let names = (0..<6).map { "P\($0)" }
    for regime in [Regime.ofac, .eu, .switzerland] {
      let six = result(twelfths, names, regime)
      #expect(six?.verdict == .possible && six?.withinRounding == true && six?.basis == .possible)
      #expect(six?.ground.contains("rounding") == true)
    }
    let halves = world("P3T Q47T")
    #expect(result(halves, ["P", "Q"], .ofac)?.verdict == .yes)
    #expect(result(halves, ["P", "Q"], .ofac)?.margin == 0)
    #expect(result(halves, ["P", "Q"], .switzerland) == nil)
    let above = world("P50.000000001T")
    for regime in Regime.aboutListed {
      let caught = result(above, ["P"], regime)
      #expect(caught?.verdict == .yes, "\(regime.id)")
      #expect(caught?.aggregate.minText == "0.50000000001")
    }
    #expect(result(world("P49.999999999T"), ["P"], .ofac) == nil)
  }

  @Test func votesAndCapitalAreApart() {
    var world = World()
    world.owns("P", "T", "30", votes: "60")
    world.owns("P", "U", "60", votes: "0")
    world.owns("P", "V", "30", votes: "30")
    for regime in [Regime.eu, .uk, .switzerland, .canada] {
      #expect(result(world, ["P"], regime)?.measure == .votes)
      #expect(result(world, ["P"], regime, of: "U")?.measure == .capital)
      #expect(result(world, ["P"], regime, of: "V") == nil)
    }
    #expect(result(world, ["P"], .ofac) == nil)
    #expect(result(world, ["P"], .ofac, of: "U")?.verdict == .yes)
  }

  @Test func statedControlAttributesWhereItCounts() {
    for means in ControlMeans.allCases {
      var world = World()
      world.link(.control, "P", "A", means: means)
      world.owns("A", "T", "80")
      for regime in [Regime.eu, .uk, .switzerland, .canada] {
        let a = result(world, ["P"], regime, of: "A")
        let verdict: Verdict = means.isDecisive ? .yes : .possible
        let basis: Exposure.Basis = means.isDecisive ? .controlled : .possible
        #expect(a?.verdict == verdict && a?.basis == basis)
        #expect(a?.steps.first?.control == means)
        let t = result(world, ["P"], regime)
        #expect(t?.verdict == verdict && t?.basis == basis && t?.by == [world["P"]!])
      }
      #expect(result(world, ["P"], .ofac) == nil)
      #expect(result(world, ["P"], .bisAffiliates) == nil)
    }
    var hinted = World()
    hinted.link(.control, "P", "T", candidate: true)
    #expect(result(hinted, ["P"], .uk)?.verdict == .possible)
  }

  /// What stakes prove is not put down to control that is stated as well.
  @Test func ownershipLeadsOverStatedControl() {
    var world = world("P100B B60A A70T A40U")
    world.link(.control, "P", "A", means: .board)
    world.link(.control, "P", "U", means: .board)
    world.owns("U", "V", "90")
    world.owns("A", "W", "40")
    world.owns("U", "W", "40")
    for regime in [Regime.eu, .uk] {
      for party in ["A", "T"] {
        let found = result(world, ["P"], regime, of: party)
        #expect(found?.basis == .owned)
        #expect(found?.minimal.allSatisfy { $0.control == nil } == true)
      }
      for party in ["U", "V", "W"] {
        #expect(result(world, ["P"], regime, of: party)?.basis == .controlled)
      }
    }
  }

  @Test func jointHoldersEachHoldAll() throws {
    let world = world("P30A Q25A A60T R10A")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let group = [world["P"]!, world["Q"]!]
    func caught(_ regime: Regime, _ groups: [[Int32]], _ listed: String...) -> [String] {
      Exposure(of: listed.map { .init(world[$0]!) }, groups: groups, under: regime, in: holdings)
        .results.map { world.name($0.party) }
    }
    #expect(caught(.uk, [], "P") == [])
    #expect(caught(.uk, [group], "P") == ["A", "T"])
    #expect(caught(.uk, [group], "R") == [])
    #expect(caught(.eu, [group], "P") == [])
    let exposure = Exposure(
      of: [.init(world["P"]!), .init(world["Q"]!)], groups: [group], under: .uk, in: holdings)
    let a = try #require(exposure.results.first)
    #expect(a.by == group && a.persons.count == 2)
    #expect(a.steps.contains { $0.isJoint })
    let asked = Exposure(
      of: [.init(world["P"]!)], groups: [group], under: .eu, in: holdings
    ).controlQuestions.filter { $0.signal == .jointHolding }
    #expect(asked.map { world.name($0.party) } == ["A", "T"])
    #expect(asked.allSatisfy { $0.by == [world["P"]!] })
  }

  @Test func aPartnerCanBeCaughtItself() {
    var world = world("P60Q Q30A P21A")
    world.party("Q", .organisation)
    let exposure = Exposure(
      of: [.init(world["P"]!)], groups: [[world["P"]!, world["Q"]!]], under: .uk,
      in: Holdings(world.snapshot, at: Moment(asOf: World.today)))
    #expect(exposure.results.map { world.name($0.party) } == ["Q", "A"])
  }

  @Test func aPossiblyListedPartyMakesPossibleResults() {
    let world = world("P60T Q60U")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let listed = [
      Exposure.Listed(world["P"]!, isCertain: false), Exposure.Listed(world["Q"]!),
    ]
    for regime in Regime.aboutListed {
      let found = Exposure(of: listed, under: regime, in: holdings).results
      #expect(found.map(\.verdict) == [.possible, .yes])
    }
  }
}
