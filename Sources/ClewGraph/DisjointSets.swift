/// Sets that only ever merge (union-find with path halving; the lowest member names its set, so
/// that names do not depend on the order of the merges).
package struct DisjointSets: Sendable {
  private var parent: [Int32]

  package init(count: Int) { parent = Array(0..<Int32(count)) }

  /// The lowest member of the set that holds `member`.
  package mutating func find(_ member: Int32) -> Int32 {
    var node = member
    while parent[Int(node)] != node {
      parent[Int(node)] = parent[Int(parent[Int(node)])]
      node = parent[Int(node)]
    }
    return node
  }

  /// - Returns: false where both were in one set already.
  @discardableResult
  package mutating func join(_ a: Int32, _ b: Int32) -> Bool {
    let (x, y) = (find(a), find(b))
    guard x != y else { return false }
    parent[Int(max(x, y))] = min(x, y)
    return true
  }
}
