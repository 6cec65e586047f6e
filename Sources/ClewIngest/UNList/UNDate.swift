import ClewModel

/// Dates of the UN list.
enum UNDate {
  /// The day in `2015-07-01`, also with the zone that the schema's dates may carry
  /// (`2015-07-01-04:00`), and years and months; nil for anything else.
  static func day(_ stated: String) -> String? {
    let text = stated.trimmed
    guard text.utf8.count > 10 else { return TimeSpan(iso: text) == nil ? nil : text }
    let zone = text.dropFirst(10)
    guard zone == "Z" || zone.utf8.count == 6 && (zone.first == "-" || zone.first == "+") else {
      return nil
    }
    return Day(iso: text.prefix(10)).map(\.description)
  }

  /// The birth date of an INDIVIDUAL_DATE_OF_BIRTH: a day, a year, a range of years, or words in the
  /// note alone.
  ///
  /// `APPROXIMATELY`, as type or as note, is `circa`. A note that names a month beside a year makes
  /// it a month; words that are no date are kept as `birth-date-note`.
  static func facts(_ node: RecordNode) -> [Fact] {
    let type = node.text("TYPE_OF_DATE")?.uppercased()
    let note = node.text("NOTE")?.singleSpaced
    let date = node.text("DATE")
    let year = node.text("YEAR")
    let from = node.text("FROM_YEAR")
    let to = node.text("TO_YEAR")
    let isApproximate = note?.lowercased() == "approximately"
    let isCirca = type == "APPROXIMATELY" || isApproximate
    let stated = [date, year, from, to].compactMap { $0 }.joined(separator: " to ")
    var facts: [Fact] = []
    var used = isApproximate
    if let value = date.flatMap(day) {
      facts.append(born(value, isCirca, raw: [stated, note]))
      used = true
    } else if let year, isYear(year) {
      if let month = note.flatMap(month) {
        facts.append(born("\(year)-\(month)", isCirca, raw: [note, year]))
        used = true
      } else {
        facts.append(born(year, isCirca, raw: [stated, isApproximate ? note : nil]))
      }
    } else if let from, let to, isYear(from), isYear(to), from <= to {
      facts.append(born("\(from)/\(to)", isCirca, raw: [stated, isApproximate ? note : nil]))
    } else if stated.isEmpty, let value = note.flatMap(monthOfYear) {
      facts.append(born(value, isCirca, raw: [note]))
      used = true
    } else if !stated.isEmpty {
      facts.append(Fact("birth-date-note", stated))
    }
    if let note, !used { facts.append(Fact("birth-date-note", note)) }
    if let type, !["EXACT", "APPROXIMATELY", "BETWEEN"].contains(type) {
      facts.append(Fact("birth-date-note", type, qualifier: "type"))
    }
    return facts
  }

  private static func born(_ value: String, _ isCirca: Bool, raw: [String?]) -> Fact {
    let raw = raw.compactMap { $0 }.joined(separator: " ")
    return Fact(.birthDate, value, raw: raw, qualifier: isCirca ? "circa" : nil)
  }

  private static func isYear(_ text: String) -> Bool {
    text.utf8.count == 4 && TimeSpan(iso: text) != nil
  }

  /// `Nov. 1973` and `Between Aug. and Sep. 1977`.
  private static func monthOfYear(_ note: String) -> String? {
    var words = note.split(separator: " ").map(String.init)
    guard let year = words.popLast(), isYear(year) else { return nil }
    if words.count == 1 { return month(words[0]).map { "\(year)-\($0)" } }
    guard words.count == 4, words[0].lowercased() == "between", words[2].lowercased() == "and",
      let from = month(words[1]), let to = month(words[3]), from <= to
    else { return nil }
    return "\(year)-\(from)/\(year)-\(to)"
  }

  /// The number of a month's English name in two digits.
  private static func month(_ word: String) -> String? {
    MonthName.number(word).map { $0 < 10 ? "0\($0)" : "\($0)" }
  }
}
