import ClewModel
import GRDB

/// Says which identifiers of a source have wrong check digits: one finding a source and kind of
/// identifier, with every record it concerns. Such an identifier joins nothing.
enum CheckDigitFindings {
  private static let kinds = ["LEI", "IMO number", "IBAN"]

  static func run(_ db: Database, source: Int64) throws {
    try report(
      db, source, "LEI",
      try mentions(db, source, .lei) { CheckDigits.lei($0) != nil })
    try report(
      db, source, "IMO number",
      try mentions(db, source, .imo) { CheckDigits.imo($0) != nil })
    try report(db, source, "IBAN", try accounts(db, source))
  }

  static func remove(_ db: Database, source: Int64) throws {
    for kind in kinds {
      try db.execute(
        sql: "delete from finding where identity = ?",
        arguments: [finding(source, kind, []).identity])
    }
  }

  private static func finding(
    _ source: Int64, _ kind: String, _ members: [RecordID]
  ) -> DataFinding {
    var finding = DataFinding(
      kind: .wrongCheckDigits, evidence: [RecordID(.source, source)], members: members,
      reasons: [
        .init(
          term: kind,
          detail: "\(members.count) with wrong check digits; such an identifier joins nothing")
      ])
    finding.discriminator = kind
    return finding
  }

  private static func report(
    _ db: Database, _ source: Int64, _ kind: String, _ members: [RecordID]
  ) throws {
    guard !members.isEmpty else { return }
    try finding(source, kind, members).store(db)
  }

  private static func mentions(
    _ db: Database, _ source: Int64, _ property: Property, isValid: (String) -> Bool
  ) throws -> [RecordID] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select f.owner, f.value from source s
          cross join fact f on f.owner_kind = \(FactOwner.mention.rawValue)
            and f.owner between s.first_mention and s.last_mention
        where s.id = ? and f.property = (select id from property where name = ?)
        order by f.owner, f.ordinal
        """, arguments: [source, property.rawValue])
    var wrong: [RecordID] = []
    while let row = try rows.next() {
      let value: String = row[1]
      let id = RecordID(.mention, row[0])
      if !Sentinel.matches(value), !isValid(value), wrong.last != id { wrong.append(id) }
    }
    return wrong
  }

  private static func accounts(_ db: Database, _ source: Int64) throws -> [RecordID] {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        select a.id, a.iban from source s
          cross join account_mention a on a.id between s.first_account and s.last_account
        where s.id = ? and a.iban is not null
        order by a.id
        """, arguments: [source])
    var wrong: [RecordID] = []
    while let row = try rows.next() {
      let value: String = row[1]
      if !Sentinel.matches(value), CheckDigits.iban(value) == nil {
        wrong.append(RecordID(.account, row[0]))
      }
    }
    return wrong
  }
}
