import ClewGraph
import ClewModel

/// A finding with the payments that bear it out, whatever columns they were found in: its rows no
/// longer need the snapshot.
package struct PatternEvidence: Sendable {
  package var finding: PatternFinding
  /// In the order of the finding's rows: by time.
  package let legs: [Leg]

  /// One transaction as it counts in the finding.
  package struct Leg: Hashable, Sendable {
    /// The number of its id.
    package var id: Int64
    /// Nodes, or `Postings.cash`, `Postings.unknown`.
    package var from: Int32
    package var to: Int32
    package var time: TimeSpan
    /// What the payer gave and the payee got.
    package var debit: Money
    package var credit: Money
  }

  /// A finding over the payments of a snapshot: rings and user patterns.
  package init(_ finding: PatternFinding, _ payments: Payments) {
    self.finding = finding
    legs = finding.rows.map { row in
      let row = Int(row)
      let amount = payments.amount(of: row)
      return Leg(
        id: Int64(payments.ids[row]), from: payments.from[row], to: payments.to[row],
        time: payments.time(of: row), debit: amount, credit: amount)
    }
  }

  /// A finding over postings: indicators.
  package init(_ finding: PatternFinding, _ postings: Postings) {
    self.finding = finding
    legs = finding.rows.map { row in
      let row = Int(row)
      let (debit, credit) = (
        postings.units[Int(postings.debitUnit[row])], postings.units[Int(postings.creditUnit[row])]
      )
      return Leg(
        id: Int64(postings.ids[row]), from: postings.from[row], to: postings.to[row],
        time: postings.time(of: row),
        debit: Money(
          mantissa: postings.debit[row], scale: debit.scale, currency: debit.currency),
        credit: Money(
          mantissa: postings.credit[row], scale: credit.scale, currency: credit.currency))
    }
  }

  /// Start of the first and end of the last payment; nil where there is none.
  package var span: (first: TimeSpan, last: TimeSpan)? {
    guard let first = legs.first?.time else { return nil }
    let last = legs.map(\.time).max { $0.hi < $1.hi } ?? first
    return (first, last)
  }

  /// Seconds from the start of the first payment to the start of the last.
  package var length: Int64 {
    (legs.map(\.time.lo).max() ?? 0) - (legs.map(\.time.lo).min() ?? 0)
  }
}
