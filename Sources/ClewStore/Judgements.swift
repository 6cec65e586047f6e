import ClewModel
import GRDB

/// A judgement with the names of what it is about.
package struct NamedJudgement: Hashable, Sendable {
  package var judgement: Judgement
  package var a: Label
  package var b: Label
}

/// A part of a longer list: the rows, and how many there are in all.
package struct Page<Row: Sendable>: Sendable {
  package var rows: [Row]
  package var total: Int

  package init(rows: [Row], total: Int) {
    self.rows = rows
    self.total = total
  }
}

extension Casefile {
  /// Records what a person holds about two records, and brings parties, accounts and duplicates up
  /// to date in the same transaction.
  ///
  /// Parties stand for their lowest mention, accounts for their lowest statement, so that the judgement keeps its meaning when they are
  /// joined or parted later. A person outranks every rule; the latest word on a pair counts, and
  /// `unsure` takes the earlier ones back.
  ///
  /// - Parameters:
  ///   - a: a party, mention, account, transaction or listing; `b` likewise. Two of one kind, or a
  ///     party or mention and a listing.
  ///   - time: the wall clock of the shell, for the record only.
  /// - Throws: `StoreError`: `.unknownRecord`, `.withdrawn` for a statement of a source that has
  ///   left the answers, `.badRecord` for a pair that cannot be judged.
  @discardableResult
  package func judge(
    a: RecordID, b: RecordID, opinion: Opinion, by: String, why: String, at time: String,
    journal entry: JournalEntry? = nil
  ) throws -> Judgement {
    try translating {
      try database.write { db in
        guard !by.hasPrefix("rule:"), !by.isEmpty else {
          throw refusal(.badRecord, "a judgement needs the name of a person", "set CLEW_USER")
        }
        var first = try statement(a, db)
        var second = try statement(b, db)
        if first == second, a.kind == .account, b.kind == .account {
          // Two statements of one account, to be parted.
          (first, second) = (try live(a, asked: a, db), try live(b, asked: b, db))
        }
        let (low, high) = try pair(first, second, asked: (a, b))
        let id = try JudgementTable.append(
          db, a: low, b: high, opinion: opinion, by: by, why: why, at: time)
        try settle(db, low, high, at: time)
        try Self.raiseRevision(db)
        if let entry { try Self.append(entry, db) }
        return Judgement(
          id: RecordID(.judgement, id), a: low, b: high, opinion: opinion, by: by, why: why,
          at: time)
      }
    }
  }

  /// Undoes a judgement by a further one.
  ///
  /// What a rule joined is then held different by the person, so that no later ingest joins it
  /// again; what a person judged is taken back.
  ///
  /// - Throws: `StoreError`: `.unknownRecord`; `.badRecord` where it is undone already, or undoes
  ///   another one without a word of its own.
  @discardableResult
  package func unmerge(
    judgement number: Int64, by: String, why: String, at time: String,
    journal entry: JournalEntry? = nil
  ) throws -> Judgement {
    try translating {
      try database.write { db in
        guard let undone = try JudgementTable.fetch(db, number) else {
          throw refusal(
            .unknownRecord, "there is no judgement J\(number)", "see `clew judgements`")
        }
        if let earlier = undone.undoneBy {
          throw refusal(
            .badRecord, "J\(number) was undone by \(earlier)", "see `clew judgements`")
        }
        guard undone.opinion != .unsure else {
          throw refusal(
            .badRecord, "J\(number) joins nothing and parts nothing",
            "judge the two records again with `clew judge`")
        }
        let opinion: Opinion = undone.isByRule ? .different : .unsure
        let id = try JudgementTable.undo(
          db, number, a: undone.a, b: undone.b, opinion: opinion, by: by, why: why, at: time)
        try settle(db, undone.a, undone.b, at: time)
        try Self.raiseRevision(db)
        if let entry { try Self.append(entry, db) }
        return Judgement(
          id: RecordID(.judgement, id), a: undone.a, b: undone.b, opinion: opinion, by: by,
          why: why, at: time)
      }
    }
  }

