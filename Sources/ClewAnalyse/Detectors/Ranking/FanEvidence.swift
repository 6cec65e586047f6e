import ClewGraph
import ClewModel
import Glibc

/// What a fan weighs: how far the hub's new counterparties exceed its own habit, how many fans begin
/// on such days, how large the payments are, and whether the parties have anything in common.
struct FanEvidence {
  let rates: BackgroundRates
  let window: Int64
  let direction: FanSearch.Direction
  let calendar: FanCalendar

  /// - Parameter edges: of the index, by time.
  func reasons(hub: Int32, edges: [Int32]) -> [PatternFinding.Reason] {
    let index = rates.index
    let others = Set(edges.map { direction == .out ? index.to[Int($0)] : index.from[Int($0)] })
    guard let first = edges.first else { return [] }
    let crowd = calendar.crowding(count: others.count, at: index.lo[Int(first)])
    return [
      burst(hub, others.count, edges.count),
      crowd,
      size(edges),
      equalSums(edges),
      strangers(hub, others),
    ].filter { $0.weight != 0 }
  }

  private func burst(_ hub: Int32, _ count: Int, _ payments: Int) -> PatternFinding.Reason {
    let counts = direction == .out ? rates.outCounts : rates.inCounts
    let degree = direction == .out ? rates.outDegree : rates.inDegree
    let seen = max(0, Int(degree[Int(hub)]) - payments)
    let time = min(Double(window), rates.span)
    let history = rates.span - time
    let chance = counts.atLeast(count, in: time, seen: seen, history: history)
    let usual = counts.expected(in: time, seen: seen, history: history)
    let verb = direction == .out ? "paid" : "was paid by"
    return .init(
      term: "burst", weight: Evidence.weight(rate: chance),
      detail:
        "\(verb) \(count) accounts it has no habit with inside the window; "
        + "\(Evidence.expected(usual)) would be usual for it",
      backgroundRate: Evidence.oneIn(chance))
  }

  /// Dues, subscriptions and shared bills are of one sum; what rings pay differs.
  private func equalSums(_ edges: [Int32]) -> PatternFinding.Reason {
    let most = rates.sizes.mostEqual(edges.map { rates.index.rows[Int($0)] })
    let share = 2 * most > edges.count ? Double(most) / Double(edges.count) : 0
    return .init(
      term: "equal sums", weight: -Evidence.rounded(3 * share),
      detail: "\(most) of \(edges.count) payments are of the same sum, as dues and shared bills are")
  }

  private func size(_ edges: [Int32]) -> PatternFinding.Reason {
    let shares = edges.map { rates.sizes.shareAbove(rates.index.rows[Int($0)]) }.sorted()
    let middle = shares[shares.count / 2]
    return .init(
      term: "size", weight: Evidence.weight(rate: middle, most: 2),
      detail: "half of its payments are larger than most of their currency",
      backgroundRate: Evidence.oneIn(middle))
  }

  private func strangers(_ hub: Int32, _ others: Set<Int32>) -> PatternFinding.Reason {
    let count = others.count { rates.acquaintance.areStrangers(hub, $0) }
    return rates.strangers(count, of: others.count)
  }
}

extension BackgroundRates {
  /// The term for pairs without a common counterparty: the logarithm of how much likelier as many
  /// are in a ring, which brings together accounts at random, than among ordinary payments.
  func strangers(_ count: Int, of pairs: Int) -> PatternFinding.Reason {
    let ring = max(0.9, min(0.99, strangerRate))
    let base = min(strangerRate, ring)
    let powers =
      Double(count) * Glibc.log10(ring / base)
      + Double(pairs - count) * Glibc.log10((1 - ring) / (1 - base))
    return .init(
      term: "strangers", weight: Evidence.rounded(max(-4, min(4, powers))),
      detail: "\(count) of \(pairs) pairs have no counterparty in common",
      backgroundRate: "\(Evidence.oneIn(strangerRate)) of payments that no habit explains")
  }
}
