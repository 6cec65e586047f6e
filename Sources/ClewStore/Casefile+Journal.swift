import ClewModel
import GRDB

/// One command that wrote: the chain of custody. The revision is that after the command.
package struct JournalEntry: Hashable, Sendable {
  package var at: String
  package var who: String
  /// The version of Clew.
  package var version: String
  /// The command line, arguments separated by blanks.
  package var arguments: String
  package var revision: Int64

  package init(at: String, who: String, version: String, arguments: String, revision: Int64 = 0) {
    self.at = at
    self.who = who
    self.version = version
    self.arguments = arguments
    self.revision = revision
  }
}

/// What an analyst wrote down about a record.
package struct Note: Hashable, Sendable {
  package var id: Int64
  package var record: RecordID
  package var text: String
  package var who: String
  package var at: String
}

extension Casefile {
  /// Appends an entry with the present revision.
  package func append(_ entry: JournalEntry) throws {
    try translating { try database.write { try Self.append(entry, $0) } }
  }

  static func append(_ entry: JournalEntry, _ db: Database) throws {
    try db.execute(
      sql: """
        insert into journal (at, who, version, arguments, revision) values (?, ?, ?, ?, ?)
        """,
      arguments: [entry.at, entry.who, entry.version, entry.arguments, try revision(db)])
  }

  /// All entries, oldest first.
  package func journal() throws -> [JournalEntry] {
    try translating {
      try database.read { db in
        try Row.fetchAll(db, sql: "select * from journal order by id").map { row in
          JournalEntry(
            at: row["at"], who: row["who"], version: row["version"], arguments: row["arguments"],
            revision: row["revision"])
        }
      }
    }
  }

  /// Keeps a note on a record, and the command in the journal.
  @discardableResult
  package func addNote(
    _ text: String, to record: RecordID, journal entry: JournalEntry
  ) throws -> Note {
    try translating {
      try database.write { db in
        try db.execute(
          sql: "insert into note (kind, number, text, who, at) values (?, ?, ?, ?, ?)",
          arguments: [record.kind.rawValue, record.number, text, entry.who, entry.at])
        let note = Note(
          id: db.lastInsertedRowID, record: record, text: text, who: entry.who, at: entry.at)
        try Self.raiseRevision(db)
        try Self.append(entry, db)
        return note
      }
    }
  }

  /// The notes on a record, or all of them, oldest first.
  package func notes(on record: RecordID? = nil) throws -> [Note] {
    try translating {
      try database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select * from note where ?1 is null or (kind = ?1 and number = ?2) order by id
            """, arguments: [record?.kind.rawValue, record?.number]
        ).compactMap { row in
          guard let kind = RecordID.Kind(rawValue: row["kind"]) else { return nil }
          return Note(
            id: row["id"], record: RecordID(kind, row["number"]), text: row["text"],
            who: row["who"], at: row["at"])
        }
      }
    }
  }
}
