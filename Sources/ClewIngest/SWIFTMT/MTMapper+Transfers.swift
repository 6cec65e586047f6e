import ClewModel

/// Transfers of one payment: MT103, MT200, MT202, MT205 and the confirmations MT900, MT910.
extension MTMapper {
  /// MT103: from the ordering customer (50a) to the beneficiary (59a).
  func customerTransfer(_ fields: inout MTFields) {
    let message = fields.message
    guard var draft = draft(&fields) else { return }
    draft.ref = usable(fields.take("20"))
    instructed(&fields, into: &draft)
    customers(&fields, from: message.sender, to: message.receiver, into: &draft)
    ends(of: message, into: &draft)
    reimbursement(&fields, into: &draft)
    let information = information(&fields, into: &draft)
    original(information, into: &draft)
    remittance(&fields, into: &draft)
    codes(&fields, into: &draft)
    tracking(message, ofAnother: information.isReturn || information.isReject, into: &draft)
    append(draft, fields)
  }

  /// Ordering customer, beneficiary and their agents: 50a, 52a, 56a, 57a and 59a.
  ///
  /// Without 52a the sender keeps the payer's account, without 57a the receiver the payee's (SWIFT,
  /// MT103 fields 52a and 57a).
  func customers(
    _ fields: inout MTFields, from sender: String?, to receiver: String?,
    into draft: inout MTDraft
  ) {
    let payers = orderers(&fields, into: &draft)
    let payerAgent = fields.take(number: "52")
    let intermediary = fields.take(number: "56")
    let payeeAgent = fields.take(number: "57")
    side(
      PaymentRole.debtor, payers, keptBy: keeper(payerAgent, else: sender), into: &draft)
    side(
      PaymentRole.creditor, fields.take(number: "59"),
      keptBy: keeper(payeeAgent, else: receiver), into: &draft)
    role(PaymentRole.debtorAgent, payerAgent, into: &draft)
    role(PaymentRole.intermediaryAgent(1), intermediary, into: &draft)
    role(PaymentRole.creditorAgent, payeeAgent, into: &draft)
  }

  /// The ordering customer; beside it, in MT101 and MT102, the party that instructs (50C, 50L).
  func orderers(_ fields: inout MTFields, into draft: inout MTDraft) -> MTField? {
    for option in ["50C", "50L"] {
      role(PaymentRole.initiatingParty, fields.take(option), into: &draft)
    }
    return fields.take(number: "50")
  }

  /// MT202, MT205 and their cover forms: from the ordering institution (52a, else the sender) to the
  /// beneficiary institution (58a). In a cover the sequence that begins with 50a names the customers.
  func bankTransfer(_ fields: inout MTFields) {
    let message = fields.message
    var (first, second) = fields.split { $0.number == "50" }
    guard var draft = draft(&first) else { return }
    draft.ref = usable(first.take("20"))
    let related = usable(first.take("21"))
    institutions(&first, of: message, into: &draft)
    ends(of: message, into: &draft)
    reimbursement(&first, into: &draft)
    let information = information(&first, into: &draft)
    original(information, into: &draft)
    if let text = information.text("BNF") { draft.detail.description = "/BNF/\(text)" }
    let isReturn = information.isReturn || information.isReject
    if isReturn {
      draft.reference = related
    } else if !related.isEmpty {
      draft.detail.endToEnd = related
    }
    codes(&first, into: &draft)
    tracking(message, ofAnother: isReturn || message.isCover || second != nil, into: &draft)
    if var customers = second {
      underlying(&customers, into: &draft)
      count(customers)
    }
    append(draft, first)
  }

  private func institutions(
    _ fields: inout MTFields, of message: MTMessage, into draft: inout MTDraft
  ) {
    let orderer = fields.take(number: "52")
    let intermediary = fields.take(number: "56")
    let agent = fields.take(number: "57")
    if orderer == nil {
      draft.add(PaymentRole.debtor, mention: bank(message.sender, message.provenance))
    }
    side(PaymentRole.debtor, orderer, keptBy: keeper(ofOrderer: orderer, message), into: &draft)
    side(
      PaymentRole.creditor, fields.take(number: "58"),
      keptBy: keeper(agent, else: message.receiver), into: &draft)
    role(PaymentRole.intermediaryAgent(1), intermediary, into: &draft)
    role(PaymentRole.creditorAgent, agent, into: &draft)
  }

