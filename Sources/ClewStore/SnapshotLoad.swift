import ClewGraph
import ClewModel
import GRDB

/// Which parts of a casefile a snapshot takes.
package struct SnapshotParts: OptionSet, Sendable {
  package let rawValue: Int

  package init(rawValue: Int) { self.rawValue = rawValue }

  /// The parties, the links between nodes that are taken, and why owners are not named.
  package static let ownership = SnapshotParts(rawValue: 1)
  /// The accounts.
  package static let accounts = SnapshotParts(rawValue: 2)
  /// The canonical transactions between two nodes; takes the accounts too. A side that is a party
  /// and no account is a node only with `ownership`.
  package static let payments = SnapshotParts(rawValue: 4)
  /// Attributes that parties may share.
  package static let attributes = SnapshotParts(rawValue: 8)
  /// The transactions with at least one account, with the balances that sources state; takes the
  /// accounts too. Not among `all`: only tracing reads them.
  package static let postings = SnapshotParts(rawValue: 16)

  package static let all: SnapshotParts = [.ownership, .accounts, .payments, .attributes]
}

/// What a snapshot around some records takes, beside the records themselves.
package struct Reach: Sendable {
  package enum Direction: Sendable {
    /// From the end `to` to the end `from`: owners, directors, holders.
    case upward
    /// From the end `from` to the end `to`: holdings.
    case downward
    case both
  }

  package var direction: Direction
  /// The links that are followed; nil follows all.
  package var kinds: Set<LinkKind>?
  /// Links that are followed from either end whatever the direction: a nominee stands beside the
  /// line of owners.
  package var bothWays: Set<LinkKind>
  /// How many links far; nil as far as they reach.
  package var hops: Int?

  package init(
    _ direction: Direction, kinds: Set<LinkKind>? = nil, bothWays: Set<LinkKind> = [],
    hops: Int? = nil
  ) {
    self.direction = direction
    self.kinds = kinds
    self.bothWays = bothWays
    self.hops = hops
  }

  /// The kinds of link that are followed in one direction; nil for all.
  func kinds(followed direction: Direction) -> Set<LinkKind>? {
    guard self.direction == .both || self.direction == direction else { return bothWays }
    return kinds?.union(bothWays)
  }
}

/// The normal form of an attribute's value (with its qualifier) that is compared; nil for one that
/// says nothing (an empty form says nothing either).
package typealias AttributeKeys = [Property:
  @Sendable (_ value: String, _ qualifier: String?)
  -> String?]

extension Casefile {
  /// Takes a snapshot: live sources only, joined parties, canonical accounts and transactions.
  ///
  /// - Parameters:
  ///   - around: party, mention, account ids; only what links reach from them is taken (`reach`).
  ///     nil takes everything. Payments are always taken whole.
  ///   - attributes: the properties to take, each with its folding.
  /// - Throws: `StoreError`; `.busy` where commits came faster than the snapshot could be read.
  ///
  /// Complexity: linear in what is taken. Payments are read on two connections, half each.
  package func snapshot(
    parts: SnapshotParts, around: [RecordID]? = nil, reach: Reach = Reach(.both),
    attributes: AttributeKeys = [:]
  ) throws -> Snapshot {
    try translating {
      for _ in 0..<8 {
        if let snapshot = try attempt(parts, around, reach, attributes) { return snapshot }
      }
      throw StoreError(
        .busy, what: "the casefile changed while it was read", place: path,
        next: "wait until the other command is done and try again")
    }
  }

  /// nil where a commit came between the connections.
  private func attempt(
    _ parts: SnapshotParts, _ around: [RecordID]?, _ reach: Reach, _ attributes: AttributeKeys
  ) throws -> Snapshot? {
    var parts = parts
    if !parts.isDisjoint(with: [.payments, .postings]) { parts.insert(.accounts) }
    let load = try database.read { db in
      try SnapshotLoad(db, parts: parts, around: around, reach: reach, attributes: attributes)
    }
    var snapshot = load.snapshot
    if parts.contains(.payments) {
      guard
        let payments = try PaymentLoad.payments(
          database, revision: snapshot.revision, nodes: load.accountNodes,
          parties: load.partySides, nodeCount: snapshot.nodeCount)
      else { return nil }
      snapshot.payments = payments
    }
    if parts.contains(.postings) {
      guard
        let postings = try PostingLoad.postings(
          database, revision: snapshot.revision, nodes: load.accountNodes)
      else { return nil }
      snapshot.postings = postings
    }
    return snapshot
  }
}

/// Reads parties, accounts, links and attributes of one state of the casefile.
struct SnapshotLoad {
  private(set) var snapshot: Snapshot
  /// Node of every account statement, by id; -1 where its account is not taken. Whole casefile only.
  private(set) var accountNodes: [Int32] = []
  /// Sides of transactions that are a party and no account.
  private(set) var partySides = PartySides()

