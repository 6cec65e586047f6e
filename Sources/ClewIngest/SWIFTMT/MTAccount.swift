import ClewModel

/// Field 25 or 25P: the account that a statement is of.
///
/// Banks write `NL71RABO0123456789`, `51210600/9223382012EUR`, `BANKBEBB/123/HUF`, `1291.99.348EUR`;
/// 25P adds the BIC in a second line. A currency behind the number is parted from it; a whole valid
/// IBAN is never cut (those of Mauritius end in letters).
struct MTAccount {
  var number: String
  /// A BIC, bank code or name before the first slash, or the BIC of 25P.
  var institution: String?
  var currency: String?
  var raw: String
  var provenance: Provenance

  init(_ field: MTField) {
    provenance = field.provenance
    raw = field.lines.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    var text = field.value
    if let second = field.lines.dropFirst().first?.trimmed, CheckDigits.bic8(second) != nil {
      institution = second
    }
    if CheckDigits.iban(text) == nil {
      var parts = text.split(separator: "/", omittingEmptySubsequences: true).map(String.init)
      if let last = parts.last, parts.count > 1, MTAmount.isCurrency(last) {
        currency = last
        parts.removeLast()
      }
      if parts.count > 1 {
        institution = institution ?? parts.removeFirst().trimmed
        text = parts.joined(separator: "/")
      } else {
        text = parts.first ?? ""
      }
      let suffix = text.suffix(3)
      let before = text.dropLast(3).last
      if MTAmount.isCurrency(suffix), before?.isNumber == true || before == " " {
        currency = currency ?? String(suffix)
        text = String(text.dropLast(3)).trimmed
      }
    }
    number = text.trimmed
  }

  /// The statement of the account. A number that means nothing (`11111111`) is stated all the same,
  /// and joins nothing.
  ///
  /// - Parameter servicer: the bank that sends the statement, where the field names none.
  func mention(at servicer: String?, currency stated: String?) -> AccountMention {
    var account = AccountMention(
      institution: institution ?? servicer, currency: stated ?? currency, provenance: provenance)
    if let iban = CheckDigits.iban(number) { account.iban = iban } else { account.number = number }
    if raw != number { account.facts.append(Fact("account-as-stated", raw)) }
    return account
  }
}
