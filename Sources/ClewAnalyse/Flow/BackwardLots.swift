import ClewGraph

/// Backward under FIFO or LIFO: every payment is made of known parts of known deposits, so the money
/// asked for is followed back piece by piece, each deposit being a payment of the account behind.
///
/// Forward once, noting of what each payment is made; then back through the ledger with the pieces
/// asked for. O(n + pieces) time, O(n) space for n postings: no two pieces overlap.
struct BackwardLots<Pool: LotPool> {
  private var book: BackwardBook
  private let origins: OriginBook
  private var states: [PoolState<Pool>]
  /// What each payment is made of, those of one row together, in the order of consumption.
  private var taken: [Taken] = []
  private var takenOf: [Range<Int32>]
  private var balanceAfter: [Int128]
  /// How much of each deposit is consumed.
  private var consumed: [Int128]
  /// Pieces asked for of each row's credit.
  private var asked: [Int32: [Piece]] = [:]

  private struct Taken {
    /// The deposit, or a case of `Nowhere`.
    var via: Int32
    var start: Int128
    var amount: Int128
  }

  private struct Piece {
    var start: Int128
    var end: Int128
    var hop: Int
  }

  init(_ question: TraceQuestion, _ postings: Postings) {
    book = BackwardBook(question, postings)
    origins = OriginBook(question)
    states = [PoolState<Pool>](repeating: PoolState(), count: book.table.count)
    takenOf = [Range<Int32>](repeating: 0..<0, count: postings.count)
    balanceAfter = [Int128](repeating: 0, count: postings.count)
    consumed = balanceAfter
  }

  mutating func run() -> Trace {
    let rows = book.rows
    for (pool, opening) in book.openings.openings.enumerated() {
      guard let opening else { continue }
      states[pool].isOpeningKnown = true
      states[pool].balance = opening.amount
      guard opening.amount > 0 else { continue }
      states[pool].lots.put(
        [Trace.Lot(origin: Trace.Lot.other, amount: opening.amount)], origins)
    }
    for row in rows { step(row) }
    let targets = book.targets
    for node in targets.nodes { askForBalances(node) }
    for row in rows.reversed() { follow(row, targets.rows[row]) }
    return book.finish(conserves: true)
  }

  private mutating func step(_ row: Int32) {
    guard let entry = LedgerEntry(row, book.postings, book.table)?.net else { return }
    if entry.payer >= 0, entry.debit > 0 { pay(entry) }
    guard entry.payee >= 0, entry.credit > 0 else { return }
    let repaid = min(entry.credit, max(0, -states[entry.payee].balance))
    states[entry.payee].balance += entry.credit
    consumed[Int(row)] = repaid
    guard entry.credit > repaid else { return }
    states[entry.payee].lots.put(
      [Trace.Lot(origin: Trace.Lot.other, via: row, amount: entry.credit - repaid)], origins)
  }

  private mutating func pay(_ entry: LedgerEntry) {
    let pool = entry.payer
    var lots: [Trace.Lot] = []
    let part = min(states[pool].lots.total, entry.debit)
    states[pool].lots.take(part, origins, claimedFirst: false, into: &lots)
    states[pool].balance -= entry.debit
    let start = Int32(taken.count)
    for lot in lots {
      guard lot.via >= 0 else {
        taken.append(Taken(via: lot.via, start: 0, amount: lot.amount))
        continue
      }
      taken.append(Taken(via: lot.via, start: consumed[Int(lot.via)], amount: lot.amount))
      consumed[Int(lot.via)] += lot.amount
    }
    let missing = entry.debit - part
    if missing > 0 {
      let isKnown = states[pool].isOpeningKnown
      if !isKnown { states[pool].balance += missing }
      let nowhere: BackwardBook.Nowhere = isKnown ? .overdraft : .gap
      taken.append(Taken(via: nowhere.rawValue, start: 0, amount: missing))
    }
    takenOf[Int(entry.row)] = start..<Int32(taken.count)
    balanceAfter[Int(entry.row)] = states[pool].balance
  }

  /// Asks for all that an account holds at the end.
  private mutating func askForBalances(_ node: Int32) {
    var pool = book.table.firstPool(of: node)
    while pool >= 0 {
      let state = states[Int(pool)]
      if state.lots.total > 0 {
        var lots: [Trace.Lot] = []
        state.lots.appendAll(to: &lots)
        let unit = book.table.units[Int(pool)]
        book.need(state.lots.total, unit)
        book.trace.balances.append(
          Trace.Holding(
            node: node, unit: unit, amount: state.lots.total, lots: [], balance: state.balance))
        for lot in lots { ask(lot, Int(pool)) }
      }
      pool = book.table.next[Int(pool)]
    }
    book.trace.balances.sort { ($0.node, $0.unit) < ($1.node, $1.unit) }
  }