  init(
    _ db: Database, parts: SnapshotParts, around: [RecordID]?, reach: Reach,
    attributes: AttributeKeys
  ) throws {
    snapshot = Snapshot(revision: try Casefile.revision(db))
    let live = try LiveSources(db)
    let nodes: any SnapshotNodes
    if let around {
      let neighbourhood = try Neighbourhood(db, live, around: around, reach: reach, parts: parts)
      snapshot.links = neighbourhood.links
      nodes = neighbourhood
    } else {
      let all = try WholeCasefile(db, live, parts: parts)
      if parts.contains(.ownership) { snapshot.links = try all.links(db, live) }
      nodes = all
    }
    snapshot.partyIDs = nodes.partyIDs
    snapshot.partyKinds = nodes.partyKinds
    snapshot.accountIDs = nodes.accountIDs
    if parts.contains(.ownership) {
      snapshot.ownerStatements = try OwnerStatementLoad.rows(db, nodes, live, snapshot.links)
    }
    if !parts.isDisjoint(with: [.payments, .postings]) {
      accountNodes = try Self.accountNodes(db, snapshot)
    }
    if parts.contains(.payments) {
      partySides = try PartySides(db, nodes)
    }
    if parts.contains(.attributes), !attributes.isEmpty {
      snapshot.attributes = try AttributeLoad.rows(db, nodes, live, keys: attributes)
    }
  }

  private static func accountNodes(_ db: Database, _ snapshot: Snapshot) throws -> [Int32] {
    let last = try Int.fetchOne(db, sql: "select max(id) from account_mention") ?? 0
    var nodes = [Int32](repeating: -1, count: last + 1)
    for (number, account) in snapshot.accountIDs.enumerated() {
      nodes[Int(account)] = Int32(snapshot.partyCount + number)
    }
    let joined = try RawStatement(db, "select id, account from account_mention where account <> id")
    try joined.each { nodes[Int(joined.integer(0))] = nodes[Int(joined.integer(1))] }
    return nodes
  }
}

/// The nodes of a snapshot: ascending ids, and where the mentions and account statements belong.
protocol SnapshotNodes {
  var partyIDs: [Int64] { get }
  var partyKinds: [PartyKind] { get }
  var accountIDs: [Int64] { get }
  /// The mentions of the parties taken in live sources, ascending; nil for all.
  var mentions: [Int64]? { get }
  /// The node of the party of a mention; nil where it is not taken.
  func node(ofMention id: Int64) -> Int32?
}

/// Which sources are live. A record of one counts unless it is superseded (`Counting`).
struct LiveSources {
  private var live: [Bool]

  init(_ db: Database) throws {
    live = []
    for row in try Row.fetchAll(db, sql: "select id, live from source order by id") {
      let id: Int = row[0]
      while live.count < id { live.append(false) }
      live.append(row[1])
    }
  }

  func contains(_ source: Int64) -> Bool {
    source > 0 && source < live.count && live[Int(source)]
  }
}

/// Reads rows of the table `link`.
struct LinkReader {
  static let columns = """
    l.id, l.source, l.kind, l.from_mention, l.from_account, l.to_mention, l.to_account,
    l.capital_min, l.capital_max, l.capital_decimals, l.votes_min, l.votes_max, l.votes_decimals,
    l.direct, l.candidate, l.start, l.start_mark, l."end", l.end_mark,
    iif(l.known is null, s.published, l.known),
    iif(l.known is null, s.published_mark, l.known_mark), l.means
    """

  /// What the columns are read from. A link is known from the day that it states, else from the one
  /// on which its source was published.
  static let table = "link l join source s on s.id = l.source and l.superseded is null"

  /// The row at hand between two nodes; nil for a kind of link that is none of ours.
  static func row(_ statement: RawStatement, from: Int32, to: Int32) -> LinkRow? {
    guard let kind = LinkKind(rawValue: UInt8(truncatingIfNeeded: statement.integer(2))) else {
      return nil
    }
    func bound(_ index: Int32) -> Int64 { statement.column(index) ?? LinkRow.unstated }
    func time(_ index: Int32) -> TimeSpan? {
      TimeMark.span(lo: statement.column(index), mark: statement.column(index + 1))
    }
    return LinkRow(
      id: statement.integer(0), source: Int32(truncatingIfNeeded: statement.integer(1)),
      from: from, to: to, kind: kind,
      means: ControlMeans(rawValue: UInt8(truncatingIfNeeded: statement.integer(21))) ?? .unstated,
      direct: statement.column(13).map { $0 != 0 },
      candidate: statement.integer(14) != 0, capitalMin: bound(7), capitalMax: bound(8),
      votesMin: bound(10), votesMax: bound(11),
      capitalDecimals: UInt8(truncatingIfNeeded: statement.integer(9)),
      votesDecimals: UInt8(truncatingIfNeeded: statement.integer(12)), start: time(15),
      end: time(17), known: time(19))
  }
}
