import ClewModel

/// Payments between banks (pacs.003, 008, 009, 010), orders (pain.001, 008) and returns (pacs.004).
extension ISOMapper {
  /// The payment in the tree: the debtor's account pays the creditor's.
  ///
  /// The amount is the one the banks settle (`IntrBkSttlmAmt`), of an order the one instructed; the
  /// time is the settlement date, of an order the day asked for.
  func payment(path: String) {
    var draft = groupDraft
    for child in tree.root.children { draft.take(child, path: path) }
    if !draft.statesAmount { draft.amount = draft.instructed }
    emit(&draft, path: path)
  }

  /// A return (pacs.004) or reversal (pacs.007) is a movement of its own, from the creditor of the
  /// payment it returns to its debtor.
  ///
  /// Since version 9 `RtrChain` names both sides and the banks between; before, only the original
  /// payment (`OrgnlTxRef`) does, and its sides are turned round.
  func paymentReturn(path: String) {
    var draft = groupDraft
    let node = tree.root
    let chain = node.child("RtrChain")
    for child in node.children {
      switch child.name {
      case "RtrChain":
        for actor in child.children { draft.take(actor, path: path) }
      case "OrgnlTxRef": original(child, hasChain: chain != nil, path: path, into: &draft)
      case "RtrId":
        draft.transactionID = ISOValue.reference(child.text)
        draft.facts.add("return-id", draft.transactionID)
      case "RvslId":
        draft.transactionID = ISOValue.reference(child.text)
        draft.facts.add("reversal-id", draft.transactionID)
      case "OrgnlInstrId": draft.facts.add("original-instruction-id", child.text)
      case "OrgnlEndToEndId":
        draft.facts.add("original-end-to-end", ISOValue.reference(child.text))
      case "OrgnlTxId": draft.facts.add("original-transaction-id", child.text)
      case "OrgnlUETR": draft.facts.add("original-uetr", child.text?.lowercased())
      case "OrgnlClrSysRef": draft.facts.add("original-clearing-reference", child.text)
      case "OrgnlIntrBkSttlmAmt": draft.facts.keep(child, as: "original-amount")
      case "OrgnlIntrBkSttlmDt": draft.facts.keep(child, as: "original-date")
      case "OrgnlGrpInf": draft.facts.keep(child, as: "original-group")
      case "CompstnAmt": draft.facts.keep(child, as: "compensation")
      case "RtrRsnInf", "RvslRsnInf": Self.reason(child, path: path, into: &draft)
      default: draft.take(child, path: path)
      }
    }
    emit(&draft, path: path)
  }

  private static func reason(_ node: RecordNode, path: String, into draft: inout ISODraft) {
    let text = node.texts("AddtlInf").joined(separator: " ")
    let code = ISOValue.code(node.child("Rsn"))
    draft.facts.add("return-reason", code, qualifier: text.isEmpty ? nil : text)
    if code == nil { draft.facts.add("return-reason", text) }
    draft.setParty(node.child("Orgtr").flatMap { ISOParty($0, path: path) }, role: "originator")
  }

  /// The payment that is returned, as far as the return repeats it.
  private func original(
    _ node: RecordNode, hasChain: Bool, path: String, into draft: inout ISODraft
  ) {
    var original = ISODraft()
    for child in node.children { original.take(child, path: path) }
    if hasChain {
      for (role, actor) in original.actors { draft.actors["original-" + role] = actor }
    } else {
      original.reverseSides()
      for (role, actor) in original.actors where draft.actors[role] == nil {
        draft.actors[role] = actor
      }
    }
    for fact in original.facts.all {
      draft.facts.add(
        Property(rawValue: "original-\(fact.property.rawValue)"), fact.value, raw: fact.raw,
        qualifier: fact.qualifier)
    }
    if let amount = original.amount { draft.facts.add("original-amount", ISOValue.text(amount)) }
    draft.facts.add("original-date", original.statesTime)
    if !original.remittance.isEmpty {
      draft.facts.add("original-remittance", original.remittance.joined(separator: " "))
    }
  }

  // MARK: - emission

  /// Appends the transaction of a draft; one without an amount or a date is a rejection.
  private func emit(_ draft: inout ISODraft, path: String) {
    guard let amount = draft.amount else {
      let reason =
        draft.statesAmount
        ? "The amount is no decimal number without sign, of at most 18 digits."
        : "The payment states no amount."
      return reject(reason, path: path)
    }
    guard let time = draft.time else {
      let reason =
        draft.statesTime == nil
        ? "The payment states no \(message?.isOrder == true ? "day of execution" : "settlement date")."
        : "The date is none that exists (ISO 8601)."
      return reject(reason, path: path)
    }
    settle(&draft)
    let uetr = draft.isCover ? nil : draft.uetr
    if draft.isCover { draft.facts.add("underlying-uetr", draft.uetr) }
    var facts = ISOFacts()
    facts.add(draft.facts.all)
    facts.add(header.facts.all)
    let text = draft.remittance.joined(separator: " ")
    let detail = TransactionDetail(
      roles: roles(of: draft), path: path, description: text, uetr: uetr,
      endToEnd: draft.endToEnd, standing: message?.isOrder == true ? .instructed : .settled,
      facts: facts.all)
    batch.transactions.append(
      ref: draft.instructionID ?? draft.transactionID ?? draft.endToEnd ?? "",
      reference: draft.reference ?? text, time: time,
      from: Self.side(draft, PaymentRole.debtor), to: Self.side(draft, PaymentRole.creditor),
      amount: Decimal64(mantissa: amount.mantissa, scale: amount.scale),
      currency: number(ofCurrency: amount.currency), mode: -1,
      provenance: tree.root.provenance(path), detail: detail)
  }
}
