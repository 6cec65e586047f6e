import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// What flips a verdict, against trying everything on a grid.
struct WhatWouldChangeTests {
  private static let percent = Share.whole / 100

  /// A question about one party and one company.
  enum Question: CaseIterable, Sendable {
    case quarterByLookThrough, control, ofac

    func evaluate(_ party: Int32, _ company: Int32, _ holdings: Holdings) -> Evaluation {
      switch self {
      case .quarterByLookThrough:
        let band = LookThrough(of: company, in: holdings).band(of: party) ?? .none
        let quarter = Int128(Share.whole / 4)
        let verdict: Verdict = band.min >= quarter ? .yes : band.max >= quarter ? .possible : .no
        return Evaluation(verdict, margin: band.min - quarter)
      case .control:
        return Evaluation(Control(holdings).verdict(of: party, on: company), margin: 0)
      case .ofac:
        let found = Exposure(of: [party], under: .ofac, in: holdings).results
          .first { $0.party == company }
        return Evaluation(found?.verdict ?? .no, margin: found?.margin ?? 0)
      }
    }
  }

  private struct Case {
    var part: HoldingsPart
    var party: Int32
    var company: Int32
    var answer: WhatWouldChange
    var question: Question

    init?(_ world: World, _ party: Int32, _ company: Int32, _ question: Question) {
      let whole = Holdings(world.snapshot, at: Moment(asOf: World.today))
      part = whole.part(above: [company, party])
      guard let p = part.local(party), let c = part.local(company) else { return nil }
      (self.party, self.company, self.question) = (p, c, question)
      answer = WhatWouldChange(part, asked: [p]) { question.evaluate(p, c, $0) }
    }

    func verdict(_ holdings: Holdings) -> Verdict {
      question.evaluate(party, company, holdings).verdict
    }
  }

  private func cases(_ seed: Int) -> [Case] {
    let random = RandomWorld(seed: UInt64(seed) &+ 31_000, banded: true)
    return Question.allCases.compactMap {
      Case(random.world, 0, Int32(RandomWorld.persons + seed % RandomWorld.companies), $0)
    }
  }

  @Test(arguments: 0..<8)
  func factsEqualTheGrid(_ seed: Int) throws {
    for asked in cases(seed) {
      let base = asked.verdict(asked.part.holdings)
      #expect(base == asked.answer.base.verdict)
      #expect(asked.answer.factsAreExhaustive)
      for (number, row) in asked.part.holdings.all.enumerated()
      where row.capitalMin < row.capitalMax {
        let fact = asked.answer.facts.first {
          $0.kind == .band && $0.owner == asked.part.parties[Int(row.owner)]
            && $0.company == asked.part.parties[Int(row.owned)]
        }
        var value = row.capitalMin
        while value <= row.capitalMax {
          let exact = Band(exactly: Int128(value))
          let expected = asked.verdict(
            asked.part.holdings.replacing(number, capital: exact, votes: exact))
          let outcome = fact?.outcomes.first {
            $0.values.min <= Int128(value) && Int128(value) <= $0.values.max
          }
          #expect((outcome?.verdict ?? base) == expected, "seed \(seed) \(asked.question)")
          value += Self.percent * 5 / 2
        }
        for (a, b) in zip(fact?.outcomes ?? [], (fact?.outcomes ?? []).dropFirst()) {
          #expect(a.verdict != b.verdict && a.values.max + 1 == b.values.min)
        }
      }
    }
  }

  @Test(arguments: 0..<8)
  func movesEqualTheGrid(_ seed: Int) {
    for asked in cases(seed) {
      let holdings = asked.part.holdings
      let base = asked.answer.base.verdict
      #expect(asked.answer.movesAreExhaustive)
      for (number, row) in holdings.all.enumerated() {
        func verdict(_ change: Int64) -> Verdict {
          let stated = holdings.statedMaximum(number)
          let band = Band(
            min: max(0, Int128(row.capitalMin) + Int128(change)),
            max: max(0, Int128(stated.capital) + Int128(change)))
          return asked.verdict(holdings.replacing(number, capital: band, votes: band))
        }
        for sign in [-1, 1] as [Int64] {
          let move = asked.answer.moves.first {
            $0.owner == asked.part.parties[Int(row.owner)]
              && $0.company == asked.part.parties[Int(row.owned)] && $0.change.signum() == sign
          }
          let limit =
            sign < 0
            ? row.capitalMax
            : max(0, Int64(Int128(Share.whole) - holdings.capitalMinimum(of: row.owned)))
          if let move {
            #expect(verdict(move.change) == move.verdict && move.verdict != base)
            #expect(verdict(move.change - sign) == base)
          }
          var step = Self.percent * 5 / 2
          while step <= limit {
            if step < Int64((move?.change ?? sign * .max).magnitude) {
              #expect(verdict(sign * step) == base, "seed \(seed) \(asked.question)")
            }
            step += Self.percent * 5 / 2
          }
        }
      }
      let sizes = asked.answer.moves.map(\.change.magnitude)
      #expect(sizes == sizes.sorted())
    }
  }

