import ClewModel
import GRDB

/// What people read instead of an id.
package struct Label: Hashable, Sendable {
  package var id: RecordID
  /// `person`, `bank`, `source`: the kind of party or account, else the word of the record.
  package var kind: String
  /// The main name; of an account its holder or the name on it; empty where nobody states one.
  package var name: String
  /// The id that a source gave.
  package var ref: String?
  /// Of an account: bank and number as stated, `DEUTDEFF 532013000`, or the IBAN. Of a party without
  /// a name: the identifier that says most, `BIC DEUTDEFF`.
  package var number: String?

  package init(
    id: RecordID, kind: String, name: String, ref: String? = nil, number: String? = nil
  ) {
    self.id = id
    self.kind = kind
    self.name = name
    self.ref = ref
    self.number = number
  }

  /// One line: the name, else the number, else the ref, else the id.
  package var text: String {
    if !name.isEmpty { return name }
    if let number, !number.isEmpty { return number }
    return ref ?? id.description
  }
}

extension Casefile {
  /// Labels of records, by the ids asked for. Ids that do not exist are not in the answer.
  ///
  /// A party takes name, kind and ref from its lowest mention that has one; only live sources speak
  /// while there are any.
  package func labels(for ids: [RecordID]) throws -> [RecordID: Label] {
    try translating { try database.read { try Labels.of(ids, $0) } }
  }
}

/// Labels inside a read.
enum Labels {
  static func of(_ ids: [RecordID], _ db: Database) throws -> [RecordID: Label] {
    var labels: [RecordID: Label] = [:]
    for id in ids where labels[id] == nil {
      if let label = try label(id, db) { labels[id] = label }
    }
    return labels
  }

  static func label(_ id: RecordID, _ db: Database) throws -> Label? {
    switch id.kind {
    case .party: return try party(id, db)
    case .account: return try account(id, db)
    case .mention: return try mention(id, db)
    case .listing:
      return try row(
        db, id, "select name, ref from listing where id = \(Counting.listing(ofEntry: "?"))",
        kind: "listing")
    case .filing:
      return try row(db, id, "select kind, ref from filing where id = ?", kind: "filing")
    case .source:
      return try row(db, id, "select path, null from source where id = ?", kind: "source")
    case .transaction:
      return try row(
        db, id, "select coalesce(reference, ''), ref from transactions where id = ?",
        kind: "transaction")
    case .link:
      guard
        let row = try Row.fetchOne(
          db.cachedStatement(sql: "select kind, ref from link where id = ?"),
          arguments: [id.number])
      else { return nil }
      let kind = UInt8(exactly: row[0] as Int64).flatMap(LinkKind.init(rawValue:))
      return Label(id: id, kind: "link", name: kind?.name ?? "", ref: row[1])
    case .judgement:
      return try row(db, id, "select opinion, null from judgement where id = ?", kind: "judgement")
    case .finding:
      return try row(db, id, "select kind, null from finding where id = ?", kind: "finding")
    }
  }

