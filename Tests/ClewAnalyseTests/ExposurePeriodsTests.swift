import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// When parties were caught: by hand, and against asking day by day.
struct ExposurePeriodsTests {
  private func day(_ text: String) -> Day { Day(iso: text)! }
  private func span(_ text: String?) -> TimeSpan? { text.flatMap { TimeSpan(iso: $0) } }

  private func listing(
    _ world: World, _ party: String, _ listed: String? = nil, until delisted: String? = nil,
    known: String? = nil
  ) -> ExposureListing {
    ExposureListing(
      party: world[party]!, listing: RecordID(.listing, Int64(world[party]! + 1)),
      listed: span(listed), delisted: span(delisted), known: span(known ?? listed))
  }

  private func words(_ periods: [ExposurePeriods.Period], _ world: World) -> [String] {
    periods.map { period in
      let causes = [period.opened, period.closed].map { events in
        events.map { event in
          event.kind.rawValue
            + (event.link.map { " L\($0)" } ?? event.listing.map { " \($0)" } ?? "")
        }.joined(separator: ", ")
      }
      return "\(world.name(period.party)) \(period.from.map(\.description) ?? "…") to "
        + "\(period.until.map(\.description) ?? "…") \(period.verdict.rawValue): \(causes[0]) / "
        + causes[1]
    }
  }

