import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// Worked cases of `clew owners`, each small enough to check by hand.
struct OwnersTests {
  private func holdings(_ world: World, asOf: String? = nil, knownBy: String? = nil) -> Holdings {
    let day = asOf.flatMap { Day(iso: $0) } ?? World.today
    return Holdings(
      world.snapshot, at: Moment(asOf: day, knownBy: knownBy.flatMap { Day(iso: $0) }))
  }

  private func row(_ world: World, _ owner: String, _ subject: String) -> OwnerRow? {
    holdings(world).owners(of: world[subject]!).rows.first { $0.party == world[owner]! }
  }

  private var ring: World {
    var world = World()
    world.persons("P", "Q")
    world.companies("A", "B")
    world.owns("P", "A", "10")
    world.owns("B", "A", "90")
    world.owns("A", "B", "90")
    world.owns("Q", "B", "10")
    return world
  }

  @Test func ringIsSolvedAndRoundedOutwards() throws {
    let p = try #require(row(ring, "P", "A"))
    #expect(p.lookThrough.minText == "0.526315789473")
    #expect(p.lookThrough.maxText == "0.526315789474")
    #expect(p.direct == Band(exactly: Int128(Share.whole) / 10))
    #expect(p.isUltimate)
    #expect(p.control == .no)
    let a = try #require(row(ring, "A", "B"))
    #expect(a.lookThrough.minText == "0.9")
    #expect(!a.isUltimate)
    #expect(a.control == .yes)
    let own = try #require(row(ring, "A", "A"))
    #expect(own.lookThrough.minText == "0.81")
  }

