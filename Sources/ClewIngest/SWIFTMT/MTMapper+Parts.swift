import ClewModel

/// What several message types have in common: sides, agents, amounts and codes.
extension MTMapper {
  /// Field 32A, value date, currency and amount, as a draft; nil, with a rejection, where it is
  /// missing or names no amount or no day.
  func draft(_ fields: inout MTFields) -> MTDraft? {
    guard let field = fields.take("32A") else {
      fault(fields, "Field 32A (value date, currency, amount) is missing.")
      return nil
    }
    let text = field.value
    guard let date = MTDate(String(text.prefix(6))), let day = date.day else {
      fault(fields, "Field 32A does not begin with a date that exists (YYMMDD).", at: field)
      return nil
    }
    guard let money = MTAmount.money(text.dropFirst(6)) else {
      fault(fields, "Field 32A states no currency and amount (EUR1234,50).", at: field)
      return nil
    }
    return MTDraft(time: TimeSpan(day: day), money: money, path: fields.message.provenance.path)
  }

  /// The same of a message that states date (field 30) and amount (32B) apart.
  func draft(_ fields: inout MTFields, on day: Day?) -> MTDraft? {
    guard let field = fields.take("32B"), let money = MTAmount.money(field.value) else {
      fault(fields, "Field 32B states no currency and amount (EUR1234,50).")
      return nil
    }
    guard let day else {
      fault(fields, "The message states no date that exists for the transfer (field 30 or 32A).")
      return nil
    }
    return MTDraft(time: TimeSpan(day: day), money: money, path: fields.message.provenance.path)
  }

  /// A payment cannot be read: the whole message where it states but one, which can be mended by
  /// itself; else a part of it.
  func fault(_ fields: MTFields, _ reason: String, at field: MTField? = nil) {
    var place = field?.provenance ?? fields.provenance
    place.path = fields.message.provenance.path + (field.map { "/:\($0.tag):" } ?? "")
    switch MTTypes.kind(of: fields.message.type) {
    case .confirmation, .customerTransfer, .bankTransfer, .ownTransfer:
      reject(reason, at: place, of: fields.message)
    default:
      let rejection = Rejection(
        provenance: place, reason: reason, snippet: fields.message.snippet)
      reject(rejection.ofPart)
    }
  }

  /// The day of field 30.
  func day(_ fields: inout MTFields) -> Day? {
    fields.take("30").flatMap { MTDate($0.value)?.day }
  }

  // MARK: - parties

  /// The bank that a field names, as an institution of accounts: its BIC, else its name.
  func keeper(_ field: MTField?, else other: String?) -> String? {
    guard let field else { return other }
    let party = MTParty(field)
    return party.bic ?? party.name ?? other
  }

  /// The bank that keeps an account of the ordering institution (52a): the receiver that of the
  /// sender; for another one it is not said.
  func keeper(ofOrderer field: MTField?, _ message: MTMessage) -> String? {
    guard let field, let bic = MTParty(field).bic, let sender = message.sender,
      CheckDigits.bic8(bic) == CheckDigits.bic8(sender)
    else { return nil }
    return message.receiver
  }

  /// A side of the payment: its party and, where stated, the account that the keeper keeps for it.
  func side(
    _ name: String, _ field: MTField?, keptBy keeper: String?, into draft: inout MTDraft
  ) {
    guard let field else { return }
    let party = MTParty(field)
    let mention = mention(party, field.provenance)
    let account = account(party.account, at: keeper, field.provenance)
    let column = account.map(Int32.init(clamping:)) ?? Transactions.none
    if name == PaymentRole.debtor { draft.from = column }
    if name == PaymentRole.creditor { draft.to = column }
    draft.add(name, mention: mention, account: account, country: party.country)
  }

  /// Another role: an agent with the account it states, or a customer behind a cover payment.
  func role(
    _ name: String, _ field: MTField?, keptBy keeper: String? = nil, into draft: inout MTDraft
  ) {
    guard let field else { return }
    let party = MTParty(field)
    draft.add(
      name, mention: mention(party, field.provenance),
      account: account(party.account, at: keeper, field.provenance), country: party.country)
  }

