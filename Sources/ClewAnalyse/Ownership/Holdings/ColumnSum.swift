import ClewModel

/// What some holders of one company have together, as far as bands allow: for step rules and control.
///
/// In an open list the others may have anything down to their minima, and what nobody has is
/// unlisted: the holders have at least the sum of their minima, and at most the sum of their maxima
/// or what the others' minima leave. In a complete list the others have at most their maxima, so
/// that the holders have at least what those leave: least = max(Σ min, 1 - Σ max of the others).
package struct ColumnSum: Hashable, Sendable {
  private let total: ColumnTotal
  private var low: Int128 = 0
  private var high: Int128 = 0
  /// Half a unit of the last stated decimal of each share added.
  private var rounding: Int128 = 0
  private var lowRounding: Int128 = 0
  /// True where a maximum is no more than what the others' minima leave: the source may state more.
  private var isCut = false

  private static let whole = Int128(Share.whole)

  /// - Parameter total: of the column by the same measure: `Holdings.total(of:_:)`.
  package init(_ total: ColumnTotal) { self.total = total }

  /// Adds one holding of the column, each once.
  ///
  /// - Parameter rounded: false takes the share as exact.
  package mutating func add(
    _ holding: Holding, _ measure: Measure = .capital, rounded: Bool = true
  ) {
    let bounds = holding.bounds(measure)
    low += Int128(bounds.min)
    high += Int128(bounds.max)
    let left = Self.whole - total.min + Int128(bounds.min)
    isCut = isCut || (bounds.max > bounds.min && Int128(bounds.max) >= left)
    guard rounded else { return }
    rounding += Int128(bounds.rounding)
    lowRounding += Int128(min(bounds.rounding, bounds.min))
  }

  /// What a complete list leaves to the holders when all others have their maxima.
  private var left: Int128? { total.isComplete ? Self.whole - (total.max - high) : nil }

  /// The least the holders can have together.
  package var least: Int128 { max(low, left ?? low) }

  /// The most the holders can have together.
  package var most: Int128 { max(low, min(high, Self.whole - total.min + low)) }

  package var band: Band { Band(min: least, max: most) }

  /// The threshold is reached for certain: exactly on it, or by no less than the rounding.
  package func passes(_ threshold: Int128, isInclusive: Bool) -> Bool {
    func passes(_ sum: Int128, _ rounding: Int128) -> Bool {
      sum == threshold ? isInclusive : sum > threshold && sum - threshold >= rounding
    }
    if passes(low, lowRounding) { return true }
    return left.map { passes($0, total.rounding - rounding) } ?? false
  }

  /// The most where every rounding favours the holders: their own shares upwards, and those of the
  /// others downwards.
  private var roundedMost: Int128 {
    let left = Self.whole - total.min + low + (total.rounding - rounding)
    return max(low + rounding, isCut ? left : min(high + rounding, left))
  }

  /// The threshold is reached at most, where the bands and the rounding favour it.
  package func mayPass(_ threshold: Int128, isInclusive: Bool) -> Bool {
    let most = most
    if most == threshold { return isInclusive }
    return most > threshold || roundedMost > threshold
  }

  package func verdict(_ threshold: Int128, isInclusive: Bool) -> Verdict {
    if passes(threshold, isInclusive: isInclusive) { return .yes }
    return mayPass(threshold, isInclusive: isInclusive) ? .possible : .no
  }

  /// True where the sum differs from the threshold by less than the rounding of its shares.
  package func isWithinRounding(of threshold: Int128) -> Bool {
    func near(_ sum: Int128, _ rounding: Int128) -> Bool {
      sum != threshold && (sum - threshold).magnitude < rounding.magnitude
    }
    return near(low, lowRounding) || near(most, roundedMost - most)
      || left.map { near($0, total.rounding - rounding) } ?? false
  }
}
