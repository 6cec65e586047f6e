/// The simple paths between two nodes, shortest first, as sequences of nodes: parallel edges make
/// one path. Paths of equal length come in the order of their node numbers.
///
/// For every length in turn a depth-first search goes only where the goal is still within reach
/// (distances to the goal are computed once), so that a path is found without expanding more than
/// its dead ends. A state can be carried along a path and forbid a step: times that must advance.
package struct SimplePaths<State> {
  /// Node sequences with the state at their end.
  package private(set) var paths: [(nodes: [Int32], state: State)] = []
  /// True where these are all simple paths of at most `maxHops`.
  package private(set) var isExhaustive = true

  /// Steps a path has at most, whatever is asked for; what is longer makes it not exhaustive.
  package static var hopLimit: Int { 100 }

  private let rows: CompressedRows
  private let toGoal: [Int32]
  private let goal: Int32
  private let limit: Int
  private var work: Int
  private var onPath: [Bool]
  private var nodes: [Int32] = []

  /// - Parameters:
  ///   - limit: how many paths to find.
  ///   - workLimit: steps tried in all; beyond it the search ends and is not exhaustive.
  ///   - step: the state after going from one node to the next, nil where that is not allowed.
  package init(
    in rows: CompressedRows, from start: Int32, to goal: Int32, limit: Int, maxHops: Int,
    workLimit: Int = 5_000_000, initial: State,
    step: (_ state: State, _ from: Int32, _ to: Int32) -> State?
  ) {
    self.rows = rows
    self.goal = goal
    self.limit = limit
    work = workLimit
    toGoal = Self.reversed(rows).distances(from: goal)
    onPath = [Bool](repeating: false, count: rows.nodeCount)
    let least = Int(toGoal[Int(start)])
    guard start != goal, least >= 0 else { return }
    guard least <= min(maxHops, Self.hopLimit) else {
      isExhaustive = least > maxHops
      return
    }
    let isCutByHops = maxHops > Self.hopLimit && rows.nodeCount > Self.hopLimit + 1
    for length in least...min(maxHops, Self.hopLimit) {
      nodes = [start]
      onPath[Int(start)] = true
      extend(initial, left: length, step)
      onPath[Int(start)] = false
      if !isExhaustive { return }
    }
    if isCutByHops { isExhaustive = false }
  }

  private static func reversed(_ rows: CompressedRows) -> CompressedRows {
    var from: [Int32] = []
    from.reserveCapacity(rows.edgeCount)
    for node in 0..<Int32(rows.nodeCount) {
      for _ in rows.slots(of: node) { from.append(node) }
    }
    return CompressedRows(nodeCount: rows.nodeCount, from: rows.targets, to: from)
  }

  private mutating func extend(
    _ state: State, left: Int, _ step: (State, Int32, Int32) -> State?
  ) {
    guard let node = nodes.last else { return }
    var last: Int32 = -1
    work -= rows.slots(of: node).count / 16
    let fits = rows.successors(of: node).filter { next in
      let distance = toGoal[Int(next)]
      return distance >= 0 && distance < left && !onPath[Int(next)]
        && (next != goal || left == 1)
    }
    for next in fits.sorted() where next != last {
      last = next
      work -= 1
      if work < 0 { isExhaustive = false }
      guard isExhaustive, let state = step(state, node, next) else { continue }
      nodes.append(next)
      if left == 1 {
        if paths.count == limit { isExhaustive = false } else { paths.append((nodes, state)) }
      } else {
        onPath[Int(next)] = true
        extend(state, left: left - 1, step)
        onPath[Int(next)] = false
      }
      nodes.removeLast()
    }
  }
}
