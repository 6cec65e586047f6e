import ClewModel

/// Relations and payments.
extension FTMMapper {
  /// More links than this out of one entity are refused: such a product of ends states no relation.
  private static let product = 256

  private static let dated: Set<String> = ["startDate", "endDate", "percentage"]

  mutating func relation(_ entity: FTMEntity, _ edge: FTMEdge) {
    let sources = entity.texts(edge.source)
    let targets = entity.texts(edge.target)
    guard !sources.isEmpty, !targets.isEmpty else {
      let missing = sources.isEmpty ? edge.source : edge.target
      return reject(entity, "the \(entity.schema) names no \(missing)")
    }
    guard sources.count * targets.count <= Self.product else {
      return reject(entity, "the \(entity.schema) joins more than \(Self.product) pairs")
    }
    var facts = facts(entity, without: Self.dated.union([edge.source, edge.target]))
    let roles = entity.texts("role") + entity.texts("relationship")
    var link = Link(
      ref: entity.id, kind: edge.kind,
      means: edge.kind == .control
        ? FTMControl.means(of: entity.first("controlType") ?? roles.first ?? "") : .unstated,
      from: .party(ref: ""), to: .party(ref: ""),
      role: roles.first ?? entity.first("controlType") ?? edge.role, provenance: entity.provenance)
    link.start = date(entity, "startDate", &facts)
    link.end = date(entity, "endDate", &facts)
    if link.start == nil, link.end == nil { link.start = date(entity, "date", &facts) }
    link.known = time(entity, "modifiedAt", "retrievedAt")
    share(entity, &link, &facts)
    link.facts = facts
    for source in sources {
      for target in targets {
        link.from = .party(ref: source)
        link.to = .party(ref: target)
        if edge.schema == "Ownership", let account = accounts[target] {
          link.kind = .holder
          link.to = .account(Int(account))
        } else {
          link.kind = edge.kind
        }
        emit(link)
      }
    }
  }

  private mutating func share(_ entity: FTMEntity, _ link: inout Link, _ facts: inout [Fact]) {
    let stated = entity.texts("percentage")
    guard !stated.isEmpty else { return }
    link.capital = FTMShare.stake(of: stated)
    let quality = link.capital == nil ? "unreadable" : nil
    for text in stated { facts.append(Fact("percentage", text, qualifier: quality)) }
    if link.capital == nil { unread(entity, "percentage") }
  }

  /// The one date of a property. Of several the widest bound counts (the first start, the last end)
  /// and all stay facts; what is no date is a fact only.
  private mutating func date(
    _ entity: FTMEntity, _ name: String, _ facts: inout [Fact]
  ) -> TimeSpan? {
    let texts = entity.texts(name)
    let spans = texts.compactMap { TimeSpan(iso: $0) }
    if spans.count < texts.count { unread(entity, name) }
    if texts.count > 1 || spans.count < texts.count {
      for text in texts {
        let quality = TimeSpan(iso: text) == nil ? "unreadable" : nil
        facts.append(Fact(Property(rawValue: name), text, qualifier: quality))
      }
    }
    return name == "endDate"
      ? spans.max { ($0.hi, $0.lo) < ($1.hi, $1.lo) }
      : spans.min { ($0.lo, $0.hi) < ($1.lo, $1.hi) }
  }

  // MARK: - payments

  private static let sides: Set<String> = [
    "payer", "payerAccount", "beneficiary", "beneficiaryAccount", "purpose", "transactionNumber",
    "date",
  ]

  mutating func payment(_ entity: FTMEntity) {
    let amount = amount(of: entity)
    let dates = entity.texts("date") + entity.texts("startDate")
    let times = dates.compactMap { TimeSpan(iso: $0) }
    guard let amount, let time = times.first else {
      return unpriced(entity, hasAmount: amount != nil)
    }
    let from = side(entity, "payer", "payerAccount", PaymentRole.debtor)
    let to = side(entity, "beneficiary", "beneficiaryAccount", PaymentRole.creditor)
    guard !from.roles.isEmpty || !to.roles.isEmpty else {
      return reject(entity, "the payment names neither payer nor beneficiary")
    }
    var facts = facts(entity, without: Self.sides)
    if dates.count > 1 {
      for text in dates { facts.append(Fact("date", text)) }
      facts.append(Fact("several-dates", "\(dates.count)"))
    }
    if amount.isOneOfSeveral { facts.append(Fact("several-amounts", "first taken")) }
    let purpose = entity.texts("purpose").joined(separator: "; ")
    let detail = TransactionDetail(
      roles: from.roles + to.roles, path: "", description: purpose, facts: facts)
    batch.transactions.append(
      ref: entity.id, reference: entity.texts("transactionNumber").joined(separator: "; "),
      time: time, from: from.account, to: to.account, amount: amount.value,
      currency: number(ofCurrency: amount.currency), mode: -1, provenance: entity.provenance,
      detail: detail)
  }

