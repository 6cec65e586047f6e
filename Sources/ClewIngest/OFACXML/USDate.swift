import ClewModel

/// Dates as United States agencies write them: month, day, year.
enum USDate {
  /// The day in `04/22/2020`, nil for anything else and for a day that does not exist.
  static func day(_ text: String) -> TimeSpan? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, (1...2).contains(parts[0].utf8.count),
      (1...2).contains(parts[1].utf8.count), parts[2].utf8.count == 4,
      parts.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } }),
      let month = Int(parts[0]), let day = Int(parts[1]), let year = Int(parts[2])
    else { return nil }
    return Day(year: year, month: month, day: day).map { TimeSpan(day: $0) }
  }

  /// A day in OFAC's words, `22 Apr 2020`; a month `Apr 2020`; a year.
  static func words(_ time: TimeSpan) -> String {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let (year, month, day) = time.firstDay.civil
    let padded = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
    guard time.precision != .year else { return padded }
    let monthAndYear = "\(months[month - 1]) \(padded)"
    guard time.precision != .month else { return monthAndYear }
    return "\(day < 10 ? "0" : "")\(day) \(monthAndYear)"
  }
}
