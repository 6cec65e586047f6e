import ClewModel

/// Statements: MT940, MT942 and MT950, and MT941, which gives balances alone.
extension MTMapper {
  /// The account with its balances, and a transaction for each line. Lines are booked, in MT942 too
  /// (SWIFT, MT942: entries since the last statement or report), but for those marked as expected,
  /// EC and ED.
  func statement(_ fields: inout MTFields) {
    let message = fields.message
    let statement = MTStatement(fields.all)
    for field in statement.others {
      unread.add(path: "MT\(message.type)/:\(field.tag):", at: field.provenance)
    }
    for (field, reason) in statement.faults { refuse(field, reason, of: message) }
    guard let account = statement.account else {
      return refuseWhole(statement, message, "The statement names no account (field 25).")
    }
    if account.number.isEmpty {
      return refuseWhole(statement, message, "The account of the statement (field 25) is empty.")
    }
    guard let currency = statement.currency ?? (statement.entries.isEmpty ? "" : nil) else {
      return refuseWhole(
        statement, message,
        "The statement names no currency: no balance, floor limit or account with one.")
    }
    let number = self.account(account, of: statement, currency, message)
    let name = statement.identity
    let repeated = statement.repeatedReferences
    for (index, entry) in statement.entries.enumerated() {
      let key = entry.line.referenceKey
      self.entry(
        entry, at: index, named: name.map { "\($0)/\(index + 1)" } ?? "",
        isRepeated: key.map { repeated.contains($0) } ?? false, account: number, of: statement,
        currency, message)
    }
  }

  private func refuseWhole(_ statement: MTStatement, _ message: MTMessage, _ reason: String) {
    let isOnlyFaults = statement.entries.isEmpty && statement.balances.isEmpty
    if isOnlyFaults, !statement.faults.isEmpty { return }
    reject(message.rejection(reason))
  }

  private func refuse(_ field: MTField, _ reason: String, of message: MTMessage) {
    var provenance = field.provenance
    provenance.path = "\(message.provenance.path)/:\(field.tag):"
    let text = ":\(field.tag):" + field.lines.joined(separator: "\n")
    reject(
      Rejection(
        provenance: provenance, reason: "Field \(field.tag): \(reason).",
        snippet: String(text.prefix(500))
      ).ofPart)
  }

  // MARK: - the account

  private func account(
    _ account: MTAccount, of statement: MTStatement, _ currency: String, _ message: MTMessage
  ) -> Int {
    var mention = account.mention(
      at: message.sender ?? message.servicer, currency: currency.isEmpty ? nil : currency)
    note(servicer: mention.institution)
    mention.provenance.path = "\(message.provenance.path)/:25:"
    references(of: statement, message, into: &mention)
    if let numbering = statement.numbering, !numbering.isEmpty {
      mention.facts.append(Fact("statement-number", numbering))
    }
    if let time = statement.time {
      let stated = MTTime.parse(time.value)?.description ?? time.value
      mention.facts.append(Fact("statement-time", stated, raw: time.value))
    }
    balances(of: statement, currency, into: &mention)
    check(statement, currency, into: &mention)
    for field in statement.floorLimits {
      mention.facts.append(floorLimit(field))
    }
    for field in statement.sums { mention.facts.append(sum(field)) }
    for field in statement.texts where !field.value.isEmpty {
      mention.facts.append(Fact("statement-information", field.lines.joined(separator: "\n")))
    }
    for field in statement.nonSwift { nonSwift(field, into: &mention) }
    return emit(mention)
  }

  private func references(
    of statement: MTStatement, _ message: MTMessage, into account: inout AccountMention
  ) {
    let stated: [(property: Property, text: String?)] = [
      ("statement-reference", statement.reference?.value),
      ("related-reference", statement.related?.value),
      ("user-reference", message.user["108"]),
      ("incomplete", message.isCut ? "the end of the statement is missing" : nil),
    ]
    for (property, text) in stated {
      guard let text, !Sentinel.fillsRef(text) else { continue }
      account.facts.append(Fact(property, text))
    }
  }

  private func balances(
    of statement: MTStatement, _ currency: String, into account: inout AccountMention
  ) {
    for (field, balance) in statement.balances {
      let money = Money(
        mantissa: balance.amount.mantissa, scale: balance.amount.scale,
        currency: balance.currency ?? currency)
      let date = balance.date.day?.description ?? balance.date.raw
      account.facts.append(
        Fact(
          Self.word(of: field.tag), "\(money.amountText) \(money.currency)", raw: field.value,
          qualifier: date))
      if field.tag == "62F" {
        account.balance = money
        account.balanceTime = balance.date.day.map { TimeSpan(day: $0) }
      }
    }
  }

