import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct GatherScatterSearchTests {
  /// 1, 2 and 3 pay the hub 0, which pays 4 and 5; 6 is a customer before and after, 7 supplies.
  private let plain = LayerGraph([
    (6, 0, 0), (1, 0, 100), (2, 0, 110), (3, 0, 120), (6, 0, 130), (0, 4, 140), (0, 7, 145),
    (0, 5, 150), (6, 0, 400), (0, 7, 500),
  ])

  @Test func wholeFinding() throws {
    for order in DetectorQuestion.Order.allCases {
      var question = DetectorQuestion()
      question.order = order
      let detection = GatherScatterSearch(plain.index, window: 100, question).run()
      let finding = try #require(detection.findings.first)
      #expect(detection.findings.count == 1 && detection.isExhaustive)
      #expect(finding.rows == [1, 2, 3, 5, 7])
      #expect(finding.nodes(.hub) == [0])
      #expect(finding.nodes(.source) == [1, 2, 3])
      #expect(finding.nodes(.beneficiary) == [4, 5])
      #expect(finding.nearMiss == nil)
    }
  }

  @Test func orderIsTold() throws {
    let graph = LayerGraph([
      (1, 0, 100), (2, 0, 110), (0, 4, 115), (3, 0, 120), (0, 5, 150), (8, 9, 1000),
    ])
    let windowed = try #require(GatherScatterSearch(graph.index, window: 100).run().findings.first)
    #expect(windowed.rows == [0, 1, 2, 3, 4])
    #expect(windowed.nearMiss == "1 of 3 payments in not before the first payment out")
    var question = DetectorQuestion()
    question.order = .strict
    let strict = try #require(
      GatherScatterSearch(graph.index, window: 100, question, leastPayments: 4).run().findings.first
    )
    #expect(strict.rows == [0, 1, 2, 4])
  }

  /// Who deals with the hub over a longer time is business as usual, also the other way round.
  @Test func regularCounterpartiesAreLeftOut() {
    let graph = LayerGraph([
      (1, 0, 100), (2, 0, 110), (0, 4, 140), (0, 5, 150), (0, 1, 900), (5, 0, 1200),
    ])
    #expect(GatherScatterSearch(graph.index, window: 100).run().findings.isEmpty)
    #expect(GatherScatterSearch(graph.index, window: 2400).run().findings.count == 1)
    let few = LayerGraph([(1, 0, 100), (2, 0, 110), (0, 4, 140), (0, 5, 150)])
    #expect(GatherScatterSearch(few.index, window: 100).run().findings.isEmpty)
    let four = GatherScatterSearch(few.index, window: 100, leastPayments: 4)
    #expect(four.run().findings.count == 1)
  }

  /// Each phase takes half of the window.
  @Test func phases() throws {
    let graph = LayerGraph([
      (1, 0, 0), (2, 0, 50), (3, 0, 51), (0, 4, 60), (0, 5, 100), (0, 6, 111),
    ])
    let search = GatherScatterSearch(graph.index, window: 100, leastPayments: 4)
    let finding = try #require(search.run().findings.first)
    #expect(finding.nodes(.source) == [1, 2])
    #expect(finding.nodes(.beneficiary) == [4, 5])
  }

  @Test func burstsDoNotShare() {
    var payments: [(Int32, Int32, Int64)] = []
    for burst in Int32(0)..<2 {
      for number in Int32(0)..<4 {
        let second = Int64(burst) * 5000 + Int64(number)
        payments.append((10 * burst + number + 1, 0, second))
        payments.append((0, 10 * burst + number + 5, second + 20))
      }
    }
    let findings = GatherScatterSearch(LayerGraph(payments).index, window: 100).run().findings
    #expect(findings.map(\.rows.count) == [8, 8])
    #expect(Set(findings.flatMap(\.rows)).count == 16)
  }

  @Test func marketPlacesAreNamed() {
    var payments: [(Int32, Int32, Int64)] = []
    for number in Int32(1)...400 {
      payments.append((number, 0, Int64(number)))
      payments.append((0, number + 400, Int64(number) + 400))
    }
    let detection = GatherScatterSearch(LayerGraph(payments).index, window: 1000).run()
    #expect(detection.findings.isEmpty && !detection.isExhaustive)
    #expect(detection.notSearched.first?.hasPrefix("1 account with more than 512") == true)
  }

  @Test func hubOfAMillion() {
    let payments = (Int32(1)...1_000_000).map { number -> (Int32, Int32, Int64) in
      number % 2 == 0 ? (number, 0, Int64(number)) : (0, number, Int64(number))
    }
    let detection = GatherScatterSearch(LayerGraph(payments).index, window: 500_000).run()
    #expect(detection.findings.isEmpty && !detection.isExhaustive)
  }

  @Test(arguments: DetectorQuestion.Order.allCases)
  func agreesWithBruteForce(_ order: DetectorQuestion.Order) {
    for seed in UInt64(0)..<80 {
      let graph = LayerGraph(
        nodes: 4 + Int(seed % 12), payments: 40, seconds: 100 + Int(seed), seed: seed)
      let phase = Int64(10 + seed % 30)
      var question = DetectorQuestion()
      question.order = order
      let found = GatherScatterSearch(
        graph.index, window: 2 * phase, question, leastPayments: 4
      ).run().findings
      for hub in Int32(0)..<Int32(graph.nodeCount) {
        let own = found.filter { $0.nodes(.hub) == [hub] }
        let best = own.map { evidence(graph[$0.rows], hub) }.max() ?? 0
        #expect(best == bruteForce(graph, hub, phase, order))
        for finding in own {
          let payments = graph[finding.rows]
          let times = payments.map(\.second)
          #expect(times.max()! - times.min()! <= 2 * phase)
          #expect(payments.allSatisfy { $0.from == hub || $0.to == hub })
          let firstOut = payments.filter { $0.from == hub }.map(\.second).min()!
          if order == .strict {
            #expect(payments.allSatisfy { $0.from == hub || $0.second < firstOut })
          }
          #expect(payments.filter { $0.to == hub }.map(\.second).min()! <= firstOut)
        }
      }
    }
  }

  /// One for a counterparty on a side, two for one with several payments.
  private func evidence(_ payments: [LayerGraph.Payment], _ hub: Int32) -> Int {
    let sides = Dictionary(grouping: payments) { [$0.from, $0.to] }
    return sides.values.reduce(0) { $0 + min(2, $1.count) }
  }

  private func bruteForce(
    _ graph: LayerGraph, _ hub: Int32, _ phase: Int64, _ order: DetectorQuestion.Order
  ) -> Int {
    let own = graph.payments.filter { ($0.from == hub) != ($0.to == hub) }
    let passing = Dictionary(grouping: own) { $0.from == hub ? $0.to : $0.from }
      .filter { _, payments in
        payments.map(\.second).max()! - payments.map(\.second).min()! <= 2 * phase
      }
    func sides(_ out: Bool, _ start: Int64, _ end: Int64) -> [[LayerGraph.Payment]] {
      passing.values.map { $0.filter { ($0.from == hub) == out } }.filter { side in
        !side.isEmpty && side.allSatisfy { $0.second >= start && $0.second <= end }
      }
    }
    var best = 0
    let begins = passing.values.compactMap { $0.filter { $0.to == hub }.map(\.second).min() }
    for split in order == .strict ? own.map(\.second) : begins {
      for other in order == .strict ? [split] : own.map(\.second) + [split + phase] {
        if order == .windowed, other < split || other > split + phase { continue }
        let gather =
          order == .strict ? sides(false, split - phase, split) : sides(false, split, split + phase)
        let scatter =
          order == .strict
          ? sides(true, split + 1, split + 1 + phase) : sides(true, other, other + phase)
        guard gather.count >= 2, scatter.count >= 2 else { continue }
        best = max(best, (gather + scatter).reduce(0) { $0 + min(2, $1.count) })
      }
    }
    return best
  }

  @Test func orderOfInputDoesNotMatter() {
    for seed in UInt64(300)..<330 {
      let graph = LayerGraph(nodes: 12, payments: 60, seconds: 5000, seed: seed)
      let other = graph.shuffled(seed: seed)
      let (a, b) = (
        GatherScatterSearch(graph.index, window: 2000).run().findings,
        GatherScatterSearch(other.index, window: 2000).run().findings
      )
      #expect(Set(graph.content(a)) == Set(other.content(b)))
    }
  }

  @Test func extremeTimesAndNothing() {
    let graph = LayerGraph([(1, 0, .min), (2, 0, 0), (0, 3, .max - 1), (0, 4, .max - 1), (0, 0, 3)])
    #expect(GatherScatterSearch(graph.index, window: .max).run().findings.count <= 1)
    #expect(GatherScatterSearch(graph.index, window: -1).run().findings.isEmpty)
    #expect(GatherScatterSearch(LayerGraph([]).index, window: 5).run().findings.isEmpty)
  }
}
