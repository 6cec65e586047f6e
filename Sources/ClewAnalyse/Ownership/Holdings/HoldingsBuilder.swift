import ClewGraph
import ClewModel

/// Makes `Holdings` out of link rows: which hold, for whom, and what their statements come to.
struct HoldingsBuilder {
  private let snapshot: Snapshot
  private let moment: Moment

  var holdings: [Holding] = []
  var statedMaxima: [Holdings.StatedMaximum] = []
  var columnStart: [Int32] = []
  var linkIDs: [Int64] = []
  var titles: [Int32] = []
  var declared: [Holdings.Declaration] = []
  var nominees: [Holdings.Nominee] = []
  /// Nominees with too many nominators to follow, ascending.
  var untraced: [Int32] = []
  var controls: [ControlLinks.Row] = []
  var roles: [Holdings.Role] = []

  /// One link, for the owner it counts for.
  private struct Statement {
    var owned: Int32
    var owner: Int32
    var row: Int32
    var isCertain: Bool
  }
  private var statements: [Statement] = []

  init(_ snapshot: Snapshot, _ moment: Moment) {
    self.snapshot = snapshot
    self.moment = moment
  }

  /// Takes the links that hold; O(links), and each link of a nominee once for each nominator, of
  /// which `Nominators.limit` bounds the number.
  mutating func readLinks() {
    for link in snapshot.links where link.kind == .nominee && isBetweenParties(link) {
      let verdict = moment.holds(link)
      guard verdict != .no else { continue }
      nominees.append(
        .init(
          nominee: link.from, nominator: link.to, isCertain: verdict == .yes, link: link.id))
    }
    let nominators = Nominators(nominees)
    untraced = nominators.untraced
    statements.reserveCapacity(snapshot.links.count)
    for (row, link) in snapshot.links.enumerated() where isBetweenParties(link) {
      if Self.roleKinds.contains(link.kind) {
        readRole(link)
        continue
      }
      guard link.kind == .ownership || link.kind == .control else { continue }
      let verdict = moment.holds(link)
      guard verdict != .no else { continue }
      if link.kind == .control {
        for (party, isCertain) in nominators.of(link.from) where party != link.to {
          controls.append(
            .init(
              from: party, to: link.to, means: link.means,
              isCertain: verdict == .yes && isCertain, link: link.id))
        }
      } else if link.direct == false {
        declared.append(
          .init(owner: link.from, owned: link.to, share: Self.stated(link), link: link.id))
      } else {
        if !nominators.isNominee(link.from) {
          statements.append(
            Statement(
              owned: link.to, owner: link.from, row: Int32(row), isCertain: verdict == .yes))
          continue
        }
        for (party, isCertain) in nominators.of(link.from) {
          statements.append(
            Statement(
              owned: link.to, owner: party, row: Int32(row),
              isCertain: verdict == .yes && isCertain))
        }
      }
    }
  }

  private static let roleKinds: Set<LinkKind> = [
    .settlor, .trustee, .protector, .beneficiary, .director, .family,
  ]

  private mutating func readRole(_ link: LinkRow) {
    let verdict = moment.holds(link)
    guard verdict != .no else { return }
    roles.append(
      .init(
        kind: link.kind, from: link.from, to: link.to, isCertain: verdict == .yes, link: link.id))
  }

  private func isBetweenParties(_ link: LinkRow) -> Bool {
    Int(link.from) < snapshot.partyCount && Int(link.to) < snapshot.partyCount
  }

  private static func stated(_ link: LinkRow) -> Band? {
    guard link.capitalMin >= 0 || link.capitalMax >= 0 else { return nil }
    let low = max(0, link.capitalMin)
    return Band(
      min: Int128(low), max: Int128(max(low, link.capitalMax >= 0 ? link.capitalMax : Share.whole)))
  }

  /// Takes the statements of each (owned, owner) together and closes each company's column.
  mutating func merge() {
    let parties = snapshot.partyCount
    let columns = CompressedRows(
      nodeCount: parties, from: statements.map(\.owned), to: statements.map(\.owner))
    columnStart.reserveCapacity(parties + 1)
    holdings.reserveCapacity(statements.count)
    linkIDs.reserveCapacity(statements.count)
    titles.reserveCapacity(statements.count)
    var column: [Statement] = []
    for company in 0..<Int32(parties) {
      columnStart.append(Int32(holdings.count))
      let slots = columns.slots(of: company)
      guard !slots.isEmpty else { continue }
      column.removeAll(keepingCapacity: true)
      for slot in slots { column.append(statements[Int(columns.edges[slot])]) }
      if column.count > 1 { column.sort(by: precedes) }
      var start = 0
      while start < column.count {
        var end = start + 1
        while end < column.count, column[end].owner == column[start].owner { end += 1 }
        append(column, start..<end)
        start = end
      }
      let rows = Int(columnStart[Int(company)])..<holdings.count
      holdings.limitAssumedVotes(rows)
      statedMaxima += holdings.close(rows)
    }
    columnStart.append(Int32(holdings.count))
  }

