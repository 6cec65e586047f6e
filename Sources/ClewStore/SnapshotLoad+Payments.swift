import ClewGraph
import ClewModel
import Dispatch
import GRDB

/// Reads the canonical transactions between two nodes into columns: two connections, half of the
/// rows each, straight into buffers allocated once.
enum PaymentLoad {
  /// - Parameters:
  ///   - revision: the state that the nodes were taken from.
  ///   - nodes: node of every account statement by id, or -1.
  ///   - parties: the sides that are a party and no account.
  /// - Returns: nil where the casefile has another revision by now.
  static func payments(
    _ database: any DatabaseReader, revision: Int64, nodes: [Int32], parties: PartySides,
    nodeCount: Int
  ) throws -> Payments? {
    let sources = try liveSources(database)
    let ranges = sources.map(\.range)
    let halves = split(ranges).map { PaymentHalf($0, parties) }
    DispatchQueue.concurrentPerform(iterations: halves.count) { number in
      halves[number].read(database, revision: revision, nodes: nodes)
    }
    for half in halves {
      if let error = half.error { throw error }
      if half.isStale { return nil }
    }
    var payments = try assemble(halves, database, nodeCount: nodeCount)
    for source in sources {
      payments.sourceIDs.append(Int32(truncatingIfNeeded: source.id))
      payments.sourceStart.append(firstRow(from: source.range.lowerBound, in: payments.ids))
    }
    return payments
  }

