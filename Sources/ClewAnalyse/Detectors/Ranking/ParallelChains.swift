import Glibc

/// Stacks as AMLworld labels them: A pays B and B passes the sum on to C, and in the same days D pays
/// E and E passes on to F, and so on, without an account in common.
///
/// Nothing joins such chains but their days, so each must be unusual by itself. Two rates from the
/// data say how unusual. By chance a payment out follows a payment in as often as it goes before it:
/// what there is more of the one than of the other are true chains. And by chance the two sums agree
/// as often as those of any payments in and out of one account do. Bayes' rule makes of both the
/// chance that two payments belong together; pairs likelier than one in three are told, those of one
/// burst together: first payments within a day. Where chance makes as many as there are, nothing is
/// told. Chains of more than two payments are no stack; payments of other findings are left out.
///
/// Work is the number of pairs of payments in and out; accounts with more than `mostPairs` are left
/// out and counted. Chains that change the currency have only the order of time to speak for them.
struct ParallelChains {
  struct Chain {
    var first: Int32
    var second: Int32
    /// Chance that the two belong together.
    var likely: Double
  }

  let rates: BackgroundRates
  let window: Int64
  /// Edges that are searched: by edge of the index.
  let admits: [Bool]
  /// Time between the first payments of one stack, at most: a layer of the measured ones lasts 1.5 days,
  /// and of a longer stretch more than half would be another's.
  private static let layer: Int64 = 86_400
  private static let mostPairs = 400
  private static let leastLikely = 1.0 / 3
  private static let leastChains = 2

  func run() -> Detection {
    var detection = Detection()
    var left = chains(&detection)
    var bursts: [[Chain]] = []
    while let burst = densest(left) {
      let taken = Set(burst.map(\.first))
      bursts.append(burst)
      left.removeAll { taken.contains($0.first) }
    }
    detection.findings = bursts.map { finding($0) }
    return detection
  }

  // MARK: - Chains

  private struct Pair {
    var first: Int32
    var second: Int32
    /// nil where the currencies differ.
    var band: Int?
    /// Other pairs of the same account that would also do, one for this one.
    var choices: Int
  }

  /// Pairs in order and against it, by how many choices their account leaves: 1, 2 to 4, more.
  private struct Order {
    var forward = [0.0, 0.0, 0.0]
    var backward = [0.0, 0.0, 0.0]

    static func stratum(_ choices: Int) -> Int { choices == 1 ? 0 : choices <= 4 ? 1 : 2 }

    /// Odds that a pair in order is more than chance: what is beyond twice the error of counting.
    func odds(_ choices: Int) -> Double {
      let stratum = Self.stratum(choices)
      let (with, against) = (forward[stratum], backward[stratum])
      return max(0, with - against - 2 * (with + against + 1).squareRoot()) / (against + 1)
    }
  }

  /// Likely chains by time of the first payment; no payment is in two.
  private func chains(_ detection: inout Detection) -> [Chain] {
    var order = Order()
    var pairs: [Pair] = []
    var skipped = 0
    for node in 0..<Int32(rates.index.nodeCount)
    where rates.inDegree[Int(node)] > 0 && rates.outDegree[Int(node)] > 0 {
      if Int(rates.inDegree[Int(node)]) * Int(rates.outDegree[Int(node)]) > Self.mostPairs {
        skipped += 1
      } else {
        collect(node, &pairs, &order)
      }
    }
    if skipped > 0 {
      detection.isExhaustive = false
      detection.notSearched.append(
        "\(skipped) accounts with more than \(Self.mostPairs) pairs of payments in and out not "
          + "searched for parallel chains")
    }
    let excess = agreementOdds(pairs)
    let likely = pairs.compactMap { pair -> Chain? in
      var odds = order.odds(pair.choices)
      if let band = pair.band {
        odds = max(odds, excess) * PassingRates.ring[band] / rates.passing.base[band]
      }
      odds /= Double(pair.choices)
      let chance = odds / (1 + odds)
      return chance >= Self.leastLikely
        ? Chain(first: pair.first, second: pair.second, likely: chance) : nil
    }
    return unlinked(likely)
  }

