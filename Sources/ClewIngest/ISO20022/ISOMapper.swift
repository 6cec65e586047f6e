import ClewModel

/// Turns the records of one ISO 20022 source into model records, one tree at a time.
///
/// It numbers what it emits over the whole source and emits a statement that the source repeats
/// word for word once. What it remembers for that is bounded: past `remembered` different statements
/// it starts anew, and identical ones are then joined by the store's rule.
final class ISOMapper {
  let tree = RecordTree()
  let reader: XMLReader
  var batch = Batch()
  var tally = UnreadTally()

  /// The message that is open, and what its payments inherit: the header's, then the group's.
  var message: ISOMessage?
  var header = ISOHeader()
  var messageDraft = ISODraft()
  var groupDraft = ISODraft()
  var isInGroup = false
  var statement: ISOStatement?
  /// Whether `groupDraft` has its numbers.
  var isGroupSettled = false
  var control = ISOControl()

  /// The servicers of the statements seen so far, and the dates of the messages.
  var servicers: Set<String?> = []
  var published: TimeSpan?

  private(set) var mentionCount = 0
  private(set) var accountCount = 0
  private var batchMentions = 0
  private(set) var batchAccounts = 0
  private var mentions: [MentionKey: Int] = [:]
  private var accounts: [AccountMention: Int] = [:]
  private var currencies: [String: Int32] = [:]
  private var modes: [String: Int32] = [:]

  static let remembered = 1 << 15

  private struct MentionKey: Hashable {
    var kind: PartyKind
    var name: String
    var facts: [Fact]
  }

  init(reader: XMLReader) { self.reader = reader }

  // MARK: - parties and accounts

  /// The number of a mention: an earlier one where the source has stated the same before. Who has
  /// neither name nor number is nobody's repetition.
  func number(of party: ISOParty) -> Int {
    let key = MentionKey(kind: party.kind, name: party.name, facts: party.facts.all)
    if party.isIdentified, let number = mentions[key] {
      if number >= batchMentions {
        batch.mentions[number - batchMentions].occurrences += 1
      } else {
        batch.repeats[number, default: 0] += 1
      }
      return number
    }
    if mentions.count >= Self.remembered { mentions.removeAll() }
    mentions[key] = mentionCount
    batch.mentions.append(party.mention)
    mentionCount += 1
    return mentionCount - 1
  }

  /// The number of an account that a payment names.
  func number(of account: AccountMention) -> Int {
    var key = account
    key.provenance = Provenance(offset: 0, length: 0, line: 0)
    if account.iban != nil || account.number != nil, let number = accounts[key] { return number }
    if accounts.count >= Self.remembered { accounts.removeAll() }
    accounts[key] = accountCount
    return add(account)
  }

  /// Emits an account whatever was stated before.
  func add(_ account: AccountMention) -> Int {
    batch.accounts.append(account)
    accountCount += 1
    return accountCount - 1
  }

  // MARK: - tables

  func number(ofMode mode: String?) -> Int32 {
    guard let mode else { return -1 }
    if let number = modes[mode] { return number }
    let number = Int32(modes.count)
    modes[mode] = number
    batch.modes.append(mode)
    return number
  }

  func number(ofCurrency currency: String) -> Int32 {
    if let number = currencies[currency] { return number }
    let number = Int32(currencies.count)
    currencies[currency] = number
    batch.currencies.append(currency)
    return number
  }

  // MARK: - roles

  /// Numbers the actors of a draft that have none, parties once for all payments of a group.
  func settle(_ draft: inout ISODraft) {
    for role in draft.roles {
      guard var actor = draft.actors[role] else { continue }
      if actor.mention == nil { actor.mention = actor.party.map { number(of: $0) } }
      if actor.accountNumber == nil, var account = actor.account {
        account.institution = draft.servicer(of: role)
        actor.accountNumber = number(of: account)
      }
      draft.actors[role] = actor
    }
  }

  /// The roles of a settled draft.
  func roles(of draft: ISODraft) -> [TransactionDetail.Role] {
    draft.roles.compactMap { name in
      guard let actor = draft.actors[name], actor.mention != nil || actor.accountNumber != nil
      else { return nil }
      return TransactionDetail.Role(
        name: name, mention: actor.mention, account: actor.accountNumber,
        country: actor.party?.country)
    }
  }

  static func side(_ draft: ISODraft, _ role: String) -> Int32 {
    draft.actors[role]?.accountNumber.map(Int32.init(clamping:)) ?? Transactions.none
  }

  // MARK: - rejections

  /// What is in the tree cannot be read. A payment of the first message stands for itself below the
  /// header that is written with it; payments of later messages have headers of their own.
  func reject(_ reason: String, path: String) {
    let rejection = Rejection(
      provenance: tree.root.provenance(path), reason: reason,
      snippet: ISOSnippet.text(tree.head, encoding: reader.encoding))
    let isRecord = control.messages == 1 && tree.root.name == message?.record
    batch.rejections.append(isRecord ? rejection : rejection.ofPart)
  }

  /// A message or a statement is not what it should be.
  func reject(_ reason: String, at provenance: Provenance) {
    batch.rejections.append(Rejection(provenance: provenance, reason: reason, snippet: "").ofPart)
  }

  // MARK: - handing over

  /// About 4,000 transactions, each with its roles and facts, or other records.
  var isFull: Bool {
    batch.transactions.count >= 4096 || batch.transactions.arena.count >= 16 << 20
      || batch.mentions.count + batch.accounts.count + batch.rejections.count >= 8192
  }

  func take() -> Batch {
    let full = batch
    batch = Batch()
    batchMentions = mentionCount
    batchAccounts = accountCount
    statement?.handedOver()
    return full
  }
}

/// The first bytes of a record for people to read.
enum ISOSnippet {
  static func text(_ bytes: [UInt8], encoding: String) -> String {
    guard let found = TextEncoding(rawValue: encoding) else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return found.decode(bytes[...])
  }
}

/// What a business application header (`AppHdr`, head.001) says about the message behind it.
struct ISOHeader {
  var facts = ISOFacts()
  /// BIC of the sender: of a statement the bank that keeps the account.
  var sender: String?
}

/// What a message says about its own content, and what it holds.
struct ISOControl {
  var place = Provenance(offset: 0, length: 0, line: 0)
  var stated: Int?
  var records = 0
  var groups = 0
  var messages = 0
}
