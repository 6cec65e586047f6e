import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Verdicts on random graphs: asked alone and together, and against brute force.
struct OwnerVerdictTests {
  private func holdings(_ random: RandomWorld) -> Holdings {
    Holdings(random.world.snapshot, at: Moment(asOf: World.today))
  }

  @Test(arguments: 0..<30)
  func askedAloneItIsTheSame(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 70, banded: seed.isMultiple(of: 2))
    let holdings = holdings(random)
    let subject = Int32(RandomWorld.persons + seed % RandomWorld.companies)
    for row in holdings.owners(of: subject).rows {
      for verdict in row.verdicts {
        guard let regime = Regime.named(verdict.regime) else { continue }
        let alone = holdings.ownerVerdict(on: row.party, of: subject, under: regime)
        #expect(alone?.verdict == verdict.verdict && alone?.margin == verdict.margin)
      }
    }
  }

  /// What a person controls by the definition, on exact percents.
  private func controlled(by person: Int, _ shares: [[Int]]) -> Set<Int> {
    var group: Set<Int> = [person]
    while true {
      let more = shares.indices.filter { company in
        !group.contains(company) && group.reduce(0) { $0 + shares[$1][company] } > 50
      }
      if more.isEmpty { return group }
      group.formUnion(more)
    }
  }

  /// The German and the Swiss rule, by their definition: what the person and all it controls hold.
  @Test(arguments: 0..<80)
  func stakesOfControlledEntities(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 5_000)
    let holdings = holdings(random)
    for company in RandomWorld.persons..<RandomWorld.count {
      let rows = holdings.owners(of: Int32(company)).rows
      for person in 0..<RandomWorld.persons {
        let group = controlled(by: person, random.low)
        let held = group.subtracting([company]).reduce(0) { $0 + random.low[$1][company] }
        let own = random.low[company][company]
        let isSwiss = held >= 25 || group.contains(company)
        let isGerman = own < 100 && 100 * held > 25 * (100 - own) || group.contains(company)
        let row = rows.first { $0.party == Int32(person) }
        func found(_ regime: String) -> Verdict {
          row?.verdicts.first { $0.regime == regime }?.verdict ?? .no
        }
        #expect(found("bo-ch-leta") == (isSwiss ? .yes : .no))
        #expect(found("bo-de") == (isGerman ? .yes : .no))
      }
    }
  }

  /// On bands: what every completion says is yes, what some completion says is at least possible.
  @Test(arguments: 0..<40)
  func bandsCoverTheirCompletions(_ seed: Int) {
    let random = RandomWorld(seed: UInt64(seed) &+ 8_000, banded: true)
    let holdings = holdings(random)
    var generator = SeededGenerator(seed: UInt64(seed))
    for company in RandomWorld.persons..<RandomWorld.count {
      let rows = holdings.owners(of: Int32(company)).rows
      for _ in 0..<4 {
        let completion = random.completion(&generator)
        let exact = Holdings(completion.snapshot, at: Moment(asOf: World.today))
        for row in exact.owners(of: Int32(company)).rows {
          let banded = rows.first { $0.party == row.party }
          for verdict in row.verdicts {
            let whole = banded?.verdicts.first { $0.regime == verdict.regime }?.verdict ?? .no
            // No completion turns a yes into less, or a no into more.
            #expect(whole == .possible || whole == verdict.verdict)
          }
          if let step = row.step, let banded = banded?.step {
            #expect(banded == .possible || banded == step)
          }
        }
      }
    }
  }
}

extension RandomWorld {
  /// A world with one share out of every band, no column above 100 %.
  func completion(_ random: inout SeededGenerator) -> World {
    var world = World()
    for i in 0..<Self.persons { world.party("P\(i)", .person) }
    for i in 0..<Self.companies { world.party("C\(i)", .organisation) }
    for company in Self.persons..<Self.count {
      var left = 100 - (0..<Self.count).reduce(0) { $0 + low[$1][company] }
      for owner in 0..<Self.count where high[owner][company] > 0 {
        let room = min(left, high[owner][company] - low[owner][company])
        let more = room > 0 ? Int.random(in: 0...room, using: &random) : 0
        left -= more
        world.owns(names(owner), names(company), "\(low[owner][company] + more)")
      }
    }
    return world
  }

  private func names(_ party: Int) -> String { world.names[party] }
}
