import ClewGraph

/// Finds simple paths on which payments can follow each other, inside bounds, in the order of their
/// node numbers.
///
/// A depth-first search that goes only where some walk can still reach the goal in time: for every
/// node and number of steps left, one backward sweep over the payments inside the bounds gives the
/// last moment by which money must have come (label correcting by rounds, after Bellman 1958). What
/// is left of dead ends are walks that would come back to the path.
struct TimedPathSearch {
  /// What a path may have at most, and each of its payments at least.
  struct Bounds {
    var hops: Int
    var least: Int128
    /// The last payment ends no later.
    var latest: Int64

    /// Whether a payment can take part at all.
    func admits(_ edge: Int, _ arena: PathArena) -> Bool {
      arena.amounts[edge] >= least && arena.lo[edge] <= latest
    }
  }

  let arena: PathArena
  let order: PathQuestion.Order
  let window: Int64?
  /// Payments that may still be looked at; below 0 the search has ended early.
  private(set) var work: Int
  /// True where a path was given up whose payments fit in too many ways.
  private(set) var hasGivenUp = false

  var isCut: Bool { work < 0 || hasGivenUp }

  private var bounds: Bounds
  private var limit = 0
  private var known: Set<[Int32]> = []
  private var found: [[Int32]] = []
  /// Payments that may take part, ascending; of those the ones inside the bounds, by payer.
  private var base: [Int32]
  private var edges: [Int32] = []
  private var starts: [Int32] = []
  /// Nodes that a step leads out of.
  private var busy: [Int32] = []
  /// `due[left * nodes + n]`: the last moment by which money must have come to n for the goal to be
  /// reached over at least one more payment and at most `left` steps.
  private var due: [Int64] = []
  /// Where there is a window.
  private var ends: EarliestEnds?
  private var onPath: [Bool]
  private var nodes: [Int32] = []

  init(_ arena: PathArena, _ order: PathQuestion.Order, window: Int64?, work: Int) {
    self.arena = arena
    self.order = order
    self.window = window
    self.work = work
    bounds = Bounds(hops: 0, least: 0, latest: 0)
    base = (0..<Int32(arena.count)).map { $0 }
    ends = window == nil ? nil : EarliestEnds(arena, isCertain: order == .certain)
    onPath = [Bool](repeating: false, count: arena.nodeCount)
  }

  /// The first paths inside the bounds by node numbers, without those already known.
  mutating func paths(
    within bounds: Bounds, limit: Int, except known: Set<[Int32]>
  ) -> [[Int32]] {
    guard !arena.isEmpty, limit > 0, work >= 0 else { return [] }
    self.bounds = bounds
    self.limit = limit
    self.known = known
    found = []
    activate()
    sweep()
    ends?.sweep(bounds)
    nodes = [arena.start]
    onPath[Int(arena.start)] = true
    extend(nil, left: bounds.hops)
    onPath[Int(arena.start)] = false
    return found
  }

  /// Forgets payments that no tighter bounds admit.
  mutating func narrow(to bounds: Bounds) {
    base.removeAll { !bounds.admits(Int($0), arena) }
    ends?.narrow(to: bounds)
  }

  /// Gathers the payments inside the bounds.
  private mutating func activate() {
    edges = base.filter { bounds.admits(Int($0), arena) }
    starts = [Int32](repeating: 0, count: arena.nodeCount + 1)
    busy.removeAll(keepingCapacity: true)
    for edge in edges {
      let payer = arena.payers[Int(edge)]
      if starts[Int(payer) + 1] == 0 { busy.append(payer) }
      starts[Int(payer) + 1] += 1
    }
    for node in 0..<arena.nodeCount { starts[node + 1] += starts[node] }
    if arena.links.edgeCount > 0 { busy = (0..<Int32(arena.nodeCount)).map { $0 } }
  }

  /// Fills `due` by rounds: O(steps × (payments + links)).
  private mutating func sweep() {
    let count = arena.nodeCount
    due = [Int64](repeating: .min, count: (bounds.hops + 1) * count)
    guard bounds.hops > 0 else { return }
    for left in 1...bounds.hops {
      let (here, before) = (left * count, (left - 1) * count)
      for node in busy where node != arena.goal {
        var latest = due[before + Int(node)]
        for slot in Int(starts[Int(node)])..<Int(starts[Int(node) + 1]) {
          let edge = Int(edges[slot])
          guard arena.hi[edge] > latest else { continue }
          let to = Int(arena.targets[edge])
          if arena.lo[edge] <= due[before + to] || isLast(edge, at: to, left: left - 1) {
            latest = arena.hi[edge]
          }
        }
        for slot in arena.links.slots(of: node) {
          latest = max(latest, due[before + Int(arena.links.targets[slot])])
        }
        due[here + Int(node)] = latest
      }
    }
  }

