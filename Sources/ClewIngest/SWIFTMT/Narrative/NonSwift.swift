import ClewModel

/// Field `NS`, which software of German and Hungarian banks puts beside field 61: lines of a code of
/// two digits and a text.
///
/// No standard of it is public. The codes that are read are those whose meaning two banks' files
/// bear out: 01 to 14 purpose, 15 and 16 name of the counterpart, 17 booking text, 33 its bank code,
/// 34 its account; of the statement, 22 the holder. All stay as stated beside that.
enum NonSwift {
  static func items(_ field: MTField) -> [(code: String, text: String)] {
    field.lines.map(\.trimmed).compactMap { line in
      guard line.utf8.count > 2, line.utf8.prefix(2).isDigits else { return nil }
      let text = String(line.dropFirst(2)).trimmed
      return text.isEmpty ? nil : (String(line.prefix(2)), text)
    }
  }

  static func read(_ source: NarrativeSource) -> Narrative? {
    guard !source.nonSwift.isEmpty else { return nil }
    var narrative = Narrative("non-swift")
    func texts(_ codes: ClosedRange<Int>) -> [String] {
      source.nonSwift.filter { Int($0.code).map(codes.contains) == true }.map(\.text)
    }
    let names = texts(15...16)
    if !names.isEmpty { narrative.name = names.joined(separator: " ") }
    narrative.bankCode = texts(33...33).first
    narrative.account = source.other(texts(34...34).first)
    let purpose = texts(1...14)
    if !purpose.isEmpty { narrative.purpose = purpose.joined(separator: " ") }
    narrative.bookingText = texts(17...17).first
    return narrative
  }
}
