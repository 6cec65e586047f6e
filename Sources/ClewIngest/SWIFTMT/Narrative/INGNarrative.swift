import ClewModel

/// Field 86 of ING in the Netherlands before SEPA: the counterpart's account of ten digits, a blank,
/// and running text in which nobody is set apart.
enum INGNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard source.servicer?.hasPrefix("INGB") == true, let first = source.lines.first else {
      return nil
    }
    let number = first.prefix { $0 != " " }
    guard number.utf8.count == 10, number.utf8.isDigits, first.utf8.count > 11 else { return nil }
    var narrative = Narrative("ing")
    narrative.account = source.other(String(number))
    let rest = [String(first.dropFirst(11))] + source.lines.dropFirst()
    narrative.purpose = rest.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    return narrative
  }
}
