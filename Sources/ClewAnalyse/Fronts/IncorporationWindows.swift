import ClewGraph
import ClewModel

/// Runs of calendar days on which two or more companies were incorporated.
///
/// Windows overlap: one begins at every day of an incorporation, and is left out where the window
/// before it holds the same companies and more. A date that is not a day (a month, a year) and a
/// sentinel such as 1900-01-01 open none.
struct IncorporationWindows {
  struct Window {
    /// Companies, ascending.
    var members: [Int32]
    /// `2025-11-04`, or `2025-11-04 to 2025-11-06`: the first and the last day with a member.
    var text: String
  }

  /// In ascending first day.
  private(set) var all: [Window] = []

  /// - Parameter days: how many calendar days in a row make a window, the first and last included.
  init(_ snapshot: Snapshot, days: Int, isCompany: (Int32) -> Bool) {
    let born = Self.days(snapshot).filter { isCompany($0.company) }
    var end = 0
    var last = 0
    for start in born.indices where start == 0 || born[start - 1].day != born[start].day {
      while end < born.count, Int64(born[end].day) - Int64(born[start].day) < Int64(days) {
        end += 1
      }
      guard end > last else { continue }
      last = end
      let members = Set(born[start..<end].map(\.company)).sorted()
      guard members.count > 1 else { continue }
      let (first, final) = (Day(number: born[start].day), Day(number: born[end - 1].day))
      all.append(
        Window(members: members, text: first == final ? "\(first)" : "\(first) to \(final)"))
    }
  }

  /// The stated days of incorporation, ascending; a company may have two by two sources.
  static func days(_ snapshot: Snapshot) -> [(day: Int32, company: Int32)] {
    snapshot.attributes.compactMap { row -> (day: Int32, company: Int32)? in
      guard row.property == .incorporationDate, !Sentinel.matches(row.value),
        let span = TimeSpan(iso: row.value), span.firstDay == span.lastDay
      else { return nil }
      return (span.firstDay.number, row.party)
    }.sorted { $0.day != $1.day ? $0.day < $1.day : $0.company < $1.company }
  }
}
