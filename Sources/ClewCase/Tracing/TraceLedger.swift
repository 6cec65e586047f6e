import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The entries of one account in one currency, each with the lots that it consumed or brought: what
/// lets the other side work the trace again by hand.
struct TraceLedger {
  struct Line {
    var row: Int32
    /// What came in, or nil; what went out, or nil.
    var received: Int128?
    var paid: Int128?
    var balance: Int128
    var traced: Int128
    var lots: ArraySlice<Trace.Lot>
    /// The unit the lots are in, where it is not the ledger's: of money that changed currency.
    var lotUnit: UInt16
    var conversion: Trace.Conversion?
    var isCertain: Bool
  }

  var node: Int32
  var unit: UInt16
  /// Before the first line.
  var opening: Int128
  var lines: [Line]

  private struct Key: Hashable {
    var row: Int32
    var node: Int32
    var unit: UInt16
  }

  private struct Account: Hashable, Comparable {
    var node: Int32
    var unit: UInt16

    static func < (a: Self, b: Self) -> Bool { (a.node, a.unit) < (b.node, b.unit) }
  }

  /// The ledgers of every account that traced money touched, ascending by account, then currency.
  ///
  /// Complexity: linear in postings and lots.
  static func all(_ trace: Trace, _ postings: Postings, order: [Int32]) -> [TraceLedger] {
    var movements: [Key: Int] = [:]
    // What an account changed of another currency to make a payment, by row.
    var exchanges: [Int32: [Int]] = [:]
    for (position, movement) in trace.movements.enumerated() {
      let key = Key(row: movement.row, node: movement.node, unit: movement.unit)
      if movements[key] == nil { movements[key] = position }
      let row = Int(movement.row)
      let isPaid = movement.unit == postings.debitUnit[row]
      if movement.node == postings.from[row], !isPaid, movement.node != postings.to[row] {
        exchanges[movement.row, default: []].append(position)
      }
    }
    let accounts = touched(trace, postings)
    var entries: [Account: [Line]] = [:]
    for row in order {
      let (r, payer, payee) = (Int(row), postings.from[Int(row)], postings.to[Int(row)])
      let out = Account(node: payer, unit: postings.debitUnit[r])
      let into = Account(node: payee, unit: postings.creditUnit[r])
      func movement(_ account: Account) -> Trace.Movement? {
        movements[Key(row: row, node: account.node, unit: account.unit)]
          .map { trace.movements[$0] }
      }
      for position in exchanges[row] ?? [] {
        let change = trace.movements[position]
        let price = trace.lots(of: change).reduce(Int128(0)) { $0 + $1.amount }
        entries[Account(node: payer, unit: change.unit), default: []].append(
          line(row, out: price, change, change.unit, of: trace))
      }
      if accounts.contains(out) {
        entries[out, default: []].append(
          line(row, out: Int128(postings.debit[r]), movement(out), out.unit, of: trace))
      }
      if accounts.contains(into) {
        entries[into, default: []].append(
          line(
            row, in: postings.credit[r], into == out ? nil : movement(into), movement(out),
            into.unit, trace))
      }
    }
    return accounts.sorted().map { account in
      ledger(account, entries[account] ?? [], trace, movements, postings)
    }
  }

  /// The accounts and currencies that traced money went through.
  private static func touched(_ trace: Trace, _ postings: Postings) -> Set<Account> {
    var accounts: Set<Account> = []
    for movement in trace.movements {
      let row = Int(movement.row)
      accounts.insert(Account(node: movement.node, unit: movement.unit))
      accounts.insert(Account(node: postings.to[row], unit: postings.creditUnit[row]))
    }
    for holding in trace.balances where holding.amount > 0 {
      accounts.insert(Account(node: holding.node, unit: holding.unit))
    }
    for origin in trace.origins where origin.isTraced {
      accounts.insert(Account(node: origin.node, unit: origin.unit))
    }
    return accounts.filter { $0.node >= 0 }
  }

  private static func line(
    _ row: Int32, out debit: Int128, _ movement: Trace.Movement?, _ unit: UInt16, of trace: Trace
  ) -> Line {
    Line(
      row: row, paid: debit, balance: 0, traced: movement?.traced ?? 0,
      lots: movement.map { trace.lots(of: $0) } ?? [], lotUnit: unit,
      conversion: movement?.converted, isCertain: movement?.isCertain ?? true)
  }

