import ClewModel

/// What a path may go through, and which paths come first.
package struct PathQuestion: Sendable {
  /// What makes a path on which times advance the better one.
  package enum Rank: String, Hashable, Sendable, CaseIterable {
    /// Fewest steps, then earliest arrival.
    case hops
    /// The largest bottleneck, then fewest steps, then earliest arrival; each currency by itself.
    case value
    /// Earliest arrival, then fewest steps.
    case time
  }

  /// How sure the order of a path's payments has to be.
  package enum Order: String, Hashable, Sendable, CaseIterable {
    /// Paths of certain order come first, those of possible order fill up.
    case certain
    /// Every order that the times allow, certain or not.
    case possible
  }

  /// Kinds of link to follow; nil for all. Holder and signatory links are always followed where
  /// payments are, since they are how a party reaches its accounts.
  package var kinds: Set<LinkKind>?
  package var followsPayments = true
  /// Payments are followed from payer to payee only; false takes them both ways.
  package var isDirected = true
  /// How many paths, and how many steps a path may have.
  package var limit = 3
  package var maxHops = 6
  /// Each payment comes after the one before it on the path.
  package var advances = false
  /// Which paths come first where times advance; where they do not, the shortest.
  package var rank = Rank.value
  package var order = Order.certain
  /// Where times advance: the most seconds from the first payment to the last.
  package var window: Int64?
  /// Payments of less, or of another currency, are left out.
  package var minAmount: Money?
  /// No path leads through a node with more neighbours than this; nil for no such bound.
  package var hubLimit: Int?
  package var asOf: Moment?
  /// Steps tried, or payments looked at where times advance.
  package var workLimit = 5_000_000

  package init() {}
}
