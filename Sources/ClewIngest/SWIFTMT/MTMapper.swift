import ClewModel

/// Turns the messages of one source into model records, one at a time.
///
/// It numbers what it emits over the whole source, and emits a statement of a party or an account
/// that the source repeats once. What it remembers for that is bounded; past `remembered` different
/// ones it starts anew, and the store joins identical ones by rule.
final class MTMapper {
  var batch = Batch()
  var unread = UnreadTally()

  private var mentionCount = 0
  private var accountCount = 0
  private var batchMentions = 0
  private var mentions: [String: Int] = [:]
  private var accounts: [String: Int] = [:]
  private var currencies: [String: Int32] = [:]
  private var modes: [String: Int32] = [:]
  /// The banks whose statements were read; nil for one that is not named.
  private(set) var servicers: Set<String?> = []
  /// Closing balances of statements whose next page is to come, by account and number.
  var openPages: [String: MTBalance] = [:]

  /// When the first message was put in that says so.
  private(set) var published: TimeSpan?

  static let remembered = 1 << 18
  /// A transfer has at most 10,000 characters (SWIFT, FIN message length).
  static let fieldLimit = 10_000

  /// Maps a message; one that cannot be read, or that moves no money, is a rejection.
  func add(_ message: MTMessage) {
    if message.isOverlong {
      return reject(
        message.rejection(
          "The message is longer than \(MTScanner.limit >> 20) MiB or "
            + "\(MTScanner.lineLimit) lines."))
    }
    published = published ?? message.sent
    let kind = MTTypes.kind(of: message.type)
    var message = message
    if message.isCut {
      guard case .statement = kind, let last = message.fields.popLast(), !message.fields.isEmpty
      else {
        return reject(
          message.rejection("The message is cut: the end of its text block (-}) is missing."))
      }
      reject(
        message.rejection(
          "The statement is cut: its last field (\(last.tag)) is left out."
        ).ofPart)
    }
    if message.fields.count > Self.fieldLimit, !kind.isStatement {
      return reject(
        message.rejection("The transfer has more than \(Self.fieldLimit) fields."))
    }
    var fields = MTFields(message)
    switch kind {
    case .statement:
      statement(&fields)
    case .confirmation(let isCredit): confirmation(&fields, isCredit: isCredit)
    case .customerTransfer: customerTransfer(&fields)
    case .bankTransfer: bankTransfer(&fields)
    case .bankTransfers: bankTransfers(&fields)
    case .ownTransfer: ownTransfer(&fields)
    case .ownTransfers: ownTransfers(&fields)
    case .requestForTransfer: requests(&fields)
    case .bankDebit: bankDebits(&fields)
    case .refused(let reason): return reject(message.rejection(reason))
    }
  }

  /// Counts what a message or a sequence states and nobody took.
  func count(_ fields: MTFields) {
    for field in fields.untaken {
      unread.add(path: "MT\(fields.message.type)/:\(field.tag):", at: field.provenance)
    }
  }

  /// Who keeps the accounts that the source reports on: the one bank of all its statements, as far
  /// as they were read so far.
  var reporter: String? { servicers.count == 1 ? servicers.first ?? nil : nil }

  /// Notes the bank of a statement, without its branch.
  func note(servicer: String?) { servicers.insert(servicer.flatMap(CheckDigits.bic8)) }

  func reject(_ rejection: Rejection) { batch.rejections.append(rejection) }

  /// Refuses a message for what stands at a place of it: line and path are those of the place, the bytes
  /// those of the message, which can be mended by itself.
  func reject(_ reason: String, at place: Provenance, of message: MTMessage) {
    var provenance = message.provenance
    provenance.line = place.line
    provenance.path = place.path
    reject(Rejection(provenance: provenance, reason: reason, snippet: message.snippet))
  }

  // MARK: - parties and accounts

  /// The number of the mention of a party, nil where it states neither name nor identifier.
  func mention(_ party: MTParty, _ provenance: Provenance) -> Int? {
    let name = party.name.flatMap { Sentinel.matches($0) ? nil : $0 } ?? ""
    let facts = party.stated
    guard !name.isEmpty || !facts.isEmpty else { return nil }
    return mention(kind: party.kind, name: name, facts: facts, provenance)
  }

  /// A bank by its BIC, as blocks 1 and 2 and field 72 name it.
  func bank(_ bic: String?, _ provenance: Provenance) -> Int? {
    guard let bic, !Sentinel.matches(bic) else { return nil }
    return mention(kind: .organisation, name: "", facts: [Fact(.bic, bic)], provenance)
  }

