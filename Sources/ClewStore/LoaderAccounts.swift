import ClewModel
import GRDB

/// Writes statements of accounts and joins them by their keys as they come.
///
/// A statement belongs to the account of its keys; one whose keys belong to two accounts makes them
/// one (the lowest id survives). Every join is recorded as a judgement of the key's rule between the
/// statement and the first one with that key. A plain text is resolved at the end of the source
/// (`resolveTexts`).
final class AccountWriter {
  private let db: Database
  private let source: Int64
  private let setID: Int64
  private let set: String
  private let first: Int64
  /// The id that the next statement gets.
  private(set) var next: Int64
  /// True once a statement with a ref was written.
  private(set) var hasRefs = false
  private var hasTexts = false
  /// Refs and numbers under which accounts that were made one are described in the set.
  private var mergedTexts: Set<String> = []
  private let insert: RawStatement
  private let keyed: RawStatement
  private let key: RawStatement
  private let judgements: JudgementWriter
  /// Statements whose keys nobody has stated but sources that do not count any more.
  private(set) var revived: [Int64] = []

  var count: Int { Int(next - first) }

  init(
    _ db: Database, source: Int64, setID: Int64, set: String, first: Int64, at: String
  ) throws {
    self.db = db
    self.source = source
    self.setID = setID
    self.set = set
    self.first = first
    next = first
    insert = try RawStatement(
      db,
      """
      insert into account_mention (id, source, set_id, ref, iban, institution, number, text, kind,
        currency, name, opened, opened_mark, closed, closed_mark, balance, balance_scale,
        balance_currency, balance_time, balance_time_mark, offset, length, line, path, account)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    keyed = try RawStatement(
      db,
      """
      select m.account, m.id, coalesce(s.live, 1) and m.superseded is null from account_key k
        join account_mention m on m.id = k.account_mention
        left join source s on s.id = m.source
      where k.key = ?
      """)
    judgements = try JudgementWriter(db, at: at)
    key = try RawStatement(
      db, "insert or ignore into account_key (key, account_mention) values (?, ?)")
  }

  /// - Returns: the id of the statement.
  func add(_ stated: AccountMention) throws -> Int64 {
    let id = next
    var roots: [Int64] = []
    var joined: [(Int64, AccountKey)] = []
    for candidate in stated.keys(set: set) {
      if case .text = candidate { continue }
      let text = candidate.text
      key.text(text)
      key.int(id)
      try key.run()
      guard key.changes == 0 else { continue }
      keyed.text(text)
      try keyed.each {
        let root = keyed.integer(0)
        guard !roots.contains(root) else { return }
        roots.append(root)
        if keyed.integer(2) == 1 {
          joined.append((keyed.integer(1), candidate))
        } else {
          revived.append(id)
        }
      }
    }
    roots.sort()
    try write(stated, id, account: roots.first ?? id)
    for (other, key) in joined {
      try judgements.append(.account, other, id, .same, by: key.rule, why: key.why)
    }
    for other in roots.dropFirst() { try merge(other, into: roots[0]) }
    if stated.ref != nil { hasRefs = true }
    if stated.text != nil { hasTexts = true }
    next += 1
    return id
  }

  private func write(_ stated: AccountMention, _ id: Int64, account: Int64) throws {
    insert.int(id)
    insert.int(source)
    insert.int(setID)
    insert.text(stated.ref)
    insert.text(stated.iban)
    insert.text(stated.institution)
    insert.text(stated.number)
    insert.text(stated.text)
    insert.int(stated.kind.rawValue)
    insert.text(stated.currency)
    insert.text(stated.name)
    insert.time(stated.opened)
    insert.time(stated.closed)
    insert.int(stated.balance?.mantissa)
    insert.int(stated.balance.map { Int64($0.scale) })
    insert.text(stated.balance?.currency)
    insert.time(stated.balanceTime)
    insert.provenance(stated.provenance)
    insert.int(account)
    try insert.run()
  }

  private func merge(_ other: Int64, into root: Int64) throws {
    let described = try Row.fetchAll(
      db,
      sql: """
        select ref, number from account_mention
        where (id = ?1 or (account = ?1 and account <> id) or id = ?2
          or (account = ?2 and account <> id)) and ref is not null and set_id = ?3
        """, arguments: [root, other, setID])
    for row in described {
      mergedTexts.formUnion([row["ref"] as String?, row["number"] as String?].compactMap { $0 })
    }
    try db.execute(
      sql: """
        update account_mention set account = ?1
        where id = ?2 or (account = ?2 and account <> id)
        """, arguments: [root, other])
  }

  // MARK: - Plain texts

  /// Resolves the texts that this source states, and those of the whole set that it may have
  /// described now.
  func resolveTexts() throws {
    guard next > first, hasTexts || hasRefs || !mergedTexts.isEmpty else { return }
    let texts = try AccountTexts(db, set: setID)
    if hasTexts { try texts.resolve(from: first, to: next - 1) }
    if hasRefs { try texts.resolveDescribed(from: first, to: next - 1) }
    for text in mergedTexts.sorted() { try texts.resolve(text) }
  }
}

/// Accounts that are stated by a plain text: the account with that ref in the set, else the only
/// described account with that number in the set, else itself.
struct AccountTexts {
  private let db: Database
  private let set: Int64
  private let described: Bool
  private let byRef: RawStatement
  private let byNumber: RawStatement
  private let lowest: RawStatement
  private let update: RawStatement

  init(_ db: Database, set: Int64) throws {
    self.db = db
    self.set = set
    described =
      try Bool.fetchOne(
        db,
        sql: """
          select exists (select 1 from account_mention where ref is not null and set_id = ?)
          """, arguments: [set]) ?? false
    let live = Counting.join("a")
    byRef = try RawStatement(
      db, "select min(a.account) from account_mention a \(live) where a.ref = ? and a.set_id = ?")
    byNumber = try RawStatement(
      db,
      """
      select case when min(a.account) = max(a.account) then min(a.account) end
      from account_mention a \(live)
      where a.number = ? and a.set_id = ? and a.ref is not null
      """)
    lowest = try RawStatement(
      db, "select min(id) from account_mention where text = ? and set_id = ?")
    update = try RawStatement(
      db,
      """
      update account_mention set account = ?1
      where text = ?2 and set_id = ?3 and account <> ?1
      """)
  }

  /// Every text stated by a run of statements.
  func resolve(from first: Int64, to last: Int64) throws {
    let texts = try RawStatement(
      db,
      """
      select distinct text from account_mention where id between ? and ? and text is not null
      """)
    texts.int(first)
    texts.int(last)
    var found: [String] = []
    try texts.each { if let text = texts.string(0) { found.append(text) } }
    for text in found { try resolve(text) }
  }

  /// Every text of the set that may name an account which a run of statements describes.
  func resolveDescribed(from first: Int64, to last: Int64) throws {
    let texts = try String.fetchAll(
      db,
      sql: """
        select distinct t.text from account_mention a join account_mention t
          on t.text in (a.ref, a.number) and t.set_id = a.set_id
        where a.id between ? and ? and a.ref is not null
        """, arguments: [first, last])
    for text in texts { try resolve(text) }
  }

  func resolve(_ text: String) throws {
    guard !Sentinel.fillsRef(text), CheckDigits.iban(text) == nil else { return }
    // A run of one digit names an account that the set describes, and joins nothing else.
    let account = try target(text, isNamed: Sentinel.matches(text))
    if account == nil, Sentinel.matches(text) { return }
    update.int(account)
    update.text(text)
    update.int(set)
    try update.run()
  }

  private func target(_ text: String, isNamed: Bool) throws -> Int64? {
    let stated = described ? [byRef, byNumber] : []
    for statement in isNamed ? stated : stated + [lowest] {
      statement.text(text)
      statement.int(set)
      if let account = try statement.firstInt() { return account }
    }
    return nil
  }
}
