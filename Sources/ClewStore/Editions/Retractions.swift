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
  /// leaving it out.
  static func why(_ db: Database, of id: RecordID, by source: Int64) throws -> String? {
    guard let (table, kind) = tables[id.kind] else { return nil }
    return try String.fetchOne(
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
  }

  private static let tables: [RecordID.Kind: (String, Kind)] = [
    .mention: ("mention", .party), .link: ("link", .link), .listing: ("listing", .listing),
    .filing: ("filing", .filing),
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
