import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct BeneficialOwnershipTests {
  private func row(_ world: World, _ party: String = "P") throws -> OwnerRow {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let owners = holdings.owners(of: world["T"]!)
    return try #require(owners.rows.first { $0.party == world[party]! })
  }

  private func verdict(_ world: World) throws -> RegimeVerdict {
    try #require(try row(world).verdicts.first)
  }

  private func person() -> World {
    var world = World()
    world.persons("P")
    return world
  }

  @Test func votesCountLikeShares() throws {
    var world = person()
    world.owns("P", "T", "10", votes: "40")
    let verdict = try verdict(world)
    #expect(verdict.verdict == .yes && verdict.grounds == ["Article 52 (votes)"])
    #expect(verdict.margin == 150_000_000_000_000 && !verdict.withinRounding)
    var both = person()
    both.owns("P", "T", "30", votes: "40")
    #expect(try self.verdict(both).grounds == ["Article 52"])
  }

  @Test func votesAreMultipliedAlongChains() throws {
    var world = person()
    world.owns("P", "A", "10", votes: "50")
    world.owns("A", "T", "50")
    #expect(try verdict(world).grounds == ["Article 52 (votes)"])
    var below = person()
    below.owns("P", "A", "10", votes: "49")
    below.owns("A", "T", "50")
    #expect(try verdict(below).verdict == .no)
  }

  @Test func votesOfControlledHoldersAndInControllers() throws {
    var holders = person()
    holders.owns("P", "A", "60")
    holders.owns("A", "T", "10", votes: "30")
    #expect(try verdict(holders).grounds == ["Article 54(a) (votes)"])
    var controller = person()
    controller.owns("P", "A", "10", votes: "30")
    controller.owns("A", "T", "60")
    #expect(try verdict(controller).grounds == ["Article 54(b) (votes)"])
  }

  /// What P holds of A, A of T, and P of T besides, against a quarter.
  @Test(arguments: [
    ("49.99", "49.99", "0.01", Verdict.possible, true),
    ("49.99", "49.99", "0.005", .possible, true), ("49.99", "49.99", "0.03", .yes, false),
    ("49.99", "49.99", "0", .no, false), ("50.00", "50.00", "0", .yes, false),
    ("0", "0", "25.00", .yes, false), ("0", "0", "25.01", .yes, false),
    ("0", "0", "24.99", .no, false), ("0", "0", "24.9999", .no, false),
  ])
  func roundingIsKept(
    _ upper: String, _ lower: String, _ direct: String, _ expected: Verdict, _ isWithin: Bool
  ) throws {
    var world = person()
    world.owns("P", "A", upper)
    world.owns("A", "T", lower)
    world.owns("P", "T", direct)
    let verdict = try verdict(world)
    #expect(verdict.verdict == expected && verdict.withinRounding == isWithin)
    #expect(verdict.grounds == (expected == .no ? [] : ["Article 52"]))
  }

  @Test func bandsArePossibleForAnotherReason() throws {
    var world = person()
    world.owns("P", "T", min: "20", max: "30")
    let verdict = try verdict(world)
    #expect(verdict.verdict == .possible && !verdict.withinRounding)
  }

  @Test func controlInsideRoundingIsPossible() throws {
    func world(_ share: String) -> World {
      var world = person()
      for name in ["A", "B", "C"] {
        world.owns("P", name, "100")
        world.owns(name, "T", share)
      }
      return world
    }
    let near = try row(world("16.67"))
    #expect(near.control == .possible && near.controlWithinRounding)
    let above = try row(world("16.68"))
    #expect(above.control == .yes && !above.controlWithinRounding)
    let holdings = Holdings(world("16.67").snapshot, at: Moment(asOf: World.today))
    let down = holdings.holdings(of: 0).rows.first { $0.party == world("16.67")["T"]! }
    #expect(down?.control == .possible && down?.controlWithinRounding == true)
  }

  /// Person by person and controller by controller give the same shares.
  @Test(arguments: 0..<60)
  func bothWaysToInterestsAgree(_ seed: Int) throws {
    let random = RandomWorld(seed: UInt64(seed) &+ 7, banded: seed.isMultiple(of: 2))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
    let companies = (RandomWorld.persons..<RandomWorld.count).map { Int32($0) }
    for subject in companies {
      let region = OwnershipRegion(owning: subject, in: holdings)
      let inside = companies.filter { region.local($0) != nil && holdings.isOwned($0) }
      var byPerson = Interests()
      var byCompany = Interests()
      for person in 0..<Int32(RandomWorld.persons) {
        try byPerson.add(of: person, in: inside, region, holdings, .capital)
      }
      for company in inside {
        byCompany.add(OwnershipRegion(owning: company, in: holdings), holdings, .capital)
      }
      for person in 0..<Int32(RandomWorld.persons) {
        for company in inside {
          #expect(byPerson[person, company] == byCompany[person, company])
        }
      }
    }
  }
}
