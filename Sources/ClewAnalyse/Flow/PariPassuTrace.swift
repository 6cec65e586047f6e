import ClewGraph

/// Pari passu: what is left of a fund, and what was lost of it, is borne by all contributors in
/// proportion to what they put in, whatever the order (Re Diplock [1948] Ch 465; Barlow Clowes v
/// Vaughan [1992] 4 All ER 22).
///
/// The fund is one account from the moment the first claimed money reaches it: what lay there counts
/// as one contribution of nobody's. What is left at the end and all that was paid out after that
/// moment are shared over the contributions by the largest remainder; every single payment is then
/// charged out of the contributors' shares of the payments. So nothing is lost to rounding. A share
/// of a payment made before the contribution came is a loss borne, not money that can be followed: it
/// ends there. Accounts that pay each other in a circle after claimed money reached them are one
/// fund, for none can be reckoned before the other; it is said where that is so. No currency is
/// changed inside an account, and in a circle across currencies the trail ends at the change.
///
/// O(n + k for every payment of a fund of k origins) time, O(n) space for n postings.
extension ForwardTrace where Pool == RollingLots {
  mutating func runPariPassu() -> Trace {
    var openingPools: [Int] = []
    for pool in pools.indices { pools[pool].isLive = true }
    for (pool, opening) in openings.openings.enumerated() {
      guard let opening else { continue }
      pools[pool].isOpeningKnown = true
      pools[pool].balance = opening.amount
      let isClaimed =
        book.followsOpening(of: table.nodes[pool]) || opening.owners.contains { $0.owner != nil }
      if isClaimed, opening.amount > 0 { openingPools.append(pool) }
    }
    let (postings, table, book) = (postings, table, book)
    let end = question.window?.upperBound ?? .max
    let purchases = purchases
    let funds = FundTable(
      table, order.rows, openings: openingPools,
      isClaimed: { book.marks($0, postings) },
      ends: { purchases.isPurchase($0) && postings.debit[Int($0)] >= 0 },
      entry: {
        postings.lo[Int($0)] <= end ? LedgerEntry($0, postings, table) : nil
      })
    let opensClaimed = Set(openingPools)
    var passed = PassedLots()
    for fund in funds.sequence where !isStopped {
      if work > question.workLimit, let row = funds.rows(of: fund).first {
        stopAtLimit(row)
        break
      }
      reckon(fund, funds, opensClaimed, &passed)
    }
    followToNobody(funds)
    // Pools that no claimed money reached in the end hold nobody's.
    for pool in pools.indices where pools[pool].lots.total == 0 && pools[pool].balance > 0 {
      pools[pool].lots.put(
        [Trace.Lot(origin: Trace.Lot.other, amount: pools[pool].balance)], self.book)
    }
    for (row, lots) in passed.rest {
      let traced = lots.reduce(into: Int128(0)) {
        if self.book.isTraced($1.origin) { $0 += $1.amount }
      }
      guard let entry = LedgerEntry(row, postings, table) else { continue }
      lose(traced, .work, row, entry.payeeNode, entry.creditUnit)
    }
    sortByLedger()
    return finish()
  }

  /// One fund: first what came in and went out, then the shares, then every payment's.
  private mutating func reckon(
    _ fund: Int, _ funds: FundTable, _ opensClaimed: Set<Int>, _ passed: inout PassedLots
  ) {
    let members = funds.pools(of: fund)
    var history = FundHistory()
    if members.contains(where: opensClaimed.contains) { begin(&history, members, atOpening: true) }
    for row in funds.rows(of: fund) {
      work += 1
      collect(row, fund, funds, &history, &passed)
      if history.hasBegun, members.contains(where: { pools[$0].balance < 0 }) {
        if members.count == 1 {
          endBelowZero(members[0], row)
          settle(&history, fund, funds, &passed)
          history = FundHistory()
        } else if said.first(.negativeBalance, members[0]) {
          say(
            .doctrine, table.nodes[members[0]], row,
            "an account of the circle is overdrawn after this posting: that ends the claims on it "
              + "(James Roscoe v Winder), which accounts taken as one fund do not show")
        }
      }
    }
    settle(&history, fund, funds, &passed)
    if members.count > 1, history.hasBegun {
      say(
        .doctrine, table.nodes[members[0]], funds.rows(of: fund).first,
        "\(members.count) accounts pay each other in a circle: taken as one fund, transfers between "
          + "them are not charged")
    }
  }

  /// A balance below zero ends the claims on the account; a new fund begins with the next of them.
  private mutating func endBelowZero(_ pool: Int, _ row: Int32) {
    say(
      .doctrine, table.nodes[pool], row,
      "the balance is below zero after this posting: the claims on the account end here (James Roscoe v "
        + "Winder), and money that comes later is a fund of its own")
  }

