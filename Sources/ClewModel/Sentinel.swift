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

  /// True for a number in powers of ten, `1.23456789012346E+18`: a spreadsheet has rounded it, and
  /// every number that begins the same has become the same.
  package static func isRounded(_ value: String) -> Bool {
    let parts = value.utf8.split(maxSplits: 1) { $0 | 0x20 == UInt8(ascii: "e") }
    guard parts.count == 2,
      parts[1].first == UInt8(ascii: "+") || parts[1].first.map(isDigit) == true,
      parts[1].dropFirst().allSatisfy(isDigit), !parts[0].isEmpty
    else { return false }
    return parts[0].allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") }
      && parts[0].contains(UInt8(ascii: "."))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// True for an empty value, a word of the table, a run of one repeated sign or of zeros from three
  /// characters on (`*****`, `000`), and of another digit from six on (`9999999`; `111` is a number).
  package static func matches(_ value: String) -> Bool {
    guard let byte = value.utf8.first else { return true }
    let isPlain = byte > 32 && byte < 128
    let trimmed = isPlain ? value[...] : value.drop { $0.isWhitespace }
    guard let first = trimmed.utf8.first else { return true }
    let isRun = trimmed.utf8.allSatisfy { $0 == first || $0 == UInt8(ascii: " ") }
    let isLetter = (65...90).contains(first & 0xDF)
    let isDigit = (49...57).contains(first)
    if isRun, !isLetter, trimmed.utf8.count >= (isDigit ? 6 : 3) { return true }
    let upper = (97...122).contains(first) ? first - 32 : first
    guard trimmed.utf8.count <= 24, first >= 128 || firstBytes[Int(upper)] else { return false }
    var word = trimmed.uppercased()
    while word.last?.isWhitespace == true { word.removeLast() }
    return words.contains(word)
  }

  /// True where a source's own id is none: empty, or a word that means nothing. Numbers are ids, `0`
  /// and `999` too.
  package static func fillsRef(_ value: String) -> Bool {
    let isNumber = value.utf8.contains { (48...57).contains($0) }
    let isLetters = value.utf8.allSatisfy { $0 | 0x20 == UInt8(ascii: "x") }
    return !isNumber && (value.isEmpty || !isLetters) && value != "TEST" && matches(value)
  }
}
