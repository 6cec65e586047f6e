import ClewGraph

/// For every payment and number of steps left after it, a bound below which no path that takes it
/// can end: what a window needs to turn back in time.
///
/// Exact along payments (each follows the one before if it does not end before the other begins);
/// a link may lead on to any payment of the node behind it, whatever its time.
struct EarliestEnds: Sendable {
  private let arena: PathArena
  private let isCertain: Bool
  /// The payments that may take part: by payer, the one that ends last first.
  private var base: [Int32]
  /// Those inside the bounds, in the same order, and where each payer's begin and end.
  private var open: [Int32] = []
  private var groups: [Range<Int>] = []
  /// By payment: its place in `open`, -1 where it is not.
  private var place: [Int32]
  /// `ends[left * open.count + place]`.
  private var ends: [Int64] = []

  /// O(payments × log of a node's payments).
  init(_ arena: PathArena, isCertain: Bool) {
    self.arena = arena
    self.isCertain = isCertain
    base = (0..<Int32(arena.count)).map { $0 }
    for node in 0..<arena.nodeCount {
      base[Int(arena.starts[node])..<Int(arena.starts[node + 1])].sort { a, b in
        let (x, y) = (arena.hi[Int(a)], arena.hi[Int(b)])
        return x != y ? x > y : a < b
      }
    }
    place = [Int32](repeating: -1, count: arena.count)
  }

  /// Forgets payments that no tighter bounds admit.
  mutating func narrow(to bounds: TimedPathSearch.Bounds) {
    base.removeAll { !bounds.admits(Int($0), arena) }
  }

  /// Fills the bounds by rounds: O(steps × (payments inside the bounds + links)).
  mutating func sweep(_ bounds: TimedPathSearch.Bounds) {
    let follows = activate(bounds)
    let count = open.count
    let rounds = max(bounds.hops, 1)
    ends = [Int64](repeating: .max, count: rounds * count)
    let own = open.map { edge in isCertain ? arena.hi[Int(edge)] : arena.lo[Int(edge)] }
    let isLate = open.map { arena.hi[Int($0)] > bounds.latest }
    let payee = open.map { arena.targets[Int($0)] }
    var best = [Int64](repeating: .max, count: count)
    // Over a link and then any payment, with so many steps left before both.
    var beyond = [Int64](repeating: .max, count: arena.nodeCount)
    let isLinked = arena.links.edgeCount > 0
    var least: [[Int64]] = []
    for left in 0..<rounds {
      if left > 0 {
        fill(&best, with: left - 1)
        if isLinked {
          least.append(nodes(of: best))
          beyond = crossed(beyond, left > 1 ? least[left - 2] : nil)
        }
      }
      let here = left * count
      for place in 0..<count {
        let to = Int(payee[place])
        var end = beyond[to]
        if arena.linkHops[to] <= Int32(left), !isLate[place] { end = min(end, own[place]) }
        let follower = Int(follows[place])
        if follower >= 0 { end = min(end, best[follower]) }
        ends[here + place] = end
      }
    }
  }

  /// Gathers the payments inside the bounds.
  ///
  /// - Returns: for each the last place of those that can follow it, -1 where none can.
  private mutating func activate(_ bounds: TimedPathSearch.Bounds) -> [Int32] {
    for edge in open { place[Int(edge)] = -1 }
    open.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    var group = [Range<Int>](repeating: 0..<0, count: arena.nodeCount)
    for edge in base where bounds.admits(Int(edge), arena) {
      let payer = Int(arena.payers[Int(edge)])
      let first = group[payer].isEmpty ? open.count : group[payer].lowerBound
      place[Int(edge)] = Int32(open.count)
      open.append(edge)
      group[payer] = first..<open.count
    }
    groups = group.filter { !$0.isEmpty }
    return open.map { edge in
      let to = Int(arena.targets[Int(edge)])
      let range = group[to]
      guard Int32(to) != arena.goal, !range.isEmpty else { return -1 }
      var (low, high) = (range.lowerBound, range.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if arena.hi[Int(open[middle])] >= arena.lo[Int(edge)] {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low > range.lowerBound ? Int32(low - 1) : -1
    }
  }

  /// The least end of all of a payer's payments up to each.
  private func fill(_ best: inout [Int64], with left: Int) {
    let here = left * open.count
    for group in groups {
      var least = Int64.max
      for place in group {
        least = min(least, ends[here + place])
        best[place] = least
      }
    }
  }

  /// The least end of all of a payer's payments, by node.
  private func nodes(of best: [Int64]) -> [Int64] {
    var nodes = [Int64](repeating: .max, count: arena.nodeCount)
    for group in groups {
      nodes[Int(arena.payers[Int(open[group.lowerBound])])] = best[group.upperBound - 1]
    }
    return nodes
  }

  private func crossed(_ beyond: [Int64], _ least: [Int64]?) -> [Int64] {
    (0..<arena.nodeCount).map { node in
      guard Int32(node) != arena.goal else { return .max }
      var found = Int64.max
      for other in arena.links.successors(of: Int32(node)) {
        found = min(found, beyond[Int(other)], least?[Int(other)] ?? .max)
      }
      return found
    }
  }

  /// Whether a path that began at a time can take a payment and end inside the window, with so many
  /// steps left after it.
  func fits(_ edge: Int, left: Int, start: Int64, window: Int64) -> Bool {
    guard place[edge] >= 0 else { return false }
    let end = ends[left * open.count + Int(place[edge])]
    return end < .max && end.subtractingClamped(start) <= window
  }
}