  private static func word(of tag: String) -> Property {
    switch tag {
    case "60F": "opening-balance"
    case "62F": "closing-balance"
    case "60M", "62M": "interim-balance"
    case "64": "closing-available-balance"
    default: "forward-available-balance"
    }
  }

  /// Opening balance and entries against the closing balance, and the opening balance of a page
  /// against the closing one of the page before.
  private func check(
    _ statement: MTStatement, _ currency: String, into account: inout AccountMention
  ) {
    if let gap = statement.gap {
      let dates = [statement.opening, statement.closing].compactMap { $0?.date }
      account.facts.append(
        Fact(
          "balance-gap", "\(gap) \(currency)",
          qualifier: dates.map { $0.day?.description ?? $0.raw }.joined(separator: "/")))
    }
    let number = statement.numbering?.split(separator: "/").first.map(String.init) ?? ""
    let key = "\(account.iban ?? account.number ?? "")\u{1F}\(number)"
    if let before = openPages.removeValue(forKey: key), let opening = statement.opening {
      var rest = ExactBalance()
      rest.add(opening.amount)
      rest.add(before.amount, times: -1)
      if let gap = rest.rest {
        account.facts.append(Fact("page-gap", "\(gap) \(currency)", qualifier: number))
      }
    }
    if statement.closingTag == "62M", let closing = statement.closing {
      if openPages.count >= 4096 { openPages.removeAll() }
      openPages[key] = closing
    }
  }

  /// Field 34F, `EURD0,00`: lines below the limit are not reported.
  private func floorLimit(_ field: MTField) -> Fact {
    let text = field.value
    var rest = text.dropFirst(3)
    let mark = rest.first.flatMap { $0 == "C" || $0 == "D" ? String($0) : nil }
    if mark != nil { rest = rest.dropFirst() }
    let money = MTAmount.decimal(rest.trimmed).map { "\($0) \(text.prefix(3))" }
    let side = mark.map { $0 == "C" ? "credits" : "debits" }
    return Fact("floor-limit", money ?? text, raw: text, qualifier: side)
  }

  /// Fields 90C and 90D, `44EUR450000,`: how many entries, and their sum.
  private func sum(_ field: MTField) -> Fact {
    let property: Property = field.tag == "90C" ? "sum-of-credits" : "sum-of-debits"
    let count = field.value.prefix { $0.isNumber }
    let money = MTAmount.money(field.value.dropFirst(count.count))
    return Fact(
      property, money.map { "\($0.amountText) \($0.currency)" } ?? field.value, raw: field.value,
      qualifier: count.isEmpty ? nil : "\(count) entries")
  }

  /// `NS` of the statement: 22 holder, 23 name of the account; the other codes as stated.
  private func nonSwift(_ field: MTField, into account: inout AccountMention) {
    for (code, text) in NonSwift.items(field) {
      if code == "22", text.contains(where: \.isLetter), !Sentinel.matches(text) {
        account.name = text
      } else {
        account.facts.append(Fact("non-swift", text, qualifier: code))
      }
    }
  }

  // MARK: - the lines

  private func entry(
    _ entry: MTStatement.Entry, at index: Int, named ref: String, isRepeated: Bool, account: Int,
    of statement: MTStatement, _ currency: String, _ message: MTMessage
  ) {
    let line = entry.line
    guard let day = line.day else { return }
    let money = Money(mantissa: line.amount.mantissa, scale: line.amount.scale, currency: currency)
    var draft = MTDraft(
      time: TimeSpan(day: day), money: money,
      path: "\(message.provenance.path)/:61:[\(index + 1)]")
    if let value = line.value.day, value != day { draft.detail.valueDate = TimeSpan(day: value) }
    draft.ref = ref
    if isRepeated {
      draft.fact("servicer-reference", line.servicer ?? "", qualifier: "on several entries")
    } else {
      draft.detail.servicerReference = line.servicer
    }
    draft.reference = line.reference ?? ""
    if line.isExpected { draft.detail.standing = .pending }
    let narrative = Narratives.read(
      NarrativeSource(
        entry: entry, own: statement.account, servicer: message.sender ?? message.servicer,
        header: message.headerWord))
    own(account, line, into: &draft)
    facts(of: entry, into: &draft)
    text(of: entry, narrative, into: &draft)
    if let narrative { counterpart(narrative, of: entry, line, into: &draft) }
    var provenance = entry.field.provenance
    provenance.path = draft.detail.path
    let last = entry.texts.last ?? entry.nonSwift.last ?? entry.field
    provenance.length = Int32(clamping: last.offset + Int64(last.length) - provenance.offset)
    batch.transactions.append(
      ref: draft.ref, reference: draft.reference, time: draft.time, from: draft.from, to: draft.to,
      amount: line.amount, currency: number(ofCurrency: currency), mode: number(ofMode: line.type),
      provenance: provenance, detail: draft.detail)
  }

