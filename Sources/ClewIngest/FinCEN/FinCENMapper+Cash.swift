import ClewModel

/// Cash paid in and out: the details of a CTR, the total of a form 8300.
extension FinCENMapper {
  private static let cashLeaves: [String: FinCENLeaf] = [
    "AggregateTransactionIndicator": .flag("transaction-flag", "aggregated"),
    "ArmoredCarServiceIndicator": .flag("transaction-flag", "armored car service"),
    "ATMIndicator": .flag("transaction-flag", "ATM"),
    "MailDepositShipmentIndicator": .flag("transaction-flag", "mail deposit or shipment"),
    "NightDepositIndicator": .flag("transaction-flag", "night deposit"),
    "SharedBranchingIndicator": .flag("transaction-flag", "shared branching"),
    "TotalCashInReceiveAmountText": .dollars("total-cash-in"),
    "TotalCashOutAmountText": .dollars("total-cash-out"),
    "TransactionDateText": .date("transaction-date"),
    "InstallmentPaymentOtherIndicator": .flag("transaction-flag", "paid in instalments"),
    "Total100DollarBillInAmountText": .dollars("in-bills-of-100-or-more"),
    "TotalPriceAmountText": .dollars("total-price"),
  ]

  /// Codes of details that say cash went to the institution, and from it.
  private static let codesIn: Set<String> = [
    "55", "46", "23", "12", "14", "49", "18", "21", "25", "997",
  ]
  private static let codesOut: Set<String> = [
    "56", "30", "32", "13", "15", "48", "28", "31", "33", "34", "998",
  ]

  // MARK: - accounts

  /// An account under the person whose cash went into it (association 8) or came out of it (9).
  ///
  /// It is kept at the institution where the transaction took place, else at the one that files. Who
  /// conducts for another need not hold it.
  func cashAccount(
    _ node: RecordNode, of party: FinCENActivity.Party, in activity: inout FinCENActivity
  ) {
    let places = activity.parties("34").compactMap { $0.taxNumber ?? nonEmpty($0.name) }
    let place = Set(places).count == 1 ? places[0] : activity.filer
    let name = place.flatMap { activity.byTaxNumber[$0] }.flatMap { activity.names[$0] }
    let codes = node.children("PartyAccountAssociation").compactMap {
      $0.text("PartyAccountAssociationTypeCode")
    }
    guard let number = account(node, institution: place, name: name, in: &activity) else { return }
    for code in codes where activity.cashAccounts[code]?.contains(number) != true {
      activity.cashAccounts[code, default: []].append(number)
    }
    let isOwn = party.code != "17"
    hold(
      party, number, kind: isOwn ? .holder : .linked, role: isOwn ? nil : "affected account",
      at: node)
  }

  /// The one account on a side; none where there are several, because which amount touched which is
  /// not stated.
  private func account(_ code: String, of activity: FinCENActivity) -> Int32 {
    guard let accounts = activity.cashAccounts[code], accounts.count == 1 else {
      return Transactions.none
    }
    return Int32(accounts[0])
  }

  // MARK: - CTR

  /// `CurrencyTransactionActivity` of a CTR: one transaction for each detail. Totals are facts; a
  /// total becomes the transaction only of a direction that states no detail. Foreign currency (53,
  /// 54) says how much of those amounts was foreign: a fact too.
  func cashTransactions(_ node: RecordNode, in activity: inout FinCENActivity) {
    var facts = FinCENFacts()
    FinCENLeaf.state(Self.cashLeaves, of: node, into: &facts)
    for fact in facts.facts {
      activity.facts.add(fact.property, fact.value, raw: fact.raw, qualifier: fact.qualifier)
    }
    let date = node.text("TransactionDateText").flatMap { FinCENValue.span($0) }
    let flags = facts.facts.filter { $0.property == "transaction-flag" }
    var detailed: Set<Bool> = []
    for detail in node.children("CurrencyTransactionActivityDetail") where !isBlank(detail) {
      if let isIn = cashDetail(detail, on: date, flags: flags, in: &activity) {
        detailed.insert(isIn)
      }
    }
    for (isIn, name) in [(true, "TotalCashInReceiveAmountText"), (false, "TotalCashOutAmountText")]
    where !detailed.contains(isIn) {
      guard let total = node.children.first(where: { $0.name == name }), let text = total.text,
        let money = FinCENValue.dollars(text), money.mantissa != 0
      else { continue }
      guard let date else {
        reject(total, "The cash was moved on no date that can be read (YYYYMMDD was expected).")
        continue
      }
      emit(
        money, isIn: isIn, on: date, label: isIn ? "Total cash in" : "Total cash out", facts: flags,
        at: total, in: activity)
    }
  }

  /// An element whose children state nothing: forms write out what they do not fill.
  private func isBlank(_ node: RecordNode) -> Bool {
    node.children.allSatisfy { $0.name.hasSuffix("@SeqNum") || $0.isEmpty }
  }

