import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// What nobody is stated to own: how much, where, on which layer and why.
struct UnknownOwnersTests {
  /// External shares and the unknown add up to one, in exact fractions: rings, own shares, groups
  /// that own themselves, bands, complete lists.
  @Test(arguments: 0..<200)
  func externalSharesAndUnknownAreOneExactly(_ seed: Int) throws {
    let random = RandomWorld(seed: UInt64(seed) &+ 6000, banded: seed.isMultiple(of: 3))
    let holdings = Holdings(random.world.snapshot, at: Moment(asOf: World.today))
      .completed(seed.isMultiple(of: 6) ? .complete : .open)
    for company in Int32(RandomWorld.persons)..<Int32(RandomWorld.count) {
      let region = OwnershipRegion(owning: company, in: holdings)
      let shares = RegionShares(region, holdings)
      let answer = try LookThroughSolver(region, shares).fractions()
      var parts = Fraction.zero
      for part in answer.parts { parts = parts + part.1 }
      #expect(parts == answer.unknownMax, "seed \(seed), company \(company)")
      guard !shares.hasChoice else { continue }
      var sum = parts
      for node in 0..<region.count where region.column(Int32(node)).isEmpty {
        if Int32(node) != region.root { sum = sum + answer.low[node] }
      }
      #expect(sum == .one, "seed \(seed), company \(company)")
    }
  }

  @Test func everyUnknownPartHasItsLayerAndItsReasons() {
    var world = World()
    world.persons("P")
    for company in ["T", "H", "B", "L"] { world.companies(company) }
    world.owns("H", "T", "60")
    world.owns("B", "T", "20")
    world.owns("P", "H", "50")
    world.owns("L", "H", "20")
    world.owns("X", "B", "10")
    var snapshot = world.snapshot
    let said: [(String, UnknownOwnerReason)] = [
      ("B", .bearer), ("B", .withheld), ("B", .bearer), ("L", .listed), ("T", .nobodyPasses),
    ]
    snapshot.ownerStatements = said.map {
      OwnerStatementRow(party: world[$0.0]!, OwnerStatement($0.1, text: ""))
    }.sorted { $0.party < $1.party }
    let holdings = Holdings(snapshot, at: Moment(asOf: World.today))
    let answer = LookThrough(of: world["T"]!, in: holdings)
    let percent = Int128(Share.whole) / 100
    #expect(
      answer.unknownParts == [
        .init(
          company: world["T"]!, share: Band(exactly: 20 * percent), layer: 0,
          reasons: [.nobodyPasses]),
        .init(
          company: world["H"]!, share: Band(exactly: 18 * percent), layer: 1,
          reasons: [.notStated]),
        .init(
          company: world["B"]!, share: Band(exactly: 18 * percent), layer: 1,
          reasons: [.bearer, .withheld]),
      ])
    #expect(
      answer.ends.map(\.reason) == [.naturalPerson, .stated([.listed]), .unknownKind])
    #expect(answer.ends.map(\.layer) == [2, 2, 2])
    #expect(answer.ends.map(\.reason.isOwner) == [true, true, false])
    #expect(holdings.terminalReason(of: world["T"]!) == nil)
    #expect(holdings.reasonsForUnknown(of: world["X"]!) == [.notStated])
  }
}
