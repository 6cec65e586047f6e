import ClewModel

/// A share as far as it is known: the closed interval `[min, max]` in units of `Share.whole`.
///
/// A bound that is no whole number of units lies outside the true value, but never on a threshold
/// of a regime that the true value does not reach. A bound may exceed one: an owner inside an
/// overfull column, the products of a column above 100 %; beyond `Fraction.unitLimit` it stays there.
package struct Band: Hashable, Sendable {
  package var min: Int128
  package var max: Int128

  package init(min: Int128, max: Int128) {
    self.min = min
    self.max = max
  }

  package init(exactly units: Int128) { self.init(min: units, max: units) }

  package static let none = Band(exactly: 0)
  package static let whole = Band(exactly: Int128(Share.whole))

  package var isExact: Bool { min == max }

  /// The bounds of two exact values, rounded outwards.
  init(from low: Fraction, to high: Fraction) { self.init(below: low.units, above: high.units) }

  /// The same for two quotients of one denominator, in any terms.
  init(from low: Natural, to high: Natural, over denominator: Natural) {
    self.init(
      below: Fraction.units(low, over: denominator), above: Fraction.units(high, over: denominator))
  }

  private init(below: (below: Int128, exact: Bool), above: (below: Int128, exact: Bool)) {
    min = below.below
    if !below.exact, Self.thresholds.contains(min) { min += 1 }
    max = above.below
    if !above.exact, !Self.thresholds.contains(max + 1) { max += 1 }
  }

  /// The minimum as a fraction of one with at most 12 decimals, rounded down; a value above a
  /// threshold is never printed as the threshold.
  package var minText: String {
    let floor = min / Self.step
    let isCut = floor * Self.step != min
    let onThreshold = isCut && Self.thresholds.contains(floor * Self.step)
    return ShareText.fraction((onThreshold ? floor + 1 : floor) * Self.step)
  }

  /// The maximum, rounded up; a value below a threshold is never printed as the threshold.
  package var maxText: String {
    let floor = max / Self.step
    let isCut = floor * Self.step != max
    let onThreshold = Self.thresholds.contains((floor + 1) * Self.step)
    return ShareText.fraction((isCut && !onThreshold ? floor + 1 : floor) * Self.step)
  }

  /// What the regimes compare shares with, in units: 10, 15, 20, 25, 50, 75 and 100 %.
  private static let thresholds: [Int128] = [10, 15, 20, 25, 50, 75, 100].map {
    $0 * Int128(Share.whole) / 100
  }
  /// Units of `Share.whole` in the twelfth decimal.
  private static let step: Int128 = 1000
}
