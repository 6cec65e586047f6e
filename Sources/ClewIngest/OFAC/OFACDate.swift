import ClewModel

/// A date as OFAC's remarks word it.
struct OFACDate: Hashable {
  /// ISO 8601 of any precision; a range as `1961/1963`.
  var value: String
  var isCirca: Bool

  /// Parses the shapes that occur: `14 Nov 2007`, `10 October 1969`, `Nov 2007`, `2007`, each with
  /// `circa`, and ranges of them: `1961 to 1963`, `01 Jan 1947 to 01 Jan 1949`, `circa 1979-1982`.
  ///
  /// - Returns: nil for anything else, an impossible day, and a range that ends before it begins.
  init?(_ text: String) {
    var words = text.split(separator: " " as Character).map(String.init)
    isCirca = words.first?.lowercased() == "circa"
    if isCirca { words.removeFirst() }
    if let middle = words.firstIndex(of: "to") {
      guard let from = Self.single(words[..<middle]), let to = Self.single(words[(middle + 1)...]),
        let lo = TimeSpan(iso: from)?.lo, let hi = TimeSpan(iso: to)?.hi, lo <= hi
      else { return nil }
      value = "\(from)/\(to)"
    } else if words.count == 1, words[0].utf8.count == 9, words[0].contains("-") {
      let years = words[0].split(separator: "-").map(String.init)
      guard years.count == 2, let from = Self.year(years[0]), let to = Self.year(years[1]),
        from <= to
      else { return nil }
      value = "\(from)/\(to)"
    } else {
      guard let single = Self.single(words[...]) else { return nil }
      value = single
    }
  }

  private static func single(_ words: ArraySlice<String>) -> String? {
    guard let last = words.last, let year = year(last) else { return nil }
    let rest = Array(words.dropLast())
    if rest.isEmpty { return year }
    guard let number = Int(year), let month = rest.last.flatMap(MonthName.number) else {
      return nil
    }
    let day = rest.count == 1 ? 1 : Int(rest[0])
    guard rest.count <= 2, let day, let first = Day(year: number, month: month, day: day) else {
      return nil
    }
    return rest.count == 1 ? String(first.description.prefix(7)) : first.description
  }

  private static func year(_ text: String) -> String? {
    guard text.utf8.count == 4, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      text != "0000"
    else { return nil }
    return text
  }
}
