import ClewGraph

/// The order in which a trace works the postings, for a ledger that can be worked again by hand.
package enum WorkedOrder {
  /// Rows of the postings up to the end of the window, as `question` has them worked.
  ///
  /// Complexity: as that of `LedgerOrder`.
  package static func rows(_ postings: Postings, _ question: TraceQuestion) -> [Int32] {
    let rows = LedgerOrder(postings, question).rows
    guard let end = question.window?.upperBound else { return rows }
    return rows.filter { postings.lo[Int($0)] <= end }
  }
}
