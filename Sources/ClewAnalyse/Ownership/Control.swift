import ClewGraph
import ClewModel

/// Who controls whom: x controls y if x, with everything x controls, directly holds more than half
/// of the votes of y, or a link states control.
///
/// The least fixpoint (Bank of Italy, Vadalog): a ring of companies never justifies itself. Votes
/// are taken where stated, else shares. Own shares are not taken out of the whole. On minima the
/// answer is certain, on the most the bands allow possible; see `ColumnSum` for what bands and
/// complete lists of owners allow, and `Regime.control` for the rule. A link whose means does not
/// decide (`ControlMeans.isDecisive`) makes control possible at most.
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
    let half = Int128(Share.whole / 2)
    var tally: [Int32: ColumnSum] = [:]
    while next < order.count {
      let party = order[next]
      next += 1
      if party == subject, next > seeds.count { break }
      for i in holdings.controls.by(party) {
        let link = holdings.controls.rows[Int(i)]
        if possible || link.decides, controlled.insert(link.to).inserted { order.append(link.to) }
      }
      for i in holdings.row(party) {
        let holding = holdings.all[Int(i)]
        guard !controlled.contains(holding.owned) else { continue }
        var sum =
          tally[holding.owned] ?? ColumnSum(holdings.total(of: holding.owned, .votes))
        sum.add(holding, .votes, rounded: rounded)
        tally[holding.owned] = sum
        let passes =
          possible
          ? sum.mayPass(half, isInclusive: false) : sum.passes(half, isInclusive: false)
        if passes {
          controlled.insert(holding.owned)
          order.append(holding.owned)
        }
      }
    }
    return Array(order.dropFirst(seeds.count))
  }
}
