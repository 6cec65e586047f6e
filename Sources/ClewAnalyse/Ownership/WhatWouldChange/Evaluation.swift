import ClewModel

/// What one question answers on some holdings.
package struct Evaluation: Hashable, Sendable {
  package var verdict: Verdict
  /// What decides, less the threshold, in units of `Share.whole`.
  package var margin: Int128

  package init(_ verdict: Verdict, margin: Int128) {
    self.verdict = verdict
    self.margin = margin
  }
}

/// Asks one question of many variants, as often as is allowed.
struct Evaluator {
  private let evaluate: (Holdings) -> Evaluation
  private let limit: Int
  private(set) var count = 0

  init(limit: Int, _ evaluate: @escaping (Holdings) -> Evaluation) {
    self.evaluate = evaluate
    self.limit = limit
  }

  /// nil once the limit is reached.
  mutating func verdict(_ holdings: Holdings) -> Verdict? {
    guard count < limit else { return nil }
    count += 1
    return evaluate(holdings).verdict
  }
}

/// The verdict on a run of values that one fact may take.
package struct Outcome: Hashable, Sendable {
  /// From the least to the greatest value, both included, in units of `Share.whole`.
  package var values: Band
  package var verdict: Verdict
}

extension Evaluator {
  /// The verdict on every value of a range, as runs in ascending order.
  ///
  /// Between two neighbouring probes the verdict is taken to change in one direction; each change is
  /// found by bisection down to one unit, about 50 questions.
  /// - Returns: nil where the limit is reached.
  mutating func outcomes(
    _ range: ClosedRange<Int64>, probes: [Int64], _ variant: (Int64) -> Holdings
  ) -> [Outcome]? {
    let points = Set(probes.filter(range.contains) + [range.lowerBound, range.upperBound]).sorted()
    var found: [Outcome] = []
    var start = range.lowerBound
    guard var current = verdict(variant(start)) else { return nil }
    var known = start
    for point in points.dropFirst() {
      guard let there = verdict(variant(point)) else { return nil }
      while current != there {
        var (same, other) = (known, point)
        var next = there
        while other - same > 1 {
          let middle = same + (other - same) / 2
          guard let verdict = verdict(variant(middle)) else { return nil }
          if verdict == current {
            same = middle
          } else {
            (other, next) = (middle, verdict)
          }
        }
        found.append(
          Outcome(values: Band(min: Int128(start), max: Int128(same)), verdict: current))
        (start, known, current) = (other, other, next)
      }
      known = point
    }
    found.append(
      Outcome(
        values: Band(min: Int128(start), max: Int128(range.upperBound)), verdict: current))
    return found
  }
}
