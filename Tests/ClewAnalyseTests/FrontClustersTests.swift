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
    #expect(pair?.joinedBy.map(\.kind) == [.phone, .incorporationDate])
    #expect(pair?.joinedBy.last?.value == "2024-02-01 to 2024-02-03")
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

  /// One address as two sources write it, one hand, three days.
  @Test func oneAddressAndOneWindowCountOnce() throws {
    var world = World()
    for i in 0..<40 { world.party("C\(i)", .organisation) }
    for i in 0..<4 {
      world.has("C\(i)", .address, "Unit 12, 7 Cooper's Yard, CY")
      world.has("C\(i)", .address, "Unit 12, 7 Cooper's Yard")
      world.link(.director, "Straw", "C\(i)")
    }
    for (i, day) in ["04", "04", "05", "06"].enumerated() {
      world.has("C\(i)", .incorporationDate, "2025-11-\(day)")
    }
    let cluster = try #require(find(world).clusters.first)
    #expect(cluster.joinedBy.map(\.kind) == [.address, .incorporationDate, .officer])
    #expect(cluster.joinedBy.map(\.members.count) == [4, 4, 4])
    #expect(
      cluster.joinedBy[0].value == "Unit 12, 7 Cooper's Yard; Unit 12, 7 Cooper's Yard, CY")
    #expect(cluster.joinedBy[1].value == "2025-11-04 to 2025-11-06")
    let rarity = cluster.joinedBy[0].rarity
    #expect(cluster.joinedBy.allSatisfy { $0.rarity == rarity })
    #expect(cluster.score == 3 * rarity + cluster.indicators.reduce(0) { $0 + $1.term })
  }

  @Test func windowsAreDaysInARow() {
    func windows(_ dates: [String]) -> [String] {
      var world = World()
      for i in 0..<60 { world.party("C\(i)", .organisation) }
      for (i, date) in dates.enumerated() {
        world.has("C\(i)", .incorporationDate, date)
        world.has("C\(i)", .phone, "+44 1")
      }
      return find(world).clusters.flatMap(\.joinedBy).filter { $0.kind == .incorporationDate }
        .map { "\($0.value) \($0.members.map(world.name).joined())" }
    }
    #expect(windows(["2025-11-04", "2025-11-06"]) == ["2025-11-04 to 2025-11-06 C0C1"])
    #expect(windows(["2025-11-04", "2025-11-07"]).isEmpty)
    #expect(windows(["2025-12-30", "2026-01-01"]) == ["2025-12-30 to 2026-01-01 C0C1"])
    #expect(windows(["2025-11", "2025-11", "2025", "1900-01-01", "1900-01-01"]).isEmpty)
    #expect(
      windows(["2025-11-04", "2025-11-05", "2025-11-06", "2025-11-07", "2025-11-08"])
        == ["2025-11-04 to 2025-11-06 C0C1C2"])
  }

  @Test func aTownIsNoAddress() {
    for (address, joined) in [("London", 0), ("London 7", 1), ("七号楼", 1)] {
      var world = World()
      for i in 0..<40 { world.party("C\(i)", .organisation) }
      for i in 0..<3 { world.has("C\(i)", .address, address) }
      #expect(find(world).clusters.count == joined, "\(address)")
      for i in 0..<3 { world.has("C\(i)", .email, "x@example.org") }
      #expect(find(world).clusters.first?.joinedBy.count == 2)
    }
  }

  /// Where few companies are known, few have to share a thing for it to tell.
  @Test func rareIsRelativeInSmallCasefiles() {
    for (companies, joined) in [(12, 0), (50, 1)] {
      var world = World()
      for i in 0..<companies { world.party("C\(i)", .organisation) }
      for i in 0..<5 { world.has("C\(i)", .phone, "+44 1") }
      #expect(find(world).clusters.count == joined)
    }
  }

  /// What a source could not state joins nobody.
  @Test func emptyKeysDoNotJoin() {
    var world = World()
    for i in 0..<40 { world.party("C\(i)", .organisation) }
    for i in 0..<4 { world.has("C\(i)", .phone, "") }
    #expect(find(world).clusters.isEmpty)
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
