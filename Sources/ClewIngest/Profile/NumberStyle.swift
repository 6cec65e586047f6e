import ClewModel

/// How a source writes numbers: `1.234,50`, `1'234.50`, `-262 259`, `12,00-`, `4.711,98 €`.
///
/// Grouping signs are taken only where they cut groups of three digits from the right, so that a
/// decimal comma is never read as one. Nothing is guessed: the profile says both signs.
struct NumberStyle: Sendable {
  var decimal: UInt8 = UInt8(ascii: ".")
  /// 0 for none; a blank stands for no-break and narrow blanks as well, an apostrophe for `’`.
  var grouping: UInt8 = 0
  /// Texts around the number that say nothing more, such as `€`.
  var strip: [[UInt8]] = []

  /// Reads a whole cell; nil where it does not follow the style, or does not fit in 18 digits.
  func decimal(_ cell: Cell) -> Decimal64? {
    if grouping == 0, strip.isEmpty, decimal == UInt8(ascii: "."), let plain = cell.decimal {
      return plain
    }
    var bytes = Array(cell)
    for text in strip { bytes = Self.without(text, bytes) }
    bytes = unified(bytes)
    var isNegative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      isNegative = first == UInt8(ascii: "-")
      bytes.removeFirst()
    } else if bytes.last == UInt8(ascii: "-") {
      isNegative = true
      bytes.removeLast()
    }
    bytes = Self.trimmed(bytes)
    let parts = bytes.split(separator: decimal, maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = ungrouped(parts[0]) else { return nil }
    var plain = isNegative ? [UInt8(ascii: "-")] : []
    plain += whole
    if parts.count == 2 {
      plain.append(UInt8(ascii: "."))
      plain += parts[1]
    }
    // Nothing but digits on either side: under a decimal comma `1.250` is no number, or grouped.
    let digits = whole + (parts.count == 2 ? Array(parts[1]) : [])
    guard digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return plain.withUnsafeBufferPointer { $0.decimal }
  }

  private func ungrouped(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard grouping != 0 else { return Array(digits) }
    let groups = digits.split(separator: grouping, omittingEmptySubsequences: false)
    guard groups.count > 1 else { return Array(digits) }
    guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 }) else {
      return nil
    }
    return Array(groups.joined())
  }

  /// Writes the blanks and apostrophes of typography as their ASCII kin, minus U+2212 as `-`.
  private func unified(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.contains(where: { $0 >= 0x80 }) else { return Self.trimmed(bytes) }
    var text = ""
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\u{A0}", "\u{202F}", "\u{2009}": text.unicodeScalars.append(" ")
      case "\u{2019}": text.unicodeScalars.append("'")
      case "\u{2212}": text.unicodeScalars.append("-")
      default: text.unicodeScalars.append(scalar)
      }
    }
    return Self.trimmed(Array(text.utf8))
  }

  private static func trimmed(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { Array($0.trimmed) }
  }

  private static func without(_ text: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    let bytes = trimmed(bytes)
    if text.isEmpty { return bytes }
    if bytes.starts(with: text) { return Array(bytes.dropFirst(text.count)) }
    if bytes.reversed().starts(with: text.reversed()) { return Array(bytes.dropLast(text.count)) }
    return bytes
  }
}
