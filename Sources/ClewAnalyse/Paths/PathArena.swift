import ClewGraph
import ClewModel

/// The links and payments that a path on which times advance can go through: those on some walk of
/// at most so many steps from start to goal. Nodes have numbers of their own, ascending as in the
/// snapshot; payments ascend by payer, payee and row.
///
/// A payment counts if it is more than zero, moves between two nodes, and is not left out by the
/// question's least amount.
struct PathArena: Sendable {
  /// The snapshot's number of each node.
  let nodes: [Int32]
  let start: Int32
  let goal: Int32
  let maxHops: Int
  /// Links that can be crossed on a path, by the node they lead from: distinct, ascending.
  let links: CompressedRows
  /// Steps to the goal over links alone, `Int32.max` where there is no such way.
  let linkHops: [Int32]
  /// Payments out of node n: `starts[n]..<starts[n + 1]`.
  private(set) var starts: [Int32]
  private(set) var payers: [Int32] = []
  private(set) var targets: [Int32] = []
  private(set) var rows: [Int32] = []
  private(set) var lo: [Int64] = []
  private(set) var hi: [Int64] = []
  /// At `scale`, the widest of all.
  private(set) var amounts: [Int128] = []
  private(set) var currencies: [UInt16] = []
  private(set) var sources: [Int32] = []
  let scale: UInt8
  /// The codes that `currencies` number.
  let codes: [String]
  /// Nodes that no path was led through, by falling number of neighbours.
  let avoided: [Hub]

  var count: Int { rows.count }
  var nodeCount: Int { nodes.count }

  /// - Parameters:
  ///   - timeless: links by snapshot node, both ways.
  ///   - usable: whether a row takes part.
  /// - Complexity: O(nodes + links + payments within reach × log of a node's payments).
  init(
    from start: Int32, to goal: Int32, in snapshot: Snapshot, timeless: CompressedRows,
    maxHops: Int, hubLimit: Int?, usable: (Int) -> Bool
  ) {
    let payments = snapshot.payments
    var reach = Reach(snapshot, timeless, ends: [start, goal], hubLimit: hubLimit)
    let ahead = reach.distances(from: start, forward: true, hops: maxHops, usable: usable)
    let back = reach.distances(from: goal, forward: false, hops: maxHops, usable: usable)
    avoided = reach.avoided.sorted { a, b in
      a.neighbours != b.neighbours ? a.neighbours > b.neighbours : a.node < b.node
    }
    var nodes: [Int32] = []
    var local = [Int32](repeating: -1, count: snapshot.nodeCount)
    for node in ahead.indices where ahead[node] >= 0 && back[node] >= 0 {
      guard Int(ahead[node] + back[node]) <= maxHops else { continue }
      local[node] = Int32(nodes.count)
      nodes.append(Int32(node))
    }
    func lies(_ from: Int32, _ to: Int32) -> Bool {
      local[Int(to)] >= 0 && Int(ahead[Int(from)] + back[Int(to)]) + 1 <= maxHops
    }
    var linkFrom: [Int32] = []
    var linkTo: [Int32] = []
    var starts: [Int32] = [0]
    var list: [UInt64] = []
    for node in nodes {
      let near = Set(timeless.successors(of: node).filter { $0 != node && lies(node, $0) })
      for other in near.sorted() {
        linkFrom.append(local[Int(node)])
        linkTo.append(local[Int(other)])
      }
      list.removeAll(keepingCapacity: true)
      for row in payments.paid(by: node) where usable(Int(row)) {
        let to = payments.to[Int(row)]
        if to != node, lies(node, to) {
          list.append(UInt64(local[Int(to)]) << 32 | UInt64(UInt32(row)))
        }
      }
      list.sort()
      for key in list {
        payers.append(local[Int(node)])
        targets.append(Int32(truncatingIfNeeded: key >> 32))
        rows.append(Int32(truncatingIfNeeded: key & 0xFFFF_FFFF))
      }
      starts.append(Int32(rows.count))
    }
    self.nodes = nodes
    self.starts = starts
    self.start = local[Int(start)]
    self.goal = local[Int(goal)]
    self.maxHops = maxHops
    links = CompressedRows(nodeCount: nodes.count, from: linkFrom, to: linkTo)
    let backwards = CompressedRows(nodeCount: nodes.count, from: linkTo, to: linkFrom)
    linkHops =
      self.goal < 0
      ? [] : backwards.distances(from: self.goal).map { $0 < 0 ? Int32.max : $0 }
    scale = rows.map { payments.scale[Int($0)] }.max() ?? 0
    codes = payments.currencies
    let powers = (0...18).map { Decimal64.power(of: UInt8($0)) }
    lo = rows.map { payments.lo[Int($0)] }
    hi = rows.map { payments.time(of: Int($0)).hi }
    let widest = Int(scale)
    amounts = rows.map { row in
      Int128(payments.mantissa[Int(row)]) * powers[widest - Int(payments.scale[Int(row)])]
    }
    currencies = rows.map { payments.currency[Int($0)] }
    sources = rows.map { payments.source(of: Int($0)) }
  }

  /// True where no path can be: an end is out of the other's reach.
  var isEmpty: Bool { start < 0 || goal < 0 }

