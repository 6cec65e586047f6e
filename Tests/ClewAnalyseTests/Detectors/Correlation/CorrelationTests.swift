import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct CorrelationTests {
  /// Top is listed and holds 60% of Sub, which holds a; b is Other's; n pays a.
  private func world() -> World {
    var world = World()
    world.companies("Top", "Sub", "Other", "Near")
    world.owns("Top", "Sub", "60")
    world.holds("Sub", account: "a")
    world.holds("Other", account: "b")
    world.holds("Near", account: "n")
    world.pays("a", "b", "100.00", at: "2026-03-02")
    world.pays("n", "a", "5.00", at: "2026-01-02")
    return world
  }

  private func reasons(_ world: World, _ known: KnownActors) -> [PatternFinding.Reason] {
    let snapshot = world.snapshot
    let finding = PatternFinding(
      kind: "cycle", rows: [0],
      roles: [
        PatternFinding.Member(world.accountNode("a")!, .origin),
        PatternFinding.Member(world.accountNode("b")!, .member),
      ])
    return Correlation(known, snapshot, Holders(snapshot), at: Moment(asOf: World.today))
      .reasons(for: PatternEvidence(finding, snapshot.payments))
  }

  @Test func nothingKnownAddsNothing() {
    #expect(reasons(world(), KnownActors()).isEmpty)
  }

  @Test func holdersAndWhoControlsThem() throws {
    let world = world()
    var known = KnownActors()
    known.listed[try #require(world["Other"])] = [RecordID(.listing, 7)]
    var found = reasons(world, known)
    #expect(found.map(\.term) == ["listed"])
    #expect(found[0].detail == "P3, holder of A2, is the same as W7")
    #expect(found[0].backgroundRate == "0.3333")
    known = KnownActors()
    known.listed[try #require(world["Top"])] = [RecordID(.listing, 9)]
    found = reasons(world, known)
    #expect(found.map(\.term) == ["controlled by a listed party"])
    #expect(found[0].detail == "P2, holder of A1, is controlled by P1, the same as W9")
  }

  @Test func filingsFlagsAndFindings() throws {
    let world = world()
    var known = KnownActors()
    known.filed[try #require(world.accountNode("a"))] = [RecordID(.filing, 3)]
    known.flagged = [1]
    known.earlier[try #require(world["Sub"])] = [RecordID(.finding, 4)]
    let found = reasons(world, known)
    #expect(found.map(\.term) == ["filed upon", "flagged suspicious", "in an earlier finding"])
    #expect(found.map(\.weight) == [10_000, 10_000, 5_000])
    #expect(found[1].detail == "1 of 1 payments by their source: T1")
  }

  @Test func counterpartiesOutsideCountLess() throws {
    let world = world()
    var known = KnownActors()
    known.filed[try #require(world["Near"])] = [RecordID(.filing, 8)]
    let found = reasons(world, known)
    #expect(found.map(\.term) == ["deals with a known actor"])
    #expect(found[0].detail == "A1 deals with A3, of R8")
  }
}