  private static func row(
    _ db: Database, _ id: RecordID, _ sql: String, kind: String
  ) throws -> Label? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.number]).map {
      Label(id: id, kind: kind, name: $0[0], ref: $0[1])
    }
  }

  private static func mention(_ id: RecordID, _ db: Database) throws -> Label? {
    try Row.fetchOne(
      db.cachedStatement(sql: "select name, kind, ref from mention where id = ?"),
      arguments: [id.number]
    ).map { row in
      var label = Label(id: id, kind: partyKind(row[1]).name, name: row[0], ref: row[2])
      if label.name.isEmpty { label.number = try identifier([id.number], db) }
      return label
    }
  }

  static func partyKind(_ number: Int64) -> PartyKind {
    UInt8(exactly: number).flatMap(PartyKind.init(rawValue:)) ?? .unknown
  }

  private static func party(_ id: RecordID, _ db: Database) throws -> Label? {
    guard let party = try Membership.party(db, id.number) else { return nil }
    var mentions = try Membership.mentions(db, ofParty: party)
    if mentions.isEmpty {
      mentions = try Membership.mentions(db, ofParty: party, onlyLive: false)
    }
    var label = Label(id: id, kind: PartyKind.unknown.name, name: "")
    for number in mentions {
      guard let stated = try mention(RecordID(.mention, number), db) else { continue }
      if label.name.isEmpty { label.name = stated.name }
      if label.kind == PartyKind.unknown.name { label.kind = stated.kind }
      if label.ref == nil { label.ref = stated.ref }
      if !label.name.isEmpty, label.kind != PartyKind.unknown.name, label.ref != nil { break }
    }
    if label.name.isEmpty { label.number = try identifier(mentions, db) }
    return label
  }

  /// What a party without a name is known by, the first of these that any mention states.
  private static func identifier(_ mentions: [Int64], _ db: Database) throws -> String? {
    let words: [(Property, String)] = [
      (.bic, "BIC"), (.lei, "LEI"), (.registrationNumber, "no."), (.otherID, ""),
    ]
    for (property, word) in words {
      for mention in mentions {
        let value = try String.fetchOne(
          db.cachedStatement(
            sql: """
              select f.value from fact f
                join property p on p.id = f.property and p.name = ?
              where f.owner_kind = \(FactOwner.mention.rawValue) and f.owner = ? order by f.ordinal
              """), arguments: [property.rawValue, mention])
        if let value { return word.isEmpty ? value : "\(word) \(value)" }
      }
    }
    return nil
  }

  private static func account(_ id: RecordID, _ db: Database) throws -> Label? {
    guard let account = try Membership.account(db, id.number) else { return nil }
    var statements = try Membership.statements(db, ofAccount: account)
    if statements.isEmpty {
      statements = try Membership.statements(db, ofAccount: account, onlyLive: false)
    }
    var label = Label(id: id, kind: AccountKind.bank.name, name: "")
    var first = true
    for number in statements {
      guard
        let row = try Row.fetchOne(
          db.cachedStatement(
            sql: """
              select kind, name, ref, iban, institution, number, text
              from account_mention where id = ?
              """), arguments: [number])
      else { continue }
      if first {
        let kind = UInt8(exactly: row[0] as Int64).flatMap(AccountKind.init(rawValue:))
        label.kind = (kind ?? .bank).name
        first = false
      }
      if label.name.isEmpty, let name = row[1] as String? { label.name = name }
      if label.ref == nil { label.ref = row[2] }
      if label.number == nil { label.number = numberText(row) }
    }
    if label.name.isEmpty, let holder = try holders(ofStatements: statements, db).first,
      let party = try party(RecordID(.party, holder), db)
    {
      label.name = party.name
    }
    return label
  }

  /// `DEUTDEFF 532013000`, the IBAN, or the text that stands for the account.
  private static func numberText(_ row: Row) -> String? {
    if let iban = row[3] as String? { return iban }
    if let number = row[5] as String? {
      return (row[4] as String?).map { "\($0) \(number)" } ?? number
    }
    return row[6]
  }

  /// The parties that hold an account by a live link, ascending.
  static func holders(ofStatements statements: [Int64], _ db: Database) throws -> [Int64] {
    var parties = Set<Int64>()
    for statement in statements {
      parties.formUnion(
        try Int64.fetchAll(
          db.cachedStatement(
            sql: """
              select m.party from link l
                \(Counting.join("l"))
                join mention m on m.id = l.from_mention
              where l.to_account = ?1 and l.kind = ?2
              union
              select m.party from link l
                \(Counting.join("l"))
                join mention m on m.id = l.to_mention
              where l.from_account = ?1 and l.kind = ?2
              """), arguments: [statement, Int64(LinkKind.holder.rawValue)]))
    }
    return parties.sorted()
  }
}
