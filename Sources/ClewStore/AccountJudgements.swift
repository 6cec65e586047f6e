import ClewModel
import GRDB

/// A statement of an account that a key joins to the first one with that key; `a < b`.
struct AccountJoin {
  var a: Int64
  var b: Int64
  var key: AccountKey
}

extension AccountKey {
  /// The rule that joins by a key of this kind.
  var rule: String {
    switch self {
    case .iban: "rule:iban"
    case .institution: "rule:bic-account"
    case .ref: "rule:set-ref"
    case .number, .text: "rule:account-key"
    }
  }

  /// Why the rule joins, in words that name no account.
  var why: String {
    switch self {
    case .iban: "same IBAN"
    case .institution: "same institution and account number"
    case .ref: "same account id in one set"
    case .number, .text: "same account number in one set"
    }
  }
}

/// Brings the rules' judgements between statements of accounts up to date: what no longer holds is
/// undone by a further entry, what is new is appended.
enum AccountJudgements {
  private struct Claim: Hashable {
    var a: Int64
    var b: Int64
    var rule: String
  }

  static func settle(
    _ db: Database, _ members: [Int64], _ joins: [AccountJoin], at time: String
  ) throws {
    var wanted = Set(joins.map { Claim(a: $0.a, b: $0.b, rule: $0.key.rule) })
    var gone: [(claim: Claim, judgement: Int64)] = []
    let active = try RawStatement(
      db,
      """
      select id, a, b, by from judgement
      where a_kind = 'A' and a = ? and b_kind = 'A' and undone_by is null and opinion = 'same'
        and \(JudgementSQL.isByRule)
      """)
    for member in members {
      active.int(member)
      try active.each {
        let claim = Claim(
          a: active.integer(1), b: active.integer(2), rule: active.string(3) ?? "")
        if wanted.remove(claim) == nil { gone.append((claim, active.integer(0))) }
      }
    }
    let writer = try JudgementWriter(db, at: time)
    for (claim, judgement) in gone.sorted(by: { $0.judgement < $1.judgement }) {
      try writer.undo(
        judgement, .account, claim.a, claim.b, by: claim.rule,
        why: "the key no longer joins the two")
    }
    for join in joins
    where wanted.remove(Claim(a: join.a, b: join.b, rule: join.key.rule)) != nil {
      try writer.append(.account, join.a, join.b, .same, by: join.key.rule, why: join.key.why)
    }
  }
}
