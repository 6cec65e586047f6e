import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Which questions of control a rule raises, and from when it presumes control.
struct ControlQuestionTests {
  private func exposure(
    _ world: World, _ regime: Regime, _ day: String = "2026-06-01", knownBy: String? = nil
  ) -> Exposure {
    Exposure(
      of: [world["X"]!], under: regime,
      in: Holdings(
        world.snapshot, at: Moment(asOf: Day(iso: day)!, knownBy: knownBy.flatMap { Day(iso: $0) }))
    )
  }

  /// FAQ 398: control does not block, but calls for caution; a blocked person signs nothing.
  @Test func ofacAsksAboutStatedControlAndDirectors() {
    var world = World()
    world.link(.control, "X", "T", means: .board)
    world.link(.director, "X", "D")
    world.owns("X", "H", "40")
    world.link(.settlor, "X", "S")
    let found = exposure(world, .ofac)
    #expect(found.results.isEmpty)
    #expect(
      found.controlQuestions.map { "\(world.name($0.party)) \($0.signal.rawValue)" }
        == ["T stated-control", "D director"])
    #expect(found.controlQuestions.allSatisfy { $0.by == [world["X"]!] })
    let affiliates = exposure(world, .bisAffiliates).controlQuestions.map(\.signal)
    #expect(
      Set(affiliates) == [.statedControl, .director, .largestHolder, .trustRole])
  }

  /// C-84/24 of 12 March 2026 says nothing about earlier days, nor to who could not know it.
  @Test func halfIsPresumedFromTheDayOfTheJudgment() {
    var world = World()
    world.owns("X", "T", "50")
    #expect(exposure(world, .eu, "2026-03-12").results.map(\.basis) == [.presumed])
    #expect(exposure(world, .eu, "2026-03-11").results.map(\.basis) == [.owned])
    #expect(exposure(world, .eu, knownBy: "2026-03-11").results.map(\.basis) == [.owned])
    #expect(exposure(world, .ofac).results.map(\.basis) == [.owned])
  }

  /// Days that no source read here states are not given.
  @Test func firstDaysThatAreNotStatedAreOpen() {
    for regime in [Regime.eu, .uk, .amld, .germany, .canadaFINTRAC] {
      #expect(regime.rules[0].from == nil)
      #expect(regime.rules[0].caveat?.contains("came into force is not stated here") == true)
    }
    #expect(!Regime.canadaFINTRAC.rules[0].citation.contains("138"))
  }

  /// Stated control alone: the shares have no part in it.
  @Test func aResultThatRestsOnControlSaysSo() {
    var world = World()
    world.link(.control, "X", "A", means: .board)
    world.link(.control, "X", "B", means: .influence)
    world.owns("A", "T", "80")
    world.link(.control, "X", "T", means: .board)
    for regime in [Regime.eu, .uk] {
      let results = exposure(world, regime).results
      #expect(results.map { world.name($0.party) } == ["A", "B", "T"])
      #expect(results.map(\.restsOnControl) == [true, true, false])
      let alone = results.flatMap(\.persons).map(\.restsOnControl)
      #expect(alone == (regime == .uk ? [true, true, false] : []))
    }
  }

  /// An entry of a list of which the rule takes certain parties only makes possible.
  @Test func anEntryThatOnlyMayCountMakesPossible() {
    var world = World()
    world.owns("X", "T", "60")
    let moment = Moment(asOf: World.today)
    for (isCertain, verdict) in [(true, Verdict.yes), (false, .possible)] {
      let row = ExposureListing(
        party: world["X"]!, listing: RecordID(.listing, 1), isCertain: isCertain)
      #expect(row.status(at: moment) == verdict)
      let listed = Exposure.Listed.all([row], at: moment)
      let found = Exposure(
        of: listed, under: .bisAffiliates, in: Holdings(world.snapshot, at: moment))
      #expect(found.results.map(\.verdict) == [verdict])
    }
  }
}
