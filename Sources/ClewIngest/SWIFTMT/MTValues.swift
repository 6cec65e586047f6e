import ClewModel

/// A date of six digits, `YYMMDD`, as it stands and as the day it names.
///
/// The century follows the rule of the SWIFT network for dates of six digits: years above 79 are of
/// the twentieth century, the others of the twenty-first, so that the range is 1980 to 2079 (SWIFT,
/// FIN message format validation rules, dates).
struct MTDate: Hashable {
  var raw: String
  /// Nil where there is no such day, such as the 30 February that day-count conventions make.
  var day: Day?

  /// - Returns: nil where the text is not six digits.
  init?(_ text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 6, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    func pair(_ at: Int) -> Int { Int(digits[at] - 48) * 10 + Int(digits[at + 1] - 48) }
    raw = text
    day = Day(year: pair(0) + (pair(0) > 79 ? 1900 : 2000), month: pair(2), day: pair(4))
  }

  /// A date of four digits, `MMDD`, in the year that brings it nearest to another day: an entry of
  /// 2 January for a value of 29 December is one of the next year.
  init?(monthDay text: String, near day: Day) {
    let digits = Array(text.utf8)
    guard digits.count == 4, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let month = Int(digits[0] - 48) * 10 + Int(digits[1] - 48)
    let number = Int(digits[2] - 48) * 10 + Int(digits[3] - 48)
    let year = day.civil.year
    raw = text
    self.day = [year - 1, year, year + 1]
      .compactMap { Day(year: $0, month: month, day: number) }
      .min { abs($0.number - day.number) < abs($1.number - day.number) }
  }
}

/// Amounts as messages write them: digits with a decimal comma, which may stand at the end.
enum MTAmount {
  /// `500000,` `15669,38` `000147,64`; a missing comma and a point in its place are taken.
  ///
  /// - Returns: nil where the text is something else or has more than 18 digits.
  static func decimal(_ text: some StringProtocol) -> Decimal64? {
    var plain = ""
    var separators = 0
    for character in text.utf8 {
      switch character {
      case 48...57: plain.unicodeScalars.append(Unicode.Scalar(character))
      case UInt8(ascii: ","), UInt8(ascii: "."):
        separators += 1
        plain.append(".")
      default: return nil
      }
    }
    guard separators <= 1 else { return nil }
    if plain.last == "." { plain.removeLast() }
    return Decimal64(plain)
  }

  /// `EUR1234,50`: three letters and an amount.
  static func money(_ text: some StringProtocol) -> Money? {
    let text = text.trimmed
    let currency = String(text.prefix(3))
    guard isCurrency(currency), let amount = decimal(text.dropFirst(3).trimmed) else { return nil }
    return Money(mantissa: amount.mantissa, scale: amount.scale, currency: currency)
  }

  /// Three capital letters (ISO 4217).
  static func isCurrency(_ text: some StringProtocol) -> Bool {
    text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) }
  }
}

/// Field 13D, `1401231426+0100`: date, time and offset from UTC.
enum MTTime {
  static func parse(_ text: String) -> TimeSpan? {
    let text = text.trimmed
    guard text.count == 10 || text.count == 15, let day = MTDate(String(text.prefix(6)))?.day else {
      return nil
    }
    let clock = text.dropFirst(6).prefix(4)
    let zone = text.dropFirst(10)
    let offset = zone.isEmpty ? "" : "\(zone.prefix(3)):\(zone.suffix(2))"
    return TimeSpan(iso: "\(day)T\(clock.prefix(2)):\(clock.suffix(2))\(offset)")
  }
}
