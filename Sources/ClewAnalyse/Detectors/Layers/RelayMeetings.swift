/// Where the two-step paths of one origin meet again: a count by beneficiary in an array, so that
/// only the paths to accounts reached through several middles are ever sorted.
struct RelayMeetings: Sendable {
  struct Met: Sendable {
    var beneficiary: Int32
    var relay: Relay
  }

  /// By beneficiary, middle, first and second payment; empty where no paths meet.
  private(set) var relays: [Met] = []

  private struct Mark: Sendable {
    /// The middle through which the beneficiary was last reached, and how often that changed.
    var middle: Int32 = -1
    var changes: Int32 = 0
  }

  /// Slots of the two payments in the lists of payments out.
  private struct Path: Sendable {
    var first: Int32
    var second: Int32
  }

  private var marks: [Mark]
  private var paths: [Path] = []

  init(nodeCount: Int) { marks = [Mark](repeating: Mark(), count: nodeCount) }

  /// O(two-step paths of the origin), and a sort of those that meet.
  mutating func expand(_ origin: Int, _ out: TimedLists, _ ranges: RelayRanges, least: Int) {
    relays.removeAll(keepingCapacity: true)
    paths.removeAll(keepingCapacity: true)
    var meet = false
    for first in out.slots(of: origin) {
      let edge = Int(out.edge[first])
      let middle = out.other[first]
      for second in Int(ranges.begin[edge])..<Int(ranges.end[edge]) {
        let beneficiary = Int(out.other[second])
        if marks[beneficiary].middle != middle {
          marks[beneficiary].middle = middle
          marks[beneficiary].changes += 1
          if marks[beneficiary].changes >= least { meet = true }
        }
        paths.append(Path(first: Int32(first), second: Int32(second)))
      }
    }
    if meet { collect(origin, out, least) }
    for path in paths { marks[Int(out.other[Int(path.second)])] = Mark() }
  }

  private mutating func collect(_ origin: Int, _ out: TimedLists, _ least: Int) {
    var keys: [UInt64] = []
    for (position, path) in paths.enumerated() {
      let beneficiary = out.other[Int(path.second)]
      guard marks[Int(beneficiary)].changes >= least, beneficiary != Int32(origin) else { continue }
      keys.append(UInt64(beneficiary) << 32 | UInt64(position))
    }
    keys.sort()
    for key in keys {
      let path = paths[Int(key & 0xFFFF_FFFF)]
      let (first, second) = (Int(path.first), Int(path.second))
      relays.append(
        Met(
          beneficiary: out.other[second],
          relay: Relay(middle: out.other[first], first: out.edge[first], second: out.edge[second])))
    }
  }
}
