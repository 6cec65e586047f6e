import ClewGraph
import ClewModel

/// What a backward trace finds: origins by the posting that brought them, the postings on the way, and
/// whether what is needed is met.
struct BackwardBook {
  let postings: Postings
  let question: TraceQuestion
  let table: PoolTable
  let order: LedgerOrder
  let certainty: OrderCertainty
  let openings: OpeningBalances
  var trace: Trace
  var work = 0
  /// Rows whose money is claimed: there the trail ends, its owner is known.
  let owners: [Int32: [(owner: String, amount: Int64?)]]
  /// By pool: whether anything is known to be in it, so that what it pays can be followed behind it.
  private let isKnown: [Bool]
  private var originOf: [Key: Int32] = [:]
  /// The first origin of each row behind which the trail does not go.
  private var originOfRow: [Int32: Int32] = [:]
  private var needed: [Int128]
  private var met: [Int128]
  private var said = SaidOnce()
  private var isStopped = false

  /// Money of no posting: what stood at the beginning, what no entry explains, what was overdrawn.
  enum Nowhere: Int32 {
    case opening = -1
    case gap = -2
    case overdraft = -3
  }

  private struct Key: Hashable {
    var row: Int32
    var pool: Int
    var owner: String?
  }

  init(_ question: TraceQuestion, _ postings: Postings) {
    self.postings = postings
    self.question = question
    table = PoolTable(postings)
    order = LedgerOrder(postings, question)
    certainty = OrderCertainty(postings)
    openings = OpeningBalances(postings, question.claims, table, order.stated)
    var owners: [Int32: [(owner: String, amount: Int64?)]] = [:]
    for claimant in question.claims.claimants {
      for part in claimant.contributions {
        owners[part.row, default: []].append((claimant.name, part.amount))
      }
    }
    for row in question.claims.own { owners[row, default: []].append((Trace.Origin.own, nil)) }
    func rank(_ part: (owner: String, amount: Int64?)) -> Int {
      part.owner == Trace.Origin.own ? 2 : part.amount == nil ? 1 : 0
    }
    self.owners = owners.mapValues { parts in
      parts.sorted {
        (rank($0), $0.owner, $0.amount ?? 0) < (rank($1), $1.owner, $1.amount ?? 0)
      }
    }
    var isKnown = openings.openings.map { ($0?.amount ?? 0) > 0 }
    for row in order.rows {
      guard let entry = LedgerEntry(row, postings, table), entry.payee >= 0 else { continue }
      if entry.credit > 0, entry.payee != entry.payer { isKnown[entry.payee] = true }
    }
    self.isKnown = isKnown
    trace = Trace(
      method: question.method, direction: question.direction, sameDay: question.sameDay)
    needed = [Int128](repeating: 0, count: postings.units.count)
    met = needed
  }

  /// The rows to be worked, in ledger order.
  var rows: [Int32] {
    guard let end = question.window?.upperBound else { return order.rows }
    return order.rows.filter { postings.lo[Int($0)] <= end }
  }

  /// What is asked for: payments, with how much of their debit; or accounts, for what they hold.
  var targets: (rows: [Int32: Int128], nodes: [Int32]) {
    switch question.origin {
    case .account(let node): return ([:], [node])
    case .party(let nodes): return ([:], Set(nodes).sorted())
    case .transactions(let rows, let amount):
      var targets: [Int32: Int128] = [:]
      for row in rows where row >= 0 && Int(row) < postings.count {
        guard let entry = LedgerEntry(row, postings, table)?.net else { continue }
        var part = entry.debit
        if let amount, rows.count == 1 {
          let asked = max(0, min(Int128(amount), entry.credit))
          part =
            entry.credit > 0
            ? RateableSplit.share(entry.debit, asked, entry.credit).share : min(part, asked)
          if entry.debitUnit == entry.creditUnit { part = min(entry.debit, max(0, Int128(amount))) }
        }
        targets[row] = part
      }
      return (targets, [])
    }
  }

  func money(_ amount: Int128, _ unit: UInt16) -> String {
    postings.money(amount, unit: unit) + " " + postings.units[Int(unit)].currency
  }

  mutating func say(_ kind: Trace.Warning.Kind, _ node: Int32?, _ row: Int32?, _ what: String) {
    trace.warnings.append(Trace.Warning(kind, node: node, row: row, what))
  }

  mutating func need(_ amount: Int128, _ unit: UInt16) { needed[Int(unit)] += amount }

  /// What was needed of a credit is now needed of a debit in another unit.
  mutating func change(_ credit: Int128, _ creditUnit: UInt16, _ debit: Int128, _ unit: UInt16) {
    met[Int(creditUnit)] += credit
    needed[Int(unit)] += debit
  }

