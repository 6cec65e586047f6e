import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct VotingPowerTests {
  private let whole = Int128(Share.whole)

  /// Swings of every voter, by going through all coalitions.
  private func bruteForce(_ votes: [Int64]) -> [Int] {
    let total = votes.reduce(0, +)
    return votes.indices.map { voter in
      (0..<(1 << votes.count)).filter { coalition in
        guard coalition >> voter & 1 == 0 else { return false }
        let sum = votes.indices.reduce(Int64(0)) { $0 + (coalition >> $1 & 1 == 1 ? votes[$1] : 0) }
        return 2 * sum <= total && 2 * (sum + votes[voter]) > total
      }.count
    }
  }

  @Test(arguments: 0..<40)
  func everyWayOfCountingAgrees(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let size = Int.random(in: 1...9, using: &random)
    let votes = (0..<size).map { _ in Int64.random(in: 1...30, using: &random) }
    let swings = bruteForce(votes)
    let powers = VotingGame(votes).powers()
    for (power, swings) in zip(powers.units, swings) {
      #expect(power == Band(exactly: Int128(swings) * whole / Int128(1 << (size - 1))))
    }
    #expect(VotingGame(votes).tabulated().units == powers.units)
  }

  @Test func sampledLiesWithinItsError() throws {
    let votes: [Int64] = [40, 25, 20, 15]
    let exact = VotingGame(votes).powers()
    let sampled = VotingGame(votes).sampled()
    let error = try #require(sampled.error)
    #expect(error > 0 && error < whole / 80)
    for (a, b) in zip(exact.units, sampled.units) { #expect((a.min - b.min).magnitude < error) }
    #expect(VotingGame(votes).sampled().units == sampled.units)
  }

  @Test func manyVotersAreCountedOrDrawn() {
    let counted = VotingGame([Int64](repeating: 1, count: 100)).powers()
    #expect(counted.error == nil)
    // C(99, 50) / 2^99 = 0.07958...
    #expect(counted.units[0].min * 10_000 / whole == 795)
    var random = SeededGenerator(seed: 3)
    let drawn = VotingGame(
      (0..<300).map { _ in Int64.random(in: 1...1_000_000_000_000, using: &random) }
    ).powers()
    #expect(drawn.error != nil && drawn.units.count == 300)
  }

  @Test func unknownVotesAreReadBothWays() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("P", "T", "40")
    world.owns("Q", "T", "10")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let game = try #require(VotingPower(of: world["T"]!, in: holdings))
    // One voter with 50: needs P or Q. Dispersed: P has 40 of 50.
    let p = try #require(game.power(of: world["P"]!))
    #expect(p.power == Band(min: whole / 4, max: whole))
    let q = try #require(game.power(of: world["Q"]!))
    #expect(q.power == Band(min: 0, max: whole / 4))
    #expect(!p.hasMajority)
  }

  @Test func ownSharesCastNoVotes() throws {
    var world = World()
    world.persons("P", "Q")
    world.owns("T", "T", "40")
    world.owns("P", "T", "31")
    world.owns("Q", "T", "29")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    let game = try #require(VotingPower(of: world["T"]!, in: holdings))
    #expect(game.powers.map(\.power) == [.whole, .none])
    #expect(game.powers.map(\.hasMajority) == [true, false])
    #expect(game.powers.count == 2)
  }

  /// 45 against six holders of 9 and a little: 45 decides most votings and has no majority.
  @Test func dominantMinorityIsNamed() {
    var world = World()
    world.persons("P")
    world.owns("P", "T", "46")
    for i in 0..<6 { world.owns("N\(i)", "T", "9") }
    let owners = Holdings(world.snapshot, at: Moment(asOf: World.today)).owners(of: world["T"]!)
    let dominant = owners.notes.compactMap { note -> Int32? in
      if case .dominantMinority(let holder, _, _, _) = note { return holder }
      return nil
    }
    #expect(dominant == [world["P"]!])
    // P swings unless none or all six others agree: 62 of 64.
    #expect(owners.rows.first?.power.first?.power.power.minText == "0.96875")
  }

  @Test func overfullColumnHasNoGame() {
    var world = World()
    world.owns("P", "T", "80")
    world.owns("Q", "T", "80")
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    #expect(VotingPower(of: world["T"]!, in: holdings) == nil)
  }
}

extension VotingPower {
  fileprivate func power(of holder: Int32) -> Power? { powers.first { $0.holder == holder } }
}
