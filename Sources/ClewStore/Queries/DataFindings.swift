import ClewModel
import GRDB

/// A stored finding with its body as it stands.
package struct StoredFinding: Hashable, Sendable {
  package var id: RecordID
  package var kind: String
  package var members: [RecordID]
  package var reasons: [DataFinding.Term]
  /// The revision of the casefile at which it was last found.
  package var revision: Int64
  /// The finding as JSON.
  package var body: String
  /// What a pattern of payments says beside; read for `show` only.
  package var details: [Detail] = []
}

extension Casefile {
  /// What the casefile found about its own data, in ascending id.
  package func dataFindings(kinds: [DataFinding.Kind] = DataFinding.Kind.allCases)
    throws -> [StoredFinding]
  {
    try translating {
      try database.read { db in
        try kinds.flatMap { kind in
          try Row.fetchAll(
            db,
            sql: """
              select f.id, f.kind, f.revision, f.body
              from finding f where f.kind = ? order by f.id
              """, arguments: [kind.rawValue])
        }.map { try StoredFinding($0, db) }.sorted { $0.id < $1.id }
      }
    }
  }
}

extension Casefile {
  /// Stores what an analysis found, or updates it, and returns the ids in the order given.
  package func store(_ findings: [DataFinding], journal entry: JournalEntry) throws -> [RecordID] {
    try translating {
      try database.write { db in
        let ids = try findings.map { finding in
          try finding.store(db)
          let id = try Int64.fetchOne(
            db, sql: "select id from finding where identity = ?", arguments: [finding.identity])
          return RecordID(.finding, id ?? 0)
        }
        if !findings.isEmpty { try Self.append(entry, db) }
        return ids
      }
    }
  }
}

extension StoredFinding {
  init(_ row: Row, _ db: Database) throws {
    id = RecordID(.finding, row["id"])
    kind = row["kind"]
    revision = row["revision"]
    body = row["body"]
    members = try String.fetchAll(
      db.cachedStatement(sql: "select value from json_each(?, '$.members')"), arguments: [body]
    ).compactMap { RecordID($0) }
    reasons = try Row.fetchAll(
      db.cachedStatement(
        sql: """
          select coalesce(json_extract(value, '$.term'), ''),
            coalesce(json_extract(value, '$.detail'), '')
          from json_each(?, '$.reasons')
          """), arguments: [body]
    ).map { DataFinding.Term(term: $0[0], detail: $0[1]) }
  }
}