  /// Judgements in ascending id.
  ///
  /// - Parameters:
  ///   - record: only those about this record: of a party all its mentions, of an account all its
  ///     statements.
  ///   - active: only those that hold: not undone, and no bare undoing of others.
  ///   - limit: at most so many rows; the page says how many there are.
  package func judgements(
    about record: RecordID? = nil, active: Bool = false, limit: Int? = nil
  ) throws -> Page<NamedJudgement> {
    try translating {
      try database.read { db in
        var numbers: [Int64]
        let condition = active ? JudgementSQL.holds : "1"
        if let record {
          var found = Set<Int64>()
          for statement in try JudgementTable.statements(of: record, db) {
            found.formUnion(
              try Int64.fetchAll(
                db,
                sql: """
                  select id from judgement where a_kind = ?1 and a = ?2 and \(condition)
                  union select id from judgement where b_kind = ?1 and b = ?2 and \(condition)
                  """, arguments: [statement.kind.rawValue, statement.number]))
          }
          numbers = found.sorted()
        } else {
          numbers = try Int64.fetchAll(
            db, sql: "select id from judgement where \(condition) order by id")
        }
        let total = numbers.count
        if let limit { numbers = Array(numbers.prefix(limit)) }
        let rows = try numbers.compactMap { number -> NamedJudgement? in
          guard let judgement = try JudgementTable.fetch(db, number),
            let a = try Labels.label(judgement.a, db), let b = try Labels.label(judgement.b, db)
          else { return nil }
          return NamedJudgement(judgement: judgement, a: a, b: b)
        }
        return Page(rows: rows, total: total)
      }
    }
  }

  /// One judgement, nil where there is none of that number.
  package func judgement(_ number: Int64) throws -> Judgement? {
    try translating { try database.read { try JudgementTable.fetch($0, number) } }
  }

  // MARK: - What may be judged

  private func refusal(_ code: StoreError.Code, _ what: String, _ next: String) -> StoreError {
    StoreError(code, what: what, place: path, next: next)
  }

  /// The statement for which a record stands in judgements.
  private func statement(_ id: RecordID, _ db: Database) throws -> RecordID {
    guard [.party, .mention, .account, .transaction, .listing].contains(id.kind) else {
      throw refusal(
        .badRecord, "\(id) is a \(id.kind.word), which nobody can judge to be the same as another",
        "name parties, mentions, accounts, transactions or a listing")
    }
    guard let canonical = try Membership.canonical(db, id) else {
      throw refusal(.unknownRecord, "there is no \(id.kind.word) \(id)", "look for it: `clew find`")
    }
    let judged = canonical.kind == .party ? RecordID(.mention, canonical.number) : canonical
    return try live(judged, asked: id, db)
  }

  /// The statement if its source has a say.
  private func live(_ judged: RecordID, asked id: RecordID, _ db: Database) throws -> RecordID {
    guard let table = Membership.tables[judged.kind] else { return judged }
    let live = try Bool.fetchOne(
      db, sql: "select s.live from \(table) r join source s on s.id = r.source where r.id = ?",
      arguments: [judged.number])
    guard live == true else {
      throw refusal(
        .withdrawn, "\(id) stands in a source that was withdrawn or replaced",
        "judge a record of a source that holds: `clew sources`")
    }
    return judged
  }

  /// The pair in the order in which it is stored: the lower id first, a mention before a listing.
  private func pair(
    _ a: RecordID, _ b: RecordID, asked: (RecordID, RecordID)
  ) throws -> (RecordID, RecordID) {
    guard a != b else {
      throw refusal(
        .badRecord, "\(asked.0) and \(asked.1) are one record already",
        "to part it, name two of its statements (`clew show \(asked.0)`)")
    }
    if a.kind == b.kind { return a.number < b.number ? (a, b) : (b, a) }
    if a.kind == .mention, b.kind == .listing { return (a, b) }
    if a.kind == .listing, b.kind == .mention { return (b, a) }
    throw refusal(
      .badRecord, "\(asked.0) and \(asked.1) are of different kinds",
      "judge two of one kind, or a party and a listing")
  }

  /// Brings up to date what a judgement about two records can move.
  private func settle(_ db: Database, _ a: RecordID, _ b: RecordID, at time: String) throws {
    switch (a.kind, b.kind) {
    case (.mention, .mention):
      try IdentityPass.run(db, around: [a.number, b.number], at: time)
    case (.account, .account):
      let before = try Set([a, b].compactMap { try Membership.account(db, $0.number) })
      try AccountResolution.rebuild(db, around: [a.number, b.number], at: time)
      let after = try Set([a, b].compactMap { try Membership.account(db, $0.number) })
      try DuplicatesPass.run(db, accounts: before.union(after), at: time)
    case (.transaction, .transaction):
      try DuplicatesPass.run(db, transactions: [a.number, b.number], at: time)
    case (.listing, .listing):
      try ListingPass.run(db, around: [a.number, b.number], at: time)
    default: break
    }
  }
}