  /// - Returns: the direction of the transaction that the detail states, also of one refused; nil
  ///   where it states none.
  private func cashDetail(
    _ node: RecordNode, on date: TimeSpan?, flags: [Fact], in activity: inout FinCENActivity
  ) -> Bool? {
    let code = node.text("CurrencyTransactionActivityDetailTypeCode") ?? ""
    let amount = node.text("DetailTransactionAmountText")
    let other = node.text("OtherCurrencyTransactionActivityDetailText")
    let country = node.text("OtherForeignCurrencyCountryText").map { FinCENValue.country($0) }
    let label = other ?? FinCENTable.cashTransactions[code] ?? code
    if code == "53" || code == "54" {
      let word: Property = code == "53" ? "foreign-currency-in" : "foreign-currency-out"
      if let amount { activity.facts.add(word, amount, qualifier: country) }
      if amount == nil, let country { activity.facts.add(word, country) }
      return nil
    }
    let isIn = Self.codesIn.contains(code)
    guard isIn || Self.codesOut.contains(code) else {
      reject(node, "The detail's type code says neither cash in nor cash out.")
      return nil
    }
    guard let amount, let money = FinCENValue.dollars(amount) else {
      reject(node, "The detail states no amount that is a decimal number of at most 18 digits.")
      return isIn
    }
    guard let date else {
      reject(node, "The cash was moved on no date that can be read (YYYYMMDD was expected).")
      return isIn
    }
    var facts = [
      Fact("transaction-type", FinCENTable.cashTransactions[code] ?? code, raw: code)
    ]
    if let country { facts.append(Fact("foreign-currency-country", country)) }
    emit(money, isIn: isIn, on: date, label: label, facts: facts + flags, at: node, in: activity)
    return isIn
  }

  private func emit(
    _ money: Money, isIn: Bool, on date: TimeSpan, label: String, facts: [Fact],
    at node: RecordNode, in activity: FinCENActivity
  ) {
    let account = account(isIn ? "8" : "9", of: activity)
    append(
      money, at: date, from: isIn ? Transactions.cash : account,
      to: isIn ? account : Transactions.cash, mode: label, node: node,
      detail: TransactionDetail(
        roles: roles(isIn: isIn, in: activity), description: label, facts: facts))
  }

  /// The parties of cash: whose it is on the side of the cash where the report names one only, all
  /// persons in their roles, and the places.
  private func roles(isIn: Bool, in activity: FinCENActivity) -> [TransactionDetail.Role] {
    var roles: [TransactionDetail.Role] = []
    let owners = activity.parties("50", "23").compactMap(\.mention)
    if owners.count == 1 {
      roles.append(TransactionDetail.Role(name: isIn ? "from" : "to", mention: owners[0]))
    }
    for party in activity.parties("50", "17", "23", "58", "34") {
      guard let mention = party.mention else { continue }
      let word = party.code == "17" ? "conductor" : FinCENRole(code: party.code).word
      roles.append(TransactionDetail.Role(name: word, mention: mention))
    }
    return roles
  }

  // MARK: - form 8300

  /// `CurrencyTransactionActivity` of form 8300: the total of the cash received is one transaction
  /// from whom it was received to the business; what it paid for and in which instruments are facts.
  func receivedCash(_ node: RecordNode, in activity: inout FinCENActivity) {
    var facts = FinCENFacts()
    FinCENLeaf.state(Self.cashLeaves, of: node, into: &facts)
    for detail in node.children("CurrencyTransactionActivityDetail") {
      purpose(detail, into: &facts)
    }
    for fact in facts.facts {
      activity.facts.add(fact.property, fact.value, raw: fact.raw, qualifier: fact.qualifier)
    }
    guard let total = node.child("TotalCashInReceiveAmountText"), let text = total.text else {
      return
    }
    guard let money = FinCENValue.dollars(text) else {
      return reject(total, "The total is not a decimal number of at most 18 digits.")
    }
    guard money.mantissa != 0 else { return }
    guard let date = node.text("TransactionDateText").flatMap({ FinCENValue.span($0) }) else {
      return reject(total, "The cash was received on no date that can be read (YYYYMMDD).")
    }
    let behalf = activity.parties("23").compactMap(\.mention)
    let payers = activity.parties("16").compactMap(\.mention)
    var roles: [TransactionDetail.Role] = []
    let owners = behalf.isEmpty ? payers : behalf
    if owners.count == 1 {
      roles.append(TransactionDetail.Role(name: "from", mention: owners[0]))
    }
    let recipients = activity.parties("4").compactMap(\.mention)
    if recipients.count == 1 {
      roles.append(TransactionDetail.Role(name: "to", mention: recipients[0]))
    }
    roles += payers.map { TransactionDetail.Role(name: "conductor", mention: $0) }
    roles += behalf.map { TransactionDetail.Role(name: "on-behalf-of", mention: $0) }
    if recipients.count > 1 {
      roles += recipients.map { TransactionDetail.Role(name: "recipient", mention: $0) }
    }
    append(
      money, at: date, from: Transactions.cash, to: Transactions.none, mode: "Cash received",
      node: total,
      detail: TransactionDetail(
        roles: roles, description: "Cash received in a trade or business", facts: facts.facts))
  }

  private func purpose(_ node: RecordNode, into facts: inout FinCENFacts) {
    let amount = node.text("DetailTransactionAmountText")
    let dollars = amount.flatMap { FinCENValue.dollars($0) }.map { "\($0.amountText) USD" }
    let country = node.text("OtherForeignCurrencyCountryText").map { FinCENValue.country($0) }
    let described = node.text("DetailTransactionDescription")
    let issuer = node.text("IssuerNameText")
    let narrowed = [described, issuer, country].compactMap { $0 }.joined(separator: ", ")
    let qualifier = narrowed.isEmpty ? nil : narrowed
    if let code = node.text("CurrencyTransactionActivityDetailTypeCode") {
      let label = FinCENTable.form8300Purposes[code] ?? code
      facts.add("transaction-type", label, raw: code, qualifier: qualifier)
    }
    if let code = node.text("InstrumentProductServiceTypeCode") {
      let label = FinCENTable.form8300Instruments[code] ?? code
      let value = [label, dollars ?? amount].compactMap { $0 }.joined(separator: ": ")
      facts.add("instrument", value, raw: code, qualifier: qualifier)
    } else if let amount {
      facts.add("detail-amount", dollars ?? amount, qualifier: qualifier)
    } else if let qualifier {
      facts.add(.remark, qualifier)
    }
  }
}
