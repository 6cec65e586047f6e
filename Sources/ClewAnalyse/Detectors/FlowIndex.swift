import ClewGraph
import ClewModel

/// The payments that detectors search: numbered by time, with a time-ordered list per payer and per
/// payee. A directed multigraph: parallel payments are edges of their own.
///
/// Left out and counted: payments of a node to itself, of zero or less, and those a question's least
/// amount leaves out.
package struct FlowIndex: Sendable {
  package let nodeCount: Int
  /// The columns it was made from.
  package let payments: Payments
  /// The payment row of every edge; edges ascend by start of their time, then row.
  package private(set) var rows: [Int32] = []
  package private(set) var from: [Int32] = []
  package private(set) var to: [Int32] = []
  /// First and last second of each edge's time.
  package private(set) var lo: [Int64] = []
  package private(set) var hi: [Int64] = []
  /// Edges out of node n by time: `outEdges[outStart[n]..<outStart[n + 1]]`.
  package private(set) var outStart: [Int32] = []
  package private(set) var outEdges: [Int32] = []
  package private(set) var inStart: [Int32] = []
  package private(set) var inEdges: [Int32] = []
  package private(set) var selfTransfers = 0
  package private(set) var notPositive = 0
  package private(set) var belowLeast = 0
  package private(set) var otherCurrencies = 0

  package var count: Int { rows.count }

  /// O(payments + nodes) time and space: counting sorts throughout.
  package init(_ payments: Payments, nodeCount: Int, least: Money? = nil) {
    self.nodeCount = nodeCount
    self.payments = payments
    rows = taken(from: payments, least)
    let starts = rows.map { payments.lo[Int($0)] }
    if zip(starts, starts.dropFirst()).allSatisfy({ $0 <= $1 }) {
      lo = starts
    } else {
      let order = Self.ascending(starts)
      rows = order.map { rows[Int($0)] }
      lo = order.map { starts[Int($0)] }
    }
    let isWhole = rows.count == payments.count && rows.last == Int32(rows.count) - 1
    let isPlain = isWhole && zip(rows, rows.dropFirst()).allSatisfy { $0 < $1 }
    from = isPlain ? payments.from : rows.map { payments.from[Int($0)] }
    to = isPlain ? payments.to : rows.map { payments.to[Int($0)] }
    hi = rows.map { payments.time(of: Int($0)).hi }
    (outStart, outEdges) = Self.lists(by: from, nodeCount: nodeCount)
    (inStart, inEdges) = Self.lists(by: to, nodeCount: nodeCount)
  }

  /// The rows that are edges; the others are counted by why they are not.
  private mutating func taken(from payments: Payments, _ least: Money?) -> [Int32] {
    var kept: [Int32] = []
    kept.reserveCapacity(payments.count)
    for row in payments.from.indices {
      if payments.from[row] == payments.to[row] {
        selfTransfers += 1
      } else if payments.mantissa[row] <= 0 {
        notPositive += 1
      } else if let least, payments.currencies[Int(payments.currency[row])] != least.currency {
        otherCurrencies += 1
      } else if let least,
        payments.amount(of: row).mantissa(atScale: 18) < least.mantissa(atScale: 18)
      {
        belowLeast += 1
      } else {
        kept.append(Int32(row))
      }
    }
    return kept
  }

  /// The places of a column in ascending order of its values, equal ones as they stand: a radix sort
  /// by 16 bits at a time, as many times as the span of the values needs.
  private static func ascending(_ column: [Int64]) -> [Int32] {
    var order = Array(0..<Int32(column.count))
    guard let least = column.min(), let most = column.max() else { return order }
    let span = UInt64(bitPattern: most &- least)
    var next = order
    var shift: UInt64 = 0
    while shift < 64, span >> shift > 0 {
      var free = [Int32](repeating: 0, count: 65_537)
      func digit(_ place: Int32) -> Int {
        Int(UInt64(bitPattern: column[Int(place)] &- least) >> shift & 0xFFFF)
      }
      for place in order { free[digit(place) + 1] += 1 }
      for value in 1..<free.count { free[value] += free[value - 1] }
      for place in order {
        let value = digit(place)
        next[Int(free[value])] = place
        free[value] += 1
      }
      swap(&order, &next)
      shift += 16
    }
    return order
  }

  /// The edges of every node, in order.
  private static func lists(by column: [Int32], nodeCount: Int) -> ([Int32], [Int32]) {
    var starts = [Int32](repeating: 0, count: nodeCount + 1)
    for node in column { starts[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var free = starts
    var edges = [Int32](repeating: 0, count: column.count)
    for edge in column.indices {
      let node = Int(column[edge])
      edges[Int(free[node])] = Int32(edge)
      free[node] += 1
    }
    return (starts, edges)
  }

  /// The source that states an edge; 0 where no sources are given.
  package func source(of edge: Int) -> Int32 { payments.source(of: Int(rows[edge])) }

  /// Edges that a node paid, by time.
  package func out(of node: Int32) -> ArraySlice<Int32> {
    outEdges[Int(outStart[Int(node)])..<Int(outStart[Int(node) + 1])]
  }

  /// Edges that a node received, by time.
  package func into(_ node: Int32) -> ArraySlice<Int32> {
    inEdges[Int(inStart[Int(node)])..<Int(inStart[Int(node) + 1])]
  }
}
