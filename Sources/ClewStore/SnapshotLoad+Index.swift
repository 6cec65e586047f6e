import ClewGraph

/// The lists of payments by payer and by payee, in compressed sparse rows.
enum PaymentIndex {
  /// Counting sort by node over the rows in time order: each list comes out in ascending
  /// `(lo, id)`. Where the rows are in time order already, as in most files, that costs one pass;
  /// else they are put in order by radix sort first.
  ///
  /// Complexity: O(payments + nodes) time; 4 bytes a payment beside the result where the rows
  /// are out of order.
  static func build(_ payments: inout Payments, nodeCount: Int) {
    let order = isSorted(payments.lo) ? nil : timeOrder(payments.lo)
    (payments.outStart, payments.outRows) = lists(payments.from, order, nodeCount)
    (payments.inStart, payments.inRows) = lists(payments.to, order, nodeCount)
  }

  private static func lists(
    _ nodes: [Int32], _ order: [Int32]?, _ nodeCount: Int
  ) -> (start: [Int32], rows: [Int32]) {
    var start = [Int32](repeating: 0, count: nodeCount + 1)
    for node in nodes { start[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { start[node + 1] += start[node] }
    var next = start
    var rows = [Int32](repeating: 0, count: nodes.count)
    for position in 0..<nodes.count {
      let row = order.map { Int($0[position]) } ?? position
      let node = Int(nodes[row])
      rows[Int(next[node])] = Int32(row)
      next[node] += 1
    }
    return (start, rows)
  }

  private static func isSorted(_ lo: [Int64]) -> Bool {
    var last = Int64.min
    for value in lo {
      if value < last { return false }
      last = value
    }
    return true
  }

  /// Row numbers in ascending `(lo, row)`: least-significant-digit radix sort on 16 bits at a time,
  /// as many passes as the span of the times needs.
  private static func timeOrder(_ lo: [Int64]) -> [Int32] {
    guard let least = lo.min(), let most = lo.max() else { return [] }
    let span = UInt64(bitPattern: most &- least)
    var order = (0..<Int32(lo.count)).map { $0 }
    var sorted = order
    var shift: UInt64 = 0
    while shift < 64, span >> shift > 0 {
      var start = [Int32](repeating: 0, count: 65_537)
      for value in lo {
        start[Int(UInt64(bitPattern: value &- least) >> shift & 0xFFFF) + 1] += 1
      }
      for digit in 0..<65_536 { start[digit + 1] += start[digit] }
      for row in order {
        let digit = Int(UInt64(bitPattern: lo[Int(row)] &- least) >> shift & 0xFFFF)
        sorted[Int(start[digit])] = row
        start[digit] += 1
      }
      swap(&order, &sorted)
      shift += 16
    }
    return order
  }
}
