import ClewModel

/// What a detector may take for a finding.
package struct DetectorQuestion: Sendable {
  /// How the times of a pattern's payments must lie.
  package enum Order: String, Sendable, CaseIterable {
    /// Each step certainly after the one before, or stated in that order by one source.
    case strict
    /// Any order inside the window; what is out of order is a near miss and says so.
    case windowed
  }

  /// Seconds; nil for each detector's own.
  package var window: Int64?
  /// nil for each detector's own: strict where the order makes the pattern, else windowed.
  package var order: Order?
  /// Payments of less, or of another currency, are left out.
  package var minAmount: Money?
  /// Ten-thousandths; nil for each detector's own.
  package var minScore: Int64?
  /// Steps of search a detector may take before it stops and says so.
  package var workLimit = 2_000_000_000
  /// Findings that one node may begin, and be the hub of.
  package var findingsPerHub = 64

  package init() {}
}
