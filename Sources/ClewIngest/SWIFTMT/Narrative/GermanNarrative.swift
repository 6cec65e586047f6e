import ClewModel

/// The structured field 86 of German banks: a business transaction code (GVC) of three digits, then
/// subfields of a separator, two digits and a text: `166?00GUTSCHRIFT?20EREF+…?30BIC?31IBAN?32name`.
///
/// 00 booking text, 10 journal number, 20 to 29 and 60 to 63 purpose, 30 bank code or BIC, 31 account
/// or IBAN, 32 and 33 name, 34 text key, 38 IBAN (Deutsche Kreditwirtschaft, DFÜ-Abkommen, Anlage 3,
/// 8.2.4). Banks put other signs in place of `?`. The purpose carries SEPA references behind words
/// such as `EREF+`.
enum GermanNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard let (code, subfields) = subfields(source.joined) else { return nil }
    var narrative = Narrative("german-gvc")
    narrative.fact("business-transaction-code", code)
    func text(_ codes: ClosedRange<Int>) -> String? {
      let found = subfields.filter { codes.contains($0.code) }.map { $0.text.trimmed }
        .filter { !$0.isEmpty }
      return found.isEmpty ? nil : found.joined(separator: " ")
    }
    narrative.fact("booking-text", text(0...0))
    narrative.fact("journal-number", text(10...10))
    narrative.fact("text-key", text(34...34))
    for subfield in subfields where subfield.code >= 64 || (35...37).contains(subfield.code) {
      narrative.fact("narrative", subfield.text, qualifier: "?\(subfield.code)")
    }
    narrative.name = name(subfields)
    bank(text(30...30), into: &narrative)
    narrative.account = source.other(text(38...38)) ?? source.other(text(31...31))
    purpose(subfields, into: &narrative)
    return narrative
  }

  typealias Subfield = (code: Int, text: String)

  /// The code and the subfields; nil where the text has not their shape.
  static func subfields(_ text: String) -> (code: String, subfields: [Subfield])? {
    let bytes = Array(text.utf8)
    guard bytes.count > 6, bytes[..<3].isDigits, bytes[4..<6].isDigits else { return nil }
    let separator = bytes[3]
    guard separator > 32, separator < 127, separator != UInt8(ascii: "/"),
      separator != UInt8(ascii: "."), separator != UInt8(ascii: "-"),
      separator != UInt8(ascii: ","), separator != UInt8(ascii: ":"),
      Unicode.Scalar(separator).properties.isAlphabetic == false,
      !(48...57).contains(separator)
    else { return nil }
    var subfields: [Subfield] = []
    var start = 3
    while start < bytes.count {
      var next = start + 3
      while next < bytes.count, !begins(at: next, bytes, separator) { next += 1 }
      let code = Int(bytes[start + 1] - 48) * 10 + Int(bytes[start + 2] - 48)
      subfields.append((code, String(decoding: bytes[(start + 3)..<next], as: UTF8.self)))
      start = next
    }
    return (String(decoding: bytes[..<3], as: UTF8.self), subfields)
  }

  private static func begins(at index: Int, _ bytes: [UInt8], _ separator: UInt8) -> Bool {
    bytes[index] == separator && index + 2 < bytes.count && bytes[(index + 1)...(index + 2)].isDigits
  }

  /// Names go on over 32 and 33, 27 characters each, cut in the middle of words.
  private static func name(_ subfields: [Subfield]) -> String? {
    let name = joined(subfields.filter { $0.code == 32 || $0.code == 33 }.map(\.text))
    return name.isEmpty ? nil : name
  }

  private static func bank(_ text: String?, into narrative: inout Narrative) {
    guard let text, !Sentinel.matches(text) else { return }
    if CheckDigits.bic8(text) != nil {
      narrative.bic = text
    } else {
      narrative.bankCode = text
    }
  }

  /// Pieces of 27 characters joined where they were cut; a shorter one ends with its line.
  static func joined(_ pieces: [String]) -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      text += piece
      if index + 1 < pieces.count, piece.count < 27 { text += " " }
    }
    return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: - purpose

  private static let words = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "COAM", "OAMT",
    "PURP", "RREF",
  ]

  private static func purpose(_ subfields: [Subfield], into narrative: inout Narrative) {
    let pieces = subfields.filter { (20...29).contains($0.code) || (60...63).contains($0.code) }
    let text = joined(pieces.map(\.text))
    guard !text.isEmpty else { return }
    let (plain, tagged) = split(text)
    narrative.purpose = tagged.first { $0.word == "SVWZ" }?.text ?? (plain.isEmpty ? text : plain)
    for (word, value) in tagged where !value.isEmpty {
      switch word {
      case "EREF": narrative.endToEnd = value
      case "MREF": narrative.fact("mandate", value)
      case "CRED", "DEBT": narrative.fact("creditor-id", value)
      case "KREF": narrative.fact("customer-reference", value)
      case "ABWA", "ABWE": narrative.ultimate = narrative.ultimate ?? value
      case "IBAN": narrative.account = narrative.account ?? value
      case "BIC":
        if narrative.bic == nil, CheckDigits.bic8(value) != nil { narrative.bic = value }
      case "PURP": narrative.fact("purpose-code", value)
      case "COAM", "OAMT": narrative.fact("original-amount", value, qualifier: word)
      case "RREF": narrative.fact("return-reference", value)
      default: continue
      }
    }
  }

  /// What stands before the first word with a plus, and each word with its text.
  private static func split(_ text: String) -> (plain: String, tagged: [(word: String, text: String)])
  {
    var tagged: [(String, String)] = []
    var plain = ""
    var word: String?
    var value = ""
    func close() {
      if let word { tagged.append((word, value.trimmed)) } else { plain = value.trimmed }
    }
    for part in text.split(separator: " ", omittingEmptySubsequences: false) {
      if let found = words.first(where: { part.hasPrefix($0 + "+") }) {
        close()
        word = found
        value = String(part.dropFirst(found.count + 1))
      } else {
        value += (value.isEmpty ? "" : " ") + part
      }
    }
    close()
    return (plain, tagged)
  }
}
