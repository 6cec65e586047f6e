import Glibc

/// What a fan weighs: how far the hub's new counterparties exceed its own habit, how many fans begin
/// on such days, how large the payments are, and whether the parties have anything in common.
struct FanEvidence {
  let rates: BackgroundRates
  let window: Int64
  let direction: FanSearch.Direction
  let calendar: FanCalendar
  /// Counterparties of each hub's two largest fans, the larger first.
  let largest: [Int32: (first: Int, second: Int)]

  /// Of an account's largest other fan, what its fans usually have: it is the largest of several.
  private static let usualShare = 0.8

  /// - Parameter edges: of the index, by time.
  func reasons(hub: Int32, edges: [Int32]) -> [PatternFinding.Reason] {
    let index = rates.index
    let others = Set(edges.map { direction == .out ? index.to[Int($0)] : index.from[Int($0)] })
    guard let first = edges.first else { return [] }
    let crowd = calendar.crowding(count: others.count, at: index.lo[Int(first)])
    return [
      burst(hub, others.count, edges),
      crowd,
      rates.size(edges),
      rates.strangers(others.map { (hub, $0) }),
    ].filter { $0.weight != 0 }
  }

  /// Counterparties more than one for every sum that four or more payments are of: dues and shared
  /// bills are one occasion.
  private func sameSum(_ edges: [Int32]) -> Int {
    rates.sizes.equalGroups(edges.map { rates.index.rows[Int($0)] }, least: 4)
      .reduce(0) { $0 + $1 - 1 }
  }

  /// The chance of so many new counterparties in so many seconds, and how many would be usual: by the
  /// hub's own rate, or by its largest other fan where that says more.
  func chance(
    _ hub: Int32, _ counterparties: Int, _ edges: [Int32], time: Double
  ) -> (rate: Double, usual: Double) {
    let counts = direction == .out ? rates.outCounts : rates.inCounts
    let degree = direction == .out ? rates.outDegree : rates.inDegree
    let count = max(1, counterparties - sameSum(edges))
    let seen = max(0, Int(degree[Int(hub)]) - edges.count)
    let time = min(time, rates.span)
    let history = rates.span - time
    let own = largest[hub].map { counterparties < $0.first ? $0.first : $0.second } ?? 0
    let fans = Self.usualShare * Double(own)
    let byRate = counts.atLeast(count, in: time, seen: seen, history: history)
    let byFans = own > 0 ? pow(10, Evidence.poissonTail(count, mean: fans)) : 0
    return (
      max(byRate, byFans, 1e-20), max(counts.expected(in: time, seen: seen, history: history), fans)
    )
  }

  private func burst(_ hub: Int32, _ count: Int, _ edges: [Int32]) -> PatternFinding.Reason {
    let (chance, usual) = chance(hub, count, edges, time: Double(window))
    let verb = direction == .out ? "paid" : "was paid by"
    let expected = chance * rates.hubs
    return .init(
      term: "burst", weight: Evidence.rounded(max(-3, min(12, -log10(expected)))),
      detail:
        "\(verb) \(count) accounts it has no habit with inside the window, those of one sum taken "
        + "as one; \(Evidence.expected(usual)) would be usual for it",
      backgroundRate:
        "\(Evidence.expected(expected)) such to be expected in these data by chance")
  }
}
