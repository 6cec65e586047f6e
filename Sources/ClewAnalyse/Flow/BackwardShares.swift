import ClewGraph

/// Backward under a doctrine that charges rateably: a pool is one mass, or one for each layer of
/// `LayeredLots`, and the money asked for is a number of it.
///
/// Going back through the ledger, a payment asked for adds to what is asked of the payer's pool; a
/// deposit answers its share of what is asked of the pool it went into, rounded to the nearer unit, a
/// half to the deposit. O(n) time and space for n postings, whatever the number of origins.
///
/// Under pari passu what is left in the account asked for is shared by all that ever came in, whatever
/// the order; it says nothing of single payments, which are charged as the interests stood (rolling).
/// Poison asks for the whole of every deposit since the pool was last empty.
struct BackwardShares {
  private var book: BackwardBook
  private let rows: [Int32]
  /// By pool, forward: the money in it by layer, as of the row being worked; backward the same undone.
  private var held: [Layers]
  /// By pool: all that ever came in.
  private var ever: [Layers]
  private var asked: [Layers]
  /// By pool, under pari passu: what of its balance at the end is still to be found.
  private var askedOfAll: [Int: Layers] = [:]
  private var isTainted: [Bool]
  private var hop: [Int32]
  private var balance: [Int128]
  private var isKnown: [Bool]
  /// By row: what each payment took by layer; what it lacked is the rest of the debit.
  private var paid: [Layers]
  /// Deposits of which a part repaid an overdraft, with what was left of them.
  private var left: [Int32: Layers] = [:]
  private var split = RateableSplit()
  /// Whether own money is stated for any account: layers go with the money here, whatever the account.
  private let isOwnStated: Bool

  /// Own money, unclaimed, claimed: spent in this order.
  private struct Layers {
    var own: Int128 = 0
    var unclaimed: Int128 = 0
    var claimed: Int128 = 0

    var sum: Int128 { own + unclaimed + claimed }

    static func += (a: inout Self, b: Self) {
      a.own += b.own
      a.unclaimed += b.unclaimed
      a.claimed += b.claimed
    }

    static func -= (a: inout Self, b: Self) {
      a.own -= b.own
      a.unclaimed -= b.unclaimed
      a.claimed -= b.claimed
    }

    /// Takes an amount that is at most the sum.
    mutating func take(_ amount: Int128, claimedFirst: Bool) -> Self {
      var left = amount
      func part(_ layer: inout Int128) -> Int128 {
        let part = min(left, layer)
        layer -= part
        left -= part
        return part
      }
      let first = claimedFirst ? part(&claimed) : 0
      let own = part(&own)
      let unclaimed = part(&unclaimed)
      return Layers(own: own, unclaimed: unclaimed, claimed: first + part(&claimed))
    }

    var lots: [Trace.Lot] {
      [
        Trace.Lot(origin: 0, amount: own), Trace.Lot(origin: 1, amount: unclaimed),
        Trace.Lot(origin: 2, amount: claimed),
      ]
    }
  }

  init(_ question: TraceQuestion, _ postings: Postings) {
    book = BackwardBook(question, postings)
    rows = book.rows
    isOwnStated = !OriginBook.accountsWithOwn(question.claims, postings).isEmpty
    held = [Layers](repeating: Layers(), count: book.table.count)
    ever = held
    asked = held
    isTainted = [Bool](repeating: false, count: held.count)
    isKnown = isTainted
    hop = [Int32](repeating: 0, count: held.count)
    balance = [Int128](repeating: 0, count: held.count)
    paid = [Layers](repeating: Layers(), count: postings.count)
  }

