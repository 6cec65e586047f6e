import ClewGraph
import ClewModel
import GRDB

/// A balance after a transaction, before it is known which of its sides it is the balance of.
struct StatedAfter {
  /// The transaction that states it, and the one that stands for the payment.
  var statement: Int64
  var canonical: Int64
  /// Nodes of the statement's own sides, or negative.
  var from: Int32
  var to: Int32
  var amount: Money
  var money: Money
  var source: Int32
}

/// Half of the rows, in buffers of its own: the unsafe kernel of the postings.
///
/// Used by one thread while it reads, and by another after that thread is done.
final class PostingHalf: @unchecked Sendable {
  /// What one side of a payment states for itself.
  struct Side {
    var row: Int
    var isPayee: Bool
    var money: Money
  }

  private(set) var count = 0
  private(set) var error: (any Error)?
  private(set) var isStale = false
  /// Currencies in order of appearance, and the widest scale of each.
  private(set) var codes: [String] = []
  private(set) var widest: [UInt8] = []
  /// Sides with money of their own, in row order.
  private(set) var sides: [Side] = []
  /// Ascending by statement.
  private(set) var balances: [StatedAfter] = []
  private var codeIDs: [Int64] = []
  private let ranges: [ClosedRange<Int64>]
  private let capacity: Int
  let ids: PaymentColumn<UInt32>
  let from: PaymentColumn<Int32>
  let to: PaymentColumn<Int32>
  let lo: PaymentColumn<Int64>
  let precision: PaymentColumn<UInt8>
  let mantissa: PaymentColumn<Int64>
  let scale: PaymentColumn<UInt8>
  let currency: PaymentColumn<UInt16>

  init(_ ranges: [ClosedRange<Int64>]) {
    self.ranges = ranges
    capacity = ranges.reduce(0) { $0 + $1.count }
    ids = PaymentColumn(capacity: capacity)
    from = PaymentColumn(capacity: capacity)
    to = PaymentColumn(capacity: capacity)
    lo = PaymentColumn(capacity: capacity)
    precision = PaymentColumn(capacity: capacity)
    mantissa = PaymentColumn(capacity: capacity)
    scale = PaymentColumn(capacity: capacity)
    currency = PaymentColumn(capacity: capacity)
  }

  func read(_ database: any DatabaseReader, revision: Int64, nodes: [Int32]) {
    do {
      try database.read { db in
        guard try Casefile.revision(db) == revision else {
          isStale = true
          return
        }
        let rows = try RawStatement(
          db,
          """
          select id, lo, precision, from_account, to_account, mantissa, scale, currency, same_as,
            balance_after, source
          from transactions where id between ? and ?
          """)
        let texts = try RawStatement(db, "select text from code where id = ?")
        for range in ranges {
          guard range.upperBound <= Int64(UInt32.max) else {
            throw StoreError(
              .failed, what: "the casefile has more than 4,294,967,295 transactions",
              place: "transactions", next: "split it into several casefiles")
          }
          rows.int(range.lowerBound)
          rows.int(range.upperBound)
          try nodes.withUnsafeBufferPointer { try take(rows, texts, $0) }
        }
        try readSides(db)
      }
    } catch {
      self.error = error
    }
  }

  /// Takes the rows of one range. Every write is below `capacity`, which is checked.
  private func take(
    _ row: RawStatement, _ texts: RawStatement, _ nodes: UnsafeBufferPointer<Int32>
  ) throws {
    guard let ids = ids.start, let from = from.start, let to = to.start, let lo = lo.start,
      let precision = precision.start, let mantissa = mantissa.start, let scale = scale.start,
      let currency = currency.start
    else { return }
    var n = count
    var code: Int64 = -1
    var number = 0
    while try row.step() {
      let payer = Self.side(row, 3, nodes)
      let payee = Self.side(row, 4, nodes)
      guard payer >= 0 || payee >= 0 else { continue }
      if row.integer(7) != code {
        code = row.integer(7)
        number = try self.number(of: code, texts)
      }
      if !row.isNull(9) { state(row, payer, payee, number) }
      guard row.isNull(8), n < capacity else { continue }
      ids[n] = UInt32(truncatingIfNeeded: row.integer(0))
      lo[n] = row.integer(1)
      precision[n] = UInt8(truncatingIfNeeded: row.integer(2))
      from[n] = payer
      to[n] = payee
      mantissa[n] = row.integer(5)
      let decimals = UInt8(truncatingIfNeeded: row.integer(6))
      scale[n] = decimals
      if decimals > widest[number] { widest[number] = decimals }
      currency[n] = UInt16(truncatingIfNeeded: number)
      n += 1
    }
    count = n
  }

