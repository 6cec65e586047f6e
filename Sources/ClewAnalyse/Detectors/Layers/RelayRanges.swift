/// For every payment into a node, the payments of that node which can be its second step (those out
/// of it, or the others into it): the slots of a two-step path, found by one sweep over both
/// time-ordered lists of each node.
///
/// The number of two-step paths through a node is bounded, since a hub that both receives and pays
/// all day has the product of the two: the nodes with most paths are left out as middles until all
/// that is left fits the limit, and `leftOut` names them.
struct RelayRanges: Sendable {
  /// Slots of `seconds` by edge, empty where the edge is not admitted or its payee is left out.
  private(set) var begin: [Int32]
  private(set) var end: [Int32]
  /// Nodes that are not taken as middles, ascending.
  private(set) var leftOut: [Int32] = []
  private(set) var pathCount = 0

  /// Strict: out is certainly later than in, by no more than the window. Windowed: either order.
  /// O(edges log hub) time.
  init(
    _ index: FlowIndex, into: TimedLists, seconds: TimedLists, window: Int64,
    order: DetectorQuestion.Order, limit: Int, pathsPerMiddle: Int = 1 << 24
  ) {
    begin = [Int32](repeating: 0, count: index.count)
    end = begin
    var paths = [Int](repeating: 0, count: index.nodeCount)
    for node in 0..<index.nodeCount {
      let (ins, outs) = (into.slots(of: node), seconds.slots(of: node))
      guard !ins.isEmpty, !outs.isEmpty else { continue }
      var (low, high) = (outs.lowerBound, outs.lowerBound)
      for slot in ins {
        let edge = Int(into.edge[slot])
        let (earliest, latest) = span(order, window, index.lo[edge], index.hi[edge])
        // The starts ascend along the list; the ends of times of unlike precision need not.
        let floor = order == .strict ? index.lo[edge] : earliest
        while low < outs.upperBound, seconds.time[low] < floor { low += 1 }
        var first = low
        if first < outs.upperBound, seconds.time[first] < earliest {
          first = seconds.firstSlot(after: earliest - 1, in: low..<outs.upperBound)
        }
        while high < outs.upperBound, seconds.time[high] <= latest { high += 1 }
        guard first < high else { continue }
        (begin[edge], end[edge]) = (Int32(first), Int32(high))
        paths[node] += high - first
      }
    }
    leaveOut(into, paths, limit, pathsPerMiddle)
  }

  private mutating func leaveOut(_ into: TimedLists, _ paths: [Int], _ limit: Int, _ most: Int) {
    pathCount = paths.reduce(0, +)
    var dropped: [Int32] = []
    for node in paths.indices where paths[node] > most {
      dropped.append(Int32(node))
      pathCount -= paths[node]
    }
    if pathCount > limit {
      let rest = paths.indices.filter { paths[$0] > 0 && paths[$0] <= most }
      for node in rest.sorted(by: { (paths[$0], $1) > (paths[$1], $0) }) {
        dropped.append(Int32(node))
        pathCount -= paths[node]
        if pathCount <= limit { break }
      }
    }
    leftOut = dropped.sorted()
    for node in leftOut {
      for slot in into.slots(of: Int(node)) {
        let edge = Int(into.edge[slot])
        (begin[edge], end[edge]) = (0, 0)
      }
    }
  }
}

/// The first and last start that a second step may have; saturates at the ends of time.
private func span(
  _ order: DetectorQuestion.Order, _ window: Int64, _ lo: Int64, _ hi: Int64
) -> (Int64, Int64) {
  let (late, overflow) = lo.addingReportingOverflow(window)
  let latest = overflow ? .max : late
  switch order {
  case .strict:
    return (hi == .max ? .max : hi + 1, latest)
  case .windowed:
    let (early, underflow) = lo.subtractingReportingOverflow(window)
    return (underflow ? .min : early, latest)
  }
}
