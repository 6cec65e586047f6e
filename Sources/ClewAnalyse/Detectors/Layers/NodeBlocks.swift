import Dispatch
import Synchronization

/// Consecutive ranges of nodes that cost about the same, so that threads share the work and the
/// results, joined in the order of the blocks, do not depend on how many threads there are.
struct NodeBlocks: Sendable {
  static let most = 32

  let ranges: [Range<Int>]

  /// `cost` is by node.
  init(cost: [Int]) {
    var total = 0
    for value in cost { total += value + 1 }
    let share = total / Self.most + 1
    var ranges: [Range<Int>] = []
    var (first, sum) = (0, 0)
    for node in cost.indices {
      sum += cost[node] + 1
      guard sum >= share || node == cost.count - 1 else { continue }
      ranges.append(first..<node + 1)
      (first, sum) = (node + 1, 0)
    }
    self.ranges = ranges
  }

  /// What `body` makes of every block, in the order of the blocks.
  func map<Part: Sendable>(_ body: @Sendable (Range<Int>) -> Part) -> [Part] {
    let parts = Mutex([Part?](repeating: nil, count: ranges.count))
    DispatchQueue.concurrentPerform(iterations: ranges.count) { block in
      let part = body(ranges[block])
      parts.withLock { $0[block] = part }
    }
    return parts.withLock { $0.compactMap(\.self) }
  }
}
