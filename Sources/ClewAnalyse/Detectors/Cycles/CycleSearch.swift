import ClewModel

/// Time-ordered cycles: money that comes back to the account it left, step by step, within a window.
///
/// A cycle is simple (no account twice) and directed; parallel payments make cycles of their own
/// that are told as one finding. The definition is that of 2SCENT (Kumar and Calders, PVLDB 11(11),
/// 2018): every payment after the one before, `last - first <= window`, at most `maxHops` payments.
///
///     let found = CycleSearch(index, window: 4 * 86_400, DetectorQuestion()).cycles()
package struct CycleSearch: Sendable {
  /// When one payment comes after another.
  package enum Times: Sendable {
    /// Wholly later. The definition of the papers, where times are points.
    case increasing
    /// Wholly later or, where the times overlap, stated after it by the same source. A payment that
    /// begins earlier than another one never comes after it.
    case stated
  }

  /// The most payments that a cycle may be asked to have.
  package static let hopLimit = 24

  package let index: FlowIndex
  /// Seconds from the start of the first payment's time to the start of the last one's, at most.
  package let window: Int64
  package let order: DetectorQuestion.Order
  /// Edges of the index that are searched; nil for all.
  package let admits: [Bool]?
  /// How surprising each edge of the index is, in ten-thousandths: log10 of one over the rate at
  /// which payments like it happen in ordinary business. A cycle's weight is the sum over its edges.
  package let weights: [Int32]?
  /// Cycles that weigh less are counted where they are met and not written.
  package let floor: Int64?

  package var times = Times.stated
  /// Payments of a cycle that is written. Two-cycles are counted apart: paying back is ordinary.
  package var hops = 3...12
  /// With `windowed`: how many times more than once a cycle's payments may turn back in time.
  package var turns = 2
  /// Steps of search in all, and below one first payment.
  package var workLimit: Int
  package var workPerRoot = 250_000
  /// Findings that one account may be in.
  package var findingsPerAccount: Int
  /// 1 or 2; the result does not depend on it.
  package var threads = 2

  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, floor: Int64? = nil
  ) {
    self.index = index
    self.window = max(0, question.window ?? window)
    order = question.order ?? .strict
    self.admits = admits
    self.weights = weights
    self.floor = floor
    workLimit = question.workLimit
    findingsPerAccount = question.findingsPerHub
  }
}
