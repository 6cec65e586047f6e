import ClewGraph
import ClewModel
import Dispatch
import GRDB

/// Reads the canonical transactions between two accounts into columns: two connections, half of the
/// rows each, straight into buffers allocated once.
enum PaymentLoad {
  /// - Parameters:
  ///   - revision: the state that the nodes were taken from.
  ///   - nodes: node of every account statement by id, or -1.
  /// - Returns: nil where the casefile has another revision by now.
  static func payments(
    _ database: any DatabaseReader, revision: Int64, nodes: [Int32], firstAccount: Int,
    accounts: Int
  ) throws -> Payments? {
    let ranges = try database.read { db in
      try Row.fetchAll(
        db,
        sql: """
          select first_transaction, last_transaction from source
          where live = 1 and first_transaction is not null order by id
          """
      ).map { row in (row[0] as Int64)...(row[1] as Int64) }
    }
    let halves = split(ranges).map { PaymentHalf($0) }
    DispatchQueue.concurrentPerform(iterations: halves.count) { number in
      halves[number].read(database, revision: revision, nodes: nodes)
    }
    for half in halves {
      if let error = half.error { throw error }
      if half.isStale { return nil }
    }
    return try assemble(halves, database, firstAccount: firstAccount, accounts: accounts)
  }

  /// Two runs of ranges with the same number of rows each, in ascending id.
  private static func split(_ ranges: [ClosedRange<Int64>]) -> [[ClosedRange<Int64>]] {
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
    _ halves: [PaymentHalf], _ database: any DatabaseReader, firstAccount: Int, accounts: Int
  ) throws -> Payments {
    var payments = Payments()
    payments.ids = joined(halves) { $0.takeIDs() }
    payments.from = joined(halves) { $0.takeFrom() }
    payments.to = joined(halves) { $0.takeTo() }
    payments.lo = joined(halves) { $0.takeLo() }
    payments.precision = joined(halves) { $0.takePrecision() }
    payments.mantissa = joined(halves) { $0.takeMantissa() }
    payments.scale = joined(halves) { $0.takeScale() }
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
    payments.currency = joined(halves) { half in
      let map = half.codes.map { numbers[$0] ?? 0 }
      return half.takeCurrency().map { map[Int($0)] }
    }
    PaymentIndex.build(&payments, firstAccount: firstAccount, accounts: accounts)
    return payments
  }

  private static func joined<T>(
    _ halves: [PaymentHalf], _ column: (PaymentHalf) -> [T]
  ) -> [T] {
    var all: [T] = []
    all.reserveCapacity(halves.reduce(0) { $0 + $1.count })
    for half in halves { all += column(half) }
    return all
  }
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
  private let capacity: Int
  private let ids: UnsafeMutablePointer<UInt32>
  private let from: UnsafeMutablePointer<Int32>
  private let to: UnsafeMutablePointer<Int32>
  private let lo: UnsafeMutablePointer<Int64>
  private let precision: UnsafeMutablePointer<UInt8>
  private let mantissa: UnsafeMutablePointer<Int64>
  private let scale: UnsafeMutablePointer<UInt8>
  private let currency: UnsafeMutablePointer<UInt16>

  init(_ ranges: [ClosedRange<Int64>]) {
    self.ranges = ranges
    capacity = ranges.reduce(0) { $0 + $1.count }
    ids = .allocate(capacity: capacity)
    from = .allocate(capacity: capacity)
    to = .allocate(capacity: capacity)
    lo = .allocate(capacity: capacity)
    precision = .allocate(capacity: capacity)
    mantissa = .allocate(capacity: capacity)
    scale = .allocate(capacity: capacity)
    currency = .allocate(capacity: capacity)
  }

  deinit {
    ids.deallocate()
    from.deallocate()
    to.deallocate()
    lo.deallocate()
    precision.deallocate()
    mantissa.deallocate()
    scale.deallocate()
    currency.deallocate()
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
          try nodes.withUnsafeBufferPointer { nodes in
            try rows.each { take(rows, nodes) }
          }
        }
      }
    } catch {
      self.error = error
    }
  }

  private var lastCode: Int64 = -1
  private var lastNumber: UInt16 = 0

  /// A null account reads as 0, as cash does: neither is a node.
  @inline(__always)
  private func take(_ row: RawStatement, _ nodes: UnsafeBufferPointer<Int32>) {
    let payer = Int(row.integer(3))
    let payee = Int(row.integer(4))
    guard payer > 0, payee > 0, payer < nodes.count, payee < nodes.count, nodes[payer] >= 0,
      nodes[payee] >= 0, row.column(8) == nil, count < capacity
    else { return }
    ids[count] = UInt32(truncatingIfNeeded: row.integer(0))
    lo[count] = row.integer(1)
    precision[count] = UInt8(truncatingIfNeeded: row.integer(2))
    from[count] = nodes[payer]
    to[count] = nodes[payee]
    mantissa[count] = row.integer(5)
    scale[count] = UInt8(truncatingIfNeeded: row.integer(6))
    let code = row.integer(7)
    if code != lastCode { number(code) }
    currency[count] = lastNumber
    count += 1
  }

  @inline(never)
  private func number(_ code: Int64) {
    let known = codes.firstIndex(of: code)
    if known == nil { codes.append(code) }
    lastCode = code
    lastNumber = UInt16(truncatingIfNeeded: known ?? codes.count - 1)
  }

  func takeIDs() -> [UInt32] { array(ids) }
  func takeFrom() -> [Int32] { array(from) }
  func takeTo() -> [Int32] { array(to) }
  func takeLo() -> [Int64] { array(lo) }
  func takePrecision() -> [UInt8] { array(precision) }
  func takeMantissa() -> [Int64] { array(mantissa) }
  func takeScale() -> [UInt8] { array(scale) }
  func takeCurrency() -> [UInt16] { array(currency) }

  private func array<T>(_ column: UnsafeMutablePointer<T>) -> [T] {
    Array(UnsafeBufferPointer(start: column, count: count))
  }
}
