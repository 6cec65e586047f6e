/// A calendar day: days since 1970-01-01 in the proleptic Gregorian calendar.
///
/// Conversions follow H. Hinnant, "chrono-compatible low-level date algorithms" (days_from_civil).
package struct Day: Hashable, Comparable, Sendable, CustomStringConvertible {
  package var number: Int32

  package init(number: Int32) { self.number = number }

  /// - Returns: nil when there is no such day (30 February), or the year is outside 1 to 9999.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.length(ofMonth: month, year: year)).contains(day)
    else { return nil }
    let y = month <= 2 ? year - 1 : year
    let era = y / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(number: Int32(era * 146_097 + dayOfEra - 719_468))
  }

  /// Parses `2026-11-21`.
  package init?(iso text: some StringProtocol) {
    guard text.utf8.count == 10 else { return nil }
    var numbers = (0, 0, 0)
    var text = String(text)
    let isDay = text.withUTF8 { bytes in
      for at in 0..<10 {
        let digit = Int(bytes[at] &- UInt8(ascii: "0"))
        switch at {
        case 4, 7: if bytes[at] != UInt8(ascii: "-") { return false }
        case _ where digit > 9: return false
        case 0...3: numbers.0 = numbers.0 * 10 + digit
        case 5, 6: numbers.1 = numbers.1 * 10 + digit
        default: numbers.2 = numbers.2 * 10 + digit
        }
      }
      return true
    }
    guard isDay else { return nil }
    self.init(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  package var civil: (year: Int, month: Int, day: Int) {
    let z = Int(number) + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  /// ISO 8601: `2026-11-21`.
  package var description: String {
    let (year, month, day) = civil
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  package static func < (a: Day, b: Day) -> Bool { a.number < b.number }

  package static func length(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2:
      year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400)) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

func padded(_ number: Int, _ width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
