import ClewModel

/// `t_account` and `t_account_my_client`.
extension GoAMLMapper {
  /// The account a row states, and the links to its owner, signatories and relations.
  ///
  /// The institution is the BIC (`swift`), else its code, else its name. An IBAN with wrong check
  /// digits is a number like any other.
  ///
  /// - Returns: the number of the account, nil where the element states nothing.
  func account(_ row: Int, known: Bool) -> Int? {
    guard !tree.isEmpty(row) else { return nil }
    let key = StatementKey(of: row, in: tree.rows, tag: known ? 5 : 4) { number in
      switch GoAMLElement(number) {
      case .tEntity, .relatedEntities, .signatory, .relatedPersons, .relatedAccounts: true
      default: false
      }
    }
    let number = account(key) { accountMention(row, known: known) }
    tree.forEachChild(of: row) { child in
      switch element(child) {
      case .tEntity: owner(child, ofAccount: number, known: known)
      case .signatory: accountPerson(child, ofAccount: number, known: known)
      case .relatedPersons: relatedPersons(child, ofAccount: number, known: known)
      case .relatedEntities: relatedEntities(child, ofAccount: number)
      case .relatedAccounts: relatedAccounts(child, ofAccount: number)
      default: return
      }
    }
    return number
  }

  private func accountMention(_ row: Int, known: Bool) -> AccountMention {
    var account = AccountMention(provenance: provenance(row))
    var facts = FactList()
    if known { facts.add(.knownToReporter, "yes") }
    let swift = value(row, .swift)
    let code = value(row, .institutionCode)
    let name = value(row, .institutionName)
    account.institution = swift ?? code ?? name
    account.currency = value(row, .currencyCode)
    if let number = value(row, .account) { account.number = number }
    if let iban = value(row, .iban) {
      if let valid = CheckDigits.iban(iban) {
        account.iban = valid
      } else if account.number == nil {
        account.number = iban
      } else {
        facts.add("iban", iban)
      }
    }
    tree.forEachChild(of: row) { accountPart($0, of: &account, into: &facts) }
    if let name { facts.add(.institution, name) }
    if tree.hasText(row) { remainder(row, as: "#text", into: &facts) }
    account.facts = facts.facts
    return account
  }

  private func accountPart(_ row: Int, of account: inout AccountMention, into facts: inout FactList)
  {
    switch element(row) {
    case .account, .iban, .currencyCode, .institutionName, .swift:
      if value(row) == nil { remainder(row, into: &facts) }
    case .institutionCode:
      if value(row) == nil || account.institution != value(row) { remainder(row, into: &facts) }
    case .accountName:
      account.name = value(row)
      if account.name == nil { remainder(row, into: &facts) }
    case .personalAccountType, .accountType:
      account.kind = GoAMLCodes.accountKind(tree.text(row))
      remainder(row, as: "account_type", into: &facts)
    case .branch: stated(row, .branch, into: &facts)
    case .statusCode: stated(row, .status, into: &facts)
    case .comments: stated(row, .comment, into: &facts)
    case .opened: time(row, in: &account.opened, into: &facts)
    case .closed: time(row, in: &account.closed, into: &facts)
    case .dateBalance: time(row, in: &account.balanceTime, into: &facts)
    case .balance:
      if let text = value(row) ?? (tree.hasText(row) ? tree.text(row) : nil),
        let currency = account.currency, let balance = Self.money(text, currency)
      {
        account.balance = balance
      } else {
        remainder(row, into: &facts)
      }
    case .tEntity, .relatedEntities, .signatory, .relatedPersons, .relatedAccounts: return
    default: contactPart(row, into: &facts)
    }
  }

  private func time(_ row: Int, in span: inout TimeSpan?, into facts: inout FactList) {
    span = value(row).flatMap(Self.dayOrTime)
    if span == nil { remainder(row, into: &facts) }
  }
}
