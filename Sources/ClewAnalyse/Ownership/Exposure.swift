import ClewModel

/// Parties that a step rule attributes to listed ones.
///
/// B is the least set that holds the listed parties and every company whose owners in B together
/// hold at least (or, where the rule is not inclusive, more than) the threshold. An owner in B
/// counts with its whole stake; nothing is multiplied (OFAC FAQ 401). On the minima of all holdings
/// the verdict is yes; on the most that their bands and rounding allow it is possible.
package struct Exposure: Sendable {
  package let regime: Regime
  /// One result for every party in B that is not listed itself, by party.
  package let results: [Exposed]

  package struct Exposed: Hashable, Sendable {
    package var party: Int32
    package var verdict: Verdict
    /// What the owners in B hold together: those in B for certain, and all that may be.
    package var aggregate: Band
    /// The listed parties that the steps lead back to, ascending.
    package var by: [Int32]
    /// The stakes that prove it: all that count for the party itself, then, company by company up
    /// to the listed, as many as reach the threshold.
    package var steps: [Step]
    /// True where the proof is longer than `Exposure.stepLimit`.
    package var stepsCut: Bool
    /// The aggregate less the threshold: its minimum for yes, its maximum for possible.
    package var margin: Int128
    /// True where the aggregate differs from the threshold by less than the rounding of its shares.
    package var withinRounding: Bool
  }

  /// One stake of the proof.
  package struct Step: Hashable, Sendable {
    package var from: Int32
    package var to: Int32
    package var share: Band
    /// The links that state it, ascending.
    package var links: [Int64]
    package var titleHolders: [Int32]
  }

  /// Steps printed for one party at most.
  package static let stepLimit = 200

  /// - Parameter listed: the listed parties, in any order.
  /// - Complexity: O(links) for the fixpoints; each result costs its own proof.
  package init(of listed: [Int32], under regime: Regime, in holdings: Holdings) {
    let seeds = Set(listed).sorted()
    let law = regime.rule(on: holdings.moment.asOf)
    let certain = StepRule(seeds, law, holdings, possible: false)
    let possible = StepRule(seeds, law, holdings, possible: true)
    self.regime = regime
    let proof = StepProof(certain: certain, possible: possible, law: law, holdings)
    results = possible.members(besides: seeds).map { proof.result(for: $0) }
  }
}

/// The least fixpoint of a step rule, certain or possible.
struct StepRule {
  static let outside: Int32 = .max

  /// When each party came in: 0 for the listed, rising; `outside` for those that did not.
  private(set) var rank: [Int32]

  /// Rounds: all stakes of the parties that came in together count before any new one comes in, so
  /// that the answer does not depend on an order. Every holding is counted once.
  init(_ seeds: [Int32], _ rule: Regime.Rule, _ holdings: Holdings, possible: Bool) {
    rank = [Int32](repeating: Self.outside, count: holdings.partyCount)
    var tallies = [StepTally](repeating: StepTally(), count: holdings.partyCount)
    var round: Int32 = 0
    var frontier = seeds
    for seed in seeds { rank[Int(seed)] = 0 }
    while !frontier.isEmpty {
      round += 1
      var touched: [Int32] = []
      for owner in frontier {
        for i in holdings.row(owner) {
          let holding = holdings.all[Int(i)]
          tallies[Int(holding.owned)].add(holding)
          touched.append(holding.owned)
        }
      }
      frontier.removeAll(keepingCapacity: true)
      for company in touched where rank[Int(company)] == Self.outside {
        let tally = tallies[Int(company)]
        let passes =
          possible
          ? tally.mayPass(rule, outOf: holdings.capitalMinimum(of: company))
          : tally.passes(rule)
        if passes {
          rank[Int(company)] = round
          frontier.append(company)
        }
      }
    }
  }

  func contains(_ party: Int32) -> Bool { rank[Int(party)] != Self.outside }

  /// Everything that came in but the listed, ascending.
  func members(besides seeds: [Int32]) -> [Int32] {
    (0..<Int32(rank.count)).filter { rank[Int($0)] != Self.outside && rank[Int($0)] > 0 }
  }
}

/// What the parties of a rule's set hold of one company.
struct StepTally {
  private(set) var low: Int128 = 0
  private(set) var high: Int128 = 0
  private(set) var rounding: Int128 = 0
  private var lowRounding: Int128 = 0

  mutating func add(_ holding: Holding, _ measure: Measure = .capital, rounded: Bool = true) {
    let bounds = holding.bounds(measure)
    low += Int128(bounds.min)
    high += Int128(bounds.max)
    guard rounded else { return }
    rounding += Int128(bounds.rounding)
    lowRounding += Int128(min(bounds.rounding, bounds.min))
  }