  @Test func rowsComeByMaximumThenNode() {
    let owners = holdings(ring).owners(of: ring["A"]!)
    #expect(owners.rows.map { ring.name($0.party) } == ["B", "A", "P", "Q"])
    #expect(owners.unknown == .none)
    #expect(
      owners.notes.contains(.crossHolding(members: [ring["A"]!, ring["B"]!])))
  }

  @Test func pathsProveTheShare() throws {
    var world = World()
    world.persons("P")
    world.owns("P", "A", "60")
    world.owns("A", "T", "50")
    world.owns("P", "T", "10")
    let p = try #require(row(world, "P", "T"))
    #expect(p.paths.map(\.links) == [[[1], [2]], [[3]]])
    #expect(p.paths.map(\.product.minText) == ["0.3", "0.1"])
    #expect(p.lookThrough.minText == "0.4")
    #expect(p.control == .yes)
  }

  @Test func unknownRemainderIsShownWhereItLies() {
    var world = World()
    world.persons("P")
    world.companies("X", "T")
    world.owns("X", "T", "40")
    world.owns("P", "X", "50")
    world.owns("P", "T", "51.3")
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.unknown.minText == "0.287")
    #expect(
      owners.unknownParts.map { "\(world.name($0.company)) \($0.share.minText)" }
        == ["X 0.2", "T 0.087"])
  }

  @Test func companyWithoutStatedOwnersIsAKnownOwner() {
    var world = World()
    world.companies("H", "T")
    world.owns("H", "T", "100")
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.rows.map(\.isUltimate) == [true])
    #expect(owners.unknown == .none)
    #expect(owners.notes.contains(.ownersNotStated(world["H"]!)))
    #expect(holdings(world).owners(of: world["H"]!).unknown == .whole)
  }

  @Test func ownSharesAreTakenOut() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("X", "X", "50")
    world.owns("P", "X", "25")
    world.owns("Q", "X", "25")
    #expect(try #require(row(world, "P", "X")).lookThrough.minText == "0.5")
    #expect(try #require(row(world, "X", "X")).lookThrough.minText == "0.5")
  }

  @Test func groupThatOwnsItselfIsReported() throws {
    var world = World()
    world.persons("P")
    world.companies("A", "B", "T")
    world.owns("A", "B", "100")
    world.owns("B", "A", "100")
    world.owns("A", "T", "30")
    world.owns("P", "T", "70")
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.notes.contains(.ownsItself(members: [world["A"]!, world["B"]!])))
    #expect(try #require(row(world, "A", "T")).lookThrough.minText == "0.3")
    #expect(try #require(row(world, "P", "T")).lookThrough.minText == "0.7")
    #expect(owners.unknown.maxText == "0.3")
    let alone = holdings(world).owners(of: world["A"]!)
    #expect(alone.rows.map(\.lookThrough.minText) == ["1", "1"])
  }

  @Test func bandsGiveThreeAnswers() throws {
    var world = World()
    world.persons("P", "Q", "R")
    world.owns("P", "T", min: "25", max: "50")
    world.owns("Q", "T", min: "40", max: "60")
    world.owns("R", "T")
    let owners = holdings(world).owners(of: world["T"]!)
    let bands = Dictionary(
      uniqueKeysWithValues: owners.rows.map { (world.name($0.party), $0.lookThrough) })
    #expect(bands["P"]?.minText == "0.25" && bands["P"]?.maxText == "0.5")
    #expect(bands["Q"]?.maxText == "0.6")
    #expect(bands["R"]?.minText == "0" && bands["R"]?.maxText == "0.35")
    #expect(owners.unknown.minText == "0" && owners.unknown.maxText == "0.35")
    #expect(try #require(row(world, "Q", "T")).control == .possible)
    #expect(try #require(row(world, "R", "T")).verdicts.first?.verdict == .possible)
  }

  @Test func lotsOfOneSourceAddUpAndSourcesDoNot() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "T", "10")
    world.owns("P", "T", "15")
    world.owns("P", "T", "25", source: 2)
    world.owns("Q", "T", "30")
    world.owns("Q", "T", "40", source: 2)
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(try #require(row(world, "P", "T")).direct.minText == "0.25")
    let q = try #require(row(world, "Q", "T"))
    #expect(q.direct.minText == "0.3" && q.direct.maxText == "0.4")
    let disagree = owners.notes.contains {
      if case .sourcesDisagree(let owner, _, _) = $0 { return owner == world["Q"]! }
      return false
    }
    #expect(disagree)
  }

  @Test func columnAboveWholeIsFlaggedAndNotRescaled() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "T", "80")
    world.owns("Q", "T", "90")
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.rows.map(\.lookThrough.minText) == ["0.9", "0.8"])
    #expect(
      owners.notes.contains(
        .aboveWhole(company: world["T"]!, sum: Int128(Share.whole) / 10 * 17)))
    #expect(owners.unknown == .none)
  }

  @Test func datesDecideAndPartialDatesArePossible() {
    var world = World()
    world.persons("P", "Q", "R")
    world.owns("P", "T", "60", start: "2024-03-01", end: "2024-06-01")
    world.owns("Q", "T", "40", start: "2024", known: "2025-01-10")
    func bands(_ asOf: String, knownBy: String? = nil) -> [String] {
      holdings(world, asOf: asOf, knownBy: knownBy).owners(of: world["T"]!).rows.map {
        "\(world.name($0.party)) \($0.lookThrough.minText)-\($0.lookThrough.maxText)"
      }
    }
    #expect(bands("2024-02-29") == ["Q 0-0.4"])
    #expect(bands("2024-03-01") == ["P 0.6-0.6", "Q 0-0.4"])
    #expect(bands("2024-05-31") == ["P 0.6-0.6", "Q 0-0.4"])
    #expect(bands("2024-06-01") == ["Q 0-0.4"])
    #expect(bands("2025-01-01") == ["Q 0.4-0.4"])
    #expect(bands("2025-01-01", knownBy: "2025-01-09").isEmpty)
    #expect(bands("2025-01-01", knownBy: "2025-01-10") == ["Q 0.4-0.4"])
  }

  @Test func nomineeHoldsForItsNominator() throws {
    var world = World()
    world.persons("P", "N")
    world.owns("N", "T", "60")
    world.link(.nominee, "N", "P")
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.rows.map { world.name($0.party) } == ["P"])
    #expect(owners.rows.map(\.titleHolders) == [[world["N"]!]])
    #expect(owners.rows.map(\.control) == [.yes])
    world.link(.nominee, "N", "Q")
    let several = holdings(world).owners(of: world["T"]!)
    #expect(several.rows.map { world.name($0.party) } == ["P", "Q"])
    #expect(several.rows.allSatisfy { $0.lookThrough.minText == "0" })
  }

  @Test func declaredIndirectHoldingIsShownNotCounted() {
    var world = World()
    world.persons("P")
    world.owns("P", "A", "50")
    world.owns("A", "T", "50")
    let link = world.owns("P", "T", "25", direct: false)
    let owners = holdings(world).owners(of: world["T"]!)
    #expect(owners.rows.first { $0.party == world["P"]! }?.lookThrough.minText == "0.25")
    let declared = owners.notes.contains {
      if case .declaredIndirect(let row) = $0 { return row.link == link }
      return false
    }
    #expect(declared)
  }

  @Test func controlTakesVotesAndStatedControl() throws {
    var world = World()
    world.persons("P", "Q", "F")
    world.owns("P", "T", "25", votes: "60")
    world.owns("Q", "T", "75", votes: "40")
    world.link(.control, "F", "T")
    #expect(try #require(row(world, "P", "T")).control == .yes)
    #expect(try #require(row(world, "Q", "T")).control == .no)
    let f = try #require(row(world, "F", "T"))
    #expect(f.control == .yes && f.lookThrough == .none)
  }

  @Test func roundedHalfIsOnlyPossibly() {
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "A", "50.01")
    world.owns("Q", "A", "10.0")
    world.owns("P", "B", "33.333")
    world.owns("Q", "B", "16.6669")
    world.owns("P", "C", "25.00")
    world.owns("Q", "C", "25.00")
    let exposure = Exposure(
      of: [world["P"]!, world["Q"]!], under: .ofac, in: holdings(world))
    let verdicts = exposure.results.map {
      "\(world.name($0.party)) \($0.verdict) \($0.withinRounding)"
    }
    #expect(verdicts.sorted() == ["A yes false", "B possible true", "C yes false"])
  }

  @Test func exposureProvesEveryStepAndAggregates() throws {
    var world = World()
    world.persons("X", "Y")
    world.owns("X", "A", "30")
    world.owns("Y", "A", "20")
    world.owns("A", "B", "50")
    world.owns("B", "A", "50")
    let exposure = Exposure(of: [world["Y"]!, world["X"]!], under: .ofac, in: holdings(world))
    let b = try #require(exposure.results.last)
    #expect(world.name(b.party) == "B")
    #expect(b.by.map(world.name) == ["X", "Y"])
    #expect(b.steps.map(\.links) == [[3], [1], [2]])
    #expect(b.margin == 0 && b.aggregate.minText == "0.5")
    let a = try #require(exposure.results.first)
    #expect(a.aggregate.minText == "1")
  }

  @Test func textNeverStandsOnAThresholdThatIsNotReached() {
    let half = Int128(Share.whole) / 2
    #expect(Band(min: half + 1, max: half + 1).minText == "0.500000000001")
    #expect(Band(min: half - 1, max: half - 1).maxText == "0.499999999999")
    #expect(Band(exactly: half).minText == "0.5")
    #expect(Band(min: 1, max: 1).minText == "0")
    #expect(Band(min: 1, max: 1).maxText == "0.000000000001")
  }

  @Test func notesReadAsSentences() {
    let owners = holdings(ring).owners(of: ring["A"]!)
    let texts = owners.notes.map { $0.text(ring.name) }
    #expect(texts.contains { $0.contains("A, B") })
  }
}
