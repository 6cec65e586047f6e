import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Rings of companies as one box.
struct CrossHoldingGroupTests {
  private func holdings(_ world: World) -> Holdings {
    Holdings(world.snapshot, at: Moment(asOf: World.today))
  }

  private func units(_ top: Int128, _ bottom: Int128) -> Int128 {
    SmallRational(top, bottom).units
  }

  @Test func twoThatHoldNineTenthsOfEachOther() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("A", "B", "90")
    world.owns("B", "A", "90")
    world.owns("P", "A", "10")
    world.owns("Q", "B", "10")
    world.owns("A", "T", "50")
    let groups = holdings(world).crossHoldingGroups(above: world["T"]!)
    let group = try #require(groups.first)
    #expect(groups.count == 1)
    #expect(group.members.map(\.company) == [world["A"]!, world["B"]!])
    #expect(
      group.members.map(\.selfOwnership) == [
        Band(exactly: units(81, 100)), Band(exactly: units(81, 100)),
      ])
    #expect(group.members.allSatisfy { $0.outside == .whole && $0.unknown == .none })
    #expect(group.heldInside == Band(exactly: units(9, 10)))
    #expect(group.entry == world["A"]! && !group.ownsItselfEntirely)
    let error = try #require(group.simplePathError)
    #expect(error.owner == world["P"]!)
    #expect(error.share.min == units(10, 19) && error.simplePaths == Band(exactly: units(1, 10)))
    #expect(
      group.text(world.name) == [
        "2 companies hold each other: A, B; of all their shares they hold 90% themselves, owners "
          + "outside 10%, and of 0% no owner is stated",
        "A owns 81% of itself through the group",
        "adding up simple chains gives P 10% of A instead of ≈52.63%",
      ])
  }

  @Test func aGroupThatOwnsItself() throws {
    var world = World()
    world.owns("A", "B", "100")
    world.owns("B", "A", "100")
    let group = try #require(holdings(world).crossHoldingGroups(above: 0).first)
    #expect(group.ownsItselfEntirely && group.simplePathError == nil)
    #expect(group.members.allSatisfy { $0.selfOwnership == .whole && $0.unknown == .whole })
    #expect(group.members.allSatisfy { $0.outside == .none })
  }

  /// Against the dense inverse; with bands the answer must hold that of the minima.
  @Test(arguments: 0..<150)
  func equalsDenseInverse(_ seed: Int) throws {
    let random = RandomWorld(seed: UInt64(seed) &+ 81_000, banded: seed.isMultiple(of: 3))
    let count = RandomWorld.count
    let matrix = (0..<count).map { i in
      (0..<count).map { j in
        SmallRational(i == j ? 1 : 0) - SmallRational(Int128(random.low[i][j]), 100)
      }
    }
    guard let n = SmallRational.inverse(matrix) else { return }
    let holdings = holdings(random.world)
    for subject in Int32(RandomWorld.persons)..<Int32(count) {
      for group in holdings.crossHoldingGroups(above: subject) {
        #expect(group.method == .exact && !group.text(random.world.name).isEmpty)
        let inside = Set(group.members.map(\.company))
        for member in group.members {
          let i = Int(member.company)
          let own = SmallRational(1) - SmallRational(1) / n[i][i]
          // The group alone: owners outside it hold nothing that comes back.
          let outsiders = (0..<count).filter { !inside.contains(Int32($0)) }
          let outside = inside.sorted().reduce(SmallRational(0)) { sum, other in
            let direct = outsiders.reduce(Int128(0)) { $0 + Int128(random.low[$1][Int(other)]) }
            return sum + SmallRational(direct, 100) * n[Int(other)][i]
          }
          if seed.isMultiple(of: 3) {
            #expect(member.selfOwnership.min <= own.units + 1)
            #expect(member.outside.min <= outside.units + 1 && member.outside.max >= outside.units)
          } else {
            #expect((member.selfOwnership.min - own.units).magnitude <= 1)
            #expect((member.outside.min - outside.units).magnitude <= 1, "seed \(seed)")
            #expect(member.outside.max - member.outside.min <= 1)
          }
          #expect(member.selfOwnership.max >= member.selfOwnership.min)
        }
      }
    }
  }

  @Test func overfullGroupsAreNamed() throws {
    var world = World()
    world.owns("A", "B", "150")
    world.owns("B", "A", "150")
    world.owns("P", "A", "10")
    let group = try #require(holdings(world).crossHoldingGroups(above: world["A"]!).first)
    #expect(group.method == .undefined)
    #expect(group.text(world.name).last?.contains("cannot be computed") == true)
  }

  /// Too large for exact numbers: bounds, and no hang.
  @Test(.timeLimit(.minutes(10))) func aRingOfTenThousand() throws {
    var world = LargeRing(10_000).snapshot
    world.ownerStatements = []
    let holdings = Holdings(world, at: Moment(asOf: World.today))
    let group = try #require(holdings.crossHoldingGroups(above: 1).first)
    #expect(group.members.count == 10_000 && group.method == .bounded)
    #expect(group.members.allSatisfy { $0.outside.min >= Band.whole.max - 1_000_000 })
    #expect(group.members.allSatisfy { $0.selfOwnership.max <= Int128(Share.whole) / 10 * 9 })
    #expect(group.text { "C\($0)" }.last?.contains("10000 companies") == true)
    let answer = LookThrough(of: 1, in: holdings)
    #expect(answer.method == .bounded)
    let person = try #require(answer.band(of: 0))
    #expect(person.max == Int128(Share.whole) && person.max - person.min <= 2)
  }
}

/// A person who holds a tenth of each company of one ring, and the company before it nine tenths.
struct LargeRing {
  let snapshot: Snapshot

  init(_ count: Int) {
    var links: [LinkRow] = []
    let tenth = Share.whole / 10
    for i in 0..<count {
      let company = Int32(i + 1)
      for (owner, share) in [(Int32(0), tenth), (Int32((i + 1) % count + 1), tenth * 9)] {
        links.append(
          LinkRow(
            id: Int64(links.count + 1), from: owner, to: company, kind: .ownership,
            capitalMin: share, capitalMax: share))
      }
    }
    snapshot = Snapshot(
      partyIDs: (0...count).map { Int64($0 + 1) },
      partyKinds: [.person] + [PartyKind](repeating: .organisation, count: count), links: links)
  }
}
