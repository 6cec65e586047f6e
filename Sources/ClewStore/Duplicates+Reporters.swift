import ClewModel
import GRDB

/// Who states the transactions of each live source that no other took the place of.
struct TransactionReporters {
  private struct Stretch {
    var first: Int64
    var last: Int64
    var filer: String
  }

  /// Live sources that state transactions, with the reporter of each where no filing says more.
  private(set) var ofSource: [Int64: String] = [:]
  private(set) var ranges: [Int64: (first: Int64, last: Int64)] = [:]
  /// The digest of each.
  private(set) var origins: [Int64: String] = [:]
  private var stretches: [Stretch] = []
  /// Transactions of superseded filings, ascending.
  private var superseded: [(first: Int64, last: Int64)] = []
  /// What else than settled payments each states, where it does.
  private var unsettled: [Int64: Set<TransactionDetail.Standing>] = [:]

  init(_ db: Database) throws {
    let sources = try Row.fetchAll(
      db,
      sql: """
        select s.id, s.reporter, r.name, s.first_transaction, s.last_transaction, s.sha256
        from source s join record_set r on r.id = s.set_id
        where s.live = 1 and s.superseded is null and s.first_transaction is not null
        """)
    for row in sources {
      let reporter: String? = row[1]
      let set: String = row[2]
      ofSource[row[0]] = reporter.map { "reporter \($0)" } ?? "set \(set)"
      ranges[row[0]] = (row[3], row[4])
      origins[row[0]] = row[5]
    }
    try readUnsettled(db)
    stretches = try Row.fetchAll(
      db,
      sql: """
        select f.first_transaction, f.last_transaction, f.filer
        from filing f join source s on s.id = f.source and s.live = 1
        where f.first_transaction is not null and f.filer is not null
        order by f.first_transaction
        """
    ).map { Stretch(first: $0[0], last: $0[1], filer: $0[2]) }
    superseded = try Row.fetchAll(
      db,
      sql: """
        select first_transaction, last_transaction from filing
        where superseded is not null and first_transaction is not null
        order by first_transaction
        """
    ).map { ($0[0], $0[1]) }
  }

  /// True for a transaction of a live source that no later edition took back.
  func counts(_ transaction: Int64, of source: Int64) -> Bool {
    guard ranges[source] != nil else { return false }
    var low = 0
    var high = superseded.count
    while low < high {
      let middle = (low + high) / 2
      if superseded[middle].first <= transaction { low = middle + 1 } else { high = middle }
    }
    return low == 0 || transaction > superseded[low - 1].last
  }

  private mutating func readUnsettled(_ db: Database) throws {
    guard try Standings.hasUnsettled(db) else { return }
    let rows = try RawStatement(
      db,
      """
      select distinct standing from transaction_detail where id between ? and ? and standing <> 0
      """)
    for (source, range) in ranges {
      rows.int(range.first)
      rows.int(range.last)
      try rows.each {
        unsettled[source, default: []].insert(Standings.standing(rows.integer(0)))
      }
    }
  }

  /// The filer of the transaction's filing, else the source's reporter, else its set.
  func reporter(of transaction: Int64, source: Int64) -> String {
    var low = 0
    var high = stretches.count
    while low < high {
      let middle = (low + high) / 2
      if stretches[middle].first <= transaction { low = middle + 1 } else { high = middle }
    }
    if low > 0, transaction <= stretches[low - 1].last {
      return "reporter \(stretches[low - 1].filer)"
    }
    return ofSource[source] ?? "source \(source)"
  }

  /// All who state a transaction of a source, and as what (`PaymentStatement.lane`).
  func reporters(in source: Int64) -> Set<String> {
    var found = Set<String>()
    if let range = ranges[source] {
      var covered: Int64 = 0
      for stretch in stretches where stretch.first >= range.first && stretch.last <= range.last {
        found.insert("reporter \(stretch.filer)")
        covered += stretch.last - stretch.first + 1
      }
      if covered <= range.last - range.first, let reporter = ofSource[source] {
        found.insert(reporter)
      }
    }
    for standing in unsettled[source] ?? [] where standing != .void {
      for reporter in found { found.insert(PaymentStatement.lane(reporter, standing)) }
    }
    return found
  }
}

/// The accounts of which two reporters speak, with the statements of each.
struct SharedAccounts {
  /// Statement → account.
  private(set) var account: [Int64: Int64] = [:]
  /// Account → its statements and their sources.
  private(set) var statements: [Int64: [(statement: Int64, source: Int64)]] = [:]

  /// Reads the statements of accounts that have more than one; none where one reporter states all.
  init(_ db: Database, _ reporters: TransactionReporters) throws {
    var named: [Int64: Set<String>] = [:]
    for source in reporters.ofSource.keys { named[source] = reporters.reporters(in: source) }
    guard Set(named.values.joined()).count > 1 else { return }
    let rows = try RawStatement(
      db,
      """
      select id, account, source from account_mention where account <> id
      union all
      select id, id, source from account_mention
      where id in (select account from account_mention where account <> id)
      """)
    var all: [Int64: [(statement: Int64, source: Int64)]] = [:]
    try rows.each {
      let source = rows.integer(2)
      guard named[source] != nil else { return }
      all[rows.integer(1), default: []].append((rows.integer(0), source))
    }
    for (number, stated) in all {
      add(number, stated, named)
    }
    for (source, names) in named where names.count > 1 {
      try addAll(db, of: source, named)
    }
  }

  var isEmpty: Bool { statements.isEmpty }

  private mutating func add(
    _ number: Int64, _ stated: [(statement: Int64, source: Int64)], _ named: [Int64: Set<String>]
  ) {
    var names = Set<String>()
    for entry in stated { names.formUnion(named[entry.source] ?? []) }
    guard names.count > 1 else { return }
    statements[number] = stated
    for entry in stated { account[entry.statement] = number }
  }

  /// In a source of several filers each of its accounts may be stated by two of them.
  private mutating func addAll(
    _ db: Database, of source: Int64, _ named: [Int64: Set<String>]
  ) throws {
    let rows = try RawStatement(
      db,
      """
      select m.id, m.account from source s
        cross join account_mention m on m.id between s.first_account and s.last_account
      where s.id = ?
      """)
    rows.int(source)
    try rows.each {
      let (statement, number) = (rows.integer(0), rows.integer(1))
      guard account[statement] == nil else { return }
      account[statement] = number
      statements[number, default: []].append((statement, source))
    }
  }
}
