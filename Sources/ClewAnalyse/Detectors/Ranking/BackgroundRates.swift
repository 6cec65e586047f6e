import ClewGraph
import ClewModel

/// What is common among the payments at hand: the rates that terms of scores are taken from.
///
/// Everything is estimated from the data: who pays how much and how many, how often the two sides
/// of a payment have a counterparty in common. Nothing is fixed to a country, currency or generator.
package struct BackgroundRates: Sendable {
  package let index: FlowIndex
  package let habits: Habits
  package let admits: [Bool]
  package let admitted: Int
  /// Admitted payments by node.
  package let outDegree: [Int32]
  package let inDegree: [Int32]
  /// Span of the data in seconds, at least a day.
  package let span: Double
  package let sizes: PaymentSizes
  package let acquaintance: Acquaintance
  /// Share of admitted payments whose sides have no counterparty in common.
  package let strangerRate: Double
  package let outCounts: CountRates
  package let inCounts: CountRates
  package let passing: PassingRates
  /// Accounts with payments that no habit explains.
  package let hubs: Double
  /// Ways to pass through accounts, by payments that no habit explains: the sum of in times out.
  package let twoPaths: Double
  /// Products of payments in and out by account, ascending, and the sums up to each, over all
  /// admitted payments: what `branching(through:)` looks up.
  private let products: [Double]
  private let sums: [Double]

  package init(_ index: FlowIndex, habits: Habits, payments: Payments) {
    self.index = index
    self.habits = habits
    let admits = habits.admits
    self.admits = admits
    admitted = admits.count { $0 }
    var out = [Int32](repeating: 0, count: index.nodeCount)
    var into = out
    for edge in 0..<index.count where admits[edge] {
      out[Int(index.from[edge])] += 1
      into[Int(index.to[edge])] += 1
    }
    (outDegree, inDegree) = (out, into)
    span = Double(max(86_400, habits.end - habits.begin))
    sizes = PaymentSizes(index, payments, admits: admits)
    let acquaintance = Acquaintance(index)
    self.acquaintance = acquaintance
    let active = (0..<index.nodeCount).filter { out[$0] + into[$0] > 0 }
    outCounts = CountRates(counts: active.map { Int(out[$0]) }, time: span)
    inCounts = CountRates(counts: active.map { Int(into[$0]) }, time: span)
    strangerRate = Self.strangers(index, admits, acquaintance)
    hubs = Double(max(1, active.count))
    let ordered = active.map { Double(out[$0]) * Double(into[$0]) }.filter { $0 > 0 }.sorted()
    var sum = 0.0
    var running: [Double] = []
    running.reserveCapacity(ordered.count)
    for product in ordered {
      sum += product
      running.append(sum / Double(max(1, admitted)))
    }
    (products, sums, twoPaths) = (ordered, running, max(1, sum))
    passing = Self.passing(index, admits, sizes)
  }

  /// The payments out that follow a payment in, on average, through accounts no busier than this one:
  /// what a random graph with the same degrees branches by (Molloy and Reed 1995).
  func branching(through node: Int32) -> Double {
    let product = Double(outDegree[Int(node)]) * Double(inDegree[Int(node)])
    var (low, high) = (0, products.count)
    while low < high {
      let middle = (low + high) / 2
      if products[middle] <= product { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? max(1e-6, sums[low - 1]) : 1e-6
  }

  /// Ratios of payments in and out, whatever their order, of accounts evenly from all.
  private static func passing(
    _ index: FlowIndex, _ admits: [Bool], _ sizes: PaymentSizes
  ) -> PassingRates {
    var counts = [0, 0, 0, 0]
    let step = max(1, index.nodeCount / 100_000)
    for node in stride(from: 0, to: index.nodeCount, by: step) {
      let paid = index.out(of: Int32(node)).filter { admits[Int($0)] }.prefix(8)
      let received = index.into(Int32(node)).filter { admits[Int($0)] }.prefix(8)
      for out in paid {
        for into in received where index.from[Int(into)] != index.to[Int(out)] {
          guard let ratio = sizes.ratio(of: index.rows[Int(out)], to: index.rows[Int(into)])
          else { continue }
          counts[PassingRates.band(ratio)] += 1
        }
      }
    }
    return PassingRates(counts: counts)
  }

  /// Over at most 20,000 payments, evenly from all.
  private static func strangers(
    _ index: FlowIndex, _ admits: [Bool], _ acquaintance: Acquaintance
  ) -> Double {
    let edges = (0..<index.count).filter { admits[$0] }
    let step = max(1, edges.count / 20_000)
    var (asked, strangers) = (0, 0)
    for place in stride(from: 0, to: edges.count, by: step) {
      asked += 1
      if acquaintance.areStrangers(index.from[edges[place]], index.to[edges[place]]) {
        strangers += 1
      }
    }
    return Double(strangers + 1) / Double(asked + 1)
  }
}
