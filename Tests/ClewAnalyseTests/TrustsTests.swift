import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Persons behind trusts, worked by hand.
struct TrustsTests {
  private func rows(_ world: World, of subject: String = "T") -> [OwnerRow] {
    Holdings(world.snapshot, at: Moment(asOf: World.today)).owners(of: world[subject]!).rows
  }

  /// By person and regime the words of every ground.
  private func grounds(_ world: World, _ party: String, _ regime: String) -> [String] {
    let row = rows(world).first { $0.party == world[party]! }
    let verdict = row?.verdicts.first { $0.regime == regime }
    return verdict?.reasons.map { "\($0.words(world.name)) \($0.verdict)" } ?? ["no row"]
  }

  /// A trust holds 30 % of T; S settles it, U is its trustee, B its beneficiary, R its protector.
  private var world: World {
    var world = World()
    world.persons("S", "U", "B", "R", "P")
    world.companies("X", "T")
    world.owns("X", "T", "30")
    world.owns("P", "T", "70")
    world.link(.settlor, "S", "X")
    world.link(.trustee, "U", "X")
    world.link(.beneficiary, "B", "X")
    world.link(.protector, "R", "X")
    return world
  }

  @Test func rolesDifferFromLawToLaw() {
    let counted = ["bo-eu-amlr", "bo-de", "bo-uk-psc", "bo-us-cdd", "bo-ca-fintrac"].map { regime in
      ["S", "U", "B", "R"].filter { !grounds(world, $0, regime).isEmpty }.joined()
    }
    #expect(counted == ["SUBR", "SUBR", "U", "U", "SUB"])
    #expect(grounds(world, "S", "bo-eu-amlr") == ["Article 58, settlor of X yes"])
    #expect(grounds(world, "R", "bo-de") == ["section 3(3), protector of X yes"])
  }

  @Test func rolesAreProvedByTheirLinks() throws {
    let settlor = try #require(rows(world).first { $0.party == world["S"]! })
    #expect(settlor.lookThrough == .none && settlor.control == .no)
    let verdict = try #require(settlor.verdicts.first { $0.regime == "bo-de" })
    #expect(verdict.reasons.first?.proof.links == [1, 3])
    #expect(verdict.reasons.first?.proof.through == [world["X"]!])
    #expect(verdict.margin == nil)
    let trust = try #require(rows(world).first { $0.party == world["X"]! })
    #expect(trust.verdicts.isEmpty)
  }

  @Test func trustBelowTheThresholdMakesNobodyAnOwner() {
    var small = World()
    small.persons("S")
    small.companies("X", "T")
    small.owns("X", "T", "24")
    small.link(.settlor, "S", "X")
    #expect(rows(small).map { small.name($0.party) } == ["X"])
  }

  /// The trust's own chain is looked through: X controls A, which holds 26 %.
  @Test func trustInsideAChain() {
    var chain = World()
    chain.persons("S")
    chain.companies("X", "A", "T")
    chain.owns("X", "A", "51")
    chain.owns("A", "T", "26")
    chain.link(.settlor, "S", "X")
    #expect(grounds(chain, "S", "bo-de") == ["section 3(3), settlor of X yes"])
    #expect(grounds(chain, "S", "bo-us-cdd") == [])
  }

  @Test func entityInARoleIsLookedThrough() {
    var entity = World()
    entity.persons("P", "Q")
    entity.companies("X", "T", "C")
    entity.owns("X", "T", "60")
    entity.link(.trustee, "C", "X")
    entity.owns("P", "C", "80")
    entity.owns("Q", "C", "20")
    #expect(
      grounds(entity, "P", "bo-us-cdd") == ["ownership prong, trust, behind C, trustee of X yes"])
    #expect(grounds(entity, "Q", "bo-us-cdd") == ["no row"])
    let row = rows(entity).first { $0.party == entity["P"]! }
    let proof = row?.verdicts.first { $0.regime == "bo-us-cdd" }?.reasons.first?.proof
    #expect(proof?.links == [1, 2, 3])
  }

  @Test func trustInATrust() {
    var nested = World()
    nested.persons("S")
    nested.companies("X", "Y", "T")
    nested.owns("X", "T", "60")
    nested.link(.settlor, "Y", "X")
    nested.link(.settlor, "S", "Y")
    nested.link(.settlor, "X", "Y")
    #expect(grounds(nested, "S", "bo-eu-amlr") == ["Article 58, behind Y, settlor of X yes"])
  }

  @Test func subjectThatIsATrust() {
    var trust = World()
    trust.persons("S", "U")
    trust.companies("T")
    trust.link(.settlor, "S", "T")
    trust.link(.trustee, "U", "T", candidate: true)
    #expect(grounds(trust, "S", "bo-de") == ["section 3(3), settlor of T yes"])
    #expect(grounds(trust, "U", "bo-de") == ["section 3(3), trustee of T possible"])
  }

  @Test func possibleTrustMakesPossibleOwners() {
    var banded = World()
    banded.persons("S")
    banded.companies("X", "T")
    banded.owns("X", "T", min: "20", max: "30")
    banded.link(.settlor, "S", "X")
    #expect(grounds(banded, "S", "bo-de") == ["section 3(3), settlor of X possible"])
  }

  /// Who influences a trust that meets a condition meets the fifth, whatever the roles.
  @Test func influenceOverATrust() {
    var world = world
    world.persons("I")
    world.link(.control, "I", "X", means: .influence)
    #expect(grounds(world, "I", "bo-uk-psc") == ["condition 5, control of X yes"])
    #expect(grounds(world, "I", "bo-de").allSatisfy { $0.hasSuffix("possible") })
  }
}
