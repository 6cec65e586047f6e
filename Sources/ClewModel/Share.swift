/// A share of capital or votes, exact: an integer count of 10^-15 of the whole.
///
/// Sums are taken in `Int128`. The number of decimals in the source is kept, because a verdict that
/// lies inside the rounding of its inputs must say so.
package struct Share: Hashable, Comparable, Sendable {
  /// 1 is this many units.
  package static let whole: Int64 = 1_000_000_000_000_000

  package var units: Int64
  /// Decimals of the fraction as stated: `8.33` percent is 0.0833, four decimals.
  package var decimals: UInt8

  package init(units: Int64, decimals: UInt8) {
    self.units = units
    self.decimals = decimals
  }

  /// Parses percent as stated by a source: `25`, `8.333333`, `50.0000001`.
  ///
  /// More than 13 decimals (33.333333333333336, as programs print a third) are cut to 13 and count as
  /// rounded in the 14th; a cut value never lands on a whole percent that it is not.
  ///
  /// - Returns: nil when the text is no decimal or is negative. A value above 100 is returned: it is a
  ///   data error that has to be shown, not dropped.
  package init?(percent text: some StringProtocol) {
    guard let decimal = Decimal64(text), decimal.mantissa >= 0 else { return nil }
    guard decimal.scale <= 13 else {
      self.init(cutting: decimal)
      return
    }
    let factor = Int64(Decimal64.power(of: 13 - decimal.scale))
    let (units, overflow) = decimal.mantissa.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    self.init(units: units, decimals: decimal.scale + 2)
  }

  private init(cutting decimal: Decimal64) {
    let factor = Int64(Decimal64.power(of: decimal.scale - 13))
    var units = decimal.mantissa / factor
    let isExact = units * factor == decimal.mantissa
    if !isExact, units % (Self.whole / 100) == 0 { units += 1 }
    self.init(units: units, decimals: isExact ? 15 : 14)
  }

  /// Half a unit of the last stated decimal, in share units; 0 for whole percents, which are taken
  /// as exact (3% and 47% are exactly 50%).
  package var rounding: Int64 {
    decimals <= 2 ? 0 : Int64(Decimal64.power(of: UInt8(max(0, 15 - Int(decimals))))) / 2
  }

  package static func < (a: Share, b: Share) -> Bool { a.units < b.units }
}

/// How a share is printed: a fraction of one with at most 12 decimals and no trailing zeros.
package enum ShareText {
  package enum Rounding { case down, up }

  /// What laws compare shares with, in units of `Share.whole`, ascending; nothing is one of them: it
  /// is what a margin is compared with.
  package static let thresholds: [Int128] = [0, 10, 15, 20, 25, 50, 75, 100].map {
    $0 * Int128(Share.whole) / 100
  }

  private static let step: Int128 = 1000
  private static let hundredth: Int128 = 100_000_000_000

  /// Prints `units` of `Share.whole` as a fraction of one.
  ///
  /// A minimum is rounded down and a maximum up, but never onto a threshold that the value does not
  /// have: it then moves the other way, by one of the twelfth decimal at most.
  package static func fraction(_ units: Int128, _ rounding: Rounding = .down) -> String {
    let below = floor(units, step)
    let isCut = below * step != units
    guard isCut else { return trimmed(Decimal64.text(below, scale: 12)) }
    let (first, second) = rounding == .down ? (below, below + 1) : (below + 1, below)
    let isOnThreshold = thresholds.contains(first * step)
    return trimmed(Decimal64.text(isOnThreshold ? second : first, scale: 12))
  }

  /// The same number as percent for people: `52.63%`, at most two decimals, `≈` where cut. A value
  /// that is cut onto a threshold is printed as above it, `>25%`, and one that a register states as
  /// below it (by less than the twelfth decimal) as `<75%`.
  package static func percent(_ units: Int128) -> String {
    let below = floor(units, hundredth)
    if below * hundredth == units { return "\(hundredths(below))%" }
    if thresholds.contains(below * hundredth) { return ">\(hundredths(below))%" }
    let above = (below + 1) * hundredth
    if above - units < step, thresholds.contains(above) { return "<\(hundredths(below + 1))%" }
    return "≈\(hundredths(units < 0 ? below + 1 : below))%"
  }

  private static func hundredths(_ count: Int128) -> String {
    trimmed(Decimal64.text(count, scale: 2))
  }

  /// The quotient rounded downwards, also below zero.
  private static func floor(_ units: Int128, _ divisor: Int128) -> Int128 {
    let quotient = units / divisor
    return quotient * divisor > units ? quotient - 1 : quotient
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var end = text.endIndex
    while text[text.index(before: end)] == "0" { end = text.index(before: end) }
    if text[text.index(before: end)] == "." { end = text.index(before: end) }
    return String(text[..<end])
  }
}
