/// Values that stand for "nothing": a key built on one of them joins strangers.
package enum Sentinel {
  /// What fills mandatory gaps in real filings, registers and lists, in upper case without blanks
  /// at the ends.
  private static let words: Set<String> = [
    "-", "--", "---", "-0-", "0", "00", "000", "0000", ".", "?", "X", "XX", "XXX", "XXXX",
    "N/A", "NA", "N.A.", "N.A", "NIL", "NULL", "NONE", "NONREF", "NOTPROVIDED", "NOT PROVIDED",
    "UNKNOWN", "UNK", "UNKN", "UNSPECIFIED", "NOT KNOWN", "NOT APPLICABLE", "NOT AVAILABLE", "TBA",
    "TBC", "TBD", "TEST", "1900-01-01", "1900-01-01T00:00:00", "1901-01-01", "2100-12-31",
    "2100-12-31T00:00:00", "9999-12-31", "9999-12-31T00:00:00", "0001-01-01", "0001-01-01T00:00:00",
    "1753-01-01", "1753-01-01T00:00:00", "784199000000000",
  ]

  /// True for an empty value, a word of the table, and a run of one repeated digit or sign from
  /// three characters on (`00000`, `9999999`, `*****`).
  package static func matches(_ value: String) -> Bool {
    if isPlain(value) { return false }
    let trimmed = value.drop { $0.isWhitespace }
    guard let first = trimmed.utf8.first else { return true }
    let isRun = trimmed.utf8.allSatisfy { $0 == first || $0 == UInt8(ascii: " ") }
    let isLetter = (65...90).contains(first & 0xDF)
    if isRun, !isLetter, trimmed.utf8.count >= 3 { return true }
    guard trimmed.utf8.count <= 24 else { return false }
    var word = trimmed.uppercased()
    while word.last?.isWhitespace == true { word.removeLast() }
    return words.contains(word)
  }

  /// The bytes that the words of the table begin with, in either case.
  private static let initials: [Bool] = {
    var table = [Bool](repeating: false, count: 128)
    for word in words {
      for first in [word.utf8.first, word.lowercased().utf8.first] {
        if let first, first < 128 { table[Int(first)] = true }
      }
    }
    return table
  }()

  /// True for ASCII text that is no sentinel by its first bytes alone: it begins with what no word
  /// begins with, and is no run. Nearly all values are, and this is asked of every one.
  private static func isPlain(_ value: String) -> Bool {
    var bytes = value.utf8.makeIterator()
    guard let first = bytes.next(), first > 0x20, first < 0x80 else { return false }
    let isLetter = (65...90).contains(first & 0xDF)
    if value.utf8.count > 24 {
      // Too long for a word; a run would repeat its first byte or go on with a blank.
      guard !isLetter, let second = bytes.next() else { return isLetter }
      return second != first && second < 0x80 && second != 0x20
    }
    return isLetter && !initials[Int(first)]
  }
}
