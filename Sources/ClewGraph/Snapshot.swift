import ClewModel

/// One state of a casefile as columns: what every analysis reads, and all it reads.
///
/// Node numbers run over the parties first, then the accounts: node `n` is the party `partyIDs[n]`
/// for `n < partyCount`, else the account `accountIDs[n - partyCount]`. Both id columns ascend.
/// Parts that were not asked for are empty. Immutable once built, so tasks share it without locks.
package struct Snapshot: Sendable {
  /// The revision of the casefile it was taken from.
  package var revision: Int64
  package var partyIDs: [Int64]
  package var partyKinds: [PartyKind]
  package var accountIDs: [Int64]
  /// Live links in ascending id.
  package var links: [LinkRow]
  package var payments: Payments
  /// What tracing reads; empty unless asked for.
  package var postings = Postings()
  /// Attributes that parties may share (address, phone, …), for clusters; ascending by party.
  package var attributes: [AttributeRow]
  /// Why owners of a party are not named, as sources say; ascending by party.
  package var ownerStatements: [OwnerStatementRow]

  package init(
    revision: Int64 = 0, partyIDs: [Int64] = [], partyKinds: [PartyKind] = [],
    accountIDs: [Int64] = [], links: [LinkRow] = [], payments: Payments = Payments(),
    attributes: [AttributeRow] = [], ownerStatements: [OwnerStatementRow] = []
  ) {
    self.revision = revision
    self.partyIDs = partyIDs
    self.partyKinds = partyKinds
    self.accountIDs = accountIDs
    self.links = links
    self.payments = payments
    self.attributes = attributes
    self.ownerStatements = ownerStatements
  }

  package var partyCount: Int { partyIDs.count }
  package var nodeCount: Int { partyIDs.count + accountIDs.count }

  /// The id of a node: `P…` or `A…`.
  package func id(of node: Int32) -> RecordID {
    let n = Int(node)
    return n < partyCount
      ? RecordID(.party, partyIDs[n]) : RecordID(.account, accountIDs[n - partyCount])
  }

  /// The node of a party or account id, by binary search; nil where it is not in the snapshot.
  package func node(of id: RecordID) -> Int32? {
    switch id.kind {
    case .party: Self.position(of: id.number, in: partyIDs).map { Int32($0) }
    case .account:
      Self.position(of: id.number, in: accountIDs).map { Int32($0 + partyCount) }
    default: nil
    }
  }

  private static func position(of id: Int64, in ids: [Int64]) -> Int? {
    var low = 0
    var high = ids.count
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low < ids.count && ids[low] == id ? low : nil
  }
}

/// A link between two nodes, as numbers.
package struct LinkRow: Hashable, Sendable {
  /// A bound that is not stated.
  package static let unstated: Int64 = -1

  package var id: Int64
  package var source: Int32
  package var from: Int32
  package var to: Int32
  package var kind: LinkKind
  /// How a link of control gives it, where the source says.
  package var means: ControlMeans
  /// nil where the source does not say.
  package var direct: Bool?
  package var candidate: Bool
  /// Bounds in units of `Share`, or `unstated`; equal where one value was stated.
  package var capitalMin: Int64
  package var capitalMax: Int64
  package var votesMin: Int64
  package var votesMax: Int64
  /// Stated decimals of the fraction (see `Share.decimals`), for rounding.
  package var capitalDecimals: UInt8
  package var votesDecimals: UInt8
  /// The period `[start, end)` and the day it became known; nil where not stated.
  package var start: TimeSpan?
  package var end: TimeSpan?
  package var known: TimeSpan?

  package init(
    id: Int64, source: Int32 = 1, from: Int32, to: Int32, kind: LinkKind,
    means: ControlMeans = .unstated, direct: Bool? = nil, candidate: Bool = false,
    capitalMin: Int64 = unstated, capitalMax: Int64 = unstated,
    votesMin: Int64 = unstated, votesMax: Int64 = unstated, capitalDecimals: UInt8 = 0,
    votesDecimals: UInt8 = 0, start: TimeSpan? = nil, end: TimeSpan? = nil, known: TimeSpan? = nil
  ) {
    self.id = id
    self.source = source
    self.from = from
    self.to = to
    self.kind = kind
    self.means = means
    self.direct = direct
    self.candidate = candidate
    self.capitalMin = capitalMin
    self.capitalMax = capitalMax
    self.votesMin = votesMin
    self.votesMax = votesMax
    self.capitalDecimals = capitalDecimals
    self.votesDecimals = votesDecimals
    self.start = start
    self.end = end
    self.known = known
  }
}

