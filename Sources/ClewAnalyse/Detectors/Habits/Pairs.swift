/// The payments of every two accounts that pay each other, whatever the direction.
package struct Pairs {
  /// Edges grouped by pair, by time inside it: group i is `edges[starts[i]..<starts[i + 1]]`.
  package private(set) var edges: [Int32]
  package private(set) var starts: [Int32] = [0]

  /// O(payments log payments) time.
  package init(_ index: FlowIndex) {
    let keys = (0..<index.count).map { edge in
      let (a, b) = (UInt64(UInt32(index.from[edge])), UInt64(UInt32(index.to[edge])))
      return min(a, b) << 32 | max(a, b)
    }
    // By the smaller account first, which is cheap, then inside each account's short list.
    var lower = [Int32](repeating: 0, count: index.nodeCount + 1)
    for key in keys { lower[Int(key >> 32) + 1] += 1 }
    for node in 0..<index.nodeCount { lower[node + 1] += lower[node] }
    edges = [Int32](repeating: 0, count: index.count)
    var next = lower
    for (edge, key) in keys.enumerated() {
      edges[Int(next[Int(key >> 32)])] = Int32(edge)
      next[Int(key >> 32)] += 1
    }
    starts.reserveCapacity(index.count + 1)
    for node in 0..<index.nodeCount {
      let range = Int(lower[node])..<Int(lower[node + 1])
      guard range.count > 1 else {
        if range.count == 1 { starts.append(Int32(range.upperBound)) }
        continue
      }
      edges[range].sort { a, b in
        let (x, y) = (keys[Int(a)], keys[Int(b)])
        return x != y ? x < y : a < b
      }
      for slot in range
      where slot + 1 == range.upperBound
        || keys[Int(edges[slot])] != keys[Int(edges[slot + 1])]
      {
        starts.append(Int32(slot + 1))
      }
    }
  }

  package var count: Int { starts.count - 1 }

  package subscript(group: Int) -> ArraySlice<Int32> {
    edges[Int(starts[group])..<Int(starts[group + 1])]
  }
}
