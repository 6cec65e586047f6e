import ClewModel
import GRDB

/// Keeps one transaction for every payment, however many statements there are of it.
///
/// `same_as` of a statement names the one that stands for the payment: a settled one, and of several
/// the fullest (`PaymentStatement.represents`). The others keep their place and say who else states
/// the payment. Orders, pending and void transactions of which no settled statement is known have 0
/// there, and so have those that a later edition superseded (`TurnedTransactions`): they take no part
/// in any analysis. Runs inside the caller's transaction, and looks only at
/// accounts that two reporters speak of, and at ids and references that occur twice.
package enum DuplicatesPass {
  /// After all records of a source are in, and its editions are settled.
  ///
  /// - Parameter accounts: those that were joined or parted with the editions.
  static func run(
    _ db: Database, source: Int64, accounts: Set<Int64>, at time: String
  ) throws {
    if let range = try range(db, of: source) { try Standings.setAside(db, range) }
    let turned = try TurnedTransactions(db)
    try turned.revive(db)
    var gathering = try DuplicateGathering(db)
    try gathering.addPairs(ofSource: source)
    try gathering.addPairs(describedBySource: source)
    try gathering.addPairs(ofAccounts: accounts)
    try gathering.addShared(ofSource: source)
    var sameIDs = try SetIDs.groups(db, source: source)
    sameIDs += try turned.gather(&gathering)
    try gathering.add(transactions: sameIDs.flatMap { $0 })
    try settle(&gathering, sameIDs: sameIDs, at: time)
    try turned.setAside(db)
    try SetIDs.report(db, groups: gathering.scoped(sameIDs), gathering, source: source)
  }

  private static func range(_ db: Database, of source: Int64) throws -> ClosedRange<Int64>? {
    let row = try Row.fetchOne(
      db, sql: "select first_transaction, last_transaction from source where id = ?",
      arguments: [source])
    guard let first = row?[0] as Int64?, let last = row?[1] as Int64?, first <= last else {
      return nil
    }
    return first...last
  }

  /// After a source was taken out of the casefile's answers, and accounts that it had joined with it.
  package static func run(
    _ db: Database, withdrawn source: Int64, accounts: Set<Int64>, at time: String
  ) throws {
    let range = try range(db, of: source)
    let turned = try TurnedTransactions(db)
    try turned.revive(db)
    var gathering = try DuplicateGathering(db)
    if let range { try gathering.release(range) }
    try gathering.addPairs(ofAccounts: accounts)
    let sameIDs = try turned.gather(&gathering)
    try gathering.add(transactions: sameIDs.flatMap { $0 })
    try settle(&gathering, sameIDs: [], at: time)
    if let range { try Standings.setAside(db, range) }
    try turned.setAside(db)
    try DataFinding.removeStale(db, kind: .statementsDiffer, keeping: []) { id in
      id == RecordID(.source, source)
    }
  }

  /// After accounts were joined or parted.
  package static func run(_ db: Database, accounts: Set<Int64>, at time: String) throws {
    var gathering = try DuplicateGathering(db)
    try gathering.addPairs(ofAccounts: accounts)
    try settle(&gathering, sameIDs: [], at: time)
  }

  /// After a judgement about transactions was made or undone.
  package static func run(_ db: Database, transactions: [Int64], at time: String) throws {
    var gathering = try DuplicateGathering(db)
    try gathering.add(transactions: transactions)
    try settle(&gathering, sameIDs: [], at: time)
  }

  private static func settle(
    _ gathering: inout DuplicateGathering, sameIDs: [[Int64]], at time: String
  ) throws {
    try gathering.complete()
    let db = gathering.db
    let statements = gathering.statements
    guard !statements.isEmpty || !gathering.released.isEmpty else { return }
    let groups = try gathering.sameIDGroups(known: sameIDs)
    let result = DuplicateResolver.resolve(
      statements, sameIDs: groups, held: try gathering.held())
    let point = try RawStatement(
      db, "update transactions set same_as = ?1 where id = ?2 and same_as is not ?1")
    for (number, statement) in statements.enumerated() {
      let canonical = result.canonical[number]
      let alone: Int64? = result.isSettled[number] ? nil : 0
      point.int(canonical == number ? alone : statements[canonical].id)
      point.int(statement.id)
      try point.run()
    }
    for id in gathering.released {
      point.int(Int64?.none)
      point.int(id)
      try point.run()
    }
    try storeJudgements(gathering, result, at: time)
    try storeDifferences(gathering, result)
  }

  // MARK: - Judgements

  private struct Claim: Hashable, Comparable {
    var a: Int64
    var b: Int64
    var rule: DuplicateRule

    static func < (x: Claim, y: Claim) -> Bool { (x.a, x.b, x.rule) < (y.a, y.b, y.rule) }
  }

  private static func storeJudgements(
    _ gathering: DuplicateGathering, _ result: DuplicateResolver.Result, at time: String
  ) throws {
    let db = gathering.db
    var wanted = Set(
      result.joins.map {
        Claim(
          a: gathering.statements[$0.a].id, b: gathering.statements[$0.b].id, rule: $0.rule)
      })
    var gone: [(claim: Claim, judgement: Int64)] = []
    let find = try RawStatement(
      db,
      """
      select id, a, b, by from judgement
      where a_kind = 'T' and b_kind = 'T' and a = ? and undone_by is null and opinion = 'same'
        and \(JudgementSQL.isByRule)
      """)
    let ids = gathering.statements.map(\.id) + gathering.released
    if try gathering.hasJudgements() {
      for id in ids {
        find.int(id)
        try find.each {
          guard let rule = find.string(3).flatMap(DuplicateRule.init(rawValue:)) else { return }
          let claim = Claim(a: find.integer(1), b: find.integer(2), rule: rule)
          if wanted.remove(claim) == nil { gone.append((claim, find.integer(0))) }
        }
      }
    }
    let writer = try JudgementWriter(db, at: time)
    for (claim, judgement) in gone.sorted(by: { $0.judgement < $1.judgement }) {
      try writer.undo(
        judgement, .transaction, claim.a, claim.b, by: claim.rule.rawValue,
        why: "the rule no longer joins the two")
    }
    for claim in wanted.sorted() {
      try writer.append(
        .transaction, claim.a, claim.b, .same, by: claim.rule.rawValue, why: claim.rule.why)
    }
  }

  // MARK: - Findings

  /// Statements that one UETR joins and that do not say the same, and those that it cannot join.
  private static func storeDifferences(
    _ gathering: DuplicateGathering, _ result: DuplicateResolver.Result
  ) throws {
    var found: [DataFinding] = []
    for join in result.joins where join.rule == .uetr {
      let a = gathering.statements[join.a]
      let b = gathering.statements[join.b]
      let terms = a.differences(from: b)
      guard !terms.isEmpty else { continue }
      found.append(
        DataFinding(
          kind: .statementsDiffer,
          evidence: [RecordID(.transaction, a.id), RecordID(.transaction, b.id)],
          reasons: terms.map {
            .init(term: $0, detail: "one UETR, but the statements differ in the \($0)")
          }))
    }
    for conflict in result.conflicts {
      found.append(
        DataFinding(
          kind: .statementsDiffer,
          evidence: [conflict.a, conflict.b].map {
            RecordID(.transaction, gathering.statements[$0].id)
          },
          reasons: conflict.terms.map { term in
            .init(
              term: term,
              detail: term == "direction"
                ? "one UETR, but the payer of one is the payee of the other: they stay two payments"
                : "one UETR, but the \(term)s differ: they stay two payments")
          }))
    }
    let touched = Set(gathering.statements.map(\.id) + gathering.released)
    try DataFinding.removeStale(
      gathering.db, kind: .statementsDiffer, keeping: Set(found.map(\.identity))
    ) { $0.kind == .transaction && touched.contains($0.number) }
    for finding in found.sorted(by: { $0.evidence.lexicographicallyPrecedes($1.evidence) }) {
      try finding.store(gathering.db)
    }
  }
}
