import ClewModel
import GRDB

/// A link as charts and dossiers print it.
package struct LinkRecord: Hashable, Sendable {
  package var id: RecordID
  package var ref: String?
  package var kind: LinkKind
  /// A party, an account or a listing; nil where the statement could not be resolved.
  package var from: RecordID?
  package var to: RecordID?
  /// The ends as stated by a ref or a listing's name.
  package var fromText: String?
  package var toText: String?
  package var capital: Stake?
  package var votes: Stake?
  package var direct: Bool?
  package var candidate: Bool
  package var start: TimeSpan?
  package var end: TimeSpan?
  package var known: TimeSpan?
  package var grade: String?
  package var role: String?
  package var place: Place

  /// The stake for people: `25%`, `25% to 50%`, `at least 75%, 60% of votes`; empty where none is
  /// stated.
  package var stakeText: String {
    var parts: [String] = []
    if let capital { parts.append(Self.text(capital)) }
    if let votes { parts.append("\(Self.text(votes)) of votes") }
    return parts.joined(separator: ", ")
  }

  private static func text(_ stake: Stake) -> String {
    func percent(_ share: Share) -> String { ShareText.percent(Int128(share.units)) }
    switch (stake.min, stake.max) {
    case (let low?, let high?):
      return low.units == high.units ? percent(low) : "\(percent(low)) to \(percent(high))"
    case (let low?, nil): return "at least \(percent(low))"
    case (nil, let high?): return "at most \(percent(high))"
    case (nil, nil): return "unstated"
    }
  }
}

extension Casefile {
  /// Links by id, in the order asked for; ids that do not exist are left out.
  package func linkDetails(_ ids: [RecordID]) throws -> [LinkRecord] {
    try translating {
      try database.read { db in
        try ids.compactMap { try LinkRecords.fetch(db, $0.number) }
      }
    }
  }

  /// The live links of a party, account or listing, in ascending id.
  package func links(of id: RecordID) throws -> [LinkRecord] {
    try translating {
      try database.read { db in
        try LinkRecords.numbers(db, of: id).compactMap { try LinkRecords.fetch(db, $0) }
      }
    }
  }
}

/// Reads of links.
enum LinkRecords {
  static func fetch(_ db: Database, _ number: Int64) throws -> LinkRecord? {
    guard
      let row = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            select r.*, \(Places.columnsOfEdition) from link r join source s on s.id = r.source
            where r.id = ?
            """), arguments: [number])
    else { return nil }
    return LinkRecord(
      id: RecordID(.link, number), ref: row["ref"],
      kind: UInt8(exactly: row["kind"] as Int64).flatMap(LinkKind.init(rawValue:)) ?? .linked,
      from: try end(db, row, "from"), to: try end(db, row, "to"), fromText: row["from_text"],
      toText: row["to_text"], capital: stake(row, "capital"), votes: stake(row, "votes"),
      direct: row["direct"], candidate: row["candidate"], start: Places.time(row, "start"),
      end: Places.time(row, "end"), known: Places.time(row, "known"), grade: row["grade"],
      role: row["role"], place: Places.place(row))
  }

  private static func end(_ db: Database, _ row: Row, _ side: String) throws -> RecordID? {
    if let mention = row["\(side)_mention"] as Int64? {
      return try Membership.party(db, mention).map { RecordID(.party, $0) }
    }
    if let account = row["\(side)_account"] as Int64? {
      return try Membership.account(db, account).map { RecordID(.account, $0) }
    }
    guard let listing = row["\(side)_listing"] as Int64? else { return nil }
    return try Int64.fetchOne(
      db.cachedStatement(sql: "select entry from listing where id = ?"), arguments: [listing]
    ).map { RecordID(.listing, $0) }
  }

  private static func stake(_ row: Row, _ name: String) -> Stake? {
    let decimals = (row["\(name)_decimals"] as Int64?).flatMap { UInt8(exactly: $0) } ?? 0
    let low = row["\(name)_min"] as Int64?
    let high = row["\(name)_max"] as Int64?
    guard low != nil || high != nil else { return nil }
    return Stake(
      min: low.map { Share(units: $0, decimals: decimals) },
      max: high.map { Share(units: $0, decimals: decimals) })
  }

  /// The live links of a record, ascending.
  static func numbers(_ db: Database, of id: RecordID) throws -> [Int64] {
    let (column, statements): (String, [Int64])
    switch id.kind {
    case .party, .mention, .account, .listing:
      statements = try JudgementTable.statements(of: id, db).map(\.number)
      column = id.kind == .account ? "account" : id.kind == .listing ? "listing" : "mention"
    default: return []
    }
    var found = Set<Int64>()
    for statement in statements {
      found.formUnion(
        try Int64.fetchAll(
          db.cachedStatement(
            sql: """
              select l.id from link l \(Counting.join("l"))
                where l.from_\(column) = ?1
              union
              select l.id from link l \(Counting.join("l"))
                where l.to_\(column) = ?1
              """), arguments: [statement]))
    }
    return found.sorted()
  }
}
