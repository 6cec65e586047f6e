import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

struct ScatterGatherSearchTests {
  /// 0 pays 1, 2 and 3, which pay 9; 4 only receives.
  private let plain = LayerGraph([
    (0, 1, 100), (0, 2, 110), (0, 3, 120), (0, 4, 125), (1, 9, 200), (2, 9, 210), (3, 9, 220),
  ])

  @Test func wholeFinding() throws {
    for order in DetectorQuestion.Order.allCases {
      var question = DetectorQuestion()
      question.order = order
      let detection = ScatterGatherSearch(plain.index, window: 120, question).run()
      let finding = try #require(detection.findings.first)
      #expect(detection.findings.count == 1)
      #expect(detection.isExhaustive && detection.notSearched.isEmpty)
      #expect(finding.kind == "scatter-gather")
      #expect(finding.rows == [0, 1, 2, 4, 5, 6])
      #expect(finding.nodes(.origin) == [0])
      #expect(finding.nodes(.intermediary) == [1, 2, 3])
      #expect(finding.nodes(.beneficiary) == [9])
      #expect(finding.nearMiss == nil)
      #expect(finding.reasons.map(\.term) == ["shared middles"])
    }
  }

  /// A window of 119 seconds holds two of the three middles, and of the pairs of them the earlier.
  @Test func windowIsInclusive() throws {
    let finding = try #require(ScatterGatherSearch(plain.index, window: 119).run().findings.first)
    #expect(finding.nodes(.intermediary) == [1, 2])
    #expect(ScatterGatherSearch(plain.index, window: 99).run().findings.isEmpty)
  }

