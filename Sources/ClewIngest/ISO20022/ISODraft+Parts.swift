import ClewModel

/// The elements of payments beside parties and agents.
extension ISODraft {
  /// Takes one child of a payment, a group or a header.
  ///
  /// - Returns: false for an element that is not known here: it stays to be counted.
  @discardableResult
  mutating func take(_ node: RecordNode, path: String) -> Bool {
    if takeActor(node, path: path) { return true }
    if takeAmountOrTime(node) { return true }
    switch node.name {
    case "PmtId", "Refs": takeReferences(node)
    case "InstrId", "EndToEndId", "TxId", "UETR", "ClrSysRef": takeReference(node)
    case "RmtInf": takeRemittance(node)
    case "ChrgsInf": takeCharge(node, path: path)
    case "SttlmInf": takeSettlement(node, path: path)
    case "UndrlygCstmrCdtTrf": takeUnderlying(node, path: path)
    case "DrctDbtTx": facts.keep(node, as: "direct-debit")
    case "CdtrSchmeId": takeScheme(node, path: path)
    case "RtrInf": takeReturn(node)
    case "ChrgsAcct": facts.keep(node, as: "charges-account")
    default:
      guard let name = Self.kept[node.name] else { return false }
      facts.keep(node, as: name)
    }
    return true
  }

  /// Elements that are kept as stated, under their words.
  private static let kept: [String: String] = [
    "PmtTpInf": "payment-type", "ChrgBr": "charge-bearer", "Purp": "purpose", "Tax": "tax",
    "RgltryRptg": "regulatory-reporting", "RltdRmtInf": "remittance-location",
    "InstrForCdtrAgt": "instruction-for-creditor-agent",
    "InstrForDbtrAgt": "instruction-for-debtor-agent",
    "InstrForNxtAgt": "instruction-for-next-agent", "SttlmPrty": "settlement-priority",
    "SttlmTmIndctn": "settlement-time", "SttlmTmReq": "settlement-time",
    "AccptncDtTm": "accepted", "PoolgAdjstmntDt": "pooling-date", "XchgRate": "exchange-rate",
    "XchgRateInf": "exchange", "XchgRateData": "exchange", "AgrdRate": "exchange",
    "ChqInstr": "cheque", "MndtRltdInf": "mandate", "SplmtryData": "supplementary-data",
    "PmtInfId": "payment-information-id", "PmtMtd": "payment-method",
    "BtchBookg": "batch-booking", "RqstdAdvncTp": "advice", "AdvncTp": "advice",
    "CdtId": "credit-instruction-id", "PmtCond": "payment-condition", "AddtlInf": "comment",
    "PmtSgntr": "signature", "XpryDt": "expiry-date", "MsgId": "message-id",
    "Authstn": "authorisation", "CreDtTm": "message-created", "Prtry": "proprietary-reference",
    "BtchId": "batch-id", "RltdDts": "related-date", "RltdPric": "price", "RltdQties": "quantity",
    "FinInstrmId": "security", "CorpActn": "corporate-action", "SfkpgAcct": "safekeeping-account",
    "CshDpst": "cash-deposit", "CardTx": "card", "AddtlTxInf": "comment",
    "LclInstrm": "local-instrument", "TtlIntrBkSttlmAmt": "total-settlement-amount",
    "SvcLvl": "service-level", "CtgyPurp": "category-purpose", "IntrBkSttlmPrty": "priority",
    "InstrPrty": "priority", "VrfctnTm": "verification-time", "TtlTaxAmt": "total-tax",
    "AgtInstr": "instruction-for-agent",
  ]

  // MARK: - amounts and dates

  private mutating func takeAmountOrTime(_ node: RecordNode) -> Bool {
    switch node.name {
    case "IntrBkSttlmAmt", "RtrdIntrBkSttlmAmt", "RvsdIntrBkSttlmAmt": setAmount(node)
    case "Amt": takeOrdered(node)
    case "InstdAmt", "RtrdInstdAmt", "RvsdInstdAmt":
      guard let money = ISOValue.money(node) else {
        facts.keep(node, as: "instructed-amount")
        return true
      }
      instructed = money
      facts.add("instructed-amount", ISOValue.text(money))
    case "IntrBkSttlmDt", "ReqdExctnDt", "ReqdColltnDt": setTime(node)
    default: return false
    }
    return true
  }

  private mutating func setAmount(_ node: RecordNode) {
    statesAmount = true
    amount = ISOValue.money(node)
    if amount == nil { facts.keep(node, as: "stated-amount") }
  }

  /// `Amt{InstdAmt}` of an order, or `Amt{EqvtAmt{Amt, CcyOfTrf}}`: the value in one currency of what
  /// is sent in another.
  private mutating func takeOrdered(_ node: RecordNode) {
    if let instructed = node.child("InstdAmt") { return setAmount(instructed) }
    if let equivalent = node.child("EqvtAmt") {
      if let amount = equivalent.child("Amt") { setAmount(amount) }
      facts.add("transfer-currency", equivalent.text("CcyOfTrf"))
      return
    }
    if node.isLeaf { setAmount(node) }
  }

