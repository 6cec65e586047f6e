import Glibc

/// What scatter-gathers and gather-scatters weigh.
struct LayerEvidence {
  let rates: BackgroundRates
  let window: Int64
  /// How many payments of those that were searched each account makes and receives.
  let degrees: PaymentDegrees
  /// log10 of the chance that either side of a gather-scatter must fall below: 1 in 30.
  private static let unusual = -1.477

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
    let each = middles.reduce(0.0) { $0 + Double(degrees.out[Int($1)]) } / Double(middles.count)
    let into = Double(degrees.into[Int(beneficiary)]) / Double(max(1, degrees.payments))
    let mean = Double(degrees.out[Int(origin)]) * each * into * share
    let powers =
      Evidence.poissonTail(middles.count - 1, mean: mean) + log10(degrees.twoPaths * share)
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

  /// The hub's bursts of new payers and of new payees, each against its own habit. Where either is
  /// likelier than one in thirty it is a fan first of all, and weighs nothing of its own.
  func gatherScatter(
    _ finding: PatternFinding, edges: [Int32], into: FanEvidence, out: FanEvidence
  ) -> [PatternFinding.Reason] {
    let index = rates.index
    guard let hub = finding.roles.first(where: { $0.role == .hub })?.node else { return [] }
    let gathered = edges.filter { index.to[Int($0)] == hub }
    let scattered = edges.filter { index.from[Int($0)] == hub }
    guard let first = gathered.first, let next = scattered.first else { return [] }
    let payers = Set(gathered.map { index.from[Int($0)] }).count
    let payees = Set(scattered.map { index.to[Int($0)] }).count
    let half = Double(window) / 2
    let gather = log10(into.chance(hub, payers, gathered, time: half).rate)
    let scatter = log10(out.chance(hub, payees, scattered, time: half).rate)
    let isOne = max(gather, scatter) < Self.unusual
    let powers = isOne ? gather + scatter + log10(rates.hubs) : 3
    let chance = PatternFinding.Reason(
      term: "gather-scatter", weight: Evidence.rounded(max(-3, min(24, -powers))),
      detail: "\(payers) new payers, then \(payees) new payees of one account",
      backgroundRate:
        "\(Evidence.expected(pow(10, min(6, powers)))) such to be expected in these data by chance")
    let crowds = [
      into.calendar.crowding(count: payers, at: index.lo[Int(first)]),
      out.calendar.crowding(count: payees, at: index.lo[Int(next)]),
    ]
    return common(chance, hops: [], edges: edges) + crowds.filter { $0.weight != 0 }
  }

  /// A stack through common accounts, or sources that all pay the same destinations: payments more
  /// than a tree over the same accounts would need,
  /// each as likely as the branching through its payer and the degrees of its payee make it.
  func tied(_ finding: PatternFinding, edges: [Int32]) -> [PatternFinding.Reason] {
    let index = rates.index
    let share = min(1, Double(window) / rates.span)
    let spare = max(0, edges.count - finding.roles.count + 1)
    let chances = edges.map { edge -> Double in
      let mean =
        Double(degrees.out[Int(index.from[Int(edge)])])
        * Double(degrees.into[Int(index.to[Int(edge)])]) / Double(max(1, degrees.payments)) * share
      return log10(min(1, max(1e-9, mean)))
    }.sorted()
    let powers = chances.suffix(spare).reduce(0, +) + log10(rates.hubs)
    let chance = PatternFinding.Reason(
      term: finding.kind, weight: Evidence.rounded(max(-3, min(24, -powers))),
      detail: "\(edges.count) payments tie \(finding.roles.count) accounts together",
      backgroundRate:
        "\(Evidence.expected(pow(10, min(6, powers)))) such to be expected in these data by chance")
    return common(chance, hops: [], edges: edges)
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

/// How many payments of a choice of them each account makes and receives.
struct PaymentDegrees {
  let payments: Int
  let out: [Int32]
  let into: [Int32]
  /// Ways through accounts: the sum of payments in times payments out, at least one.
  let twoPaths: Double

  /// - Parameter admits: by edge of the index.
  init(_ index: FlowIndex, admits: [Bool]) {
    var out = [Int32](repeating: 0, count: index.nodeCount)
    var into = out
    for edge in 0..<index.count where admits[edge] {
      out[Int(index.from[edge])] += 1
      into[Int(index.to[edge])] += 1
    }
    payments = admits.count { $0 }
    twoPaths = max(1, zip(out, into).reduce(0.0) { $0 + Double($1.0) * Double($1.1) })
    (self.out, self.into) = (out, into)
  }
}
