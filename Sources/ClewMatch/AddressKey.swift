/// Postal addresses reduced to what two spellings of one address share, for clusters of parties at
/// one place.
///
/// Conservative: equal keys mean one address as a person reads it. Suite, floor, flat and box
/// numbers stay part of the key, directions (`N`, `North`) are not abbreviated, and nothing is
/// dropped but case, punctuation and the words for "number".
package enum AddressKey {
  /// The folded street words, then the numbered units (`floor 3`, `suite 12`, `pobox 77`) in
  /// alphabetical order, each after ` | `. Parts of the address are told apart by commas, semicolons
  /// and line ends; in each, a house number behind the street stands before it:
  /// `Hafenstr. 12, 3rd Floor` and `12 Hafenstr, Floor 3` have one key.
  ///
  /// - Returns: empty where the text holds neither letter nor digit.
  package static func key(_ address: String) -> String {
    var words: [String] = []
    var units: [String] = []
    for part in parts(of: address) {
      var tokens = part.map(abbreviated)
      takeUnits(from: &tokens, into: &units)
      words += houseNumberFirst(tokens)
    }
    units.sort()
    let text = country(of: words).joined(separator: " ")
    return ([text].filter { !$0.isEmpty } + units).joined(separator: " | ")
  }

  /// The tokens of each part; a part that is a number alone belongs to the part before it
  /// (`Calle Mayor, 12`).
  private static func parts(of address: String) -> [[String]] {
    var parts: [[String]] = []
    let separators: Set<Character> = [",", ";", "|", "\n", "\r", "\r\n", "、", "，"]
    for piece in address.split(whereSeparator: { separators.contains($0) }) {
      var writer = FoldingWriter(keepsNumberRanges: true)
      writer.write(String(piece))
      let tokens = writer.text.split(separator: " ").map(String.init)
      if tokens.isEmpty { continue }
      if tokens.count == 1, isHouseNumber(tokens[0]), let last = parts.last,
        !isHouseNumber(last[0]), last.count > 1
      {
        parts[parts.count - 1].append(tokens[0])
      } else {
        parts.append(tokens)
      }
    }
    return parts
  }

  /// Moves numbered units out of a part: `suite 5`, `3rd floor`, `p o box 77`; drops `no` before a
  /// number.
  private static func takeUnits(from tokens: inout [String], into units: inout [String]) {
    var rest: [String] = []
    var index = 0
    while index < tokens.count {
      let token = tokens[index]
      let next = index + 1 < tokens.count ? tokens[index + 1] : ""
      if let (length, unit) = box(tokens[index...]) {
        units.append(unit)
        index += length
      } else if designators.contains(token), isUnitNumber(next) {
        units.append("\(token) \(cardinal(next) ?? next)")
        index += 2
      } else if next == "floor" || next == "f", let floor = cardinal(token) {
        units.append("floor \(floor)")
        index += 2
      } else if numberWords.contains(token), next.utf8.first.map(isDigit) == true {
        index += 1
      } else {
        rest.append(token)
        index += 1
      }
    }
    tokens = rest
  }

  /// `po box 77`, `p o box 77`, `post office box 77`, `pobox 77`.
  private static func box(_ tokens: ArraySlice<String>) -> (length: Int, unit: String)? {
    for words in [["po", "box"], ["p", "o", "box"], ["post", "office", "box"], ["pobox"]] {
      if tokens.starts(with: words), let number = tokens.dropFirst(words.count).first,
        number.utf8.contains(where: isDigit)
      {
        return (words.count + 1, "pobox \(number)")
      }
    }
    return nil
  }

  private static func houseNumberFirst(_ tokens: [String]) -> [String] {
    guard tokens.count > 1, let last = tokens.last, isHouseNumber(last),
      !isHouseNumber(tokens[0])
    else { return tokens }
    return [last] + tokens.dropLast()
  }

  /// Digits, a range of digits, or digits and one letter: `12`, `12-14`, `3/12`, `12a`.
  private static func isHouseNumber(_ token: String) -> Bool {
    let utf8 = token.utf8
    guard utf8.first.map(isDigit) == true else { return false }
    let letters = utf8.filter { !isDigit($0) && $0 != 0x2D && $0 != 0x2F }
    return letters.isEmpty || letters.count == 1 && utf8.last == letters.first && letters[0] < 0x80
  }

  private static func isUnitNumber(_ token: String) -> Bool {
    token.utf8.contains(where: isDigit) || token.utf8.count == 1 || cardinal(token) != nil
  }

  private static func abbreviated(_ token: String) -> String {
    if let short = abbreviations[token] { return short }
    // German compounds: Hafenstrasse, Hafenstr.
    return token.utf8.count > 9 && token.hasSuffix("strasse") ? String(token.dropLast(4)) : token
  }

  /// The number in `3`, `3rd` and `third`.
  private static func cardinal(_ token: String) -> String? {
    if let number = ordinals[token] { return number }
    let digits = token.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty else { return nil }
    return ["", "st", "nd", "rd", "th"].contains(String(token.dropFirst(digits.count)))
      ? String(digits) : nil
  }

  /// Rewrites the country's name at the end to one form, where it has common short ones.
  private static func country(of words: [String]) -> [String] {
    for (name, short) in countries where words.count > name.count {
      if words.suffix(name.count).elementsEqual(name) {
        return words.dropLast(name.count) + [short]
      }
    }
    return words
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static let designators: Set<String> = [
    "suite", "floor", "apt", "unit", "room", "office", "flat", "bldg", "block", "shop", "level",
    "entrance", "door", "villa", "warehouse", "plot", "lot",
  ]

  private static let numberWords: Set<String> = ["no", "nr", "num", "number"]

  /// Spelling to the form used in keys. `st` is the street; `saint` is left alone, so that a saint
  /// abbreviated stays apart from a saint written out.
  private static let abbreviations: [String: String] = [
    "street": "st", "str": "st", "road": "rd", "avenue": "ave", "av": "ave", "aven": "ave",
    "boulevard": "blvd", "boul": "blvd", "bvd": "blvd", "drive": "dr", "lane": "ln",
    "place": "pl", "square": "sq", "court": "ct", "highway": "hwy", "parkway": "pkwy",
    "terrace": "ter", "crescent": "cres", "building": "bldg", "ste": "suite", "flr": "floor",
    "fl": "floor", "apartment": "apt", "appartment": "apt", "rm": "room", "ofc": "office",
    "strasse": "st", "calle": "c", "avenida": "avda",
  ]

  private static let ordinals = [
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5", "sixth": "6",
    "seventh": "7", "eighth": "8", "ninth": "9", "tenth": "10",
  ]

  private static let countries: [([String], String)] = [
    (["united", "kingdom"], "uk"), (["great", "britain"], "uk"), (["gb"], "uk"),
    (["united", "states", "of", "america"], "usa"), (["united", "states"], "usa"), (["us"], "usa"),
    (["united", "arab", "emirates"], "uae"), (["hong", "kong", "sar"], "hong kong"),
    (["deutschland"], "germany"), (["schweiz"], "switzerland"), (["suisse"], "switzerland"),
  ]
}
