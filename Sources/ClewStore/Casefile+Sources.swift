import ClewModel
import GRDB

/// A source to be ingested, as far as it is known before its first byte is read.
package struct NewSource: Sendable {
  /// The path as given on the command line, for results.
  package var path: String
  /// The absolute path of the file, to find it again.
  package var location: String
  /// SHA-256 of the file as it lies on disk, where that is another than the bytes read: an archive, a
  /// workbook.
  package var container: String?
  /// The set that its ids belong to.
  package var set: String
  package var asOf: TimeSpan?
  package var handling: String?
  package var grade: String?
  /// The source that it supersedes.
  package var replaces: Int64?
  /// The wall clock of the shell, for the record only.
  package var ingestedAt: String
  /// Written into the journal in the same transaction, where given.
  package var journal: JournalEntry?

  package init(
    path: String, location: String = "", container: String? = nil, set: String,
    asOf: TimeSpan? = nil, handling: String? = nil,
    grade: String? = nil, replaces: Int64? = nil, ingestedAt: String,
    journal: JournalEntry? = nil
  ) {
    self.path = path
    self.location = location
    self.container = container
    self.set = set
    self.asOf = asOf
    self.handling = handling
    self.grade = grade
    self.replaces = replaces
    self.ingestedAt = ingestedAt
    self.journal = journal
  }
}

/// What a source holds, counted. `parties` are the distinct parties that it states, `accounts` the
/// distinct accounts; listings are no parties.
package struct SourceCounts: Hashable, Sendable {
  package var parties: Int64 = 0
  package var accounts: Int64 = 0
  package var transactions: Int64 = 0
  package var links: Int64 = 0
  package var listings: Int64 = 0
  package var filings: Int64 = 0
  package var rejections: Int64 = 0

  package init() {}
}

/// A source in the casefile.
package struct SourceRecord: Hashable, Sendable {
  package var id: RecordID
  package var sha256: String
  package var path: String
  /// The absolute path at ingest; empty where it is not known.
  package var location: String
  /// SHA-256 of the archive or workbook it was read from.
  package var container: String?
  package var format: String
  package var encoding: String
  package var bytes: Int64
  package var set: String
  package var reporter: String?
  package var list: String?
  package var published: TimeSpan?
  package var asOf: TimeSpan?
  package var handling: String?
  package var grade: String?
  package var ingestedAt: String
  /// True where only what stands before a break of the container was kept.
  package var isPartial: Bool
  package var replaces: RecordID?
  package var replacedBy: RecordID?
  package var withdrawnWhy: String?
  /// False for a replaced or withdrawn source: no answer uses it.
  package var isLive: Bool
  /// How it stands to other sources; nil where its records stand for themselves.
  package var edition: Edition?
  /// The later whole source of its family that took the place of all its records.
  package var supersededBy: RecordID?
  /// The source whose rejected records it holds, mended.
  package var completes: RecordID?
  package var counts: SourceCounts

  init(row: Row) {
    func id(_ column: String) -> RecordID? {
      (row[column] as Int64?).map { RecordID(.source, $0) }
    }
    self.id = RecordID(.source, row["id"])
    sha256 = row["sha256"]
    path = row["path"]
    location = row["location"]
    container = row["container"]
    format = row["format"]
    encoding = row["encoding"]
    bytes = row["bytes"]
    set = row["set_name"]
    reporter = row["reporter"]
    list = row["list"]
    published = TimeMark.span(lo: row["published"], mark: row["published_mark"])
    asOf = TimeMark.span(lo: row["as_of"], mark: row["as_of_mark"])
    handling = row["handling"]
    grade = row["grade"]
    ingestedAt = row["ingested_at"]
    isPartial = row["partial"]
    replaces = id("replaces")
    replacedBy = id("replaced_by")
    withdrawnWhy = row["withdrawn_why"]
    isLive = row["live"]
    supersededBy = id("superseded")
    completes = id("completes")
    edition = (row["family"] as String?).map {
      Edition(family: $0, isWhole: row["is_whole"], part: row["part"])
    }
    counts = SourceCounts()
    counts.parties = row["parties"]
    counts.accounts = row["accounts"]
    counts.transactions = row["transactions"]
    counts.links = row["links"]
    counts.listings = row["listings"]
    counts.filings = row["filings"]
    counts.rejections = row["rejections"]
  }
}

