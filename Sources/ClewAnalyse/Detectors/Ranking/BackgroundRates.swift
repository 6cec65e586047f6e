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
