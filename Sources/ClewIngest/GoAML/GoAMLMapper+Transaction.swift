import ClewModel

/// `transaction`: two sides, or parties in roles without a direction.
extension GoAMLMapper {
  /// Maps the transaction in the tree; one without an amount or a date that can be read is a
  /// rejection, and states no parties.
  func transaction() {
    var draft = TransactionDraft()
    tree.forEachChild(of: 0) { transactionPart($0, of: &draft) }
    if tree.hasText(0) { remainder(0, as: "#text", into: &draft.facts) }
    let foreign = foreignAmounts(of: draft)
    if let fault = draft.fault(foreign: foreign) { return reject(0, fault) }
    guard let time = draft.time else { return }
    let only = foreign.count == 1 ? foreign[0] : nil
    var detail = TransactionDetail(path: recordPath, description: draft.description)
    for side in draft.sides { self.side(side, of: &draft, into: &detail) }
    for row in draft.parties { party(row, of: &draft, into: &detail) }
    detail.suspicious = draft.suspicious
    detail.valueDate = draft.valueDate
    detail.facts = draft.facts.facts
    let place = tree.place(of: 0)
    let provenance = Provenance(
      offset: place.offset, length: place.length, line: place.line, path: recordPath)
    if let amount = draft.amount {
      append(
        ref: draft.ref, reference: draft.reference, time: time, from: draft.from, to: draft.to,
        amount: amount, foreign: only, mode: draft.mode, provenance: provenance, detail: detail)
    } else if let only {
      append(
        ref: draft.ref, reference: draft.reference, time: time, from: draft.from, to: draft.to,
        only: only, mode: draft.mode, provenance: provenance, detail: detail)
    }
  }

  /// What is gathered of one transaction.
  struct TransactionDraft {
    var ref = ""
    var reference = ""
    var description = ""
    var statesDate = false
    var time: TimeSpan?
    var valueDate: TimeSpan?
    var statesAmount = false
    var amount: Decimal64?
    var mode: String?
    var suspicious: Bool?
    var sides: [(row: Int, isFrom: Bool, known: Bool)] = []
    var parties: [Int] = []
    var from = Transactions.none
    var to = Transactions.none
    var facts = FactList()

    /// Why it cannot be a transaction, nil where it can.
    func fault(foreign: [Money]) -> String? {
      if !statesDate { return "The transaction states no date_transaction." }
      if time == nil { return "date_transaction is not a date that exists (ISO 8601)." }
      if statesAmount, amount == nil {
        return "amount_local is not a decimal number of at most 18 digits."
      }
      if amount == nil, foreign.count != 1 { return "The transaction states no amount_local." }
      return nil
    }
  }

  private func transactionPart(_ row: Int, of draft: inout TransactionDraft) {
    switch element(row) {
    case .transactionnumber:
      if let ref = reference(row) { draft.ref = ref } else { remainder(row, into: &draft.facts) }
    case .internalRefNumber:
      if let reference = reference(row) { draft.reference = reference }
      remainder(row, into: &draft.facts)
    case .transactionDescription:
      draft.description = tree.text(row)
      if !tree.isLeaf(row) { remainder(row, into: &draft.facts) }
    case .dateTransaction:
      draft.statesDate = tree.hasText(row)
      draft.time = Self.dayOrTime(tree.text(row))
    case .valueDate:
      draft.valueDate = Self.dayOrTime(tree.text(row))
      if draft.valueDate == nil { remainder(row, into: &draft.facts) }
    case .amountLocal:
      draft.statesAmount = tree.hasText(row)
      draft.amount = Self.decimal(tree.text(row))
    case .transmodeCode: if tree.hasText(row) { draft.mode = tree.text(row) }
    case .transactionIsSuspicious:
      draft.suspicious = GoAMLCodes.isTrue(tree.text(row))
      if draft.suspicious == nil { remainder(row, into: &draft.facts) }
    case .tFrom: draft.sides.append((row, true, false))
    case .tFromMyClient: draft.sides.append((row, true, true))
    case .tTo: draft.sides.append((row, false, false))
    case .tToMyClient: draft.sides.append((row, false, true))
    case .involvedParties:
      tree.forEachChild(of: row) { child in
        if element(child) == .party {
          draft.parties.append(child)
        } else {
          remainder(child, as: "involved_parties/\(name(child))", into: &draft.facts)
        }
      }
    case .goodsServices: goods(row, into: &draft.facts)
    case .transactionAddress: address(row, "transaction_address", into: &draft.facts)
    case .comments: stated(row, .comment, into: &draft.facts)
    default: remainder(row, into: &draft.facts)
    }
  }

  func goods(_ row: Int, into facts: inout FactList) {
    list(row, of: .item, into: &facts) { item($0, into: &$1) }
  }

  private func foreignAmounts(of draft: TransactionDraft) -> [Money] {
    var amounts: [Money] = []
    for side in draft.sides {
      tree.forEachChild(of: side.row) { child in
        switch element(child) {
        case .fromForeignCurrency, .toForeignCurrency:
          if let money = foreignMoney(child) { amounts.append(money) }
        default: return
        }
      }
    }
    return amounts
  }

  private func foreignMoney(_ row: Int) -> Money? {
    guard let currency = value(row, .foreignCurrencyCode), let amount = child(row, .foreignAmount),
      tree.isLeaf(amount)
    else { return nil }
    return Self.money(tree.text(amount), currency)
  }

  // MARK: - a side

  /// What a side or a party states about itself, before it is known who or what it is.
  private struct RoleDraft {
    var name: String
    var money: Money?
    var funds: String?
    var country: String?
    var suspected: Bool?
    var conductorSuspected: Bool?
    var bodies: [(row: Int, known: Bool)] = []
    var conductors: [Int] = []

