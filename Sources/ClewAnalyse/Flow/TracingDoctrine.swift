import ClewModel

/// A row of the law of tracing: what it requires, who says so, how sure that is, and what computes it.
package struct TracingDoctrine: Hashable, Sendable {
  /// How far the wording was checked, as for regimes.
  package enum Status: String, Sendable {
    case verified, secondary, unverified
  }

  /// What computes the doctrine.
  package enum Computation: Hashable, Sendable {
    case methods([TracingMethod])
    /// `TraceQuestion.Direction.backward`, and `Claims.coordinated` for an asset.
    case backward
    /// `Trace.AssetClaim`: the share and the lien.
    case assetClaim
    /// Several methods side by side, the choice recorded in `Claims.election`.
    case election([TracingMethod])
    /// Transactions alone do not decide it: `Dividend`.
    case dividend(Dividend.Rule)
  }

  /// The row's id: `tr-fifo`.
  package var id: String
  package var title: String
  package var requires: String
  package var authority: String
  /// The least sure part of the row; `statusNote` says of what.
  package var status: Status
  package var statusNote: String
  package var computedBy: Computation
  /// Where our computation is a reading of the rule.
  package var reading: String?
  package var checkedOn: Day

  /// The rows that a method rests on, the first of which is its own.
  package static func rows(for method: TracingMethod) -> [TracingDoctrine] {
    table.filter { row in
      if case .methods(let methods) = row.computedBy { return methods.contains(method) }
      return false
    }
  }

  package static func row(_ id: String) -> TracingDoctrine? { table.first { $0.id == id } }
}
