import ClewModel

/// An account as an element states it: `Id/IBAN`, `Id/Othr`, the shapes of version 1, a proxy.
enum ISOAccount {
  /// The account, without the bank that keeps it; nil where it states nothing.
  static func read(_ node: RecordNode, path: String) -> AccountMention? {
    var account = AccountMention(provenance: node.provenance(path))
    var facts = ISOFacts()
    if let id = node.child("Id") { readID(id, into: &account, &facts) }
    account.currency = ISOValue.reference(node.text("Ccy"))
    account.name = ISOValue.reference(node.text("Nm"))
    if let type = ISOValue.code(node.child("Tp")) { facts.add("account-type", type) }
    for proxy in node.children("Prxy") {
      facts.add("proxy", proxy.text("Id"), qualifier: ISOValue.code(proxy.child("Tp")))
    }
    account.facts = facts.all
    let states =
      account.iban != nil || account.number != nil || account.name != nil
      || facts.all.contains { $0.property == "proxy" }
    return states ? account : nil
  }

  private static func readID(
    _ id: RecordNode, into account: inout AccountMention, _ facts: inout ISOFacts
  ) {
    if let iban = id.text("IBAN") { number(iban, into: &account) }
    for other in id.children("Othr") + id.children("PrtryAcct") {
      if let text = other.text("Id") { number(text, into: &account) }
      facts.add("number-scheme", ISOValue.code(other.child("SchmeNm")))
      facts.add("number-issuer", other.text("Issr"))
    }
    for (text, scheme) in [(id.text("BBAN"), "BBAN"), (id.text("UPIC"), "UPIC")] {
      guard let text else { continue }
      number(text, into: &account)
      facts.add("number-scheme", scheme)
    }
  }

  /// An IBAN with wrong check digits is a number like any other.
  private static func number(_ text: String, into account: inout AccountMention) {
    guard !Sentinel.matches(text) else { return }
    if let valid = CheckDigits.iban(text) {
      account.iban = valid
    } else {
      account.number = text
    }
  }

  /// True where both state the same number.
  static func isSame(_ a: AccountMention?, _ b: AccountMention?) -> Bool {
    guard let a = a.flatMap({ $0.iban ?? $0.number }), let b = b.flatMap({ $0.iban ?? $0.number })
    else { return false }
    return CheckDigits.compact(a) == CheckDigits.compact(b)
  }
}
