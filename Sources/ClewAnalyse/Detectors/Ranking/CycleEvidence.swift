import Glibc

/// What a cycle weighs: how many like it are to be expected by chance through accounts no busier than
/// its own, whether amounts are passed on, how large they are, and whether its pairs are strangers.
struct CycleEvidence {
  let rates: BackgroundRates
  let window: Int64

  /// - Parameter edges: each paying on to the next, the last to the first's payer.
  func reasons(_ edges: [Int32]) -> [PatternFinding.Reason] {
    let index = rates.index
    let hops = edges.indices.dropFirst().map { (in: edges[$0 - 1], out: edges[$0]) }
    return [
      chance(edges), regulars(edges), rates.passedOn(hops), rates.size(edges),
      rates.equalSums(edges),
      rates.strangers(edges.map { (index.from[Int($0)], index.to[Int($0)]) }),
    ].filter { $0.weight != 0 }
  }

  /// Pairs with a history take from the score: they had a reason to pay.
  private func regulars(_ edges: [Int32]) -> PatternFinding.Reason {
    let count = edges.count { rates.habits.ofEdge[Int($0)] != .none }
    return .init(
      term: "regular pairs", weight: -Evidence.rounded(min(6, Double(count))),
      detail:
        "\(count) of \(edges.count) payments are between accounts that pay each other regularly")
  }

  /// Every account passes on to as many as its own payments in and out allow; a cycle of n payments
  /// in order within the window has chance `(window / span)^(n - 1) / (n - 1)!` of its times.
  private func chance(_ edges: [Int32]) -> PatternFinding.Reason {
    let share = min(1, Double(window) / rates.span)
    var powers = 0.0
    for edge in edges { powers += log10(rates.branching(through: rates.index.from[Int(edge)])) }
    let rest = Double(edges.count - 1)
    powers += rest * log10(share) - lgamma(rest + 1) / log(10)
    let expected = pow(10, min(6, powers))
    return .init(
      term: "cycle", weight: Evidence.rounded(max(-3, min(20, -powers))),
      detail: "money comes back over \(edges.count) payments, in order",
      backgroundRate: "\(Evidence.expected(expected)) such to be expected in these data by chance")
  }
}