  mutating func run() -> Trace {
    var purchases: Set<Int32> = []
    if book.question.method == .firstCharge {
      purchases = Set(book.question.claims.assets.flatMap(\.rows))
    }
    for (pool, opening) in book.openings.openings.enumerated() {
      guard let opening else { continue }
      isKnown[pool] = true
      balance[pool] = opening.amount
      for (owner, amount) in opening.owners where opening.amount > 0 {
        held[pool] += layers(amount, owner: owner)
      }
      ever[pool] = held[pool]
    }
    for row in rows { step(row, purchases) }
    let targets = book.targets
    for node in targets.nodes { askForBalances(node) }
    for row in rows.reversed() { undo(row, targets.rows[row]) }
    let isPoison = book.question.method == .poison
    for pool in asked.indices {
      let wanted = asked[pool].sum + (askedOfAll[pool]?.sum ?? 0)
      let opening = isPoison ? (isTainted[pool] ? held[pool].sum : 0) : min(wanted, held[pool].sum)
      if opening > 0 { book.add(opening, .opening, pool, row: nil) }
      // Under pari passu payments in a circle may ask for more than ever came in.
      if !isPoison, wanted > opening { book.add(wanted - opening, .gap, pool, row: nil) }
    }
    if book.question.method == .pariPassu {
      book.say(
        .doctrine, nil, nil,
        "pari passu shares what is left of an account; single payments are charged as the interests "
          + "stood at that moment")
    }
    if isOwnStated, book.question.method == .ownFirst || book.question.method == .firstCharge {
      book.say(
        .doctrine, nil, nil,
        "own money is stated: backward, what nobody claims is taken as innocent in every account, also "
          + "in those for which none is stated")
    }
    return book.finish(conserves: !isPoison)
  }

  /// Money of one owner in the layer that the method gives it.
  private func layers(_ amount: Int128, owner: String?) -> Layers {
    switch book.question.method {
    case .rolling, .pariPassu, .poison, .fifo, .lifo: return Layers(unclaimed: amount)
    case .librCap:
      return owner == nil || owner == Trace.Origin.own
        ? Layers(own: amount) : Layers(claimed: amount)
    case .ownFirst, .firstCharge, .librAllocate:
      if owner == Trace.Origin.own { return Layers(own: amount) }
      let withClaims = isOwnStated && book.question.method != .librAllocate
      return owner != nil || withClaims ? Layers(claimed: amount) : Layers(unclaimed: amount)
    }
  }

  // MARK: Forward

  private mutating func step(_ row: Int32, _ purchases: Set<Int32>) {
    guard let entry = LedgerEntry(row, book.postings, book.table)?.net else { return }
    if entry.payer >= 0, entry.debit > 0 {
      let pool = entry.payer
      let part = min(held[pool].sum, entry.debit)
      paid[Int(row)] = held[pool].take(part, claimedFirst: purchases.contains(row))
      balance[pool] -= entry.debit
      if !isKnown[pool] { balance[pool] += entry.debit - part }
    }
    guard entry.payee >= 0, entry.credit > 0 else { return }
    let overdraft = max(0, -balance[entry.payee])
    balance[entry.payee] += entry.credit
    var came = credited(entry)
    ever[entry.payee] += came
    if overdraft > 0 {
      let rest = max(0, entry.credit - overdraft)
      came = scaled(came, to: rest)
      left[row] = came
    }
    held[entry.payee] += came
  }

  /// What a posting brings, by layer: as claimed, else in the layers in which it was paid.
  private mutating func credited(_ entry: LedgerEntry) -> Layers {
    if let owners = book.owners[entry.row] {
      var free = entry.credit
      var came = Layers()
      for (owner, amount) in owners {
        let part = min(free, max(0, amount.map { Int128($0) } ?? free))
        came += layers(part, owner: owner)
        free -= part
      }
      came += layers(free, owner: nil)
      return came
    }
    guard entry.payer >= 0, !entry.isSelfTransfer, entry.debit > 0 else {
      return layers(entry.credit, owner: nil)
    }
    var whole = paid[Int(entry.row)]
    whole += layers(entry.debit - whole.sum, owner: nil)
    if entry.debitUnit == entry.creditUnit, entry.credit >= entry.debit {
      whole += layers(entry.credit - entry.debit, owner: nil)
      return whole
    }
    return scaled(whole, to: entry.credit)
  }

