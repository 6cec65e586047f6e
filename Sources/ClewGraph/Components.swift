/// The strongly connected components of a graph.
package struct Components: Sendable {
  /// The component of every node. A component's number is higher than that of every other
  /// component its nodes lead to: on rows "company → its owners", owners come first.
  package let number: [Int32]
  /// The members of component c: `members[starts[c]..<starts[c + 1]]`, ascending.
  package let starts: [Int32]
  package let members: [Int32]

  package var count: Int { starts.count - 1 }

  package func members(of component: Int) -> ArraySlice<Int32> {
    members[Int(starts[component])..<Int(starts[component + 1])]
  }

  /// Finds the components with Tarjan's algorithm (SIAM J. Comput. 1, 1972) on an explicit stack,
  /// so that a chain of any length fits: O(nodes + edges) time, O(nodes) space.
  package init(of rows: CompressedRows) {
    let count = rows.nodeCount
    var search = Search(nodeCount: count)
    for root in 0..<Int32(count) where search.index[Int(root)] == Search.unseen {
      search.run(from: root, rows)
    }
    number = search.component
    let sorted = CompressedRows(
      nodeCount: Int(search.componentCount), from: search.component,
      to: Array(0..<Int32(count)))
    starts = sorted.starts
    members = sorted.targets
  }

  private struct Search {
    static let unseen: Int32 = -1

    var index: [Int32]
    var low: [Int32]
    var component: [Int32]
    var componentCount: Int32 = 0
    private var clock: Int32 = 0
    private var open: [Int32] = []
    private var calls: [(node: Int32, slot: Int32)] = []

    init(nodeCount: Int) {
      index = [Int32](repeating: Self.unseen, count: nodeCount)
      low = index
      component = index
    }

    mutating func enter(_ node: Int32, _ rows: CompressedRows) {
      index[Int(node)] = clock
      low[Int(node)] = clock
      clock += 1
      open.append(node)
      calls.append((node, rows.starts[Int(node)]))
    }

    mutating func run(from root: Int32, _ rows: CompressedRows) {
      enter(root, rows)
      while let (node, slot) = calls.last {
        if slot < rows.starts[Int(node) + 1] {
          calls[calls.count - 1].slot += 1
          let target = rows.targets[Int(slot)]
          if index[Int(target)] == Self.unseen {
            enter(target, rows)
          } else if component[Int(target)] == Self.unseen {
            low[Int(node)] = min(low[Int(node)], index[Int(target)])
          }
        } else {
          calls.removeLast()
          if let caller = calls.last?.node {
            low[Int(caller)] = min(low[Int(caller)], low[Int(node)])
          }
          if low[Int(node)] == index[Int(node)] { close(node) }
        }
      }
    }

    private mutating func close(_ root: Int32) {
      while let node = open.popLast() {
        component[Int(node)] = componentCount
        if node == root { break }
      }
      componentCount += 1
    }
  }
}