  /// The amount in the currency stated with it, else in euro, else in dollars; nil where none is a
  /// plain decimal.
  private mutating func amount(
    of entity: FTMEntity
  ) -> (value: Decimal64, currency: String, isOneOfSeveral: Bool)? {
    let currencies = entity.texts("currency")
    for (name, currency) in [
      ("amount", currencies.first), ("amountEur", "EUR"), ("amountUsd", "USD"),
    ] {
      let texts = entity.texts(name)
      let values = texts.compactMap { Decimal64($0) }
      if values.count < texts.count { unread(entity, name) }
      guard let value = values.first, values.count == texts.count else { continue }
      let several = texts.count > 1 || (name == "amount" && currencies.count > 1)
      return (value, (currency ?? "").uppercased(), several)
    }
    return nil
  }

  /// A payment without amount or date is no transaction: the relation stays, as a link.
  private mutating func unpriced(_ entity: FTMEntity, hasAmount: Bool) {
    reject(
      partOf: entity,
      "the payment states no \(hasAmount ? "date" : "amount that can be read"): it is kept as a link"
    )
    let facts = facts(entity, without: ["payer", "beneficiary"])
    let payers = entity.texts("payer")
    let beneficiaries = entity.texts("beneficiary")
    guard payers.count * beneficiaries.count <= Self.product else { return }
    for payer in payers {
      for beneficiary in beneficiaries {
        emit(
          Link(
            ref: entity.id, kind: .linked, from: .party(ref: payer), to: .party(ref: beneficiary),
            role: "pays", facts: facts, provenance: entity.provenance))
      }
    }
  }

  /// One side: its account, where it states one, and its parties in their role.
  private mutating func side(
    _ entity: FTMEntity, _ party: String, _ account: String, _ role: String
  ) -> (account: Int32, roles: [TransactionDetail.Role]) {
    let parties = entity.texts(party)
    let numbers = entity.texts(account).map { self.account(named: $0, entity) }
    var roles = parties.map { TransactionDetail.Role(name: role, partyRef: $0) }
    if let first = numbers.first {
      if roles.isEmpty { roles = [TransactionDetail.Role(name: role)] }
      roles[0].account = Int(first)
    }
    for other in numbers.dropFirst() {
      roles.append(TransactionDetail.Role(name: role, account: Int(other)))
    }
    return (numbers.first ?? Transactions.none, roles)
  }

  private mutating func number(ofCurrency currency: String) -> Int32 {
    if let number = currencies[currency] { return number }
    let number = Int32(currencies.count)
    currencies[currency] = number
    batch.currencies.append(currency)
    return number
  }

  // MARK: - accounts

  /// The number of an account by its id, stated here or elsewhere in the set.
  mutating func account(named id: String, _ entity: FTMEntity) -> Int32 {
    if let number = accounts[id] { return number }
    let number = emit(AccountMention(ref: id, provenance: entity.provenance))
    remember(number, as: id)
    return number
  }

  private mutating func remember(_ number: Int32, as id: String) {
    if accounts.count >= Self.remembered { accounts.removeAll() }
    accounts[id] = number
  }

  mutating func account(_ entity: FTMEntity, _ kind: AccountKind) {
    var account = AccountMention(ref: entity.id, kind: kind, provenance: entity.provenance)
    let isWallet = kind == .wallet
    account.iban = entity.first("iban")
    account.number = entity.first(isWallet ? "publicKey" : "accountNumber")
    account.institution =
      entity.first("bic") ?? entity.first("bankName") ?? entity.first("mangingExchange")
    account.currency = (entity.first("currency") ?? entity.first("currencySymbol"))?.uppercased()
    account.name = entity.first("name") ?? entity.caption
    account.opened = time(entity, "openingDate", "creationDate")
    account.closed = time(entity, "closingDate")
    account.balanceTime = time(entity, "balanceDate")
    if let text = entity.first("balance"), let currency = account.currency {
      account.balance = Money(decimal: text, currency: currency)
    }
    account.facts = facts(entity, without: ["holder", "privateKey"])
    let number = emit(account)
    remember(number, as: entity.id)
    for holder in entity.texts("holder") + entity.texts("owner") {
      emit(
        Link(
          ref: entity.id, kind: .holder, from: .party(ref: holder),
          to: .account(Int(number)), provenance: entity.provenance))
    }
  }
}
