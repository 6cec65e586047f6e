import ClewModel
import GRDB

/// The transactions that have to be looked at together: all statements of the touched pairs of
/// accounts, and what UETRs, ids and judgements tie to them.
struct DuplicateGathering {
  private struct Pair: Hashable {
    var from: Int64
    var to: Int64
  }

  let db: Database
  /// Ascending by id; complete after `complete()`.
  private(set) var statements: [PaymentStatement] = []
  /// Transactions of a source that has left the answers: they stand for themselves again.
  private(set) var released: [Int64] = []

  private let reporters: TransactionReporters
  private let shared: SharedAccounts
  let hasDetails: Bool
  private let hasReferences: Bool
  private var asked = Set<PaymentReference>()
  private var found: [Int64: PaymentStatement] = [:]
  private var fresh: [Int64] = []
  private var pairs = Set<Pair>()
  private var newPairs = Set<Pair>()
  private var accounts: [Int64: Int64] = [:]
  private var scansSource = false

  private static let columns =
    "id, source, from_account, to_account, lo, mantissa, scale, currency, offset, precision,"
    + " (mode is not null) + (reference is not null)"
  /// From so many accounts in one source on, reading the source beats probing for each.
  private static let manyAccounts = 1000

  init(_ db: Database) throws {
    self.db = db
    reporters = try TransactionReporters(db)
    shared = try SharedAccounts(db, reporters)
    hasDetails =
      try Bool.fetchOne(db, sql: "select exists (select 1 from transaction_detail)") ?? false
    hasReferences = try PaymentReference.areStated(db)
  }

  // MARK: - Seeds

  /// The pairs of shared accounts between which a source states payments.
  mutating func addPairs(ofSource source: Int64) throws {
    scansSource = true
    guard !shared.isEmpty, let range = reporters.ranges[source] else { return }
    let rows = try RawStatement(
      db, "select from_account, to_account from transactions where id between ? and ?")
    rows.int(range.first)
    rows.int(range.last)
    try rows.each {
      guard let from = shared.account[rows.integer(0)], let to = shared.account[rows.integer(1)]
      else { return }
      newPairs.insert(Pair(from: from, to: to))
    }
  }

  /// The pairs of shared accounts that a source describes: a key in it can have made one account of
  /// two whose payments stand in other sources. Payments with a reference count wherever they stand.
  mutating func addPairs(describedBySource source: Int64) throws {
    guard !shared.isEmpty || hasReferences else { return }
    let described = try RawStatement(
      db,
      """
      select m.id, m.account <> m.id or exists (
          select 1 from account_mention o where o.account = m.id and o.account <> o.id)
      from source s
        cross join account_mention m on m.id between s.first_account and s.last_account
      where s.id = ? and (m.ref is not null or (m.iban is not null and m.number is not null))
      """)
    var touched = Set<Int64>()
    var joined = Set<Int64>()
    described.int(source)
    try described.each {
      let (statement, isJoined) = (described.integer(0), described.integer(1) != 0)
      guard isJoined || !shared.isEmpty, let number = try account(statement) else { return }
      if shared.statements[number] != nil { touched.insert(number) }
      if isJoined { joined.insert(number) }
    }
    if hasReferences { try addPairs(ofAccounts: joined.subtracting(touched)) }
    guard !touched.isEmpty else { return }
    let rows = try RawStatement(
      db, "select from_account, to_account from transactions where id between ? and ?")
    for range in reporters.ranges.values {
      rows.int(range.first)
      rows.int(range.last)
      try rows.each {
        guard let from = shared.account[rows.integer(0)], let to = shared.account[rows.integer(1)],
          touched.contains(from) || touched.contains(to)
        else { return }
        newPairs.insert(Pair(from: from, to: to))
      }
    }
  }

  /// The transactions of a source that have a reference which another one has too.
  mutating func addShared(ofSource source: Int64) throws {
    guard hasReferences, let range = reporters.ranges[source] else { return }
    for column in PaymentReference.columns {
      try add(
        transactions: Int64.fetchAll(
          db,
          sql: """
            select d.id from transaction_detail d
            where d.id between ? and ? and d.\(column) is not null and exists (
              select 1 from transaction_detail o where o.\(column) = d.\(column) and o.id <> d.id)
            """, arguments: [range.first, range.last]))
    }
  }