    /// A side that names nobody may still state its funds, its country or its own amount.
    var statesSomething: Bool {
      money != nil || funds != nil || country != nil || suspected != nil
    }

    func role(mention: Int? = nil, account: Int? = nil) -> TransactionDetail.Role {
      TransactionDetail.Role(
        name: name, mention: mention, account: account, money: money, funds: funds,
        country: country, suspected: suspected)
    }
  }

  private func side(
    _ side: (row: Int, isFrom: Bool, known: Bool), of draft: inout TransactionDraft,
    into detail: inout TransactionDetail
  ) {
    var role = RoleDraft(name: side.isFrom ? "from" : "to")
    let path = name(side.row)
    tree.forEachChild(of: side.row) { child in
      rolePart(child, of: &role, known: side.known, path: path, into: &draft.facts)
    }
    if tree.hasText(side.row) { remainder(side.row, as: "\(path)/#text", into: &draft.facts) }
    var account: Int?
    for body in role.bodies {
      let stated = self.body(body.row, known: body.known)
      if account == nil { account = stated.account }
      guard stated.account != nil || stated.mention != nil else { continue }
      detail.roles.append(role.role(mention: stated.mention, account: stated.account))
    }
    let end = account.map(Int32.init(clamping:)) ?? Transactions.none
    let isCash = account == nil && GoAMLCodes.isCash(role.funds)
    let column = isCash ? Transactions.cash : end
    if side.isFrom, draft.from == Transactions.none { draft.from = column }
    if !side.isFrom, draft.to == Transactions.none { draft.to = column }
    if !detail.roles.contains(where: { $0.name == role.name }), role.statesSomething {
      detail.roles.append(role.role())
    }
    for row in role.conductors {
      guard let conductor = person(row, known: side.known) else { continue }
      detail.roles.append(
        TransactionDetail.Role(
          name: "conductor", mention: conductor, suspected: role.conductorSuspected))
    }
  }

  private func rolePart(
    _ row: Int, of role: inout RoleDraft, known: Bool, path: String, into facts: inout FactList
  ) {
    switch element(row) {
    case .fromFundsCode, .toFundsCode, .fundsCode:
      if tree.hasText(row) { role.funds = tree.text(row) }
    case .fromCountry, .toCountry, .country:
      if let country = value(row) {
        role.country = Self.country(country)
      } else {
        remainder(row, as: "\(path)/\(name(row))", into: &facts)
      }
    case .fromIsSuspected, .toIsSuspected, .isSuspected:
      role.suspected = GoAMLCodes.isTrue(tree.text(row))
      if role.suspected == nil { remainder(row, as: "\(path)/\(name(row))", into: &facts) }
    case .conductorIsSuspected:
      role.conductorSuspected = GoAMLCodes.isTrue(tree.text(row))
      if role.conductorSuspected == nil {
        remainder(row, as: "\(path)/\(name(row))", into: &facts)
      }
    case .fromForeignCurrency, .toForeignCurrency, .foreignCurrency:
      role.money = foreignMoney(row)
      tree.forEachChild(of: row) { child in
        let isRead = [.foreignCurrencyCode, .foreignAmount].contains(element(child))
        if role.money == nil || !isRead {
          remainder(child, as: "\(path)/\(name(row))/\(name(child))", into: &facts)
        }
      }
    case .tConductor: role.conductors.append(row)
    case .fromAccount, .toAccount, .account, .fromPerson, .toPerson, .person, .fromEntity,
      .toEntity, .entity:
      role.bodies.append((row, known))
    case .accountMyClient, .personMyClient, .entityMyClient: role.bodies.append((row, true))
    default: remainder(row, as: "\(path)/\(name(row))", into: &facts)
    }
  }

  /// The party or account that an element of one of the three kinds states.
  func body(_ row: Int, known: Bool) -> (mention: Int?, account: Int?) {
    switch element(row) {
    case .fromAccount, .toAccount, .account, .accountMyClient:
      (nil, account(row, known: known))
    case .fromPerson, .toPerson, .person, .personMyClient: (person(row, known: known), nil)
    case .fromEntity, .toEntity, .entity, .entityMyClient: (entity(row, known: known), nil)
    default: (nil, nil)
    }
  }

  // MARK: - a party without direction

  private func party(
    _ row: Int, of draft: inout TransactionDraft, into detail: inout TransactionDetail
  ) {
    let code = value(row, .role)
    let isReserved = ["from", "to", "conductor"].contains(code ?? "")
    var role = RoleDraft(name: code.map { isReserved ? $0.uppercased() : $0 } ?? "party")
    let path = tree.path(of: row, names: reader.names)
    tree.forEachChild(of: row) { child in
      if element(child) == .role, code != nil { return }
      rolePart(child, of: &role, known: false, path: path, into: &draft.facts)
    }
    if tree.hasText(row) {
      draft.facts.add(Property(rawValue: "\(path)/#text"), tree.text(row))
    }
    var isStated = false
    for body in role.bodies {
      let stated = self.body(body.row, known: body.known)
      guard stated.account != nil || stated.mention != nil else { continue }
      detail.roles.append(role.role(mention: stated.mention, account: stated.account))
      isStated = true
    }
    if !isStated, role.statesSomething || code != nil { detail.roles.append(role.role()) }
    for row in role.conductors {
      guard let conductor = person(row, known: false) else { continue }
      detail.roles.append(TransactionDetail.Role(name: "conductor", mention: conductor))
    }
  }
}
