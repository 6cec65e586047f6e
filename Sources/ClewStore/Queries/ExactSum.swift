import ClewModel

/// An exact sum of amounts of one currency, and how many they are.
///
/// Whole units are summed in `Int128` and 10^-18 parts apart from them, so that no number of amounts
/// that a casefile can hold overflows, whatever their scales.
package struct ExactSum: Hashable, Sendable {
  private static let unit: Int64 = 1_000_000_000_000_000_000
  private static let powers: [Int64] = (0...18).map { places in
    (0..<places).reduce(1) { power, _ in power * 10 }
  }

  package var currency: String
  package private(set) var count = 0
  /// Whole units and parts, of one sign and the parts less than a unit.
  private var whole: Int128 = 0
  private var parts: Int64 = 0
  /// The most decimals of any amount.
  private var scale: UInt8 = 0

  package init(currency: String) { self.currency = currency }

  package var isZero: Bool { whole == 0 && parts == 0 }

  /// The decimal text with the most decimals of any amount: `1234.50`.
  package var amountText: String {
    let sign = whole < 0 || parts < 0 ? "-" : ""
    guard scale > 0 else { return sign + String(whole.magnitude) }
    let shown = Int128(parts.magnitude) / Int128(Self.powers[Int(18 - scale)])
    return sign + String(whole.magnitude) + Decimal64.text(shown, scale: scale).dropFirst()
  }

  /// - Parameter added: decimals of the amount, at most 18.
  package mutating func add(_ mantissa: Int64, scale added: UInt8, isNegative: Bool = false) {
    let places = min(added, 18)
    let (units, rest) = mantissa.quotientAndRemainder(dividingBy: Self.powers[Int(places)])
    let fraction = rest * Self.powers[Int(18 - places)]
    scale = max(scale, places)
    count += 1
    carry(isNegative ? -Int128(units) : Int128(units), isNegative ? -fraction : fraction)
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

  private mutating func carry(_ units: Int128, _ rest: Int64) {
    whole += units
    parts += rest
    if parts >= Self.unit {
      whole += 1
      parts -= Self.unit
    } else if parts <= -Self.unit {
      whole -= 1
      parts += Self.unit
    }
    if whole > 0, parts < 0 {
      whole -= 1
      parts += Self.unit
    } else if whole < 0, parts > 0 {
      whole += 1
      parts -= Self.unit
    }
  }
}
