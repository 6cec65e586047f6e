import ClewModel

/// The tag that begins a field: `:61:`, `:60F:`, `:NS:`; and `:940:`, which some banks write before
/// a statement.
struct MTTag {
  var name: String
  var value: String

  /// - Returns: nil where the line begins no field.
  init?(_ line: String) {
    let bytes = Array(line.utf8.drop { $0 == 0x20 || $0 == 0x09 }.prefix(6))
    guard bytes.first == UInt8(ascii: ":"), let end = bytes.dropFirst().firstIndex(of: 58) else {
      return nil
    }
    let tag = bytes[1..<end]
    let isNumbered =
      (2...3).contains(tag.count) && tag.prefix(2).allSatisfy { (48...57).contains($0) }
      && tag.dropFirst(2).allSatisfy { (65...90).contains($0) }
    let isHeader =
      tag.count == 3 && tag.elementsEqual("940".utf8)
      || tag.elementsEqual("942".utf8)
    guard isNumbered || isHeader || tag.elementsEqual("NS".utf8) else { return nil }
    name = String(decoding: tag, as: UTF8.self)
    if isHeader { name = ":\(name)" }
    let rest = line.utf8.drop { $0 == 0x20 || $0 == 0x09 }.dropFirst(end + 1)
    value = String(Substring(rest))
  }

  /// Fields of one line in a statement: a line below one of them is no part of it.
  static let singleLine: Set<String> = [
    "20", "21", "28", "28C", "60F", "60M", "62F", "62M", "64", "65", "34F", "13", "13D", "90C",
    "90D",
  ]

  /// The fields of statements (SWIFT, category 9: MT940, MT941, MT942, MT950), and `NS`, which
  /// German software adds.
  static let ofStatements: Set<String> = singleLine.union(["25", "25P", "61", "86", "NS"])
}
