/// Money that passes through several accounts at once, layer after layer: sources pay middles, the
/// middles pay the next layer, and so on, as AMLSim and AMLGentex lay their stacks out.
///
/// A stack is made of scatter-gathers (see `ScatterGatherSearch`) that have payments in common: two
/// or more sources over the same middles, two or more destinations, or a gather that is itself a
/// middle of the next layer. Two of them belong together where they share at least two payments and
/// all lies inside the window; each payment is in one stack. With one source and one destination it
/// is a scatter-gather and not told here.
///
/// Chains side by side that share no account (A pays B pays C, D pays E pays F, in the same days),
/// as AMLworld labels them, are not a structure: nothing but the days joins them. They are not told
/// here; `docs/detectors/stack.md` gives the base rate.
package struct StackSearch: Sendable {
  private let index: FlowIndex
  private let window: Int64
  private let scatterGathers: ScatterGatherSearch
  private let leastPayments: Int

  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, leastPayments: Int = 5
  ) {
    self.index = index
    self.window = max(0, question.window ?? window)
    self.leastPayments = leastPayments
    scatterGathers = ScatterGatherSearch(
      index, window: window, question, admits: admits, weights: weights)
  }

  package func run() -> Detection {
    var detection = Detection()
    let candidates = scatterGathers.search(&detection)
    detection.notSearched = detection.notSearched.map { $0 + " (for stacks)" }
    var clusters = StackClusters(index, window: window)
    for candidate in candidates { clusters.join(candidate) }
    clusters.merge()
    detection.findings = clusters.groups.compactMap { finding($0.map { candidates[$0] }) }
    return detection
  }

  /// nil for what is no more than a scatter-gather; candidates stand with the strongest first.
  private func finding(_ candidates: [LayeredCandidate]) -> PatternFinding? {
    guard let strongest = candidates.first,
      Set(candidates.map(\.origin)).count > 1 || Set(candidates.map(\.end)).count > 1
    else { return nil }
    let edges = Set(candidates.flatMap(\.edges)).sorted()
    guard edges.count >= leastPayments else { return nil }
    let payers = Set(edges.map { index.from[Int($0)] })
    let payees = Set(edges.map { index.to[Int($0)] })
    let roles = payers.union(payees).sorted().map { node in
      PatternFinding.Member(
        node,
        !payees.contains(node) ? .source : payers.contains(node) ? .intermediary : .beneficiary)
    }
    let relays = Set(candidates.flatMap(\.burst.relays)).sorted {
      ($0.middle, $0.first, $0.second) < ($1.middle, $1.first, $1.second)
    }
    var finding = PatternFinding(
      kind: "stack", rows: edges.map { index.rows[Int($0)] }, roles: roles,
      nearMiss: scatterGathers.order == .strict ? nil : RelayOrder(index).nearMiss(relays))
    finding.reasons = [scatterGathers.reason(strongest)]
    return finding
  }
}
