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
  /// - Returns: nil when the text is no decimal, is negative, or has more than 13 decimals.
  ///   A value above 100 is returned: it is a data error that has to be shown, not dropped.
  package init?(percent text: some StringProtocol) {
    guard let decimal = Decimal64(text), decimal.mantissa >= 0, decimal.scale <= 13 else {
      return nil
    }
    let factor = Int64(Decimal64.power(of: 13 - decimal.scale))
    let (units, overflow) = decimal.mantissa.multipliedReportingOverflow(by: factor)
    guard !overflow else { return nil }
    self.init(units: units, decimals: decimal.scale + 2)
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

  /// Prints `units` of `Share.whole` as a fraction of one.
  ///
  /// A minimum is rounded down and a maximum up, but never onto a threshold it does not reach:
  /// callers pass exact units, so the twelfth decimal moves by at most one.
  package static func fraction(_ units: Int128, _ rounding: Rounding = .down) -> String {
    let step: Int128 = 1000
    var twelfth = units / step
    let rest = units - twelfth * step
    if rest > 0, rounding == .up { twelfth += 1 }
    if rest < 0, rounding == .down { twelfth -= 1 }
    return trimmed(Decimal64.text(twelfth, scale: 12))
  }

  /// The same number as percent for people: `52.63%`, at most two decimals, `≈` where cut.
  package static func percent(_ units: Int128) -> String {
    let hundredths = units / 100_000_000_000
    let exact = hundredths * 100_000_000_000 == units
    return (exact ? "" : "≈") + trimmed(Decimal64.text(hundredths, scale: 2)) + "%"
  }

  private static func trimmed(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var end = text.endIndex
    while text[text.index(before: end)] == "0" { end = text.index(before: end) }
    if text[text.index(before: end)] == "." { end = text.index(before: end) }
    return String(text[..<end])
  }
}
