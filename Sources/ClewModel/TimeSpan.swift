/// When something happened, as far as the source says: the closed interval `[lo, hi]` in seconds
/// since 1970-01-01T00:00:00 of the clock the source used.
///
/// A day is 86,400 seconds wide, a month and a year are as wide as they are. Where the source states
/// a zone, `lo` and `hi` are in UTC and `zoneMinutes` keeps the stated offset; else they are local
/// and the zone is unknown.
package struct TimeSpan: Hashable, Sendable {
  package enum Precision: UInt8, Sendable, CaseIterable {
    case second, minute, day, month, year
  }

  package var lo: Int64
  package var precision: Precision
  package var zoneMinutes: Int16?

  package init(lo: Int64, precision: Precision, zoneMinutes: Int16? = nil) {
    self.lo = lo
    self.precision = precision
    self.zoneMinutes = zoneMinutes
  }

  package init(day: Day) { self.init(lo: Int64(day.number) * 86_400, precision: .day) }

  /// The last second of the interval.
  package var hi: Int64 { Self.hi(lo: lo, precision: precision) }

  /// The last second of an interval stored as start and precision.
  package static func hi(lo: Int64, precision: Precision) -> Int64 {
    switch precision {
    case .second: return lo
    case .minute: return lo + 59
    case .day: return lo + 86_399
    case .month, .year:
      let (year, month, _) = Day(number: Int32(floorDivide(lo, 86_400))).civil
      let months = precision == .month ? month : 12
      let first = precision == .month ? month : 1
      var days = 0
      for m in first...months { days += Day.length(ofMonth: m, year: year) }
      return lo + Int64(days) * 86_400 - 1
    }
  }

  /// The first day the interval touches, on the clock of the source.
  package var firstDay: Day { day(at: lo) }
  /// The last day the interval touches, on the clock of the source.
  package var lastDay: Day { day(at: hi) }

  private func day(at second: Int64) -> Day {
    Day(number: Int32(Self.floorDivide(second + Int64(zoneMinutes ?? 0) * 60, 86_400)))
  }

  /// True when every moment of `self` lies before every moment of `other`.
  package func certainlyPrecedes(_ other: TimeSpan) -> Bool { hi < other.lo }

  /// Parses ISO 8601 of any precision: `2026`, `2026-11`, `2026-11-21`, `2026-11-21T10:15`,
  /// `2026-11-21 10:15:30`, with optional fraction and zone (`Z`, `+02:00`).
  ///
  /// - Returns: nil when it is something else, or names a day that does not exist.
  package init?(iso text: some StringProtocol) {
    let t = Array(text.utf8)
    func number(_ from: Int, _ count: Int) -> Int? {
      guard t.count >= from + count else { return nil }
      var value = 0
      for byte in t[from..<(from + count)] {
        let digit = byte &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        value = value * 10 + Int(digit)
      }
      return value
    }
    func at(_ index: Int, _ byte: Unicode.Scalar) -> Bool {
      index < t.count && t[index] == UInt8(ascii: byte)
    }
    guard let year = number(0, 4) else { return nil }
    if t.count == 4 {
      guard let day = Day(year: year, month: 1, day: 1) else { return nil }
      self.init(lo: Int64(day.number) * 86_400, precision: .year)
      return
    }
    guard at(4, "-"), let month = number(5, 2) else { return nil }
    if t.count == 7 {
      guard let day = Day(year: year, month: month, day: 1) else { return nil }
      self.init(lo: Int64(day.number) * 86_400, precision: .month)
      return
    }
    guard at(7, "-"), let dayOfMonth = number(8, 2),
      let day = Day(year: year, month: month, day: dayOfMonth)
    else { return nil }
    if t.count == 10 {
      self.init(day: day)
      return
    }
    guard at(10, "T") || at(10, " "), let hour = number(11, 2), hour < 24, at(13, ":"),
      let minute = number(14, 2), minute < 60
    else { return nil }
    var seconds = Int64(day.number) * 86_400 + Int64(hour * 3600 + minute * 60)
    var precision = Precision.minute
    var next = 16
    if at(16, ":") {
      guard let second = number(17, 2), second <= 60 else { return nil }
      seconds += Int64(min(second, 59))
      precision = .second
      next = 19
      if at(next, ".") || at(next, ",") {
        next += 1
        while next < t.count, t[next] >= UInt8(ascii: "0"), t[next] <= UInt8(ascii: "9") {
          next += 1
        }
      }
    }
    var zone: Int16?
    if at(next, "Z") {
      zone = 0
      next += 1
    } else if at(next, "+") || at(next, "-") {
      guard let h = number(next + 1, 2) else { return nil }
      let minutesAt = at(next + 3, ":") ? next + 4 : next + 3
      guard let m = number(minutesAt, 2) else { return nil }
      zone = Int16((at(next, "-") ? -1 : 1) * (h * 60 + m))
      next = minutesAt + 2
    }
    guard next == t.count else { return nil }
    self.init(lo: seconds - Int64(zone ?? 0) * 60, precision: precision, zoneMinutes: zone)
  }

  /// ISO 8601 at the stated precision: `2026-11`, `2026-11-21`, `2026-11-21T10:15`.
  package var description: String {
    let local = lo + Int64(zoneMinutes ?? 0) * 60
    let day = Day(number: Int32(Self.floorDivide(local, 86_400)))
    let second = Int(local - Int64(day.number) * 86_400)
    let clock = "\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2))"
    switch precision {
    case .year: return String(day.description.prefix(4))
    case .month: return String(day.description.prefix(7))
    case .day: return day.description
    case .minute: return "\(day)T\(clock)\(zoneText)"
    case .second: return "\(day)T\(clock):\(padded(second % 60, 2))\(zoneText)"
    }
  }

  private var zoneText: String {
    guard let zoneMinutes else { return "" }
    guard zoneMinutes != 0 else { return "Z" }
    let m = Int(zoneMinutes.magnitude)
    return "\(zoneMinutes < 0 ? "-" : "+")\(padded(m / 60, 2)):\(padded(m % 60, 2))"
  }

  private static func floorDivide(_ a: Int64, _ b: Int64) -> Int64 {
    a >= 0 ? a / b : -((-a + b - 1) / b)
  }
}