  private mutating func ask(_ lot: Trace.Lot, _ pool: Int) {
    guard lot.via >= 0 else {
      book.add(lot.amount, .opening, pool, row: nil)
      return
    }
    let start = consumed[Int(lot.via)]
    consumed[Int(lot.via)] += lot.amount
    asked[lot.via, default: []].append(Piece(start: start, end: start + lot.amount, hop: 1))
  }

  /// Follows what is asked for of one row to the deposits behind it.
  private mutating func follow(_ row: Int32, _ target: Int128?) {
    let pieces = asked.removeValue(forKey: row) ?? []
    guard target != nil || !pieces.isEmpty else { return }
    guard let entry = LedgerEntry(row, book.postings, book.table)?.net else { return }
    book.work += 1
    let credited = pieces.reduce(into: Int128(0)) { $0 += $1.end - $1.start }
    let hop = pieces.map(\.hop).min() ?? 0
    if book.comesFromOutside(entry) || (target == nil && !book.goesOn(entry, hop: hop)) {
      if let target, book.comesFromOutside(entry) {
        let whole = max(0, min(target, entry.credit) - credited)
        book.need(whole, entry.creditUnit)
        if credited + whole > 0 { _ = book.addOwned(credited + whole, entry) }
      } else if credited > 0 {
        _ = book.addOwned(credited, entry)
      }
      return
    }
    var debited = pieces.compactMap { debit($0, entry) }
    let known = debited.reduce(into: Int128(0)) { $0 += $1.end - $1.start }
    if let target, target > 0 { debited.append(Piece(start: 0, end: target, hop: 0)) }
    consume(merged(debited), entry, known: known, credited)
  }

  /// The piece of the debit that a piece of the credit is; what was credited beyond it is an origin.
  private mutating func debit(_ piece: Piece, _ entry: LedgerEntry) -> Piece? {
    if entry.debitUnit == entry.creditUnit {
      let end = min(piece.end, entry.debit)
      let inside = max(0, end - piece.start)
      if inside < piece.end - piece.start {
        book.add(piece.end - piece.start - inside, entry)
      }
      return inside > 0 ? Piece(start: piece.start, end: end, hop: piece.hop) : nil
    }
    guard entry.debit > 0 else {
      book.add(piece.end - piece.start, entry)
      return nil
    }
    let start = RateableSplit.share(entry.debit, piece.start, entry.credit).share
    let end = RateableSplit.share(entry.debit, piece.end, entry.credit).share
    book.change(piece.end - piece.start, entry.creditUnit, end - start, entry.debitUnit)
    return Piece(start: start, end: end, hop: piece.hop)
  }

  private func merged(_ pieces: [Piece]) -> [Piece] {
    var joined: [Piece] = []
    for piece in pieces.sorted(by: { $0.start < $1.start }) {
      if let last = joined.last, piece.start <= last.end {
        joined[joined.count - 1].end = max(last.end, piece.end)
        joined[joined.count - 1].hop = min(last.hop, piece.hop)
      } else {
        joined.append(piece)
      }
    }
    return joined
  }

  /// Asks the deposits behind a payment for the pieces of its debit, of which `known` is for later
  /// payments and the rest for the question.
  private mutating func consume(
    _ pieces: [Piece], _ entry: LedgerEntry, known: Int128, _ credited: Int128
  ) {
    var lots: [Trace.Lot] = []
    var at = 0
    var offset: Int128 = 0
    var sum: Int128 = 0
    for part in taken[
      Int(takenOf[Int(entry.row)].lowerBound)..<Int(takenOf[Int(entry.row)].upperBound)]
    {
      let end = offset + part.amount
      while at < pieces.count, pieces[at].end <= offset { at += 1 }
      var next = at
      while next < pieces.count, pieces[next].start < end {
        let low = max(pieces[next].start, offset)
        let high = min(pieces[next].end, end)
        if high > low {
          book.work += 1
          sum += high - low
          lots.append(
            ask(part, from: low - offset, high - low, entry, hop: pieces[next].hop + 1))
        }
        next += 1
      }
      offset = end
    }
    if sum > known { book.need(sum - known, entry.debitUnit) }
    guard sum > 0 else { return }
    let isCertain = book.pass(entry)
    book.move(
      entry, sum, lots, balance: balanceAfter[Int(entry.row)], isCertain, into: credited)
  }

  private mutating func ask(
    _ part: Taken, from start: Int128, _ amount: Int128, _ entry: LedgerEntry, hop: Int
  ) -> Trace.Lot {
    guard part.via < 0 else {
      let piece = Piece(
        start: part.start + start, end: part.start + start + amount, hop: hop)
      asked[part.via, default: []].append(piece)
      return Trace.Lot(origin: Trace.Lot.other, via: part.via, amount: amount)
    }
    let nowhere = BackwardBook.Nowhere(rawValue: part.via) ?? .gap
    let origin = book.add(amount, nowhere, entry.payer, row: entry.row)
    return Trace.Lot(origin: origin, amount: amount)
  }
}
