import ClewGraph
import ClewModel

/// The worker: goes through all postings in ledger order over all accounts, keeps the lots of every
/// pool, and passes on what a payment takes to the account that receives it.
///
/// Invariant: the lots of a pool add up to its balance, or to nothing where the balance is negative. A
/// pool that nothing claimed or followed has reached keeps a balance only (see `awake`).
///
/// Time O(n + lots moved), space O(n) for n postings: FIFO and LIFO move amortised O(1) lots a payment
/// as long as only traced and other money are told apart; pools that charge rateably move a lot for
/// every origin that lies in them.
struct ForwardTrace<Pool: LotPool> {
  let postings: Postings
  let question: TraceQuestion
  let table: PoolTable
  let order: LedgerOrder
  let certainty: OrderCertainty
  let rates: RateTable
  let stated: StatedAfterEntries
  let openings: OpeningBalances
  let restoring: Set<Int32>
  var book: OriginBook
  var pools: [PoolState<Pool>]
  var purchases: AssetPurchases
  var trace: Trace
  /// By unit: traced money changed out of it and into it, for the reckoning at the end.
  var changedOut: [Int128]
  var changedInto: [Int128]
  /// By row: the deposit before it into the same pool, while the pool keeps no lots; -1 for none.
  var depositBefore: [Int32]
  /// Lots on their way, in the order of consumption.
  var lots: [Trace.Lot] = []
  var spare: [Trace.Lot] = []
  var split = RateableSplit()
  var shares: [Int128] = []
  /// Traced money that left a pool, by pool and owner: what a restoring top-up can make good.
  var losses: [Int: [String?: Int128]] = [:]
  var said = SaidOnce()
  var work = 0
  var isStopped = false
  /// By row: its place in the ledger; kept for pari passu only.
  let positions: [Int]

  init(_ question: TraceQuestion, _ postings: Postings) {
    self.postings = postings
    self.question = question
    table = PoolTable(postings)
    order = LedgerOrder(postings, question)
    certainty = OrderCertainty(postings)
    rates = RateTable(question.claims.rates, postings.units)
    stated = StatedAfterEntries(postings)
    openings = OpeningBalances(postings, question.claims, table, order.stated)
    let knowsRestoring: [TracingMethod] = [.librCap, .librAllocate, .ownFirst, .firstCharge]
    restoring = knowsRestoring.contains(question.method) ? Set(question.claims.restoring) : []
    book = OriginBook(question)
    pools = Self.pools(question, postings, table, book)
    purchases = AssetPurchases(question.claims, postings, table)
    trace = Trace(
      method: question.method, direction: question.direction, sameDay: question.sameDay)
    changedOut = [Int128](repeating: 0, count: postings.units.count)
    changedInto = changedOut
    depositBefore = Pool.keepsLots ? [Int32](repeating: -1, count: postings.count) : []
    var positions: [Int] = []
    if question.method == .pariPassu {
      positions = [Int](repeating: 0, count: postings.count)
      for (place, row) in order.rows.enumerated() { positions[Int(row)] = place }
    }
    self.positions = positions
  }

  /// The pools, all empty; noted where own money is stated to come into the account.
  private static func pools(
    _ question: TraceQuestion, _ postings: Postings, _ table: PoolTable, _ book: OriginBook
  ) -> [PoolState<Pool>] {
    var pools = [PoolState<Pool>](repeating: PoolState(), count: table.count)
    let accounts = OriginBook.accountsWithOwn(question.claims, postings)
    guard !accounts.isEmpty else { return pools }
    for pool in pools.indices where accounts.contains(table.nodes[pool]) {
      pools[pool].isOwnStated = true
      if question.method.presumesOwn { pools[pool].lots.shareWithUnclaimed(book) }
    }
    return pools
  }

  mutating func run() -> Trace {
    open()
    var days = StatedDays(postings, table)
    for row in order.rows {
      let time = postings.lo[Int(row)]
      if let window = question.window, time > window.upperBound { continue }
      while let (stated, pool) = days.next(before: time) { check(stated, pool) }
      step(row)
      check(row)
      work += 1
      if work > question.workLimit {
        stopAtLimit(row)
        break
      }
    }
    if !isStopped {
      let end = question.window?.upperBound
      while let (stated, pool) = days.next(before: end) { check(stated, pool) }
    }
    return finish()
  }

  /// Puts opening balances into their pools.
  private mutating func open() {
    for (pool, opening) in openings.openings.enumerated() {
      guard let opening else { continue }
      pools[pool].isOpeningKnown = true
      pools[pool].balance = opening.amount
      guard opening.amount > 0 else { continue }
      lots.removeAll(keepingCapacity: true)
      var left = opening.amount
      for (owner, amount) in opening.owners {
        let part = min(left, amount)
        guard part > 0 else { continue }
        lots.append(book.opening(table.nodes[pool], table.units[pool], part, owner: owner))
        left -= part
      }
      guard !Pool.canStartLate || lots.contains(where: { $0.origin >= 0 }) else { continue }
      pools[pool].isLive = true
      pools[pool].lots.put(lots, book)
      if pools[pool].lots.traced > 0 { reach(pool, row: nil, hop: 1) }
    }
  }

