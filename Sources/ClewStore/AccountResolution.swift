import ClewModel
import GRDB

/// Which statements are one account: recomputed from their keys, their texts and what persons hold,
/// after something changed other than by a new source.
///
/// Statements that count and share a key are one account, unless a person holds two of theirs
/// different; one of a withdrawn or replaced source, and a superseded one, follows its first key and
/// joins nothing by the others. Texts follow (`AccountTexts`), then what persons hold to be the same. Statements are
/// taken in ascending id, so that the outcome does not depend on the order of events.
package enum AccountResolution {
  /// Recomputes the accounts of some statements, and of all statements they are or were joined to.
  package static func rebuild(
    _ db: Database, around statements: [Int64], at time: String
  ) throws {
    let members = try closure(db, statements)
    guard !members.isEmpty else { return }
    let judged = try JudgedAccounts(db, among: Set(members.map(\.id)))
    var forest = AccountForest(members, judged.different)
    for member in members { forest.add(member) }
    try AccountJudgements.settle(db, members.map(\.id), forest.joins, at: time)
    let update = try RawStatement(
      db, "update account_mention set account = ?1 where id = ?2 and account <> ?1")
    for member in members {
      update.int(forest.account(of: member.id))
      update.int(member.id)
      try update.run()
    }
    var texts: [Int64: Set<String>] = [:]
    for member in members {
      let stated =
        [member.statement.text]
        + (member.statement.ref == nil ? [] : [member.statement.ref, member.statement.number])
      texts[member.set, default: []].formUnion(stated.compactMap { $0 })
    }
    for (set, stated) in texts.sorted(by: { $0.key < $1.key }) {
      let resolver = try AccountTexts(db, set: set)
      for text in stated.sorted() { try resolver.resolve(text) }
    }
    try judged.join(db)
  }

  /// Statements that turned with their editions and may join others, or have joined them.
  static func turned(_ db: Database) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        select a.id from temp.turned_account t cross join account_mention a on a.id = t.id
        where a.ref is not null or (a.iban is not null and a.number is not null) or a.account <> a.id
          or exists (select 1 from account_mention o where o.account = a.id and o.account <> o.id)
          or exists (select 1 from judgement j where j.a_kind = 'A' and j.a = a.id)
          or exists (select 1 from judgement j where j.b_kind = 'A' and j.b = a.id)
        order by a.id
        """)
  }

  /// All statements of the accounts of some statements.
  static func statements(_ db: Database, ofAccountsOf some: [Int64]) throws -> [Int64] {
    try Set(some.compactMap { try Membership.account(db, $0) }).sorted().flatMap {
      try Membership.statements(db, ofAccount: $0, onlyLive: false)
    }
  }

  /// Recomputes what a source that no longer counts had joined, once `Editions` has run.
  package static func rebuild(
    _ db: Database, withdrawn source: Int64, at time: String
  ) throws {
    try rebuild(
      db,
      around: turned(db)
        + Int64.fetchAll(
          db,
          sql: """
            select a.id from source s
            join account_mention a on a.id between s.first_account and s.last_account
            where s.id = ? and (a.ref is not null or (a.iban is not null and a.number is not null)
              or exists (select 1 from judgement j where j.a_kind = 'A' and j.a = a.id)
              or exists (select 1 from judgement j where j.b_kind = 'A' and j.b = a.id))
            order by a.id
            """, arguments: [source]), at: time)
  }

  /// Recomputes what persons judged, after a source was added.
  ///
  /// - Parameter revived: further statements whose accounts have to be looked at.
  static func rebuildJudged(
    _ db: Database, and revived: [Int64], at time: String
  ) throws {
    try rebuild(
      db,
      around: revived
        + Int64.fetchAll(
          db,
          sql: """
            select a from judgement where a_kind = 'A' and \(JudgementSQL.speaksForPerson)
            union select b from judgement where b_kind = 'A' and \(JudgementSQL.speaksForPerson)
            order by 1
            """), at: time)
  }

  struct Member {
    var id: Int64
    var set: Int64
    var setName: String
    var isLive: Bool
    var statement: AccountMention
  }

  /// The statements of the same accounts, and those that any judgement names beside one of them.
  private static func closure(_ db: Database, _ statements: [Int64]) throws -> [Member] {
    var members: [Int64: Member] = [:]
    var open = Set(statements)
    while let id = open.popFirst() {
      guard members[id] == nil else { continue }
      for row in try Row.fetchAll(db, sql: memberSQL, arguments: [id]) {
        let member = Member(row: row)
        guard members.updateValue(member, forKey: member.id) == nil else { continue }
        open.formUnion(try partners(db, of: member.id))
      }
    }
    return members.values.sorted { $0.id < $1.id }
  }

  private static func partners(_ db: Database, of id: Int64) throws -> [Int64] {
    try Int64.fetchAll(
      db,
      sql: """
        select b from judgement where a_kind = 'A' and b_kind = 'A' and a = ?1
        union select a from judgement where a_kind = 'A' and b_kind = 'A' and b = ?1
        """, arguments: [id])
  }

  /// All statements of the account that a statement belongs to.
  private static let memberSQL = """
    select m.*, s.live and m.superseded is null as live, r.name as set_name
    from (select account as root from account_mention where id = ?) o
    join account_mention m on m.id = o.root or (m.account = o.root and m.account <> m.id)
    join source s on s.id = m.source
    join record_set r on r.id = m.set_id
    """
}

extension AccountResolution.Member {
  fileprivate init(row: Row) {
    id = row["id"]
    set = row["set_id"]
    setName = row["set_name"]
    isLive = row["live"]
    statement = AccountMention(
      ref: row["ref"], iban: row["iban"], institution: row["institution"], number: row["number"],
      text: row["text"], provenance: Provenance(row: row))
  }
}

/// What persons hold about pairs of account statements.
private struct JudgedAccounts {
  private(set) var same: [(Int64, Int64)] = []
  private(set) var different: [(Int64, Int64)] = []

  init(_ db: Database, among members: Set<Int64>) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select a, b, opinion from judgement
        where a_kind = 'A' and b_kind = 'A' and \(JudgementSQL.speaksForPerson) order by id
        """)
    for row in rows where members.contains(row["a"]) || members.contains(row["b"]) {
      switch row["opinion"] as String {
      case "same": same.append((row["a"], row["b"]))
      case "different": different.append((row["a"], row["b"]))
      default: break
      }
    }
  }

  /// Makes one account of every pair held the same, unless that joins a pair held different.
  func join(_ db: Database) throws {
    func account(_ statement: Int64) throws -> Int64? {
      try Int64.fetchOne(
        db, sql: "select account from account_mention where id = ?", arguments: [statement])
    }
    for (a, b) in same {
      guard let one = try account(a), let other = try account(b), one != other else { continue }
      let contradicted = try different.contains { x, y in
        let ends = [try account(x), try account(y)]
        return ends == [one, other] || ends == [other, one]
      }
      guard !contradicted else { continue }
      try db.execute(
        sql: """
          update account_mention set account = ?1
          where id = ?2 or (account = ?2 and account <> id)
          """, arguments: [min(one, other), max(one, other)])
    }
  }
}