  /// Whether a posting comes from outside: from no account, or from one of which nothing is known.
  func comesFromOutside(_ entry: LedgerEntry) -> Bool { entry.payer < 0 || !isKnown[entry.payer] }

  /// Whether the trail goes on behind a row; says why not where a bound of the question stops it.
  mutating func goesOn(_ entry: LedgerEntry, hop: Int) -> Bool {
    guard owners[entry.row] == nil else { return false }
    if let window = question.window, postings.lo[Int(entry.row)] < window.lowerBound {
      return false
    }
    if hop >= question.maxHops {
      trace.isExhaustive = false
      say(
        .cut, entry.payerNode, entry.row,
        "lies behind the \(question.maxHops) accounts asked for: what it is made of is not followed"
      )
      return false
    }
    if work > question.workLimit {
      if !isStopped {
        isStopped = true
        say(
          .cut, nil, entry.row,
          "stopped after \(question.workLimit) postings and lots: earlier ones are origins unfollowed"
        )
      }
      trace.isExhaustive = false
      return false
    }
    return true
  }

  /// An origin at a row. Returns its position.
  @discardableResult
  mutating func add(_ amount: Int128, _ entry: LedgerEntry, owner: String? = nil) -> Int32 {
    let pool = entry.payee
    met[Int(entry.creditUnit)] += amount
    let origin = enter(
      Key(row: entry.row, pool: pool, owner: owner), amount, entry.payeeNode, entry.creditUnit)
    if originOfRow[entry.row] == nil { originOfRow[entry.row] = origin }
    return origin
  }

  /// An origin at a row whose money is claimed, by owner as the claims give it.
  mutating func addOwned(_ amount: Int128, _ entry: LedgerEntry) -> Int32 {
    var free = entry.credit
    var parts: [(String?, Int128)] = []
    for (owner, stated) in owners[entry.row] ?? [] {
      let part = min(free, max(0, stated.map { Int128($0) } ?? free))
      free -= part
      if part > 0 { parts.append((owner, part)) }
    }
    if free > 0 { parts.append((nil, free)) }
    guard parts.count > 1 else { return add(amount, entry, owner: parts.first?.0) }
    var split = RateableSplit()
    var shares: [Int128] = []
    split.split(
      amount, over: parts.map { Trace.Lot(origin: 0, amount: $0.1) }, whole: entry.credit,
      into: &shares)
    var first = Trace.Lot.other
    for (part, share) in zip(parts, shares) where share > 0 {
      let origin = add(share, entry, owner: part.0)
      if first < 0 { first = origin }
    }
    return first
  }

  /// An origin in no posting. Returns its position.
  @discardableResult
  mutating func add(_ amount: Int128, _ nowhere: Nowhere, _ pool: Int, row: Int32?) -> Int32 {
    let (node, unit) = (table.nodes[pool], table.units[pool])
    met[Int(unit)] += amount
    switch nowhere {
    case .opening: break
    case .gap:
      say(
        .gap, node, row,
        "\(money(amount, unit)) of it is more than is known to have been there: from before the first "
          + "entry or from an entry that is missing, of no known origin")
    case .overdraft:
      say(
        .negativeBalance, node, row,
        "\(money(amount, unit)) of it was overdrawn: money of nobody in the account")
    }
    let key = nowhere == .opening ? Nowhere.opening.rawValue : row ?? nowhere.rawValue
    return enter(Key(row: key, pool: pool, owner: nil), amount, node, unit)
  }

  private mutating func enter(
    _ key: Key, _ amount: Int128, _ node: Int32, _ unit: UInt16
  ) -> Int32 {
    if let known = originOf[key] {
      trace.origins[Int(known)].amount += amount
      return known
    }
    var owner = key.owner
    if key.row == Nowhere.opening.rawValue, let opening = openings.openings[key.pool] {
      let names = Set(opening.owners.map(\.owner))
      if names.count == 1 { owner = names.first ?? nil }
    }
    trace.origins.append(
      Trace.Origin(
        row: key.row >= 0 ? key.row : nil, node: node, unit: unit, amount: amount, owner: owner,
        isTraced: true))
    originOf[key] = Int32(trace.origins.count - 1)
    return Int32(trace.origins.count - 1)
  }

