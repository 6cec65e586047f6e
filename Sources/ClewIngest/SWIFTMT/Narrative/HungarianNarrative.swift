import ClewModel

/// Field 86 of Raiffeisen in Hungary: the bank's number of the booking, the counterpart's account of
/// 24 digits (bank and branch in the first eight), its name, and text.
enum HungarianNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard source.lines.count >= 3 else { return nil }
    let lines = source.lines.map(\.trimmed)
    let number = Array(lines[0].utf8)
    let isBooking =
      (12...16).contains(number.count) && number[..<3].allSatisfy { (65...90).contains($0) }
      && number[3..<5].isDigits && number[6...].isDigits
    guard isBooking, lines[1].utf8.count == 24, lines[1].utf8.isDigits else { return nil }
    var narrative = Narrative("hungarian-giro")
    narrative.fact("booking-number", lines[0])
    narrative.account = source.other(lines[1])
    narrative.name = lines[2]
    let text = lines.dropFirst(3).joined(separator: " ")
    narrative.purpose = text.isEmpty ? nil : text
    return narrative
  }
}
