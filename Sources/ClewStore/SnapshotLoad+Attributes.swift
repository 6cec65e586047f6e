import ClewGraph
import ClewModel
import GRDB

/// Attributes that parties may share, folded.
enum AttributeLoad {
  /// - Returns: distinct rows in ascending party, property, key, source and value.
  static func rows(
    _ db: Database, _ nodes: any SnapshotNodes, _ live: LiveSources, keys: AttributeKeys
  ) throws -> [AttributeRow] {
    let wanted = try properties(db, keys)
    guard !wanted.isEmpty else { return [] }
    let list = wanted.keys.sorted().map(String.init).joined(separator: ", ")
    let facts = try RawStatement(
      db,
      """
      select f.owner, f.property, f.value, f.qualifier, m.source
      from fact f join mention m on m.id = f.owner and m.superseded is null
      where f.owner_kind = 1 and \(nodes.mentions == nil ? "?1 is null" : "f.owner = ?1")
        and f.property in (\(list))
      """)
    var rows: Set<AttributeRow> = []
    func take() throws {
      try facts.each {
        guard live.contains(facts.integer(4)), let node = nodes.node(ofMention: facts.integer(0)),
          let property = wanted[facts.integer(1)], let value = facts.string(2),
          let key = keys[property]?(value, facts.string(3)), !key.isEmpty
        else { return }
        rows.insert(
          AttributeRow(
            party: node, property: property, key: key, value: value,
            source: Int32(truncatingIfNeeded: facts.integer(4))))
      }
    }
    if let mentions = nodes.mentions {
      for mention in mentions {
        facts.int(mention)
        try take()
      }
    } else {
      facts.int(nil)
      try take()
    }
    return rows.sorted { a, b in
      if a.party != b.party { return a.party < b.party }
      if a.property != b.property { return a.property.rawValue < b.property.rawValue }
      if a.key != b.key { return a.key < b.key }
      return (a.source, a.value) < (b.source, b.value)
    }
  }

  private static func properties(
    _ db: Database, _ keys: AttributeKeys
  ) throws -> [Int64: Property] {
    var wanted: [Int64: Property] = [:]
    for row in try Row.fetchAll(db, sql: "select id, name from property") {
      let property = Property(rawValue: row[1])
      if keys[property] != nil { wanted[row[0]] = property }
    }
    return wanted
  }
}
