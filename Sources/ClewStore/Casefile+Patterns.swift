import ClewModel
import GRDB

/// A pattern of payments as it is stored: under its kind and the transactions that bear it out.
package struct PatternRecord: Hashable, Sendable {
  /// Raised when what a stored pattern means changes.
  static let version = "1"

  package var kind: String
  /// Numbers of the transactions, ascending.
  package var transactions: [Int64]
  /// The score as a decimal.
  package var score: String
  /// The finding as JSON; see `StoredFinding.Detail` for what `show` reads from it.
  package var body: String

  package init(kind: String, transactions: [Int64], score: String, body: String) {
    self.kind = kind
    self.transactions = transactions.sorted()
    self.score = score
    self.body = body
  }

  /// Kind, sorted evidence and version as one text.
  var identity: String {
    var text = "\(kind) "
    for (position, number) in transactions.enumerated() {
      text += position == 0 ? "T\(number)" : ",T\(number)"
    }
    return text + " v\(Self.version)"
  }
}

extension Casefile {
  /// Stores patterns, or updates those found before, in one transaction, and returns the ids in the
  /// order given. The revision stays: no answer rests on them.
  package func store(
    _ patterns: [PatternRecord], journal entry: JournalEntry
  ) throws -> [RecordID] {
    try translating {
      try database.write { db in
        let revision = try Self.revision(db)
        let statement = try RawStatement(
          db,
          """
          insert into finding (identity, kind, score, revision, version, body)
          values (?1, ?2, ?3, ?4, ?5, ?6)
          on conflict (identity) do update set revision = ?4, body = ?6, score = ?3
          returning id
          """)
        let ids = try patterns.map { pattern in
          statement.text(pattern.identity)
          statement.text(pattern.kind)
          statement.text(pattern.score)
          statement.int(revision)
          statement.text(PatternRecord.version)
          statement.text(pattern.body)
          return RecordID(.finding, try statement.firstInt() ?? 0)
        }
        try Self.append(entry, db)
        return ids
      }
    }
  }

  /// The ids that patterns are stored under, in the order given; nil for one that is not.
  package func storedIDs(of patterns: [PatternRecord]) throws -> [RecordID?] {
    try translating {
      try database.read { db in
        let statement = try RawStatement(db, "select id from finding where identity = ?")
        return try patterns.map { pattern in
          statement.text(pattern.identity)
          return try statement.firstInt().map { RecordID(.finding, $0) }
        }
      }
    }
  }

  /// One finding of any kind; nil where there is none.
  func storedFinding(_ id: RecordID) throws -> StoredFinding? {
    try translating {
      try database.read { db in
        guard
          let row = try Row.fetchOne(
            db, sql: "select id, kind, revision, body from finding where id = ?",
            arguments: [id.number])
        else { return nil }
        var finding = try StoredFinding(row, db)
        finding.details = try StoredFinding.details(db, finding)
        return finding
      }
    }
  }

  /// Parties and accounts in stored findings of patterns and fronts, by record, but for those of
  /// some kinds; the findings ascend. Those of an earlier revision count too.
  package func membersOfFindings(
    butKinds kinds: Set<String>
  ) throws -> [RecordID: [RecordID]] {
    try translating {
      try database.read { db in
        let about = DataFinding.Kind.allCases.filter { $0 != .frontCluster }.map(\.rawValue)
        let rows = try Row.fetchCursor(
          db,
          sql: """
            select f.id, f.kind, m.value from finding f, json_each(f.body, '$.members') m
            order by f.id
            """)
        var members: [RecordID: [RecordID]] = [:]
        while let row = try rows.next() {
          let kind: String = row[1]
          guard !kinds.contains(kind), !about.contains(kind), let text = row[2] as String?,
            let member = RecordID(text)
          else { continue }
          let finding = RecordID(.finding, row[0])
          if members[member]?.last != finding { members[member, default: []].append(finding) }
        }
        return members
      }
    }
  }
}

extension StoredFinding {
  /// One line that `show` prints of a finding beside its members and reasons.
  package struct Detail: Hashable, Sendable {
    package var property: String
    package var value: String
    package var qualifier: String?
  }

  /// What the body of a pattern says beside members and reasons, and whether it is stale.
  static func details(_ db: Database, _ finding: StoredFinding) throws -> [Detail] {
    var details: [Detail] = []
    func each(_ property: String, _ sql: String) throws {
      for row in try Row.fetchAll(db, sql: sql, arguments: [finding.body]) {
        guard let value = row[0] as String? else { continue }
        details.append(
          Detail(property: property, value: value, qualifier: row.count > 1 ? row[1] : nil))
      }
    }
    try each("in words", "select json_extract(?, '$.sentence')")
    try each("score", "select cast(json_extract(?, '$.score') as text)")
    try each("near miss", "select json_extract(?, '$.nearMiss')")
    try each("start", "select json_extract(?, '$.start')")
    try each("end", "select json_extract(?, '$.end')")
    for key in ["amountIn", "amountOut", "retained"] {
      try each(
        key == "amountIn" ? "value in" : key == "amountOut" ? "value out" : "value retained",
        "select value || ' ' || key from json_each(?, '$.\(key)')")
    }
    try each("role", "select value, key from json_each(?, '$.roles')")
    try each("also fits", "select value from json_each(?, '$.alsoFits')")
    try each(
      "transaction",
      """
      select json_extract(value, '$.id'),
        coalesce(json_extract(value, '$.source') || ', ' || json_extract(value, '$.locator'), '')
      from json_each(?, '$.transactions')
      """)
    try each("parameter", "select value, key from json_each(?, '$.parameters')")
    let revision = try Casefile.revision(db)
    if !details.isEmpty, finding.revision < revision {
      details.insert(
        Detail(
          property: "stale",
          value: "found at revision \(finding.revision), the casefile is at \(revision)"), at: 0)
    }
    return details
  }
}
