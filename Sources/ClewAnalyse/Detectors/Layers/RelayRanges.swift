/// For every payment into a node, the payments of that node which can be its second step (those out
/// of it, or the others into it): the slots of a two-step path, found by one sweep over both
/// time-ordered lists of each node.
///
/// The number of two-step paths through a node is bounded, since a hub that both receives and pays
/// all day has the product of the two: the nodes with most paths are left out as middles until all
/// that is left fits the limit, and `leftOut` names them.
struct RelayRanges: Sendable {
  /// Slots of `seconds`, from the first up to but not including the last.
  struct Slots: Sendable {
    var first: Int32 = 0
    var last: Int32 = 0
  }

  /// By edge; empty where the edge is not admitted or its payee is left out.
  private(set) var slots: [Slots]
  /// Nodes that are not taken as middles, ascending.
  private(set) var leftOut: [Int32] = []
  private(set) var pathCount = 0

  /// Strict: the second begins no earlier than the first, by no more than the window (whether its
  /// order is certain, `RelayOrder` says). Windowed: either order. O(edges) time.
  init(
    _ index: FlowIndex, into: TimedLists, seconds: TimedLists, window: Int64,
    order: DetectorQuestion.Order, limit: Int, pathsPerMiddle: Int = 1 << 24
  ) {
    slots = [Slots](repeating: Slots(), count: index.count)
    var paths = [Int](repeating: 0, count: index.nodeCount)
    for node in 0..<index.nodeCount {
      let (ins, outs) = (into.slots(of: node), seconds.slots(of: node))
      guard !ins.isEmpty, !outs.isEmpty else { continue }
      var (low, high) = (outs.lowerBound, outs.lowerBound)
      for slot in ins {
        let (earliest, latest) = span(order, window, into.time[slot])
        while low < outs.upperBound, seconds.time[low] < earliest { low += 1 }
        while high < outs.upperBound, seconds.time[high] <= latest { high += 1 }
        guard low < high else { continue }
        slots[Int(into.edge[slot])] = Slots(first: Int32(low), last: Int32(high))
        paths[node] += high - low
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
        slots[Int(into.edge[slot])] = Slots()
      }
    }
  }
}

/// The first and last start that a second step may have; saturates at the ends of time.
private func span(
  _ order: DetectorQuestion.Order, _ window: Int64, _ lo: Int64
) -> (Int64, Int64) {
  let (late, overflow) = lo.addingReportingOverflow(window)
  let latest = overflow ? .max : late
  guard order == .windowed else { return (lo, latest) }
  let (early, underflow) = lo.subtractingReportingOverflow(window)
  return (underflow ? .min : early, latest)
}
