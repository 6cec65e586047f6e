import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Variants, complete lists and what would change a verdict, on shares that no company can have and
/// on graphs larger than any real one: nothing may trap or hang, and every bound keeps its order.
struct HostileVariantsTests {
  private static let largest = "922337.1"

  private func holdings(_ world: World) -> Holdings {
    Holdings(world.snapshot, at: Moment(asOf: World.today))
  }

  private func quarter(_ party: Int32, _ company: Int32) -> (Holdings) -> Evaluation {
    { holdings in
      let band = LookThrough(of: company, in: holdings).band(of: party) ?? .none
      let quarter = Int128(Share.whole / 4)
      return Evaluation(
        band.min >= quarter ? .yes : band.max >= quarter ? .possible : .no,
        margin: band.min - quarter)
    }
  }

  @Test(arguments: 0..<80)
  func anySharesInCompleteLists(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 7700)
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
      world.owns(owner, owned, min: share(), max: share(), votes: share())
    }
    let stated = holdings(world).completed(seed.isMultiple(of: 2) ? .complete : .companies([2, 3]))
    for subject in Int32(2)..<8 {
      for variant in [stated, stated.uniting([[0, 1], [3, 4]]), stated.uniting([[2, 5]])] {
        let answer = LookThrough(of: subject, in: variant)
        let bounds = LookThrough(boundsOf: subject, in: variant)
        #expect(answer.bands.allSatisfy { $0.min >= 0 && $0.min <= $0.max })
        #expect(bounds.bands.allSatisfy { $0.min >= 0 && $0.min <= $0.max })
        #expect(answer.unknown.min <= answer.unknown.max)
        for group in variant.crossHoldingGroups(above: subject) {
          #expect(group.members.allSatisfy { $0.outside.min <= $0.outside.max })
          #expect(group.members.allSatisfy { $0.selfOwnership.min <= $0.selfOwnership.max })
          #expect(!group.text(world.name).isEmpty)
        }
        for company in Int32(0)..<8 {
          let total = variant.total(of: company)
          var sum = ColumnSum(total)
          for i in variant.column(company) { sum.add(variant.all[i]) }
          #expect(sum.least <= sum.most)
        }
      }
    }
    for note in stated.completenessNotes(of: (0..<8).map { $0 }) {
      #expect(!note.text(world.name).isEmpty)
    }
  }

  @Test(arguments: 0..<5)
  func anySharesMoved(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed) &+ 8800)
    let shares = ["0", "0.0000000000001", "24.9999", "25", "60", "150", Self.largest]
    var world = World()
    world.persons("P")
    for i in 0..<4 { world.companies("C\(i)") }
    for _ in 0..<6 {
      let owner = world.names[Int.random(in: 0..<5, using: &random)]
      let owned = world.names[Int.random(in: 1..<5, using: &random)]
      func share() -> String? {
        Bool.random(using: &random) ? nil : shares[Int.random(in: 0..<7, using: &random)]
      }
      world.owns(owner, owned, min: share(), max: share())
    }
    let whole = holdings(world).completed(seed.isMultiple(of: 3) ? .complete : .open)
    for subject in Int32(1)..<5 {
      let part = whole.part(above: [0, subject])
      let (p, c) = (try #require(part.local(0)), try #require(part.local(subject)))
      let answer = WhatWouldChange(part, asked: [p], evaluate: quarter(p, c))
      #expect(answer.moves.allSatisfy { $0.change != 0 && $0.verdict != answer.base.verdict })
      for fact in answer.facts {
        #expect(fact.outcomes.first?.values.min == fact.range.min || fact.kind == .remainder)
        #expect(fact.outcomes.last?.values.max == fact.range.max)
      }
    }
  }

  /// A thousand layers, each a band: asked as often as the size allows, and it says so.
  @Test(.timeLimit(.minutes(10))) func aChainOfAThousandLayers() throws {
    var world = World()
    world.persons("P")
    var owner = "P"
    for i in 0..<1000 {
      world.owns(owner, "C\(i)", min: "99.9", max: "100")
      owner = "C\(i)"
    }
    let whole = holdings(world)
    let part = whole.part(above: [world["C999"]!])
    let subject = try #require(part.local(world["C999"]!))
    var limits = WhatWouldChange.Limits()
    limits.work = 60_000
    let answer = WhatWouldChange(part, asked: [0], limits: limits) { holdings in
      Evaluation(Control(holdings).verdict(of: 0, on: subject), margin: 0)
    }
    #expect(answer.base.verdict == .yes)
    #expect(!answer.movesAreExhaustive && !answer.factsAreExhaustive)
    let complete = LookThrough(of: world["C999"]!, in: whole.completed(.complete))
    #expect(complete.band(of: 0)?.max == Int128(Share.whole))
  }

  /// Exactly 25 % under the rule that asks for a quarter, and one unit less.
  @Test func anyRuleCanBeAsked() throws {
    var world = World()
    world.persons("P")
    world.companies("T")
    world.owns("P", "T", min: "20", max: "40")
    let part = holdings(world).part(above: [0, 1])
    let answer = WhatWouldChange(part, asked: [0]) { holdings in
      let row = holdings.owners(of: 1, under: [.amlr]).rows.first { $0.party == 0 }
      let verdict = row?.verdicts.first
      return Evaluation(verdict?.verdict ?? .no, margin: verdict?.margin ?? 0)
    }
    let fact = try #require(answer.facts.first)
    #expect(fact.outcomes.map(\.verdict) == [.no, .yes])
    #expect(fact.outcomes[1].values.min == Int128(Share.whole / 4))
  }
}