  /// - Parameters:
  ///   - movement: of the receiving account, where money of the question first came in.
  ///   - paid: of the paying account.
  private static func line(
    _ row: Int32, in credit: Int64, _ movement: Trace.Movement?, _ paid: Trace.Movement?,
    _ unit: UInt16, _ trace: Trace
  ) -> Line {
    var line = Line(
      row: row, received: Int128(credit), balance: 0, traced: 0, lots: [], lotUnit: unit,
      isCertain: true)
    guard let source = movement ?? paid else { return line }
    line.lots = trace.lots(of: source)
    line.lotUnit = source.unit
    line.isCertain = source.isCertain
    line.conversion = source.converted
    line.traced = source.converted?.traced ?? source.traced
    return line
  }

  /// The last balance that a source states before a line; nothing where none does.
  private static func stated(
    _ account: Account, before line: Line?, _ postings: Postings
  ) -> Int128 {
    let first = line.map { postings.lo[Int($0.row)] } ?? Int64.max
    let known = postings.statedBalances.last {
      $0.node == account.node && $0.unit == account.unit && $0.time.hi < first
    }
    return Int128(known?.amount ?? 0)
  }

  /// Puts the balances in: those that the trace computed, and between them the entries themselves.
  private static func ledger(
    _ account: Account, _ lines: [Line], _ trace: Trace, _ movements: [Key: Int],
    _ postings: Postings
  ) -> TraceLedger {
    let (node, unit) = (account.node, account.unit)
    var lines = lines
    func computed(_ line: Line) -> Int128? {
      movements[Key(row: line.row, node: node, unit: unit)].map { trace.movements[$0].balance }
    }
    var sum: Int128 = 0
    var opening: Int128?
    for line in lines {
      sum += (line.received ?? 0) - (line.paid ?? 0)
      if opening == nil, let balance = computed(line) { opening = balance - sum }
    }
    let final = trace.balances.first { $0.node == node && $0.unit == unit }?.balance
    let start = opening ?? final.map { $0 - sum } ?? stated(account, before: lines.first, postings)
    var running = start
    for position in lines.indices {
      running += (lines[position].received ?? 0) - (lines[position].paid ?? 0)
      running = computed(lines[position]) ?? running
      lines[position].balance = running
    }
    return TraceLedger(node: node, unit: unit, opening: start, lines: lines)
  }
}

extension TraceReport {
  /// The printed ledger of one method: a table for each account and currency.
  func ledgers(of trace: Trace) -> [Table] {
    TraceLedger.all(trace, book.postings, order: order).map { ledger in
      Table(
        title: "Ledger by \(trace.method.rawValue): \(book.account(ledger.node)), "
          + book.currency(ledger.unit),
        columns: [
          Table.Column("date"), Table.Column("entry"), Table.Column("with"),
          Table.Column("in", .right), Table.Column("out", .right),
          Table.Column("balance", .right), Table.Column("traced", .right),
          Table.Column("lots"),
        ],
        rows: [opening(ledger)] + ledger.lines.flatMap { rows($0, ledger, trace) },
        footer: [sentence(ledger)])
    }
  }

  private func opening(_ ledger: TraceLedger) -> [Table.Cell] {
    [
      "", "opening balance", "", "", "", Table.Cell(book.figure(ledger.opening, ledger.unit)), "",
      "",
    ]
  }

  /// A line for every lot.
  private func rows(
    _ line: TraceLedger.Line, _ ledger: TraceLedger, _ trace: Trace
  ) -> [[Table.Cell]] {
    var lots = line.lots.map { lot in
      let changed = line.lotUnit == ledger.unit ? "" : " \(book.currency(line.lotUnit))"
      return book.lot(lot, of: trace, line.lotUnit) + changed
    }
    if let change = line.conversion, line.lotUnit != ledger.unit || line.paid != nil {
      lots.append(
        "changed into \(book.money(change.traced, change.unit))"
          + (change.rate.map { ", rate \(claims.rates[Int($0)].rate)" } ?? ", as both sides state"))
    }
    if !line.isCertain { lots.append("possible: the order is not certain") }
    let other =
      line.paid == nil
      ? book.postings.from[Int(line.row)] : book.postings.to[Int(line.row)]
    let first: [Table.Cell] = [
      Table.Cell(book.date(line.row)), Table.Cell(book.named(line.row)),
      Table.Cell(short(other)),
      Table.Cell(line.received.map { book.figure($0, ledger.unit) } ?? ""),
      Table.Cell(line.paid.map { book.figure($0, ledger.unit) } ?? ""),
      Table.Cell(book.figure(line.balance, ledger.unit)),
      Table.Cell(line.traced == 0 ? "" : book.figure(line.traced, ledger.unit)),
      Table.Cell(lots.first ?? ""),
    ]
    return [first]
      + lots.dropFirst().map { ["", "", "", "", "", "", "", Table.Cell($0)] }
  }

