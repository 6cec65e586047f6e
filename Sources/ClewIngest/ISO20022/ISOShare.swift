import ClewModel

/// The part of an entry that one `TxDtls` states.
struct ISOShare {
  var money: Money
  var node: RecordNode?
  var draft = ISODraft()
  var facts = ISOFacts()
  var isDebit: Bool?
  var servicerReference: String?
  var code: ISOBankCode?
  /// Its place among the transactions of the entry, from 1, and how many they are.
  var number = 1
  var count = 1
  /// Below the entry: `/NtryDtls/TxDtls[2]`.
  var path = ""

  init(money: Money) { self.money = money }

  private init(_ node: RecordNode, number: Int, count: Int, entry: Money, path: String) {
    self.init(money: entry)
    self.node = node
    self.number = number
    self.count = count
    self.path = "/" + node.tree.path(of: node.row)
    for child in node.children { read(child, path: path) }
  }

  private mutating func read(_ child: RecordNode, path: String) {
    switch child.name {
    case "Amt", "AmtDtls": return
    case "CdtDbtInd": isDebit = ISOMapper.isDebit(child.text)
    case "BkTxCd": code = ISOBankCode(child)
    case "Refs":
      servicerReference = ISOValue.reference(child.text("AcctSvcrRef"))
      draft.take(child, path: path)
    case "RltdPties", "RltdAgts":
      for actor in child.children {
        if actor.name == "Prtry" {
          facts.keep(actor, as: "proprietary-party")
        } else {
          draft.take(actor, path: path)
        }
      }
    case "Chrgs": facts.keep(child, as: "charges")
    case "Avlbty": facts.keep(child, as: "availability")
    case "Intrst": facts.keep(child, as: "interest")
    case "RltdDts":
      if let time = ISOValue.time(child.child("IntrBkSttlmDt"))?.time { draft.time = time }
      draft.take(child, path: path)
    default: draft.take(child, path: path)
    }
  }

  // MARK: - the amounts

  /// The transactions of an entry, empty where it has none.
  ///
  /// The amount of one is `Amt` (since version 4), else the transaction's amount in `AmtDtls`, in
  /// the entry's currency; of the only one of an entry it is the entry's, because that is what the
  /// account moved by: its own may be that before charges. Where one of several states none in that
  /// currency, the entry stays whole, with all its parties: nobody knows how it divides.
  static func of(_ details: [RecordNode], entry: Money, path: String) -> [ISOShare] {
    var shares: [ISOShare] = []
    for (index, node) in details.enumerated() {
      var share = ISOShare(
        node, number: index + 1, count: details.count, entry: entry, path: path)
      guard share.takeAmount(entry: entry) else { return [whole(details, entry, path)] }
      shares.append(share)
    }
    let sum = shares.reduce(Int128(0)) { sum, share in
      let value = share.money.mantissa(atScale: 18)
      let isOpposite = share.isDebit != nil && shares[0].isDebit != share.isDebit
      let (next, overflow) = sum.addingReportingOverflow(isOpposite ? -value : value)
      return overflow ? Int128.max : next
    }
    if sum != entry.mantissa(atScale: 18) {
      for index in shares.indices {
        shares[index].facts.add("entry-amount", ISOValue.text(entry))
      }
    }
    return shares
  }

  /// The entry with the parties of all its transactions.
  private static func whole(_ details: [RecordNode], _ entry: Money, _ path: String) -> ISOShare {
    var all = ISOShare(money: entry)
    for (index, node) in details.enumerated() {
      var share = ISOShare(
        node, number: index + 1, count: details.count, entry: entry, path: path)
      share.keepAmounts()
      share.facts.keep(node.child("Amt"), as: "transaction-amount")
      all.facts.add(share.facts.all)
      all.facts.add(share.draft.facts.all)
      let place = "transaction \(index + 1)"
      all.facts.add("end-to-end", share.draft.endToEnd)
      all.facts.add("uetr", share.draft.uetr, qualifier: place)
      all.facts.add("servicer-reference", share.servicerReference, qualifier: place)
      if let isDebit = share.isDebit {
        all.facts.add("transaction-side", isDebit ? "DBIT" : "CRDT", qualifier: place)
      }
      share.code?.add(to: &all.facts)
      all.draft.remittance += share.draft.remittance
      for (role, actor) in share.draft.actors {
        let side = [PaymentRole.debtor: "debtor", PaymentRole.creditor: "creditor"][role]
        all.draft.actors["\(side ?? role)-of-\(index + 1)"] = actor
      }
    }
    all.facts.add("number-of-transactions", String(details.count))
    return all
  }

  /// - Returns: false where the transaction states no amount in the currency of the account, and
  ///   shares its entry with others.
  private mutating func takeAmount(entry: Money) -> Bool {
    guard let node else { return true }
    keepAmounts()
    let amounts = node.child("AmtDtls")
    var stated: [Money] = []
    if let own = ISOValue.money(node.child("Amt")) { stated.append(own) }
    for found in [
      amounts?.descendant("TxAmt", "Amt"), amounts?.descendant("CntrValAmt", "Amt"),
      amounts?.descendant("InstdAmt", "Amt"),
    ] {
      if let money = ISOValue.money(found) { stated.append(money) }
    }
    defer { keepOwnAmount() }
    let inCurrency = stated.first { $0.currency == entry.currency || $0.currency.isEmpty }
    if count == 1 { return true }
    guard var chosen = inCurrency else { return false }
    chosen.currency = entry.currency
    money = chosen
    return true
  }

  private mutating func keepAmounts() {
    facts.keep(node?.child("AmtDtls"), as: "amounts")
  }

  /// The transaction's amount as stated, where it is not the amount taken.
  private mutating func keepOwnAmount() {
    guard let own = node?.child("Amt") else { return }
    let stated = ISOValue.money(own)
    let isTaken = stated.map {
      $0.mantissa(atScale: 18) == money.mantissa(atScale: 18)
        && ($0.currency == money.currency || $0.currency.isEmpty)
    }
    if isTaken != true { facts.keep(own, as: "transaction-amount") }
  }
}
