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

  /// Fans of one sum are left out: they are discounted for that.
  init(_ fans: [PatternFinding], _ rates: BackgroundRates, edgeOfRow: [Int32]) {
    firstDay = Habits.day(rates.habits.begin)
    days = max(1, Habits.day(rates.habits.end) - firstDay + 1)
    for fan in fans {
      let edges = fan.rows.map { edgeOfRow[Int($0)] }
      guard let first = edges.first, rates.equalSums(edges).weight == 0 else { continue }
      let day = Habits.day(rates.index.lo[Int(first)])
      for size in Self.sizes where fan.roles.count > size {
        starts[size, default: [:]][day, default: 0] += 1
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
      detail:
        "\(Int(onDay)) fans of \(size) or more begin that day; \(Int(middle)) on a middling day",
      backgroundRate: nil)
  }
}
