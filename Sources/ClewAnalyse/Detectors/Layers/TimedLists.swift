/// The admitted payments of every node in one direction, by time, as columns that a search reads
/// one after the other.
struct TimedLists: Sendable {
  enum Direction { case out, into }

  /// Slots of node n: `start[n]..<start[n + 1]`; in each list the edges ascend.
  let start: [Int32]
  /// The edge of a slot, the node at its other end, and the start of its time in seconds.
  let edge: [Int32]
  let other: [Int32]
  let time: [Int64]

  /// O(edges + nodes) time and space. `admits` is by edge; nil admits all.
  init(_ index: FlowIndex, _ direction: Direction, admits: [Bool]?) {
    let (ends, edges, starts) =
      direction == .out
      ? (index.to, index.outEdges, index.outStart) : (index.from, index.inEdges, index.inStart)
    guard let admits else {
      (start, edge) = (starts, edges)
      other = edges.map { ends[Int($0)] }
      time = edges.map { index.lo[Int($0)] }
      return
    }
    precondition(admits.count == index.count, "one flag an edge")
    var kept: [Int32] = []
    var keptStart: [Int32] = [0]
    keptStart.reserveCapacity(starts.count)
    for node in 0..<index.nodeCount {
      for slot in Int(starts[node])..<Int(starts[node + 1]) where admits[Int(edges[slot])] {
        kept.append(edges[slot])
      }
      keptStart.append(Int32(kept.count))
    }
    (start, edge) = (keptStart, kept)
    other = kept.map { ends[Int($0)] }
    time = kept.map { index.lo[Int($0)] }
  }

  func slots(of node: Int) -> Range<Int> { Int(start[node])..<Int(start[node + 1]) }

  /// The first slot of a range whose time is later than `moment`, by binary search.
  func firstSlot(after moment: Int64, in range: Range<Int>) -> Int {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if time[middle] <= moment { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// How many payments of a node begin between two moments, both included.
  func count(of node: Int, from start: Int64, to end: Int64) -> Int {
    let all = slots(of: node)
    let first = start == .min ? all.lowerBound : firstSlot(after: start - 1, in: all)
    return max(0, firstSlot(after: end, in: all) - first)
  }
}
