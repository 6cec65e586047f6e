import ClewModel

/// What a step rule attributes to listed parties, over the whole graph.
///
/// The same rule as `Exposure`: B is the least set that holds the listed parties and every company
/// whose owners in B together hold the threshold, each with its whole stake. Certain by the minima,
/// possible by the most that bands and rounding allow. All sums are integers.
package struct GraphExposure: Sendable {
  package let threshold: ShareThreshold
  /// The companies in B that are not listed, ascending by party, and whether they are in it for
  /// certain.
  package let companies: [(party: Int32, verdict: Verdict)]

  package var certainCount: Int { companies.count { $0.verdict == .yes } }

  /// - Complexity: O(parties + holdings of the companies in B): each holding counts once.
  package init(of listed: [Int32], over threshold: ShareThreshold, in graph: OwnershipGraph) {
    self.threshold = threshold
    let seeds = Set(listed).sorted().map { Int(graph.rank[Int($0)]) }
    var certain = StepFixpoint(graph, threshold)
    certain.run(from: seeds, possible: false)
    var possible = certain
    if graph.hasBands || !graph.rounding.isEmpty {
      possible = StepFixpoint(graph, threshold)
      possible.run(from: seeds, possible: true)
    }
    var companies: [(party: Int32, verdict: Verdict)] = []
    for company in possible.entered.sorted() {
      companies.append(
        (
          graph.party[graph.endCount + company],
          certain.inside.contains(graph.endCount + company) ? .yes : .possible
        ))
    }
    companies.sort { $0.party < $1.party }
    self.companies = companies
  }
}

/// One least fixpoint by a work list.
private struct StepFixpoint {
  let graph: OwnershipGraph
  let threshold: ShareThreshold
  private(set) var inside: RankSet
  /// The companies that came in, in order of rounds.
  private(set) var entered: [Int] = []
  private var low: [Int64]
  private var high: [Int64]
  private var rounding: [Int64]
  private var lowRounding: [Int64]

  init(_ graph: OwnershipGraph, _ threshold: ShareThreshold) {
    self.graph = graph
    self.threshold = threshold
    inside = RankSet(count: graph.partyCount)
    low = [Int64](repeating: 0, count: graph.companyCount)
    high = graph.hasBands ? low : []
    rounding = graph.rounding.isEmpty ? [] : low
    lowRounding = rounding
  }

  /// Rounds: all stakes of the parties that came in together count before any new one comes in, so
  /// that the answer does not depend on an order even where rounding counts.
  mutating func run(from seeds: [Int], possible: Bool) {
    var frontier = seeds
    for seed in seeds { inside.insert(seed) }
    var touched: [Int] = []
    while !frontier.isEmpty {
      touched.removeAll(keepingCapacity: true)
      for rank in frontier {
        for i in graph.row(rank) {
          let company = Int(graph.held[i])
          add(Int(graph.heldSlot[i]), to: company, possible)
          if !inside.contains(graph.endCount + company) { touched.append(company) }
        }
      }
      frontier.removeAll(keepingCapacity: true)
      for company in touched where !inside.contains(graph.endCount + company) {
        guard possible ? mayPass(company) : passes(company) else { continue }
        inside.insert(graph.endCount + company)
        entered.append(company)
        frontier.append(graph.endCount + company)
      }
    }
  }

  /// Sums stop at the largest integer, which is above any threshold.
  @inline(__always)
  private mutating func add(_ slot: Int, to company: Int, _ possible: Bool) {
    Self.add(graph.least[slot], to: &low[company])
    if possible, !high.isEmpty { Self.add(graph.most[slot], to: &high[company]) }
    if !rounding.isEmpty {
      Self.add(graph.rounding[slot], to: &rounding[company])
      Self.add(min(graph.rounding[slot], graph.least[slot]), to: &lowRounding[company])
    }
  }

  @inline(__always)
  private static func add(_ units: Int64, to sum: inout Int64) {
    let (total, overflow) = sum.addingReportingOverflow(units)
    sum = overflow ? .max : total
  }

  /// Exactly on the threshold, or above it by no less than the rounding.
  private func passes(_ company: Int) -> Bool {
    let sum = low[company]
    if sum == threshold.units { return threshold.isInclusive }
    guard sum > threshold.units else { return false }
    return rounding.isEmpty || sum - threshold.units >= lowRounding[company]
  }

  private func mayPass(_ company: Int) -> Bool {
    let least = Int128(low[company])
    let greatest = high.isEmpty ? least : Int128(high[company])
    let rest = Int128(Share.whole) - graph.columnSum(company) + least
    let most = max(least, min(greatest, rest))
    let limit = Int128(threshold.units)
    if most == limit { return threshold.isInclusive }
    return most > limit || most + Int128(rounding.isEmpty ? 0 : rounding[company]) > limit
  }
}
