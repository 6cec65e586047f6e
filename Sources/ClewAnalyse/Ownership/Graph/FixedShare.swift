import ClewModel

/// Shares in integers of 10^-18: a thousandth of the unit in which sources state them, so that
/// products of short decimals stay exact and sums of everything else are off by single units.
package enum FixedShare {
  package static let one: UInt64 = 1_000_000_000_000_000_000
  /// Units in a unit of `Share.whole`.
  static let perShare: UInt64 = 1000
  /// Values from here on are only said to be that large: columns far above the whole.
  static let ceiling: UInt64 = 4 * one

  private static let whole = UInt64(Share.whole)

  /// Quotient and remainder by `Share.whole`.
  ///
  /// A double's estimate is off by at most 2^11 units, which leaves a remainder that fits a machine
  /// word and is put right by a second estimate: several times faster than a 128-bit division.
  /// - Precondition: `sum < 4 * ceiling * whole`, by the callers' checks.
  @inline(__always)
  static func divided(_ sum: UInt128) -> (quotient: UInt64, remainder: UInt64) {
    let high = UInt64(truncatingIfNeeded: sum >> 64)
    let low = UInt64(truncatingIfNeeded: sum)
    let estimate = (Double(high) * 0x1p64 + Double(low)) * 1e-15
    var quotient = UInt64(estimate)
    var rest = Int64(truncatingIfNeeded: low &- quotient &* whole)
    let more = Int64(Double(rest) * 1e-15)
    quotient = UInt64(truncatingIfNeeded: Int64(truncatingIfNeeded: quotient) &+ more)
    rest = rest &- more &* Int64(truncatingIfNeeded: whole)
    while rest < 0 {
      quotient &-= 1
      rest &+= Int64(truncatingIfNeeded: whole)
    }
    while rest >= Share.whole {
      quotient &+= 1
      rest &-= Share.whole
    }
    return (quotient, UInt64(truncatingIfNeeded: rest))
  }

  /// A share times a value, nil where it outgrows 128 bits.
  @inline(__always)
  static func adding(_ share: Int64, _ value: UInt64, to sum: UInt128) -> UInt128? {
    let product = UInt128(UInt64(share)) * UInt128(value)
    let (total, overflow) = sum.addingReportingOverflow(product)
    return overflow ? nil : total
  }
}

/// True bounds of a share, in units of 10^-18. A `high` at `FixedShare.ceiling` has no bound.
package struct ShareBounds: Hashable, Sendable {
  package var low: UInt64
  package var high: UInt64

  package init(low: UInt64, high: UInt64) {
    self.low = low
    self.high = high
  }

  static let zero = ShareBounds(low: 0, high: 0)

  package var isExact: Bool { low == high && low < FixedShare.ceiling }

  /// The same in units of `Share.whole`, rounded outwards.
  package var band: Band {
    Band(
      min: Int128(low / FixedShare.perShare),
      max: Int128((high + FixedShare.perShare - 1) / FixedShare.perShare))
  }
}

/// A share that a rule asks for.
package struct ShareThreshold: Hashable, Sendable {
  /// Units of `Share.whole`.
  package var units: Int64
  /// Whether that share itself suffices.
  package var isInclusive: Bool

  /// - Precondition: a share from 0 to the whole.
  package init(units: Int64, isInclusive: Bool) {
    precondition((0...Share.whole).contains(units), "a threshold is a share")
    self.units = units
    self.isInclusive = isInclusive
  }

  var fixed: UInt64 { UInt64(units) * FixedShare.perShare }

  /// Whether a share within bounds passes; nil where they do not tell.
  package func isPassed(by bounds: ShareBounds) -> Bool? {
    if isInclusive ? bounds.low >= fixed : bounds.low > fixed { return true }
    if isInclusive ? bounds.high < fixed : bounds.high <= fixed { return false }
    return nil
  }

  /// What an exact comparison of the share with the threshold means.
  func isPassed(_ order: ShareOrder) -> Bool {
    order == .above || (order == .equal && isInclusive)
  }
}

/// How a share compares with a threshold, exactly.
enum ShareOrder: Hashable, Sendable { case below, equal, above }
