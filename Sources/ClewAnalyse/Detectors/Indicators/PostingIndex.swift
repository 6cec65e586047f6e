import ClewGraph
import ClewModel

/// What indicators read: every transaction that touches an account, cash included, with a
/// time-ordered list per payer and per payee.
///
/// Left out and counted: postings of an account to itself, of zero or less, and those a question's
/// least amount leaves out. Rows are those of the postings; a currency has one unit, so two rows are
/// of one currency where their units are equal.
package struct PostingIndex: Sendable {
  package let postings: Postings
  package let nodeCount: Int
  /// First and last second of every row's time.
  let lo: [Int64]
  let hi: [Int64]
  private let outStart: [Int32]
  private let outRows: [Int32]
  private let inStart: [Int32]
  private let inRows: [Int32]
  /// Of every row between two nodes the start of the first payment of this payer to this payee; of
  /// every other row its own.
  let pairStart: [Int64]
  package private(set) var selfTransfers = 0
  package private(set) var notPositive = 0
  package private(set) var belowLeast = 0
  package private(set) var otherCurrencies = 0
  /// Start of the first and of the last posting taken; nil where there is none.
  let span: ClosedRange<Int64>?

  /// O(postings + nodes) where the rows ascend by time, else a sort.
  package init(_ postings: Postings, nodeCount: Int, least: Money? = nil) {
    self.postings = postings
    self.nodeCount = nodeCount
    lo = postings.lo
    hi = (0..<postings.count).map { postings.time(of: $0).hi }
    var counts = Counts()
    var order: [Int32] = []
    order.reserveCapacity(postings.count)
    for row in 0..<postings.count where counts.takes(row, postings, least) {
      order.append(Int32(row))
    }
    (selfTransfers, notPositive) = (counts.selfTransfers, counts.notPositive)
    (belowLeast, otherCurrencies) = (counts.belowLeast, counts.otherCurrencies)
    let times = postings.lo
    if !zip(order, order.dropFirst()).allSatisfy({ times[Int($0)] <= times[Int($1)] }) {
      order.sort { (a: Int32, b: Int32) -> Bool in
        let (x, y) = (times[Int(a)], times[Int(b)])
        return x != y ? x < y : a < b
      }
    }
    span = order.first.map { first in times[Int(first)]...times[Int(order.last ?? first)] }
    let paid = order.filter { postings.from[Int($0)] >= 0 }
    let out = CompressedRows(
      nodeCount: nodeCount, from: paid.map { postings.from[Int($0)] }, to: paid)
    (outStart, outRows) = (out.starts, out.targets)
    let received = order.filter { postings.to[Int($0)] >= 0 }
    let into = CompressedRows(
      nodeCount: nodeCount, from: received.map { postings.to[Int($0)] }, to: received)
    (inStart, inRows) = (into.starts, into.targets)
    pairStart = Self.pairStarts(postings, out, nodeCount)
  }

  /// One list of first times by payee, used for one payer after the other.
  private static func pairStarts(
    _ postings: Postings, _ out: CompressedRows, _ nodeCount: Int
  ) -> [Int64] {
    var starts = postings.lo
    var payer = [Int32](repeating: -1, count: nodeCount)
    var first = [Int64](repeating: 0, count: nodeCount)
    for node in 0..<nodeCount {
      for row in out.targets[Int(out.starts[node])..<Int(out.starts[node + 1])] {
        let payee = Int(postings.to[Int(row)])
        guard payee >= 0 else { continue }
        if payer[payee] != Int32(node) {
          payer[payee] = Int32(node)
          first[payee] = postings.lo[Int(row)]
        }
        starts[Int(row)] = first[payee]
      }
    }
    return starts
  }

  /// What is left out, counted by the first reason that applies.
  private struct Counts {
    var selfTransfers = 0
    var notPositive = 0
    var belowLeast = 0
    var otherCurrencies = 0

    mutating func takes(_ row: Int, _ postings: Postings, _ least: Money?) -> Bool {
      guard postings.from[row] != postings.to[row] || postings.from[row] < 0 else {
        selfTransfers += 1
        return false
      }
      guard postings.debit[row] > 0, postings.credit[row] > 0 else {
        notPositive += 1
        return false
      }
      guard let least else { return true }
      let unit = postings.units[Int(postings.creditUnit[row])]
      guard unit.currency == least.currency else {
        otherCurrencies += 1
        return false
      }
      let scale = max(unit.scale, least.scale)
      let amount = Int128(postings.credit[row]) * Decimal64.power(of: scale - unit.scale)
      guard amount >= least.mantissa(atScale: scale) else {
        belowLeast += 1
        return false
      }
      return true
    }
  }

  /// Rows that a node paid, by time.
  func out(of node: Int32) -> ArraySlice<Int32> {
    outRows[Int(outStart[Int(node)])..<Int(outStart[Int(node) + 1])]
  }

  /// Rows that a node received, by time.
  func into(_ node: Int32) -> ArraySlice<Int32> {
    inRows[Int(inStart[Int(node)])..<Int(inStart[Int(node) + 1])]
  }

  func from(_ row: Int32) -> Int32 { postings.from[Int(row)] }
  func to(_ row: Int32) -> Int32 { postings.to[Int(row)] }
  func start(_ row: Int32) -> Int64 { lo[Int(row)] }

  /// What the payee got, and its unit.
  func credit(_ row: Int32) -> Int64 { postings.credit[Int(row)] }
  func creditUnit(_ row: Int32) -> UInt16 { postings.creditUnit[Int(row)] }
  /// What the payer gave, and its unit.
  func debit(_ row: Int32) -> Int64 { postings.debit[Int(row)] }
  func debitUnit(_ row: Int32) -> UInt16 { postings.debitUnit[Int(row)] }

  func isDeposit(_ row: Int32) -> Bool { from(row) == Postings.cash }
  func isWithdrawal(_ row: Int32) -> Bool { to(row) == Postings.cash }

  /// Whether a row comes after another one: certainly with strict order (or stated so by one
  /// source), else possibly.
  func follows(_ later: Int32, _ earlier: Int32, _ order: DetectorQuestion.Order) -> Bool {
    let (a, b) = (Int(earlier), Int(later))
    if order == .windowed { return hi[b] >= lo[a] }
    return hi[a] < lo[b] || (a < b && lo[a] <= lo[b] && source(of: a) == source(of: b))
  }

  /// The source of a row, by binary search; 0 where no sources are given.
  private func source(of row: Int) -> Int32 {
    var (low, high) = (0, postings.sourceStart.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(postings.sourceStart[middle]) <= row { low = middle + 1 } else { high = middle }
    }
    return low > 0 && low <= postings.sourceIDs.count ? postings.sourceIDs[low - 1] : 0
  }

  /// What was left out, in words.
  var leftOut: [String] {
    var notes: [String] = []
    if belowLeast > 0 { notes.append("\(belowLeast) payments below the least amount") }
    if otherCurrencies > 0 {
      notes.append("\(otherCurrencies) payments in other currencies than the least amount")
    }
    return notes
  }
}