  /// The threshold is reached for certain: exactly on it, or by no less than the rounding.
  func passes(_ rule: Regime.Rule) -> Bool {
    let threshold = Int128(rule.threshold)
    if low == threshold { return rule.isInclusive }
    return low > threshold && low - threshold >= lowRounding
  }

  /// The most the holders can have where the others hold at least the rest of `minimum`.
  func most(outOf minimum: Int128) -> Int128 {
    max(low, min(high, Int128(Share.whole) - minimum + low))
  }

  func mayPass(_ rule: Regime.Rule, outOf minimum: Int128) -> Bool {
    let threshold = Int128(rule.threshold)
    let most = most(outOf: minimum)
    if most == threshold { return rule.isInclusive }
    return most > threshold || most + rounding > threshold
  }

  func isWithinRounding(_ rule: Regime.Rule, outOf minimum: Int128) -> Bool {
    let threshold = Int128(rule.threshold)
    let top = most(outOf: minimum)
    func near(_ sum: Int128, _ rounding: Int128) -> Bool {
      sum != threshold && (sum - threshold).magnitude < rounding.magnitude
    }
    return near(low, lowRounding) || near(top, rounding)
  }
}

/// Collects what proves that a party is in a step rule's set.
struct StepProof {
  private let certain: StepRule
  private let possible: StepRule
  private let law: Regime.Rule
  private let holdings: Holdings

  init(certain: StepRule, possible: StepRule, law: Regime.Rule, _ holdings: Holdings) {
    self.certain = certain
    self.possible = possible
    self.law = law
    self.holdings = holdings
  }

  func result(for party: Int32) -> Exposure.Exposed {
    let isCertain = certain.contains(party)
    let rule = isCertain ? certain : possible
    let minimum = holdings.capitalMinimum(of: party)
    let low = tally(party, certain)
    let most = tally(party, possible).most(outOf: minimum)
    let aggregate = Band(min: low.low, max: most)
    let (steps, by, cut) = steps(for: party, rule)
    let threshold = Int128(law.threshold)
    return Exposure.Exposed(
      party: party, verdict: isCertain ? .yes : .possible, aggregate: aggregate, by: by,
      steps: steps, stepsCut: cut,
      margin: (isCertain ? aggregate.min : aggregate.max) - threshold,
      withinRounding: !isCertain && tally(party, rule).isWithinRounding(law, outOf: minimum))
  }

  private func tally(_ party: Int32, _ rule: StepRule) -> StepTally {
    var tally = StepTally()
    for i in holdings.column(party) where counts(holdings.all[i], rule) {
      tally.add(holdings.all[i])
    }
    return tally
  }

  /// A party's stake in itself proves nothing.
  private func counts(_ holding: Holding, _ rule: StepRule) -> Bool {
    holding.owner != holding.owned && rule.contains(holding.owner)
  }

  private func steps(
    for party: Int32, _ rule: StepRule
  ) -> (steps: [Exposure.Step], by: [Int32], cut: Bool) {
    var steps: [Exposure.Step] = []
    var listed: Set<Int32> = []
    var seen: Set<Int32> = [party]
    var queue = [party]
    var next = 0
    while next < queue.count {
      let company = queue[next]
      next += 1
      for i in company == party ? direct(party, rule) : enough(company, rule) {
        let holding = holdings.all[i]
        if steps.count < Exposure.stepLimit {
          steps.append(
            .init(
              from: holding.owner, to: company, share: holding.capital,
              links: holdings.links(of: holding), titleHolders: holdings.titleHolders(of: holding)))
        }
        if rule.rank[Int(holding.owner)] == 0 {
          listed.insert(holding.owner)
        } else if seen.insert(holding.owner).inserted {
          queue.append(holding.owner)
        }
      }
      if steps.count >= Exposure.stepLimit { return (steps, listed.sorted(), next < queue.count) }
    }
    return (steps, listed.sorted(), false)
  }

  private func direct(_ party: Int32, _ rule: StepRule) -> [Int] {
    holdings.column(party).filter { counts(holdings.all[$0], rule) }
  }

  /// Stakes of parties that came in earlier, until the threshold is reached.
  private func enough(_ company: Int32, _ rule: StepRule) -> [Int] {
    let earlier = holdings.column(company).filter {
      rule.rank[Int(holdings.all[$0].owner)] < rule.rank[Int(company)]
    }.sorted {
      let (a, b) = (rule.rank[Int(holdings.all[$0].owner)], rule.rank[Int(holdings.all[$1].owner)])
      return a != b ? a < b : $0 < $1
    }
    var tally = StepTally()
    var taken: [Int] = []
    for i in earlier {
      tally.add(holdings.all[i])
      taken.append(i)
      if tally.passes(law) { break }
    }
    return taken
  }
}
