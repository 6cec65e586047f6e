import ClewModel

/// What an entry of a statement says for all its transactions.
struct ISOEntry {
  var money: Money?
  var isDebit: Bool?
  var isReversal = false
  var status: String?
  var booked: (time: TimeSpan?, raw: String)?
  var value: (time: TimeSpan?, raw: String)?
  var servicerReference: String?
  var code: ISOBankCode?
  /// Parties and agents that old versions state for the entry; facts of all its transactions.
  var draft = ISODraft()
  var details: [RecordNode] = []
  /// The number of transactions of a batch, as stated.
  var batchCount: String?
  var text: String?

  /// Whether money has moved.
  var standing: TransactionDetail.Standing {
    switch status {
    case nil, "BOOK": .settled
    case "INFO": .void
    default: .pending
    }
  }

  init(_ node: RecordNode, currency: String?, path: String) {
    for child in node.children { read(child, currency: currency, path: path) }
  }

  private mutating func read(_ child: RecordNode, currency: String?, path: String) {
    switch child.name {
    case "Amt": money = ISOValue.money(child, currency: currency)
    case "CdtDbtInd": isDebit = ISOMapper.isDebit(child.text)
    case "RvslInd": isReversal = ["true", "1"].contains(child.text?.lowercased())
    case "Sts": status = ISOValue.code(child)
    case "BookgDt": booked = ISOValue.time(child)
    case "ValDt": value = ISOValue.time(child)
    case "AcctSvcrRef": servicerReference = ISOValue.reference(child.text)
    case "NtryRef": draft.facts.add("entry-reference", ISOValue.reference(child.text))
    case "BkTxCd": code = ISOBankCode(child)
    case "NtryDtls":
      for inner in child.children {
        if inner.name == "TxDtls" { details.append(inner) } else { read(batch: inner) }
      }
    case "TxDtls": details.append(child)
    case "Btch": read(batch: child)
    case "AddtlNtryInf": text = child.text
    case "Chrgs": draft.facts.keep(child, as: "charges")
    case "AmtDtls": draft.facts.keep(child, as: "amounts")
    case "Avlbty": draft.facts.keep(child, as: "availability")
    case "ComssnWvrInd": draft.facts.keep(child, as: "commission-waived")
    case "AddtlInfInd": draft.facts.keep(child, as: "further-information")
    case "TechInptChanl": draft.facts.keep(child, as: "input-channel")
    case "Intrst": draft.facts.keep(child, as: "interest")
    default: draft.take(child, path: path)
    }
  }

  private mutating func read(batch node: RecordNode) {
    guard node.name == "Btch" else { return }
    batchCount = node.text("NbOfTxs") ?? batchCount
    draft.facts.keepRest(node, as: "batch")
  }
}

/// `BkTxCd`: what kind of booking it is, by the standard's tree of codes or the bank's own.
struct ISOBankCode {
  /// `PMNT/RCDT/DMCT`.
  var domain: String?
  var proprietary: String?
  var issuer: String?

  init(_ node: RecordNode) {
    if let domain = node.child("Domn") {
      let family = domain.child("Fmly")
      let parts = [domain.text("Cd"), family?.text("Cd"), family?.text("SubFmlyCd")]
      self.domain = parts.compactMap { $0 }.joined(separator: "/")
    }
    if let own = node.child("Prtry") {
      proprietary = ISOValue.word(own.text("Cd"))
      issuer = ISOValue.word(own.text("Issr"))
    }
  }

  var mode: String? { domain ?? proprietary }

  func add(to facts: inout ISOFacts) {
    facts.add("bank-transaction-code", domain)
    facts.add("bank-transaction-code", proprietary, qualifier: issuer ?? "proprietary")
  }
}