  private func precedes(_ a: Statement, _ b: Statement) -> Bool {
    if a.owner != b.owner { return a.owner < b.owner }
    let (x, y) = (snapshot.links[Int(a.row)], snapshot.links[Int(b.row)])
    return x.source != y.source ? x.source < y.source : x.id < y.id
  }

  /// One holding out of the statements of one pair, which are in order of source.
  private mutating func append(_ statements: [Statement], _ range: Range<Int>) {
    let linkStart = Int32(linkIDs.count)
    var capital = SourceBands()
    var votes = SourceBands()
    var marks: Holding.Marks = []
    var anyCertain = false
    for i in range {
      let statement = statements[i]
      let link = snapshot.links[Int(statement.row)]
      linkIDs.append(link.id)
      titles.append(link.from)
      anyCertain = anyCertain || statement.isCertain
      if link.from != statement.owner { marks.insert(.throughNominee) }
      if i > range.lowerBound, link.capitalMin >= 0 || link.capitalMax >= 0,
        snapshot.links[Int(statements[i - 1].row)].source == link.source
      {
        marks.insert(.summed)
      }
      if link.start == nil, link.end == nil { marks.insert(.undated) }
      capital.add(
        low: link.capitalMin, high: link.capitalMax, decimals: link.capitalDecimals,
        isCertain: statement.isCertain, source: link.source)
      votes.add(
        low: link.votesMin, high: link.votesMax, decimals: link.votesDecimals,
        isCertain: statement.isCertain, source: link.source)
    }
    let share = capital.result
    let voting = votes.result
    if !anyCertain { marks.insert(.possibleOnly) }
    if share == nil { marks.insert(.shareUnstated) }
    if capital.disagree || votes.disagree { marks.insert(.sourcesDisagree) }
    if voting != nil { marks.insert(.votesStated) }
    let bounds = share ?? .unknown
    let voteBounds = voting ?? bounds
    holdings.append(
      Holding(
        owner: statements[range.lowerBound].owner,
        owned: statements[range.lowerBound].owned, capitalMin: bounds.low,
        capitalMax: bounds.high, votesMin: voteBounds.low, votesMax: voteBounds.high,
        capitalRounding: bounds.rounding, votesRounding: voteBounds.rounding, marks: marks,
        linkStart: linkStart, linkEnd: Int32(linkIDs.count)))
  }
}

/// What the statements of one pair come to: sums inside a source, the span over sources.
private struct SourceBands {
  struct Bounds: Hashable {
    var low: Int64
    var high: Int64
    var rounding: Int64

    static let unknown = Bounds(low: 0, high: Share.whole, rounding: 0)
  }

  private var source: Int32?
  private var current: Bounds?
  private var currentIsCertain = false
  private var certain: Bounds?
  private var possible: Bounds?
  private var differs = false

  /// Adds a statement; sources come one after the other.
  mutating func add(low: Int64, high: Int64, decimals: UInt8, isCertain: Bool, source: Int32) {
    guard low >= 0 || high >= 0 else { return }
    if source != self.source { closeSource() }
    self.source = source
    let least = isCertain ? max(0, low) : 0
    let most = max(low, high >= 0 ? high : Share.whole)
    let rounding = Share(units: 0, decimals: decimals).rounding
    if let sum = current {
      current = Bounds(
        low: Self.sum(sum.low, least), high: Self.sum(sum.high, most),
        rounding: Self.sum(sum.rounding, rounding))
    } else {
      current = Bounds(low: least, high: most, rounding: rounding)
    }
    currentIsCertain = currentIsCertain || isCertain
  }

  private mutating func closeSource() {
    guard let bounds = current else { return }
    if currentIsCertain {
      if let other = certain, other.low != bounds.low || other.high != bounds.high {
        differs = true
      }
      certain = certain.map { Self.span($0, bounds) } ?? bounds
    } else {
      possible = possible.map { Self.span($0, bounds) } ?? bounds
    }
    current = nil
    currentIsCertain = false
  }

  /// A possible statement of one source widens what another states for certain upwards only.
  var result: Bounds? {
    var closed = self
    closed.closeSource()
    guard let certain = closed.certain else { return closed.possible }
    guard let possible = closed.possible else { return certain }
    return Bounds(
      low: certain.low, high: max(certain.high, possible.high),
      rounding: max(certain.rounding, possible.rounding))
  }

  var disagree: Bool {
    var closed = self
    closed.closeSource()
    return closed.differs
  }

  private static func span(_ a: Bounds, _ b: Bounds) -> Bounds {
    Bounds(
      low: min(a.low, b.low), high: max(a.high, b.high), rounding: max(a.rounding, b.rounding))
  }

  private static func sum(_ a: Int64, _ b: Int64) -> Int64 {
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? .max : sum
  }
}
