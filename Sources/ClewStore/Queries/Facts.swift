import ClewModel
import GRDB

/// One claim about a record, and where it stands.
package struct StatedFact: Hashable, Sendable {
  package var property: String
  package var value: String
  /// As stated, nil where it is the same.
  package var raw: String?
  package var qualifier: String?
  /// The statement that makes the claim: a mention, a statement of an account, a listing, …
  package var statement: RecordID
  package var place: Place
}

/// Everything the casefile holds about one record.
package struct RecordFacts: Sendable {
  package var id: RecordID
  package var label: Label
  /// The statements behind it, with their places, those without a say included.
  package var statements: [TransactionRecord.Statement] = []
  package var facts: [StatedFact] = []
  package var links: [LinkRecord] = []
  /// Accounts that a party holds; parties that hold an account.
  package var accounts: [RecordID] = []
  package var holders: [RecordID] = []
  /// Entries of lists judged the same as a party; parties judged the same as an entry.
  package var listings: [ListedParty] = []
  package var filings: [FilingAppearance] = []
  package var transaction: TransactionRecord?
  package var judgement: Judgement?
  package var finding: StoredFinding?
  package var source: SourceRecord?
  /// Of a filing: the first and last transaction it reports.
  package var transactions: ClosedRange<Int64>?
  package var notes: [Note] = []
}

extension Casefile {
  /// All facts about a record of any kind, for `show`; nil where there is no such record.
  package func facts(of id: RecordID) throws -> RecordFacts? {
    guard var found = try translating({ try database.read { try FactSheet.read($0, id) } }) else {
      return nil
    }
    found.notes = try notes(on: id)
    if found.id != id { found.notes += try notes(on: found.id) }
    switch id.kind {
    case .source: found.source = try source(id.number)
    case .finding: found.finding = try storedFinding(id)
    default: break
    }
    return found
  }
}

/// Reads of what `show` prints.
private enum FactSheet {
  static func read(_ db: Database, _ asked: RecordID) throws -> RecordFacts? {
    guard let id = try Membership.canonical(db, asked), let label = try Labels.label(id, db) else {
      return nil
    }
    var sheet = RecordFacts(id: id, label: label)
    switch id.kind {
    case .party, .mention:
      let mentions =
        id.kind == .mention
        ? [id.number] : try Membership.mentions(db, ofParty: id.number, onlyLive: false)
      for mention in mentions { try add(db, RecordID(.mention, mention), .mention, &sheet) }
      sheet.links = try links(db, id)
      if id.kind == .party {
        sheet.accounts = try Holdings.accounts(db, ofParty: id.number)
        sheet.listings = try ListedParties.judged(db, party: id.number)
        sheet.filings = try Holdings.filings(db, ofParty: id.number)
      }
    case .account:
      let statements = try Membership.statements(db, ofAccount: id.number, onlyLive: false)
      for number in statements { try add(db, RecordID(.account, number), .account, &sheet) }
      sheet.links = try links(db, id)
      sheet.holders = try Labels.holders(
        ofStatements: Membership.statements(db, ofAccount: id.number), db
      ).map { RecordID(.party, $0) }
      sheet.filings = try Holdings.filings(db, ofAccount: id.number)
    case .link:
      try add(db, id, .link, &sheet)
      sheet.links = try LinkRecords.fetch(db, id.number).map { [$0] } ?? []
    case .listing: try addListing(db, id, &sheet)
    case .filing:
      try add(db, id, .filing, &sheet)
      sheet.transactions = try transactions(db, ofFiling: id.number)
    case .transaction:
      try add(db, id, .transaction, &sheet)
      sheet.transaction = try TransactionRecords.fetch(db, id.number)
      sheet.statements = sheet.transaction?.statements ?? []
    case .judgement: sheet.judgement = try JudgementTable.fetch(db, id.number)
    case .source, .finding: break
    }
    return sheet
  }

  private static func links(_ db: Database, _ id: RecordID) throws -> [LinkRecord] {
    try LinkRecords.numbers(db, of: id).compactMap { try LinkRecords.fetch(db, $0) }
  }

  private static func transactions(
    _ db: Database, ofFiling number: Int64
  ) throws -> ClosedRange<Int64>? {
    let row = try Row.fetchOne(
      db, sql: "select first_transaction, last_transaction from filing where id = ?",
      arguments: [number])
    guard let first = row?[0] as Int64?, let last = row?[1] as Int64?, first <= last else {
      return nil
    }
    return first...last
  }

