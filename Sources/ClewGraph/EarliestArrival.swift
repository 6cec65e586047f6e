import ClewModel

/// The earliest time by which money that leaves a node can have come to every other node, when
/// each payment follows the one before and links that bear no time can be crossed at any time.
///
/// Times are intervals. `certain`: each payment lies wholly after the one before; the value is the
/// last second of the last payment. Else: the intervals only have to allow that order; the value is
/// the first second at which it can be complete. `Int64.max` where there is no way at all.
/// Label setting by Dijkstra (1959): O((payments + links) × log nodes).
package struct EarliestArrival: Sendable {
  package let times: [Int64]

  /// - Parameters:
  ///   - timeless: links by node that may be crossed at any time, with all nodes of the snapshot.
  ///   - usable: whether a payment row takes part.
  package init(
    from root: Int32, in snapshot: Snapshot, timeless: CompressedRows, certain: Bool,
    usable: (Int32) -> Bool
  ) {
    let payments = snapshot.payments
    var times = [Int64](repeating: .max, count: snapshot.nodeCount)
    var settled = [Bool](repeating: false, count: snapshot.nodeCount)
    var queue = TimeQueue()
    func reach(_ node: Int32, at time: Int64) {
      guard time < times[Int(node)] else { return }
      times[Int(node)] = time
      queue.push((time, node))
    }
    reach(root, at: .min)
    while let (time, node) = queue.pop() {
      guard !settled[Int(node)] else { continue }
      settled[Int(node)] = true
      for next in timeless.successors(of: node) { reach(next, at: time) }
      for row in payments.paid(by: node) where usable(row) {
        let span = payments.time(of: Int(row))
        let follows = certain ? span.lo > time : span.hi >= time
        if follows { reach(payments.to[Int(row)], at: certain ? span.hi : max(time, span.lo)) }
      }
    }
    self.times = times
  }
}

/// A binary heap of times and nodes, earliest and lowest first.
private struct TimeQueue {
  private var heap: [(time: Int64, node: Int32)] = []

  private func precedes(_ a: Int, _ b: Int) -> Bool {
    heap[a].time != heap[b].time ? heap[a].time < heap[b].time : heap[a].node < heap[b].node
  }

  mutating func push(_ element: (time: Int64, node: Int32)) {
    heap.append(element)
    var child = heap.count - 1
    while child > 0, precedes(child, (child - 1) / 2) {
      heap.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func pop() -> (time: Int64, node: Int32)? {
    guard let top = heap.first, let last = heap.popLast() else { return nil }
    guard !heap.isEmpty else { return top }
    heap[0] = last
    var parent = 0
    while true {
      var best = parent
      for child in [2 * parent + 1, 2 * parent + 2]
      where child < heap.count && precedes(child, best) {
        best = child
      }
      if best == parent { return top }
      heap.swapAt(parent, best)
      parent = best
    }
  }
}
