import ClewGraph
import ClewModel

/// What a payment does besides taking lots: currencies, assets, the ends of a trail.
extension ForwardTrace {
  /// Notes the lots of a payment.
  mutating func record(_ entry: LedgerEntry, _ traced: Int128, _ isCertain: Bool) {
    let start = trace.lots.count
    trace.lots.append(contentsOf: lots)
    if lots.reduce(into: Int128(0), { $0 += $1.amount }) != entry.debit { trace.reconciles = false }
    trace.movements.append(
      Trace.Movement(
        row: entry.row, node: entry.payerNode, unit: entry.debitUnit, traced: traced,
        lots: start..<trace.lots.count, balance: pools[entry.payer].balance, isCertain: isCertain))
  }

  /// Notes an origin that goes to no account.
  mutating func recordOrigin(_ entry: LedgerEntry, _ found: Int128) {
    let start = trace.lots.count
    trace.lots.append(contentsOf: lots)
    trace.movements.append(
      Trace.Movement(
        row: entry.row, node: entry.payeeNode, unit: entry.creditUnit, traced: found,
        lots: start..<trace.lots.count, balance: 0, isCertain: !isWide(entry.row)))
  }

  mutating func lose(
    _ amount: Int128, _ reason: Trace.Untraceable.Reason, _ row: Int32?, _ node: Int32,
    _ unit: UInt16
  ) {
    guard amount > 0 else { return }
    trace.untraceable.append(
      Trace.Untraceable(reason: reason, row: row, node: node, unit: unit, amount: amount))
  }