  /// Sender and receiver of the message.
  func ends(of message: MTMessage, into draft: inout MTDraft) {
    draft.add(PaymentRole.instructingAgent, mention: bank(message.sender, message.provenance))
    draft.add(PaymentRole.instructedAgent, mention: bank(message.receiver, message.provenance))
  }

  /// Fields 53a to 55a: the agents that settle the payment beside the message. 53B with an account
  /// alone names the account between sender and receiver that is used.
  func reimbursement(_ fields: inout MTFields, into draft: inout MTDraft) {
    let names = [
      PaymentRole.instructingReimbursementAgent, PaymentRole.instructedReimbursementAgent,
      PaymentRole.thirdReimbursementAgent,
    ]
    for (number, name) in zip(["53", "54", "55"], names) {
      guard let field = fields.take(number: number) else { continue }
      let party = MTParty(field)
      if party.isOnlyAccount, let account = party.account {
        draft.fact("settlement-account", account, qualifier: ":\(field.tag):")
      } else {
        role(name, field, into: &draft)
      }
    }
  }

  // MARK: - codes

  /// Field 72: earlier agents as roles, the other codes as facts.
  func information(_ fields: inout MTFields, into draft: inout MTDraft) -> MTInformation {
    let field = fields.take("72")
    let information = MTInformation(field)
    guard let field else { return information }
    var number = 0
    for (code, text) in information.items {
      let text = text.trimmed
      if code == "INS", !text.isEmpty {
        number += 1
        let party = CheckDigits.bic8(text) == nil ? nil : CheckDigits.compact(text)
        let mention =
          party.map { bank($0, field.provenance) }
          ?? mention(kind: .organisation, name: text, facts: [], field.provenance)
        draft.add(PaymentRole.previousInstructingAgent(number), mention: mention)
      } else {
        draft.fact(
          "sender-to-receiver", code.isEmpty ? text : "/\(code)/\(text)",
          qualifier: code.isEmpty ? nil : code)
      }
    }
    return information
  }

  /// What a payment says about the one that it returns or rejects: the bank's reference of it, the
  /// payer's, the reason.
  func original(_ information: MTInformation, into draft: inout MTDraft) {
    guard information.isReturn || information.isReject else { return }
    draft.fact("original-instruction-id", information.text("MREF") ?? "")
    draft.fact("original-end-to-end", information.text("TREF") ?? "")
    for (code, text) in information.items {
      let isReason =
        code.utf8.count == 4 && code.utf8.prefix(2).allSatisfy({ $0 >= 65 })
        && code.utf8.suffix(2).isDigits
      guard isReason else { continue }
      let text = text.trimmed
      draft.fact(
        "return-reason", code, raw: "/\(code)/\(text)", qualifier: text.isEmpty ? nil : text)
    }
    if information.isReject { draft.detail.standing = .void }
  }

  /// Block 3: the reference of the whole way. A cover payment and a return carry that of another
  /// payment, which is a fact of this one.
  func tracking(_ message: MTMessage, ofAnother: Bool, into draft: inout MTDraft) {
    if let uetr = message.user["121"]?.lowercased(), !uetr.isEmpty {
      if ofAnother {
        draft.fact(message.isCover ? "underlying-uetr" : "original-uetr", uetr)
      } else {
        draft.detail.uetr = uetr
      }
    }
    draft.fact("service-type", message.user["111"] ?? "")
    draft.fact("user-reference", message.user["108"] ?? "")
    draft.fact("message-variant", message.user["119"] ?? "")
    for (tag, value) in message.user.sorted(by: { $0.key < $1.key }) {
      guard !["108", "111", "119", "121"].contains(tag) else { continue }
      draft.fact("user-header", value, qualifier: tag)
    }
  }