  private func own(_ account: Int, _ line: StatementLine, into draft: inout MTDraft) {
    if line.isCredit {
      draft.to = Int32(clamping: account)
    } else {
      draft.from = Int32(clamping: account)
    }
  }

  private func facts(of entry: MTStatement.Entry, into draft: inout MTDraft) {
    let line = entry.line
    if line.value.day == nil {
      draft.fact("value-date", line.value.raw, qualifier: "no such day")
    }
    if let stated = line.entry, stated.day == nil {
      draft.fact("entry-date", stated.raw, qualifier: "no such day")
    }
    if line.isReversal { draft.fact("reversal", "yes", raw: line.mark) }
    draft.fact("funds-code", line.funds ?? "")
    for text in line.supplementary { draft.fact("supplementary-details", text) }
  }

  /// The text for the account's owner: whole as a fact, and for people the purpose that a dialect
  /// has read from it, else the lines in a row.
  private func text(
    of entry: MTStatement.Entry, _ narrative: Narrative?, into draft: inout MTDraft
  ) {
    let lines = entry.texts.flatMap(\.lines)
    let raw = lines.joined(separator: "\n")
    let flat = lines.map(\.trimmed).filter { !$0.isEmpty }.joined(separator: " ")
    draft.detail.description = narrative?.purpose ?? narrative?.bookingText ?? flat
    if draft.detail.description != raw {
      draft.fact("account-owner-information", raw)
    }
    for field in entry.nonSwift {
      for (code, text) in NonSwift.items(field) {
        draft.detail.facts.append(Fact("non-swift", text, qualifier: code))
      }
    }
  }

  /// The reference for the owner: `KREF+` and its kin only point at the text, where it stands.
  private func reference(_ narrative: Narrative, into draft: inout MTDraft) {
    if narrative.takesReference { draft.reference = "" }
    switch draft.reference {
    case "KREF+", "KREF", "PREF": draft.reference = narrative.customerReference ?? ""
    case "EREF", "EREF+": draft.reference = narrative.endToEnd ?? ""
    case "MARF", "MREF+": draft.reference = narrative.mandate ?? ""
    default: return
    }
  }

  /// Who stands on the other side, as a dialect reads it. The fact `read-by` names the dialect.
  private func counterpart(
    _ narrative: Narrative, of entry: MTStatement.Entry, _ line: StatementLine,
    into draft: inout MTDraft
  ) {
    draft.fact("read-by", narrative.dialect)
    draft.fact("booking-text", narrative.bookingText ?? "")
    draft.fact("mandate", narrative.mandate ?? "")
    draft.fact("customer-reference", narrative.customerReference ?? "")
    draft.detail.facts += narrative.facts
    reference(narrative, into: &draft)
    if let reference = narrative.endToEnd, !Sentinel.matches(reference) {
      draft.detail.endToEnd = reference
    }
    let place = (entry.texts.first ?? entry.nonSwift.first ?? entry.field).provenance
    let institution = narrative.bic ?? narrative.bankCode
    let account = account(narrative.account, at: institution, place)
    var facts: [Fact] = []
    if let address = narrative.address { facts.append(Fact(.address, address)) }
    let name = narrative.name.flatMap { Sentinel.matches($0) ? nil : $0 } ?? ""
    let mention =
      name.isEmpty ? nil : mention(kind: .unknown, name: name, facts: facts, place)
    let side = line.isCredit ? PaymentRole.debtor : PaymentRole.creditor
    let column = account.map(Int32.init(clamping:)) ?? Transactions.none
    if line.isCredit { draft.from = column } else { draft.to = column }
    draft.add(side, mention: mention, account: account)
    let agent = line.isCredit ? PaymentRole.debtorAgent : PaymentRole.creditorAgent
    if let bic = narrative.bic { draft.add(agent, mention: bank(bic, place)) }
    if let ultimate = narrative.ultimate, !Sentinel.matches(ultimate) {
      draft.add(
        line.isCredit ? PaymentRole.ultimateDebtor : PaymentRole.ultimateCreditor,
        mention: self.mention(kind: .unknown, name: ultimate, facts: [], place))
    }
  }
}
