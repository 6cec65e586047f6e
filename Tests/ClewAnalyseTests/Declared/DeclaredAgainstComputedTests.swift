import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct DeclaredAgainstComputedTests {
  /// Source 1 is a table of shareholders, 2 the British register, 3 statements of BODS, 4 GLEIF.
  private static let registers: [Int32: DeclaringRegister] = [
    1: .other, 2: .ukPSC, 3: .bods, 4: .gleif,
  ]

  private static func differencesFirst(_ a: String, _ b: String) -> Bool {
    func rank(_ line: String) -> Int {
      line.contains("differs") ? 0 : line.contains("not-declared") ? 1 : 2
    }
    return rank(a) < rank(b)
  }

  private func answer(
    _ world: World, of subject: String, beneficial: [Int64: Bool] = [:],
    _ change: (inout Snapshot) -> Void = { _ in }
  ) throws -> DeclaredAgainstComputed {
    var snapshot = world.snapshot
    change(&snapshot)
    return DeclaredAgainstComputed(
      of: try #require(world[subject]),
      in: DeclaredWorld(
        snapshot, at: Moment(asOf: World.today), registers: Self.registers, beneficial: beneficial))
  }

  private func lines(_ answer: DeclaredAgainstComputed, _ world: World) -> [String] {
    answer.rows.map { row in
      var line = "\(world.name(row.owner)) \(row.register.rawValue) \(row.outcome.word)"
      if case .differs(let gap, let more, let unknown) = row.outcome {
        line += " \(ShareText.percent(gap.min))..\(ShareText.percent(gap.max))"
        line += (more ? " more" : " less") + (unknown ? " unknown" : "")
      }
      if case .notDeclared(let verdict) = row.outcome { line += " \(verdict.rawValue)" }
      if case .sharesGiveNothing(let unknown) = row.outcome, unknown { line += " unknown" }
      return line
    }
  }

  /// P 60 % of A, A 30 % of T: 18 % by the product, 30 % through the majority.
  private func chain() -> World {
    var world = World()
    world.persons("P", "Q")
    world.companies("A", "T")
    world.owns("P", "A", "60")
    world.owns("A", "T", "30")
    world.owns("Q", "T", "70")
    return world
  }

  @Test func theBritishRegisterCountsMajoritiesWhole() throws {
    var world = chain()
    world.owns("P", "T", min: "25", max: "50", source: 2)
    world.owns("Q", "T", min: "50", max: "75", source: 2)
    #expect(
      lines(try answer(world, of: "T"), world) == ["P uk-psc agrees", "Q uk-psc agrees"])
  }

  @Test func aDifferenceSaysByHowMuch() throws {
    var world = chain()
    world.owns("P", "T", min: "50", max: "75", source: 2)
    world.owns("Q", "T", min: "25", max: "50", source: 2)
    #expect(
      lines(try answer(world, of: "T"), world) == [
        "P uk-psc differs 20%..45% more", "Q uk-psc differs 20%..45% less",
      ])
  }

  @Test func anIndirectInterestIsTheProductOrTheWhole() throws {
    for (share, outcome) in [
      ("18", "P bods agrees"), ("30", "P bods agrees"),
      ("24", "P bods differs 6%..6% more unknown"),
      ("25", "P bods differs 5%..5% less"), ("40", "P bods differs 10%..10% more"),
    ] {
      var world = chain()
      world.owns("P", "T", share, source: 3, direct: false)
      let found = lines(try answer(world, of: "T"), world)
      #expect(found == [outcome, "Q bods not-declared yes"].sorted(by: Self.differencesFirst))
    }
  }

  /// A third stated with two decimals is a third.
  @Test func roundedSharesAgree() throws {
    var world = World()
    world.persons("P")
    world.companies("A", "T")
    world.owns("P", "A", "100")
    world.owns("A", "T", "33.3333333333333")
    world.owns("P", "T", "33.33", source: 3, direct: false)
    #expect(lines(try answer(world, of: "T"), world) == ["P bods agrees"])
  }

  @Test func sharesGiveNothingOrTheUnknownPartCouldHoldIt() throws {
    var world = chain()
    world.owns("R", "T", min: "25", max: "50", source: 2)
    #expect(
      lines(try answer(world, of: "T"), world).last == "R uk-psc shares-give-nothing")
    var open = World()
    open.persons("P")
    open.companies("T")
    open.owns("P", "T", "40")
    open.owns("R", "T", min: "25", max: "50", source: 2)
    #expect(
      lines(try answer(open, of: "T"), open) == [
        "P uk-psc not-declared yes", "R uk-psc shares-give-nothing unknown",
      ])
  }

  @Test func nothingElseIsNoAgreement() throws {
    var world = World()
    world.owns("P", "T", min: "75", max: "100", source: 2)
    let found = try answer(world, of: "T")
    #expect(found.isDeclaredOnly)
    #expect(lines(found, world) == ["P uk-psc nothing-to-compare"])
  }

  @Test func rightsThatNoShareShows() throws {
    var world = chain()
    world.link(.control, "P", "T", means: .board, source: 2)
    world.link(.control, "R", "T", means: .influence, source: 2)
    world.link(.control, "Q", "T", means: .board, source: 2)
    #expect(
      lines(try answer(world, of: "T"), world) == [
        "P uk-psc not-shown-by-shares", "R uk-psc not-shown-by-shares", "Q uk-psc agrees",
      ])
  }

  @Test func anAccountingParentHoldsAMajority() throws {
    var world = World()
    world.companies("U", "M", "T", "X")
    world.owns("U", "M", "80")
    world.owns("M", "T", "60")
    world.link(.control, "U", "T", means: .consolidation, source: 4)
    #expect(lines(try answer(world, of: "T"), world) == ["U gleif-rr agrees"])
    world.link(.control, "X", "T", source: 4)
    #expect(
      lines(try answer(world, of: "T"), world) == [
        "X gleif-rr shares-give-nothing", "U gleif-rr agrees",
      ])
  }

  @Test func theParentThatNobodyDeclared() throws {
    var world = World()
    world.companies("U", "M", "T", "X")
    world.owns("U", "M", "80")
    world.owns("M", "T", "60")
    world.link(.control, "X", "T", means: .consolidation, source: 4)
    #expect(
      lines(try answer(world, of: "T"), world) == [
        "U gleif-rr not-declared yes", "X gleif-rr shares-give-nothing",
      ])
  }

  /// Whoever is behind a declared legal entity need not be declared; whoever is not has to be.
  @Test func aRelevantLegalEntityStopsTheSearch() throws {
    var world = chain()
    world.owns("A", "T", min: "25", max: "50", source: 2)
    #expect(
      lines(try answer(world, of: "T"), world) == [
        "Q uk-psc not-declared yes", "A uk-psc agrees",
      ])
    var silent = chain()
    silent.owns("Q", "T", min: "50", max: "75", source: 2)
    #expect(
      lines(try answer(silent, of: "T"), silent) == [
        "P uk-psc not-declared yes", "Q uk-psc agrees",
      ])
  }

  @Test func aRegisterThatSaysNothingIsNotHeldToIt() throws {
    let world = chain()
    #expect(try answer(world, of: "T").rows.isEmpty)
    let said = try answer(world, of: "T") { snapshot in
      snapshot.ownerStatements = [
        OwnerStatementRow(
          party: world["T"]!, OwnerStatement(.nobodyPasses, text: "none"), source: 2)
      ]
    }
    #expect(
      lines(said, world) == ["P uk-psc not-declared yes", "Q uk-psc not-declared yes"])
  }

  @Test func flaggedDirectSharesAreTheEvidenceItself() throws {
    var world = World()
    world.persons("P", "Q")
    world.companies("T")
    let link = world.owns("P", "T", "60", source: 3, direct: true)
    world.owns("Q", "T", "40", source: 3, direct: true)
    #expect(
      lines(try answer(world, of: "T", beneficial: [link: true]), world) == [
        "Q bods not-declared yes", "P bods states-share-itself",
      ])
  }

  /// A column far above the whole, a company that owns itself, a chain of a thousand, a wide column.
  @Test func hostileWorlds() throws {
    var world = World()
    world.persons("P")
    world.owns("P", "C0", "100")
    for number in 0..<1000 { world.owns("C\(number)", "C\(number + 1)", "90") }
    world.owns("C1000", "C1000", "90")
    world.owns("P", "C1000", min: "75", max: "100", source: 2)
    world.link(.control, "X", "C1000", means: .consolidation, source: 4)
    for number in 0..<500 { world.owns("H\(number)", "C1000", "90") }
    let found = try answer(world, of: "C1000")
    #expect(found.rows.contains { $0.register == .ukPSC && $0.owner == world["P"] })
    #expect(found.rows.contains { $0.outcome == .sharesGiveNothing(isWithinUnknown: false) })
  }

  /// Whatever the order of the links, the same answer.
  @Test func orderOfLinksDoesNotMatter() throws {
    var world = chain()
    world.owns("P", "T", min: "50", max: "75", source: 2)
    world.owns("P", "T", "18", source: 3, direct: false)
    world.link(.control, "Q", "T", means: .board, source: 2)
    let one = try answer(world, of: "T")
    let other = try answer(world, of: "T") { $0.links.reverse() }
    #expect(one.rows == other.rows)
  }
}
