import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct BipartiteSearchTests {
  /// 0, 1 and 2 pay 5, 6 and 7; 3 pays 5 and 6 only; 4 pays 5 much later.
  private let plain = LayerGraph([
    (0, 5, 0), (0, 6, 10), (0, 7, 20), (1, 5, 5), (1, 6, 15), (1, 7, 25), (2, 5, 1), (2, 6, 2),
    (2, 7, 3), (3, 5, 30), (3, 6, 40), (4, 5, 9000), (1, 5, 6),
  ])

  @Test func wholeFindings() {
    let detection = BipartiteSearch(plain.index, window: 100).run()
    #expect(detection.isExhaustive)
    #expect(detection.findings.map { $0.nodes(.source) } == [[0, 1, 2], [0, 1, 2, 3]])
    #expect(detection.findings.map { $0.nodes(.beneficiary) } == [[5, 6, 7], [5, 6]])
    #expect(detection.findings.map { Set($0.rows) }[0] == [0, 1, 2, 3, 4, 5, 6, 7, 8, 12])
    #expect(detection.findings[0].nearMiss == nil)
  }

  @Test func windowHoldsAll() {
    for finding in BipartiteSearch(plain.index, window: 25).run().findings {
      let times = plain[finding.rows].map(\.second)
      #expect(times.max()! - times.min()! <= 25)
    }
    #expect(BipartiteSearch(plain.index, window: 0).run().findings.isEmpty)
  }

  /// Payments side by side share nobody.
  @Test func separatePairsAreNoStructure() {
    let payments = (Int32(0)..<12).map { (2 * $0, 2 * $0 + 1, Int64($0)) }
    #expect(BipartiteSearch(LayerGraph(payments).index, window: 100).run().findings.isEmpty)
  }

  @Test func shopsAreBoundedAndNamed() {
    var payments: [(Int32, Int32, Int64)] = []
    for number in Int32(0)..<1100 { payments.append((number + 10, 0, Int64(number))) }
    payments += [(1, 3, 1), (2, 3, 2), (1, 4, 3), (2, 4, 4)]
    let detection = BipartiteSearch(LayerGraph(payments).index, window: 5000).run()
    #expect(detection.findings.map { $0.nodes(.source) } == [[1, 2]])
    #expect(!detection.isExhaustive)
    #expect(detection.notSearched.first?.hasPrefix("1 account with the most payments in") == true)
  }

  /// Where one window holds everything: exactly the closed pairs of sets that two sources generate.
  @Test func agreesWithBruteForce() {
    for seed in UInt64(0)..<60 {
      let graph = LayerGraph(nodes: 9, payments: 25 + Int(seed) % 20, seconds: 50, seed: seed)
      let found = BipartiteSearch(graph.index, window: 50).run().findings
      var payees: [Int32: Set<Int32>] = [:]
      for payment in graph.payments where payment.from != payment.to {
        payees[payment.from, default: []].insert(payment.to)
      }
      var wanted: Set<[[Int32]]> = []
      for (a, ofA) in payees {
        for (b, ofB) in payees where a < b {
          let shared = ofA.intersection(ofB).subtracting([a, b])
          guard shared.count >= 2 else { continue }
          let sources = payees.filter { shared.isSubset(of: $0.value) }.keys.sorted()
          wanted.insert([sources, shared.sorted()])
        }
      }
      let blocks = found.map { finding in
        [
          Set(graph[finding.rows].map(\.from)).sorted(),
          Set(graph[finding.rows].map(\.to)).sorted(),
        ]
      }
      #expect(Set(blocks) == wanted)
      #expect(blocks.count == wanted.count)
    }
  }

  @Test func orderOfInputDoesNotMatter() {
    for seed in UInt64(70)..<90 {
      let graph = LayerGraph(nodes: 9, payments: 50, seconds: 200, seed: seed)
      let other = graph.shuffled(seed: seed)
      let (a, b) = (
        BipartiteSearch(graph.index, window: 60).run().findings,
        BipartiteSearch(other.index, window: 60).run().findings
      )
      #expect(graph.content(a) == other.content(b))
    }
  }

  @Test func extremeTimesAndNothing() {
    let graph = LayerGraph([(0, 2, .min), (1, 2, .max - 1), (0, 3, 0), (1, 3, 0)])
    #expect(BipartiteSearch(graph.index, window: .max).run().findings.isEmpty)
    #expect(BipartiteSearch(LayerGraph([]).index, window: 5).run().findings.isEmpty)
  }
}
