import ClewGraph
import ClewModel
import GRDB

/// The nodes that links reach from some records, found by indexed queries: what a question about
/// one party needs of a casefile of any size.
///
/// Breadth first. Complexity: one probe for every mention, account statement and link reached.
struct Neighbourhood: SnapshotNodes {
  private(set) var partyIDs: [Int64] = []
  private(set) var partyKinds: [PartyKind] = []
  private(set) var accountIDs: [Int64] = []
  private(set) var mentions: [Int64]?
  private(set) var links: [LinkRow] = []
  private var partyOfMention: [Int64: Int64] = [:]
  private var nodeOfParty: [Int64: Int32] = [:]

  func node(ofMention id: Int64) -> Int32? {
    partyOfMention[id].flatMap { nodeOfParty[$0] }
  }

  init(
    _ db: Database, _ live: LiveSources, around: [RecordID], reach: Reach, parts: SnapshotParts
  ) throws {
    let walk = try LinkWalk(db, live, reach, takesAccounts: parts.contains(.accounts))
    try walk.run(from: around)
    let reached = walk.reached
    partyIDs = reached.filter { $0.kind == .party }.map(\.number).sorted()
    accountIDs = reached.filter { $0.kind == .account }.map(\.number).sorted()
    partyOfMention = walk.partyOfMention
    mentions = walk.partyOfMention.keys.sorted()
    for (node, party) in partyIDs.enumerated() { nodeOfParty[party] = Int32(node) }
    partyKinds = partyIDs.map { walk.kinds[$0] ?? .unknown }
    guard parts.contains(.ownership) else { return }
    var nodeOfAccount: [Int64: Int32] = [:]
    for (number, account) in accountIDs.enumerated() {
      nodeOfAccount[account] = Int32(partyIDs.count + number)
    }
    func node(_ id: RecordID) -> Int32? {
      id.kind == .party ? nodeOfParty[id.number] : nodeOfAccount[id.number]
    }
    for found in walk.links.values.sorted(by: { $0.row.id < $1.row.id }) {
      guard let from = node(found.from), let to = node(found.to) else { continue }
      var row = found.row
      row.from = from
      row.to = to
      links.append(row)
    }
  }
}

/// The walk itself.
private final class LinkWalk {
  struct Found {
    var row: LinkRow
    var from: RecordID
    var to: RecordID
  }

  private(set) var reached: Set<RecordID> = []
  private(set) var links: [Int64: Found] = [:]
  private(set) var partyOfMention: [Int64: Int64] = [:]
  private(set) var kinds: [Int64: PartyKind] = [:]
  private let live: LiveSources
  private let reach: Reach
  private let takesAccounts: Bool
  private let members: RawStatement
  private let statements: RawStatement
  private let party: RawStatement
  private let account: RawStatement
  private var probes: [(direction: Reach.Direction, kind: RecordID.Kind, links: RawStatement)] = []

  init(_ db: Database, _ live: LiveSources, _ reach: Reach, takesAccounts: Bool) throws {
    self.live = live
    self.reach = reach
    self.takesAccounts = takesAccounts
    members = try RawStatement(
      db,
      """
      select id, kind, source, superseded from mention where id = ?1
      union all
      select id, kind, source, superseded from mention where party = ?1 and party <> id
      """)
    statements = try RawStatement(
      db,
      """
      select id from account_mention where id = ?1
      union all select id from account_mention where account = ?1 and account <> id
      """)
    party = try RawStatement(db, "select party from mention where id = ?")
    account = try RawStatement(db, "select account from account_mention where id = ?")
    for (direction, side) in [(Reach.Direction.upward, "to"), (.downward, "from")] {
      guard let kinds = Self.condition(reach.kinds(followed: direction)) else { continue }
      for (kind, column) in [(RecordID.Kind.party, "mention"), (.account, "account")] {
        guard kind == .party || takesAccounts else { continue }
        probes.append(
          (
            direction, kind,
            try RawStatement(
              db,
              """
              select \(LinkReader.columns) from \(LinkReader.table)
              where l.\(side)_\(column) = ?\(kinds)
              """)
          ))
      }
    }
  }