  /// The node of one side of the row at hand, cash, or unknown: for none, for a party without an
  /// account, and for an account that counts no more.
  @inline(__always)
  private static func side(
    _ row: RawStatement, _ column: Int32, _ nodes: UnsafeBufferPointer<Int32>
  ) -> Int32 {
    let account = Int(row.integer(column))
    if account > 0, account < nodes.count { return nodes[account] }
    return account == 0 && !row.isNull(column) ? Postings.cash : Postings.unknown
  }

  /// The balance of the row at hand; one that moved no money (0 in same_as) states none.
  private func state(_ row: RawStatement, _ payer: Int32, _ payee: Int32, _ number: Int) {
    let id = row.integer(0)
    let canonical = row.isNull(8) ? id : row.integer(8)
    guard canonical > 0 else { return }
    let scale = UInt8(truncatingIfNeeded: row.integer(6))
    balances.append(
      StatedAfter(
        statement: id, canonical: canonical, from: payer, to: payee,
        amount: Money(mantissa: row.integer(5), scale: scale, currency: codes[number]),
        money: Money(mantissa: row.integer(9), scale: scale, currency: codes[number]),
        source: Int32(truncatingIfNeeded: row.integer(10))))
  }

  private func number(of id: Int64, _ texts: RawStatement) throws -> Int {
    if let known = codeIDs.firstIndex(of: id) { return known }
    var text = ""
    texts.int(id)
    try texts.each { text = texts.string(0) ?? "" }
    codeIDs.append(id)
    codes.append(text)
    widest.append(0)
    return codes.count - 1
  }

  /// What sides state for themselves, where exactly one statement of a side does.
  private func readSides(_ db: Database) throws {
    let rows = try RawStatement(
      db,
      """
      select transaction_id, name = 'to', mantissa, scale, currency from transaction_role
      where transaction_id between ? and ? and mantissa is not null and name in ('from', 'to')
      order by transaction_id
      """)
    var repeated: Set<Int> = []
    var last: [Bool: (row: Int, position: Int)] = [:]
    for range in ranges {
      rows.int(range.lowerBound)
      rows.int(range.upperBound)
      try rows.each {
        guard let row = row(of: rows.integer(0)), let currency = rows.string(4) else { return }
        let isPayee = rows.integer(1) == 1
        if let known = last[isPayee], known.row == row { repeated.insert(known.position) }
        let isSecond = last[isPayee]?.row == row
        last[isPayee] = (row, sides.count)
        if isSecond { repeated.insert(sides.count) }
        sides.append(
          Side(
            row: row, isPayee: isPayee,
            money: Money(
              mantissa: rows.integer(2), scale: UInt8(truncatingIfNeeded: rows.integer(3)),
              currency: currency)))
      }
    }
    guard !repeated.isEmpty else { return }
    sides = sides.enumerated().filter { !repeated.contains($0.offset) }.map(\.element)
  }

  /// The row of a transaction, by binary search over the ids; nil where it is not taken.
  private func row(of id: Int64) -> Int? {
    guard let ids = ids.start else { return nil }
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if Int64(ids[middle]) < id { low = middle + 1 } else { high = middle }
    }
    return low < count && Int64(ids[low]) == id ? low : nil
  }

  /// Turns numbers into `codes` into numbers of the units.
  func renumberCurrencies(_ number: (String) -> UInt16) {
    let map = codes.map(number)
    guard let column = currency.start else { return }
    for row in 0..<count { column[row] = map[Int(column[row])] }
  }
}