  private mutating func setTime(_ node: RecordNode) {
    guard let (stated, raw) = ISOValue.time(node) else { return }
    time = stated
    statesTime = raw
  }

  // MARK: - references

  private mutating func takeReferences(_ node: RecordNode) {
    for child in node.children { takeReference(child) }
  }

  private mutating func takeReference(_ node: RecordNode) {
    guard node.isLeaf else { return facts.keep(node, as: "proprietary-reference") }
    let text = ISOValue.reference(node.text)
    switch node.name {
    case "InstrId":
      instructionID = text
      facts.add("instruction-id", text)
    case "EndToEndId": endToEnd = text
    case "TxId":
      transactionID = text
      facts.add("transaction-id", text)
    case "UETR": uetr = text?.lowercased()
    case "ClrSysRef": facts.add("clearing-reference", text)
    case "MsgId": facts.add("message-id", text)
    case "AcctSvcrRef": facts.add("servicer-reference", text)
    case "PmtInfId": facts.add("payment-information-id", text)
    case "MndtId": facts.add("mandate-id", text)
    case "ChqNb": facts.add("cheque-number", text)
    default: facts.keep(node, as: "reference/\(node.name)")
    }
  }

  // MARK: - remittance, charges, settlement

  private mutating func takeRemittance(_ node: RecordNode) {
    remittance += node.texts("Ustrd")
    for structured in node.children("Strd") {
      if let own = ISOValue.reference(structured.descendant("CdtrRefInf", "Ref")?.text) {
        if reference == nil { reference = own }
        let type = ISOValue.code(structured.descendant("CdtrRefInf", "Tp"))
        facts.add("creditor-reference", own, qualifier: type)
      }
      let added = structured.texts("AddtlRmtInf")
      if node.child("Ustrd") == nil { remittance += added }
      for text in added { facts.add("remittance", text) }
      facts.keepRest(structured, as: "remittance")
    }
  }

  private mutating func takeCharge(_ node: RecordNode, path: String) {
    let party = node.child("Agt") ?? node.child("Pty")
    let agent = party.flatMap { ISOParty($0, path: path) }
    guard let money = ISOValue.money(node.child("Amt")) else {
      return facts.keep(node, as: "charge")
    }
    facts.add(
      "charge", ISOValue.text(money), qualifier: agent.flatMap { $0.bic ?? ISOValue.word($0.name) })
    facts.keepRest(node, as: "charge")
  }

  /// `SttlmInf`: how banks settle, through whose accounts.
  private mutating func takeSettlement(_ node: RecordNode, path: String) {
    for child in node.children where !takeActor(child, path: path) {
      switch child.name {
      case "SttlmMtd": facts.add("settlement-method", child.text)
      case "SttlmAcct": facts.keep(child, as: "settlement-account")
      case "ClrSys": facts.keep(child, as: "clearing-system")
      default: continue
      }
    }
  }

  /// The customer transfer below a cover payment; the message's UETR is that of the customer's.
  private mutating func takeUnderlying(_ node: RecordNode, path: String) {
    isCover = true
    var below = ISODraft()
    for child in node.children where !below.takeActor(child, path: path, prefix: "underlying-") {
      below.take(child, path: path)
    }
    for (role, actor) in below.actors { actors[role] = actor }
    if !below.remittance.isEmpty {
      facts.add("underlying-remittance", below.remittance.joined(separator: " "))
    }
    for fact in below.facts.all {
      facts.add(
        Property(rawValue: "underlying-\(fact.property.rawValue)"), fact.value, raw: fact.raw,
        qualifier: fact.qualifier)
    }
  }

  /// Why a booking is a return.
  private mutating func takeReturn(_ node: RecordNode) {
    let text = node.texts("AddtlInf").joined(separator: " ")
    facts.add(
      "return-reason", ISOValue.code(node.child("Rsn")), qualifier: text.isEmpty ? nil : text)
    facts.keepRest(node, as: "return")
  }

  /// The creditor's identifier in a direct-debit scheme.
  private mutating func takeScheme(_ node: RecordNode, path: String) {
    guard let party = ISOParty(node, path: path) else { return }
    for fact in party.facts.all {
      facts.add("creditor-scheme-id", fact.value, raw: fact.raw, qualifier: fact.qualifier)
    }
  }
}

extension ISOFacts {
  /// Keeps what nobody has taken of an element.
  mutating func keepRest(_ node: RecordNode, as name: String) {
    for child in node.children where !child.tree.taken[child.row] || !child.isLeaf {
      keepUntaken(child, as: "\(name)/\(child.name)")
    }
  }

  private mutating func keepUntaken(_ node: RecordNode, as name: String) {
    if node.isLeaf {
      if !node.tree.taken[node.row] { keep(node, as: name) }
      return
    }
    for child in node.children {
      let isChoice = ["Cd", "Prtry", "CdOrPrtry"].contains(child.name)
      keepUntaken(child, as: isChoice ? name : "\(name)/\(child.name)")
    }
  }
}
