import ClewModel
import GRDB

extension Casefile {
  /// Records whose names, identifiers, refs or narratives hold a text, best first: id and ref, a
  /// payment's reference, exact name, exact identifier, a name that begins with the words, all words,
  /// the narrative of a filing and the text of a payment; then by id.
  ///
  /// - Parameters:
  ///   - kind: only records of this kind.
  ///   - limit: at most so many rows; the page says how many there are.
  package func find(
    text: String, kind: RecordID.Kind? = nil, limit: Int = 50
  ) throws -> Page<FoundRecord> {
    try translating {
      try database.read { db in
        try Search(lookup: Lookup(db: db, folding: folding), text: text, kind: kind)
          .page(limit: limit)
      }
    }
  }
}

/// One search: records with the best reason found for each.
private struct Search {
  private enum Rank: Int, Comparable {
    case id, ref, reference, name, identifier, prefix, words, narrative

    var why: String {
      switch self {
      case .id: "id"
      case .ref: "ref"
      case .reference: "reference"
      case .name: "name"
      case .identifier: "identifier"
      case .prefix: "prefix"
      case .words: "words"
      case .narrative: "narrative"
      }
    }

    static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
  }

  /// Beyond so many hits the names are not read to rank prefixes before words: ids settle it.
  private static let rankedHits = 20_000

  private let lookup: Lookup
  private let text: String
  private let kind: RecordID.Kind?
  private var ranks: [RecordID: Rank] = [:]

  init(lookup: Lookup, text: String, kind: RecordID.Kind?) throws {
    self.lookup = lookup
    self.text = text
    self.kind = kind
    if let id = try lookup.byID(text) { note([id], .id) }
    note(try lookup.byRef(text), .ref)
    note(try lookup.byPaymentReference(text), .reference)
    note(try lookup.byName(text), .name)
    note(try lookup.byIdentifier(text), .identifier)
    try noteWords()
  }

  func page(limit: Int) throws -> Page<FoundRecord> {
    let ordered = ranks.sorted { a, b in
      a.value != b.value
        ? a.value < b.value
        : a.key.kind != b.key.kind
          ? Self.order(a.key.kind) < Self.order(b.key.kind) : a.key.number < b.key.number
    }
    let rows = try ordered.prefix(max(0, limit)).flatMap { id, rank in
      try lookup.describe([id], why: rank.why)
    }
    return Page(rows: rows, total: ordered.count)
  }

  /// Parties first, then accounts, filings, listings and the rest.
  private static func order(_ kind: RecordID.Kind) -> Int {
    let kinds: [RecordID.Kind] = [.party, .account, .filing, .listing, .transaction]
    return kinds.firstIndex(of: kind) ?? kinds.count
  }

  private mutating func note(_ ids: [RecordID], _ rank: Rank) {
    for id in ids where kind == nil || id.kind == kind {
      if let known = ranks[id], known <= rank { continue }
      ranks[id] = rank
    }
  }

  private mutating func noteWords() throws {
    let words = lookup.folding.tokens(text)
    let owners = try lookup.owners(ofWords: words, isPrefix: true)
    let ranked = owners.count <= Self.rankedHits
    for (owner, number) in owners {
      if let kind, Self.record(of: owner) != kind { continue }
      let rank: Rank
      if owner == .filing || owner == .transaction {
        rank = .narrative
      } else if ranked {
        rank = try begins(owner, number, words) ? .prefix : .words
      } else {
        rank = .words
      }
      note(try lookup.records(owner, number), rank)
    }
  }

  private static func record(of owner: FactOwner) -> RecordID.Kind {
    switch owner {
    case .mention: .party
    case .account: .account
    case .link: .link
    case .listing, .supplement: .listing
    case .filing: .filing
    case .transaction: .transaction
    }
  }

  /// True where the main name begins with the words, the last one perhaps cut short.
  private func begins(_ owner: FactOwner, _ number: Int64, _ words: [String]) throws -> Bool {
    let table: String
    switch owner {
    case .mention: table = "mention"
    case .account: table = "account_mention"
    case .listing: table = "listing"
    default: return false
    }
    let name = try String.fetchOne(
      lookup.db.cachedStatement(sql: "select coalesce(name, '') from \(table) where id = ?"),
      arguments: [number])
    let stated = lookup.folding.tokens(name ?? "")
    guard stated.count >= words.count, let last = words.last else { return false }
    return stated.prefix(words.count - 1).elementsEqual(words.dropLast())
      && stated[words.count - 1].hasPrefix(last)
  }
}
