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
      rates.size(edges),
      rates.equalSums(edges),
      rates.strangers(others.map { (hub, $0) }),
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
    let expected = chance * rates.hubs
    return .init(
      term: "burst", weight: Evidence.rounded(max(-3, min(12, -log10(max(1e-20, expected))))),
      detail:
        "\(verb) \(count) accounts it has no habit with inside the window; "
        + "\(Evidence.expected(usual)) would be usual for it",
      backgroundRate:
        "\(Evidence.expected(expected)) such to be expected in these data by chance")
  }
}
