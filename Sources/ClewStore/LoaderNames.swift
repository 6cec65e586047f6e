import ClewModel
import GRDB

/// Fills the index of whole names and the index of words, which `find` and `screen` read.
final class NameWriter {
  let folding: Folding
  private let key: RawStatement
  private let word: RawStatement

  /// Facts whose values are found by their words.
  private static let identifiers: Set<Property> = [
    .alias, .lei, .registrationNumber, .taxNumber, .passport, .nationalID, .otherID, .imo, .bic,
    .walletAddress, .phone, .email, .ipAddress,
  ]

  init(_ db: Database, _ folding: Folding) throws {
    self.folding = folding
    key = try RawStatement(
      db, "insert or ignore into name_key (key, owner_kind, owner) values (?, ?, ?)")
    word = try RawStatement(db, "insert into word (rowid, text) values (?, ?)")
  }

  func add(_ mention: Mention, _ id: Int64) throws {
    try add(name: mention.name, facts: mention.facts, kind: .mention, id)
  }

  /// A name, aliases and identifiers.
  func add(name: String, facts: [Fact], kind: FactOwner, _ id: Int64) throws {
    var names: Set<String> = []
    var texts = name.isEmpty ? [] : [name]
    if !name.isEmpty { names.insert(folding.key(name)) }
    for fact in facts where Self.identifiers.contains(fact.property) {
      texts.append(fact.value)
      if fact.property == .alias { names.insert(folding.key(fact.value)) }
    }
    for name in names.sorted() where !name.isEmpty {
      key.text(name)
      key.int(kind.rawValue)
      key.int(id)
      try key.run()
    }
    try add(texts, kind, id)
  }

  /// An account is found by words only where its source describes it: a number that merely stands
  /// in a transaction has its key.
  func add(_ account: AccountMention, _ id: Int64) throws {
    guard account.ref != nil || account.name != nil else { return }
    try add(
      [account.name, account.number, account.iban, account.ref].compactMap { $0 }, .account, id)
  }

  func add(_ filing: Filing, _ id: Int64) throws {
    try add([filing.narrative, filing.ref ?? ""] + filing.indicators, .filing, id)
  }

  /// What a payment says of itself in words: often the counterparty stands nowhere else.
  func add(_ detail: TransactionDetail, _ id: Int64) throws {
    guard !detail.description.isEmpty else { return }
    try add([detail.description], .transaction, id)
  }

  private func add(_ texts: [String], _ kind: FactOwner, _ id: Int64) throws {
    var tokens: [String] = []
    for text in texts { tokens += folding.tokens(text) }
    guard !tokens.isEmpty else { return }
    word.int(WordRow.id(kind, id))
    word.text(tokens.joined(separator: " "))
    try word.run()
  }
}
