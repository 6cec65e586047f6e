import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct FanSearchTests {
  /// Payments between numbered accounts: from, to, hour.
  private typealias Row = (from: Int, to: Int, hour: Int)

  private func index(_ rows: [Row]) -> FlowIndex {
    let order = rows.enumerated().sorted {
      ($0.element.hour, $0.offset) < ($1.element.hour, $1.offset)
    }
    .map(\.element)
    var payments = Payments()
    for (number, row) in order.enumerated() {
      payments.ids.append(UInt32(number + 1))
      payments.from.append(Int32(row.from))
      payments.to.append(Int32(row.to))
      payments.lo.append(Int64(row.hour) * 3600)
      payments.precision.append(TimeSpan.Precision.second.rawValue)
      payments.mantissa.append(100)
      payments.scale.append(2)
      payments.currency.append(0)
    }
    payments.currencies = ["EUR"]
    let nodes = (rows.flatMap { [$0.from, $0.to] }.max() ?? 0) + 1
    return FlowIndex(payments, nodeCount: nodes)
  }

  /// Every maximal run of a hub by trying all, then the largest that do not overlap.
  private func bruteForce(_ index: FlowIndex, window: Int64, least: Int) -> Set<[Int32]> {
    var found: Set<[Int32]> = []
    for hub in 0..<Int32(index.nodeCount) {
      let edges = Array(index.out(of: hub))
      var runs: [(first: Int, last: Int, count: Int)] = []
      for first in edges.indices {
        for last in first..<edges.count {
          let fits = { (a: Int, b: Int) in
            index.lo[Int(edges[b])] - index.lo[Int(edges[a])] <= window
          }
          guard fits(first, last), first == 0 || !fits(first - 1, last),
            last + 1 == edges.count || !fits(first, last + 1)
          else { continue }
          let count = Set(edges[first...last].map { index.to[Int($0)] }).count
          if count >= least { runs.append((first, last, count)) }
        }
      }
      var kept: [(first: Int, last: Int, count: Int)] = []
      for run in runs.sorted(by: {
        $0.count != $1.count ? $0.count > $1.count : $0.first < $1.first
      })
      where kept.allSatisfy({ $0.last < run.first || run.last < $0.first }) {
        kept.append(run)
      }
      for run in kept { found.insert(edges[run.first...run.last].map { index.rows[Int($0)] }) }
    }
    return found
  }

  @Test func equalsBruteForceOnRandomWorlds() {
    var dice = RingDice(7)
    for _ in 0..<60 {
      let rows = (0..<dice.between(5, 60)).map { _ -> Row in
        (dice.below(4), dice.below(9), dice.below(100))
      }
      let index = index(rows)
      let search = FanSearch(index, window: 12 * 3600, DetectorQuestion(), .out, least: 3)
      let found = Set(search.run().findings.map(\.rows))
      #expect(found == bruteForce(index, window: 12 * 3600, least: 3))
    }
  }

  @Test func doesNotDependOnTheOrderOfRows() {
    var dice = RingDice(8)
    var rows = (0..<80).map { number -> Row in (dice.below(4), dice.below(12), number) }
    let before = FanSearch(index(rows), window: 36_000, DetectorQuestion(), .into, least: 3).run()
    dice.shuffle(&rows)
    let after = FanSearch(index(rows), window: 36_000, DetectorQuestion(), .into, least: 3).run()
    #expect(before.findings == after.findings)
    #expect(!before.findings.isEmpty)
  }

  @Test func leavesOutWhatIsNotAdmittedAndPaymentsToOneself() {
    let rows: [Row] = [(0, 1, 0), (0, 2, 0), (0, 0, 0), (0, 3, 1), (0, 4, 1), (0, 4, 1)]
    let index = index(rows)
    #expect(index.selfTransfers == 1)
    let all = FanSearch(index, window: 7200, DetectorQuestion(), .out, least: 4).run()
    #expect(all.findings.map(\.rows.count) == [5])
    #expect(all.findings.first?.roles.filter { $0.role == .hub }.map(\.node) == [0])
    let admits = (0..<index.count).map { index.to[$0] != 2 }
    let fewer = FanSearch(index, window: 7200, DetectorQuestion(), .out, admits: admits, least: 3)
    #expect(fewer.run().findings.map(\.rows.count) == [4])
  }

  @Test func theWindowIsStrict() {
    let rows: [Row] = [(0, 1, 0), (0, 2, 1), (0, 3, 2)]
    let two = FanSearch(index(rows), window: 7200, DetectorQuestion(), .out, least: 3).run()
    #expect(two.findings.count == 1)
    let less = FanSearch(index(rows), window: 7199, DetectorQuestion(), .out, least: 3).run()
    #expect(less.findings.isEmpty)
  }

  @Test func saysWhereAHubHasMoreThanTheLimit() {
    var rows: [Row] = []
    for burst in 0..<6 {
      for other in 1...3 { rows.append((0, other, burst * 100)) }
    }
    var question = DetectorQuestion()
    question.findingsPerHub = 4
    let found = FanSearch(index(rows), window: 3600, question, .out, least: 3).run()
    #expect(found.findings.count == 4)
    #expect(!found.isExhaustive)
    #expect(found.notSearched.count == 1)
  }

  @Test func anEmptyWorldHasNone() {
    #expect(FanSearch(index([]), window: 60, DetectorQuestion(), .out).run().findings.isEmpty)
  }
}
