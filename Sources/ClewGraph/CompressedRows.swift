/// A directed graph as compressed sparse rows: the successors of node n are
/// `targets[starts[n]..<starts[n + 1]]`, and `edges` beside them holds the number of each edge in
/// the list it was built from. Successors keep the order of that list.
package struct CompressedRows: Sendable {
  package let starts: [Int32]
  package let targets: [Int32]
  package let edges: [Int32]

  package var nodeCount: Int { starts.count - 1 }
  package var edgeCount: Int { targets.count }

  /// Builds the rows by a counting sort: O(nodes + edges) time and space.
  ///
  /// - Precondition: both lists are equally long and name nodes below `nodeCount`.
  package init(nodeCount: Int, from: [Int32], to: [Int32]) {
    precondition(from.count == to.count, "every edge has two ends")
    var starts = [Int32](repeating: 0, count: nodeCount + 1)
    for node in from { starts[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] }
    var next = starts
    var targets = [Int32](repeating: 0, count: to.count)
    var edges = targets
    for edge in 0..<from.count {
      let slot = Int(next[Int(from[edge])])
      next[Int(from[edge])] += 1
      targets[slot] = to[edge]
      edges[slot] = Int32(edge)
    }
    self.starts = starts
    self.targets = targets
    self.edges = edges
  }

  /// The slots of a node's successors in `targets` and `edges`.
  package func slots(of node: Int32) -> Range<Int> {
    Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
  }

  package func successors(of node: Int32) -> ArraySlice<Int32> { targets[slots(of: node)] }

  /// The nodes that can be reached from `roots`, roots included, in breadth-first order.
  package func reached(from roots: [Int32]) -> [Int32] {
    var seen = [Bool](repeating: false, count: nodeCount)
    var order: [Int32] = []
    for root in roots where !seen[Int(root)] {
      seen[Int(root)] = true
      order.append(root)
    }
    var next = 0
    while next < order.count {
      for target in successors(of: order[next]) where !seen[Int(target)] {
        seen[Int(target)] = true
        order.append(target)
      }
      next += 1
    }
    return order
  }

  /// Hops of a shortest walk from `root` to every node, -1 where there is none.
  package func distances(from root: Int32) -> [Int32] {
    var distance = [Int32](repeating: -1, count: nodeCount)
    distance[Int(root)] = 0
    var order = [root]
    var next = 0
    while next < order.count {
      let node = order[next]
      for target in successors(of: node) where distance[Int(target)] < 0 {
        distance[Int(target)] = distance[Int(node)] + 1
        order.append(target)
      }
      next += 1
    }
    return distance
  }
}
