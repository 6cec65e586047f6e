import Glibc

/// What scatter-gathers and gather-scatters weigh.
struct LayerEvidence {
  let rates: BackgroundRates
  let window: Int64

  /// Given one middle, so many more by chance: the origin's other payees pay the beneficiary as often
  /// as their own payments out and the beneficiary's payments in make it likely.
  func scatterGather(_ finding: PatternFinding, edges: [Int32]) -> [PatternFinding.Reason] {
    let index = rates.index
    guard let origin = finding.roles.first(where: { $0.role == .origin })?.node,
      let beneficiary = finding.roles.first(where: { $0.role == .beneficiary })?.node
    else { return [] }
    let share = min(1, Double(window) / rates.span)
    var (first, second): ([Int32: [Int32]], [Int32: [Int32]]) = ([:], [:])
    for edge in edges {
      if index.from[Int(edge)] == origin {
        first[index.to[Int(edge)], default: []].append(edge)
      } else {
        second[index.from[Int(edge)], default: []].append(edge)
      }
    }
    let middles = first.keys.filter { second[$0] != nil }.sorted()
    let each = middles.reduce(0.0) { $0 + Double(rates.outDegree[Int($1)]) } / Double(middles.count)
    let into = Double(rates.inDegree[Int(beneficiary)]) / Double(max(1, rates.admitted))
    let mean = Double(rates.outDegree[Int(origin)]) * each * into * share
    let powers = Evidence.poissonTail(middles.count - 1, mean: mean) + log10(rates.twoPaths * share)
    let hops = middles.compactMap { middle -> (in: Int32, out: Int32)? in
      guard let paid = first[middle]?.first, let passed = second[middle]?.first else { return nil }
      return (in: paid, out: passed)
    }
    let chance = PatternFinding.Reason(
      term: "scatter-gather", weight: Evidence.rounded(max(-3, min(24, -powers))),
      detail: "\(middles.count) accounts receive from one and pay to one other",
      backgroundRate:
        "\(Evidence.expected(pow(10, min(6, powers)))) such to be expected in these data by chance")
    return common(chance, hops: hops, edges: edges)
  }

  /// The hub's bursts of new payers and of new payees, each against its own habit. Both must be
  /// unusual, by one in ten at least, else it is a fan: nothing is returned.
  func gatherScatter(
    _ finding: PatternFinding, edges: [Int32], into: FanCalendar, out: FanCalendar
  ) -> [PatternFinding.Reason] {
    let index = rates.index
    guard let hub = finding.roles.first(where: { $0.role == .hub })?.node else { return [] }
    let gathered = edges.filter { index.to[Int($0)] == hub }
    let scattered = edges.filter { index.from[Int($0)] == hub }
    let payers = Set(gathered.map { index.from[Int($0)] }).count
    let payees = Set(scattered.map { index.to[Int($0)] }).count
    let gather = burst(
      payers, rates.inCounts, seen: Int(rates.inDegree[Int(hub)]) - gathered.count)
    let scatter = burst(
      payees, rates.outCounts, seen: Int(rates.outDegree[Int(hub)]) - scattered.count)
    guard max(gather, scatter) <= -1, let first = gathered.first, let next = scattered.first else {
      return []
    }
    let sum = gather + scatter + log10(rates.hubs)
    let chance = PatternFinding.Reason(
      term: "gather-scatter", weight: Evidence.rounded(max(-3, min(24, -sum))),
      detail: "\(payers) new payers, then \(payees) new payees of one account",
      backgroundRate:
        "\(Evidence.expected(pow(10, min(6, sum)))) such to be expected in these data by chance")
    let crowds = [
      into.crowding(count: payers, at: index.lo[Int(first)]),
      out.crowding(count: payees, at: index.lo[Int(next)]),
    ]
    return common(chance, hops: [], edges: edges) + crowds.filter { $0.weight != 0 }
  }

  /// log10 of the chance of so many new counterparties in half the window.
  private func burst(_ count: Int, _ counts: CountRates, seen: Int) -> Double {
    let time = min(rates.span, Double(window) / 2)
    let chance = counts.atLeast(
      count, in: time, seen: max(0, seen), history: rates.span - time)
    return log10(max(1e-20, chance))
  }

  private func common(
    _ chance: PatternFinding.Reason, hops: [(in: Int32, out: Int32)], edges: [Int32]
  ) -> [PatternFinding.Reason] {
    let index = rates.index
    return [
      chance, rates.passedOn(hops), rates.size(edges), rates.equalSums(edges),
      rates.strangers(edges.map { (index.from[Int($0)], index.to[Int($0)]) }),
    ].filter { $0.weight != 0 }
  }
}