  @Test func orderIsTold() throws {
    var graph = LayerGraph([
      (0, 1, 100), (0, 2, 110), (0, 3, 120), (1, 9, 50), (2, 9, 110), (3, 9, 130), (0, 4, 140),
      (4, 9, 60),
    ])
    graph.secondSource = 3
    let windowed = try #require(ScatterGatherSearch(graph.index, window: 100).run().findings.first)
    #expect(windowed.rows.count == 8)
    #expect(
      windowed.nearMiss
        == "2 of 4 middles send before they receive; "
        + "of 1 of 4 middles it is not certain that it receives first")
    var strict = DetectorQuestion()
    strict.order = .strict
    #expect(ScatterGatherSearch(graph.index, window: 100, strict).run().findings.isEmpty)
  }

  /// Times known to the day: on one day one source's order decides, that of two sources does not.
  @Test func daysOverlap() throws {
    var graph = LayerGraph([(0, 1, 0), (0, 2, 0), (1, 9, 86_400), (2, 9, 0)])
    graph.precision = .day
    var strict = DetectorQuestion()
    strict.order = .strict
    #expect(ScatterGatherSearch(graph.index, window: 86_400, strict).run().findings.count == 1)
    graph.secondSource = 2
    #expect(ScatterGatherSearch(graph.index, window: 86_400, strict).run().findings.isEmpty)
    let finding = try #require(
      ScatterGatherSearch(graph.index, window: 86_400).run().findings.first)
    #expect(finding.nearMiss == "of 1 of 2 middles it is not certain that it receives first")
  }

  @Test func severalPaymentsPerMiddle() throws {
    let graph = LayerGraph([
      (0, 1, 1), (0, 1, 2), (0, 2, 3), (1, 9, 4), (2, 9, 5), (2, 9, 6), (2, 9, 6), (1, 1, 5),
    ])
    let finding = try #require(ScatterGatherSearch(graph.index, window: 10).run().findings.first)
    #expect(finding.rows == [0, 1, 2, 3, 4, 5, 6])
  }

  /// Money that comes back to its origin is a cycle, and two middles are the least.
  @Test func notCyclesNorChains() {
    let back = LayerGraph([(0, 1, 1), (0, 2, 2), (1, 0, 3), (2, 0, 4), (0, 3, 5), (3, 4, 6)])
    #expect(ScatterGatherSearch(back.index, window: 10).run().findings.isEmpty)
  }

  @Test func burstsOfOnePair() {
    var payments: [(Int32, Int32, Int64)] = []
    for burst in [Int64(0), 1000] {
      for middle in Int32(1)...3 {
        payments.append((0, middle, burst + Int64(middle)))
        payments.append((middle, 9, burst + 50 + Int64(middle)))
      }
    }
    payments.append((0, 4, 1004))
    payments.append((4, 9, 1060))
    let graph = LayerGraph(payments)
    let findings = ScatterGatherSearch(graph.index, window: 100).run().findings
    #expect(findings.map { $0.nodes(.intermediary) } == [[1, 2, 3, 4], [1, 2, 3]])
  }

  @Test func hubsAreBoundedAndNamed() {
    var payments: [(Int32, Int32, Int64)] = []
    for other in Int32(10)..<40 {
      payments.append((other, 1, Int64(other)))
      payments.append((1, other + 30, Int64(other)))
    }
    payments += [(0, 2, 1), (0, 3, 2), (2, 9, 3), (3, 9, 4)]
    let graph = LayerGraph(payments)
    var question = DetectorQuestion()
    question.workLimit = 500
    let detection = ScatterGatherSearch(graph.index, window: 100, question).run()
    #expect(!detection.isExhaustive)
    #expect(detection.notSearched.count == 1)
    #expect(detection.notSearched[0].hasPrefix("1 account with the most payments in and out"))
    #expect(detection.findings.map { $0.nodes(.origin) } == [[0]])
  }

  @Test func findingsOfOneHubAreBounded() {
    var payments: [(Int32, Int32, Int64)] = []
    for beneficiary in Int32(10)..<20 {
      for middle in Int32(1)...2 { payments.append((middle, beneficiary, 10)) }
    }
    payments += [(0, 1, 1), (0, 2, 2)]
    var question = DetectorQuestion()
    question.findingsPerHub = 3
    let detection = ScatterGatherSearch(LayerGraph(payments).index, window: 100, question).run()
    #expect(detection.findings.count == 3)
    #expect(!detection.isExhaustive)
  }

  /// A million payments through one middle end at once, and say what was not searched.
  @Test func hubOfAMillion() {
    var payments: [(Int32, Int32, Int64)] = []
    payments.reserveCapacity(1_000_000)
    for number in Int32(0)..<500_000 {
      payments.append((number % 5000 + 1, 0, Int64(number)))
      payments.append((0, number % 5000 + 5001, Int64(number)))
    }
    let detection = ScatterGatherSearch(LayerGraph(payments).index, window: 1_000_000).run()
    #expect(detection.findings.isEmpty && !detection.isExhaustive)
  }

  @Test func admitsAndWeights() throws {
    let index = plain.index
    var admits = [Bool](repeating: true, count: index.count)
    admits[0] = false
    let finding = try #require(
      ScatterGatherSearch(index, window: 200, admits: admits).run().findings.first)
    #expect(finding.nodes(.intermediary) == [2, 3])
    var weights = [Int32](repeating: 10_000, count: index.count)
    weights[6] = 50_000
    let weighed = try #require(
      ScatterGatherSearch(index, window: 119, weights: weights).run().findings.first)
    #expect(weighed.nodes(.intermediary) == [2, 3])
  }

  @Test(arguments: DetectorQuestion.Order.allCases)
  func agreesWithBruteForce(_ order: DetectorQuestion.Order) {
    for seed in UInt64(0)..<60 {
      let graph = LayerGraph(nodes: 8, payments: 30 + Int(seed) % 30, seconds: 60, seed: seed)
      let window = Int64(5 + seed % 40)
      check(graph, window, order)
    }
  }

  /// Every finding is valid and whole; the best of each pair is as large as any; what is left of a
  /// pair makes no further finding.
  private func check(_ graph: LayerGraph, _ window: Int64, _ order: DetectorQuestion.Order) {
    var question = DetectorQuestion()
    question.order = order
    let findings = ScatterGatherSearch(graph.index, window: window, question).run().findings
    let all = graph.payments.indices.map { Int32($0) }
    var best: [[Int32]: Int] = [:]
    var used: [[Int32]: Set<Int32>] = [:]
    for finding in findings {
      let payments = graph[finding.rows]
      let (origin, end) = (finding.nodes(.origin)[0], finding.nodes(.beneficiary)[0])
      let middles = finding.nodes(.intermediary)
      let times = payments.map(\.second)
      #expect(times.max()! - times.min()! <= window)
      #expect(times == times.sorted())
      #expect(
        payments.allSatisfy {
          $0.from == origin && middles.contains($0.to)
            || $0.to == end && middles.contains($0.from)
        })
      #expect(
        bruteForce(graph, finding.rows, origin, end, window, order) == middles.count)
      #expect(used[[origin, end], default: []].isDisjoint(with: finding.rows))
      used[[origin, end], default: []].formUnion(finding.rows)
      best[[origin, end]] = max(best[[origin, end]] ?? 0, middles.count)
    }
    for origin in Int32(0)..<Int32(graph.nodeCount) {
      for end in Int32(0)..<Int32(graph.nodeCount) where end != origin {
        let most = bruteForce(graph, all, origin, end, window, order)
        #expect(best[[origin, end]] ?? 0 == (most > 1 ? most : 0))
        let taken = used[[origin, end], default: []]
        let left = all.filter { !taken.contains($0) }
        #expect(bruteForce(graph, left, origin, end, window, order) < 2)
      }
    }
  }

  /// The most middles in any window that begins with a payment.
  private func bruteForce(
    _ graph: LayerGraph, _ rows: [Int32], _ origin: Int32, _ end: Int32, _ window: Int64,
    _ order: DetectorQuestion.Order
  ) -> Int {
    let ends = rows.map { (row: $0, payment: graph.payments[Int($0)]) }
      .filter { $0.payment.from != $0.payment.to }
    let ins = ends.filter { $0.payment.from == origin && $0.payment.to != end }
    let outs = ends.filter { $0.payment.to == end && $0.payment.from != origin }
    guard !ins.isEmpty, !outs.isEmpty else { return 0 }
    var most = 0
    for start in Set((ins + outs).map(\.payment.second)) {
      let inside = { (second: Int64) in second >= start && second <= start + window }
      let first = ins.filter { inside($0.payment.second) }
      let second = outs.filter { inside($0.payment.second) }
      let middles = Set(first.map(\.payment.to)).filter { middle in
        first.contains { a in
          a.payment.to == middle
            && second.contains { b in
              b.payment.from == middle
                && (order == .windowed
                  || (a.payment.second, a.row) < (b.payment.second, b.row))
            }
        }
      }
      most = max(most, middles.count)
    }
    return most
  }

  @Test func orderOfInputDoesNotMatter() {
    for seed in UInt64(200)..<230 {
      let graph = LayerGraph(nodes: 9, payments: 60, seconds: 100, seed: seed)
      let other = graph.shuffled(seed: seed)
      let (a, b) = (
        ScatterGatherSearch(graph.index, window: 40).run().findings,
        ScatterGatherSearch(other.index, window: 40).run().findings
      )
      #expect(graph.content(a) == other.content(b))
      #expect(a.map(\.roles) == b.map(\.roles))
    }
  }

  @Test func extremeTimesAndNothing() {
    let graph = LayerGraph([
      (0, 1, .min), (0, 2, .max - 1), (1, 9, .max - 1), (2, 9, .min), (0, 3, 0), (3, 9, 1),
    ])
    #expect(ScatterGatherSearch(graph.index, window: .max).run().findings.count <= 1)
    #expect(ScatterGatherSearch(graph.index, window: -5).run().findings.isEmpty)
    #expect(ScatterGatherSearch(LayerGraph([]).index, window: 5).run().findings.isEmpty)
  }
}