  /// Shares out what came into a fund: what is left of it, and all that was paid out of it.
  private mutating func settle(
    _ history: inout FundHistory, _ fund: Int, _ funds: FundTable, _ passed: inout PassedLots
  ) {
    guard history.hasBegun else { return }
    let members = funds.pools(of: fund)
    var left: Int128 = 0
    for pool in members { left += max(0, pools[pool].balance) }
    let missing = left + history.paidOut - history.came.total
    if missing > 0 {
      history.came.put(Trace.Lot(origin: Trace.Lot.other, amount: missing), book)
    }
    if missing < 0 { repay(-missing, members[0], &history) }
    var payments = history.came
    var ends = RollingLots()
    lots.removeAll(keepingCapacity: true)
    payments.take(min(left, payments.total), book, into: &lots)
    ends.put(lots, book)
    for pool in members where pools[pool].balance > 0 {
      lots.removeAll(keepingCapacity: true)
      ends.take(min(pools[pool].balance, ends.total), book, into: &lots)
      pools[pool].lots.put(lots, book)
    }
    var arrived: [Int32: Int128] = [:]
    for step in history.steps {
      work += step.paid > 0 ? payments.lots.count : 0
      if work > question.workLimit {
        lose(payments.traced, .work, step.entry?.row, step.node, step.unit)
        payments = RollingLots()
        if !isStopped, let row = step.entry?.row { stopAtLimit(row) }
        break
      }
      for lot in history.kept[step.came] { arrived[lot.origin, default: 0] += lot.amount }
      charge(step, fund, funds, &payments, &arrived, &passed)
    }
    if payments.total > 0 { trace.reconciles = false }
  }

  /// What came in and is neither left nor was paid out went to an overdraft inside the fund.
  private mutating func repay(_ amount: Int128, _ pool: Int, _ history: inout FundHistory) {
    spare.removeAll(keepingCapacity: true)
    history.came.take(min(amount, history.came.total), book, into: &spare)
    let gone = spare.reduce(into: Int128(0)) { if book.isTraced($1.origin) { $0 += $1.amount } }
    lose(gone, .dissipated, nil, table.nodes[pool], table.units[pool])
    guard gone > 0 else { return }
    say(
      .negativeBalance, table.nodes[pool], nil,
      "\(money(gone, table.units[pool])) of the traced money went to overdrafts of the fund and is spent"
    )
  }

  /// The first claimed money comes in: what lies there is nobody's contribution, an overdraft is paid.
  private mutating func begin(_ history: inout FundHistory, _ members: [Int], atOpening: Bool) {
    history.hasBegun = true
    for pool in members {
      let (node, unit) = (table.nodes[pool], table.units[pool])
      let balance = pools[pool].balance
      if balance < 0 {
        history.steps.append(
          FundHistory.Step(
            entry: nil, node: node, unit: unit, paid: -balance, balance: 0, came: 0..<0))
        history.paidOut -= balance
      }
      guard balance > 0 else { continue }
      var lots: [Trace.Lot] = []
      if atOpening, let opening = openings.openings[pool] {
        var left = balance
        for (owner, amount) in opening.owners where left > 0 {
          lots.append(book.opening(node, unit, min(left, amount), owner: owner))
          left -= min(left, amount)
        }
        if left > 0 { lots.append(Trace.Lot(origin: Trace.Lot.other, amount: left)) }
      } else {
        lots.append(Trace.Lot(origin: Trace.Lot.other, amount: balance))
      }
      history.came.put(lots, book)
      let came = history.keep(lots)
      guard !came.isEmpty else { continue }
      history.steps.append(
        FundHistory.Step(entry: nil, node: node, unit: unit, paid: 0, balance: 0, came: came))
      if lots.contains(where: { book.isTraced($0.origin) }) { reach(pool, row: nil, hop: 1) }
    }
  }

