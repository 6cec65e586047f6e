import ClewModel

/// The statements of Rabobank before SEPA, which begin with `:940:`: in place of the references field
/// 61 holds the counterpart's account in 16 characters, a giro number behind a P, and its name; field
/// 86 is repeated for each line of text.
enum RabobankNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard source.header == ":940:", source.line.servicer == nil else { return nil }
    let tail = source.line.tail
    guard tail.utf8.count > 16 || tail.trimmed.utf8.count >= 10 else { return nil }
    let number = String(tail.prefix(16)).trimmed
    let plain = number.utf8.first == UInt8(ascii: "P") ? number.dropFirst() : number[...]
    guard number == "NONREF" || (plain.utf8.isDigits && plain.utf8.count >= 9) else { return nil }
    var narrative = Narrative("rabobank")
    narrative.takesReference = true
    narrative.account = number == "NONREF" ? nil : source.other(number)
    let name = String(tail.dropFirst(16)).trimmed
    narrative.name = name.isEmpty ? nil : name
    return narrative
  }
}