  /// All payments of certain accounts that may be, or have been, one with another.
  mutating func addPairs(ofAccounts accounts: Set<Int64>) throws {
    guard try !shared.isEmpty || hasJudgements() || hasReferences else { return }
    let joined = try RawStatement(
      db,
      """
      select \(Self.columns) from transactions t where id = ?1 and (
        same_as is not null
        or exists (
          select 1 from judgement j
          where j.a_kind = 'T' and j.b_kind = 'T' and j.a = t.id and j.undone_by is null)
        or exists (
          select 1 from judgement j
          where j.a_kind = 'T' and j.b_kind = 'T' and j.b = t.id and j.undone_by is null)
        or exists (
          select 1 from transaction_detail d
          where d.id = t.id and coalesce(d.uetr, d.end_to_end, d.servicer_reference) is not null))
      """)
    let row = try RawStatement(
      db, "select \(Self.columns) from transactions where id = ?")
    for number in accounts.sorted() {
      let reader = shared.statements[number] == nil ? joined : row
      for leg in try Legs.rows(db, account: number) {
        reader.int(leg.transaction)
        try reader.each { try note(reader) }
      }
    }
  }

  mutating func add(transactions: [Int64]) throws {
    guard !transactions.isEmpty else { return }
    let row = try RawStatement(db, "select \(Self.columns) from transactions where id = ?")
    for id in transactions where found[id] == nil {
      row.int(id)
      try row.each { try note(row) }
    }
  }

  /// What transactions that no longer count were one with, and what they stood in the way of.
  mutating func release(_ range: ClosedRange<Int64>) throws {
    let gone = try Int64.fetchAll(
      db,
      sql: """
        select t.id from transactions t
        where t.id between ?1 and ?2 and (t.same_as is not null
          or exists (select 1 from judgement j where j.a_kind = 'T' and j.a = t.id)
          or exists (select 1 from judgement j where j.b_kind = 'T' and j.b = t.id)) order by t.id
        """, arguments: [range.lowerBound, range.upperBound])
    released += gone
    try add(transactions: judged(with: gone).sorted())
    guard hasReferences else { return }
    for reference in try PaymentReference.stated(db, in: range)
    where asked.insert(reference).inserted {
      try add(transactions: reference.transactions(db))
    }
  }

  // MARK: - Closing

  /// Follows pairs, references and judgements until nothing new turns up.
  mutating func complete() throws {
    while !newPairs.isEmpty || !fresh.isEmpty {
      let pending = newPairs
      pairs.formUnion(pending)
      newPairs = []
      try gather(pending)
      let newest = fresh
      fresh = []
      var partners = try judged(with: newest)
      for id in newest {
        for reference in found[id]?.references ?? [] where asked.insert(reference).inserted {
          partners.formUnion(try reference.transactions(db))
        }
      }
      try add(transactions: partners.sorted())
    }
    statements = found.values.sorted { $0.id < $1.id }
  }

  /// All statements of live sources between the pairs of accounts.
  private mutating func gather(_ pending: Set<Pair>) throws {
    var bySource: [Int64: [Int64]] = [:]
    for payer in Set(pending.map(\.from)) {
      for entry in shared.statements[payer] ?? [] {
        bySource[entry.source, default: []].append(entry.statement)
      }
    }
    for (source, payers) in bySource.sorted(by: { $0.key < $1.key }) {
      guard let range = reporters.ranges[source] else { continue }
      if payers.count > Self.manyAccounts {
        let rows = try RawStatement(
          db, "select \(Self.columns) from transactions where id between ? and ?")
        rows.int(range.first)
        rows.int(range.last)
        try rows.each {
          guard let from = shared.account[rows.integer(2)],
            let to = shared.account[rows.integer(3)], pending.contains(Pair(from: from, to: to))
          else { return }
          try note(rows)
        }
      } else {
        try gatherByLegs(payers: payers, in: source, pending)
      }
    }
  }

  private mutating func gatherByLegs(
    payers: [Int64], in source: Int64, _ pending: Set<Pair>
  ) throws {
    let row = try RawStatement(db, "select \(Self.columns) from transactions where id = ?")
    let postings = try Legs.postings(db)
    for payer in payers {
      for leg in try Legs.rows(postings, statement: payer) where !leg.isIncoming {
        row.int(leg.transaction)
        try row.each {
          guard let from = shared.account[row.integer(2)], let to = shared.account[row.integer(3)],
            pending.contains(Pair(from: from, to: to))
          else { return }
          try note(row)
        }
      }
    }
  }

  private mutating func note(_ row: RawStatement) throws {
    let id = row.integer(0)
    let source = row.integer(1)
    guard found[id] == nil, reporters.counts(id, of: source) else { return }
    let lo = row.integer(4)
    var statement = PaymentStatement(
      id: id, source: source, origin: reporters.origins[source] ?? "",
      content: .init(
        from: try account(row.column(2)), to: try account(row.column(3)),
        mantissa: row.integer(5), scale: row.integer(6), currency: row.integer(7)),
      day: Self.day(of: lo), lo: lo, offset: row.integer(8), precision: row.integer(9),
      richness: row.integer(10), reporter: reporters.reporter(of: id, source: source))
    if hasDetails { try addDetail(&statement) }
    found[id] = statement
    fresh.append(id)
    if let from = statement.content.from, let to = statement.content.to,
      shared.statements[from] != nil, shared.statements[to] != nil
    {
      let pair = Pair(from: from, to: to)
      if !pairs.contains(pair) { newPairs.insert(pair) }
    }
  }