/// Disjoint sets of statements over their keys; the lowest id stands for a set.
private struct AccountForest {
  private var parent: [Int64: Int64] = [:]
  private var first: [String: Int64] = [:]
  private let different: [(Int64, Int64)]
  /// What joined two statements that both count, in the order of the statements.
  private(set) var joins: [AccountJoin] = []
  private var firstLive: [String: Int64] = [:]

  init(_ members: [AccountResolution.Member], _ different: [(Int64, Int64)]) {
    for member in members { parent[member.id] = member.id }
    self.different = different
  }

  func account(of id: Int64) -> Int64 {
    var node = id
    while let up = parent[node], up != node { node = up }
    return node
  }

  mutating func add(_ member: AccountResolution.Member) {
    let keys = member.statement.keys(set: member.setName).filter { key in
      if case .text = key { false } else { true }
    }
    var claimed = Set<Int64>()
    for key in member.isLive ? keys[...] : keys.prefix(1) {
      let text = key.text
      if let other = first[text] {
        let root = account(of: firstLive[text] ?? other)
        let isJoined = join(member.id, other)
        if member.isLive, let live = firstLive[text], isJoined, claimed.insert(root).inserted {
          joins.append(AccountJoin(a: live, b: member.id, key: key))
        }
      } else {
        first[text] = member.id
      }
      if member.isLive, firstLive[text] == nil { firstLive[text] = member.id }
    }
  }

  /// - Returns: false where a person holds them different.
  private mutating func join(_ a: Int64, _ b: Int64) -> Bool {
    let one = account(of: a)
    let other = account(of: b)
    guard one != other else { return true }
    for (x, y) in different {
      let ends = [account(of: x), account(of: y)]
      if ends == [one, other] || ends == [other, one] { return false }
    }
    parent[max(one, other)] = min(one, other)
    return true
  }
}
