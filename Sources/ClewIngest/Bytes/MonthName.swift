/// The English names of months, whole or as their first three letters.
enum MonthName {
  /// The number of a month, from 1, in any case, with or without a stop: `Nov`, `november`, `Sept.`;
  /// nil for anything else.
  static func number(_ word: some StringProtocol) -> Int? {
    let name = word.lowercased().filter { $0 != "." }
    if name == "sept" { return 9 }
    return all.firstIndex { $0 == name || $0.prefix(3) == name }.map { $0 + 1 }
  }

  private static let all = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
}