  /// Turns the lots of the debit into lots of the credit: charges are lost, a currency is as both sides
  /// state it, or at the analyst's rate. Returns what is credited.
  mutating func change(_ entry: LedgerEntry, _ moved: Int128) -> Int128 {
    if entry.debitUnit == entry.creditUnit {
      guard entry.debit != entry.credit else { return entry.credit }
      if entry.credit > entry.debit {
        lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.credit - entry.debit))
      } else {
        charge(entry)
        lose(moved - tracedSum(), .dissipated, entry.row, entry.payerNode, entry.debitUnit)
      }
      return entry.credit
    }
    guard entry.debit > 0 else {
      lots.append(Trace.Lot(origin: Trace.Lot.other, amount: entry.credit))
      return entry.credit
    }
    let use = rates.rate(entry.debitUnit, entry.creditUnit, on: postings.dayNumber(of: entry.row))
    guard entry.credit > 0 else { return changeAtRate(entry, moved, use) }
    scale(from: entry.debit, to: entry.credit)
    guard moved > 0 else { return entry.credit }
    converted(entry, moved, rate: nil)
    var text =
      "\(money(entry.debit, entry.debitUnit)) became \(money(entry.credit, entry.creditUnit)), as "
      + "both sides state it"
    if let use {
      switch rates.isOutside(entry.debit, entry.credit, use) {
      case true?: text += "; that is outside the tolerance of the rate given"
      case false?: text += "; within the tolerance of the rate given"
      case nil: text += "; the rate given cannot be compared"
      }
    }
    say(.currencyChange, entry.payerNode, entry.row, text)
    return entry.credit
  }

  /// Charges taken on the way: out of what goes last where lots are kept apart, out of own money first
  /// where there are layers, else rateably.
  private mutating func charge(_ entry: LedgerEntry) {
    switch question.method {
    case .librCap, .librAllocate, .ownFirst, .firstCharge:
      chargeByLayer(entry)
      return
    default: break
    }
    guard Pool.keepsLots else {
      scale(from: entry.debit, to: entry.credit)
      return
    }
    var left = entry.credit
    for at in lots.indices {
      lots[at].amount = min(left, lots[at].amount)
      left -= lots[at].amount
    }
    lots.removeAll { $0.amount == 0 }
  }

  private mutating func chargeByLayer(_ entry: LedgerEntry) {
    let shares =
      question.method.presumesOwn && entry.payer >= 0 && pools[entry.payer].isOwnStated
    func layer(_ lot: Trace.Lot) -> OriginBook.Layer {
      lot.origin < 0 && shares ? .claimed : book.layer(of: lot.origin)
    }
    var fee = entry.debit - entry.credit
    for spent in [OriginBook.Layer.own, .unclaimed, .claimed] where fee > 0 {
      let places = lots.indices.filter { layer(lots[$0]) == spent }
      let whole = places.reduce(into: Int128(0)) { $0 += lots[$1].amount }
      let part = min(fee, whole)
      guard part > 0 else { continue }
      split.split(part, over: places.map { lots[$0] }, whole: whole, into: &self.shares)
      for (place, share) in zip(places, self.shares) { lots[place].amount -= share }
      fee -= part
    }
    lots.removeAll { $0.amount == 0 }
  }

  /// What was credited is not stated: the analyst's rate, or the end of the trail.
  private mutating func changeAtRate(
    _ entry: LedgerEntry, _ moved: Int128, _ use: RateTable.Use?
  ) -> Int128 {
    let what = money(entry.debit, entry.debitUnit)
    guard let use, let worth = use.worth(entry.debit) else {
      lots.removeAll(keepingCapacity: true)
      guard moved > 0 else { return 0 }
      lose(moved, .noRate, entry.row, entry.payerNode, entry.debitUnit)
      let into = postings.units[Int(entry.creditUnit)].currency
      say(
        .currencyChange, entry.payerNode, entry.row,
        "\(what) went into \(into), no source states how much and no rate is given: not followed")
      return 0
    }
    scale(from: entry.debit, to: worth)
    guard moved > 0 else { return worth }
    converted(entry, moved, rate: use.position)
    say(
      .currencyChange, entry.payerNode, entry.row,
      "\(what) taken as \(money(worth, entry.creditUnit)) at the rate given: no source states what was "
        + "credited")
    return worth
  }

  /// Scales the lots, which add up to `from`, to lots that add up to `to`, by the largest remainder.
  private mutating func scale(from: Int128, to: Int128) {
    guard from > 0 else { return }
    split.split(to, over: lots, whole: from, into: &shares)
    for at in lots.indices { lots[at].amount = shares[at] }
    lots.removeAll { $0.amount == 0 }
  }

  /// Marks the payment just noted as one that changed currency.
  private mutating func converted(_ entry: LedgerEntry, _ moved: Int128, rate: Int32?) {
    let into = tracedSum()
    changedOut[Int(entry.debitUnit)] += moved
    changedInto[Int(entry.creditUnit)] += into
    guard let last = trace.movements.indices.last, entry.payer >= 0 else { return }
    trace.movements[last].converted = Trace.Conversion(
      unit: entry.creditUnit, traced: into, rate: rate)
  }

  /// Pays what a pool lacks out of the same account's other currencies, at the analyst's rates, the
  /// first in the order of units first. Returns how much of `missing` that gave, as lots.
  mutating func exchange(_ missing: Int128, _ entry: LedgerEntry) -> Int128 {
    guard !pools[entry.payer].isOpeningKnown else { return 0 }
    var others: [Int] = []
    var next = table.firstPool(of: entry.payerNode)
    while next >= 0 {
      if Int(next) != entry.payer, pools[Int(next)].balance > 0 {
        awake(Int(next))
        others.append(Int(next))
      }
      next = table.next[Int(next)]
    }
    guard !others.isEmpty else { return 0 }
    others.sort { table.units[$0] < table.units[$1] }
    var given: Int128 = 0
    for pool in others where given < missing {
      let unit = table.units[pool]
      guard
        let use = rates.rate(
          unit, entry.debitUnit, on: postings.dayNumber(of: entry.row)),
        let worth = use.worth(pools[pool].lots.total), worth > 0
      else {
        sayNoRate(entry, pool)
        continue
      }
      let wanted = missing - given
      var price = pools[pool].lots.total
      if worth > wanted {
        guard let least = use.price(wanted) else { continue }
        price = min(price, least)
      }
      exchange(price, for: min(worth, wanted), from: pool, use, entry)
      given += min(worth, wanted)
    }
    pools[entry.payer].balance += given
    return given
  }

  private mutating func exchange(
    _ price: Int128, for worth: Int128, from pool: Int, _ use: RateTable.Use, _ entry: LedgerEntry
  ) {
    let unit = table.units[pool]
    let paid = lots
    lots.removeAll(keepingCapacity: true)
    pools[pool].lots.take(price, book, claimedFirst: false, into: &lots)
    pools[pool].balance -= price
    var change = entry
    change.payer = pool
    change.debit = price
    change.debitUnit = unit
    change.creditUnit = entry.debitUnit
    let moved = tracedSum()
    if moved > 0 { record(change, moved, pools[pool].isCertain) }
    scale(from: price, to: worth)
    for at in lots.indices { lots[at].via = -1 }
    if moved > 0 {
      converted(change, moved, rate: use.position)
      reach(entry.payer, row: entry.row, hop: pools[pool].hop)
      say(
        .currencyChange, entry.payerNode, entry.row,
        "the account pays \(money(worth, entry.debitUnit)) that it does not hold; taken as changed "
          + "from \(money(price, unit)) at the rate given")
    }
    lots = paid + lots
  }

  /// The money a pool pays beyond what it holds: an overdraft where its opening balance is known, else
  /// money from before the first entry or from entries that are missing.
  mutating func lackMoney(_ missing: Int128, _ entry: LedgerEntry) {
    let pool = entry.payer
    lots.append(Trace.Lot(origin: Trace.Lot.other, amount: missing))
    if !pools[pool].isOpeningKnown {
      pools[pool].balance += missing
      pools[pool].assumed += missing
    }
    guard pools[pool].hop > 0 else { return }
    let amount = money(missing, entry.debitUnit)
    if pools[pool].isOpeningKnown {
      let balance = money(pools[pool].balance, entry.debitUnit)
      say(
        .negativeBalance, entry.payerNode, entry.row,
        "the balance falls to \(balance): \(amount) of the payment is money of nobody in the account, "
          + "and no claim on the account outlives it")
    } else {
      say(
        .gap, entry.payerNode, entry.row,
        "pays \(amount) more than is known to be there: taken as money from before the first entry "
          + "or from an entry that is missing, of no known origin; if it was an overdraft, the claim "
          + "on the account ends here")
    }
  }

  /// What of each owner's claim in a unit is found nowhere any more: not in assets, and not in the
  /// accounts for which `counts` is true.
  private func notFound(_ unit: UInt16, _ counts: (Int32) -> Bool) -> [String?: Int128] {
    var open = purchases.paid(in: unit).mapValues { -$0 }
    for origin in book.origins where origin.isTraced && !origin.isRestoring && origin.unit == unit {
      open[origin.owner, default: 0] += origin.amount
    }
    var lying = lots
    for pool in pools.indices
    where table.units[pool] == unit && pools[pool].lots.traced > 0 && counts(table.nodes[pool]) {
      pools[pool].lots.appendAll(to: &lying)
    }
    for lot in lying where book.isTraced(lot.origin) {
      open[book.origins[Int(lot.origin)].owner, default: 0] -= lot.amount
    }
    return open
  }

  /// Turns a top-up made to restore the trust into the claimants' money, as far as they have lost: what
  /// lies traced in an asset or in an account that the question asks about is not lost. What others
  /// hold may be beyond reach, so it counts as lost, and it is said that both cannot be had.
  mutating func restore(_ entry: LedgerEntry) -> Int128 {
    guard let gone = losses[entry.payee] else { return 0 }
    let payee = entry.payeeNode
    let open = notFound(entry.creditUnit) { $0 == payee || book.asksAbout($0) }
    let lost = Dictionary(
      uniqueKeysWithValues: gone.map { ($0.key, max(0, min($0.value, open[$0.key] ?? 0))) })
    if lost != gone {
      say(
        .doctrine, entry.payeeNode, entry.row,
        "what left the account lies in an asset or an account asked about in part: only what of the "
          + "claim is not there is restored")
    }
    let owners = lost.keys.sorted { ($0 ?? "") < ($1 ?? "") }
    let parts = owners.map { Trace.Lot(origin: 0, amount: lost[$0] ?? 0) }
    let whole = parts.reduce(into: Int128(0)) { $0 += $1.amount }
    var free: Int128 = 0
    for lot in lots where !book.isTraced(lot.origin) { free += lot.amount }
    let given = min(free, whole)
    guard given > 0 else { return 0 }
    let nowhere = notFound(entry.creditUnit) { _ in true }
    let elsewhere = owners.contains { (nowhere[$0] ?? 0) < (lost[$0] ?? 0) }
    if elsewhere, said.first(.cut, entry.payee) {
      say(
        .doctrine, entry.payeeNode, entry.row,
        "what is restored here is still traced elsewhere as well: the claim can be recovered once only"
      )
    }
    split.split(given, over: parts, whole: whole, into: &shares)
    var restored: [Trace.Lot] = []
    for (owner, share) in zip(owners, shares) where share > 0 {
      losses[entry.payee]?[owner, default: 0] -= share
      var origin = Trace.Origin(
        row: entry.row, node: entry.payeeNode, unit: entry.creditUnit, amount: share, owner: owner,
        isTraced: true)
      origin.isRestoring = true
      restored.append(Trace.Lot(origin: book.add(origin), amount: share))
    }
    var left = given
    for lot in lots {
      let part = book.isTraced(lot.origin) ? 0 : min(left, lot.amount)
      left -= part
      if lot.amount > part {
        restored.append(Trace.Lot(origin: lot.origin, via: lot.via, amount: lot.amount - part))
      }
    }
    lots = restored
    return given
  }

  /// Keeps what of the traced money just paid out a top-up could restore.
  mutating func rememberLoss(_ pool: Int) {
    for lot in lots where book.isTraced(lot.origin) {
      losses[pool, default: [:]][book.origins[Int(lot.origin)].owner, default: 0] += lot.amount
    }
  }

  /// The question's bound on accounts in a row.
  mutating func stopAtHop(_ entry: LedgerEntry) {
    let traced = tracedSum()
    lose(traced, .hops, entry.row, entry.payeeNode, entry.creditUnit)
    for at in lots.indices where book.isTraced(lots[at].origin) {
      lots[at].origin = Trace.Lot.other
    }
    trace.isExhaustive = false
    say(
      .cut, entry.payeeNode, entry.row,
      "\(money(traced, entry.creditUnit)) went on to an account beyond the \(question.maxHops) asked "
        + "for")
  }

  mutating func stopAtLimit(_ row: Int32) {
    trace.isExhaustive = false
    isStopped = true
    say(
      .cut, nil, row,
      "stopped after \(question.workLimit) postings and lots: what lies where is the state at this "
        + "posting, later ones were not worked")
  }
}
