import ClewModel
import GRDB

/// A record that a text names, and why.
package struct FoundRecord: Hashable, Sendable {
  package var id: RecordID
  /// `party`, `account`, …
  package var kind: String
  package var ref: String?
  package var name: String
  /// `id`, `ref`, `reference`, `name`, `identifier`, `prefix`, `words` or `narrative`.
  package var why: String
}

/// The ways from a text to records: by id, by a source's own ref, by name, by identifier. Only live
/// sources are asked; the records are canonical (parties, accounts, entries of lists).
struct Lookup {
  let db: Database
  let folding: Folding

  /// Facts that identify: `find` and `resolve` compare their values.
  static let identifiers: [Property] = [
    .lei, .registrationNumber, .taxNumber, .passport, .nationalID, .otherID, .imo, .bic,
    .walletAddress, .phone, .email, .ipAddress,
  ]

  private static let counting = Counting.join("r")

  // MARK: - Ids and refs

  func byID(_ text: String) throws -> RecordID? {
    guard let id = RecordID(text), try Membership.canonical(db, id) != nil else { return nil }
    return try Membership.canonical(db, id)
  }

  /// All records that a source gave this ref, exact and case-sensitive, sorted.
  func byRef(_ ref: String) throws -> [RecordID] {
    var found = Set<RecordID>()
    func add(_ kind: RecordID.Kind, _ sql: String) throws {
      for number in try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [ref]) {
        found.insert(RecordID(kind, number))
      }
    }
    try add(.party, "select r.party from mention r \(Self.counting) where r.ref = ?")
    try add(.account, "select r.account from account_mention r \(Self.counting) where r.ref = ?")
    try add(.link, "select r.id from link r \(Self.counting) where r.ref = ?")
    try add(.filing, "select r.id from filing r \(Self.counting) where r.ref = ?")
    try add(.listing, "select r.entry from listing r \(Self.counting) where r.ref = ?")
    for number in try TransactionRefs.find(db, ref: ref) {
      if let canonical = try liveTransaction(number) {
        found.insert(RecordID(.transaction, canonical))
      }
    }
    return try withoutListingsOfParties(found).sorted()
  }

  /// Transactions that have the text as UETR, end-to-end reference or reference of the bank, sorted.
  func byPaymentReference(_ text: String) throws -> [RecordID] {
    let numbers = try Int64.fetchAll(
      db.cachedStatement(
        sql: """
          select id from transaction_detail where uetr = ?1
          union select id from transaction_detail where end_to_end = ?2
          union select id from transaction_detail where servicer_reference = ?2
          """), arguments: [text.lowercased(), text])
    return Set(try numbers.compactMap { try liveTransaction($0) }).sorted().map {
      RecordID(.transaction, $0)
    }
  }

  /// The canonical statement of a transaction, nil where it does not count.
  func liveTransaction(_ number: Int64) throws -> Int64? {
    try Int64.fetchOne(
      db.cachedStatement(
        sql: """
          select coalesce(nullif(t.same_as, 0), t.id) from transactions t
            join source s on s.id = t.source and s.live = 1
          where t.id = ? and \(Counting.supersededTransaction("t", "s")) is null
          """), arguments: [number])
  }

  /// A list entry that is judged the same as a party among the records goes without saying.
  private func withoutListingsOfParties(_ found: Set<RecordID>) throws -> Set<RecordID> {
    let parties = found.filter { $0.kind == .party }
    guard !parties.isEmpty, found.contains(where: { $0.kind == .listing }) else { return found }
    var kept = found
    for party in parties {
      for listed in try ListedParties.entries(ofParty: party.number, db) {
        kept.remove(RecordID(.listing, listed))
      }
    }
    return kept
  }

  // MARK: - Names and identifiers

  /// Parties and list entries one of whose names has the folded key of the text, sorted.
  func byName(_ text: String) throws -> [RecordID] {
    let key = folding.key(text)
    guard !key.isEmpty else { return [] }
    let rows = try Row.fetchAll(
      db.cachedStatement(sql: "select owner_kind, owner from name_key where key = ?"),
      arguments: [key])
    var found = Set<RecordID>()
    for row in rows {
      guard let kind = FactOwner(rawValue: row[0]) else { continue }
      for id in try records(kind, row[1]) { found.insert(id) }
    }
    return try withoutListingsOfParties(found).sorted()
  }

  /// Parties, accounts and list entries that have the text as an identifier, sorted.
  func byIdentifier(_ text: String) throws -> [RecordID] {
    let wanted = CheckDigits.compact(text)
    guard !Sentinel.matches(wanted) else { return [] }
    var found = Set<RecordID>()
    if let iban = CheckDigits.iban(text) {
      for number in try Int64.fetchAll(
        db.cachedStatement(
          sql: """
            select m.account from account_key k join account_mention m on m.id = k.account_mention
            where k.key = ?
            """), arguments: [AccountKey.iban(iban).text])
      {
        found.insert(RecordID(.account, number))
      }
    }
    // Identifiers are stored without blanks and hyphens where their reader knows them as such.
    for words in Set([folding.tokens(text), folding.tokens(wanted)]) {
      for (kind, owner) in try owners(ofWords: words, isPrefix: false) {
        guard try states(kind, owner, identifier: wanted) else { continue }
        for id in try records(kind, owner) { found.insert(id) }
      }
    }
    if found.isEmpty { found.formUnion(try accounts(numbered: text)) }
    return try withoutListingsOfParties(found).sorted()
  }

  /// Accounts of that number which no source describes: their number stands in their key only.
  private func accounts(numbered number: String) throws -> [RecordID] {
    let separator = "\u{1F}"
    let rows = try Int64.fetchAll(
      db,
      sql: """
        select distinct m.account from account_key k
          join account_mention m on m.id = k.account_mention
        where substr(k.key, -length(?1)) = ?1 and k.key not glob 'ref*' and (
          exists (
            select 1 from account_mention o \(Counting.join("o")) where o.id = m.account)
          or exists (
            select 1 from account_mention o \(Counting.join("o"))
            where o.account = m.account and o.account <> o.id))
        union
        select m.account from account_mention m
          \(Counting.join("m"))
        where m.text = ?2
        """, arguments: [separator + number, number])
    return rows.map { RecordID(.account, $0) }
  }

  /// True where an identifying fact of the owner, compacted, is the wanted text.
  func states(_ kind: FactOwner, _ owner: Int64, identifier wanted: String) throws -> Bool {
    if kind == .account {
      let row = try Row.fetchOne(
        db.cachedStatement(sql: "select iban, number from account_mention where id = ?"),
        arguments: [owner])
      return [row?[0] as String?, row?[1] as String?].contains { value in
        value.map { CheckDigits.compact($0) == wanted } ?? false
      }
    }
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select p.name, f.value from fact f join property p on p.id = f.property
          where f.owner_kind = ? and f.owner = ?
          """), arguments: [kind.rawValue, owner])
    return rows.contains { row in
      Self.identifiers.contains(Property(rawValue: row[0]))
        && CheckDigits.compact(row[1]) == wanted
    }
  }

  /// Owners of texts that hold all words; the last may be the beginning of one.
  func owners(ofWords words: [String], isPrefix: Bool) throws -> [(FactOwner, Int64)] {
    guard !words.isEmpty else { return [] }
    let terms = words.enumerated().map { index, word in
      "\"\(word.filter { $0 != "\"" })\"" + (isPrefix && index == words.count - 1 ? "*" : "")
    }
    let rows = try Int64.fetchAll(
      db.cachedStatement(sql: "select rowid from word where word match ? order by rowid"),
      arguments: [terms.joined(separator: " AND ")])
    return rows.compactMap { WordRow.owner(of: $0).map { ($0.kind, $0.owner) } }
  }

  /// The canonical records behind an owner of facts or words; none where its source is not live.
  func records(_ kind: FactOwner, _ owner: Int64) throws -> [RecordID] {
    let counting = Self.counting
    let (record, sql): (RecordID.Kind, String)
    switch kind {
    case .mention:
      (record, sql) = (.party, "select r.party from mention r \(counting) where r.id = ?")
    case .account:
      (record, sql) = (
        .account, "select r.account from account_mention r \(counting) where r.id = ?"
      )
    case .link: (record, sql) = (.link, "select r.id from link r \(counting) where r.id = ?")
    case .listing:
      (record, sql) = (.listing, "select r.entry from listing r \(counting) where r.id = ?")
    case .supplement:
      (record, sql) = (
        .listing,
        """
        select distinct w.entry from listing_supplement r \(counting)
          join listing w on w.ref = r.ref and w.list = r.list
          \(Counting.join("w", "ws")) where r.id = ?
        """
      )
    case .filing: (record, sql) = (.filing, "select r.id from filing r \(counting) where r.id = ?")
    case .transaction:
      return try liveTransaction(owner).map { [RecordID(.transaction, $0)] } ?? []
    }
    return try Int64.fetchAll(db.cachedStatement(sql: sql), arguments: [owner]).map {
      RecordID(record, $0)
    }
  }

  func describe(_ ids: [RecordID], why: String) throws -> [FoundRecord] {
    try ids.compactMap { id in
      try Labels.label(id, db).map {
        FoundRecord(id: id, kind: id.kind.word, ref: $0.ref, name: $0.text(of: id), why: why)
      }
    }
  }
}

extension Label {
  /// The name for lists: empty where the record has none of its own.
  fileprivate func text(of id: RecordID) -> String {
    id.kind == .account && name.isEmpty ? number ?? "" : name
  }
}
