import ClewModel

/// A chain on which every single holding passes the threshold: the "rolling" test of practice (EBA
/// Q&A 2022_6622 names it beside multiplication and dominance).
struct RollingAttribution {
  private let graph: RegionGraph
  private let widest: (least: WidestChains, most: WidestChains)
  private let passing: [Verdict]
  private let exact: [Verdict]
  private let threshold: Threshold

  /// O(entries × log) for all owners together.
  init(_ facts: OwnershipFacts, _ measure: Measure, _ threshold: Threshold) {
    graph = facts.graph
    self.threshold = threshold
    let holdings = facts.holdings
    let region = graph.region
    func bounds(_ entry: Int) -> (min: Int64, max: Int64, rounding: Int64) {
      holdings.all[Int(region.holding[entry])].bounds(measure)
    }
    widest = (
      WidestChains(graph) { bounds($0).min }, WidestChains(graph) { bounds($0).max }
    )
    let roundings = region.nodes.map { holdings.total(of: $0, measure).rounding }
    func verdicts(rounded: Bool) -> [Verdict] {
      let passes = region.holding.indices.map { entry in
        let (low, high, rounding) = bounds(entry)
        var share = RoundedShare(
          band: Band(min: Int128(low), max: Int128(high)), down: Int128(min(rounding, low)),
          up: Int128(rounding))
        if low != high { share.up = roundings[Int(facts.graph.companies[entry])] }
        return share.passes(threshold, rounded: rounded)
      }
      let certain = WidestChains(facts.graph) { passes[$0] == .yes ? 1 : 0 }
      let possible = WidestChains(facts.graph) { passes[$0] == .no ? 0 : 1 }
      return region.nodes.indices.map {
        certain.width[$0] > 0 ? .yes : possible.width[$0] > 0 ? .possible : .no
      }
    }
    passing = verdicts(rounded: true)
    exact = verdicts(rounded: false)
  }

  /// The widest chain's weakest holding: on the minima, and on the maxima, which are the bounds of
  /// different companies and so can all be reached at once.
  func width(of party: Int32) -> Band {
    guard let local = graph.region.local(party) else { return .none }
    return Band(
      min: Int128(widest.least.width[Int(local)]), max: Int128(widest.most.width[Int(local)]))
  }

  func finding(on party: Int32, rounded: Bool) -> AttributionFinding {
    guard let local = graph.region.local(party) else { return .none(threshold) }
    let chain = proof(of: local)
    return AttributionFinding(
      verdict: (rounded ? passing : exact)[Int(local)], share: width(of: party),
      threshold: threshold,
      through: chain.dropLast().map { graph.region.nodes[Int(graph.companies[$0])] })
  }

  /// The entries of the chain, down to the root: the widest one on the minima, else on the maxima.
  func proof(of local: Int32) -> [Int] {
    let chain = widest.least.entries(from: local)
    return chain.isEmpty || passing[Int(local)] == .possible
      ? widest.most.entries(from: local) : chain
  }

  func links(of party: Int32, _ holdings: Holdings) -> OwnershipProof {
    guard let local = graph.region.local(party) else { return .none }
    let chain = proof(of: local)
    return OwnershipProof(
      links: chain.flatMap { holdings.links(of: holdings.all[Int(graph.region.holding[$0])]) },
      through: chain.dropLast().map { graph.region.nodes[Int(graph.companies[$0])] })
  }
}
