import ClewGraph
import ClewModel
import GRDB

/// The nodes of a whole casefile, in tables by id: everything that live sources state, and the
/// parties and accounts that a live link names although what stated them was withdrawn.
struct WholeCasefile: SnapshotNodes {
  private(set) var partyIDs: [Int64] = []
  private(set) var partyKinds: [PartyKind] = []
  private(set) var accountIDs: [Int64] = []
  var mentions: [Int64]? { nil }

  /// By mention id: its party; by party id: its node, or -1.
  private var partyOf: [UInt32] = []
  private var partyNodes: [Int32] = []
  private var accountOf: [UInt32] = []
  private var accountNodes: [Int32] = []
  private let takesParties: Bool
  private let takesAccounts: Bool

  init(_ db: Database, _ live: LiveSources, parts: SnapshotParts) throws {
    takesParties = parts.contains(.ownership) || parts.contains(.attributes)
    takesAccounts = parts.contains(.accounts)
    if takesParties { try loadParties(db, live) }
    if takesAccounts { try loadAccounts(db, live) }
  }

  func node(ofMention id: Int64) -> Int32? {
    guard id > 0, id < partyOf.count else { return nil }
    let node = partyNodes[Int(partyOf[Int(id)])]
    return node < 0 ? nil : node
  }

  private func node(ofAccount id: Int64) -> Int32? {
    guard id > 0, id < accountOf.count else { return nil }
    let node = accountNodes[Int(accountOf[Int(id)])]
    return node < 0 ? nil : node
  }

  private mutating func loadParties(_ db: Database, _ live: LiveSources) throws {
    let last = try Int.fetchOne(db, sql: "select max(id) from mention") ?? 0
    partyOf = [UInt32](repeating: 0, count: last + 1)
    partyNodes = [Int32](repeating: -1, count: last + 1)
    var kinds = [UInt8](repeating: PartyKind.unknown.rawValue, count: last + 1)
    let rows = try RawStatement(
      db, "select id, party, kind, source, superseded from mention order by id")
    try rows.each {
      let party = Int(rows.integer(1))
      partyOf[Int(rows.integer(0))] = UInt32(party)
      guard live.contains(rows.integer(3)), rows.isNull(4) else { return }
      partyNodes[party] = 0
      if kinds[party] == PartyKind.unknown.rawValue {
        kinds[party] = UInt8(truncatingIfNeeded: rows.integer(2))
      }
    }
    try Self.named(db, live, "mention") { partyNodes[Int(partyOf[Int($0)])] = 0 }
    for party in 0...last where partyNodes[party] == 0 {
      partyNodes[party] = Int32(partyIDs.count)
      partyIDs.append(Int64(party))
      partyKinds.append(PartyKind(rawValue: kinds[party]) ?? .unknown)
    }
  }

  private mutating func loadAccounts(_ db: Database, _ live: LiveSources) throws {
    let last = try Int.fetchOne(db, sql: "select max(id) from account_mention") ?? 0
    accountOf = [UInt32](repeating: 0, count: last + 1)
    accountNodes = [Int32](repeating: -1, count: last + 1)
    let rows = try RawStatement(
      db, "select id, account, source, superseded from account_mention order by id")
    try rows.each {
      let account = Int(rows.integer(1))
      accountOf[Int(rows.integer(0))] = UInt32(account)
      if live.contains(rows.integer(2)), rows.isNull(3) { accountNodes[account] = 0 }
    }
    try Self.named(db, live, "account") { accountNodes[Int(accountOf[Int($0)])] = 0 }
    for account in 0...last where accountNodes[account] == 0 {
      accountNodes[account] = Int32(partyIDs.count + accountIDs.count)
      accountIDs.append(Int64(account))
    }
  }

  /// Ends of live links that were named by a ref, where what stated them does not count any more.
  private static func named(
    _ db: Database, _ live: LiveSources, _ kind: String, _ body: (Int64) -> Void
  ) throws {
    try superseded(db, live, kind, body)
    guard try Bool.fetchOne(db, sql: "select exists (select 1 from source where live = 0)") == true
    else { return }
    let table = kind == "mention" ? "mention" : "account_mention"
    for side in ["from", "to"] {
      let rows = try RawStatement(
        db,
        """
        select m.id, l.source from source s
        join \(table) m on m.id between s.first_\(kind) and s.last_\(kind)
        join link l on l.\(side)_\(kind) = m.id
        where s.live = 0 and l.superseded is null
        """)
      try rows.each { if live.contains(rows.integer(1)) { body(rows.integer(0)) } }
    }
  }

  /// Ends of links that count at statements that a later edition superseded.
  private static func superseded(
    _ db: Database, _ live: LiveSources, _ kind: String, _ body: (Int64) -> Void
  ) throws {
    guard
      try Bool.fetchOne(
        db, sql: "select exists (select 1 from source where family is not null)") == true
    else { return }
    for side in ["from", "to"] {
      let rows = try RawStatement(
        db,
        """
        select m.id, l.source from link l
          join \(kind == "mention" ? kind : "account_mention") m on m.id = l.\(side)_\(kind)
        where l.superseded is null and m.superseded is not null
        """)
      try rows.each { if live.contains(rows.integer(1)) { body(rows.integer(0)) } }
    }
  }

  /// Live links between two nodes, in ascending id.
  func links(_ db: Database, _ live: LiveSources) throws -> [LinkRow] {
    var links: [LinkRow] = []
    let rows = try RawStatement(
      db, "select \(LinkReader.columns) from \(LinkReader.table) order by l.id")
    try rows.each {
      guard live.contains(rows.integer(1)),
        let from = end(rows.column(3), rows.column(4)),
        let to = end(rows.column(5), rows.column(6)),
        let link = LinkReader.row(rows, from: from, to: to)
      else { return }
      links.append(link)
    }
    return links
  }

  private func end(_ mention: Int64?, _ account: Int64?) -> Int32? {
    if let mention { return node(ofMention: mention) }
    return account.flatMap { node(ofAccount: $0) }
  }
}
