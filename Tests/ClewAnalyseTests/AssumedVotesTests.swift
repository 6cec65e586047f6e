import ClewFixtures
import ClewModel
import Testing

@testable import ClewAnalyse

/// Votes that nobody states are taken to equal the shares, as far as stated votes leave room.
struct AssumedVotesTests {
  private func control(_ world: World, of party: String) throws -> Verdict {
    let holdings = Holdings(world.snapshot, at: Moment(asOf: World.today))
    return Control(holdings).verdict(
      of: try #require(world[party]), on: try #require(world["T"]))
  }

  /// A has three quarters of the shares, B the majority of the votes: only B controls.
  @Test func statedVotesGoBeforeAssumedOnes() throws {
    var world = World()
    world.persons("A", "B")
    world.companies("T")
    world.owns("A", "T", min: "75", max: "100")
    world.owns("B", "T", "10", votes: "80")
    #expect(try control(world, of: "A") == .no)
    #expect(try control(world, of: "B") == .yes)
  }

  /// 60 % and 51 % of the votes cannot both be: the stated half plus one stays, the assumed one falls.
  @Test func nothingAssumedIsCertainAboveTheWhole() throws {
    var world = World()
    world.persons("A", "B")
    world.companies("T")
    world.owns("A", "T", "60")
    world.owns("B", "T", "40", votes: "51")
    #expect(try control(world, of: "A") == .no)
    #expect(try control(world, of: "B") == .yes)
  }

  /// Where they fit, unstated votes still equal the shares.
  @Test func votesThatFitAreAssumed() throws {
    var world = World()
    world.persons("A", "B")
    world.companies("T")
    world.owns("A", "T", "60")
    world.owns("B", "T", "40", votes: "40")
    #expect(try control(world, of: "A") == .yes)
  }

  /// Twelve holders of 4.2 %, each off by up to 0.05 points: whoever has the rest may have 50.2 %.
  @Test func roundingOfTheOthersLeavesRoom() throws {
    var world = World()
    world.persons("X")
    world.companies("T")
    for number in 0..<12 { world.owns("H\(number)", "T", "4.2") }
    world.owns("X", "T")
    #expect(try control(world, of: "X") == .possible)
  }
}
