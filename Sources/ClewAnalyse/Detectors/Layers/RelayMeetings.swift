/// Where the two-step paths of one origin meet again: a count by far end in an array of bytes, which
/// stays in cache, so that only the paths to accounts reached several times are ever sorted.
struct RelayMeetings: Sendable {
  struct Met: Sendable {
    var end: Int32
    var relay: Relay
  }

  /// By end, then middle, first and second payment; empty where no paths meet.
  private(set) var relays: [Met] = []

  /// Slots of the two payments in their lists, and the far end.
  private struct Path: Sendable {
    var first: Int32
    var second: Int32
    var end: Int32
  }

  /// Paths to each node, counted up to `least`; all 0 between two origins.
  private var counts: [UInt8]
  private var paths: [Path] = []

  init(nodeCount: Int) { counts = [UInt8](repeating: 0, count: nodeCount) }

  /// O(two-step paths of the origin), and a sort of those that meet.
  mutating func expand(
    _ origin: Int, _ firsts: TimedLists, _ seconds: TimedLists, _ ranges: RelayRanges, least: Int
  ) {
    relays.removeAll(keepingCapacity: true)
    paths.removeAll(keepingCapacity: true)
    let enough = UInt8(clamping: least)
    let (edges, ends) = (firsts.edge, seconds.other)
    var meet = false
    for first in firsts.slots(of: origin) {
      let slots = ranges.slots[Int(edges[first])]
      for second in slots.first..<slots.last {
        let end = ends[Int(second)]
        let count = counts[Int(end)]
        if count < enough {
          counts[Int(end)] = count + 1
          if count + 1 == enough { meet = true }
        }
        paths.append(Path(first: Int32(first), second: second, end: end))
      }
    }
    if meet { collect(origin, firsts, seconds, enough) }
    for path in paths { counts[Int(path.end)] = 0 }
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
    _ origin: Int, _ firsts: TimedLists, _ seconds: TimedLists, _ enough: UInt8
  ) {
    var keys: [UInt64] = []
    for (position, path) in paths.enumerated() {
      guard counts[Int(path.end)] >= enough, path.end != Int32(origin) else { continue }
      keys.append(UInt64(path.end) << 32 | UInt64(position))
    }
    keys.sort()
    for key in keys {
      let path = paths[Int(key & 0xFFFF_FFFF)]
      let (first, second) = (Int(path.first), Int(path.second))
      relays.append(
        Met(
          end: path.end,
          relay: Relay(
            middle: firsts.other[first], first: firsts.edge[first], second: seconds.edge[second])))
    }
  }
}
