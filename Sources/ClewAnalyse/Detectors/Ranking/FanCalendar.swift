import Glibc

/// How many fans begin around each day: on the first of the month, when tenants pay and wages are
/// paid, a fan says less than on any other day.
struct FanCalendar {
  /// Beginnings of fans with so many counterparties or more, by day; sizes above the last count as
  /// the last.
  private var starts: [Int: [Int64: Int]] = [:]
  private let firstDay: Int64
  private let days: Int64
  private static let sizes = [5, 8, 12, 16, 24]

  init(fans: [(count: Int, start: Int64)], begin: Int64, end: Int64) {
    firstDay = Habits.day(begin)
    days = max(1, Habits.day(end) - firstDay + 1)
    for fan in fans {
      for size in Self.sizes where fan.count >= size {
        starts[size, default: [:]][Habits.day(fan.start), default: 0] += 1
      }
    }
  }

  /// Negative where more fans of that size begin on the day than on a middling one.
  func crowding(count: Int, at start: Int64) -> PatternFinding.Reason {
    let size = Self.sizes.last { $0 <= count } ?? Self.sizes[0]
    let byDay = starts[size] ?? [:]
    let onDay = Double(byDay[Habits.day(start)] ?? 0)
    let sorted = (0..<days).map { Double(byDay[firstDay + $0] ?? 0) }.sorted()
    let middle = sorted[sorted.count / 2]
    let ratio = (onDay + 1) / (middle + 1)
    return .init(
      term: "calendar", weight: -Evidence.rounded(max(0, log10(ratio))),
      detail: "\(Int(onDay)) fans of \(size) or more begin that day; \(Int(middle)) on a middling day",
      backgroundRate: nil)
  }
}
