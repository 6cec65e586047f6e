import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

@Suite struct OwnershipFindingsTests {
  private static let registers: [Int32: DeclaringRegister] = [2: .ukPSC, 3: .bods, 4: .gleif]
  /// The day of `World.today`: 2024-10-04.
  private static let asOf = World.today

  private func findings(
    _ world: World, beneficial: [Int64: Bool] = [:], dates: [String: PartyDates] = [:],
    statements: [(String, OwnerStatement, Int32)] = [],
    _ change: (inout Snapshot) -> Void = { _ in }
  ) -> [OwnershipFinding] {
    var snapshot = world.snapshot
    snapshot.ownerStatements = statements.map {
      OwnerStatementRow(party: world[$0.0]!, $0.1, source: $0.2)
    }
    change(&snapshot)
    return OwnershipFindings.all(
      in: DeclaredWorld(
        snapshot, at: Moment(asOf: Self.asOf), registers: Self.registers, beneficial: beneficial,
        dates: Dictionary(uniqueKeysWithValues: dates.map { (world[$0.key]!, $0.value) })))
  }

  private func lines(_ found: [OwnershipFinding], _ world: World) -> [String] {
    found.map { finding in
      "\(finding.kind.rawValue) \(finding.parties.map(world.name).joined(separator: ","))"
        + " \(finding.links.map { "L\($0)" }.joined(separator: ","))"
        + (finding.isPossibleOnly ? " possible" : "")
    }
  }

  private func born(_ texts: String...) -> PartyDates {
    PartyDates(births: texts.compactMap { DayRange(stated: $0) })
  }

  @Test func aSoundWorldHasNone() {
    var world = World()
    world.owns("P", "T", "60", start: "2020-01-01", end: "2031")
    world.owns("Q", "T", "40")
    #expect(findings(world, dates: ["P": born("1970-01-01"), "Q": born("1960")]).isEmpty)
  }