  @Test func everyPeriodHasItsEvents() {
    var world = World()
    world.owns("P", "A", "60", start: "2015-03-01", end: "2021-02-01")
    world.owns("P", "A", "20", start: "2021-02-01")
    world.owns("A", "T", "100")
    let periods = ExposurePeriods(
      world.snapshot, [listing(world, "P", "2018-04-06")],
      .init(.ofac, until: day("2026-06-30")))
    #expect(
      words(periods.periods, world) == [
        "A 2018-04-06 to 2021-02-01 yes: listed W1 / link started L2, link ended L1",
        "T 2018-04-06 to 2021-02-01 yes: listed W1 / link started L2, link ended L1",
      ])
    #expect(periods.ceased(besides: []).map(\.until) == [day("2021-02-01"), day("2021-02-01")])
    #expect(periods.ceased(besides: [world["A"]!]).count == 1)
    #expect(periods.periods.allSatisfy { $0.by == [world["P"]!] && $0.inForce })
  }

  @Test func rulesThatChangeOpenPeriods() {
    var world = World()
    world.owns("P", "T", "50")
    let eu = ExposurePeriods(
      world.snapshot, [listing(world, "P")], .init(.eu, until: day("2026-06-30")))
    #expect(words(eu.periods, world) == ["T 2024-07-03 to … yes: rule changed / "])
    let bis = ExposurePeriods(
      world.snapshot, [listing(world, "P")], .init(.bisAffiliates, until: day("2026-12-01")))
    #expect(
      words(bis.periods, world) == [
        "T 2025-09-29 to 2025-11-10 yes: rule changed / rule changed",
        "T 2025-11-10 to 2026-11-10 yes: rule changed / rule changed",
        "T 2026-11-10 to … yes: rule changed / ",
      ])
    #expect(bis.periods.map(\.inForce) == [true, false, true])
  }

  @Test func undatedFactsHoldAlwaysUnderALawInForce() {
    var world = World()
    world.owns("P", "T", "60")
    let periods = ExposurePeriods(
      world.snapshot, [listing(world, "P")], .init(.ofac, until: day("2026-06-30")))
    #expect(words(periods.periods, world) == ["T 2014-08-13 to … yes: rule changed / "])
    #expect(
      ExposurePeriods(
        world.snapshot, [listing(world, "P")], .init(.ofac, until: day("2026-06-30")),
        onlyDated: true
      ).periods.isEmpty)
  }

  @Test func partialDatesAndDelistingsOpenWhatIsPossible() {
    var world = World()
    world.owns("P", "T", "60", start: "2020")
    let periods = ExposurePeriods(
      world.snapshot, [listing(world, "P", "2015-01-01", until: "2022-05")],
      .init(.uk, until: day("2026-06-30")))
    #expect(
      words(periods.periods, world) == [
        "T 2020-01-01 to 2020-12-31 possible: link started L1 / link started L1",
        "T 2020-12-31 to 2022-05-01 yes: link started L1 / delisted W1",
        "T 2022-05-01 to 2022-05-31 possible: delisted W1 / delisted W1",
      ])
  }

  @Test func whatBecomesKnownIsAnEvent() {
    var world = World()
    world.owns("P", "T", "60", start: "2019-01-01", known: "2023-02-02")
    let listings = [listing(world, "P", "2018-01-01")]
    let known = ExposurePeriods(
      world.snapshot, listings, .init(.ofac, until: day("2026-06-30"), asKnown: true))
    #expect(words(known.periods, world) == ["T 2023-02-02 to … yes: link became known L1 / "])
    let before = ExposurePeriods(
      world.snapshot, listings,
      .init(.ofac, until: day("2026-06-30"), knownBy: day("2023-02-01")))
    #expect(before.periods.isEmpty)
  }

  @Test func aSaleNearTheListingIsAQuestion() throws {
    var world = World()
    world.owns("P", "T", "60", start: "2015-01-01", end: "2022-02-20")
    world.owns("P", "U", "60", start: "2015-01-01", end: "2021-02-20")
    world.owns("P", "V", "60", end: "2022-02-20")
    world.owns("P", "V", "60", start: "2022-02-20")
    world.owns("Q", "T", "100", start: "2022-02-20")
    let listings = [listing(world, "P", "2022-03-01")]
    let moment = Moment(asOf: day("2024-10-04"))
    let holdings = Holdings(world.snapshot, at: moment)
    let sales = Exposure.sales(world.snapshot, listings, in: holdings)
    #expect(sales.map(\.link) == [1])
    let exposure = Exposure(
      of: Exposure.Listed.all(listings, at: moment), sales: sales, under: .eu, in: holdings)
    let question = try #require(exposure.controlQuestions.first)
    #expect(question.signal == .soldNearListing && question.party == world["T"]!)
    #expect(question.sale?.listing == listings[0].listing)
    let early = Holdings(world.snapshot, at: Moment(asOf: day("2022-02-25")))
    #expect(Exposure.sales(world.snapshot, listings, in: early).isEmpty)
  }

  @Test func tooManyDatesAreSaid() {
    var world = World()
    for i in 0..<40 { world.owns("P", "C\(i)", "60") }
    for i in 0..<39 { world.owns("C\(i)", "C\(i + 1)", "20") }
    var snapshot = world.snapshot
    let first = day("2000-01-01").number
    snapshot.links = (0..<5_000).map { number in
      var link = snapshot.links[number % snapshot.links.count]
      link.id = Int64(number + 1)
      link.start = TimeSpan(day: Day(number: first + Int32(number)))
      return link
    }
    let periods = ExposurePeriods(
      snapshot, [listing(world, "P")], .init(.ofac, until: day("2026-06-30")))
    #expect(periods.periods.isEmpty && periods.skipped.count == 40)
  }

  // MARK: - Day by day

  struct Dated {
    var world = World()
    var listings: [ExposureListing] = []
    static let first = Day(iso: "2024-05-01")!
    static let length: Int32 = 120

    init(seed: UInt64) {
      var random = SeededGenerator(seed: seed)
      func date(_ chance: Int) -> String? {
        guard Int.random(in: 0..<10, using: &random) < chance else { return nil }
        let day = Day(
          number: Self.first.number + Int32.random(in: 0..<Self.length, using: &random)
        ).description
        return Int.random(in: 0..<4, using: &random) == 0 ? String(day.prefix(7)) : day
      }
      for i in 0..<7 { world.party("N\(i)", i < 2 ? .person : .organisation) }
      for _ in 0..<9 {
        let owner = Int.random(in: 0..<7, using: &random)
        let owned = Int.random(in: 2..<7, using: &random)
        let share = ["20", "30", "50", "60", "100"][Int.random(in: 0..<5, using: &random)]
        world.owns(
          "N\(owner)", "N\(owned)", share, source: Int32.random(in: 1...2, using: &random),
          start: date(6), end: date(4), known: date(3))
      }
      world.link(.nominee, "N5", "N0", start: date(5), end: date(5))
      world.link(.control, "N1", "N4", start: date(8), end: date(5))
      for i in [0, 1] as [Int32] {
        listings.append(
          ExposureListing(
            party: i, listing: RecordID(.listing, Int64(i + 1)),
            listed: date(7).flatMap { TimeSpan(iso: $0) },
            delisted: date(3).flatMap { TimeSpan(iso: $0) }))
      }
    }
  }

  @Test(arguments: 0..<40)
  func equalAskingDayByDay(_ seed: Int) {
    let dated = Dated(seed: UInt64(seed) &+ 77)
    let snapshot = dated.world.snapshot
    let regimes: [Regime] = [.ofac, .eu, .uk, .switzerland]
    let regime = regimes[seed % regimes.count]
    let groups: [[Int32]] = seed.isMultiple(of: 3) ? [[1, 2]] : []
    let last = Day(number: Dated.first.number + Dated.length)
    let question = ExposurePeriods.Question(regime, until: last, asKnown: seed.isMultiple(of: 2))
    let answer = ExposurePeriods(snapshot, dated.listings, groups: groups, question)
    #expect(answer.skipped.isEmpty)
    for number in (Dated.first.number - 2)...last.number {
      let day = Day(number: number)
      let moment = Moment(asOf: day, knownBy: question.asKnown ? day : nil)
      let results = Exposure(
        of: Exposure.Listed.all(dated.listings, at: moment), groups: groups, under: regime,
        in: Holdings(snapshot, at: moment)
      ).results
      let inForce = regime.rule(on: day).isInForce(on: day)
      for party in 0..<Int32(7) {
        let expected = inForce ? results.first { $0.party == party }?.verdict : nil
        let found = answer.periods.filter { $0.party == party && $0.contains(day) }
        #expect(found.count <= 1)
        #expect(found.first?.verdict == expected, "\(regime.id) N\(party) on \(day)")
      }
    }
    for period in answer.periods {
      #expect((period.from == nil) == period.opened.isEmpty)
      #expect((period.until == nil) == period.closed.isEmpty)
      let one = ExposurePeriods(
        snapshot, dated.listings, groups: groups,
        ExposurePeriods.Question(
          regime, until: last, asKnown: question.asKnown, party: period.party))
      #expect(one.periods == answer.periods.filter { $0.party == period.party })
    }
  }
}
