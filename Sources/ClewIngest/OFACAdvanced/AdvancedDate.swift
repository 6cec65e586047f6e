import ClewModel

/// The dates of advanced files: a `DatePeriod` has a start and an end, each between two days.
struct AdvancedDate {
  /// The first and the last day that the period may touch.
  var first: TimeSpan?
  var last: TimeSpan?
  var isCirca = false
  /// True where the period names a day and that day does not exist, or its calendar is another.
  var isUnreadable = false

  /// Reads a `DatePeriod`.
  init(_ period: RecordNode, _ references: AdvancedReferences) {
    Self.takeFlags(period)
    let start = period.child("Start")
    let end = period.child("End")
    for boundary in [start, end].compactMap({ $0 }) {
      Self.takeFlags(boundary)
      if boundary.attribute("Approximate")?.lowercased() == "true" { isCirca = true }
    }
    let points = [
      start?.child("From"), start?.child("To"), end?.child("From"), end?.child("To"),
    ].map { $0.map(Self.point) }
    let stated = points.compactMap { $0 }
    isUnreadable = stated.contains { $0 == nil }
    let calendar = references.text(.calendarType, period.attribute("CalendarTypeID"))
    if let calendar, !calendar.lowercased().contains("gregorian"), !stated.isEmpty {
      isUnreadable = true
    }
    guard !isUnreadable else { return }
    first = (points[0] ?? points[1]) ?? nil
    last = (points[3] ?? points[2]) ?? nil
    if let first, let last, last.hi < first.lo { isUnreadable = true }
    latestStart = (points[1] ?? points[0]) ?? nil
  }

  private var latestStart: TimeSpan?

  /// True where the period states no day at all, which is usual in measures.
  var isEmpty: Bool { first == nil && last == nil && !isUnreadable }

  /// The time in OFAC's words: `10 Dec 1948`, `circa 1960`, `Apr 1961`, `1961 to 1963`; nil where
  /// nothing is stated or it cannot be read.
  var words: String? {
    guard !isUnreadable, let lo = first ?? last, let hi = last ?? latestStart ?? first else {
      return nil
    }
    let from = lo.firstDay.civil
    let to = hi.lastDay.civil
    guard let firstDay = Day(year: from.year, month: from.month, day: from.day),
      let lastDay = Day(year: to.year, month: to.month, day: to.day), firstDay <= lastDay
    else { return nil }
    return (isCirca ? "circa " : "") + Self.words(firstDay, lastDay)
  }

  private static func words(_ first: Day, _ last: Day) -> String {
    let from = first.civil
    let to = last.civil
    let endsMonth = to.day == Day.length(ofMonth: to.month, year: to.year)
    let isYears = from.month == 1 && from.day == 1 && to.month == 12 && to.day == 31
    let isMonths = from.day == 1 && endsMonth
    let precision: TimeSpan.Precision = isYears ? .year : isMonths ? .month : .day
    let begin = USDate.words(span(first, precision))
    let end = USDate.words(span(last, precision))
    return begin == end ? begin : "\(begin) to \(end)"
  }

  private static func span(_ day: Day, _ precision: TimeSpan.Precision) -> TimeSpan {
    TimeSpan(lo: Int64(day.number) * 86_400, precision: precision)
  }

  /// A day of `Year`, `Month`, `Day`: less precise where month or day are missing or 0, nil where
  /// there is no such day.
  static func point(_ node: RecordNode) -> TimeSpan? {
    let month = node.text("Month").map(Int.init) ?? 0
    let day = node.text("Day").map(Int.init) ?? 0
    // The calendar of a single date is that of the file; a period is asked above.
    _ = node.attribute("CalendarTypeID")
    guard let year = node.text("Year").flatMap({ Int($0) }), (1...9999).contains(year), let month,
      let day
    else { return nil }
    guard let date = Day(year: year, month: month == 0 ? 1 : month, day: day == 0 ? 1 : day) else {
      return nil
    }
    return span(date, month == 0 ? .year : day == 0 ? .month : .day)
  }

  /// Which parts of a date are fixed: the two days of each boundary say the same.
  private static func takeFlags(_ node: RecordNode) {
    _ = node.attribute("YearFixed")
    _ = node.attribute("MonthFixed")
    _ = node.attribute("DayFixed")
  }

  /// The stated days as they stand, for what cannot be read.
  static func raw(_ period: RecordNode) -> String {
    var numbers: [String] = []
    for row in period.row..<period.tree.end(of: period.row) {
      let node = RecordNode(tree: period.tree, row: row)
      if ["Year", "Month", "Day"].contains(node.name), let text = node.text {
        numbers.append(text)
      }
    }
    return numbers.joined(separator: "-")
  }
}
