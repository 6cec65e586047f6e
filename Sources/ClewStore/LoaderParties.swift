import ClewModel
import GRDB

/// Writes mentions and their strong keys.
final class MentionWriter {
  private let source: Int64
  private let setID: Int64
  private let first: Int64
  /// The id that the next mention gets.
  private(set) var next: Int64
  private let insert: RawStatement
  private let key: RawStatement
  private let occurrence: RawStatement
  private let owners: RawStatement

  init(_ db: Database, source: Int64, setID: Int64, first: Int64) throws {
    self.source = source
    self.setID = setID
    self.first = first
    next = first
    insert = try RawStatement(
      db,
      """
      insert into mention (id, source, ref, set_id, kind, name, occurrences, offset, length, line,
        path, placeholder, party)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
    key = try RawStatement(
      db, "insert or ignore into identity_key (key, rule, mention) values (?, ?, ?)")
    occurrence = try RawStatement(
      db, "update mention set occurrences = occurrences + ? where id = ?")
    owners = try RawStatement(
      db,
      """
      insert into owner_statement (mention, ordinal, reason, text, is_holder, start, start_mark,
        "end", end_mark, known, known_mark)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """)
  }

  /// - Returns: the id of the mention.
  func add(_ mention: Mention) throws -> Int64 {
    let id = try insert(mention, placeholder: false)
    for strong in IdentityKeys.keys(of: mention, source: source) {
      key.text(strong.text)
      key.int(strong.rule.rawValue)
      key.int(id)
      try key.run()
    }
    for (ordinal, statement) in mention.ownerStatements.enumerated() {
      owners.int(id)
      owners.int(ordinal)
      owners.int(statement.reason.rawValue)
      owners.text(statement.text)
      owners.int(statement.isHolder ? 1 : 0)
      owners.time(statement.start)
      owners.time(statement.end)
      owners.time(statement.known)
      try owners.run()
    }
    return id
  }

  /// A party that nothing is known of but the id its set gives it.
  func addPlaceholder(ref: String, provenance: Provenance) throws -> Int64 {
    try insert(
      Mention(ref: ref, kind: .unknown, name: "", provenance: provenance), placeholder: true)
  }

  private func insert(_ mention: Mention, placeholder: Bool) throws -> Int64 {
    let id = next
    insert.int(id)
    insert.int(source)
    insert.text(mention.ref)
    insert.int(setID)
    insert.int(mention.kind.rawValue)
    insert.text(mention.name)
    insert.int(mention.occurrences)
    insert.provenance(mention.provenance)
    insert.int(placeholder ? 1 : mention.isAside ? 2 : 0)
    insert.int(id)
    try insert.run()
    next += 1
    return id
  }

  /// More occurrences of the mention with a number of the source.
  func repeated(_ number: Int, _ more: Int) throws {
    precondition(first + Int64(number) < next, "a repeated mention was emitted before")
    occurrence.int(more)
    occurrence.int(first + Int64(number))
    try occurrence.run()
  }
}

/// Writes facts; property names are interned.
final class FactWriter {
  private let db: Database
  private let insert: RawStatement
  private var properties: [Property: Int64] = [:]

  init(_ db: Database) throws {
    self.db = db
    insert = try RawStatement(
      db,
      """
      insert into fact (owner_kind, owner, ordinal, property, value, raw, qualifier)
      values (?, ?, ?, ?, ?, ?, ?)
      """)
  }

  func add(_ facts: [Fact], of kind: FactOwner, _ owner: Int64) throws {
    for (ordinal, fact) in facts.enumerated() {
      insert.int(kind.rawValue)
      insert.int(owner)
      insert.int(ordinal)
      insert.int(try id(of: fact.property))
      insert.text(fact.value)
      insert.text(fact.raw)
      insert.text(fact.qualifier)
      try insert.run()
    }
  }

  private func id(of property: Property) throws -> Int64 {
    if let id = properties[property] { return id }
    try db.execute(
      sql: "insert or ignore into property (name) values (?)", arguments: [property.rawValue])
    let id =
      try Int64.fetchOne(
        db, sql: "select id from property where name = ?", arguments: [property.rawValue]) ?? 0
    properties[property] = id
    return id
  }
}

/// Numbers of currency codes and modes.
struct CodeTable {
  private let db: Database
  private var ids: [String: Int64] = [:]

  init(_ db: Database) { self.db = db }

  mutating func id(of text: String) throws -> Int64 {
    if let id = ids[text] { return id }
    try db.execute(sql: "insert or ignore into code (text) values (?)", arguments: [text])
    let id =
      try Int64.fetchOne(db, sql: "select id from code where text = ?", arguments: [text]) ?? 0
    ids[text] = id
    return id
  }
}

extension RawStatement {
  /// Binds offset, length, line and path.
  func provenance(_ provenance: Provenance) {
    int(provenance.offset)
    int(provenance.length)
    int(provenance.line)
    text(provenance.path)
  }

  /// Binds the two columns of a time.
  func time(_ span: TimeSpan?) {
    int(span?.lo)
    int(span.map(TimeMark.mark))
  }
}
