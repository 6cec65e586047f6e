import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// Shares that no company can have, as wrong sources state them: nothing may trap, every bound keeps
/// its order, and every answer prints.
struct HostileSharesTests {
  /// The largest percentage that a share holds.
  private static let largest = "922337.1"

  private func holdings(_ world: World) -> Holdings {
    Holdings(world.snapshot, at: Moment(asOf: World.today))
  }

  /// Asks everything of every party.
  private func check(_ world: World) {
    let holdings = holdings(world)
    for party in world.names.indices.map({ Int32($0) }) {
      for answer in [holdings.owners(of: party), holdings.holdings(of: party)] {
        for row in answer.rows {
          #expect(row.lookThrough.min >= 0 && row.lookThrough.min <= row.lookThrough.max)
          #expect(!row.lookThrough.minText.isEmpty && !row.lookThrough.maxText.isEmpty)
          for path in row.paths { #expect(path.product.min <= path.product.max) }
        }
        #expect(answer.unknown.min <= answer.unknown.max)
        for note in answer.notes { #expect(!note.text(world.name).isEmpty) }
      }
      let exposure = Exposure(of: [party], under: .ofac, in: holdings)
      #expect(exposure.results.allSatisfy { $0.aggregate.min <= $0.aggregate.max })
      let bounds = LookThrough(boundsOf: party, in: holdings)
      #expect(bounds.bands.allSatisfy { $0.min <= $0.max })
    }
  }

  @Test func chainOfTheLargestShares() throws {
    for length in [2, 6, 12] {
      var world = World()
      for i in 0..<length { world.owns("C\(i)", "C\(i + 1)", Self.largest) }
      check(world)
      let owners = holdings(world).owners(of: Int32(length))
      let top = try #require(owners.rows.first { $0.party == 0 })
      #expect(top.lookThrough.min > Int128(Share.whole))
    }
  }

  @Test func bandsOfTheLargestShares() {
    var world = World()
    for i in 0..<6 {
      world.owns("C\(i)", "C\(i + 1)", min: "0.0000001", max: Self.largest)
      world.owns("D\(i)", "C\(i + 1)", min: Self.largest)
      world.owns("C\(i)", "E\(i)", max: Self.largest, votes: Self.largest)
    }
    check(world)
  }

  @Test func ringsAboveTheWhole() {
    for share in ["100", "100.0001", "150", Self.largest] {
      var world = World()
      world.persons("P")
      for i in 0..<4 {
        world.owns("C\(i)", "C\((i + 1) % 4)", share)
        world.owns("P", "C\(i)", share)
        world.owns("C\(i)", "C\(i)", min: "10", max: share)
      }
      check(world)
    }
  }

  /// Too many for exact numbers, and every column far above the whole.
  @Test func largeRingAboveTheWholeIsUndefined() {
    var world = World()
    for i in 0..<70 {
      world.owns("C\(i)", "C\((i + 1) % 70)", Self.largest)
      for j in 0..<3 { world.owns("P\(j)", "C\(i)", min: "1", max: Self.largest) }
    }
    let holdings = holdings(world)
    for answer in [holdings.owners(of: world["C0"]!), holdings.holdings(of: world["P0"]!)] {
      #expect(answer.notes.contains(.undefined))
    }
  }

  @Test(arguments: 0..<150)
  func anyShares(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 40)
    let shares = ["0", "0.0000000000001", "33.3333", "50", "99.99", "100", "250", Self.largest]
    var world = World()
    world.persons("P", "Q")
    for i in 0..<6 { world.companies("C\(i)") }
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      let owner = world.names[Int.random(in: 0..<8, using: &random)]
      let owned = world.names[Int.random(in: 2..<8, using: &random)]
      func share() -> String? {
        Bool.random(using: &random) ? nil : shares[Int.random(in: 0..<8, using: &random)]
      }
      world.owns(
        owner, owned, min: share(), max: share(), votes: share(),
        source: Int32.random(in: 1...2, using: &random), candidate: Bool.random(using: &random))
    }
    check(world)
  }

  /// A chain of companies far longer than any real one is answered, and says what it does not list.
  @Test(.timeLimit(.minutes(10))) func longChain() throws {
    var world = World()
    world.persons("P")
    var owner = "P"
    for i in 0..<120 {
      world.owns(owner, "C\(i)", "99.9")
      owner = "C\(i)"
    }
    let owners = holdings(world).owners(of: world["C119"]!)
    #expect(owners.rows.count == 120)
    let listed = owners.notes.contains {
      if case .pathsCut(let count) = $0 { return count == 21 }
      return false
    }
    #expect(listed)
  }
}
