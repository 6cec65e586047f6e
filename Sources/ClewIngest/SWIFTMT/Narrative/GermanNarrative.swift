import ClewModel

/// The structured field 86 of German banks: a business transaction code (GVC) of three digits, then
/// subfields of a separator, two digits and a text: `166?00GUTSCHRIFT?20EREF+…?30BIC?31IBAN?32name`.
///
/// 00 booking text, 10 journal number, 20 to 29 and 60 to 63 purpose, 30 bank code or BIC, 31 account
/// or IBAN, 32 and 33 name, 34 text key, 38 IBAN (Deutsche Kreditwirtschaft, DFÜ-Abkommen, Anlage 3,
/// 8.2.4). Banks put other signs in place of `?`. The purpose carries SEPA references behind words
/// such as `EREF+`.
///
/// Polish banks send the same frame (`020~00…~20…~38PL…`) and put the counterparty's name into 27 and
/// 28, its address into 29 and 60, where 32 and 33 are empty (statement formats of PKO BP and Pekao).
enum GermanNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard let (code, stated) = subfields(source.joinedWithBlanks) else { return nil }
    let isPolish = Self.isPolish(stated)
    var narrative = Narrative(isPolish ? "polish-gvc" : "german-gvc")
    let subfields = isPolish ? stated.filter { !polishParty.contains($0.code) } : stated
    narrative.fact("business-transaction-code", code)
    func text(_ codes: ClosedRange<Int>) -> String? {
      let found = subfields.filter { codes.contains($0.code) }.map { $0.text.trimmed }
        .filter { !$0.isEmpty }
      return found.isEmpty ? nil : found.joined(separator: " ")
    }
    narrative.bookingText = text(0...0)
    narrative.fact("journal-number", text(10...10))
    narrative.fact("text-key", text(34...34))
    for subfield in subfields where subfield.code >= 64 || (35...37).contains(subfield.code) {
      narrative.fact("narrative", subfield.text, qualifier: "?\(subfield.code)")
    }
    narrative.name =
      isPolish ? joined(stated.filter { $0.code == 27 || $0.code == 28 }) : name(stated)
    if isPolish { narrative.address = joined(stated.filter { $0.code == 29 || $0.code == 60 }) }
    bank(text(30...30), into: &narrative)
    narrative.account = source.other(text(38...38)) ?? source.other(text(31...31))
    purpose(subfields, into: &narrative)
    return narrative
  }

  /// The subfields of a Polish bank's that name the counterparty.
  private static let polishParty: Set<Int> = [27, 28, 29, 60]

  /// True where a Polish account stands in 38, a name in 27 and none in 32 and 33.
  private static func isPolish(_ subfields: [Subfield]) -> Bool {
    func has(_ code: Int) -> Bool {
      subfields.contains { $0.code == code && !$0.text.trimmed.isEmpty }
    }
    return !has(32) && !has(33) && has(27)
      && subfields.contains { $0.code == 38 && $0.text.trimmed.uppercased().hasPrefix("PL") }
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
      // A separator at the very end belongs to nothing.
      let end = next == bytes.count && bytes[next - 1] == separator ? next - 1 : next
      let text = start + 3 < end ? String(decoding: bytes[(start + 3)..<end], as: UTF8.self) : ""
      subfields.append((code, text))
      start = next
    }
    return (String(decoding: bytes[..<3], as: UTF8.self), subfields)
  }

  private static func begins(at index: Int, _ bytes: [UInt8], _ separator: UInt8) -> Bool {
    bytes[index] == separator && index + 2 < bytes.count
      && bytes[(index + 1)...(index + 2)].isDigits
  }

  /// Names go on over 32 and 33, 27 characters each, cut in the middle of words.
  private static func name(_ subfields: [Subfield]) -> String? {
    let name = joined(subfields.filter { $0.code == 32 || $0.code == 33 })
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
  static func joined(_ pieces: [Subfield]) -> String {
    flat(raw(pieces).map { $0 == end ? " " : $0 })
  }

  /// The same with a mark where a piece ended before it was full, or where the next one is not the
  /// next by its code (60 comes after 29). One of 26 characters may have lost a blank.
  private static func raw(_ pieces: [Subfield]) -> String {
    var text = ""
    for (index, piece) in pieces.enumerated() {
      text += piece.text
      guard index + 1 < pieces.count else { continue }
      let next = pieces[index + 1].code
      let isNext = next == piece.code + 1 || (piece.code == 29 && next == 60)
      if !isNext || piece.text.count < 26 {
        text.append(end)
      } else if piece.text.count == 26 {
        text.append(" ")
      }
    }
    return text
  }

  private static let end: Character = "\u{1F}"

  private static func flat(_ text: some Sequence<Character>) -> String {
    String(text).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  // MARK: - purpose

  private static let words = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "SVWZ", "ABWA", "ABWE", "IBAN", "BIC", "COAM", "OAMT",
    "PURP", "RREF", "MTLG",
  ]
  /// Those whose value is one reference: it ends with its subfield unless that is full.
  private static let references: Set<String> = [
    "EREF", "KREF", "MREF", "CRED", "DEBT", "IBAN", "BIC", "PURP", "RREF",
  ]

  private static func purpose(_ subfields: [Subfield], into narrative: inout Narrative) {
    let pieces = subfields.filter { (20...29).contains($0.code) || (60...63).contains($0.code) }
    guard !pieces.isEmpty else { return }
    let (plain, tagged) = split(raw(pieces))
    let purpose = tagged.filter { $0.word == "SVWZ" }.map(\.text) + [plain]
    let text = purpose.filter { !$0.isEmpty }.joined(separator: " ")
    if !text.isEmpty { narrative.purpose = text }
    for (word, value) in tagged where !value.isEmpty {
      switch word {
      case "EREF": narrative.endToEnd = value
      case "MREF": narrative.mandate = value
      case "CRED", "DEBT": narrative.fact("creditor-id", value)
      case "KREF": narrative.customerReference = value
      case "MTLG": narrative.fact("bank-message", value)
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

  /// What stands behind no word, and each word (`EREF+`, `MTLG:`) with its text.
  private static func split(_ text: String) -> (
    plain: String, tagged: [(word: String, text: String)]
  ) {
    var tagged: [(word: String, text: String)] = []
    var plain: [String] = []
    var word: String?
    var value: [Substring] = []
    func close() {
      let text = value.filter { !$0.isEmpty }.joined(separator: " ")
      if let word { tagged.append((word, text)) } else if !text.isEmpty { plain.append(text) }
      value = []
    }
    for piece in text.split(separator: end, omittingEmptySubsequences: false) {
      for part in piece.split(whereSeparator: \.isWhitespace) {
        if let found = words.first(where: { part.hasPrefix($0 + "+") || part.hasPrefix($0 + ":") }),
          part.dropFirst(found.count).first == (found == "MTLG" ? ":" : "+")
        {
          close()
          word = found
          value = [part.dropFirst(found.count + 1)]
        } else {
          value.append(part)
        }
      }
      guard let open = word, references.contains(open) else { continue }
      close()
      word = nil
    }
    close()
    return (plain.joined(separator: " "), tagged)
  }
}
