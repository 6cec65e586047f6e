/// How often a walker comes by each node who mostly follows edges and sometimes starts anew (Page,
/// Brin, Motwani and Winograd, "The PageRank Citation Ranking", 1999).
///
/// With probability `damping` the walker takes one of a node's outgoing edges, parallel edges each
/// with their own chance; else, and always at a node without any, it goes to any node at all.
package struct PageRank: Sendable {
  /// By node; they add up to one.
  package let ranks: [Double]
  package let rounds: Int
  /// False where the ranks still moved by more than the tolerance when the rounds ran out.
  package let isSettled: Bool

  /// Power iteration from equal ranks: O(nodes + edges) a round, on one thread, so that the sums are
  /// the same every time. The loop runs on raw buffers; `CompressedRows` checks its columns.
  ///
  /// - Parameters:
  ///   - tolerance: the sum of all changes in a round at which the ranks count as settled.
  /// - Precondition: both columns are equally long and name nodes below `nodeCount`.
  package init(
    nodeCount: Int, from: [Int32], to: [Int32], damping: Double = 0.85,
    tolerance: Double = 1e-9, maxRounds: Int = 200
  ) {
    guard nodeCount > 0 else {
      (ranks, rounds, isSettled) = ([], 0, true)
      return
    }
    let into = CompressedRows(nodeCount: nodeCount, from: to, to: from)
    var degree = [Int32](repeating: 0, count: nodeCount)
    for node in from { degree[Int(node)] += 1 }
    let share = degree.map { $0 > 0 ? damping / Double($0) : 0 }
    var ranks = [Double](repeating: 1 / Double(nodeCount), count: nodeCount)
    var sent = ranks
    var round = 0
    var change = Double.infinity
    while change > tolerance, round < maxRounds {
      round += 1
      var ends = 0.0
      for node in 0..<nodeCount {
        sent[node] = ranks[node] * share[node]
        if degree[node] == 0 { ends += ranks[node] }
      }
      let base = (1 - damping + damping * ends) / Double(nodeCount)
      change = Self.receive(&ranks, sent, into, base)
    }
    self.ranks = ranks
    rounds = round
    isSettled = change <= tolerance
  }

  /// One round; returns the sum of all changes.
  private static func receive(
    _ ranks: inout [Double], _ sent: [Double], _ into: CompressedRows, _ base: Double
  ) -> Double {
    var change = 0.0
    ranks.withUnsafeMutableBufferPointer { ranks in
      sent.withUnsafeBufferPointer { sent in
        into.starts.withUnsafeBufferPointer { starts in
          into.targets.withUnsafeBufferPointer { payers in
            for node in 0..<ranks.count {
              var rank = base
              for slot in Int(starts[node])..<Int(starts[node + 1]) {
                rank += sent[Int(payers[slot])]
              }
              change += abs(rank - ranks[node])
              ranks[node] = rank
            }
          }
        }
      }
    }
    return change
  }
}
