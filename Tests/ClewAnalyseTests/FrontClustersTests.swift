import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

struct FrontClustersTests {
  /// 60 companies: three fronts of one person, 25 customers of a formation agent, the rest alone.
  private var world: World {
    var world = World()
    for i in 0..<60 { world.party("C\(i)", .organisation) }
    world.persons("Boss", "Straw")
    world.party("Agent", .organisation)
    for i in 0..<3 {
      world.has("C\(i)", .address, "1 Quay")
      world.link(.director, "Straw", "C\(i)")
    }
    world.owns("Boss", "C0", "100")
    world.owns("C0", "C1", "60")
    for i in 10..<35 { world.has("C\(i)", .address, "9 Agent Row") }
    for i in 10..<16 { world.has("C\(i)", .incorporationDate, "2024-02-0\(i - 9)") }
    for i in 40..<60 { world.has("C\(i)", .address, "\(i) Own Street") }
    for i in 40..<60 { world.has("C\(i)", .phone, "N/A") }
    return world
  }

  private func find(_ world: World) -> FrontClusters {
    FrontClusters(world.snapshot, at: Moment(asOf: World.today))
  }

  @Test func frontsOfOnePersonAreOneCluster() throws {
    let world = world
    let found = find(world)
    #expect(found.clusters.count == 1)
    let cluster = try #require(found.clusters.first)
    #expect(cluster.members.map(world.name) == ["C0", "C1", "C2"])
    #expect(cluster.joinedBy.map(\.kind) == [.address, .officer])
    #expect(cluster.joinedBy.map(\.members.count) == [3, 3])
    #expect(cluster.controllers.map(world.name) == ["Boss"])
    let sum = cluster.reasons(world.name).reduce(Int64(0)) { $0 + $1.weight.mantissa }
    #expect(sum == cluster.score)
  }

  @Test func agentsAddressDoesNotJoin() {
    var world = world
    let members = Set(find(world).clusters.flatMap(\.members))
    let customers = (10..<35).compactMap { world["C\($0)"] }
    #expect(members.isDisjoint(with: customers))
    world.has("C10", .phone, "+44 1")
    world.has("C11", .phone, "+44 1")
    let pair = find(world).clusters.first { $0.members.contains(world["C10"]!) }
    #expect(pair?.members.map(world.name) == ["C10", "C11"])
    let kinds = pair?.indicators.filter { $0.party == world["C10"]! }.map(\.kind)
    #expect(kinds == [.mailboxAddress, .incorporationBurst])
    #expect(pair?.joinedBy.map(\.kind) == [.phone])
  }

  @Test func whatAKnownAgentSuppliesNeverJoins() {
    var world = World()
    for i in 0..<30 { world.party("C\(i)", .organisation) }
    world.has("Agent", .address, "9 Row")
    for i in 0..<5 {
      world.link(.agent, "Agent", "C\(i)")
      world.has("C\(i)", .address, "9 Row")
      world.link(.director, "Agent", "C\(i)")
    }
    #expect(find(world).clusters.isEmpty)
  }

  @Test func commonAttributesJoinInPairsOfDifferentGroups() {
    var world = World()
    for i in 0..<40 { world.party("C\(i)", .organisation) }
    for i in 0..<14 { world.has("C\(i)", .address, "1 Quay") }
    #expect(find(world).clusters.isEmpty)
    for i in 0..<12 { world.has("C\(i)", .incorporationDate, "2024-02-03") }
    #expect(find(world).clusters.isEmpty)
    for i in 0..<12 { world.link(.director, "Straw", "C\(i)") }
    #expect(find(world).clusters.map(\.members.count) == [12])
  }

  @Test func oddOwnershipIsIndicated() throws {
    var world = World()
    for i in 0..<10 { world.party("C\(i)", .organisation) }
    world.owns("C0", "C1", "60")
    world.owns("C1", "C0", "60")
    world.owns("C2", "C2", "10")
    world.persons("P")
    world.owns("P", "C2", "90")
    world.link(.trustee, "P", "C2")
    for i in 0..<3 { world.has("C\(i)", .email, "x@example.org") }
    let cluster = try #require(find(world).clusters.first)
    let found = cluster.indicators.map { "\(world.name($0.party)) \($0.kind.rawValue)" }
    #expect(
      found == [
        "C0 circular-ownership", "C0 opaque-top", "C1 circular-ownership", "C1 opaque-top",
        "C2 circular-ownership", "C2 trust-control",
      ])
    #expect(cluster.indicators[0].kind.expectedRate?.description == "0.000113")
  }

  @Test func outlierPeopleAreHubs() {
    var world = World()
    for i in 0..<150 { world.party("C\(i)", .organisation) }
    for i in 0..<101 {
      world.link(.director, "Busy", "C\(i)")
      world.owns("Owner", "C\(i)", "100")
    }
    world.has("C0", .phone, "1")
    world.has("C1", .phone, "1")
    let cluster = find(world).clusters.first
    #expect(cluster?.members.count == 2)
    #expect(
      cluster?.indicators.map(\.kind).prefix(2) == [.outlierDirectorships, .nomineeLikeOwner])
  }
}
