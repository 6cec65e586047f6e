import ClewModel

/// Entries of statements: one transaction for each `TxDtls`, else one for the entry.
extension ISOMapper {
  func entry(path: String) {
    guard var statement else { return }
    self.statement = nil
    defer { self.statement = statement }
    openStatement(&statement)
    let entry = ISOEntry(tree.root, currency: statement.account?.currency, path: path)
    statement.entries += 1
    guard let money = entry.money else {
      return reject("The entry states no amount that can be read.", path: path)
    }
    guard let isDebit = entry.isDebit else {
      return reject("The entry states neither CRDT nor DBIT.", path: path)
    }
    if entry.standing == .settled { statement.add(booked: money, isDebit: isDebit) }
    let shares = ISOShare.of(entry.details, entry: money, path: path)
    guard !shares.isEmpty else {
      emit(ISOShare(money: money), of: entry, &statement, path: path)
      return
    }
    for share in shares { emit(share, of: entry, &statement, path: path) }
  }

  // MARK: - one transaction

  private func emit(
    _ share: ISOShare, of entry: ISOEntry, _ statement: inout ISOStatement, path: String
  ) {
    guard let time = time(of: entry, share.draft, statement) else {
      return reject("The entry states no date that exists, and its statement none.", path: path)
    }
    var draft = share.draft
    for (role, actor) in entry.draft.actors where draft.actors[role] == nil {
      draft.actors[role] = actor
    }
    var facts = ISOFacts()
    let direction = ISODirection(share, entry: entry, own: statement.account, draft)
    direction.place(&draft, statement: statement, into: &facts)
    settle(&draft)
    let own = statement.accountNumber
    if let own { draft.actors[direction.ownRole, default: ISODraft.Actor()].accountNumber = own }
    if draft.actors[direction.ownRole]?.mention == nil, let owner = statement.ownerNumber {
      draft.actors[direction.ownRole, default: ISODraft.Actor()].mention = owner
    }
    describe(share, entry, draft, time: time, into: &facts)
    let code = share.code ?? entry.code
    code?.add(to: &facts)
    let reference = reference(of: share, entry, &statement, into: &facts)
    let text = draft.remittance.joined(separator: " ")
    let detail = TransactionDetail(
      roles: roles(of: draft), path: path + share.path,
      description: text.isEmpty ? entry.text ?? "" : text, uetr: draft.uetr,
      endToEnd: draft.endToEnd, servicerReference: reference, standing: entry.standing,
      valueDate: entry.value?.time.flatMap { $0 == time.span ? nil : $0 }, facts: facts.all)
    batch.transactions.append(
      ref: ref(share, statement), reference: draft.reference ?? text, time: time.span,
      from: Self.side(draft, PaymentRole.debtor), to: Self.side(draft, PaymentRole.creditor),
      amount: Decimal64(mantissa: share.money.mantissa, scale: share.money.scale),
      currency: number(ofCurrency: share.money.currency), mode: number(ofMode: code?.mode),
      provenance: (share.node ?? tree.root).provenance(path), detail: detail)
  }

  /// The place in the statement, because banks use one reference for many entries.
  private func ref(_ share: ISOShare, _ statement: ISOStatement) -> String {
    guard let name = statement.identity else { return "" }
    let entry = "\(name)/\(statement.entries)"
    return share.count > 1 ? "\(entry)/\(share.number)" : entry
  }

  /// The bank's reference, as far as it tells the entry from the others of its statement; else it
  /// is a fact, also of the earlier ones as long as their batch is open.
  private func reference(
    of share: ISOShare, _ entry: ISOEntry, _ statement: inout ISOStatement,
    into facts: inout ISOFacts
  ) -> String? {
    guard
      let reference = share.servicerReference
        ?? (share.count == 1 ? entry.servicerReference : nil)
    else { return nil }
    let side = entry.isDebit == true ? "D" : "C"
    let (isRepeated, earlier) = statement.use(
      "\(side)\(entry.standing.rawValue)\u{1F}\(reference)", row: batch.transactions.count)
    guard isRepeated else { return reference }
    let fact = Fact("servicer-reference", reference, qualifier: "on several entries")
    for row in earlier {
      batch.transactions.details[row].servicerReference = nil
      batch.transactions.details[row].facts.append(fact)
    }
    facts.add([fact])
    return nil
  }

  /// The booking date, else the value date, else a date of the transaction, else that of the
  /// statement: the entry had happened by then.
  private func time(
    of entry: ISOEntry, _ draft: ISODraft, _ statement: ISOStatement
  ) -> (span: TimeSpan, source: String?)? {
    if let time = entry.booked?.time { return (time, nil) }
    if let time = entry.value?.time { return (time, "value date") }
    if let time = draft.time { return (time, "settlement date") }
    guard let time = statement.created ?? messageDraft.time else { return nil }
    let day = TimeSpan(day: time.firstDay)
    return (day, "date of the statement")
  }

  private func describe(
    _ share: ISOShare, _ entry: ISOEntry, _ draft: ISODraft,
    time: (span: TimeSpan, source: String?), into facts: inout ISOFacts
  ) {
    facts.add(draft.facts.all)
    facts.add(share.facts.all)
    facts.add(entry.draft.facts.all)
    facts.add("time-from", time.source)
    if let booked = entry.booked, booked.time == nil { facts.add("booking-date", booked.raw) }
    if let value = entry.value, value.time == nil { facts.add("value-date", value.raw) }
    if entry.isReversal { facts.add("reversal", "yes") }
    if let status = entry.status, status != "BOOK" { facts.add(.status, status) }
    facts.add("number-of-transactions", entry.batchCount)
    if share.count > 1 { facts.add("entry-servicer-reference", entry.servicerReference) }
    if let text = entry.text, !draft.remittance.isEmpty { facts.add(.comment, text) }
  }
}
