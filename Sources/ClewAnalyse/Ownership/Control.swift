import ClewGraph
import ClewModel

/// Who controls whom: x controls y if x, with everything x controls, directly holds more than half
/// of the votes of y, or a link states control.
///
/// The least fixpoint (Bank of Italy, Vadalog): a ring of companies never justifies itself. Votes
/// are taken where stated, else shares. Own shares are not taken out of the whole. On minima the
/// answer is certain, on the most the bands allow possible. See `Regime.control`.
package struct Control: Sendable {
  private let holdings: Holdings
  private let rounded: Bool

  /// - Parameter rounded: false takes every stated share as exact.
  package init(_ holdings: Holdings, rounded: Bool = true) {
    self.holdings = holdings
    self.rounded = rounded
  }

  /// What a set of parties acting as one controls.
  package struct Reach: Hashable, Sendable {
    /// Controlled for certain, in the order in which control is established.
    package var certain: [Int32] = []
    /// Controlled at most: all of `certain`, and more.
    package var possible: [Int32] = []

    package func verdict(on party: Int32) -> Verdict {
      if certain.contains(party) { return .yes }
      return possible.contains(party) ? .possible : .no
    }
  }

  /// Everything that the parties, acting as one, control; they themselves are not in it.
  ///
  /// Time: the holdings of what is controlled, and the columns those stand in.
  package func reach(of seeds: [Int32]) -> Reach {
    Reach(
      certain: fixpoint(seeds, possible: false), possible: fixpoint(seeds, possible: true))
  }

  package func reach(of party: Int32) -> Reach { reach(of: [party]) }

  /// Whether a party controls another one.
  package func verdict(of party: Int32, on subject: Int32) -> Verdict {
    if fixpoint([party], possible: false, until: subject).contains(subject) { return .yes }
    return fixpoint([party], possible: true, until: subject).contains(subject) ? .possible : .no
  }

  /// Whether a verdict is only possible because of the rounding of the votes: taken as exact they
  /// give yes or no.
  package func isWithinRounding(_ verdict: Verdict, of party: Int32, on subject: Int32) -> Bool {
    verdict == .possible
      && Control(holdings, rounded: false).verdict(of: party, on: subject) != .possible
  }

  /// Every party that may control the subject, ascending: its direct and indirect owners and who
  /// a link of control leads back to.
  package func candidates(over subject: Int32) -> [Int32] {
    var seen: Set<Int32> = [subject]
    var stack = [subject]
    while let party = stack.popLast() {
      for i in holdings.column(party) where seen.insert(holdings.all[i].owner).inserted {
        stack.append(holdings.all[i].owner)
      }
      for i in holdings.controls.over(party) {
        let controller = holdings.controls.rows[Int(i)].from
        if seen.insert(controller).inserted { stack.append(controller) }
      }
    }
    seen.remove(subject)
    return seen.sorted()
  }

  private func fixpoint(
    _ seeds: [Int32], possible: Bool, until subject: Int32? = nil
  ) -> [Int32] {
    var controlled = Set(seeds)
    var order = seeds
    var next = 0
    var tally: [Int32: VoteTally] = [:]
    while next < order.count {
      let party = order[next]
      next += 1
      if party == subject, next > seeds.count { break }
      for i in holdings.controls.by(party) {
        let link = holdings.controls.rows[Int(i)]
        if possible || link.isCertain, controlled.insert(link.to).inserted { order.append(link.to) }
      }
      for i in holdings.row(party) {
        let holding = holdings.all[Int(i)]
        guard !controlled.contains(holding.owned) else { continue }
        var sum = tally[holding.owned] ?? VoteTally()
        sum.add(holding, rounded: rounded)
        tally[holding.owned] = sum
        let passes =
          possible ? sum.mayPass(outOf: minimumVotes(holding.owned)) : sum.passes
        if passes {
          controlled.insert(holding.owned)
          order.append(holding.owned)
        }
      }
    }
    return Array(order.dropFirst(seeds.count))
  }

  private func minimumVotes(_ company: Int32) -> Int128 {
    holdings.column(company).reduce(0) { $0 + Int128(holdings.all[$1].votesMin) }
  }
}

/// The votes of one company that a controlling group has gathered.
private struct VoteTally {
  private var low: Int128 = 0
  private var high: Int128 = 0
  private var rounding: Int128 = 0
  private var lowRounding: Int128 = 0

  private static let half = Int128(Share.whole / 2)

  mutating func add(_ holding: Holding, rounded: Bool) {
    low += Int128(holding.votesMin)
    high += Int128(holding.votesMax)
    guard rounded else { return }
    rounding += Int128(holding.votesRounding)
    lowRounding += Int128(min(holding.votesRounding, holding.votesMin))
  }

  /// More than half for certain: above it by no less than the rounding of what was added.
  var passes: Bool { low > Self.half && low - Self.half >= lowRounding }

  /// More than half at most, where the others hold at least the rest of `minimum`.
  func mayPass(outOf minimum: Int128) -> Bool {
    let most = max(low, min(high, Int128(Share.whole) - minimum + low))
    return most > Self.half || (most != Self.half && most + rounding > Self.half)
  }
}