/// Canonical transactions between two nodes as columns, in ascending id; with an index by payer and
/// one by payee, each list in ascending `(lo, id)`. At most 48 bytes a transaction.
package struct Payments: Sendable {
  package var count: Int { ids.count }

  package var ids: [UInt32] = []
  /// Nodes of the two sides: the account, else the party that stands without one. Transactions with
  /// a side that is neither (cash, unknown, several parties without a direction) are not here.
  package var from: [Int32] = []
  package var to: [Int32] = []
  /// Seconds and precision (see `TimeSpan`).
  package var lo: [Int64] = []
  package var precision: [UInt8] = []
  package var mantissa: [Int64] = []
  package var scale: [UInt8] = []
  /// A number into `currencies`.
  package var currency: [UInt16] = []
  package var currencies: [String] = []
  /// The sources in order of their rows, which are numbered source by source: those of
  /// `sourceIDs[i]` begin at row `sourceStart[i]`, which never descends. Inside one source the rows
  /// stand in its own order.
  package var sourceIDs: [Int32] = []
  package var sourceStart: [Int32] = []
  /// Rows paid out by node n: `outRows[outStart[n]..<outStart[n + 1]]`.
  package var outStart: [Int32] = [0]
  package var outRows: [Int32] = []
  package var inStart: [Int32] = [0]
  package var inRows: [Int32] = []

  package init() {}

  /// Bytes that the columns and both indexes take.
  package var byteCount: Int {
    let columns =
      ids.count * 4 + from.count * 4 + to.count * 4 + lo.count * 8 + precision.count
      + mantissa.count * 8 + scale.count + currency.count * 2
    let runs = sourceIDs.count + sourceStart.count
    return columns + (runs + outStart.count + outRows.count + inStart.count + inRows.count) * 4
  }

  /// The rows that a node paid, by time.
  package func paid(by node: Int32) -> ArraySlice<Int32> {
    Self.list(outRows, outStart, Int(node))
  }

  /// The rows that a node received, by time.
  package func received(by node: Int32) -> ArraySlice<Int32> {
    Self.list(inRows, inStart, Int(node))
  }

  private static func list(_ rows: [Int32], _ start: [Int32], _ node: Int) -> ArraySlice<Int32> {
    guard node + 1 < start.count else { return [] }
    return rows[Int(start[node])..<Int(start[node + 1])]
  }

  /// The source that states a row, by binary search; 0 where no sources are given.
  package func source(of row: Int) -> Int32 {
    var (low, high) = (0, sourceStart.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(sourceStart[middle]) <= row { low = middle + 1 } else { high = middle }
    }
    return low > 0 && low <= sourceIDs.count ? sourceIDs[low - 1] : 0
  }

  package func time(of row: Int) -> TimeSpan {
    TimeSpan(lo: lo[row], precision: TimeSpan.Precision(rawValue: precision[row]) ?? .second)
  }

  package func amount(of row: Int) -> Money {
    Money(
      mantissa: mantissa[row], scale: scale[row], currency: currencies[Int(currency[row])])
  }
}

/// One attribute of one party, folded so that equal attributes are equal text.
package struct AttributeRow: Hashable, Sendable {
  package var party: Int32
  package var property: Property
  /// The normal form that is compared.
  package var key: String
  /// A text for people.
  package var value: String
  package var source: Int32

  package init(party: Int32, property: Property, key: String, value: String, source: Int32 = 1) {
    self.party = party
    self.property = property
    self.key = key
    self.value = value
    self.source = source
  }
}

/// What one source says about the owners of one party that it does not name.
package struct OwnerStatementRow: Hashable, Sendable {
  package var party: Int32
  package var statement: OwnerStatement
  package var source: Int32

  package init(party: Int32, _ statement: OwnerStatement, source: Int32 = 1) {
    self.party = party
    self.statement = statement
    self.source = source
  }
}
