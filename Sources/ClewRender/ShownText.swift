/// Text from a source made fit to be shown: what could break a document, drive a terminal or turn
/// a line of text around is taken out, everything else stays.
///
/// Names are data written by strangers. A right-to-left override can make an account number read
/// as another one, an escape sequence can rewrite a terminal, a C0 control makes XML not
/// well-formed. Right-to-left letters themselves stay.
package enum ShownText {
  /// Control characters go, except line feed and tab; bidirectional controls (UAX #9: LRE, RLE,
  /// PDF, LRO, RLO, LRI, RLI, FSI, PDI) and noncharacters go. A carriage return becomes a line
  /// feed where none follows. Unchanged text is returned as it is.
  package static func clean(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { !isShown($0) }) else { return text }
    var result = String.UnicodeScalarView()
    var lastWasReturn = false
    for scalar in text.unicodeScalars {
      if lastWasReturn, scalar != "\n" { result.append("\n") }
      lastWasReturn = scalar == "\r"
      if isShown(scalar) { result.append(scalar) }
    }
    if lastWasReturn { result.append("\n") }
    return String(result)
  }

  /// The text on one line: line feeds and tabs become spaces, runs of spaces one.
  package static func line(_ text: String) -> String {
    clean(text).split(whereSeparator: { $0 == "\n" || $0 == "\t" || $0 == " " || $0 == "\r\n" })
      .joined(separator: " ")
  }

  static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: true
    case 0...0x1F, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069, 0xFDD0...0xFDEF: false
    case let value: value & 0xFFFE != 0xFFFE
    }
  }

  /// For XML and HTML text and attribute values: cleaned, with the five characters as entities.
  package static func xml(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in clean(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
