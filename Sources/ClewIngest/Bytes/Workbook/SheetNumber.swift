import ClewModel

/// Numbers of a sheet as the program shows them: 15 significant digits, because the file holds
/// binary fractions (`0.30000000000000004` is 0.3), and serial numbers as dates.
///
/// All in decimal text: no binary fraction is made anew. A whole number beyond 15 digits has lost
/// its last ones before it was saved (an account number that was typed as a number): it is left as
/// the file writes it, with its exponent, so that it is taken for no exact number.
enum SheetNumber {
  /// - Returns: nil for what is no number.
  static func text(_ stated: String) -> String? {
    guard let number = Digits(stated) else { return nil }
    if number.exponent + number.digits.count > 15 {
      return number.isExact ? stated : exponent(stated)
    }
    return number.rounded(to: 15).plain
  }

  /// A number that is written with all its digits though it lost some: as powers of ten.
  private static func exponent(_ stated: String) -> String {
    stated.contains("E") || stated.contains("e") ? stated : stated + "E0"
  }

  /// A serial number as a date: days since 1899-12-30, or since 1904-01-01.
  ///
  /// The calendar of 1900 has a 29 February that never was (serial 60): serials below are one day
  /// later than they count, 60 is no day.
  /// - Returns: nil where the number is no date: the cell is then shown as the number it is.
  static func date(_ stated: String, _ kind: NumberFormat.Kind, is1904: Bool) -> String? {
    guard let number = Digits(stated), !number.isNegative else { return nil }
    let (days, seconds) = number.daysAndSeconds
    guard let days, let seconds else { return nil }
    let clock = clock(seconds)
    if kind == .time, days == 0 { return clock }
    guard is1904 || days != 60, days < 3_000_000, days > 0 || is1904 else { return nil }
    let base = is1904 ? -24_107 : days < 60 ? -25_568 : -25_569
    let day = Day(number: Int32(days + base))
    guard (1900...9999).contains(day.civil.year) else { return nil }
    return kind == .date && seconds == 0 || kind != .dateTime && seconds == 0
      ? day.description : "\(day)T\(clock)"
  }

  private static func clock(_ seconds: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "\(two(seconds / 3600)):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// `digits × 10^exponent`, without zeros in front.
  struct Digits {
    var isNegative = false
    var digits: [UInt8] = []
    var exponent = 0

    init?(_ text: String) {
      var bytes = Array(text.utf8)[...]
      if bytes.first == UInt8(ascii: "-") || bytes.first == UInt8(ascii: "+") {
        isNegative = bytes.first == UInt8(ascii: "-")
        bytes = bytes.dropFirst()
      }
      var seenPoint = false
      var seenDigit = false
      while let byte = bytes.first {
        if byte == UInt8(ascii: "."), !seenPoint {
          seenPoint = true
        } else if (48...57).contains(byte) {
          seenDigit = true
          if !digits.isEmpty || byte != 48 { digits.append(byte - 48) }
          if seenPoint { exponent -= 1 }
        } else {
          break
        }
        bytes = bytes.dropFirst()
      }
      guard seenDigit, digits.count < 400 else { return nil }
      if let byte = bytes.first {
        guard byte | 0x20 == UInt8(ascii: "e"),
          let power = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(power) < 400
        else { return nil }
        exponent += power
      }
      while digits.last == 0 {
        digits.removeLast()
        exponent += 1
      }
      if digits.isEmpty { exponent = 0 }
    }

    /// True for a whole number of at most 15 significant digits.
    var isExact: Bool { digits.count <= 15 && exponent >= 0 }

    func rounded(to count: Int) -> Digits {
      guard digits.count > count else { return self }
      var result = self
      let up = digits[count] >= 5
      result.digits.removeSubrange(count...)
      result.exponent += digits.count - count
      if up {
        var at = count - 1
        while at >= 0, result.digits[at] == 9 {
          result.digits[at] = 0
          at -= 1
        }
        if at >= 0 { result.digits[at] += 1 } else { result.digits.insert(1, at: 0) }
      }
      while result.digits.last == 0 {
        result.digits.removeLast()
        result.exponent += 1
      }
      return result
    }

    /// Without exponent: `-0.0125`.
    var plain: String {
      guard !digits.isEmpty else { return "0" }
      var text = digits.map { String($0) }.joined()
      if exponent >= 0 {
        text += String(repeating: "0", count: exponent)
      } else {
        let places = -exponent
        if text.count <= places {
          text = String(repeating: "0", count: places - text.count + 1) + text
        }
        let whole = text.dropLast(places)
        text = "\(whole).\(text.suffix(places))"
      }
      return (isNegative ? "-" : "") + text
    }

    /// Whole days, and the rest as seconds, rounded.
    var daysAndSeconds: (days: Int?, seconds: Int?) {
      let parts = plain.split(separator: ".")
      guard let first = parts.first, var days = Int(first) else { return (nil, nil) }
      // Nine decimals of a day are a tenth of a millisecond.
      let fraction = parts.count > 1 ? parts[1].prefix(9) : ""
      let padded = fraction + String(repeating: "0", count: 9 - fraction.count)
      guard let billionths = Int(padded) else { return (nil, nil) }
      var seconds = (billionths * 86_400 + 500_000_000) / 1_000_000_000
      if seconds == 86_400 {
        days += 1
        seconds = 0
      }
      return (days, seconds)
    }
  }
}