  /// The kinds of link that a probe reads, so that the thousand companies of a director cost no more
  /// than their rows when only owners are asked for; nil where a direction is not followed.
  private static func condition(_ kinds: Set<LinkKind>?) -> String? {
    guard let kinds else { return "" }
    guard !kinds.isEmpty else { return nil }
    return " and l.kind in (\(kinds.map { "\($0.rawValue)" }.sorted().joined(separator: ", ")))"
  }

  func run(from start: [RecordID]) throws {
    var frontier: [RecordID] = []
    for id in start {
      if let node = try node(id), reached.insert(node).inserted { frontier.append(node) }
    }
    var hops = 0
    while !frontier.isEmpty {
      let isLast = reach.hops.map { hops >= $0 } ?? false
      var next: [RecordID] = []
      for node in frontier { next += try visit(node, isLast: isLast) }
      frontier = next
      hops += 1
    }
  }

  /// The node of a typed id; nil for other kinds of record and for ids that do not exist.
  private func node(_ id: RecordID) throws -> RecordID? {
    switch id.kind {
    case .party, .mention:
      party.int(id.number)
      return try party.firstInt().map { RecordID(.party, $0) }
    case .account where takesAccounts:
      account.int(id.number)
      return try account.firstInt().map { RecordID(.account, $0) }
    default: return nil
    }
  }

  /// Takes the node's links, and returns the nodes that are new. On the last hop only links between
  /// nodes that were reached before are taken.
  private func visit(_ node: RecordID, isLast: Bool) throws -> [RecordID] {
    var fresh: [RecordID] = []
    for statement in try statements(of: node) {
      for probe in probes where probe.kind == node.kind {
        for found in try links(probe.links, statement) {
          guard links[found.row.id] == nil else { continue }
          let other = probe.direction == .upward ? found.from : found.to
          if reached.contains(other) {
            links[found.row.id] = found
          } else if !isLast {
            links[found.row.id] = found
            reached.insert(other)
            fresh.append(other)
          }
        }
      }
    }
    return fresh
  }

  private func statements(of node: RecordID) throws -> [Int64] {
    var ids: [Int64] = []
    guard node.kind == .party else {
      statements.int(node.number)
      try statements.each { ids.append(statements.integer(0)) }
      return ids
    }
    members.int(node.number)
    try members.each {
      ids.append(members.integer(0))
      guard live.contains(members.integer(2)) else { return }
      partyOfMention[members.integer(0)] = node.number
      guard members.isNull(3) else { return }
      let kind = PartyKind(rawValue: UInt8(truncatingIfNeeded: members.integer(1)))
      if let kind, kinds[node.number] ?? .unknown == .unknown { kinds[node.number] = kind }
    }
    return ids
  }

  private func links(_ probe: RawStatement, _ statement: Int64) throws -> [Found] {
    var rows: [(row: LinkRow, from: RecordID?, to: RecordID?)] = []
    probe.int(statement)
    try probe.each {
      guard live.contains(probe.integer(1)), let row = LinkReader.row(probe, from: 0, to: 0)
      else { return }
      rows.append((row, Self.end(probe, 3), Self.end(probe, 5)))
    }
    return try rows.compactMap { found in
      guard let from = try found.from.flatMap(node), let to = try found.to.flatMap(node) else {
        return nil
      }
      return Found(row: found.row, from: from, to: to)
    }
  }

  private static func end(_ probe: RawStatement, _ column: Int32) -> RecordID? {
    if let mention = probe.column(column) { return RecordID(.mention, mention) }
    return probe.column(column + 1).map { RecordID(.account, $0) }
  }
}