  private mutating func scaled(_ layers: Layers, to amount: Int128) -> Layers {
    guard layers.sum > 0, amount > 0 else { return Layers() }
    var shares: [Int128] = []
    split.split(amount, over: layers.lots, whole: layers.sum, into: &shares)
    return Layers(own: shares[0], unclaimed: shares[1], claimed: shares[2])
  }

  // MARK: Backward

  private mutating func askForBalances(_ node: Int32) {
    var next = book.table.firstPool(of: node)
    while next >= 0 {
      let pool = Int(next)
      if held[pool].sum > 0 {
        if book.question.method == .pariPassu {
          askedOfAll[pool] = held[pool]
        } else {
          asked[pool] = held[pool]
        }
        isTainted[pool] = true
        hop[pool] = 1
        book.need(held[pool].sum, book.table.units[pool])
        book.trace.balances.append(
          Trace.Holding(
            node: node, unit: book.table.units[pool], amount: held[pool].sum, lots: [],
            balance: balance[pool]))
      }
      next = book.table.next[pool]
    }
    book.trace.balances.sort { ($0.node, $0.unit) < ($1.node, $1.unit) }
  }

  private mutating func undo(_ row: Int32, _ target: Int128?) {
    guard let entry = LedgerEntry(row, book.postings, book.table)?.net else { return }
    book.work += 1
    var wanted = Layers()
    var hops = 0
    if entry.payee >= 0, entry.credit > 0 {
      let pool = entry.payee
      let came = credited(entry)
      let stayed = left[row] ?? came
      wanted = answer(pool, came, stayed, row)
      hops = Int(hop[pool])
      held[pool] -= stayed
      ever[pool] -= came
      balance[pool] -= entry.credit
      if book.question.method == .poison, isTainted[pool], held[pool].sum == 0 {
        isTainted[pool] = false
      }
    }
    if wanted.sum > 0 || target != nil { follow(entry, wanted, target, hops) }
    guard entry.payer >= 0 else { return }
    held[entry.payer] += paid[Int(row)]
    balance[entry.payer] += isKnown[entry.payer] ? entry.debit : paid[Int(row)].sum
  }

  /// The share of what is asked of a pool that its last deposit answers.
  private mutating func answer(
    _ pool: Int, _ came: Layers, _ stayed: Layers, _ row: Int32
  ) -> Layers {
    if book.question.method == .poison { return isTainted[pool] ? came : Layers() }
    func share(_ asked: inout Int128, _ part: Int128, _ whole: Int128) -> Int128 {
      guard asked > 0, part > 0, whole > 0 else { return 0 }
      let (down, remainder) = RateableSplit.share(asked, part, whole)
      // A remainder of half or more of the whole rounds up.
      let up: Int128 = remainder >= UInt128(whole) - remainder ? 1 : 0
      let answer = min(down + up, asked, part)
      asked -= answer
      return answer
    }
    let whole = held[pool]
    var answer = Layers(
      own: share(&asked[pool].own, stayed.own, whole.own),
      unclaimed: share(&asked[pool].unclaimed, stayed.unclaimed, whole.unclaimed),
      claimed: share(&asked[pool].claimed, stayed.claimed, whole.claimed))
    if askedOfAll[pool] != nil {
      let more = came.unclaimed - answer.unclaimed
      answer.unclaimed += share(
        &askedOfAll[pool, default: Layers()].unclaimed, more, ever[pool].unclaimed)
    }
    return answer
  }

