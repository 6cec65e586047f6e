/// Writes text in its folded form: lower case, without diacritics, widths and punctuation, tokens
/// separated by one blank.
///
/// Punctuation separates tokens, with two exceptions: an apostrophe is dropped (`Al-Qa'ida` is
/// `al qaida`), and dots between single letters join them (`S.A.` is `sa`). Invisible format
/// characters (soft hyphen, joiners, direction marks) are dropped.
struct FoldingWriter {
  /// Keeps `-` and `/` between two digits: house numbers `12-14`, `3/12`.
  private let keepsNumberRanges: Bool
  /// UTF-8 of the tokens, with `blank` or `dot` between them.
  private var bytes: [UInt8] = []
  /// What separates the next letter from the last: nothing, `dot`, `-`, `/` or `blank`.
  private var pending: UInt8 = 0
  private var lastWasIdeographic = false
  private var hasDots = false

  private static let blank = UInt8(ascii: " ")
  private static let dot = UInt8(ascii: ".")

  init(keepsNumberRanges: Bool = false) { self.keepsNumberRanges = keepsNumberRanges }

  mutating func write(_ text: String) {
    let utf8 = text.utf8
    bytes.reserveCapacity(bytes.count + utf8.count)
    if utf8.allSatisfy({ $0 < 0x80 }) {
      for byte in utf8 { write(ascii: byte) }
      return
    }
    let scalars = Array(text.unicodeScalars)
    for scalar in EastAsianForms.needsComposition(scalars)
      ? EastAsianForms.composed(scalars) : scalars
    {
      write(scalar)
    }
  }

  /// The folded text.
  var text: String {
    String(decoding: hasDots ? Self.joiningSingleLetters(bytes) : bytes, as: UTF8.self)
  }

  private mutating func write(ascii byte: UInt8) {
    switch byte {
    case 0x41...0x5A: append(byte | 0x20)
    case 0x61...0x7A: append(byte)
    case 0x30...0x39: append(digit: byte)
    case UInt8(ascii: "'"), UInt8(ascii: "`"): break
    case Self.dot: pending = pending == 0 ? Self.dot : Self.blank
    case UInt8(ascii: "-"), UInt8(ascii: "/"):
      let follows = keepsNumberRanges && pending == 0 && bytes.last.map(Self.isDigit) == true
      pending = follows ? byte : Self.blank
    default: pending = Self.blank
    }
  }

  private mutating func write(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0..<0x80:
      write(ascii: UInt8(truncatingIfNeeded: scalar.value))
    case 0xFF01...0xFF5E:
      write(ascii: UInt8(truncatingIfNeeded: scalar.value - 0xFEE0))
    case 0x2010...0x2015, 0x2212:
      write(ascii: UInt8(ascii: "-"))
    case 0x2BB...0x2BF, 0x2B9, 0x2C8, 0x2018, 0x2019, 0x201B, 0x2032, 0xB4, 0x640, 0x5F3:
      break
    default:
      if LetterFolding.isDroppedMark(scalar.value) { return }
      if let folded = LetterFolding.table[scalar.value] {
        append(folded)
      } else {
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { append(lower: lower) }
      }
    }
  }

  private mutating func append(lower scalar: Unicode.Scalar) {
    if scalar.value < 0x80 {
      write(ascii: UInt8(truncatingIfNeeded: scalar.value))
    } else if let folded = LetterFolding.table[scalar.value] {
      append(folded)
    } else if !LetterFolding.isDroppedMark(scalar.value) {
      switch scalar.properties.generalCategory {
      case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
        .letterNumber, .otherNumber, .nonspacingMark, .spacingMark:
        append(letter: scalar)
      case .decimalNumber:
        append(digit: UInt8(ascii: "0") + UInt8(scalar.properties.numericValue ?? 0))
      case .format:
        break
      default:
        pending = Self.blank
      }
    }
  }

  private mutating func append(letter scalar: Unicode.Scalar) {
    let ideographic = EastAsianForms.isIdeographic(scalar.value)
    if ideographic || lastWasIdeographic { pending = Self.blank }
    flush()
    bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    lastWasIdeographic = ideographic
  }

  private mutating func append(_ folded: String) {
    if lastWasIdeographic { pending = Self.blank }
    flush()
    bytes.append(contentsOf: folded.utf8)
    lastWasIdeographic = false
  }

  private mutating func append(digit: UInt8) {
    if pending == UInt8(ascii: "-") || pending == UInt8(ascii: "/") {
      bytes.append(pending)
      pending = 0
    }
    append(digit)
  }

  private mutating func append(_ byte: UInt8) {
    if lastWasIdeographic { pending = Self.blank }
    flush()
    bytes.append(byte)
    lastWasIdeographic = false
  }

  private mutating func flush() {
    if pending != 0, !bytes.isEmpty {
      hasDots = hasDots || pending == Self.dot
      bytes.append(pending == Self.dot ? Self.dot : Self.blank)
    }
    pending = 0
  }

  /// Turns the dots into nothing between two single letters, into blanks elsewhere.
  private static func joiningSingleLetters(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var lastWasSingle = false
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != blank, bytes[end] != dot { end += 1 }
      let single = isSingleLetter(bytes[start..<end])
      let joins = start > 0 && bytes[start - 1] == dot && single && lastWasSingle
      if start > 0, !joins { result.append(blank) }
      result.append(contentsOf: bytes[start..<end])
      lastWasSingle = single
      start = end + 1
    }
    return result
  }

  /// One letter of an alphabet, in one or two bytes of UTF-8: Latin to Arabic.
  private static func isSingleLetter(_ token: ArraySlice<UInt8>) -> Bool {
    guard let first = token.first, !isDigit(first) else { return false }
    return token.count == (first < 0x80 ? 1 : 2) && first < 0xE0
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
