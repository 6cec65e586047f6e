import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Variants of holdings: each must equal the holdings of a world written that way.
struct HoldingsTransformsTests {
  private func holdings(_ world: World) -> Holdings {
    Holdings(world.snapshot, at: Moment(asOf: World.today))
  }

  private func units(_ percent: String) -> Int128 { Int128(Share(percent: percent)?.units ?? -1) }

  private func rows(_ holdings: Holdings) -> [[Int64]] {
    holdings.all.map {
      [
        Int64($0.owner), Int64($0.owned), $0.capitalMin, $0.capitalMax, $0.votesMin, $0.votesMax,
      ]
    }
  }

  @Test func replacingClosesTheColumnFromWhatIsStated() {
    var world = World()
    world.owns("P", "A", "60")
    world.owns("Q", "A", min: "25", max: "50")
    let stated = holdings(world)
    #expect(stated.all[1].capitalMax == Share.whole / 100 * 40)
    let less = Band(exactly: units("55"))
    let moved = stated.replacing(0, capital: less, votes: less)
    #expect(Int128(moved.all[1].capitalMax) == units("45"))
    let back = moved.replacing(
      0, capital: Band(exactly: units("60")), votes: Band(exactly: units("60")))
    #expect(rows(back) == rows(stated))
  }

  @Test func addingGivesAStakeOfItsOwnOrRaisesOne() {
    var world = World()
    world.owns("P", "A", "10")
    world.owns("Q", "B", "20")
    world.owns("R", "A", "30")
    let stake = Band(exactly: units("5"))
    let more = holdings(world).adding(2, of: 1, capital: stake, votes: stake)
    world.owns("Q", "A", "5")
    let written = holdings(world)
    #expect(rows(more) == rows(written))
    for party in world.names.indices {
      #expect(Array(more.row(Int32(party))) == Array(written.row(Int32(party))))
      #expect(more.column(Int32(party)) == written.column(Int32(party)))
    }
    let twice = more.adding(2, of: 1, capital: stake, votes: stake)
    #expect(twice.all.first { $0.owner == 2 && $0.owned == 1 }?.capital.min == units("10"))
  }

  @Test func unitingAddsStakesUpAndKeepsTheRest() throws {
    var world = World()
    world.persons("M", "F", "X")
    world.owns("M", "A", "30")
    world.owns("F", "A", min: "20", max: "25")
    world.owns("F", "B", "10")
    world.owns("X", "A", "40")
    world.link(.control, "F", "C")
    world.link(.control, "F", "M")
    let stated = holdings(world)
    let united = stated.uniting([[1, 0], [1]])
    let family = try #require(united.all.first { $0.owner == 0 && $0.owned == world["A"]! })
    #expect(family.capital == Band(min: units("50"), max: units("55")))
    #expect(united.links(of: family) == [1, 2])
    #expect(united.titleHolders(of: family).isEmpty)
    #expect(united.row(1).isEmpty)
    #expect(united.controls.rows.map(\.from) == [0])
    #expect(Control(united).verdict(of: 0, on: world["A"]!) == .possible)
    #expect(rows(stated.uniting([[0, 1]])) == rows(united))
    #expect(rows(stated.uniting([])) == rows(stated))
  }

  @Test func unitedCompanyDoesNotOwnItself() {
    var world = World()
    world.owns("A", "B", "10")
    world.owns("B", "A", "20")
    world.owns("B", "T", "30")
    let united = holdings(world).uniting([[0, 1]])
    #expect(united.all.map { [$0.owner, $0.owned] } == [[1, 0], [0, 1], [0, 2]])
  }

  @Test(arguments: 0..<60)
  func partAnswersLikeTheWhole(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 4100, banded: true)
    let whole = holdings(random.world)
    for company in Int32(RandomWorld.persons)..<Int32(RandomWorld.count) {
      let part = whole.part(above: [company])
      guard let subject = part.local(company) else {
        Issue.record("the subject is in its part")
        continue
      }
      let (a, b) = (
        LookThrough(of: company, in: whole), LookThrough(of: subject, in: part.holdings)
      )
      #expect(a.owners == b.owners.map { part.parties[Int($0)] })
      #expect(a.bands == b.bands && a.unknown == b.unknown)
      for party in part.parties.indices where part.parties[party] != company {
        #expect(
          Control(whole).verdict(of: part.parties[party], on: company)
            == Control(part.holdings).verdict(of: Int32(party), on: subject))
      }
      for (number, original) in part.numbers.enumerated() {
        #expect(
          part.holdings.links(of: part.holdings.all[number]) == whole.links(of: whole.all[original])
        )
        #expect(part.holdings.all[number].capital == whole.all[original].capital)
      }
    }
  }

  @Test func removingDropsAStake() {
    var world = World()
    world.owns("P", "A", "60")
    world.owns("Q", "A", min: "25", max: "75")
    let without = holdings(world).removing([0])
    #expect(
      rows(without) == [
        [2, 1, 250_000_000_000_000, 750_000_000_000_000, 250_000_000_000_000, 750_000_000_000_000]
      ])
    #expect(without.row(0).isEmpty)
  }
}
