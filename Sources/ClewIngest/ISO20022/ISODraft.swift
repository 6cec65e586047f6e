import ClewModel

/// What is gathered of one payment, or of the group that its payments inherit from: parties and
/// agents by role, accounts, references, facts.
///
/// One switch over element names serves all messages, because the standard gives a thing one name:
/// `DbtrAgt` is the debtor's agent in a header, an order, a payment and a statement.
struct ISODraft {
  /// A party or agent in a role, and its account.
  struct Actor {
    var party: ISOParty?
    var account: AccountMention?
    /// Numbers in the source, once it has them.
    var mention: Int?
    var accountNumber: Int?
  }

  var actors: [String: Actor] = [:]
  var facts = ISOFacts()
  var amount: Money?
  var statesAmount = false
  var instructed: Money?
  /// True for a payment that covers a customer's transfer.
  var isCover = false
  var time: TimeSpan?
  var statesTime: String?
  var instructionID: String?
  var transactionID: String?
  var endToEnd: String?
  var uetr: String?
  var remittance: [String] = []
  var reference: String?

  // MARK: - actors

  /// Whose element it is: the role, and how its account's element is called.
  private static let parties: [String: String] = [
    "Dbtr": PaymentRole.debtor, "Cdtr": PaymentRole.creditor,
    "UltmtDbtr": PaymentRole.ultimateDebtor, "UltmtCdtr": PaymentRole.ultimateCreditor,
    "InitgPty": PaymentRole.initiatingParty, "TradgPty": "trading-party",
    "FwdgAgt": "forwarding-agent", "ChrgsAcctAgt": "charges-agent",
    "InstgAgt": PaymentRole.instructingAgent, "InstdAgt": PaymentRole.instructedAgent,
    "PrvsInstgAgt": PaymentRole.previousInstructingAgent(1),
    "PrvsInstgAgt1": PaymentRole.previousInstructingAgent(1),
    "PrvsInstgAgt2": PaymentRole.previousInstructingAgent(2),
    "PrvsInstgAgt3": PaymentRole.previousInstructingAgent(3),
    "DbtrAgt": PaymentRole.debtorAgent, "CdtrAgt": PaymentRole.creditorAgent,
    "InstgRmbrsmntAgt": PaymentRole.instructingReimbursementAgent,
    "InstdRmbrsmntAgt": PaymentRole.instructedReimbursementAgent,
    "ThrdRmbrsmntAgt": PaymentRole.thirdReimbursementAgent,
    "IntrmyAgt1": PaymentRole.intermediaryAgent(1), "IntrmyAgt2": PaymentRole.intermediaryAgent(2),
    "IntrmyAgt3": PaymentRole.intermediaryAgent(3), "RcvgAgt": "receiving-agent",
    "DlvrgAgt": "delivering-agent", "IssgAgt": "issuing-agent", "SttlmPlc": "settlement-place",
  ]

  /// The order in which roles are stated: the sides, the parties behind them, the chain of banks.
  private static let order: [String] = [
    PaymentRole.debtor, PaymentRole.creditor, PaymentRole.ultimateDebtor,
    PaymentRole.ultimateCreditor, PaymentRole.initiatingParty, "trading-party", "forwarding-agent",
    PaymentRole.instructingAgent, PaymentRole.previousInstructingAgent(1),
    PaymentRole.previousInstructingAgent(2), PaymentRole.previousInstructingAgent(3),
    PaymentRole.debtorAgent, PaymentRole.instructingReimbursementAgent,
    PaymentRole.instructedReimbursementAgent, PaymentRole.thirdReimbursementAgent,
    PaymentRole.intermediaryAgent(1), PaymentRole.intermediaryAgent(2),
    PaymentRole.intermediaryAgent(3), PaymentRole.creditorAgent, PaymentRole.instructedAgent,
  ]

  /// The roles that are stated, in the order of the chain; those of a payment below this one, and
  /// others, after them by name.
  var roles: [String] {
    let known = Self.order.filter { actors[$0] != nil }
    return known + actors.keys.filter { !Self.order.contains($0) }.sorted()
  }

  /// Takes an element that states a party, an agent or an account of one.
  ///
  /// - Parameter prefix: before the role's name: `underlying-`.
  /// - Returns: false for an element that states none.
  mutating func takeActor(_ node: RecordNode, path: String, prefix: String = "") -> Bool {
    let name = node.name
    if let role = Self.parties[name] {
      let party = ISOParty(node, path: path)
      setParty(party, role: prefix + Self.role(role, below: prefix))
      return true
    }
    guard name.hasSuffix("Acct") else { return false }
    guard let role = Self.parties[String(name.dropLast(4))] else { return false }
    let account = ISOAccount.read(node, path: path)
    setAccount(account, role: prefix + Self.role(role, below: prefix))
    return true
  }

  /// `from` is the debtor of the payment itself; of one below it the role is called `debtor`.
  private static func role(_ role: String, below prefix: String) -> String {
    guard !prefix.isEmpty else { return role }
    switch role {
    case PaymentRole.debtor: return "debtor"
    case PaymentRole.creditor: return "creditor"
    default: return role
    }
  }

  /// A statement of the payment itself takes the place of that of its group.
  mutating func setParty(_ party: ISOParty?, role: String) {
    guard let party else { return }
    actors[role, default: Actor()].party = party
    actors[role]?.mention = nil
  }

  mutating func setAccount(_ account: AccountMention?, role: String) {
    guard let account else { return }
    actors[role, default: Actor()].account = account
    actors[role]?.accountNumber = nil
  }

  /// Swaps the two sides and what belongs to each: a return runs from the creditor to the debtor.
  mutating func reverseSides() {
    swap(PaymentRole.debtor, PaymentRole.creditor)
    swapAgents()
  }

  /// Swaps what belongs to each side.
  mutating func swapAgents() {
    swap(PaymentRole.ultimateDebtor, PaymentRole.ultimateCreditor)
    swap(PaymentRole.debtorAgent, PaymentRole.creditorAgent)
  }

  private mutating func swap(_ one: String, _ other: String) {
    let kept = actors[one]
    actors[one] = actors[other]
    actors[other] = kept
  }

  /// The bank that keeps the account of a role, where the message says which.
  ///
  /// That is the agent of the side. A bank that pays or is paid may have none: then the receiver of
  /// the message keeps the account of its sender, and that of the bank it is to pay (SWIFT, MT202
  /// field 57a; CBPR+ pacs.009, creditor agent).
  func servicer(of role: String) -> String? {
    switch role {
    case PaymentRole.debtor, "debtor":
      if let agent = institution(PaymentRole.debtorAgent) { return agent }
      guard let party = actors[role]?.party, party.isBank, let bic = party.bic,
        let sender = actors[PaymentRole.instructingAgent]?.party?.bic,
        CheckDigits.bic8(bic) == CheckDigits.bic8(sender)
      else { return nil }
      return institution(PaymentRole.instructedAgent)
    case PaymentRole.creditor, "creditor":
      if let agent = institution(PaymentRole.creditorAgent) { return agent }
      let isBank = actors[role]?.party?.isBank == true
      return isBank ? institution(PaymentRole.instructedAgent) : nil
    case PaymentRole.underlyingDebtor: return institution(PaymentRole.underlyingDebtorAgent)
    case PaymentRole.underlyingCreditor: return institution(PaymentRole.underlyingCreditorAgent)
    default: return nil
    }
  }

  private func institution(_ role: String) -> String? { actors[role]?.party?.institution }
}
