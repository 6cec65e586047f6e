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

  /// Whether a word begins with the byte; the words are ASCII.
  private static let firstBytes: [Bool] = {
    var first = [Bool](repeating: false, count: 256)
    for word in words { if let byte = word.utf8.first { first[Int(byte)] = true } }
    return first
  }()

  /// True for an empty value, a word of the table, and a run of one repeated digit or sign from
  /// three characters on (`00000`, `9999999`, `*****`).
  package static func matches(_ value: String) -> Bool {
    guard let byte = value.utf8.first else { return true }
    let isPlain = byte > 32 && byte < 128
    let trimmed = isPlain ? value[...] : value.drop { $0.isWhitespace }
    guard let first = trimmed.utf8.first else { return true }
    let isRun = trimmed.utf8.allSatisfy { $0 == first || $0 == UInt8(ascii: " ") }
    let isLetter = (65...90).contains(first & 0xDF)
    if isRun, !isLetter, trimmed.utf8.count >= 3 { return true }
    let upper = (97...122).contains(first) ? first - 32 : first
    guard trimmed.utf8.count <= 24, first >= 128 || firstBytes[Int(upper)] else { return false }
    var word = trimmed.uppercased()
    while word.last?.isWhitespace == true { word.removeLast() }
    return words.contains(word)
  }

  /// True for a value that cannot be the id which a source gives its own record. A run of one digit
  /// can (`111` among 1 to 999), unless it is of zeros.
  package static func isNoReference(_ value: String) -> Bool {
    guard matches(value) else { return false }
    guard let first = value.utf8.first, (49...57).contains(first) else { return true }
    return !value.utf8.allSatisfy { $0 == first }
  }
}
