import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

/// Long chains, large rings, many listed persons and impossible columns.
struct ExposureHostileTests {
  private func snapshot(_ count: Int, _ edges: [(Int32, Int32, Int64)]) -> Snapshot {
    Snapshot(
      partyIDs: (0..<count).map { Int64($0 + 1) },
      partyKinds: [PartyKind](repeating: .organisation, count: count),
      links: edges.enumerated().map { number, edge in
        LinkRow(
          id: Int64(number + 1), from: edge.0, to: edge.1, kind: .ownership,
          capitalMin: edge.2 * (Share.whole / 100), capitalMax: edge.2 * (Share.whole / 100),
          capitalDecimals: 2)
      })
  }

  private func holdings(_ snapshot: Snapshot) -> Holdings {
    Holdings(snapshot, at: Moment(asOf: World.today))
  }

  @Test(.timeLimit(.minutes(10))) func chainOfAThousandLayers() throws {
    let chain = snapshot(1001, (0..<1000).map { (Int32($0), Int32($0 + 1), 51) })
    for regime in [Regime.ofac, .uk] {
      let exposure = Exposure(of: [0], under: regime, in: holdings(chain))
      #expect(exposure.results.count == 1000)
      let last = try #require(exposure.results.last)
      #expect(last.verdict == .yes && last.stepsCut && last.steps.count == Exposure.stepLimit)
    }
  }

  @Test(.timeLimit(.minutes(10))) func ringOfTenThousand() {
    let count: Int32 = 10_000
    let ring = snapshot(
      Int(count) + 1, (0..<count).map { ($0, ($0 + 1) % count, 60) } + [(count, 0, 30)])
    // The ring never justifies itself: 30 % from outside are not enough for any of its companies.
    for regime in Regime.aboutListed {
      #expect(Exposure(of: [count], under: regime, in: holdings(ring)).results.isEmpty)
    }
    let small = snapshot(500, (0..<500).map { ($0, ($0 + 1) % 500, 60) })
    #expect(Exposure(of: [5], under: .ofac, in: holdings(small)).results.count == 499)
  }

  @Test func columnsAboveTheWhole() {
    let world = snapshot(
      6, [(0, 3, 90), (1, 3, 90), (2, 3, 90), (3, 3, 80), (3, 4, 250), (4, 5, 40)])
    for regime in Regime.aboutListed {
      let results = Exposure(of: [0], under: regime, in: holdings(world)).results
      #expect(results.map(\.party) == [3, 4])
      #expect(results.allSatisfy { $0.aggregate.min <= $0.aggregate.max && $0.verdict == .yes })
    }
  }

  /// Ownership of oneself proves nothing.
  @Test func ownSharesAttributeNothing() {
    let world = snapshot(3, [(0, 1, 40), (1, 1, 60), (1, 2, 60)])
    for regime in Regime.aboutListed {
      #expect(Exposure(of: [0], under: regime, in: holdings(world)).results.isEmpty)
    }
  }

  /// Many listed persons in a large graph each cost what they reach.
  @Test(.timeLimit(.minutes(10))) func manyListedPersons() {
    let persons: Int32 = 1_000
    let edges = (0..<persons).flatMap { person in
      (0..<5).map { (person + $0 * persons, person + ($0 + 1) * persons, Int64(60)) }
    }
    let world = snapshot(Int(persons) * 50, edges)
    let results = Exposure(of: Array(0..<persons), under: .uk, in: holdings(world)).results
    #expect(results.count == Int(persons) * 5)
    #expect(results.allSatisfy { $0.by.count == 1 && $0.verdict == .yes })
  }
}
