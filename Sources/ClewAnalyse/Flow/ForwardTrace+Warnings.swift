import ClewGraph
import ClewModel

/// Where the data or the doctrine does not carry the trace.
extension ForwardTrace {
  func money(_ amount: Int128, _ unit: UInt16) -> String {
    postings.money(amount, unit: unit) + " " + postings.units[Int(unit)].currency
  }

  mutating func say(_ kind: Trace.Warning.Kind, _ node: Int32?, _ row: Int32?, _ what: String) {
    trace.warnings.append(Trace.Warning(kind, node: node, row: row, what))
  }

  /// The first traced money reaches a pool; a shorter way than before is taken note of.
  mutating func reach(_ pool: Int, row: Int32?, hop: Int32) {
    let isFirst = pools[pool].hop == 0
    pools[pool].hop = isFirst ? hop : min(pools[pool].hop, hop)
    guard isFirst else { return }
    let (node, unit) = (table.nodes[pool], table.units[pool])
    if let opening = openings.openings[pool] {
      sayBasis(opening, pool)
    } else {
      var text = "no opening balance is stated: taken as none"
      if pools[pool].assumed > 0 {
        text +=
          ", and at least \(money(pools[pool].assumed, unit)) must have been there, for it was paid out"
      }
      say(.noOpening, node, row, text)
    }
    if pools[pool].statedOff != 0 { sayContradicted(pool, before: 0, row: pools[pool].statedRow) }
    if pools[pool].balance < 0, pools[pool].isOpeningKnown {
      say(
        .negativeBalance, node, row,
        "the account is overdrawn by \(money(-pools[pool].balance, unit)) after this posting")
    }
  }

  private mutating func sayBasis(_ opening: OpeningBalances.Opening, _ pool: Int) {
    guard opening.entriesBefore > 0, opening.basis != .claim else { return }
    let amount = money(opening.amount, table.units[pool])
    var row: Int32?
    var what = "the first balance stated for a day"
    if case .entry(let at) = opening.basis {
      row = at
      what = "the first balance stated after a posting"
    }
    say(
      .noOpening, table.nodes[pool], row,
      "no opening balance is stated: \(amount) follows from \(what) and the \(opening.entriesBefore) "
        + "entries before it, if none of them is missing")
  }

  /// Compares the balances that sources state after a row with the computed ones of the pools that are
  /// worked as far as that row.
  mutating func check(_ row: Int32, isWorked: (Int) -> Bool = { _ in true }) {
    guard question.sameDay == .ledger else { return }
    for at in stated.positions(of: row) {
      let balance = postings.balances[at]
      guard let pool = table.find(balance.node, balance.unit), isWorked(pool) else { continue }
      compare(Int128(balance.amount), pool, row: row)
    }
  }

  /// Compares a balance stated for a day with the computed one at its end.
  mutating func check(_ stated: Int, _ pool: Int) {
    compare(Int128(postings.statedBalances[stated].amount), pool, row: nil)
  }

  private mutating func compare(_ amount: Int128, _ pool: Int, row: Int32?) {
    let off = amount - pools[pool].balance
    let before = pools[pool].statedOff
    guard off != before else { return }
    pools[pool].statedOff = off
    pools[pool].statedRow = row ?? -1
    if pools[pool].hop > 0 { sayContradicted(pool, before: before, row: row ?? -1) }
  }

  /// The stated balance is off by another amount than before: it never agreed, or entries are missing
  /// since it last did.
  private mutating func sayContradicted(_ pool: Int, before: Int128, row: Int32) {
    let unit = table.units[pool]
    let off = pools[pool].statedOff
    let computed = money(pools[pool].balance, unit)
    let amount = money(pools[pool].balance + off, unit)
    let missing = off - before
    let isGap = pools[pool].isOpeningKnown || before != 0
    var text = "the source states a balance of \(amount), the entries give \(computed)"
    if off == 0 { text = "the stated balance of \(amount) agrees with the entries again" }
    if isGap {
      let side = missing > 0 ? "paid in" : "paid out"
      text +=
        ": entries of \(money(missing > 0 ? missing : -missing, unit)) net \(side) are missing "
      text += "or amounts are wrong since the balance stated before"
    }
    say(
      isGap ? .gap : .balanceContradicted, table.nodes[pool], row >= 0 ? row : nil, text)
  }

  /// A payment left nothing in the account of what was traced there.
  mutating func sayWhereDoctrineEnds(_ entry: LedgerEntry, _ before: Int128) {
    let pool = entry.payer
    guard pools[pool].lots.traced == 0, pools[pool].lots.total == 0 else { return }
    switch question.method {
    case .librCap, .librAllocate, .ownFirst, .firstCharge:
      say(
        .doctrine, entry.payerNode, entry.row,
        "the balance is \(money(pools[pool].balance, entry.debitUnit)) after this payment: every claim "
          + "on the account is extinguished (James Roscoe v Winder), later deposits do not revive it "
          + "unless made to restore the trust")
    default: break
    }
  }

  private var hasOwn: Bool {
    !question.claims.own.isEmpty
      || question.claims.openings.contains { $0.owner == Trace.Origin.own }
  }

