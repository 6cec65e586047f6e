import ClewModel

/// Field 86 of mBank in Poland: a code of three digits and a booking text, then parts with a Polish
/// heading, closed by semicolons: `Z RACH.:` from account, `NA RACH.:` to account, `OD:` from, `DLA:`
/// for, `TYT.:` title, `TNR:` number of the transaction.
///
/// A name ends with its line; what follows is the address. An account of 26 digits is an IBAN without
/// its country.
enum PolishNarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    let text = source.lines.joined(separator: "\n")
    guard text.utf8.prefix(3).isDigits, text.range(ofBlock: "TYT.:") != nil else { return nil }
    var narrative = Narrative("polish-mbank")
    for (index, part) in text.split(separator: ";").enumerated() {
      let part = String(part).trimmed
      if index == 0 {
        narrative.bookingText = flat(part)
        continue
      }
      guard let colon = part.firstIndex(of: ":") else {
        narrative.fact("narrative", flat(part))
        continue
      }
      let value = String(part[part.index(after: colon)...]).trimmed
      switch String(part[..<colon]).uppercased() {
      case "Z RACH.", "NA RACH.": narrative.account = account(flat(value), source)
      case "OD", "DLA": party(value, into: &narrative)
      case "TYT.": narrative.purpose = flat(value)
      case "TNR": narrative.fact("transaction-number", flat(value))
      default: narrative.fact("narrative", flat(value), qualifier: flat(String(part[..<colon])))
      }
    }
    return narrative
  }

  private static func account(_ text: String, _ source: NarrativeSource) -> String? {
    let digits = text.filter { $0 != " " }
    let iban = digits.utf8.count == 26 ? CheckDigits.iban("PL" + digits) : nil
    return source.other(iban ?? digits)
  }

  private static func party(_ text: String, into narrative: inout Narrative) {
    let lines = text.split(separator: "\n").map(\.trimmed).filter { !$0.isEmpty }
    narrative.name = lines.first
    if lines.count > 1 { narrative.address = lines.dropFirst().joined(separator: ", ") }
  }

  private static func flat(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
