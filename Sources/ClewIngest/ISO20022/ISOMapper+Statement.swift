import ClewModel

/// Statements of camt.052, camt.053 and camt.054: the account, its balances, its period.
extension ISOMapper {
  /// The header of a camt message: what goes for all its statements.
  func statementHeader(_ node: RecordNode, path: String) {
    for child in node.children {
      switch child.name {
      case "MsgId": messageDraft.facts.add("message-id", ISOValue.reference(child.text))
      case "CreDtTm":
        guard let (time, _) = ISOValue.time(child) else { continue }
        published = published ?? time
        messageDraft.time = time
      case "MsgRcpt":
        messageDraft.setParty(ISOParty(child, path: path), role: "message-recipient")
      case "MsgPgntn": messageDraft.facts.add("message-page", Self.page(child))
      case "OrgnlBizQry": messageDraft.facts.keep(child, as: "query")
      case "AddtlInf": messageDraft.facts.add(.comment, child.text)
      default: continue
      }
    }
  }

  /// `1`, `2 (last)`.
  private static func page(_ node: RecordNode) -> String? {
    guard let number = node.text("PgNb") else { return nil }
    return node.text("LastPgInd")?.lowercased() == "true" ? "\(number) (last)" : number
  }

  /// A child of the statement that is no entry.
  func statementPart(_ node: RecordNode, path: String) {
    guard var statement else { return }
    self.statement = nil
    defer { self.statement = statement }
    switch node.name {
    case "Id":
      statement.id = node.text
      statement.facts.add("statement-id", node.text)
    case "ElctrncSeqNb": statement.facts.add("electronic-sequence-number", node.text)
    case "LglSeqNb": statement.facts.add("legal-sequence-number", node.text)
    case "RptgSeq": statement.facts.keep(node, as: "reporting-sequence")
    case "RptgSrc": statement.facts.keep(node, as: "reporting-source")
    case "StmtPgntn", "RptPgntn", "NtfctnPgntn":
      statement.page = node.text("PgNb")
      statement.facts.add("page", Self.page(node))
    case "CpyDplctInd": statement.facts.add("copy-duplicate", node.text)
    case "CreDtTm":
      statement.created = ISOValue.time(node)?.time
      statement.facts.add(date: node, "statement-created")
    case "FrToDt": Self.period(node, into: &statement.facts)
    case "Acct": account(node, path: path, into: &statement)
    case "RltdAcct": statement.facts.keep(node, as: "related-account")
    case "Intrst": statement.facts.keep(node, as: "interest")
    case "Bal": balance(node, path: path, into: &statement)
    case "TxsSummry":
      statement.statedEntries = Self.count(of: node)
      statement.facts.keep(node, as: "summary")
    case "AddtlStmtInf", "AddtlRptInf", "AddtlNtfctnInf":
      statement.facts.add(.comment, node.text)
    case "SplmtryData": statement.facts.keep(node, as: "supplementary-data")
    default: return
    }
  }

  private static func period(_ node: RecordNode, into facts: inout ISOFacts) {
    let from = ISOValue.time(node.child("FrDtTm") ?? node.child("FrDt"))
    let to = ISOValue.time(node.child("ToDtTm") ?? node.child("ToDt"))
    let ends = [from, to].map { $0.map { $0.time?.description ?? $0.raw } ?? ".." }
    if from != nil || to != nil { facts.add("period", ends.joined(separator: "/")) }
  }

  /// The entries that a summary counts, nil where it counts none.
  private static func count(of node: RecordNode) -> Int? {
    if let all = node.child("TtlNtries")?.text("NbOfNtries") { return Int(all) }
    let credits = node.child("TtlCdtNtries")?.text("NbOfNtries").flatMap { Int($0) }
    let debits = node.child("TtlDbtNtries")?.text("NbOfNtries").flatMap { Int($0) }
    guard let credits, let debits else { return nil }
    let (sum, overflow) = credits.addingReportingOverflow(debits)
    return overflow ? nil : sum
  }

