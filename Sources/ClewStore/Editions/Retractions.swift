import ClewModel
import GRDB

/// What sources take back.
enum Retractions {
  /// What is taken back. The numbers are in casefiles: never change one.
  enum Kind: Int64 {
    case party = 1
    case link = 2
    case listing = 3
    case filing = 4
  }

  /// Why a superseding source took a statement back; nil where it did so by saying it anew, or by
  /// leaving it out. What stood in a filing goes with it, and with the filing that took its place.
  static func why(_ db: Database, of id: RecordID, by source: Int64) throws -> String? {
    if id.kind == .filing { return try why(db, ofFiling: id.number, by: source) }
    if let (table, kind) = tables[id.kind],
      let stated = try String.fetchOne(
        db,
        sql: """
          select x.why from \(table) r
            join retraction x on x.record = r.id and x.kind = ?2 and x.source = ?3
          where r.id = ?1
          union all
          select x.why from \(table) r
            join retraction x on x.ref = r.ref and x.kind = ?2 and x.source = ?3
          where r.id = ?1
          limit 1
          """, arguments: [id.number, kind.rawValue, source])
    {
      return stated
    }
    guard let filing = try filing(db, around: id),
      try Int64.fetchOne(
        db, sql: "select superseded from filing where id = ?", arguments: [filing]) == source
    else { return nil }
    return try why(db, ofFiling: filing, by: source).map { "with R\(filing), \($0)" }
  }

  /// The filing that a record stands in, or that reports a transaction.
  private static func filing(_ db: Database, around id: RecordID) throws -> Int64? {
    if id.kind == .transaction {
      return try Int64.fetchOne(
        db.cachedStatement(
          sql: """
            select iif(last_transaction >= ?1, id, null) from filing
            where first_transaction is not null and first_transaction <= ?1
            order by first_transaction desc limit 1
            """), arguments: [id.number])
    }
    guard let table = inFilings[id.kind] else { return nil }
    return try Int64.fetchOne(
      db, sql: "select \(FilingContents.around) from \(table) r where r.id = ?",
      arguments: [id.number])
  }

  private static let inFilings: [RecordID.Kind: String] = [
    .mention: "mention", .account: "account_mention", .link: "link",
  ]

  /// `rejected by the unit and sent again as R4`.
  private static func why(
    _ db: Database, ofFiling number: Int64, by source: Int64
  ) throws -> String? {
    let taken = try Row.fetchOne(
      db,
      sql: """
        select x.why, (
            select n.id from filing n
            where n.source = x.source and n.offset <= x.offset order by n.offset desc limit 1)
        from filing r
          join retraction x on x.source = ?2 and x.kind = ?3
            and (x.ref = r.ref or exists (
              select 1 from fact f join property p on p.id = f.property and p.name = ?4
              where f.owner_kind = ?5 and f.owner = r.id and f.value = x.ref))
        where r.id = ?1 and (x.source <> r.source or x.offset > r.offset)
        order by x.id limit 1
        """,
      arguments: [
        number, source, Kind.filing.rawValue, FilingContents.authorityNumber.rawValue,
        FactOwner.filing.rawValue,
      ])
    if let taken {
      let by = (taken[1] as Int64?).map { " as R\($0)" } ?? ""
      return (taken[0] as String) + by
    }
    return try Int64.fetchOne(
      db,
      sql: """
        select n.id from filing r join filing n on n.ref = r.ref and n.source = ?2
        where r.id = ?1 and (n.source <> r.source or n.offset > r.offset)
        order by n.superseded is not null, n.offset desc limit 1
        """, arguments: [number, source]
    ).map { "sent again as R\($0)" }
  }

  private static let tables: [RecordID.Kind: (String, Kind)] = [
    .mention: ("mention", .party), .link: ("link", .link), .listing: ("listing", .listing),
  ]
}

/// Writes retractions. What a source takes back of its own no longer counts at once; the rest is
/// settled at its end (`Editions`).
final class RetractionWriter {
  private let source: Int64
  private let ids: LoaderIDs
  private let insert: RawStatement
  private let mention: RawStatement
  private let link: RawStatement

  init(_ db: Database, source: Int64, ids: LoaderIDs) throws {
    self.source = source
    self.ids = ids
    insert = try RawStatement(
      db,
      """
      insert into retraction (source, kind, ref, record, why, offset, length, line, path)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    mention = try RawStatement(db, "update mention set superseded = ? where id = ?")
    link = try RawStatement(db, "update link set superseded = ? where id = ?")
  }

  /// - Parameters:
  ///   - mentions, links: how many the source has stated so far.
  func add(_ retraction: Retraction, mentions: Int64, links: Int64) throws {
    switch retraction.target {
    case .party(let ref): try write(.party, ref: ref, retraction)
    case .link(let ref): try write(.link, ref: ref, retraction)
    case .listing(let ref): try write(.listing, ref: ref, retraction)
    case .filing(let ref): try write(.filing, ref: ref, retraction)
    case .ownMention(let number):
      precondition(Int64(number) < mentions, "a mention is taken back after it was stated")
      let id = ids.mention + Int64(number)
      try write(.party, record: id, retraction)
      try end(mention, id)
    case .ownLink(let number):
      precondition(Int64(number) < links, "a link is taken back after it was stated")
      let id = ids.link + Int64(number)
      try write(.link, record: id, retraction)
      try end(link, id)
    }
  }

  private func write(
    _ kind: Retractions.Kind, ref: String? = nil, record: Int64? = nil, _ retraction: Retraction
  ) throws {
    insert.int(source)
    insert.int(kind.rawValue)
    insert.text(ref)
    insert.int(record)
    insert.text(retraction.why)
    insert.provenance(retraction.provenance)
    try insert.run()
  }

  private func end(_ statement: RawStatement, _ id: Int64) throws {
    statement.int(source)
    statement.int(id)
    try statement.run()
  }
}