/// A rejection and the source it stands in.
package struct StoredRejection: Hashable, Sendable {
  package var source: RecordID
  package var rejection: Rejection
}

extension Casefile {
  private static let sourceColumns =
    "select s.*, r.name as set_name from source s join record_set r on r.id = s.set_id"

  /// All sources in ascending id, withdrawn and replaced ones included.
  package func sources() throws -> [SourceRecord] {
    try translating {
      try database.read { db in
        try Row.fetchAll(db, sql: "\(Self.sourceColumns) order by s.id").map(SourceRecord.init)
      }
    }
  }

  package func source(_ id: Int64) throws -> SourceRecord? {
    try translating {
      try database.read { db in
        try Row.fetchOne(db, sql: "\(Self.sourceColumns) where s.id = ?", arguments: [id])
          .map(SourceRecord.init)
      }
    }
  }

  /// The source with these bytes, where they have been ingested before.
  package func existing(sha256: String) throws -> SourceRecord? {
    try translating { try database.read { try Self.existing($0, sha256: sha256) } }
  }

  /// True where some source is that many bytes long.
  package func holdsSource(bytes: Int64) throws -> Bool {
    try translating {
      try database.read { db in
        try Bool.fetchOne(
          db, sql: "select exists (select 1 from source where bytes = ?)", arguments: [bytes])
          ?? false
      }
    }
  }

  static func existing(_ db: Database, sha256: String) throws -> SourceRecord? {
    try Row.fetchOne(db, sql: "\(sourceColumns) where s.sha256 = ?", arguments: [sha256])
      .map(SourceRecord.init)
  }

  /// The digests of a source's blocks, as they were given to `Loader.finish`.
  package func blockDigests(source: Int64) throws -> [UInt8] {
    try translating {
      try database.read { db in
        let blocks = try RawStatement(db, "select coalesce(blocks, '') from source where id = ?")
        blocks.int(source)
        var digests: [UInt8] = []
        try blocks.each { digests = blocks.withBlob(0) { Array($0) } }
        return digests
      }
    }
  }

  /// Parties that are known by nothing but references in the source's links: no source states them.
  package func unstatedParties(source: Int64) throws -> Int64 {
    try translating {
      try database.read { db in
        try Int64.fetchOne(
          db,
          sql: """
            select count(*) from source s join mention m
              on m.set_id = s.set_id and m.source = s.id and m.placeholder = 1
            where s.id = ?1 and not exists (
              select 1 from mention o where o.ref = m.ref and o.set_id = m.set_id
                and o.placeholder <> 1)
            """, arguments: [source]) ?? 0
      }
    }
  }

  /// The records that could not be read, in the order of the file; of all sources, or of one.
  package func rejections(source: Int64? = nil) throws -> [StoredRejection] {
    try translating {
      try database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select * from rejection where ?1 is null or source = ?1 order by source, id
            """, arguments: [source]
        ).map { row in
          StoredRejection(
            source: RecordID(.source, row["source"]),
            rejection: Rejection(
              provenance: Provenance(row: row), reason: row["reason"], snippet: row["snippet"]))
        }
      }
    }
  }

  /// The archived bytes of a source in parts, as they were handed over; empty where not archived.
  package func archivedParts(source: Int64) throws -> [[UInt8]] {
    try translating {
      try database.read { db in
        let parts = try RawStatement(
          db, "select data from source_bytes where source = ? order by part")
        parts.int(source)
        var all: [[UInt8]] = []
        try parts.each { all.append(parts.withBlob(0) { Array($0) }) }
        return all
      }
    }
  }
}

extension Provenance {
  /// Reads the columns `offset`, `length`, `line` and `path`.
  package init(row: Row) {
    self.init(offset: row["offset"], length: row["length"], line: row["line"], path: row["path"])
  }
}