  private func account(_ node: RecordNode, path: String, into statement: inout ISOStatement) {
    statement.account = ISOAccount.read(node, path: path)
    statement.owner = node.child("Ownr").flatMap { ISOParty($0, path: path) }
    statement.servicer = node.child("Svcr").flatMap { ISOParty($0, path: path) }
    if let bank = statement.servicer {
      if !bank.name.isEmpty { statement.facts.add(.institution, bank.name) }
      for fact in bank.facts.all {
        statement.facts.add(
          Property(rawValue: "servicer-\(fact.property.rawValue)"), fact.value, raw: fact.raw,
          qualifier: fact.qualifier)
      }
    }
  }

  private func balance(_ node: RecordNode, path: String, into statement: inout ISOStatement) {
    let code = ISOValue.code(node.child("Tp")) ?? "balance"
    let time = ISOValue.time(node.child("Dt"))
    guard let money = ISOValue.money(node.child("Amt"), currency: statement.account?.currency)
    else {
      return reject("The balance states no amount that can be read.", path: path)
    }
    guard let isDebit = Self.isDebit(node.text("CdtDbtInd")) else {
      return reject("The balance states neither CRDT nor DBIT.", path: path)
    }
    let signed = Money(
      mantissa: isDebit ? -money.mantissa : money.mantissa, scale: money.scale,
      currency: money.currency)
    statement.add(
      ISOStatement.Balance(
        code: code, money: signed, time: time?.time, date: time?.raw))
    if let type = node.child("Tp") { statement.facts.keepRest(type, as: "balance-type") }
    statement.facts.keepRest(node, as: "balance")
  }

  static func isDebit(_ text: String?) -> Bool? {
    switch text {
    case "DBIT": true
    case "CRDT": false
    default: nil
    }
  }

  // MARK: - the account of the statement

  /// Emits the account with what is known before the first entry.
  ///
  /// The bank that keeps it is the stated servicer, else the sender of the message: an account
  /// servicer sends statements (ISO 20022, camt.053 message definition report, scope).
  func openStatement(_ statement: inout ISOStatement) {
    guard statement.accountNumber == nil, var account = statement.account else { return }
    account.institution = statement.servicer?.institution ?? header.sender
    let servicer = statement.servicer == nil ? header.sender : statement.servicer?.bic
    servicers.insert(servicer.flatMap(CheckDigits.bic8))
    if let closing = statement.closing {
      account.balance = closing.money
      account.balanceTime = closing.time
    }
    var facts = ISOFacts()
    facts.add(account.facts)
    facts.add(statement.facts.all)
    facts.add(messageDraft.facts.all)
    facts.add(header.facts.all)
    account.facts = facts.all
    statement.account = account
    let number = add(account)
    statement.accountNumber = number
    statement.facts = ISOFacts()
    if let owner = statement.owner {
      let mention = self.number(of: owner)
      statement.ownerNumber = mention
      batch.links.append(
        Link(
          kind: .holder, from: .mention(mention), to: .account(number),
          provenance: account.provenance))
    }
    link(recipientTo: number, account.provenance)
  }

  /// Who may receive the statements of an account: a hint, no right to it.
  private func link(recipientTo account: Int, _ place: Provenance) {
    let role = "message-recipient"
    guard var actor = messageDraft.actors[role], let party = actor.party else { return }
    let mention = actor.mention ?? number(of: party)
    actor.mention = mention
    messageDraft.actors[role] = actor
    batch.links.append(
      Link(
        kind: .linked, from: .mention(mention), to: .account(account), role: role,
        provenance: place))
  }

  /// What is known only at the end: whether balances and entries agree, and what stands behind the
  /// entries. It goes to the account, as a further statement of it where that was handed over.
  func endStatement() {
    guard var statement else { return }
    if statement.account == nil {
      reject("The statement names no account.", at: statement.place)
    }
    openStatement(&statement)
    if let gap = statement.gap(isInterim: message?.code == "camt.052") {
      statement.facts.add([gap])
    }
    if let stated = statement.statedEntries, stated != statement.entries {
      statement.facts.add(
        "entry-count-gap", "\(stated) stated, \(statement.entries) given",
        qualifier: statement.id)
    }
    guard let number = statement.accountNumber, !statement.facts.all.isEmpty else { return }
    if number >= batchAccounts {
      batch.accounts[number - batchAccounts].facts += statement.facts.all
    } else if var account = statement.account {
      account.facts = statement.facts.all
      account.balance = nil
      account.balanceTime = nil
      _ = add(account)
    }
  }
}
