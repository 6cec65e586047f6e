import ClewModel
import GRDB

/// Brings parties, the rules' judgements and the findings about them up to date for the part of the
/// casefile that a change can have moved.
///
/// Runs inside the caller's transaction. Judgements are only ever appended: one that no longer holds
/// is undone by a further entry of the same rule.
package enum IdentityPass {
  /// After all records of a source are in.
  package static func run(_ db: Database, source: Int64, at time: String) throws {
    try IdentityRegion.prepare(db)
    try FamilyKin.run(db, source: source, at: time)
    try settle(db, try IdentityRegion(db, source: source), at: time)
    try ListingPass.run(db, source: source, at: time)
    try CheckDigitFindings.run(db, source: source)
  }

  /// After a source was taken out of the casefile's answers.
  package static func run(_ db: Database, withdrawn source: Int64, at time: String) throws {
    try IdentityRegion.prepare(db)
    try FamilyKin.run(db, source: source, at: time)
    try settle(db, try IdentityRegion(db, withdrawn: source), at: time)
    try ListingPass.run(db, source: source, at: time)
    try CheckDigitFindings.remove(db, source: source)
  }

  /// After a judgement about mentions was made or undone.
  package static func run(_ db: Database, around mentions: [Int64], at time: String) throws {
    try settle(db, try IdentityRegion(db, around: mentions), at: time)
  }

  private static func settle(_ db: Database, _ region: IdentityRegion, at time: String) throws {
    guard !region.isEmpty else { return }
    let result = Resolver.resolve(
      count: region.mentions.count, groups: region.groups, attributes: region.attributes,
      held: region.held)
    try storeParties(db, region, result)
    try storeJudgements(db, region, result, at: time)
    try storeConflicts(db, region, result)
  }

  private static func storeParties(
    _ db: Database, _ region: IdentityRegion, _ result: Resolver.Result
  ) throws {
    let update = try RawStatement(
      db, "update mention set party = ?1 where id = ?2 and party <> ?1")
    for (number, party) in result.party.enumerated() {
      update.int(region.mentions[party])
      update.int(region.mentions[number])
      try update.run()
    }
  }

  // MARK: - Judgements

  /// One judgement a pair and rule; several keys of a rule between two mentions are one.
  private struct Claim: Hashable, Comparable {
    var a: Int64
    var b: Int64
    var rule: IdentityRule

    static func < (x: Claim, y: Claim) -> Bool { (x.a, x.b, x.rule) < (y.a, y.b, y.rule) }
  }

  private static func storeJudgements(
    _ db: Database, _ region: IdentityRegion, _ result: Resolver.Result, at time: String
  ) throws {
    var wanted: [Claim: IdentityKey] = [:]
    for join in result.joins {
      let claim = Claim(
        a: region.mentions[join.a], b: region.mentions[join.b], rule: join.key.rule)
      if let known = wanted[claim], known < join.key { continue }
      wanted[claim] = join.key
    }
    var gone: [(claim: Claim, judgement: Int64)] = []
    let active = try RawStatement(
      db,
      """
      select j.id, j.a, j.b, j.by from temp.region r
        cross join judgement j on j.a_kind = 'M' and j.a = r.mention
      where j.b_kind = 'M' and j.undone_by is null and j.opinion = 'same'
        and j.\(JudgementSQL.isByRule)
      """)
    try active.each {
      guard let rule = active.string(3).flatMap(IdentityRule.init(name:)) else { return }
      let claim = Claim(a: active.integer(1), b: active.integer(2), rule: rule)
      if wanted.removeValue(forKey: claim) == nil { gone.append((claim, active.integer(0))) }
    }
    let writer = try JudgementWriter(db, at: time)
    for (claim, judgement) in gone.sorted(by: { $0.judgement < $1.judgement }) {
      try writer.undo(
        judgement, .mention, claim.a, claim.b, by: claim.rule.name,
        why: "the key no longer joins the two")
    }
    for (claim, key) in wanted.sorted(by: { $0.key < $1.key }) {
      try writer.append(.mention, claim.a, claim.b, .same, by: claim.rule.name, why: key.why)
    }
  }

  // MARK: - Findings

  private static func storeConflicts(
    _ db: Database, _ region: IdentityRegion, _ result: Resolver.Result
  ) throws {
    var reasons: [String: DataFinding] = [:]
    for conflict in result.conflicts {
      let finding = finding(for: conflict, region)
      if reasons[finding.identity] == nil {
        reasons[finding.identity] = finding
      } else {
        reasons[finding.identity]?.reasons += finding.reasons
      }
    }
    for kind in [DataFinding.Kind.identityConflict, .judgementConflict] {
      try DataFinding.removeStale(db, kind: kind, keeping: Set(reasons.keys)) { id in
        id.kind == .mention && region.number(of: id.number) != nil
      }
    }
    let ordered = reasons.values.sorted { a, b in
      a.kind == b.kind
        ? a.evidence.lexicographicallyPrecedes(b.evidence) : a.kind.rawValue < b.kind.rawValue
    }
    for finding in ordered { try finding.store(db) }
  }

  private static func finding(
    for conflict: Resolver.Conflict, _ region: IdentityRegion
  ) -> DataFinding {
    let mentions = conflict.members.map { RecordID(.mention, region.mentions[$0]) }
    switch conflict.cause {
    case .key(let key, let attributes):
      return DataFinding(
        kind: .identityConflict, evidence: mentions,
        reasons: attributes.map {
          .init(term: key.rule.name, detail: "\(key.why), but different \($0.words)")
        })
    case .judgement(let id):
      return DataFinding(
        kind: .judgementConflict, evidence: mentions + [RecordID(.judgement, id)],
        members: mentions,
        reasons: [
          .init(
            term: "judgement",
            detail: "J\(id) says same, but the two follow as different from other judgements")
        ])
    }
  }
}