  private func short(_ node: Int32) -> String {
    book.id(node) ?? (node == Postings.cash ? "cash" : "nobody known")
  }

  /// `0.00 + 300.00 in - 120.00 out = 180.00`.
  private func sentence(_ ledger: TraceLedger) -> String {
    let came = ledger.lines.reduce(Int128(0)) { $0 + ($1.received ?? 0) }
    let went = ledger.lines.reduce(Int128(0)) { $0 + ($1.paid ?? 0) }
    let end = ledger.lines.last?.balance ?? ledger.opening
    let text =
      "\(book.figure(ledger.opening, ledger.unit)) + \(book.figure(came, ledger.unit)) in - "
      + "\(book.figure(went, ledger.unit)) out"
    let rest = end - ledger.opening - came + went
    let assumed =
      rest == 0
      ? ""
      : " + \(book.figure(rest, ledger.unit)) changed from other currencies, or unexplained"
    return "\(text)\(assumed) = \(book.money(end, ledger.unit))"
  }

  // MARK: - for programs

  /// All ledgers as one table, a line for each lot.
  var flatLedger: Table {
    var rows: [[Table.Cell]] = []
    for run in runs.runs {
      for ledger in TraceLedger.all(run.trace, book.postings, order: order) {
        rows.append(flatOpening(ledger, run.trace))
        for line in ledger.lines { rows += flat(line, ledger, run.trace) }
      }
    }
    return Table(
      columns: [
        Table.Column("method"), Table.Column("account"), Table.Column("name"),
        Table.Column("date"), Table.Column("transaction"), Table.Column("ref"),
        Table.Column("with"), Table.Column("in", .right), Table.Column("out", .right),
        Table.Column("balance", .right), Table.Column("currency"),
        Table.Column("traced", .right), Table.Column("lot_origin"), Table.Column("lot_date"),
        Table.Column("lot_owner"), Table.Column("lot_via"), Table.Column("lot_amount", .right),
        Table.Column("lot_currency"),
      ], rows: rows)
  }

  private func flatOpening(_ ledger: TraceLedger, _ trace: Trace) -> [Table.Cell] {
    [
      trace.method.rawValue, book.id(ledger.node) ?? "", book.names.label(ledger.node).name, "",
      "", "opening balance", "", "", "", book.plain(ledger.opening, ledger.unit),
      book.currency(ledger.unit),
    ].map { Table.Cell($0) }
  }

  private func flat(
    _ line: TraceLedger.Line, _ ledger: TraceLedger, _ trace: Trace
  ) -> [[Table.Cell]] {
    let other =
      line.paid == nil
      ? book.postings.from[Int(line.row)] : book.postings.to[Int(line.row)]
    let entry: [String] = [
      trace.method.rawValue, book.id(ledger.node) ?? "", book.names.label(ledger.node).name,
      book.date(line.row), book.transaction(line.row), book.ref(line.row) ?? "", short(other),
      line.received.map { book.plain($0, ledger.unit) } ?? "",
      line.paid.map { book.plain($0, ledger.unit) } ?? "",
      book.plain(line.balance, ledger.unit), book.currency(ledger.unit),
      book.plain(line.traced, ledger.unit),
    ]
    let lots = line.lots.map { lot in
      let row = lot.origin >= 0 ? trace.origins[Int(lot.origin)].row : nil
      return [
        book.origin(lot.origin, of: trace), row.map(book.date) ?? "",
        book.owner(lot.origin, of: trace) ?? "",
        lot.via >= 0 ? book.transaction(lot.via) : "", book.plain(lot.amount, line.lotUnit),
        book.currency(line.lotUnit),
      ]
    }
    return (lots.isEmpty ? [[]] : lots).map { (entry + $0).map { Table.Cell($0) } }
  }
}