  /// Takes note of what a row brings into the fund or takes out of it.
  private mutating func collect(
    _ row: Int32, _ fund: Int, _ funds: FundTable, _ history: inout FundHistory,
    _ passed: inout PassedLots
  ) {
    guard let entry = LedgerEntry(row, postings, table)?.net else { return }
    let pays = funds.has(fund, entry.payer)
    let gets = funds.has(fund, entry.payee)
    if entry.isReversed, gets || !funds.isReached(entry.payee) { sayReversed(entry) }
    if entry.isSelfTransfer, pools[entry.payer].hop > 0,
      let whole = LedgerEntry(row, postings, table)
    {
      saySelfTransfer(whole)
    }
    lots.removeAll(keepingCapacity: true)
    var found: Int128 = 0
    if gets {
      if !pays { passed.take(row, into: &lots) }
      let carried = lots.reduce(into: Int128(0)) { $0 += $1.amount }
      if entry.credit > carried {
        lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.credit - carried))
      }
      if !entry.isSelfTransfer { found = paint(entry) }
      if !history.hasBegun, lots.contains(where: { $0.origin >= 0 }) {
        begin(&history, funds.pools(of: fund), atOpening: false)
      }
    }
    if pays { payOut(entry) }
    if gets { pools[entry.payee].balance += lots.reduce(into: Int128(0)) { $0 += $1.amount } }
    check(row) { funds.has(fund, $0) }
    guard history.hasBegun else { return }
    if gets { arrive(entry, found) }
    // Inside a circle nothing is charged, but the payee is reached all the same.
    if pays, gets, entry.payer != entry.payee, entry.credit > 0, pools[entry.payer].hop > 0 {
      reach(entry.payee, row: row, hop: pools[entry.payer].hop + 1)
    }
    note(entry, pays: pays, gets: gets, &history)
  }

  private mutating func paint(_ entry: LedgerEntry) -> Int128 {
    let time = postings.lo[Int(entry.row)]
    let isInWindow = question.window.map { time >= $0.lowerBound } ?? true
    return book.paint(
      &lots, row: entry.row, from: entry.payerNode, to: entry.payeeNode, unit: entry.creditUnit,
      isInWindow: isInWindow)
  }

  /// Lowers the payer's balance; below what is known it is money from elsewhere, or an overdraft.
  private mutating func payOut(_ entry: LedgerEntry) {
    let missing = min(entry.debit, entry.debit - max(0, pools[entry.payer].balance))
    pools[entry.payer].balance -= entry.debit
    guard missing > 0 else { return }
    lackMoney(missing, entry)
    lots.removeLast()
  }

  /// What is to be said of a row that brings traced money.
  private mutating func arrive(_ entry: LedgerEntry, _ found: Int128) {
    let traced = tracedSum()
    guard traced > 0 else { return }
    let payerHop = entry.payer >= 0 ? pools[entry.payer].hop : 0
    reach(entry.payee, row: entry.row, hop: traced > found ? payerHop + 1 : 1)
    if certainty.asDeposit[Int(entry.row)] { doubtOrder(entry.payee, entry.row) }
    if isWide(entry.row) { sayWide(entry.row, entry.payee) }
    purchases.arrive(entry.payee, lots, book, order: position(entry.row))
    guard found > 0 else { return }
    let start = trace.lots.count
    trace.lots.append(contentsOf: lots)
    trace.movements.append(
      Trace.Movement(
        row: entry.row, node: entry.payeeNode, unit: entry.creditUnit, traced: found,
        lots: start..<trace.lots.count, balance: pools[entry.payee].balance,
        isCertain: !isWide(entry.row)))
  }

  /// Notes a row as a step of the fund: what it contributes, what it pays out.
  private mutating func note(
    _ entry: LedgerEntry, pays: Bool, gets: Bool, _ history: inout FundHistory
  ) {
    var step = FundHistory.Step(
      entry: entry, node: entry.payerNode, unit: entry.debitUnit, paid: pays ? entry.debit : 0,
      balance: pays ? pools[entry.payer].balance : 0, came: 0..<0, isInside: pays && gets)
    if gets {
      step.came = history.keep(lots)
      if pays {
        // Inside the fund only charges are paid, and what is claimed from here is nobody's no more.
        let claimed = history.kept[step.came].reduce(into: Int128(0)) { $0 += $1.amount }
        history.came.put(Array(history.kept[step.came]), book)
        history.came.remove(claimed, of: Trace.Lot.other)
        step.paid = max(0, entry.debit - entry.credit)
        let more = max(0, entry.credit - entry.debit)
        if more > 0 { history.came.put(Trace.Lot(origin: Trace.Lot.other, amount: more), book) }
      } else {
        history.came.put(lots, book)
      }
    }
    history.paidOut += step.paid
    history.steps.append(step)
    if pays, pools[entry.payer].balance == 0, pools[entry.payer].hop > 0,
      said.first(.doctrine, entry.payer)
    {
      say(
        .doctrine, entry.payerNode, entry.row,
        "the account is empty after this payment: pari passu does not look at the order and lets "
          + "earlier contributors share in later money; libr-allocate does not")
    }
  }

  /// Charges one payment to the contributors and passes on what had come by then.
  private mutating func charge(
    _ step: FundHistory.Step, _ fund: Int, _ funds: FundTable, _ payments: inout RollingLots,
    _ arrived: inout [Int32: Int128], _ passed: inout PassedLots
  ) {
    guard step.paid > 0 else { return }
    spare.removeAll(keepingCapacity: true)
    payments.take(min(step.paid, payments.total), book, into: &spare)
    lots.removeAll(keepingCapacity: true)
    var early: Int128 = 0
    var rest = step.paid
    // In a circle an account may have paid before claimed money could be in it.
    let canCarry =
      step.entry.map { funds.isReached($0.payer, before: position($0.row)) } ?? true
    for lot in spare where lot.origin >= 0 {
      let part = canCarry ? min(lot.amount, arrived[lot.origin] ?? 0) : 0
      arrived[lot.origin, default: 0] -= part
      rest -= part
      if part > 0 { lots.append(Trace.Lot(origin: lot.origin, amount: part)) }
      if book.isTraced(lot.origin) { early += lot.amount - part }
    }
    if rest > 0 { lots.insert(Trace.Lot(origin: Trace.Lot.other, amount: rest), at: 0) }
    let moved = tracedSum()
    lose(early, .dissipated, step.entry?.row, step.node, step.unit)
    guard let entry = step.entry, !step.isInside else {
      lose(moved, .dissipated, step.entry?.row, step.node, step.unit)
      return
    }
    if lots.reduce(into: Int128(0), { $0 += $1.amount }) != step.paid { trace.reconciles = false }
    if moved > 0 {
      if certainty.asWithdrawal[Int(entry.row)] { doubtOrder(entry.payer, entry.row) }
      let start = trace.lots.count
      trace.lots.append(contentsOf: lots)
      trace.movements.append(
        Trace.Movement(
          row: entry.row, node: entry.payerNode, unit: entry.debitUnit, traced: moved,
          lots: start..<trace.lots.count, balance: step.balance,
          isCertain: pools[entry.payer].isCertain && !isWide(entry.row)))
    }
    pass(entry, moved, fund, funds, &passed)
  }

  private mutating func pass(
    _ entry: LedgerEntry, _ moved: Int128, _ fund: Int, _ funds: FundTable,
    _ passed: inout PassedLots
  ) {
    if purchases.isPurchase(entry.row), !entry.isReversed {
      purchases.buy(entry, lots, book, order: position(entry.row))
      return
    }
    if moved > 0, entry.payee >= 0, entry.creditUnit != entry.debitUnit,
      funds.isSameCircle(fund, entry.payee)
    {
      lose(moved, .noRate, entry.row, entry.payerNode, entry.debitUnit)
      say(
        .currencyChange, entry.payerNode, entry.row,
        "accounts pay each other in a circle across currencies: not followed through the change")
      return
    }
    _ = change(entry, moved)
    guard entry.payee >= 0 else {
      end(entry)
      return
    }
    if moved > 0, pools[entry.payer].hop >= question.maxHops { stopAtHop(entry) }
    passed.keep(lots, of: entry.row)
  }

  /// A payment in cash or to a side that nobody names, and what the question follows from there.
  private mutating func end(_ entry: LedgerEntry) {
    let found = paint(entry)
    if found > 0 { recordOrigin(entry, found) }
    let reason: Trace.Untraceable.Reason = entry.payeeNode == Postings.cash ? .cash : .unknownSide
    lose(tracedSum(), reason, entry.row, entry.payeeNode, entry.creditUnit)
  }

  /// Money asked for that goes to nobody known out of an account that no claimed money reaches.
  private mutating func followToNobody(_ funds: FundTable) {
    guard case .transactions(let asked, _) = question.origin else { return }
    let done = Set(book.origins.compactMap(\.row))
    for row in Set(asked).sorted() where row >= 0 && Int(row) < postings.count {
      guard let entry = LedgerEntry(row, postings, table), entry.payee < 0, !done.contains(row),
        question.window.map({ postings.lo[Int(row)] <= $0.upperBound }) ?? true
      else { continue }
      lots.removeAll(keepingCapacity: true)
      if entry.credit > 0 {
        lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.credit))
      }
      end(entry)
    }
  }

  /// Where a row stands in the ledger: the order of purchases and arrivals.
  private func position(_ row: Int32) -> Int { positions[Int(row)] }

  /// Funds are reckoned one after another; what is shown goes by the ledger.
  private mutating func sortByLedger() {
    func place(_ row: Int32?) -> Int { row.map { $0 >= 0 ? positions[Int($0)] : -1 } ?? -1 }
    func sorted<Part>(_ parts: [Part], _ row: (Part) -> Int32?) -> [Part] {
      parts.enumerated().sorted { (a: (Int, Part), b: (Int, Part)) -> Bool in
        let (x, y) = (place(row(a.1)), place(row(b.1)))
        return x != y ? x < y : a.0 < b.0
      }.map { $0.element }
    }
    trace.movements = sorted(trace.movements) { $0.row }
    trace.warnings = sorted(trace.warnings) { $0.row }
    trace.untraceable = sorted(trace.untraceable) { $0.row }
  }
}
