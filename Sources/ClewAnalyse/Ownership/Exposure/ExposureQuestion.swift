import ClewGraph
import ClewModel

/// A question of control that a rule leaves open about a company that it does not attribute: for a
/// person to answer, never a verdict.
package struct ControlQuestion: Hashable, Sendable {
  /// What raises the question. The figures are this program's own, not the law's.
  package enum Signal: String, Hashable, Sendable, CaseIterable {
    /// Listed parties hold at least `leastShare`, and at least `dominance` times as much as any other
    /// stated holder can.
    case largestHolder = "largest-holder"
    /// Listed parties hold exactly the threshold, which the rule asks to be exceeded.
    case exactlyThreshold = "exactly-threshold"
    /// A listed party, or one attributed to it, is a director.
    case director
    /// A listed party, or one attributed to it, has a role in the trust or foundation.
    case trustRole = "trust-role"
    /// Control is stated, and the rule does not count control.
    case statedControl = "stated-control"
    /// A stake of a listed party ended within `saleDays` of its listing.
    case soldNearListing = "sold-near-listing"
    /// Attributed where shares and votes may follow each other along the chain.
    case mixedMeasures = "shares-then-votes"
    /// Attributed where the analyst's group counts as one holder.
    case jointHolding = "joint-holding"
    /// Attributed where the questions about its owners are answered with yes.
    case follows

    /// The definition, in words.
    package var words: String {
      switch self {
      case .largestHolder:
        "listed parties hold at least 10%, and at least three times what any other stated holder "
          + "can have (our definition; what no source states is not a holder)"
      case .exactlyThreshold: "listed parties hold exactly the threshold that has to be exceeded"
      case .director: "a listed party, or one attributed to it, is a director"
      case .trustRole: "a listed party, or one attributed to it, has a role in the trust"
      case .statedControl: "control is stated, which this rule does not count"
      case .soldNearListing:
        "a stake of a listed party ended within 30 days of its listing (our definition)"
      case .mixedMeasures: "caught where shares and votes may follow each other along a chain"
      case .jointHolding: "caught where the group given counts as one holder"
      case .follows: "caught where the questions about its owners are answered with yes"
      }
    }
  }

  package var party: Int32
  package var signal: Signal
  /// The listed parties behind it, ascending.
  package var by: [Int32]
  /// What listed parties and what is attributed to them hold of it.
  package var share: Band
  package var measure: Measure
  /// The most that any other stated holder can have; nil where it plays no part.
  package var nextHolder: Int128?
  /// The companies whose question has to be answered first, ascending.
  package var through: [Int32]
  /// The stakes or links themselves.
  package var steps: [Exposure.Step]
  /// The sale, where one raised it.
  package var sale: ExposureSale?

  package static let leastShare = Share.whole / 10
  package static let dominance: Int128 = 3
  package static let saleDays: Int32 = 30

  static func precedes(_ a: ControlQuestion, _ b: ControlQuestion) -> Bool {
    if a.party != b.party { return a.party < b.party }
    if a.signal != b.signal {
      let order = Signal.allCases
      return (order.firstIndex(of: a.signal) ?? 0) < (order.firstIndex(of: b.signal) ?? 0)
    }
    if a.by != b.by { return a.by.lexicographicallyPrecedes(b.by) }
    return (a.sale?.link ?? 0) < (b.sale?.link ?? 0)
  }
}

/// A stake of a listed party that ended close to the day it was listed.
package struct ExposureSale: Hashable, Sendable {
  package var owner: Int32
  package var company: Int32
  package var link: Int64
  /// When the stake ended, and when its owner was listed, as stated.
  package var ended: TimeSpan
  package var listed: TimeSpan
  package var listing: RecordID
}

extension Exposure {
  /// The stakes of listed parties that ended by the day asked about, within
  /// `ControlQuestion.saleDays` of a listing of their owner, in ascending link.
  ///
  /// Not those that a later link states to be held still.
  package static func sales(
    _ snapshot: Snapshot, _ listings: [ExposureListing], in holdings: Holdings
  ) -> [ExposureSale] {
    var byParty: [Int32: [ExposureListing]] = [:]
    for row in listings where row.listed != nil { byParty[row.party, default: []].append(row) }
    guard !byParty.isEmpty else { return [] }
    var sales: [ExposureSale] = []
    for link in snapshot.links where link.kind == .ownership || link.kind == .control {
      guard let end = link.end, let owned = byParty[link.from],
        Int(link.to) < snapshot.partyCount, holdings.moment.asOf >= end.firstDay,
        holdings.moment.knowledge(of: link) != .no, !isStillHeld(link, in: holdings)
      else { continue }
      for row in owned {
        guard let listed = row.listed, isNear(end, listed), row.status(at: holdings.moment) != .no
        else { continue }
        sales.append(
          ExposureSale(
            owner: link.from, company: link.to, link: link.id, ended: end, listed: listed,
            listing: row.listing))
        break
      }
    }
    return sales
  }

  private static func isNear(_ a: TimeSpan, _ b: TimeSpan) -> Bool {
    let days = ControlQuestion.saleDays
    return a.firstDay.number <= b.lastDay.number + days
      && b.firstDay.number <= a.lastDay.number + days
  }

  private static func isStillHeld(_ link: LinkRow, in holdings: Holdings) -> Bool {
    if link.kind == .control {
      return holdings.controls.over(link.to).contains {
        holdings.controls.rows[Int($0)].from == link.from
      }
    }
    return holdings.column(link.to).contains {
      let holding = holdings.all[$0]
      return holding.owner == link.from && holding.capitalMin >= link.capitalMin
        && holding.votesMin >= link.votesMin
    }
  }
}