  /// Whether a payment to a node can be the last of a path.
  private func isLast(_ edge: Int, at node: Int, left: Int) -> Bool {
    arena.linkHops[node] <= Int32(left) && arena.hi[edge] <= bounds.latest
  }

  private func leadsOn(_ edge: Int, at node: Int, left: Int) -> Bool {
    arena.lo[edge] <= due[left * arena.nodeCount + node] || isLast(edge, at: node, left: left)
  }

  private var isDone: Bool { found.count >= limit || work < 0 }

  /// Goes on from the last node of the path; payees and linked nodes together, ascending.
  private mutating func extend(_ front: PaymentFront?, left: Int) {
    guard left > 0, let node = nodes.last, !isDone else { return }
    var slot = Int(starts[Int(node)])
    let end = Int(starts[Int(node) + 1])
    var link = arena.links.slots(of: node)
    while slot < end || !link.isEmpty {
      let payee = slot < end ? arena.targets[Int(edges[slot])] : .max
      let linked = link.isEmpty ? .max : arena.links.targets[link.lowerBound]
      let next = min(payee, linked)
      let group = slot
      while slot < end, arena.targets[Int(edges[slot])] == next { slot += 1 }
      if linked == next { link.removeFirst() }
      work -= 1 + (slot - group)
      guard !isDone else { return }
      guard !onPath[Int(next)] else { continue }
      if linked == next {
        if let through = crossed(front, to: next, left: left - 1) { visit(next, through, left) }
      } else if let paid = paid(front, group..<slot, to: next, left: left - 1) {
        visit(next, paid, left)
      }
    }
  }

  private mutating func visit(_ next: Int32, _ front: PaymentFront?, _ left: Int) {
    nodes.append(next)
    if next == arena.goal {
      accept()
    } else {
      onPath[Int(next)] = true
      extend(front, left: left - 1)
      onPath[Int(next)] = false
    }
    nodes.removeLast()
  }

  /// The front after a link; nil where nothing leads on. The outer optional says whether to go on,
  /// the inner one is nil before the first payment.
  private func crossed(_ front: PaymentFront?, to next: Int32, left: Int) -> PaymentFront?? {
    let node = Int(next)
    guard var front else {
      let isOpen = due[left * arena.nodeCount + node] > .min
      return isOpen ? .some(nil) : nil
    }
    front.entries.removeAll { !leadsOn($0.edge, at: node, left: left) }
    return front.entries.isEmpty ? nil : .some(front)
  }

  private mutating func paid(
    _ front: PaymentFront?, _ group: Range<Int>, to next: Int32, left: Int
  ) -> PaymentFront? {
    let isCertain = order == .certain
    let begun = front?.entries.reduce(Int64.min) { max($0, $1.start) }
    var open: [Int] = []
    for slot in group {
      let edge = Int(edges[slot])
      guard leadsOn(edge, at: Int(next), left: left) else { continue }
      if let ends, let window {
        let start = begun ?? (isCertain ? arena.lo[edge] : arena.hi[edge])
        guard ends.fits(edge, left: left, start: start, window: window) else { continue }
      }
      open.append(edge)
    }
    guard !open.isEmpty else { return nil }
    // A front costs about as much as ten payments that are passed over.
    work -= 10 * (open.count + (front?.entries.count ?? 0))
    var new =
      front?.advanced(over: open, in: arena, isCertain: isCertain, window: window)
      ?? PaymentFront(first: open, in: arena, isCertain: isCertain)
    if let ends, let window {
      new.entries.removeAll { !ends.fits($0.edge, left: left, start: $0.start, window: window) }
    }
    return new.entries.isEmpty ? nil : new
  }

  private mutating func accept() {
    guard !known.contains(nodes) else { return }
    let chain = PaymentChain(arena: arena, order: order, window: window)
      .find(nodes, least: bounds.least, latest: bounds.latest)
    guard let chain else { return }
    if chain.isExact { found.append(nodes) } else { hasGivenUp = true }
  }
}
