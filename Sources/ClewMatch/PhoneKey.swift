/// Telephone numbers reduced to what is dialled.
package enum PhoneKey {
  /// Digits in order, after `+` where the number is international (`+44…`, `0044…`); a trunk zero in
  /// brackets (`+44 (0)20`) is left out, an extension follows as `x12`.
  ///
  /// A national and an international form of one number keep different keys: the country of the
  /// one is not known here.
  /// - Returns: empty where the text holds fewer than seven digits, or one digit repeated.
  package static func key(_ phone: String) -> String {
    var digits: [UInt8] = []
    var tail: [UInt8] = []
    var isInternational = false
    var inExtension = false
    let scalars = Array(phone.unicodeScalars)
    for (index, scalar) in scalars.enumerated() {
      if let digit = digit(scalar) {
        if digit == 0x30, isInternational, !inExtension, isBracketed(scalars, index) { continue }
        if inExtension { tail.append(digit) } else { digits.append(digit) }
      } else if digits.isEmpty, scalar == "+" || scalar == "\u{FF0B}" {
        isInternational = true
      } else if digits.count >= 7, scalar.properties.isAlphabetic {
        inExtension = true
      }
    }
    if !isInternational, digits.starts(with: [0x30, 0x30]) {
      digits.removeFirst(2)
      isInternational = true
    }
    guard digits.count >= 7, digits.contains(where: { $0 != digits[0] }) else { return "" }
    let number = (isInternational ? "+" : "") + String(decoding: digits, as: UTF8.self)
    return tail.isEmpty ? number : number + "x" + String(decoding: tail, as: UTF8.self)
  }

  private static func isBracketed(_ scalars: [Unicode.Scalar], _ index: Int) -> Bool {
    index > 0 && scalars[index - 1] == "(" && index + 1 < scalars.count && scalars[index + 1] == ")"
  }

  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.properties.generalCategory == .decimalNumber,
      let value = scalar.properties.numericValue
    else { return nil }
    return 0x30 + UInt8(value)
  }
}