  private func addDetail(_ statement: inout PaymentStatement) throws {
    guard
      let detail = try Row.fetchOne(
        db.cachedStatement(
          sql: """
            select uetr, value_date, end_to_end, servicer_reference, standing, path
            from transaction_detail where id = ?
            """), arguments: [statement.id])
    else { return }
    statement.uetr = (detail[0] as String?).flatMap { Sentinel.matches($0) ? nil : $0 }
    if let value = detail[1] as Int64? { statement.day = Self.day(of: value) }
    statement.endToEnd = detail[2]
    statement.servicerReference = detail[3]
    statement.standing = Standings.standing(detail[4])
    statement.container = Self.container(ofPath: detail[5])
  }

  /// `Stmt[1]/Ntry[3]` stands in the list `Stmt[1]/Ntry`.
  private static func container(ofPath path: String) -> String {
    guard path.last == "]", let open = path.lastIndex(of: "[") else { return path }
    return String(path[..<open])
  }

  private static func day(of seconds: Int64) -> Int64 {
    seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400)
  }

  private mutating func account(_ statement: Int64?) throws -> Int64? {
    guard let statement, statement > 0 else { return statement }
    if let known = shared.account[statement] ?? accounts[statement] { return known }
    let number = try Membership.account(db, statement) ?? statement
    accounts[statement] = number
    return number
  }

  // MARK: - Ties

  func hasJudgements() throws -> Bool {
    try Bool.fetchOne(
      db.cachedStatement(sql: "select exists (select 1 from judgement where a_kind = 'T')"))
      ?? false
  }

  private static let judgedSQL = """
    select b from judgement
    where a_kind = 'T' and a = ?1 and b_kind = 'T' and opinion = 'same' and undone_by is null
    union
    select a from judgement
    where b_kind = 'T' and b = ?1 and a_kind = 'T' and opinion = 'same' and undone_by is null
    """

  /// What holds to be the same as one of the transactions.
  private func judged(with ids: [Int64]) throws -> Set<Int64> {
    var partners = Set<Int64>()
    guard try hasJudgements() else { return partners }
    let judged = try RawStatement(db, Self.judgedSQL)
    for id in ids {
      judged.int(id)
      try judged.each { partners.insert(judged.integer(0)) }
    }
    return partners
  }

  /// What persons hold about the gathered transactions, by position.
  func held() throws -> [Resolver.Held] {
    let rows = try Row.fetchAll(
      db,
      sql: """
        select id, a, b, opinion from judgement
        where a_kind = 'T' and b_kind = 'T' and \(JudgementSQL.speaksForPerson) order by id
        """)
    return rows.compactMap { row in
      guard let a = position(of: row[1]), let b = position(of: row[2]),
        let opinion = Opinion(rawValue: row[3])
      else { return nil }
      return Resolver.Held(judgement: row[0], a: a, b: b, opinion: opinion)
    }
  }

  /// The gathered transactions that share an id of one set, by position. Where a source was just
  /// loaded its groups are known, and what held before is in the judgements; else they are looked
  /// up.
  func sameIDGroups(known: [[Int64]]) throws -> [[Int]] {
    var groups = known
    if scansSource {
      let judged = try RawStatement(
        db,
        """
        select b from judgement
        where a_kind = 'T' and b_kind = 'T' and a = ? and by = 'rule:set-id'
          and opinion = 'same' and undone_by is null
        """)
      for statement in try hasJudgements() ? statements[...] : [] {
        var group = [statement.id]
        judged.int(statement.id)
        try judged.each { group.append(judged.integer(0)) }
        if group.count > 1 { groups.append(group) }
      }
    } else {
      groups += try SetIDs.groups(db, around: statements.map(\.id))
    }
    return try scoped(groups).compactMap { group in
      let positions = group.compactMap { position(of: $0) }.sorted()
      return positions.count > 1 ? positions : nil
    }.sorted { $0.lexicographicallyPrecedes($1) }
  }

  func statement(_ id: Int64) -> PaymentStatement? { found[id] }

  private func position(of id: Int64) -> Int? {
    var low = 0
    var high = statements.count
    while low < high {
      let middle = (low + high) / 2
      if statements[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < statements.count && statements[low].id == id ? low : nil
  }
}