  /// A list entry: all its listings, and what other files of the list add to them.
  private static func addListing(
    _ db: Database, _ id: RecordID, _ sheet: inout RecordFacts
  ) throws {
    for statement in try JudgementTable.statements(of: id, db) {
      try add(db, statement, .listing, &sheet)
    }
    let supplements = try Row.fetchAll(
      db,
      sql: """
        select r.id, \(Places.columnsOfEdition) from listing w
          join listing_supplement r on r.ref = w.ref and r.list = w.list
          join source s on s.id = r.source and s.live = 1
        where w.id = ? order by r.id
        """, arguments: [id.number])
    for row in supplements {
      try addFacts(db, id, .supplement, row[0], Places.place(row), &sheet)
    }
    sheet.links = try links(db, id)
    sheet.listings = try ListedParties.all(db).filter { row in
      row.listing == id || sheet.statements.contains { $0.id == row.listing }
    }
  }

  /// One statement: what its own columns say, then its facts.
  private static func add(
    _ db: Database, _ id: RecordID, _ owner: FactOwner, _ sheet: inout RecordFacts
  ) throws {
    guard let place = try Places.place(db, of: id) else { return }
    sheet.statements.append(.init(id: id, place: place))
    for (property, value) in try columns(db, id) where !value.isEmpty {
      sheet.facts.append(
        StatedFact(
          property: property, value: value, raw: nil, qualifier: nil, statement: id, place: place))
    }
    try addFacts(db, id, owner, id.number, place, &sheet)
  }

  private static func addFacts(
    _ db: Database, _ id: RecordID, _ owner: FactOwner, _ number: Int64, _ place: Place,
    _ sheet: inout RecordFacts
  ) throws {
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select p.name, f.value, f.raw, f.qualifier from fact f
            join property p on p.id = f.property
          where f.owner_kind = ? and f.owner = ? order by f.ordinal
          """), arguments: [owner.rawValue, number])
    for row in rows {
      let fact = StatedFact(
        property: row[0], value: row[1], raw: row[2], qualifier: row[3], statement: id,
        place: place)
      if !sheet.facts.contains(fact) { sheet.facts.append(fact) }
    }
  }

  /// What the columns of a statement say, as property and value.
  private static func columns(_ db: Database, _ id: RecordID) throws -> [(String, String)] {
    func row(_ sql: String) throws -> Row? {
      try Row.fetchOne(db.cachedStatement(sql: sql), arguments: [id.number])
    }
    switch id.kind {
    case .mention:
      guard let row = try row("select name, kind, ref from mention where id = ?") else { return [] }
      return [
        ("name", row[0]), ("kind", Labels.partyKind(row[1]).name), ("ref", row[2] ?? ""),
      ]
    case .account:
      guard let row = try row("select * from account_mention where id = ?") else { return [] }
      return accountColumns(row)
    case .listing:
      guard let row = try row("select * from listing where id = ?") else { return [] }
      return [
        ("name", row["name"]), ("list", row["list"]), ("ref", row["ref"]),
        ("kind", Labels.partyKind(row["kind"]).name),
        ("listed", Places.time(row, "listed")?.description ?? ""),
      ]
    case .filing:
      guard let row = try row("select * from filing where id = ?") else { return [] }
      return [
        ("ref", row["ref"] ?? ""), ("kind", row["kind"]), ("filer", row["filer"] ?? ""),
        ("filed", Places.time(row, "filed")?.description ?? ""), ("narrative", row["narrative"]),
      ]
    default: return []
    }
  }

  private static func accountColumns(_ row: Row) -> [(String, String)] {
    let kind = UInt8(exactly: row["kind"] as Int64).flatMap(AccountKind.init(rawValue:))
    var columns: [(String, String)] = [
      ("ref", row["ref"] ?? ""), ("iban", row["iban"] ?? ""),
      ("institution", row["institution"] ?? ""), ("number", row["number"] ?? ""),
      ("text", row["text"] ?? ""), ("kind", (kind ?? .bank).name),
      ("currency", row["currency"] ?? ""), ("name", row["name"] ?? ""),
      ("opened", Places.time(row, "opened")?.description ?? ""),
      ("closed", Places.time(row, "closed")?.description ?? ""),
    ]
    if let balance = row["balance"] as Int64?, let scale = row["balance_scale"] as Int64? {
      let amount = Decimal64(mantissa: balance, scale: UInt8(exactly: scale) ?? 0).description
      let currency = row["balance_currency"] as String? ?? ""
      let time = Places.time(row, "balance_time").map { " on \($0.description)" } ?? ""
      columns.append(("balance", "\(amount) \(currency)\(time)"))
    }
    return columns
  }
}