  @Test(arguments: 0..<8)
  func counterProofsAreAllOfTheSmallest(_ seed: Int) throws {
    for asked in cases(seed) where asked.answer.base.verdict == .yes {
      let holdings = asked.part.holdings
      let proof = try #require(asked.answer.counterProof)
      #expect(proof.isExhaustive)
      let count = holdings.all.count
      var smallest: [Set<Int>] = []
      for size in 1...3 where smallest.isEmpty {
        for mask in 0..<(1 << count) where mask.nonzeroBitCount == size {
          let gone = Set((0..<count).filter { mask >> $0 & 1 == 1 })
          if asked.verdict(holdings.removing(gone)) != .yes { smallest.append(gone) }
        }
      }
      #expect(proof.sets.count == min(smallest.count, CounterProof.setLimit))
      let ids = smallest.map { gone in
        Set(gone.flatMap { holdings.links(of: holdings.all[$0]) })
      }
      for set in proof.sets { #expect(ids.contains(Set(set.stakes.flatMap(\.links)))) }
      let kept = Set(proof.proof.flatMap(\.links))
      let others = holdings.all.indices.filter {
        kept.isDisjoint(with: holdings.links(of: holdings.all[$0]))
      }
      #expect(asked.verdict(holdings.removing(Set(others))) == .yes)
    }
  }

  /// Two layers of bands, by hand. P holds 60 to 80 % of H and 25 to 50 % of K; H holds 50 to 75 %
  /// and K 25 to 50 % of T: P has between 0.5 × 0.6 + 0.25 × 0.25 = 36.25 % and
  /// 0.75 × 0.8 + 0.25 × 0.5 = 72.5 % of T.
  private var layered: World {
    var world = World()
    world.persons("P", "Q", "R")
    for company in ["H", "K", "T"] { world.companies(company) }
    world.owns("H", "T", min: "50", max: "75")
    world.owns("K", "T", min: "25", max: "50")
    world.owns("P", "H", min: "60", max: "80")
    world.owns("Q", "H", min: "10", max: "25")
    world.owns("P", "K", min: "25", max: "50")
    world.owns("R", "K", min: "50", max: "75")
    return world
  }

  @Test func layeredBandsByHand() {
    let open = Holdings(layered.snapshot, at: Moment(asOf: World.today))
    func band(_ low: Int128, _ high: Int128) -> Band {
      Band(min: low * Int128(Share.whole) / 10_000, max: high * Int128(Share.whole) / 10_000)
    }
    let stated = LookThrough(of: 5, in: open)
    #expect(stated.band(of: 0) == band(3625, 7250))
    #expect(stated.band(of: 1) == band(500, 1875))
    #expect(stated.band(of: 2) == band(1250, 3750))
    #expect(stated.unknown == band(0, 4625))
    let complete = LookThrough(of: 5, in: open.completed(.complete))
    #expect(complete.band(of: 0) == band(5000, 7250))
    #expect(complete.band(of: 1) == band(1000, 1875))
    #expect(complete.band(of: 2) == band(1250, 3750))
    #expect(complete.unknown == .none)
  }

  @Test func theOneMissingFactByHand() throws {
    let whole = Holdings(layered.snapshot, at: Moment(asOf: World.today))
    let part = whole.part(above: [5])
    let half = Int128(Share.whole / 2)
    let answer = WhatWouldChange(part, asked: [0]) { holdings in
      let band = LookThrough(of: 5, in: holdings).band(of: 0) ?? .none
      return Evaluation(
        band.min >= half ? .yes : band.max >= half ? .possible : .no, margin: band.min - half)
    }
    #expect(answer.base.verdict == .possible)
    #expect(answer.facts.map(\.kind) == [.band, .remainder, .remainder])
    #expect(answer.facts.map(\.company) == [5, 5, 3])
    // 0.6 x + 0.0625 = 0.5 at x = 0.7291666…
    #expect(answer.facts[0].outcomes.map(\.verdict) == [.possible, .yes])
    #expect(answer.facts[0].outcomes[1].values.min == 729_166_666_666_667)
    #expect(answer.facts[1].outcomes[1].values.min == 137_500_000_000_000)
    #expect(answer.facts[2].outcomes[1].values.min == 275_000_000_000_000)
  }

  /// Exactly half: one unit less of it is no majority for the step rule.
  @Test func theSmallestMoveIsOneUnit() throws {
    var world = World()
    world.persons("X")
    world.owns("X", "A", "50")
    world.owns("A", "B", "60")
    let asked = try #require(Case(world, 0, 2, .ofac))
    let move = try #require(asked.answer.moves.first)
    #expect(move.change == -1 && move.links == [1] && move.verdict == .no)
    #expect(asked.answer.moves.count == 2)
    #expect(asked.answer.moves[1].change == -(Share.whole / 10) - 1)
    let proof = try #require(asked.answer.counterProof)
    #expect(proof.proof.flatMap(\.links) == [1, 2])
    #expect(proof.sets.map { $0.stakes.flatMap(\.links) } == [[1], [2]])
  }

  @Test func aPossibleLinkIsAMissingFact() throws {
    var world = World()
    world.persons("P")
    world.link(.control, "P", "A", candidate: true)
    world.owns("A", "B", "51")
    let asked = try #require(Case(world, 0, 2, .control))
    #expect(asked.answer.base.verdict == .possible)
    let fact = try #require(asked.answer.facts.first)
    #expect(fact.kind == .link(.control) && fact.links == [1])
    #expect(fact.outcomes.map(\.verdict) == [.no, .yes])
  }

  /// A question that may not be asked often says that it was not asked to the end.
  @Test func limitsAreHonest() throws {
    let part = Holdings(layered.snapshot, at: Moment(asOf: World.today)).part(above: [5])
    var limits = WhatWouldChange.Limits()
    limits.facts = 5
    limits.moves = 5
    let answer = WhatWouldChange(part, asked: [0], limits: limits) {
      Question.quarterByLookThrough.evaluate(0, 5, $0)
    }
    #expect(!answer.factsAreExhaustive && !answer.movesAreExhaustive)
  }
}