  /// The same nodes and links with the payments of one currency only.
  func only(_ currency: UInt16) -> PathArena {
    var part = self
    let kept = rows.indices.filter { currencies[$0] == currency }
    part.payers = kept.map { payers[$0] }
    part.targets = kept.map { targets[$0] }
    part.rows = kept.map { rows[$0] }
    part.lo = kept.map { lo[$0] }
    part.hi = kept.map { hi[$0] }
    part.amounts = kept.map { amounts[$0] }
    part.currencies = kept.map { currencies[$0] }
    part.sources = kept.map { sources[$0] }
    var next = 0
    part.starts = starts.map { start in
      while next < kept.count, kept[next] < Int(start) { next += 1 }
      return Int32(next)
    }
    return part
  }

  /// The payments from one node to another.
  func payments(_ from: Int32, _ to: Int32) -> Range<Int> {
    let all = Int(starts[Int(from)])..<Int(starts[Int(from) + 1])
    func first(_ bound: Int32) -> Int {
      var (low, high) = (all.lowerBound, all.upperBound)
      while low < high {
        let middle = (low + high) / 2
        if targets[middle] < bound { low = middle + 1 } else { high = middle }
      }
      return low
    }
    return first(to)..<first(to + 1)
  }

  func isLinked(_ from: Int32, _ to: Int32) -> Bool {
    let near = links.successors(of: from)
    var (low, high) = (near.startIndex, near.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if near[middle] < to { low = middle + 1 } else { high = middle }
    }
    return low < near.endIndex && near[low] == to
  }

  /// Whether one payment comes wholly before another: by time, or where times overlap by the order
  /// of the one source that states both.
  func precedes(_ a: Int, _ b: Int) -> Bool {
    if hi[a] < lo[b] { return true }
    return lo[a] <= hi[b] && sources[a] == sources[b] && rows[a] < rows[b]
  }

  /// Which of two payments is shown where either could be: the one that ends first, then the one
  /// that begins last, then by currency and falling amount; ids come last, since they depend on the
  /// order in which files were read.
  func isShownFirst(_ a: Int, _ b: Int) -> Bool {
    if hi[a] != hi[b] { return hi[a] < hi[b] }
    if lo[a] != lo[b] { return lo[a] > lo[b] }
    if currencies[a] != currencies[b] {
      return codes[Int(currencies[a])] < codes[Int(currencies[b])]
    }
    return amounts[a] != amounts[b] ? amounts[a] > amounts[b] : rows[a] < rows[b]
  }
}

/// A node with very many neighbours.
package struct Hub: Hashable, Sendable {
  package var node: Int32
  package var neighbours: Int
}

/// Breadth-first reach over links and payments, around hubs.
private struct Reach {
  private static let unseen: Int32 = -1
  private static let closed: Int32 = -2

  private let snapshot: Snapshot
  private let timeless: CompressedRows
  private let ends: Set<Int32>
  private let hubLimit: Int?
  private(set) var avoided: Set<Hub> = []

  init(_ snapshot: Snapshot, _ timeless: CompressedRows, ends: Set<Int32>, hubLimit: Int?) {
    self.snapshot = snapshot
    self.timeless = timeless
    self.ends = ends
    self.hubLimit = hubLimit
  }

  mutating func distances(
    from root: Int32, forward: Bool, hops: Int, usable: (Int) -> Bool
  ) -> [Int32] {
    let payments = snapshot.payments
    var distance = [Int32](repeating: Self.unseen, count: snapshot.nodeCount)
    distance[Int(root)] = 0
    var order = [root]
    var next = 0
    while next < order.count {
      let node = order[next]
      next += 1
      if isAvoided(node) {
        distance[Int(node)] = Self.closed
        continue
      }
      let step = distance[Int(node)] + 1
      guard Int(step) <= hops else { break }
      func reach(_ other: Int32) {
        guard distance[Int(other)] == Self.unseen else { return }
        distance[Int(other)] = step
        order.append(other)
      }
      for other in timeless.successors(of: node) { reach(other) }
      if forward {
        for row in payments.paid(by: node) where usable(Int(row)) { reach(payments.to[Int(row)]) }
      } else {
        for row in payments.received(by: node) where usable(Int(row)) {
          reach(payments.from[Int(row)])
        }
      }
    }
    return distance
  }

  private mutating func isAvoided(_ node: Int32) -> Bool {
    guard let hubLimit, !ends.contains(node) else { return false }
    let count = snapshot.neighbourCount(of: node, timeless, over: hubLimit)
    guard count > hubLimit else { return false }
    avoided.insert(Hub(node: node, neighbours: count))
    return true
  }
}

extension Snapshot {
  /// How many distinct nodes a node is joined to by links and payments; 0 without counting where
  /// the records cannot be more than a bound.
  func neighbourCount(of node: Int32, _ timeless: CompressedRows, over bound: Int) -> Int {
    let records =
      timeless.successors(of: node).count + payments.paid(by: node).count
      + payments.received(by: node).count
    guard records > bound else { return 0 }
    var near = Set(timeless.successors(of: node))
    for row in payments.paid(by: node) { near.insert(payments.to[Int(row)]) }
    for row in payments.received(by: node) { near.insert(payments.from[Int(row)]) }
    near.remove(node)
    return near.count
  }
}