  /// Works one posting.
  private mutating func step(_ row: Int32) {
    guard var entry = LedgerEntry(row, postings, table) else {
      sayNothingMoved(row)
      return
    }
    if entry.isReversed { sayReversed(entry) }
    if entry.isSelfTransfer {
      transferToItself(entry)
      return
    }
    lots.removeAll(keepingCapacity: true)
    var hop: Int32 = 0
    var isCertain = true
    if entry.payer >= 0 {
      isCertain = pay(entry)
      hop = max(0, pools[entry.payer].hop)
    } else if entry.debit > 0 {
      lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.debit))
    }
    work += lots.count
    let moved = tracedSum()
    if moved > 0, entry.payer >= 0 { record(entry, moved, isCertain) }
    if purchases.isPurchase(row), !entry.isReversed {
      // The asset takes the claimants' money; the seller gets the price free of their claims.
      purchases.buy(entry, lots, book, order: work)
      lots.removeAll(keepingCapacity: true)
      if entry.credit > 0 {
        lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.credit))
      }
    } else {
      entry.credit = change(entry, moved)
      if moved > 0, hop >= question.maxHops, entry.payee >= 0 { stopAtHop(entry) }
    }
    receive(entry, hop: hop, isCertain: isCertain)
  }

  /// Takes the debit out of the payer's pool; what the pool does not hold is money from elsewhere.
  /// Returns whether the order of entries that decides it is certain.
  private mutating func pay(_ entry: LedgerEntry) -> Bool {
    let pool = entry.payer
    guard pools[pool].isLive else {
      payUnclaimed(entry)
      return true
    }
    let held = pools[pool].lots.total
    let before = pools[pool].lots.traced
    let taken = min(held, entry.debit)
    pools[pool].balance -= entry.debit
    let charged = purchases.isPurchase(entry.row) && question.method == .firstCharge
    if charged { purchases.stand(pools[pool].lots, book) }
    pools[pool].lots.take(taken, book, claimedFirst: charged, into: &lots)
    if taken < entry.debit {
      var missing = entry.debit - taken
      missing -= exchange(missing, entry)
      if missing > 0 { lackMoney(missing, entry) }
    }
    guard before > 0 else { return true }
    if certainty.asWithdrawal[Int(entry.row)] { doubtOrder(pool, entry.row) }
    let isCertain = pools[pool].isCertain && !isWide(entry.row)
    sayWhereDoctrineEnds(entry, before)
    if !restoring.isEmpty { rememberLoss(pool) }
    if pools[pool].lots.traced == 0 { pools[pool].isCertain = true }
    return isCertain
  }

  /// Pays out of a pool that holds nobody's money.
  private mutating func payUnclaimed(_ entry: LedgerEntry) {
    let pool = entry.payer
    let held = min(entry.debit, max(0, pools[pool].balance))
    pools[pool].balance -= entry.debit
    if held > 0 { lots.append(Trace.Lot(origin: Trace.Lot.other, amount: held)) }
    var missing = entry.debit - held
    guard missing > 0 else { return }
    missing -= exchange(missing, entry)
    if missing > 0 { lackMoney(missing, entry) }
  }

  /// Gives a pool the lots that its balance is made of, before claimed money comes into it. In a queue
  /// what is left are the last deposits; what they do not explain stood there at the beginning.
  mutating func awake(_ pool: Int) {
    guard !pools[pool].isLive else { return }
    pools[pool].isLive = true
    var left = max(0, pools[pool].balance)
    guard left > 0 else { return }
    var held: [Trace.Lot] = []
    var row = pools[pool].lastDeposit
    while Pool.keepsLots, row >= 0, left > 0 {
      let entry = LedgerEntry(row, postings, table)?.net
      let part = min(left, entry?.credit ?? 0)
      if part > 0 { held.append(Trace.Lot(origin: Trace.Lot.other, via: row, amount: part)) }
      left -= part
      row = depositBefore[Int(row)]
    }
    if left > 0 { held.append(Trace.Lot(origin: Trace.Lot.other, amount: left)) }
    held.reverse()
    pools[pool].lots.put(held, book)
  }

  /// Puts what came into the payee's pool, after saying whose it is; what goes to nobody known ends.
  private mutating func receive(_ entry: LedgerEntry, hop: Int32, isCertain: Bool) {
    let time = postings.lo[Int(entry.row)]
    let isInWindow = question.window.map { time >= $0.lowerBound } ?? true
    let restored = entry.payee >= 0 && restoring.contains(entry.row) ? restore(entry) : 0
    let found = book.paint(
      &lots, row: entry.row, from: entry.payerNode, to: entry.payeeNode, unit: entry.creditUnit,
      isInWindow: isInWindow)
    guard entry.payee >= 0 else {
      if found > 0 { recordOrigin(entry, found) }
      let traced = tracedSum()
      let reason: Trace.Untraceable.Reason =
        entry.payeeNode == Postings.cash ? .cash : .unknownSide
      lose(traced, reason, entry.row, entry.payeeNode, entry.creditUnit)
      return
    }
    let traced = tracedSum()
    let pool = entry.payee
    noteOwn(pool)
    let start = trace.lots.count
    if found + restored > 0 {
      trace.lots.append(contentsOf: lots)
      if lots.reduce(into: Int128(0), { $0 += $1.amount }) != entry.credit {
        trace.reconciles = false
      }
    }
    deposit(entry)
    if found + restored > 0 {
      trace.movements.append(
        Trace.Movement(
          row: entry.row, node: entry.payeeNode, unit: entry.creditUnit, traced: found + restored,
          lots: start..<trace.lots.count, balance: pools[pool].balance,
          isCertain: !isWide(entry.row)))
    }
    guard traced > 0 || pools[pool].lots.traced > 0 else { return }
    if traced > 0 {
      reach(pool, row: entry.row, hop: traced > found + restored ? hop + 1 : 1)
      purchases.arrive(pool, lots, book, order: work)
      if !isCertain { pools[pool].isCertain = false }
    }
    if certainty.asDeposit[Int(entry.row)] { doubtOrder(pool, entry.row) }
    if isWide(entry.row) { sayWide(entry.row, pool) }
    sayMixed(pool, entry.row)
  }

  /// Own money that comes from another account is known here too.
  private mutating func noteOwn(_ pool: Int) {
    guard question.method.presumesOwn, !pools[pool].isOwnStated,
      lots.contains(where: { book.layer(of: $0.origin) == .own })
    else { return }
    pools[pool].isOwnStated = true
    pools[pool].lots.shareWithUnclaimed(book)
  }

  /// Puts the lots into the payee's pool; what goes to an overdraft is spent before it came.
  private mutating func deposit(_ entry: LedgerEntry) {
    let pool = entry.payee
    if !pools[pool].isLive {
      guard !Pool.canStartLate || lots.contains(where: { $0.origin >= 0 }) else {
        pools[pool].balance += entry.credit
        guard Pool.keepsLots, entry.credit > 0 else { return }
        depositBefore[Int(entry.row)] = pools[pool].lastDeposit
        pools[pool].lastDeposit = entry.row
        return
      }
      awake(pool)
    }
    let overdraft = max(0, -pools[pool].balance)
    pools[pool].balance += entry.credit
    if overdraft > 0, entry.credit > 0 {
      var one = Pool()
      if question.method.presumesOwn, pools[pool].isOwnStated { one.shareWithUnclaimed(book) }
      one.put(lots, book)
      spare.removeAll(keepingCapacity: true)
      let repaid = min(overdraft, entry.credit)
      one.take(repaid, book, claimedFirst: false, into: &spare)
      let gone = spare.reduce(into: Int128(0)) { if book.isTraced($1.origin) { $0 += $1.amount } }
      if gone > 0 { sayRepaid(entry, repaid, gone) }
      lots.removeAll(keepingCapacity: true)
      one.appendAll(to: &lots)
    }
    let via = Pool.keepsLots ? entry.row : -1
    for at in lots.indices { lots[at].via = via }
    pools[pool].lots.put(lots, book)
  }

  /// A payment of an account to itself in one currency moves nothing but its charges.
  private mutating func transferToItself(_ entry: LedgerEntry) {
    let pool = entry.payer
    if pools[pool].hop > 0 { saySelfTransfer(entry) }
    guard entry.debit != entry.credit else { return }
    var part = entry
    lots.removeAll(keepingCapacity: true)
    if entry.debit > entry.credit {
      part.debit = entry.debit - entry.credit
      part.credit = 0
      let isCertain = pay(part)
      let moved = tracedSum()
      if moved > 0 {
        record(part, moved, isCertain)
        lose(moved, .dissipated, entry.row, entry.payerNode, entry.debitUnit)
      }
    } else {
      part.credit = entry.credit - entry.debit
      lots.append(Trace.Lot(origin: Trace.Lot.other, amount: part.credit))
      deposit(part)
    }
  }

  /// The traced part of the lots on their way.
  func tracedSum() -> Int128 {
    var sum: Int128 = 0
    for lot in lots where book.isTraced(lot.origin) { sum += lot.amount }
    return sum
  }
}

/// What the worker knows about one pool.
struct PoolState<Pool: LotPool> {
  var lots = Pool()
  /// As computed; below zero where it is overdrawn.
  var balance: Int128 = 0
  /// Paid out beyond what is known to have been there, where no opening balance is stated.
  var assumed: Int128 = 0
  /// What the last stated balance was above the computed one, and the row it stood at.
  var statedOff: Int128 = 0
  var statedRow: Int32 = -1
  /// How many accounts the traced money has been through, this one counted; 0 where none came.
  var hop: Int32 = 0
  /// The last deposit while the pool keeps no lots.
  var lastDeposit: Int32 = -1
  var isLive = false
  var isOpeningKnown = false
  var isCertain = true
  /// Whether own money is stated to have come into the account.
  var isOwnStated = false
}