  /// The sources that count and state transactions, with the ids of these, ascending.
  static func liveSources(
    _ database: any DatabaseReader
  ) throws -> [(id: Int64, range: ClosedRange<Int64>)] {
    try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          select id, first_transaction, last_transaction from source
          where live = 1 and first_transaction is not null order by first_transaction
          """
      ).map { row in (id: row[0] as Int64, range: (row[1] as Int64)...(row[2] as Int64)) }
    }
  }

  /// The first row of an id at least as high, by binary search.
  static func firstRow(from id: Int64, in ids: [UInt32]) -> Int32 {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if Int64(ids[middle]) < id { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }

  /// Two runs of ranges with the same number of rows each, in ascending id.
  static func split(_ ranges: [ClosedRange<Int64>]) -> [[ClosedRange<Int64>]] {
    let total = ranges.reduce(0) { $0 + Int64($1.count) }
    var left = total / 2
    var halves: [[ClosedRange<Int64>]] = [[], []]
    for range in ranges {
      let count = Int64(range.count)
      if left >= count {
        halves[0].append(range)
      } else if left <= 0 {
        halves[1].append(range)
      } else {
        halves[0].append(range.lowerBound...(range.lowerBound + left - 1))
        halves[1].append((range.lowerBound + left)...range.upperBound)
      }
      left -= count
    }
    return halves
  }

  private static func assemble(
    _ halves: [PaymentHalf], _ database: any DatabaseReader, nodeCount: Int
  ) throws -> Payments {
    var payments = Payments()
    payments.ids = joined(halves, \.ids)
    payments.from = joined(halves, \.from)
    payments.to = joined(halves, \.to)
    payments.lo = joined(halves, \.lo)
    payments.precision = joined(halves, \.precision)
    payments.mantissa = joined(halves, \.mantissa)
    payments.scale = joined(halves, \.scale)
    let codes = Set(halves.flatMap(\.codes)).sorted()
    guard codes.count <= Int(UInt16.max) else {
      throw StoreError(
        .failed, what: "the casefile states more than 65,535 currencies", place: "currencies",
        next: "look at the currency column of its sources")
    }
    payments.currencies = try database.read { db in
      try codes.map { code in
        try String.fetchOne(db, sql: "select text from code where id = ?", arguments: [code]) ?? ""
      }
    }
    var numbers: [Int64: UInt16] = [:]
    for (number, code) in codes.enumerated() { numbers[code] = UInt16(number) }
    for half in halves { half.renumberCurrencies { numbers[$0] ?? 0 } }
    payments.currency = joined(halves, \.currency)
    PaymentIndex.build(&payments, nodeCount: nodeCount)
    return payments
  }

  /// One column of all halves; the halves let go of it.
  private static func joined<T>(
    _ halves: [PaymentHalf], _ column: (PaymentHalf) -> PaymentColumn<T>
  ) -> [T] {
    var all: [T] = []
    all.reserveCapacity(halves.reduce(0) { $0 + $1.count })
    for half in halves {
      all.append(contentsOf: UnsafeBufferPointer(start: column(half).start, count: half.count))
      column(half).free()
    }
    return all
  }
}

/// Memory of one column, allocated once.
final class PaymentColumn<T> {
  private(set) var start: UnsafeMutablePointer<T>?

  init(capacity: Int) { start = .allocate(capacity: capacity) }

  func free() {
    start?.deallocate()
    start = nil
  }

  deinit { free() }
}

/// Half of the rows, in buffers of its own: the unsafe kernel of the snapshot.
///
/// Used by one thread while it reads, and by another after that thread is done.
private final class PaymentHalf: @unchecked Sendable {
  private(set) var count = 0
  private(set) var error: (any Error)?
  private(set) var isStale = false
  /// Code ids of currencies, in order of appearance.
  private(set) var codes: [Int64] = []
  private let ranges: [ClosedRange<Int64>]
  private let parties: PartySides
  private let capacity: Int
  let ids: PaymentColumn<UInt32>
  let from: PaymentColumn<Int32>
  let to: PaymentColumn<Int32>
  let lo: PaymentColumn<Int64>
  let precision: PaymentColumn<UInt8>
  let mantissa: PaymentColumn<Int64>
  let scale: PaymentColumn<UInt8>
  let currency: PaymentColumn<UInt16>

  init(_ ranges: [ClosedRange<Int64>], _ parties: PartySides) {
    self.ranges = ranges
    self.parties = parties
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
          select id, lo, precision, from_account, to_account, mantissa, scale, currency, same_as
          from transactions where id between ? and ?
          """)
        for range in ranges {
          guard range.upperBound <= Int64(UInt32.max) else {
            throw StoreError(
              .failed, what: "the casefile has more than 4,294,967,295 transactions",
              place: "transactions", next: "split it into several casefiles")
          }
          rows.int(range.lowerBound)
          rows.int(range.upperBound)
          try nodes.withUnsafeBufferPointer { try take(rows, $0) }
        }
      }
    } catch {
      self.error = error
    }
  }

  /// A null account reads as 0, as cash does: neither is an account's node.
  private func take(_ row: RawStatement, _ nodes: UnsafeBufferPointer<Int32>) throws {
    guard let ids = ids.start, let from = from.start, let to = to.start, let lo = lo.start,
      let precision = precision.start, let mantissa = mantissa.start, let scale = scale.start,
      let currency = currency.start
    else { return }
    var n = count
    var code: Int64 = -1
    var number: UInt16 = 0
    while try row.step() {
      let payer = node(row, 3, nodes, parties.from)
      let payee = node(row, 4, nodes, parties.to)
      guard payer >= 0, payee >= 0, row.isNull(8), n < capacity else { continue }
      ids[n] = UInt32(truncatingIfNeeded: row.integer(0))
      lo[n] = row.integer(1)
      precision[n] = UInt8(truncatingIfNeeded: row.integer(2))
      from[n] = payer
      to[n] = payee
      mantissa[n] = row.integer(5)
      scale[n] = UInt8(truncatingIfNeeded: row.integer(6))
      if row.integer(7) != code {
        code = row.integer(7)
        number = self.number(of: code)
      }
      currency[n] = number
      n += 1
    }
    count = n
  }

  /// The node of one side of the row at hand, or -1.
  @inline(__always)
  private func node(
    _ row: RawStatement, _ column: Int32, _ nodes: UnsafeBufferPointer<Int32>,
    _ parties: [Int64: Int32]
  ) -> Int32 {
    let account = Int(row.integer(column))
    if account > 0, account < nodes.count { return nodes[account] }
    return parties.isEmpty ? -1 : parties[row.integer(0)] ?? -1
  }

  private func number(of code: Int64) -> UInt16 {
    let known = codes.firstIndex(of: code)
    if known == nil { codes.append(code) }
    return UInt16(truncatingIfNeeded: known ?? codes.count - 1)
  }

  /// Turns numbers into `codes` into numbers of the whole table.
  func renumberCurrencies(_ number: (Int64) -> UInt16) {
    let map = codes.map(number)
    guard let column = currency.start else { return }
    for row in 0..<count { column[row] = map[Int(column[row])] }
  }
}

/// Sides of transactions that a source states as a party without an account.
struct PartySides: Sendable {
  /// By transaction: the node of the paying and of the receiving party.
  private(set) var from: [Int64: Int32] = [:]
  private(set) var to: [Int64: Int32] = [:]

  init() {}

  /// A side on which several parties stand is left out: no payer may be invented.
  init(_ db: Database, _ nodes: any SnapshotNodes) throws {
    guard !nodes.partyIDs.isEmpty else { return }
    let rows = try RawStatement(
      db,
      """
      select r.transaction_id, r.name = 'to', r.mention
      from transaction_role r join transactions t on t.id = r.transaction_id
      where r.mention is not null and (
        (r.name = 'from' and t.from_account is null) or (r.name = 'to' and t.to_account is null))
      """)
    try rows.each {
      let node = rows.column(2).flatMap { nodes.node(ofMention: $0) } ?? -1
      if rows.integer(1) == 0 {
        Self.add(node, &from, rows.integer(0))
      } else {
        Self.add(node, &to, rows.integer(0))
      }
    }
  }

  private static func add(_ node: Int32, _ sides: inout [Int64: Int32], _ transaction: Int64) {
    let known = sides[transaction]
    sides[transaction] = known == nil || known == node ? node : -1
  }
}
