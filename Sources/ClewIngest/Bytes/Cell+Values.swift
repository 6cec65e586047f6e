import ClewModel

/// Dates and decimals straight from the bytes of a cell: the grammars of `TimeSpan(iso:)` and
/// `Decimal64`, to which the tests hold them, without a `String` on the way.
extension UnsafeBufferPointer<UInt8> {
  /// The value of `count` digits, nil where there are others or fewer.
  func digits(_ from: Int, _ count: Int) -> Int? {
    guard from + count <= self.count else { return nil }
    var value = 0
    for at in from..<(from + count) {
      let digit = self[at] &- UInt8(ascii: "0")
      if digit > 9 { return nil }
      value = value &* 10 &+ Int(digit)
    }
    return value
  }

  private func has(_ byte: UInt8, at index: Int) -> Bool { index < count && self[index] == byte }

  /// ISO 8601 of any precision, from a year to a second with a zone.
  var isoTime: TimeSpan? {
    let dash = UInt8(ascii: "-")
    guard let year = digits(0, 4) else { return nil }
    if count == 4 { return Self.span(year, 1, 1, .year) }
    guard has(dash, at: 4), let month = digits(5, 2) else { return nil }
    if count == 7 { return Self.span(year, month, 1, .month) }
    guard has(dash, at: 7), let day = digits(8, 2), let date = Self.span(year, month, day, .day)
    else { return nil }
    return count == 10 ? date : clock(of: date)
  }

  private static func span(
    _ year: Int, _ month: Int, _ day: Int, _ precision: TimeSpan.Precision
  ) -> TimeSpan? {
    Day(year: year, month: month, day: day).map {
      TimeSpan(lo: Int64($0.number) * 86_400, precision: precision)
    }
  }

  /// What follows the date in a cell: `T10:15`, ` 10:15:30.250+02:00`.
  private func clock(of date: TimeSpan) -> TimeSpan? {
    let colon = UInt8(ascii: ":")
    guard has(UInt8(ascii: "T"), at: 10) || has(UInt8(ascii: " "), at: 10),
      let hour = digits(11, 2), hour < 24, has(colon, at: 13),
      let minute = digits(14, 2), minute < 60
    else { return nil }
    var time = TimeSpan(lo: date.lo + Int64(hour * 3600 + minute * 60), precision: .minute)
    var next = 16
    if has(colon, at: 16) {
      guard let second = digits(17, 2), second <= 60 else { return nil }
      time.lo += Int64(Swift.min(second, 59))
      time.precision = .second
      next = 19
      if has(UInt8(ascii: "."), at: next) || has(UInt8(ascii: ","), at: next) {
        next += 1
        while next < count, self[next] &- UInt8(ascii: "0") < 10 { next += 1 }
      }
    }
    if has(UInt8(ascii: "Z"), at: next) {
      time.zoneMinutes = 0
      next += 1
    } else if has(UInt8(ascii: "+"), at: next) || has(UInt8(ascii: "-"), at: next) {
      let isWest = self[next] == UInt8(ascii: "-")
      let minutesAt = has(colon, at: next + 3) ? next + 4 : next + 3
      guard let hours = digits(next + 1, 2), let minutes = digits(minutesAt, 2) else {
        return nil
      }
      let zone = (isWest ? -1 : 1) * (hours * 60 + minutes)
      time.zoneMinutes = Int16(zone)
      time.lo -= Int64(zone) * 60
      next = minutesAt + 2
    }
    return next == count ? time : nil
  }

  /// A plain decimal with a point, at most 18 places, that fits in 63 bits.
  var decimal: Decimal64? {
    var at = 0
    let isNegative = has(UInt8(ascii: "-"), at: 0)
    if isNegative || has(UInt8(ascii: "+"), at: 0) { at = 1 }
    var magnitude: Int64 = 0
    var places: UInt8 = 0
    var seenPoint = false
    var seenDigit = false
    while at < count {
      let byte = self[at]
      at &+= 1
      let digit = byte &- UInt8(ascii: "0")
      guard digit <= 9 else {
        if byte == UInt8(ascii: "."), !seenPoint {
          seenPoint = true
          continue
        }
        return nil
      }
      let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carried) = product.addingReportingOverflow(Int64(digit))
      if overflow || carried { return nil }
      magnitude = sum
      seenDigit = true
      if seenPoint {
        if places == 18 { return nil }
        places &+= 1
      }
    }
    guard seenDigit else { return nil }
    return Decimal64(mantissa: isNegative ? -magnitude : magnitude, scale: places)
  }
}

extension Decimal64 {
  /// The same value with exactly `scale` places; nil where that needs rounding or does not fit.
  func rescaled(to scale: UInt8) -> Decimal64? {
    guard scale <= 18 else { return nil }
    if scale >= self.scale {
      let wide = Int128(mantissa) * Self.power(of: scale - self.scale)
      return Int64(exactly: wide).map { Decimal64(mantissa: $0, scale: scale) }
    }
    let factor = Int64(Self.power(of: self.scale - scale))
    guard mantissa.isMultiple(of: factor) else { return nil }
    return Decimal64(mantissa: mantissa / factor, scale: scale)
  }
}
