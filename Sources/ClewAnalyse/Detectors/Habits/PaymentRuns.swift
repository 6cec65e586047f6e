/// Payment runs: many payees paid by one account at once, as payroll and payouts are; or many payers
/// collected from at once, as direct debits are.
///
/// Four payees or more within an hour; or five or more on one day with few on the two days before
/// and after it (at most a third as many). Of payers ten and twelve, since many who come by chance
/// also come together. The measured rings spread their fans over three to four days.
package struct PaymentRuns {
  private static let hour: Int64 = 3600

  /// Whether one collects from many; else one pays many.
  private let collecting: Bool
  private let leastInHour: Int
  private let leastOnDay: Int

  package init(collecting: Bool) {
    self.collecting = collecting
    (leastInHour, leastOnDay) = collecting ? (10, 12) : (4, 5)
  }

  package func edges(of index: FlowIndex) -> [Int32] {
    var isRun = [Bool](repeating: false, count: index.count)
    var seen = [Int32](repeating: -1, count: index.nodeCount)
    var stamp: Int32 = 0
    for node in 0..<Int32(index.nodeCount) {
      let edges = collecting ? index.into(node) : index.out(of: node)
      guard edges.count >= leastInHour else { continue }
      markHours(edges, index, &isRun, &seen, &stamp)
      markDays(edges, index, &isRun, &seen, &stamp)
    }
    return (0..<Int32(index.count)).filter { isRun[Int($0)] }
  }

  /// Takes the longest stretches in which each payment follows the one an hour before.
  private func markHours(
    _ edges: ArraySlice<Int32>, _ index: FlowIndex, _ isRun: inout [Bool], _ seen: inout [Int32],
    _ stamp: inout Int32
  ) {
    var left = edges.startIndex
    for right in edges.indices {
      while index.lo[Int(edges[right])] - index.lo[Int(edges[left])] > Self.hour { left += 1 }
      guard right - left + 1 >= leastInHour else { continue }
      let isLast =
        right + 1 == edges.endIndex
        || index.lo[Int(edges[right + 1])] - index.lo[Int(edges[left])] > Self.hour
      guard isLast else { continue }
      let run = edges[left...right]
      if distinct(run, index, &seen, &stamp) >= leastInHour {
        for edge in run { isRun[Int(edge)] = true }
      }
    }
  }

  private func markDays(
    _ edges: ArraySlice<Int32>, _ index: FlowIndex, _ isRun: inout [Bool], _ seen: inout [Int32],
    _ stamp: inout Int32
  ) {
    var left = edges.startIndex
    while left < edges.endIndex {
      let day = Habits.day(index.lo[Int(edges[left])])
      var right = left
      while right < edges.endIndex, Habits.day(index.lo[Int(edges[right])]) == day { right += 1 }
      let onDay = distinct(edges[left..<right], index, &seen, &stamp)
      if onDay >= leastOnDay {
        var (first, last) = (left, right)
        while first > edges.startIndex, Habits.day(index.lo[Int(edges[first - 1])]) >= day - 2 {
          first -= 1
        }
        while last < edges.endIndex, Habits.day(index.lo[Int(edges[last])]) <= day + 2 {
          last += 1
        }
        if 3 * (last - first - (right - left)) <= onDay {
          for edge in edges[left..<right] { isRun[Int(edge)] = true }
        }
      }
      left = right
    }
  }

  private func distinct(
    _ edges: ArraySlice<Int32>, _ index: FlowIndex, _ seen: inout [Int32], _ stamp: inout Int32
  ) -> Int {
    stamp += 1
    var count = 0
    for edge in edges {
      let other = Int(collecting ? index.from[Int(edge)] : index.to[Int(edge)])
      if seen[other] != stamp {
        seen[other] = stamp
        count += 1
      }
    }
    return count
  }
}