  /// Asks the payer's pool for what is wanted of a posting's credit and, of a target, of its debit.
  private mutating func follow(
    _ entry: LedgerEntry, _ wanted: Layers, _ target: Int128?, _ hops: Int
  ) {
    if book.comesFromOutside(entry) || (target == nil && !book.goesOn(entry, hop: hops)) {
      var amount = wanted.sum
      if let target {
        let more = max(0, min(target, entry.credit) - amount)
        book.need(more, entry.creditUnit)
        amount += more
      }
      if amount > 0 { _ = book.addOwned(amount, entry) }
      return
    }
    var (parts, lacking) = debited(entry, wanted)
    let known = parts.sum + lacking
    if let target, target > known {
      book.need(target - known, entry.debitUnit)
      addTarget(target - known, entry, &parts, &lacking)
    }
    let traced = parts.sum + lacking
    guard traced > 0 else { return }
    var lots: [Trace.Lot] = []
    if parts.sum > 0 { lots.append(Trace.Lot(origin: Trace.Lot.other, amount: parts.sum)) }
    if lacking > 0 {
      let origin = book.add(
        lacking, isKnown[entry.payer] ? .overdraft : .gap, entry.payer, row: entry.row)
      lots.append(Trace.Lot(origin: origin, amount: lacking))
    }
    if parts.sum > 0 {
      asked[entry.payer] += parts
      isTainted[entry.payer] = true
      let next = Int32(clamping: (target != nil ? 0 : hops) + 1)
      hop[entry.payer] = hop[entry.payer] == 0 ? next : min(hop[entry.payer], next)
    }
    let isCertain = book.pass(entry)
    book.move(
      entry, traced, lots, balance: balance[entry.payer], isCertain, into: wanted.sum)
  }

  /// What of the debit is what is wanted of the credit, by layer, and what of it the pool lacked.
  private mutating func debited(
    _ entry: LedgerEntry, _ wanted: Layers
  ) -> (parts: Layers, lacking: Int128) {
    guard wanted.sum > 0 else { return (Layers(), 0) }
    var need = wanted
    var taken = paid[Int(entry.row)]
    let missing = layers(entry.debit - taken.sum, owner: nil)
    if book.question.method == .poison { return (taken, missing.sum) }
    taken += missing
    if book.owners[entry.row] != nil {
      need = scaled(taken, to: min(wanted.sum, entry.debit))
    } else if entry.debitUnit != entry.creditUnit {
      let debit = RateableSplit.share(entry.debit, wanted.sum, entry.credit).share
      need = scaled(wanted, to: debit)
      book.change(wanted.sum, entry.creditUnit, debit, entry.debitUnit)
    }
    // What was credited beyond the debit came from nowhere that is known.
    var parts = Layers()
    var lacking: Int128 = 0
    func part(_ need: Int128, _ taken: Int128, _ missing: Int128) -> Int128 {
      let inside = min(need, taken)
      if need > inside { book.add(need - inside, entry) }
      guard missing > 0, taken > 0 else { return inside }
      let gap = max(
        RateableSplit.share(inside, missing, taken).share, inside - (taken - missing))
      lacking += gap
      return inside - gap
    }
    parts.own = part(need.own, taken.own, missing.own)
    parts.unclaimed = part(need.unclaimed, taken.unclaimed, missing.unclaimed)
    parts.claimed = part(need.claimed, taken.claimed, missing.claimed)
    return (parts, lacking)
  }

  /// More of a target's debit than later payments want of it, rateably over what is left of it.
  private mutating func addTarget(
    _ amount: Int128, _ entry: LedgerEntry, _ parts: inout Layers, _ lacking: inout Int128
  ) {
    let taken = paid[Int(entry.row)]
    var rest = taken.lots
    rest[0].amount -= parts.own
    rest[1].amount -= parts.unclaimed
    rest[2].amount -= parts.claimed
    rest.append(Trace.Lot(origin: 3, amount: entry.debit - taken.sum - lacking))
    let whole = rest.reduce(into: Int128(0)) { $0 += $1.amount }
    guard whole > 0 else { return }
    var shares: [Int128] = []
    split.split(min(amount, whole), over: rest, whole: whole, into: &shares)
    parts += Layers(own: shares[0], unclaimed: shares[1], claimed: shares[2])
    lacking += shares[3]
  }
}
