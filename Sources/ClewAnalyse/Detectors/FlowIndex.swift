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

  /// O(payments + nodes) time where the rows of the payments already ascend by time, else a sort.
  package init(_ payments: Payments, nodeCount: Int, least: Money? = nil) {
    self.nodeCount = nodeCount
    self.payments = payments
    var order: [Int32] = []
    order.reserveCapacity(payments.count)
    for row in 0..<payments.count where takes(row, payments, least) { order.append(Int32(row)) }
    let ascends = zip(order, order.dropFirst()).allSatisfy {
      payments.lo[Int($0)] <= payments.lo[Int($1)]
    }
    if !ascends {
      order.sort { a, b in
        let (x, y) = (payments.lo[Int(a)], payments.lo[Int(b)])
        return x != y ? x < y : a < b
      }
    }
    rows = order
    from = order.map { payments.from[Int($0)] }
    to = order.map { payments.to[Int($0)] }
    lo = order.map { payments.lo[Int($0)] }
    hi = order.map { payments.time(of: Int($0)).hi }
    let edges = Array(0..<Int32(order.count))
    let out = CompressedRows(nodeCount: nodeCount, from: from, to: edges)
    (outStart, outEdges) = (out.starts, out.targets)
    let into = CompressedRows(nodeCount: nodeCount, from: to, to: edges)
    (inStart, inEdges) = (into.starts, into.targets)
  }

  private mutating func takes(_ row: Int, _ payments: Payments, _ least: Money?) -> Bool {
    guard payments.from[row] != payments.to[row] else {
      selfTransfers += 1
      return false
    }
    guard payments.mantissa[row] > 0 else {
      notPositive += 1
      return false
    }
    guard let least else { return true }
    let amount = payments.amount(of: row)
    guard amount.currency == least.currency else {
      otherCurrencies += 1
      return false
    }
    guard amount.mantissa(atScale: 18) >= least.mantissa(atScale: 18) else {
      belowLeast += 1
      return false
    }
    return true
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