  /// Money of different standing lies together for the first time.
  mutating func sayMixed(_ pool: Int, _ row: Int32) {
    let lies = pools[pool].lots
    switch question.method {
    case .fifo where hasOwn && (lies.traced < lies.total || pools[pool].isOwnStated):
      guard said.first(.doctrine, pool) else { return }
      say(
        .doctrine, table.nodes[pool], row,
        "traced and other money lie together here: Clayton's Case is a rule between equally innocent "
          + "contributors and does not apply against a wrongdoer who mixed in own money (Re Hallett)"
      )
    case .ownFirst where lies.holdsOther, .firstCharge where lies.holdsOther:
      guard said.first(.doctrine, pool) else { return }
      if pools[pool].isOwnStated {
        say(
          .doctrine, table.nodes[pool], row,
          "own money is stated for this account, and not whose the rest of the other money is: taken "
            + "as innocent, it shares rateably with the claims")
        return
      }
      say(
        .doctrine, table.nodes[pool], row,
        "nobody says whose the other money in the account is: presumed to be the wrongdoer's own and "
          + "spent first")
    default: break
    }
  }

  /// The order of entries that decides is not certain from here until the traced money is gone.
  mutating func doubtOrder(_ pool: Int, _ row: Int32) {
    guard pools[pool].isCertain else { return }
    pools[pool].isCertain = false
    say(
      .order, table.nodes[pool], row,
      "the time of this entry overlaps with an entry of the account that another source states, or "
        + "that is dated by a month or a year: their order is not certain, and what the doctrine "
        + "gives from here on is possible only")
  }

  /// Whether a time is known as a month or a year only.
  func isWide(_ row: Int32) -> Bool {
    postings.precision[Int(row)] > TimeSpan.Precision.day.rawValue
  }

  mutating func sayWide(_ row: Int32, _ pool: Int) {
    let time = postings.time(of: Int(row))
    pools[pool].isCertain = false
    say(
      .dateRange, table.nodes[pool], row,
      "dated \(time.description) only: worked at its first moment, possibly later")
  }

  mutating func sayNothingMoved(_ row: Int32) {
    let r = Int(row)
    let ends = [table.payer[r], table.payee[r]]
    guard let pool = ends.first(where: { $0 >= 0 && pools[Int($0)].hop > 0 }) else { return }
    let isZero = postings.debit[r] == 0 && postings.credit[r] == 0
    say(
      .zeroOrNegative, table.nodes[Int(pool)], row,
      isZero
        ? "an amount of zero moves nothing"
        : "the two sides disagree about the direction: moves nothing")
  }

  mutating func sayReversed(_ entry: LedgerEntry) {
    let ends = [entry.payer, entry.payee]
    guard let pool = ends.first(where: { $0 >= 0 && pools[$0].hop > 0 }) else { return }
    say(
      .zeroOrNegative, table.nodes[pool], entry.row,
      "a negative amount is a correction: worked as \(money(entry.debit, entry.debitUnit)) going back "
        + "from the payee to the payer")
    say(
      .doctrine, table.nodes[pool], entry.row,
      "the rule is one for payments and not for taking one back: what goes back here is charged as a "
        + "payment would be, and whose it is may be another's")
  }

  mutating func saySelfTransfer(_ entry: LedgerEntry) {
    say(
      .ownPartyTransfer, entry.payerNode, entry.row,
      "the account pays itself \(money(entry.debit, entry.debitUnit)): the order of its lots stays")
  }

  mutating func sayRepaid(_ entry: LedgerEntry, _ repaid: Int128, _ gone: Int128) {
    lose(gone, .dissipated, entry.row, entry.payeeNode, entry.creditUnit)
    say(
      .negativeBalance, entry.payeeNode, entry.row,
      "the account was overdrawn: \(money(repaid, entry.creditUnit)) of the deposit repaid it, of which "
        + "\(money(gone, entry.creditUnit)) was traced and is spent")
  }

  mutating func sayNoRate(_ entry: LedgerEntry, _ pool: Int) {
    guard pools[pool].lots.traced > 0, said.first(.currencyChange, pool) else { return }
    let held = money(pools[pool].lots.traced, table.units[pool])
    say(
      .currencyChange, entry.payerNode, entry.row,
      "the account pays \(money(entry.debit, entry.debitUnit)) that it does not hold, and holds "
        + "\(held) of traced money in another currency: no rate is given, so it is not followed into "
        + "this payment")
  }
}

/// What was said of a pool once and is not said again.
struct SaidOnce {
  private var said: Set<Key> = []

  private struct Key: Hashable {
    var kind: Trace.Warning.Kind
    var pool: Int
  }

  mutating func first(_ kind: Trace.Warning.Kind, _ pool: Int) -> Bool {
    said.insert(Key(kind: kind, pool: pool)).inserted
  }
}

/// Balances stated for days, in the order in which their days end.
struct StatedDays {
  private var rows: [(end: Int64, stated: Int, pool: Int)] = []
  private var next = 0

  init(_ postings: Postings, _ table: PoolTable) {
    for (at, stated) in postings.statedBalances.enumerated() {
      guard let pool = table.find(stated.node, stated.unit) else { continue }
      rows.append((stated.time.hi, at, pool))
    }
    rows.sort { (a: (Int64, Int, Int), b: (Int64, Int, Int)) -> Bool in
      a.0 != b.0 ? a.0 < b.0 : a.1 < b.1
    }
  }

  /// The next balance whose day ends before a time; nil for any left where no time is given.
  mutating func next(before time: Int64?) -> (stated: Int, pool: Int)? {
    guard next < rows.count else { return nil }
    if let time, rows[next].end >= time { return nil }
    defer { next += 1 }
    return (rows[next].stated, rows[next].pool)
  }
}
