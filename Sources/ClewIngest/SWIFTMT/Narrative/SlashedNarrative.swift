import ClewModel

/// The structured field 86 of Dutch banks: code words between slashes, `/EREF/…/BENM//NAME/…/REMI/…`
/// (Rabobank MT940 structured 1.5; ING MT940 structured; ABN AMRO SEPA field 86).
///
/// BENM holds the beneficiary, ORDP the ordering party, CNTP of ING both as account, BIC, name and
/// town in a row.
enum SlashedNarrative {
  private static let words: Set<String> = [
    "TRTP", "IBAN", "BIC", "NAME", "REMI", "EREF", "MARF", "CSID", "CNTP", "PREF", "PURP", "BENM",
    "ORDP", "ULTB", "ULTD", "ULTC", "ISDT", "RTRN", "ACCW", "ADDR", "NRTX", "IREF", "KREF", "SVCL",
    "CHGS", "OCMT", "EXCH", "INIT", "ID", "SUBC", "RREF", "OAMT", "COAM", "ACID", "TRCD", "BO",
    "BUSP", "CHG1", "CHG2", "CHG3", "CHG4", "CHG5",
  ]

  static func read(_ source: NarrativeSource) -> Narrative? {
    let text = source.joined
    guard text.hasPrefix("/"), let items = items(text), items.count > 1 else { return nil }
    var narrative = Narrative("slashed")
    var group = ""
    for (word, value) in items {
      if ["BENM", "ORDP", "ULTB", "ULTD", "ULTC", "INIT"].contains(word) { group = word }
      take(word, value, in: group, into: &narrative)
    }
    narrative.account = source.other(narrative.account) ?? supplementary(source)
    return narrative
  }

  /// Cuts the text at its code words; nil where it begins with none.
  static func items(_ text: String) -> [(word: String, text: String)]? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
    guard let first = parts.first, words.contains(String(first)) else { return nil }
    var items: [(String, String)] = []
    for (index, part) in zip(parts.indices, parts) {
      // A word stands between two slashes; the last part has none behind it.
      if words.contains(String(part)), index + 1 < parts.endIndex {
        items.append((String(part), ""))
      } else if let last = items.indices.last {
        let value = items[last].1
        items[last].1 = value.isEmpty ? String(part) : value + "/" + part
      }
    }
    return items.map { ($0.0, $0.1.trimmed) }
  }

  private static func take(
    _ word: String, _ text: String, in group: String, into narrative: inout Narrative
  ) {
    var text = text
    while text.last == "/" { text.removeLast() }
    guard !text.isEmpty else { return }
    let isOther = group.hasPrefix("ULT") || group == "INIT"
    switch word {
    case "NAME" where isOther: narrative.ultimate = narrative.ultimate ?? text
    case "NAME": narrative.name = narrative.name ?? text
    case "ADDR" where !isOther: narrative.address = narrative.address ?? text
    case "IBAN" where !isOther, "ACCW" where !isOther: account(text, into: &narrative)
    case "BIC" where !isOther:
      if CheckDigits.bic8(text) != nil { narrative.bic = narrative.bic ?? text }
    case "CNTP": counterpart(text, into: &narrative)
    case "REMI": narrative.purpose = remittance(text)
    case "EREF": narrative.endToEnd = text
    case "MARF": narrative.mandate = text
    case "CSID": narrative.fact("creditor-id", text)
    case "PURP": narrative.fact("purpose-code", text)
    case "TRTP": narrative.bookingText = text
    case "RTRN": narrative.fact("return-reason", text)
    case "ISDT": narrative.fact("interbank-settlement-date", text)
    case "PREF", "KREF": narrative.customerReference = narrative.customerReference ?? text
    case "IREF": narrative.fact("instruction-reference", text)
    default: narrative.fact("narrative", text, qualifier: "/\(word)/")
    }
  }

  /// `NL91ABNA0417164300,ABNANL2A` or the number alone.
  private static func account(_ text: String, into narrative: inout Narrative) {
    let parts = text.split(separator: ",").map(\.trimmed)
    narrative.account = narrative.account ?? parts.first
    if parts.count > 1, CheckDigits.bic8(parts[1]) != nil {
      narrative.bic = narrative.bic ?? parts[1]
    }
  }

  /// `account/BIC/name/town`, parts left empty where unknown.
  private static func counterpart(_ text: String, into narrative: inout Narrative) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(\.trimmed)
    if let first = parts.first, !first.isEmpty { narrative.account = first }
    if parts.count > 1, CheckDigits.bic8(parts[1]) != nil { narrative.bic = parts[1] }
    if parts.count > 2, !parts[2].isEmpty { narrative.name = parts[2] }
    let town = parts.dropFirst(3).filter { !$0.isEmpty }.joined(separator: " ")
    if !town.isEmpty { narrative.address = town }
  }

  /// `USTD//text` and `STRD/CUR/reference` of ING; else the text.
  private static func remittance(_ text: String) -> String {
    for prefix in ["USTD//", "STRD/CUR/", "STRD/ISO/"] where text.hasPrefix(prefix) {
      return String(text.dropFirst(prefix.count))
    }
    return text
  }

  /// Rabobank writes the counterpart's account under the statement line: an IBAN, or a giro number
  /// behind a P.
  private static func supplementary(_ source: NarrativeSource) -> String? {
    guard let text = source.line.supplementary.first else { return nil }
    let bytes = Array(text.utf8)
    let isGiro = bytes.first == UInt8(ascii: "P") && bytes.count == 10 && bytes[1...].isDigits
    let isIBAN =
      (15...34).contains(bytes.count) && bytes[2..<4].isDigits
      && bytes.prefix(2).allSatisfy { (65...90).contains($0) }
    return isGiro || isIBAN ? source.other(text) : nil
  }
}
