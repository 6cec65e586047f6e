import ClewGraph
import ClewModel

/// When parties were attributed to listed ones, with what opened and closed each period.
///
/// The answer of `Exposure` is taken before the first day on which anything changes that can matter
/// (a link, a listing, the rule) and on every such day; equal neighbours are one period. Between two
/// such days nothing changes, so every day is answered.
package struct ExposurePeriods: Sendable {
  /// By party, then by time.
  package let periods: [Period]
  /// Parties for which there was too much to do (`breakpointLimit`, `workLimit`), ascending.
  package let skipped: [Int32]

  /// `[from, until)` in which a party is attributed with one verdict.
  package struct Period: Hashable, Sendable {
    package var party: Int32
    /// nil: since before anything that is dated.
    package var from: Day?
    /// nil: still so on the last day asked about.
    package var until: Day?
    package var verdict: Verdict
    /// False where the rule was suspended.
    package var inForce: Bool
    /// The listed parties behind it when it began, ascending.
    package var by: [Int32]
    package var opened: [Event]
    package var closed: [Event]

    package func contains(_ day: Day) -> Bool {
      (from.map { $0 <= day } ?? true) && (until.map { day < $0 } ?? true)
    }
  }

  /// Something that changed on a day.
  package struct Event: Hashable, Sendable {
    package enum Kind: String, Hashable, Sendable, CaseIterable {
      case linkStarted = "link started"
      case linkEnded = "link ended"
      case linkKnown = "link became known"
      case listed
      case delisted
      case listingKnown = "listing became known"
      case ruleChanged = "rule changed"
    }

    package var kind: Kind
    package var day: Day
    package var link: Int64?
    package var listing: RecordID?
    /// The date as the source states it; a partial one opens and closes what is possible.
    package var stated: TimeSpan?
  }

  /// What is asked.
  package struct Question: Hashable, Sendable {
    package var regime: Regime
    /// The last day asked about.
    package var until: Day
    /// Statements that became known later are left out; nil takes all.
    package var knownBy: Day?
    /// True asks on every day by what was known on that day.
    package var asKnown: Bool
    /// One party; nil takes all.
    package var party: Int32?

    package init(
      _ regime: Regime, until: Day, knownBy: Day? = nil, asKnown: Bool = false,
      party: Int32? = nil
    ) {
      self.regime = regime
      self.until = until
      self.knownBy = knownBy
      self.asKnown = asKnown
      self.party = party
    }

    func moment(_ day: Day) -> Moment {
      Moment(asOf: day, knownBy: asKnown ? min(day, knownBy ?? day) : knownBy)
    }
  }

  /// Days on which something changes, in one piece of the graph, at most.
  package static let breakpointLimit = 4_000
  /// The same times the links and parties of the piece.
  package static let workLimit = 40_000_000

  /// - Parameters:
  ///   - listings: every entry about a party, also those gone from their lists.
  ///   - groups: parties that hold jointly, as the analyst says.
  ///   - onlyDated: leaves out pieces of the graph in which nothing but the rule can change.
  /// - Complexity: O(links), and for each piece its links times its dates.
  package init(
    _ snapshot: Snapshot, _ listings: [ExposureListing], groups: [[Int32]] = [],
    _ question: Question, onlyDated: Bool = false
  ) {
    var periods: [Period] = []
    var skipped: Set<Int32> = []
    let reach = ExposureReach(
      snapshot, listings, groups: groups,
      threshold: question.regime.rules.map(\.threshold).min() ?? 0, of: question.party)
    for piece in reach.pieces {
      let timeline = ExposureTimeline(piece, question)
      if onlyDated, !timeline.isDated, question.regime.rules.count == 1 { continue }
      guard timeline.isBounded else {
        skipped.formUnion(timeline.attributable)
        continue
      }
      periods += timeline.periods()
    }
    if let party = question.party {
      periods.removeAll { $0.party != party }
      skipped.formIntersection([party])
    }
    self.periods = periods.sorted {
      $0.party != $1.party
        ? $0.party < $1.party : ($0.from?.number ?? .min) < ($1.from?.number ?? .min)
    }
    self.skipped = skipped.sorted()
  }

  /// The last period of every party that was attributed while the rule applied and on the last day
  /// is not, by party; parties that are listed themselves by then are left out.
  package func ceased(besides parties: Set<Int32>) -> [Period] {
    var last: [Int32: Period] = [:]
    for period in periods where period.inForce { last[period.party] = period }
    let open = Set(periods.filter { $0.until == nil }.map(\.party))
    return last.values.filter { !open.contains($0.party) && !parties.contains($0.party) }
      .sorted { $0.party < $1.party }
  }
}