  /// The fields that are facts as they stand.
  private static let coded: [(tag: String, property: Property)] = [
    ("13C", "time-indication"), ("23", "further-identification"), ("23B", "bank-operation-code"),
    ("23E", "instruction-code"), ("26T", "transaction-type-code"), ("28D", "message-index"),
    ("21R", "customer-specified-reference"), ("21F", "exchange-deal-reference"),
    ("51A", "sending-institution"), ("25A", "charges-account"),
    ("77B", "regulatory-reporting"), ("77T", "envelope-contents"), ("19", "sum-of-amounts"),
  ]

  /// - Parameter scope: what they go for, where that is more than the payment.
  func codes(_ fields: inout MTFields, of scope: String? = nil, into draft: inout MTDraft) {
    let before = draft.detail.facts.count
    readCodes(&fields, into: &draft)
    guard let scope else { return }
    for index in draft.detail.facts.indices.dropFirst(before) {
      let own = draft.detail.facts[index].qualifier
      draft.detail.facts[index].qualifier = own.map { "\($0), \(scope)" } ?? scope
    }
  }

  private func readCodes(_ fields: inout MTFields, into draft: inout MTDraft) {
    for (tag, property) in Self.coded {
      for field in fields.takeAll(tag) {
        draft.fact(property, field.lines.map(\.trimmed).joined(separator: " "))
      }
    }
    if let field = fields.take("36") {
      let rate = MTAmount.decimal(field.value)?.description
      draft.fact("exchange-rate", rate ?? field.value, raw: field.value)
    }
    if let field = fields.take("71A") {
      let bearers = ["OUR": "DEBT", "SHA": "SHAR", "BEN": "CRED"]
      draft.fact("charge-bearer", bearers[field.value] ?? field.value, raw: field.value)
    }
    for (tag, payer) in [("71F", "of the sender"), ("71G", "of the receiver")] {
      for field in fields.takeAll(tag) {
        let money = MTAmount.money(field.value).map { "\($0.amountText) \($0.currency)" }
        draft.fact("charge", money ?? field.value, raw: field.value, qualifier: payer)
      }
    }
  }

  /// Field 33B: what the payer ordered, beside what the banks settle.
  func instructed(
    _ fields: inout MTFields, as property: Property = "instructed-amount",
    into draft: inout MTDraft
  ) {
    guard let field = fields.take("33B") else { return }
    let money = MTAmount.money(field.value).map { "\($0.amountText) \($0.currency)" }
    draft.fact(property, money ?? field.value, raw: field.value)
  }

  /// Field 70: the text for the payee, and the references that its codes name. `/ROC/` is the payer's
  /// own, which translations to ISO 20022 carry as the end-to-end id.
  func remittance(_ fields: inout MTFields, into draft: inout MTDraft) {
    guard let field = fields.take("70") else { return }
    let lines = field.lines.map(\.trimmed).filter { !$0.isEmpty }
    draft.detail.description = lines.joined(separator: " ")
    let properties: [String: Property] = [
      "INV": "invoice", "RFB": "reference-for-beneficiary", "IPI": "payment-instruction-id",
      "TSU": "trade-services-reference",
    ]
    for line in lines {
      guard let (code, text) = MTInformation.coded(line) else { continue }
      let value = Self.upToNextCode(text)
      if code == "ROC", !Sentinel.matches(value) { draft.detail.endToEnd = value }
      if let property = properties[code] { draft.fact(property, value, raw: line) }
    }
  }

  /// Codes of field 70 may follow each other on a line, parted by two or more slashes.
  private static func upToNextCode(_ text: String) -> String {
    text.range(ofBlock: "//").map { String(text[..<$0]).trimmed } ?? text.trimmed
  }

  /// Appends the payment, and counts what was left over of its fields.
  func append(_ draft: MTDraft, _ fields: MTFields) {
    let amount = Decimal64(mantissa: draft.money.mantissa, scale: draft.money.scale)
    batch.transactions.append(
      ref: draft.ref, reference: draft.reference, time: draft.time, from: draft.from, to: draft.to,
      amount: amount, currency: number(ofCurrency: draft.money.currency), mode: -1,
      provenance: fields.provenance, detail: draft.detail)
    count(fields)
  }
}