  func mention(kind: PartyKind, name: String, facts: [Fact], _ provenance: Provenance) -> Int {
    var key = "\(kind.rawValue)\u{1F}\(name)"
    for fact in facts {
      key += "\u{1E}\(fact.property.rawValue)\u{1F}\(fact.value)\u{1F}\(fact.raw ?? "")"
      key += "\u{1F}\(fact.qualifier ?? "")"
    }
    let isIdentified = !name.isEmpty || facts.contains { Self.numbers.contains($0.property) }
    if isIdentified, let number = mentions[key] {
      if number >= batchMentions {
        batch.mentions[number - batchMentions].occurrences += 1
      } else {
        batch.repeats[number, default: 0] += 1
      }
      return number
    }
    batch.mentions.append(Mention(kind: kind, name: name, facts: facts, provenance: provenance))
    if mentions.count >= Self.remembered { mentions.removeAll() }
    mentions[key] = mentionCount
    mentionCount += 1
    return mentionCount - 1
  }

  /// What says who a party is; one that states none of them, and no name, repeats nobody.
  private static let numbers: Set<Property> = [
    .bic, .passport, .nationalID, .taxNumber, .otherID, "clearing-member",
  ]

  /// The number of an account, nil where its number means nothing.
  ///
  /// - Parameter institution: the BIC of the agent that keeps it.
  func account(_ text: String?, at institution: String?, _ provenance: Provenance) -> Int? {
    guard let text, !Sentinel.matches(text) else { return nil }
    let key = "\(institution ?? "")\u{1F}\(text)"
    if let number = accounts[key] { return number }
    var account = AccountMention(institution: institution, provenance: provenance)
    if let iban = CheckDigits.iban(text) { account.iban = iban } else { account.number = text }
    if accounts.count >= Self.remembered { accounts.removeAll() }
    accounts[key] = accountCount
    return emit(account)
  }

  func emit(_ account: AccountMention) -> Int {
    batch.accounts.append(account)
    accountCount += 1
    return accountCount - 1
  }

  // MARK: - transactions

  func number(ofMode mode: String) -> Int32 {
    guard !mode.isEmpty else { return -1 }
    if let number = modes[mode] { return number }
    let number = Int32(clamping: modes.count)
    modes[mode] = number
    batch.modes.append(mode)
    return number
  }

  func number(ofCurrency currency: String) -> Int32 {
    if let number = currencies[currency] { return number }
    let number = Int32(clamping: currencies.count)
    currencies[currency] = number
    batch.currencies.append(currency)
    return number
  }

  // MARK: - handing over

  var isFull: Bool {
    batch.transactions.count >= 16_384 || batch.transactions.arena.count >= 16 << 20
      || batch.mentions.count + batch.accounts.count + batch.rejections.count >= 4096
  }

  func take() -> Batch {
    let full = batch
    batch = Batch()
    batchMentions = mentionCount
    return full
  }
}

/// The fields of a message, or of one sequence of it, taken one by one: what nobody took is counted.
struct MTFields {
  let message: MTMessage
  private let fields: [MTField]
  private var isTaken: [Bool]

  init(_ message: MTMessage) {
    self.init(message, message.fields[...])
  }

  private init(_ message: MTMessage, _ fields: ArraySlice<MTField>) {
    self.message = message
    self.fields = Array(fields)
    isTaken = [Bool](repeating: false, count: fields.count)
  }

  var all: [MTField] { fields }

  var untaken: [MTField] { zip(fields, isTaken).filter { !$0.1 }.map(\.0) }
  var provenance: Provenance { fields.first.map(span) ?? message.provenance }

  private func span(_ first: MTField) -> Provenance {
    guard let last = fields.last else { return first.provenance }
    return Provenance(
      offset: first.offset,
      length: Int32(clamping: last.offset - first.offset + Int64(last.length)),
      line: first.line, path: message.provenance.path)
  }

  /// The first field of the tag.
  mutating func take(_ tag: String) -> MTField? { takeFirst { $0.tag == tag } }

  /// The first field of the number, whatever its option: `50a`.
  mutating func take(number: String) -> MTField? { takeFirst { $0.number == number } }

  private mutating func takeFirst(_ matches: (MTField) -> Bool) -> MTField? {
    for index in fields.indices where !isTaken[index] && matches(fields[index]) {
      isTaken[index] = true
      return fields[index]
    }
    return nil
  }

  mutating func takeAll(_ tag: String) -> [MTField] {
    var found: [MTField] = []
    for index in fields.indices where !isTaken[index] && fields[index].tag == tag {
      isTaken[index] = true
      found.append(fields[index])
    }
    return found
  }

  /// Cuts a sequence off: the fields from the one that `begins` matches.
  func split(where begins: (MTField) -> Bool) -> (MTFields, MTFields?) {
    guard let at = fields.firstIndex(where: begins) else { return (self, nil) }
    return (MTFields(message, fields[..<at]), MTFields(message, fields[at...]))
  }

  /// The sequences that begin with a field of the tag.
  func sequences(beginningWith tag: String) -> [MTFields] {
    var found: [MTFields] = []
    var start: Int?
    for (index, field) in fields.enumerated() where field.tag == tag {
      if let start { found.append(MTFields(message, fields[start..<index])) }
      start = index
    }
    if let start { found.append(MTFields(message, fields[start...])) }
    return found
  }
}