  @Test func columnsAboveTheWhole() {
    var world = World()
    world.owns("P", "T", "60", votes: "50")
    world.owns("Q", "T", "60", votes: "50")
    world.owns("P", "U", "50", votes: "60")
    world.owns("Q", "U", "50", votes: "60")
    world.owns("P", "V", "60")
    world.owns("Q", "V", "60")
    let found = findings(world)
    #expect(
      lines(found, world) == [
        "capital-above-100 T L1,L2", "capital-above-100 V L5,L6", "votes-above-100 U L3,L4",
      ])
    #expect(found[0].text(world.name) == "shares in T add up to 120%")
  }

  /// Its own shares in a table of shareholders are no error.
  @Test func ownersOfThemselves() {
    var world = World()
    world.owns("T", "T", "10")
    world.owns("U", "U", min: "25", max: "50", source: 2)
    world.link(.control, "V", "V", means: .consolidation, source: 4)
    let found = findings(world)
    #expect(lines(found, world) == ["declares-itself U L2", "controls-itself V L3"])
    #expect(found[0].kind.rate?.text == "171 of 4,316,165")
  }

  @Test func rings() {
    var world = World()
    world.owns("A", "B", "90")
    world.owns("B", "A", "90")
    world.owns("P", "A", "10")
    let found = findings(world)
    #expect(lines(found, world) == ["circular-ownership A,B L1,L2"])
    #expect(found[0].kind.rate?.count == 487)
  }

  @Test func nobodyAndYetAnOwner() {
    let nobody = OwnerStatement(.nobodyPasses, text: "no-individual")
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "T", min: "25", max: "50", source: 2)
    world.owns("Q", "U", "30", source: 1)
    world.owns("Q", "V", "25", source: 1)
    world.owns("X", "W", source: 2)
    let ended = OwnerStatement(.nobodyPasses, text: "past", end: TimeSpan(iso: "2020")!)
    let found = findings(
      world,
      statements: [
        ("T", nobody, 2), ("U", nobody, 2), ("V", nobody, 2), ("W", nobody, 2), ("T", ended, 2),
        ("X", OwnerStatement(.withheld, text: "secret", isHolder: true), 2),
      ])
    #expect(lines(found, world) == ["nobody-but-owner T,P L1", "nobody-but-owner U,Q L2"])
  }

  @Test func sourcesThatDisagree() {
    var world = World()
    world.owns("P", "T", "30", source: 1)
    world.owns("P", "T", "40", source: 3)
    #expect(lines(findings(world), world) == ["sources-differ T,P L1,L2"])
  }

  @Test func endedByOneAndOpenInAnother() {
    var world = World()
    world.owns("P", "T", "30", source: 1, start: "2010-01-01", end: "2015-01-01")
    world.owns("P", "T", "30", source: 3, start: "2012-01-01")
    world.owns("Q", "T", "30", source: 1, start: "2010-01-01", end: "2015-01-01")
    world.owns("Q", "T", "30", source: 3, start: "2016-01-01")
    world.owns("R", "T", "30", source: 1, end: "2015-01-01")
    world.owns("R", "T", "30", source: 3)
    #expect(
      lines(findings(world), world) == [
        "ended-and-open T,P L1,L2", "ended-and-open T,R L5,L6 possible",
      ])
  }

  @Test func datesOutOfOrder() {
    var world = World()
    world.owns("P", "T", "30", start: "2015-06", end: "2015-05-31")
    world.owns("Q", "T", "30", start: "2015-06", end: "2015-06-01")
    world.owns("R", "T", "30", start: "2019-01-01", known: "2018-12-31")
    world.owns("S", "T", "30", start: "2030")
    world.owns("U", "T", "30", start: "2030", known: "2031")
    #expect(
      lines(findings(world), world) == [
        "ended-before-begun T,P L1", "begun-after-stated T,R L3", "begun-after-stated T,S L4",
      ])
  }

  @Test func ownersAndCompaniesThatAreGone() {
    func died(_ text: String) -> PartyDates { PartyDates(deaths: [DayRange(stated: text)!]) }
    var world = World()
    world.owns("P", "T", "10", start: "2020-01-01")
    world.owns("Q", "T", "10", start: "2010-01-01")
    world.owns("R", "T", "10", start: "2010-01-01")
    world.owns("S", "U", "10")
    world.owns("V", "T", "10")
    let found = findings(
      world,
      dates: [
        "P": died("2019-12-31"), "Q": died("2020"), "R": died("2024"), "V": died("2025-01-01"),
        "U": PartyDates(dissolutions: [DayRange(stated: "2020-05-06")!]),
      ])
    #expect(
      lines(found, world) == [
        "owner-gone-before-begun T,P L1", "owner-gone T,Q L2", "owner-gone T,R L3 possible",
        "company-gone U,S L4",
      ])
  }

  @Test func agesThatCannotBe() {
    var world = World()
    for (number, owner) in ["A", "B", "C", "D", "E", "F", "G", "H"].enumerated() {
      world.owns(owner, "T", "10", start: number == 0 ? "2015-01-01" : nil)
    }
    let found = findings(
      world,
      dates: [
        "A": born("2016"), "B": born("2023-05-05"), "C": born("1899-01-01"),
        "D": born("2010"), "E": born("1900/1902"), "F": born("2022"),
        "G": PartyDates(
          births: [DayRange(stated: "1850")!], deaths: [DayRange(stated: "2030")!]),
        "H": born("1970", "2010"),
      ])
    #expect(
      lines(found, world) == [
        "born-after-stated A L1", "under-2 B L2", "under-2 F L6 possible", "minor-owner D L4",
        "minor-owner H L8 possible", "over-122 C L3", "over-122 E L5 possible",
      ])
    #expect(
      found[1].text(world.name)
        == "B, an owner, was born in 2023-05-05: age 1 on the day asked about")
    #expect(OwnershipFindings.age(of: Day(iso: "2000-02-29")!, on: Day(iso: "2001-02-28")!) == 0)
  }

  @Test func indirectInterestsWithoutAChain() {
    var world = World()
    world.owns("P", "A", "60")
    world.owns("A", "T", "60")
    world.owns("P", "T", "36", source: 3, direct: false)
    world.owns("Q", "T", "36", source: 3, direct: false)
    world.owns("R", "T", "10", source: 3, direct: true)
    world.owns("R", "T", "36", source: 3, direct: false)
    world.owns("N", "T", "4")
    world.link(.nominee, "N", "S")
    world.owns("S", "T", "4", source: 3, direct: false)
    #expect(
      lines(findings(world), world) == [
        "indirect-without-chain T,Q L4", "indirect-without-chain T,R L6",
      ])
  }

  /// The ultimate accounting parent may be the direct one; a trust that is not named has no chain.
  @Test func whatNeedsNoChain() {
    var world = World()
    world.link(.control, "U", "T", means: .consolidation, source: 4)
    world.link(.control, "U", "T", means: .consolidation, source: 4)
    world.link(.control, "V", "S", means: .consolidation, source: 4)
    world.link(.control, "P", "T", means: .trust, source: 2)
    let found = findings(world) { snapshot in
      for row in [1, 2, 3] { snapshot.links[row].direct = false }
    }
    #expect(lines(found, world) == ["indirect-without-chain S,V L3"])
  }

  @Test func hostileShapesEnd() {
    var world = World()
    for number in 0..<1000 { world.owns("C\(number)", "C\(number + 1)", "100") }
    world.owns("C1000", "C0", "100")
    world.owns("C0", "C0", "100", source: 2)
    world.owns("P", "C500", "1", direct: false)
    var kinds = findings(world).map(\.kind)
    #expect(kinds == [.capitalAboveWhole, .declaresItself, .circular, .indirectWithoutChain])
    kinds = findings(world) { $0.links.reverse() }.map(\.kind)
    #expect(kinds.count == 4)
    #expect(findings(world) == findings(world) { $0.links.reverse() })
  }
}
