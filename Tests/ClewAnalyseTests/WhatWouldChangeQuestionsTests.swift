import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// The questions of the command line about missing facts and moved shares.
struct WhatWouldChangeQuestionsTests {
  private func holdings(_ world: World) -> Holdings {
    Holdings(world.snapshot, at: Moment(asOf: World.today))
  }

  /// 24 % through a holding that controls nothing, and part of the company unnamed: one more hundredth
  /// is enough.
  @Test func ownerUnderARule() throws {
    var world = World()
    world.persons("P", "Q")
    world.companies("H", "T")
    world.owns("P", "H", "50")
    world.owns("Q", "H", "50")
    world.owns("H", "T", "48")
    world.owns("Q", "T", "20")
    world.owns("Z", "Elsewhere", "100")
    let (p, t) = (try #require(world["P"]), try #require(world["T"]))
    let answer = try #require(
      WhatWouldChange.owner(p, of: t, under: .amlr, in: holdings(world)))
    #expect(answer.base.verdict == .no)
    let fact = try #require(answer.facts.first { $0.kind == .remainder && $0.company == t })
    #expect(fact.owner == p && fact.outcomes.map(\.verdict) == [.no, .yes])
    #expect(fact.outcomes[1].values.min == Int128(Share.whole / 100))
    let move = try #require(answer.moves.first)
    #expect(move.change > 0 && move.verdict == .yes)
  }

  /// A listed person far away may be the unnamed holder.
  @Test func exposureToListedParties() throws {
    var world = World()
    world.persons("X", "Y")
    world.companies("A", "B", "Other")
    world.owns("X", "A", "49")
    world.owns("A", "B", "80")
    world.owns("Y", "Other", "100")
    let holdings = holdings(world)
    let b = try #require(world["B"])
    let near = try #require(
      WhatWouldChange.exposure(
        of: b, to: [.init(0), .init(1)], under: .ofac, in: holdings))
    #expect(near.base.verdict == .no)
    #expect(near.moves.first?.change == Share.whole / 100 && near.moves.first?.verdict == .yes)
    let far = try #require(
      WhatWouldChange.exposure(of: b, to: [.init(1)], under: .ofac, in: holdings))
    let fact = try #require(far.facts.first { $0.kind == .remainder && $0.verdictAtMost == .yes })
    #expect(fact.owner == 1 && fact.company == world["A"])
    #expect(fact.outcomes.last?.values.min == Int128(Share.whole / 2))
  }
}

extension MissingFact {
  fileprivate var verdictAtMost: Verdict? { outcomes.last?.verdict }
}
