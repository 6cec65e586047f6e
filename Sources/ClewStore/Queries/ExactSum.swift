import ClewModel

/// An exact sum of amounts of one currency, and how many they are.
///
/// Whole units and 10^-18 parts are summed apart in `Int128`, so that no number of amounts that a
/// casefile can hold overflows, whatever their scales.
package struct ExactSum: Hashable, Sendable {
  private static let unit: Int128 = 1_000_000_000_000_000_000

  package var currency: String
  package private(set) var count = 0
  /// Whole units and parts, of one sign and the parts less than a unit.
  private var whole: Int128 = 0
  private var parts: Int128 = 0
  /// The most decimals of any amount.
  private var scale: UInt8 = 0

  package init(currency: String) { self.currency = currency }

  package var isZero: Bool { whole == 0 && parts == 0 }

  /// The decimal text with the most decimals of any amount: `1234.50`.
  package var amountText: String {
    let sign = whole < 0 || parts < 0 ? "-" : ""
    guard scale > 0 else { return sign + String(whole.magnitude) }
    let shown = Int128(parts.magnitude) / Decimal64.power(of: 18 - scale)
    return sign + String(whole.magnitude) + Decimal64.text(shown, scale: scale).dropFirst()
  }

  /// - Parameter added: decimals of the amount, at most 18.
  package mutating func add(_ mantissa: Int64, scale added: UInt8, isNegative: Bool = false) {
    let places = min(added, 18)
    let power = Decimal64.power(of: places)
    let sign: Int128 = isNegative ? -1 : 1
    let (units, rest) = Int128(mantissa).quotientAndRemainder(dividingBy: power)
    scale = max(scale, places)
    count += 1
    carry(sign * units, sign * rest * Decimal64.power(of: 18 - places))
  }

  package mutating func add(_ other: ExactSum) {
    scale = max(scale, other.scale)
    count += other.count
    carry(other.whole, other.parts)
  }

  /// The same amount, whatever the scale and count.
  package func equals(_ other: ExactSum) -> Bool {
    currency == other.currency && whole == other.whole && parts == other.parts
  }

  private mutating func carry(_ units: Int128, _ rest: Int128) {
    whole += units
    parts += rest
    let (more, left) = parts.quotientAndRemainder(dividingBy: Self.unit)
    whole += more
    parts = left
    if whole > 0, parts < 0 {
      whole -= 1
      parts += Self.unit
    } else if whole < 0, parts > 0 {
      whole += 1
      parts -= Self.unit
    }
  }
}
