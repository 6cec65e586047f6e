import ClewModel

/// Field 86 of PostFinance: a booking text, then `AUFTRAGGEBER:` or `EMPFÄNGER:` with name and
/// address in one, and `MITTEILUNGEN:` with the purpose.
///
/// Where the name ends and the address begins is not said: both stay one fact, and nobody is named.
enum PostFinanceNarrative {
  private static let parties = ["AUFTRAGGEBER:", "EMPFÄNGER:", "EMPFAENGER:", "ABSENDER:"]

  static func read(_ source: NarrativeSource) -> Narrative? {
    let text = source.joined
    for heading in parties {
      guard let at = find(heading, in: text) else { continue }
      var narrative = Narrative("postfinance")
      narrative.bookingText = text[..<at].trimmed
      var rest = String(text[text.index(at, offsetBy: heading.count)...])
      if let message = find("MITTEILUNGEN:", in: rest) {
        narrative.purpose = rest[rest.index(message, offsetBy: 13)...].trimmed
        rest = String(rest[..<message])
      }
      narrative.fact("counterpart-as-stated", rest)
      return narrative
    }
    return nil
  }

  private static func find(_ word: String, in text: String) -> String.Index? {
    let wanted = Array(word.utf8)
    var rest = text.utf8[...]
    while let at = rest.firstIndex(of: wanted[0]) {
      if rest[at...].starts(with: wanted) { return at }
      rest = rest[rest.index(after: at)...]
    }
    return nil
  }
}