  /// Sequence B of a cover: the customers' transfer that the money is for.
  private func underlying(_ fields: inout MTFields, into draft: inout MTDraft) {
    let payer = fields.take(number: "50")
    let payerAgent = fields.take(number: "52")
    let intermediary = fields.take(number: "56")
    let payeeAgent = fields.take(number: "57")
    role(
      PaymentRole.underlyingDebtor, payer, keptBy: keeper(payerAgent, else: nil), into: &draft)
    role(
      PaymentRole.underlyingCreditor, fields.take(number: "59"),
      keptBy: keeper(payeeAgent, else: nil), into: &draft)
    role(PaymentRole.underlyingDebtorAgent, payerAgent, into: &draft)
    role("underlying-intermediary-agent-1", intermediary, into: &draft)
    role(PaymentRole.underlyingCreditorAgent, payeeAgent, into: &draft)
    if let field = fields.take("70") {
      draft.fact("underlying-remittance", field.lines.map(\.trimmed).joined(separator: " "))
    }
    if let field = fields.take("72") {
      draft.fact("underlying-information", field.lines.map(\.trimmed).joined(separator: " "))
    }
    instructed(&fields, as: "underlying-instructed-amount", into: &draft)
  }

  /// MT200: the sender moves money to its own account at another bank (57a), from the account that
  /// 53B names.
  func ownTransfer(_ fields: inout MTFields) {
    guard var draft = draft(&fields) else { return }
    ownTransfer(&fields, sharing: fields.take(number: "53"), into: &draft)
    append(draft, fields)
  }

  func ownTransfer(
    _ fields: inout MTFields, sharing debited: MTField?, into draft: inout MTDraft
  ) {
    let message = fields.message
    draft.ref = usable(fields.take("20"))
    let sender = bank(message.sender, message.provenance)
    let source = debited.map { MTParty($0) }
    let own = account(
      source?.account, at: message.receiver, debited?.provenance ?? fields.provenance)
    draft.from = own.map(Int32.init(clamping:)) ?? Transactions.none
    draft.add(PaymentRole.debtor, mention: sender, account: own)
    draft.add(PaymentRole.creditor, mention: sender)
    ends(of: message, into: &draft)
    role(PaymentRole.intermediaryAgent(1), fields.take(number: "56"), into: &draft)
    role(PaymentRole.creditorAgent, fields.take(number: "57"), into: &draft)
    if let debited, source?.isOnlyAccount == false {
      role(PaymentRole.instructingReimbursementAgent, debited, into: &draft)
    }
    _ = information(&fields, into: &draft)
    codes(&fields, into: &draft)
    tracking(message, ofAnother: false, into: &draft)
  }

  /// MT900 and MT910: one side of a payment as the bank that keeps the account confirms it.
  func confirmation(_ fields: inout MTFields, isCredit: Bool) {
    let message = fields.message
    guard var draft = draft(&fields) else { return }
    let reference = usable(fields.take("20"))
    draft.detail.servicerReference = reference.isEmpty ? nil : reference
    draft.reference = usable(fields.take("21"))
    // The bank's reference alone may be a word for all its confirmations.
    draft.ref =
      reference.isEmpty || draft.reference.isEmpty ? "" : "\(reference)/\(draft.reference)"
    if let field = fields.take("13D") {
      if let time = MTTime.parse(field.value) {
        if draft.time.firstDay != time.firstDay { draft.detail.valueDate = draft.time }
        draft.time = time
      } else {
        draft.fact("time-indication", field.value)
      }
    }
    note(servicer: message.sender)
    let own = fields.take("25") ?? fields.take("25P")
    let stated = own.map { field in
      MTAccount(field).mention(at: message.sender, currency: draft.money.currency)
    }
    let number = stated.map(emit)
    let column = number.map(Int32.init(clamping:)) ?? Transactions.none
    if isCredit { draft.to = column } else { draft.from = column }
    draft.add(isCredit ? PaymentRole.creditor : PaymentRole.debtor, account: number)
    let customer = fields.take(number: "50")
    let institution = fields.take(number: "52")
    if isCredit {
      side(
        PaymentRole.debtor, customer ?? institution, keptBy: keeper(institution, else: nil),
        into: &draft)
      if customer != nil { role(PaymentRole.debtorAgent, institution, into: &draft) }
    } else {
      role(PaymentRole.initiatingParty, institution, into: &draft)
    }
    role(PaymentRole.intermediaryAgent(1), fields.take(number: "56"), into: &draft)
    _ = information(&fields, into: &draft)
    tracking(message, ofAnother: false, into: &draft)
    append(draft, fields)
  }

  /// A reference, empty where it is a word for none.
  func usable(_ field: MTField?) -> String {
    guard let value = field?.value, !Sentinel.fillsRef(value) else { return "" }
    return value
  }
}
