/// Where the two-step paths of one origin meet again: a count by far end in an array, so that only
/// the paths to accounts reached through several middles are ever sorted.
struct RelayMeetings: Sendable {
  struct Met: Sendable {
    var end: Int32
    var relay: Relay
  }

  /// By end, then middle, first and second payment; empty where no paths meet.
  private(set) var relays: [Met] = []

  private struct Mark: Sendable {
    /// The middle through which the end was last reached, and how often that changed.
    var middle: Int32 = -1
    var changes: Int32 = 0
  }

  /// Slots of the two payments in their lists.
  private struct Path: Sendable {
    var first: Int32
    var second: Int32
  }

  private var marks: [Mark]
  private var paths: [Path] = []

  init(nodeCount: Int) { marks = [Mark](repeating: Mark(), count: nodeCount) }

  /// O(two-step paths of the origin), and a sort of those that meet.
  mutating func expand(
    _ origin: Int, _ firsts: TimedLists, _ seconds: TimedLists, _ ranges: RelayRanges, least: Int
  ) {
    relays.removeAll(keepingCapacity: true)
    paths.removeAll(keepingCapacity: true)
    var meet = false
    for first in firsts.slots(of: origin) {
      let edge = Int(firsts.edge[first])
      let middle = firsts.other[first]
      for second in Int(ranges.begin[edge])..<Int(ranges.end[edge]) {
        let end = Int(seconds.other[second])
        if marks[end].middle != middle {
          marks[end].middle = middle
          marks[end].changes += 1
          if marks[end].changes >= least { meet = true }
        }
        paths.append(Path(first: Int32(first), second: Int32(second)))
      }
    }
    if meet { collect(origin, firsts, seconds, least) }
    for path in paths { marks[Int(seconds.other[Int(path.second)])] = Mark() }
  }

  /// Ranges of `relays` with one far end each.
  var groups: [Range<Int>] {
    var groups: [Range<Int>] = []
    var first = 0
    for position in relays.indices
    where position + 1 == relays.count || relays[position + 1].end != relays[position].end {
      groups.append(first..<position + 1)
      first = position + 1
    }
    return groups
  }

  private mutating func collect(
    _ origin: Int, _ firsts: TimedLists, _ seconds: TimedLists, _ least: Int
  ) {
    var keys: [UInt64] = []
    for (position, path) in paths.enumerated() {
      let end = seconds.other[Int(path.second)]
      guard marks[Int(end)].changes >= least, end != Int32(origin) else { continue }
      keys.append(UInt64(end) << 32 | UInt64(position))
    }
    keys.sort()
    for key in keys {
      let path = paths[Int(key & 0xFFFF_FFFF)]
      let (first, second) = (Int(path.first), Int(path.second))
      relays.append(
        Met(
          end: seconds.other[second],
          relay: Relay(
            middle: firsts.other[first], first: firsts.edge[first], second: seconds.edge[second])))
    }
  }
}
