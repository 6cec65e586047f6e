import ClewModel

/// A balance: `C170914EUR12345,12` (fields 60a, 62a, 64, 65).
struct MTBalance {
  var isDebit: Bool
  var date: MTDate
  /// Nil where the bank leaves it out.
  var currency: String?
  var amount: Decimal64

  /// - Returns: nil where the text is something else.
  init?(_ text: String) {
    var rest = text.trimmed[...]
    guard let mark = rest.first, mark == "C" || mark == "D" else { return nil }
    isDebit = mark == "D"
    rest = rest.dropFirst()
    guard let date = MTDate(String(rest.prefix(6))) else { return nil }
    self.date = date
    rest = rest.dropFirst(6)
    if MTAmount.isCurrency(rest.prefix(3)) {
      currency = String(rest.prefix(3))
      rest = rest.dropFirst(3)
    }
    guard let amount = MTAmount.decimal(rest.trimmed) else { return nil }
    self.amount = Decimal64(
      mantissa: isDebit ? -amount.mantissa : amount.mantissa, scale: amount.scale)
  }
}

/// Exact sums at the widest scale seen; nothing where they pass 128 bits.
struct ExactBalance {
  private var mantissa: Int128 = 0
  private var scale: UInt8 = 0
  private var isOver = false

  mutating func add(_ amount: Decimal64, times sign: Int128 = 1) {
    var term = sign * Int128(amount.mantissa)
    if amount.scale > scale {
      mantissa = widened(mantissa, by: amount.scale - scale)
      scale = amount.scale
    } else {
      term = widened(term, by: scale - amount.scale)
    }
    let (sum, carried) = mantissa.addingReportingOverflow(term)
    mantissa = sum
    isOver = isOver || carried
  }

  private mutating func widened(_ value: Int128, by places: UInt8) -> Int128 {
    let (product, overflow) = value.multipliedReportingOverflow(by: Decimal64.power(of: places))
    isOver = isOver || overflow
    return product
  }

  /// The sum where it is not zero and could be formed.
  var rest: String? {
    isOver || mantissa == 0 ? nil : Decimal64.text(mantissa, scale: scale)
  }
}
