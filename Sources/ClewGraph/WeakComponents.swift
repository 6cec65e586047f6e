/// The weak components of a directed graph: nodes that edges join, whichever way they point.
///
///     let parts = WeakComponents(nodeCount: 4, from: [0, 2], to: [1, 1])
///     parts.number  // [0, 0, 0, 1]
package struct WeakComponents: Sendable {
  /// The component of every node, numbered in the order of their lowest nodes.
  package let number: [Int32]
  /// Nodes by component.
  package let sizes: [Int32]

  package var count: Int { sizes.count }

  /// Joins the ends of every edge (union-find with path halving, the lowest node naming its set, so
  /// that the order of the edges does not matter): nearly linear time, O(nodes) space.
  ///
  /// The loop runs on a raw buffer: the columns are checked first, and parents are nodes.
  /// - Precondition: both columns are equally long and name nodes below `nodeCount`.
  package init(nodeCount: Int, from: [Int32], to: [Int32]) {
    precondition(from.count == to.count, "every edge has two ends")
    let isInside = { (node: Int32) in node >= 0 && Int(node) < nodeCount }
    precondition(from.allSatisfy(isInside) && to.allSatisfy(isInside), "edges join nodes")
    var parent = Array(0..<Int32(nodeCount))
    var number = [Int32](repeating: 0, count: nodeCount)
    var sizes: [Int32] = []
    parent.withUnsafeMutableBufferPointer { parent in
      for (a, b) in zip(from, to) {
        let (x, y) = (Self.root(of: a, parent), Self.root(of: b, parent))
        if x < y { parent[Int(y)] = x } else { parent[Int(x)] = y }
      }
      for node in 0..<Int32(nodeCount) {
        let root = Self.root(of: node, parent)
        if root == node {
          number[Int(node)] = Int32(sizes.count)
          sizes.append(0)
        }
        number[Int(node)] = number[Int(root)]
        sizes[Int(number[Int(node)])] += 1
      }
    }
    self.number = number
    self.sizes = sizes
  }

  private static func root(
    of node: Int32, _ parent: UnsafeMutableBufferPointer<Int32>
  ) -> Int32 {
    var node = node
    while parent[Int(node)] != node {
      parent[Int(node)] = parent[Int(parent[Int(node)])]
      node = parent[Int(node)]
    }
    return node
  }
}