  /// The account through which the money came: what is to be said of it.
  mutating func pass(_ entry: LedgerEntry) -> Bool {
    let pool = entry.payer
    if openings.openings[pool] == nil, said.first(.noOpening, pool) {
      say(.noOpening, entry.payerNode, entry.row, "no opening balance is stated: taken as none")
    }
    let isWide = postings.precision[Int(entry.row)] > TimeSpan.Precision.day.rawValue
    if isWide {
      say(
        .dateRange, entry.payerNode, entry.row,
        "dated \(postings.time(of: Int(entry.row)).description) only: worked at its first moment, "
          + "possibly later")
    }
    let isDoubtful = certainty.asWithdrawal[Int(entry.row)]
    if isDoubtful, said.first(.order, pool) {
      say(
        .order, entry.payerNode, entry.row,
        "the time of this entry overlaps with an entry of the account that another source states: "
          + "their order is not certain")
    }
    if entry.isReversed {
      say(
        .zeroOrNegative, entry.payerNode, entry.row,
        "a negative amount is a correction: worked as money going back from the payee to the payer")
    }
    return !isWide && !isDoubtful
  }

  mutating func move(
    _ entry: LedgerEntry, _ traced: Int128, _ lots: [Trace.Lot], balance: Int128, _ isCertain: Bool,
    into: Int128
  ) {
    let start = trace.lots.count
    trace.lots.append(contentsOf: lots)
    var converted: Trace.Conversion?
    if entry.debitUnit != entry.creditUnit {
      converted = Trace.Conversion(unit: entry.creditUnit, traced: into, rate: nil)
      say(
        .currencyChange, entry.payerNode, entry.row,
        "\(money(entry.debit, entry.debitUnit)) became \(money(entry.credit, entry.creditUnit)), as "
          + "both sides state it")
    }
    trace.movements.append(
      Trace.Movement(
        row: entry.row, node: entry.payerNode, unit: entry.debitUnit, traced: traced,
        lots: start..<trace.lots.count, balance: balance, converted: converted, isCertain: isCertain
      )
    )
  }

  /// Rates are not used backward: what came in at one is not found, and it is said where.
  private mutating func sayOfRates() {
    let asked = targets.nodes
    let through = Set(trace.movements.map(\.node)).union(asked)
    for row in rows {
      guard let entry = LedgerEntry(row, postings, table), entry.debitUnit != entry.creditUnit,
        entry.credit == 0, entry.payee >= 0, through.contains(entry.payeeNode)
      else { continue }
      say(
        .currencyChange, entry.payeeNode, row,
        "\(money(entry.debit, entry.debitUnit)) came in another currency and no source states what was "
          + "credited: backward no rate is used, and it is not followed")
    }
    guard !question.claims.rates.isEmpty else { return }
    say(
      .currencyChange, nil, nil,
      "the rates given are not used backward: what an account changed inside itself is of no known "
        + "origin here")
  }

  /// The origins in the order of the ledger, the lots named by them, and the reckoning.
  mutating func finish(conserves: Bool) -> Trace {
    for row in order.circular {
      say(
        .order, nil, row,
        "payments of this day go round in a circle: \(question.sameDay.rawValue) cannot hold for all of "
          + "them, and this one keeps its place in the ledger")
    }
    if question.method == .poison {
      say(
        .doctrine, nil, nil,
        "poison is no rule of law: all that came in before counts whole, and more than is asked for"
      )
    }
    sayOfRates()
    var places: [Int32: Int] = [:]
    for (place, row) in order.rows.enumerated() { places[row] = place }
    let sorted = trace.origins.indices.sorted { (a: Int, b: Int) -> Bool in
      let (x, y) = (trace.origins[a], trace.origins[b])
      let (left, right) = (
        x.row.flatMap { places[$0] } ?? -1, y.row.flatMap { places[$0] } ?? -1
      )
      if left != right { return left < right }
      return (x.node, x.unit, a) < (y.node, y.unit, b)
    }
    var moved = [Int32](repeating: 0, count: sorted.count)
    for (new, old) in sorted.enumerated() { moved[old] = Int32(new) }
    trace.origins = sorted.map { trace.origins[$0] }
    for at in trace.lots.indices {
      let lot = trace.lots[at]
      if lot.origin >= 0 {
        trace.lots[at].origin = moved[Int(lot.origin)]
      } else if lot.via >= 0, let origin = originOfRow[lot.via] {
        trace.lots[at].origin = moved[Int(origin)]
      }
    }
    if trace.balances.count == 1 {
      let unit = trace.balances[0].unit
      if trace.origins.allSatisfy({ $0.unit == unit }) {
        trace.balances[0].lots = trace.origins.enumerated().map {
          Trace.Lot(origin: Int32($0.offset), amount: $0.element.amount)
        }
      }
    }
    if conserves, needed != met { trace.reconciles = false }
    return trace
  }
}
