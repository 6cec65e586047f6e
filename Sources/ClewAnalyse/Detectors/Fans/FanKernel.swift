/// The maximal bursts of every node, by two pointers over its time-ordered list: a kernel on raw
/// buffers.
///
/// A burst is a run of a node's payments inside one window that no payment more could join, with at
/// least so many different counterparties. Of a node's bursts that overlap, that with the most
/// counterparties is kept, of equal ones the first; so payments are told once. O(payments + nodes)
/// time but for sorting the bursts of single nodes; the scratch is one counter a node.
///
/// Invariants of the unsafe part: `start` has one more entry than nodes, ascends and ends at
/// `list.count`; the entries of `list` index `time` and `other`; those of `other` index `counts`.
/// `FanSearch` checks the lengths once and takes the columns from one `FlowIndex`, which made them.
struct FanKernel {
  /// Slots of the node's list: `list[first...last]`, those not admitted among them.
  struct Burst {
    var node: Int32
    var first: Int32
    var last: Int32
    var counterparties: Int32
  }

  let window: Int64
  let least: Int32
  /// Bursts kept of one node.
  let perNode: Int

  /// - Returns: bursts by node, then by time; and how many nodes had more than `perNode`.
  func bursts(
    nodes: Range<Int>, start: UnsafeBufferPointer<Int32>, list: UnsafeBufferPointer<Int32>,
    time: UnsafeBufferPointer<Int64>, other: UnsafeBufferPointer<Int32>,
    admits: UnsafeBufferPointer<Bool>?, nodeCount: Int
  ) -> (bursts: [Burst], cutNodes: Int) {
    let counts = UnsafeMutableBufferPointer<Int32>.allocate(capacity: nodeCount)
    counts.initialize(repeating: 0)
    defer { counts.deallocate() }
    var found: [Burst] = []
    var own: [Burst] = []
    var cut = 0
    for node in nodes {
      let (begin, end) = (Int(start[node]), Int(start[node + 1]))
      guard end - begin >= Int(least) else { continue }
      var left = begin
      var distinct: Int32 = 0
      var last = begin - 1
      for slot in begin..<end {
        let edge = Int(list[slot])
        if let admits, !admits[edge] { continue }
        let opens = time[edge] - window
        if distinct >= least, time[Int(list[left])] < opens {
          own.append(
            Burst(
              node: Int32(node), first: Int32(left), last: Int32(last), counterparties: distinct))
        }
        while time[Int(list[left])] < opens {
          let old = Int(list[left])
          if admits == nil || admits?[old] == true {
            counts[Int(other[old])] -= 1
            if counts[Int(other[old])] == 0 { distinct -= 1 }
          }
          left += 1
        }
        counts[Int(other[edge])] += 1
        if counts[Int(other[edge])] == 1 { distinct += 1 }
        last = slot
      }
      if distinct >= least {
        own.append(
          Burst(node: Int32(node), first: Int32(left), last: Int32(last), counterparties: distinct))
      }
      for slot in left..<end { counts[Int(other[Int(list[slot])])] = 0 }
      guard !own.isEmpty else { continue }
      if Self.keepBest(&own, perNode) { cut += 1 }
      found.append(contentsOf: own)
      own.removeAll(keepingCapacity: true)
    }
    return (found, cut)
  }

  /// Leaves bursts that do not overlap, by time.
  ///
  /// - Returns: whether there were more than the limit.
  private static func keepBest(_ own: inout [Burst], _ limit: Int) -> Bool {
    guard own.count > 1 else { return false }
    own.sort {
      $0.counterparties != $1.counterparties
        ? $0.counterparties > $1.counterparties : $0.first < $1.first
    }
    // Ascending by first slot; they do not overlap, so neighbours decide.
    var kept: [Burst] = []
    var isCut = false
    for burst in own {
      let place = kept.partitioningIndex { $0.first > burst.first }
      let clear =
        (place == 0 || kept[place - 1].last < burst.first)
        && (place == kept.count || kept[place].first > burst.last)
      guard clear else { continue }
      guard kept.count < limit else {
        isCut = true
        break
      }
      kept.insert(burst, at: place)
    }
    own = kept
    return isCut
  }
}

extension [FanKernel.Burst] {
  /// The first index where the predicate holds; it must hold from there on.
  fileprivate func partitioningIndex(_ holds: (FanKernel.Burst) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
