/// Collectors from many, all the time: shops, platforms, utilities, landlords of a whole street.
///
/// An account with 24 different payers or more, who come on at least half of the days; no window of
/// four days brings half of its payers (where the data lasts longer
/// than twice that).
package struct Merchants {
  package private(set) var collects: [Bool]
  private static let least = 24
  private static let window: Int64 = 4 * 86_400

  /// O(payments) time.
  package init(_ index: FlowIndex, begin: Int64, end: Int64) {
    collects = [Bool](repeating: false, count: index.nodeCount)
    let days = Habits.day(end) - Habits.day(begin) + 1
    var seen = [Int32](repeating: -1, count: index.nodeCount)
    var firsts: [Int64] = []
    for node in 0..<Int32(index.nodeCount) {
      let edges = index.into(node)
      guard edges.count >= Self.least else { continue }
      firsts.removeAll(keepingCapacity: true)
      for edge in edges where seen[Int(index.from[Int(edge)])] != node {
        seen[Int(index.from[Int(edge)])] = node
        firsts.append(index.lo[Int(edge)])
      }
      guard firsts.count >= Self.least else { continue }
      let active = Int64(RepeatedPairs.days(edges, index))
      guard 2 * active >= min(days, 60) else { continue }
      if end - begin > 2 * Self.window, 2 * Self.most(firsts) > firsts.count { continue }
      collects[Int(node)] = true
    }
  }

  /// The most times inside one window.
  private static func most(_ times: [Int64]) -> Int {
    var (left, most) = (0, 0)
    for right in times.indices {
      while times[right] - times[left] > window { left += 1 }
      most = max(most, right - left + 1)
    }
    return most
  }
}
