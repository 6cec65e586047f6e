import ClewModel
import GRDB

extension Casefile {
  /// Dates of birth, death, foundation and dissolution of parties, by the ids asked for; a party of
  /// which no live source states one is left out.
  ///
  /// Complexity: a probe for each mention of the parties.
  package func partyDates(of ids: [RecordID]) throws -> [RecordID: PartyDates] {
    try translating { try database.read { try OwnerFacts.dates(of: ids, $0) } }
  }

  /// Whether links are stated to be beneficial ownership or control, by link id, where a source says
  /// so or that they are not.
  package func beneficialFlags(ofLinks ids: [Int64]) throws -> [Int64: Bool] {
    try translating { try database.read { try OwnerFacts.flags(of: ids, $0) } }
  }
}

/// What ownership answers need of parties and links beside their columns.
enum OwnerFacts {
  static func dates(of ids: [RecordID], _ db: Database) throws -> [RecordID: PartyDates] {
    let properties = try numbers(of: PartyDates.properties, db)
    guard !properties.isEmpty else { return [:] }
    let live = try LiveSources(db)
    let members = try RawStatement(
      db,
      """
      select id, source from mention where id = ?1 and superseded is null
      union all
      select id, source from mention where party = ?1 and party <> id and superseded is null
      """)
    let facts = try RawStatement(
      db,
      """
      select property, value from fact
      where owner_kind = \(FactOwner.mention.rawValue) and owner = ?
        and property in (\(properties.keys.sorted().map(String.init).joined(separator: ", ")))
      """)
    var found: [RecordID: PartyDates] = [:]
    for id in ids where id.kind == .party && found[id] == nil {
      var dates = PartyDates()
      var mentions: [Int64] = []
      members.int(id.number)
      try members.each {
        if live.contains(members.integer(1)) { mentions.append(members.integer(0)) }
      }
      for mention in mentions {
        facts.int(mention)
        try facts.each {
          guard let property = properties[facts.integer(0)], let value = facts.string(1) else {
            return
          }
          dates.take(property, value)
        }
      }
      if dates != PartyDates() { found[id] = dates }
    }
    return found
  }

  static func flags(of ids: [Int64], _ db: Database) throws -> [Int64: Bool] {
    guard let property = try numbers(of: ["beneficial-ownership"], db).keys.first else {
      return [:]
    }
    let facts = try RawStatement(
      db,
      """
      select value from fact
      where owner_kind = \(FactOwner.link.rawValue) and owner = ? and property = \(property)
      """)
    var found: [Int64: Bool] = [:]
    for id in ids {
      facts.int(id)
      try facts.each { found[id] = facts.string(0) == "true" }
    }
    return found
  }

  private static func numbers(
    of properties: [Property], _ db: Database
  ) throws -> [Int64: Property] {
    var numbers: [Int64: Property] = [:]
    for property in properties {
      let number = try Int64.fetchOne(
        db, sql: "select id from property where name = ?", arguments: [property.rawValue])
      if let number { numbers[number] = property }
    }
    return numbers
  }
}
