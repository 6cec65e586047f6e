import ClewModel

/// Field 86 of ABN AMRO before SEPA, in columns of 32 characters: `GIRO` with the giro number and
/// the name; an account number with points and the name in the second column; `BEA` and `GEA` with
/// the terminal, the time and the shop.
enum ABNAMRONarrative {
  static func read(_ source: NarrativeSource) -> Narrative? {
    guard let first = source.lines.first else { return nil }
    return giro(first, source) ?? pointed(first, source) ?? terminal(first)
  }

  private static func giro(_ line: String, _ source: NarrativeSource) -> Narrative? {
    guard line.hasPrefix("GIRO ") else { return nil }
    let words = line.prefix(32).split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[1].utf8.isDigits else { return nil }
    var narrative = Narrative("abn-amro")
    narrative.account = source.other(String(words[1]))
    narrative.name = String(words[2]).trimmed
    let rest = [String(line.dropFirst(32))] + source.lines.dropFirst()
    narrative.purpose = rest.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    if narrative.purpose?.isEmpty == true { narrative.purpose = nil }
    return narrative
  }

  /// `52.89.39.882`, then the name from the 33rd character on.
  private static func pointed(_ line: String, _ source: NarrativeSource) -> Narrative? {
    let number = line.prefix { $0 != " " }
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [2, 2, 2, 3], parts.allSatisfy({ $0.utf8.isDigits }) else {
      return nil
    }
    var narrative = Narrative("abn-amro")
    narrative.account = source.other(number.filter { $0 != "." })
    let name = line.dropFirst(32).prefix(32).trimmed
    narrative.name = name.isEmpty ? nil : name
    return narrative
  }

  /// `BEA   NR:XXX1234   21.05.11/12.54 SHOP TOWN,PAS999`: a card at a terminal.
  private static func terminal(_ line: String) -> Narrative? {
    guard line.hasPrefix("BEA ") || line.hasPrefix("GEA ") else { return nil }
    let words = line.dropFirst(4).split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[0].hasPrefix("NR:") else { return nil }
    var narrative = Narrative("abn-amro")
    narrative.fact("terminal", String(words[0].dropFirst(3)))
    narrative.fact("card-time", String(words[1]))
    var shop = words[2]
    if let card = String(shop).range(ofBlock: ",PAS") {
      let text = String(shop)
      narrative.fact("card", String(text[text.index(card, offsetBy: 4)...]))
      shop = text[..<card]
    }
    let name = String(shop).trimmed
    narrative.name = name.isEmpty ? nil : name
    return narrative
  }
}
