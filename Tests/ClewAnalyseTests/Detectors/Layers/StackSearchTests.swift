import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct StackSearchTests {
  /// Every node of a layer pays every node of the next, `gap` seconds later, one a second.
  private func layers(_ layers: [[Int32]], from start: Int64 = 0, gap: Int64 = 100)
    -> [(Int32, Int32, Int64)]
  {
    var payments: [(Int32, Int32, Int64)] = []
    for (number, (payers, payees)) in zip(layers, layers.dropFirst()).enumerated() {
      var second = start + Int64(number) * gap
      for payer in payers {
        for payee in payees {
          payments.append((payer, payee, second))
          second += 1
        }
      }
    }
    return payments
  }

  @Test func threeLayers() throws {
    let graph = LayerGraph(layers([[0, 1], [2, 3, 4], [5, 6]]))
    let detection = StackSearch(graph.index, window: 300).run()
    let finding = try #require(detection.findings.first)
    #expect(detection.findings.count == 1 && detection.isExhaustive)
    #expect(finding.kind == "stack")
    #expect(finding.rows == graph.payments.indices.map { Int32($0) })
    #expect(finding.nodes(.source) == [0, 1])
    #expect(finding.nodes(.intermediary) == [2, 3, 4])
    #expect(finding.nodes(.beneficiary) == [5, 6])
    #expect(finding.nearMiss == nil)
  }

  @Test func fourLayersAreOneFinding() throws {
    let graph = LayerGraph(layers([[0, 1], [2, 3], [4, 5], [6, 7]]))
    let finding = try #require(StackSearch(graph.index, window: 400).run().findings.first)
    #expect(finding.rows.count == 12)
    #expect(finding.nodes(.intermediary) == [2, 3, 4, 5])
  }

  @Test func oneSourceAndOneDestinationIsAScatterGather() {
    let graph = LayerGraph(layers([[0], [2, 3, 4], [5]]))
    #expect(StackSearch(graph.index, window: 400).run().findings.isEmpty)
  }

  @Test func oneSourceAndTwoDestinationsIsAStack() throws {
    let graph = LayerGraph(layers([[0], [2, 3, 4], [5, 6]]))
    let finding = try #require(StackSearch(graph.index, window: 400).run().findings.first)
    #expect(finding.rows.count == 9)
  }

  /// Chains side by side share no account: nothing but the days joins them.
  @Test func separateChainsAreNoStructure() {
    var payments: [(Int32, Int32, Int64)] = []
    for chain in Int32(0)..<8 {
      payments += layers([[3 * chain], [3 * chain + 1], [3 * chain + 2]], from: Int64(chain))
    }
    #expect(StackSearch(LayerGraph(payments).index, window: 400).run().findings.isEmpty)
  }

  @Test func stacksOfOtherDaysAreApart() {
    let payments =
      layers([[0, 1], [2, 3], [4, 5]]) + layers([[0, 1], [2, 3], [4, 5]], from: 10_000)
    let findings = StackSearch(LayerGraph(payments).index, window: 300).run().findings
    #expect(findings.map(\.rows.count) == [8, 8])
  }

  @Test func windowHoldsTheWhole() {
    let graph = LayerGraph(layers([[0, 1], [2, 3], [4, 5], [6, 7]]))
    for finding in StackSearch(graph.index, window: 150).run().findings {
      let times = graph[finding.rows].map(\.second)
      #expect(times.max()! - times.min()! <= 150)
    }
  }

  @Test func middlesOutOfOrderAreTold() throws {
    let ordered = layers([[0, 1], [2, 3, 4], [5, 6]])
    let graph = LayerGraph(ordered.map { $0.0 == 4 ? ($0.0, $0.1, -50) : $0 })
    let finding = try #require(StackSearch(graph.index, window: 300).run().findings.first)
    #expect(finding.nearMiss == "1 of 3 middles sends before it receives")
    var strict = DetectorQuestion()
    strict.order = .strict
    let other = try #require(StackSearch(graph.index, window: 300, strict).run().findings.first)
    #expect(other.nodes(.intermediary) == [2, 3] && other.nearMiss == nil)
  }

  /// Found whole among random payments; no payment in two stacks; all inside the window.
  @Test func amongRandomPayments() {
    for seed in UInt64(0)..<20 {
      var graph = LayerGraph(nodes: 60, payments: 150, seconds: 3000, seed: seed)
      let ring = layers([[60, 61], [3, 4, 5, 6], [62, 63, 64]], from: 500)
      let first = Int32(graph.payments.count)
      graph.payments += ring.map { .init(from: $0.0, to: $0.1, second: $0.2) }
      graph.nodeCount = 65
      let findings = StackSearch(graph.index, window: 400).run().findings
      let planted = Set(first..<first + Int32(ring.count))
      #expect(findings.contains { planted.isSubset(of: $0.rows) && $0.rows.count < 26 })
      for finding in findings {
        let times = graph[finding.rows].map(\.second)
        #expect(times.max()! - times.min()! <= 400)
        #expect(finding.rows.count >= 5)
      }
    }
  }

  @Test func orderOfInputDoesNotMatter() {
    for seed in UInt64(50)..<70 {
      let graph = LayerGraph(nodes: 10, payments: 60, seconds: 200, seed: seed)
      let other = graph.shuffled(seed: seed)
      let (a, b) = (
        StackSearch(graph.index, window: 60).run().findings,
        StackSearch(other.index, window: 60).run().findings
      )
      #expect(graph.content(a) == other.content(b))
    }
  }

  @Test func limitIsSaid() {
    var question = DetectorQuestion()
    question.workLimit = 3
    let graph = LayerGraph(layers([[0, 1], [2, 3, 4], [5, 6]]))
    let detection = StackSearch(graph.index, window: 300, question).run()
    #expect(!detection.isExhaustive)
    #expect(detection.notSearched.allSatisfy { $0.hasSuffix("(for stacks)") })
  }
}
