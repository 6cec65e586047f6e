/// An exact amount: `mantissa × 10^-scale` of one currency or unit of account.
///
/// Digits beyond a currency's usual ones are kept as stated. Amounts of different codes are never
/// compared or added; there is no rate in the model.
package struct Money: Hashable, Sendable {
  /// The digits, without the decimal point. Negative amounts are legal (corrections, balances).
  package var mantissa: Int64
  /// How many of the digits stand after the decimal point, 0 to 18.
  package var scale: UInt8
  /// An ISO 4217 code, or the code as stated (`BTC`).
  package var currency: String

  package init(mantissa: Int64, scale: UInt8, currency: String) {
    self.mantissa = mantissa
    self.scale = scale
    self.currency = currency
  }

  /// Parses a plain decimal (`1234.50`, `-3`, `.5`) with a point as separator.
  ///
  /// - Returns: nil when the text is not a decimal or does not fit in 18 digits and 18 places.
  package init?(decimal text: String, currency: String) {
    guard let decimal = Decimal64(text) else { return nil }
    self.init(mantissa: decimal.mantissa, scale: decimal.scale, currency: currency)
  }

  /// The decimal text with exactly `scale` places: `1234.50`.
  package var amountText: String { Decimal64(mantissa: mantissa, scale: scale).description }

  /// The mantissa at a wider scale, for sums and comparison.
  ///
  /// - Precondition: `scale` is at least the amount's own scale and at most 18.
  package func mantissa(atScale wider: UInt8) -> Int128 {
    precondition(wider >= scale && wider <= 18, "a mantissa is only ever widened, to 18 places")
    return Int128(mantissa) * Decimal64.power(of: wider - scale)
  }
}

/// A decimal number as it stands in a file: digits and a scale, no exponent, no rounding.
package struct Decimal64: Hashable, Sendable, CustomStringConvertible {
  package var mantissa: Int64
  package var scale: UInt8

  package init(mantissa: Int64, scale: UInt8) {
    self.mantissa = mantissa
    self.scale = scale
  }

  package init?(_ text: some StringProtocol) {
    var utf8 = text.utf8[...]
    let negative = utf8.first == UInt8(ascii: "-")
    if negative || utf8.first == UInt8(ascii: "+") { utf8 = utf8.dropFirst() }
    var magnitude: Int64 = 0
    var places: UInt8 = 0
    var seenPoint = false
    var digits = 0
    for byte in utf8 {
      if byte == UInt8(ascii: "."), !seenPoint {
        seenPoint = true
        continue
      }
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10, places < 18 || !seenPoint else { return nil }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int64(digit))
      guard !overflow, !carried else { return nil }
      magnitude = sum
      digits += 1
      if seenPoint { places += 1 }
    }
    guard digits > 0 else { return nil }
    self.init(mantissa: negative ? -magnitude : magnitude, scale: places)
  }

  package var description: String { Self.text(Int128(mantissa), scale: scale) }

  /// The decimal text of a wide mantissa, with exactly `scale` places.
  package static func text(_ mantissa: Int128, scale: UInt8) -> String {
    let digits = String(mantissa.magnitude)
    let sign = mantissa < 0 ? "-" : ""
    guard scale > 0 else { return sign + digits }
    let padded = String(repeating: "0", count: max(0, Int(scale) + 1 - digits.count)) + digits
    return sign + padded.dropLast(Int(scale)) + "." + padded.suffix(Int(scale))
  }

  /// 10 to the given power, 0 to 18.
  package static func power(of exponent: UInt8) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}