  private func collect(_ node: Int32, _ pairs: inout [Pair], _ order: inout Order) {
    let index = rates.index
    let most = window * 3 / 5
    let paid = index.out(of: node).filter { admits[Int($0)] }
    let received = index.into(node).filter { admits[Int($0)] }
    let start = pairs.count
    var backward = 0
    for first in received {
      for second in paid where index.to[Int(second)] != index.from[Int(first)] {
        let gap = index.lo[Int(second)] - index.lo[Int(first)]
        if gap > 0, gap <= most {
          let band = rates.ratio((in: first, out: second)).map(PassingRates.band)
          pairs.append(Pair(first: first, second: second, band: band, choices: 1))
        } else if gap < 0, gap >= -most {
          backward += 1
        }
      }
    }
    let choices = pairs.count - start
    for slot in start..<pairs.count { pairs[slot].choices = choices }
    if choices > 0 { order.forward[Order.stratum(choices)] += Double(choices) }
    if backward > 0 { order.backward[Order.stratum(backward)] += Double(backward) }
  }

  /// Odds that a pair in one currency is more than chance, by the sums that agree more often than any
  /// payments in and out of one account do.
  private func agreementOdds(_ pairs: [Pair]) -> Double {
    var seen = [0.0, 0.0, 0.0, 0.0]
    for pair in pairs {
      if let band = pair.band { seen[band] += 1 }
    }
    let asked = seen.reduce(0, +)
    guard asked > 0 else { return 0 }
    let excess = (0..<3).reduce(0.0) { sum, band in
      let expected = rates.passing.base[band] * asked
      return sum + max(0, seen[band] - expected - 2 * expected.squareRoot())
    }
    return excess / max(1, asked - excess)
  }

  /// The likeliest chains that have no payment in common and do not continue one another.
  private func unlinked(_ chains: [Chain]) -> [Chain] {
    let (firsts, seconds) = (Set(chains.map(\.first)), Set(chains.map(\.second)))
    let ends = chains.filter { !seconds.contains($0.first) && !firsts.contains($0.second) }
    var used: Set<Int32> = []
    var kept: [Chain] = []
    for chain in ends.sorted(by: {
      $0.likely != $1.likely
        ? $0.likely > $1.likely : ($0.first, $0.second) < ($1.first, $1.second)
    }) where !used.contains(chain.first) && !used.contains(chain.second) {
      used.formUnion([chain.first, chain.second])
      kept.append(chain)
    }
    return kept.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  // MARK: - Bursts

  /// The chains of the day that holds most; nil where fewer than two are left together.
  private func densest(_ chains: [Chain]) -> [Chain]? {
    let index = rates.index
    var best: (sum: Double, chains: ArraySlice<Chain>) = (0, [])
    var left = chains.startIndex
    var sum = 0.0
    for right in chains.indices {
      sum += chains[right].likely
      while index.lo[Int(chains[right].first)] - index.lo[Int(chains[left].first)] > Self.layer {
        sum -= chains[left].likely
        left += 1
      }
      if right - left + 1 >= Self.leastChains, sum > best.sum + 1e-9 {
        best = (sum, chains[left...right])
      }
    }
    return best.chains.isEmpty ? nil : Array(best.chains)
  }

  private func finding(_ burst: [Chain]) -> PatternFinding {
    let index = rates.index
    let edges = burst.flatMap { [$0.first, $0.second] }.sorted()
    var roles: [Int32: PatternFinding.Role] = [:]
    for chain in burst {
      let members = [
        (index.from[Int(chain.first)], PatternFinding.Role.source),
        (index.to[Int(chain.first)], .intermediary), (index.to[Int(chain.second)], .beneficiary),
      ]
      for (node, role) in members { roles[node] = min(roles[node] ?? role, role) }
    }
    var finding = PatternFinding(
      kind: "stack", rows: edges.map { index.rows[Int($0)] },
      roles: roles.map { .init($0.key, $0.value) }.sorted { $0.node < $1.node })
    let powers = burst.reduce(0.0) { $0 + log10(1 / max(1e-6, 1 - $1.likely)) }
    let percent = Int((burst.reduce(0.0) { $0 + $1.likely } * 100 / Double(burst.count)).rounded())
    finding.reasons = [
      .init(
        term: "parallel chains", weight: Evidence.rounded(min(20, powers)),
        detail: "\(burst.count) chains of two payments side by side; only the days join them",
        backgroundRate: "\(percent) % of such pairs of payments belong together")
    ]
    let hops = burst.map { (in: $0.first, out: $0.second) }
    finding.reasons[0].detail += "; " + rates.passedOn(hops).detail
    return finding
  }
}
