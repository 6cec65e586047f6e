import GRDB

/// A run of `clew trace` with everything that went into it, so that it can be run again and compared.
package struct RecordedTrace: Hashable, Sendable {
  /// What was asked, without the claims, as JSON: two runs of one question have the same text.
  package var question: String
  /// The claims file as given, and its SHA-256; nil where there was none.
  package var claims: String?
  package var claimsDigest: String?
  /// What lay where, as JSON.
  package var result: String
  /// SHA-256 of the whole answer, without what it says about earlier runs.
  package var answerDigest: String
  /// The state of the casefile it was run on.
  package var revision: Int64

  package init(
    question: String, claims: String?, claimsDigest: String?, result: String,
    answerDigest: String, revision: Int64
  ) {
    self.question = question
    self.claims = claims
    self.claimsDigest = claimsDigest
    self.result = result
    self.answerDigest = answerDigest
    self.revision = revision
  }
}

/// A recorded trace as it stands in the casefile.
package struct TraceRecord: Hashable, Sendable {
  package var number: Int64
  package var trace: RecordedTrace
  package var who: String
  package var at: String
}

extension Casefile {
  /// Keeps a trace with the command in the journal, unless the last recorded run of the question is
  /// the same to the byte. The revision stays: no answer rests on it.
  ///
  /// - Returns: the number of the record, and the last run of the question that had another answer,
  ///   or other claims.
  package func record(
    _ trace: RecordedTrace, journal entry: JournalEntry
  ) throws -> (number: Int64, before: TraceRecord?) {
    try translating {
      try database.write { db in
        let runs = try Self.traces(db, question: trace.question)
        let before = runs.last {
          $0.trace.answerDigest != trace.answerDigest
            || $0.trace.claimsDigest != trace.claimsDigest
        }
        if let last = runs.last, last.trace == trace { return (last.number, before) }
        try Self.append(entry, db)
        let journal = db.lastInsertedRowID
        try db.execute(
          sql: """
            insert into trace (question, claims, claims_sha256, result, answer_sha256, revision,
              journal)
            values (?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            trace.question, trace.claims, trace.claimsDigest, trace.result, trace.answerDigest,
            trace.revision, journal,
          ])
        return (db.lastInsertedRowID, before)
      }
    }
  }

  /// The recorded runs of a question, or all, oldest first.
  package func traces(question: String? = nil) throws -> [TraceRecord] {
    try translating { try database.read { try Self.traces($0, question: question) } }
  }

  private static func traces(_ db: Database, question: String?) throws -> [TraceRecord] {
    try Row.fetchAll(
      db,
      sql: """
        select t.*, j.who, j.at from trace t join journal j on j.id = t.journal
        where ?1 is null or t.question = ?1 order by t.id
        """, arguments: [question]
    ).map { row in
      TraceRecord(
        number: row["id"],
        trace: RecordedTrace(
          question: row["question"], claims: row["claims"], claimsDigest: row["claims_sha256"],
          result: row["result"], answerDigest: row["answer_sha256"], revision: row["revision"]),
        who: row["who"], at: row["at"])
    }
  }
}

extension Casefile {
  /// The refs that sources give transactions, by id; those without one are left out.
  ///
  /// Complexity: a probe for each.
  package func transactionRefs(_ ids: [Int64]) throws -> [Int64: String] {
    try translating {
      try database.read { db in
        let rows = try RawStatement(db, "select ref from transactions where id = ?")
        var refs: [Int64: String] = [:]
        for id in ids.sorted() {
          rows.int(id)
          try rows.each { if let ref = rows.string(0), !ref.isEmpty { refs[id] = ref } }
        }
        return refs
      }
    }
  }
}
