/// Identifiers with check digits. A wrong one is a finding and no key.
package enum CheckDigits {
  /// The IBAN in its electronic form if its length and ISO 7064 mod 97-10 check digits are right
  /// (ISO 13616-1), else nil.
  package static func iban(_ text: String) -> String? {
    let compact = compact(text)
    guard (15...34).contains(compact.utf8.count) else { return nil }
    let bytes = Array(compact.utf8)
    guard isLetter(bytes[0]), isLetter(bytes[1]), isDigit(bytes[2]), isDigit(bytes[3]) else {
      return nil
    }
    return mod97(bytes[4...] + bytes[..<4]) == 1 ? compact : nil
  }

  /// The LEI in upper case if it has 20 characters and right mod 97-10 check digits (ISO 17442-1).
  package static func lei(_ text: String) -> String? {
    let compact = compact(text)
    let bytes = Array(compact.utf8)
    guard bytes.count == 20, isDigit(bytes[18]), isDigit(bytes[19]) else { return nil }
    return mod97(bytes[...]) == 1 ? compact : nil
  }

  /// The seven digits of an IMO ship number if its check digit is right (IMO Res. A.1117(30)):
  /// the first six times 7 to 2, summed, end in the seventh.
  package static func imo(_ text: String) -> String? {
    let digits = text.utf8.filter(isDigit).map { Int($0 - UInt8(ascii: "0")) }
    guard digits.count == 7 else { return nil }
    let sum = zip(digits, [7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
    return sum % 10 == digits[6] ? digits.map(String.init).joined() : nil
  }

  /// The first eight characters of a BIC (ISO 9362: four of the institution, country, location,
  /// optional branch), else nil.
  package static func bic8(_ text: String) -> String? {
    let compact = compact(text)
    let bytes = Array(compact.utf8)
    guard bytes.count == 8 || bytes.count == 11, bytes[..<6].allSatisfy(isLetter),
      bytes.allSatisfy({ isLetter($0) || isDigit($0) })
    else { return nil }
    return String(compact.prefix(8))
  }

  /// Upper case without blanks, hyphens and dots.
  package static func compact(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      var bytes: [UInt8] = []
      bytes.reserveCapacity(text.utf8.count)
      for byte in text.utf8 {
        switch byte {
        case 9...13, 32, UInt8(ascii: "-"), UInt8(ascii: "."): continue
        case 97...122: bytes.append(byte - 32)
        default: bytes.append(byte)
        }
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    return wideCompact(text)
  }

  private static func wideCompact(_ text: String) -> String {
    text.uppercased().filter { !$0.isWhitespace && $0 != "-" && $0 != "." }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  private static func mod97(_ bytes: ArraySlice<UInt8>) -> Int? {
    var remainder = 0
    for byte in bytes {
      if isDigit(byte) {
        remainder = (remainder * 10 + Int(byte) - 48) % 97
      } else if isLetter(byte) {
        remainder = (remainder * 100 + Int(byte) - 55) % 97
      } else {
        return nil
      }
    }
    return remainder
  }
}
