/// Whether two accounts have a counterparty in common: neighbours, colleagues and customers of one
/// shop do; accounts that a ring brings together mostly do not.
package struct Acquaintance: Sendable {
  /// Different counterparties of node n, either direction, ascending.
  private let starts: [Int32]
  private let others: [Int32]
  /// A counterparty of more than this is everybody's and brings nobody together.
  private static let common = 1000

  /// O(payments log degree) time.
  init(_ index: FlowIndex) {
    var starts: [Int32] = [0]
    var others: [Int32] = []
    starts.reserveCapacity(index.nodeCount + 1)
    others.reserveCapacity(index.count)
    var own: [Int32] = []
    for node in 0..<Int32(index.nodeCount) {
      own.removeAll(keepingCapacity: true)
      for edge in index.out(of: node) { own.append(index.to[Int(edge)]) }
      for edge in index.into(node) { own.append(index.from[Int(edge)]) }
      own.sort()
      var last: Int32 = -1
      for other in own where other != last {
        others.append(other)
        last = other
      }
      starts.append(Int32(others.count))
    }
    self.starts = starts
    self.others = others
  }

  func degree(_ node: Int32) -> Int { Int(starts[Int(node) + 1] - starts[Int(node)]) }

  /// True where no third account deals with both, but for those of more than a thousand
  /// counterparties and those of the finding itself.
  package func areStrangers(_ a: Int32, _ b: Int32, besides members: Set<Int32> = []) -> Bool {
    var (i, j) = (Int(starts[Int(a)]), Int(starts[Int(b)]))
    let (endA, endB) = (Int(starts[Int(a) + 1]), Int(starts[Int(b) + 1]))
    while i < endA, j < endB {
      if others[i] < others[j] {
        i += 1
      } else if others[i] > others[j] {
        j += 1
      } else {
        if degree(others[i]) <= Self.common && !members.contains(others[i]) { return false }
        i += 1
        j += 1
      }
    }
    return true
  }
}
