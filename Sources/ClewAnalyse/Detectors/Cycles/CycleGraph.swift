import ClewModel

/// The payments of one search laid out for it: admitted edges numbered anew in time order ("steps"),
/// and beside each payer's list, in list order, all that a depth-first search reads ("slots").
///
/// Every list ends in an end mark, a slot of a step number beyond all others, so that a search that
/// runs off a list stops as it does at the end of the window.
struct CycleGraph: Sendable {
  /// One payment in its payer's list.
  struct Slot {
    var step: Int32
    var target: Int32
    /// First slot in the target's list that can come after this payment, and its step.
    var next: Int32
    var nextStep: Int32
  }

  /// One payment in its payee's list.
  struct Arrival {
    var step: Int32
    var payer: Int32
    var slot: Int32
  }

  static let end = Int32.max

  /// Edge of the index by step; nil where all edges are searched and both are the same.
  private let edges: [Int32]?
  private(set) var from: [Int32] = []
  private(set) var to: [Int32] = []
  /// By step.
  private(set) var slotOf: [Int32] = []
  private(set) var slots: [Slot] = []
  /// Slots of node n, its end mark last: `starts[n]..<starts[n + 1]`.
  private(set) var starts: [Int32] = []
  /// By slot: the first slot of the target's list that lies wholly later; those from `next` to there
  /// need one source that states the order. Empty where no step needs that.
  private(set) var sure: [Int32] = []
  /// Payments to node n by time: `arrivals[arrivalStarts[n]..<arrivalStarts[n + 1]]`.
  private(set) var arrivals: [Arrival] = []
  private(set) var arrivalStarts: [Int32] = []
  /// By step: where it stands among the arrivals.
  private(set) var arrivalOf: [Int32] = []
  /// By step: the first step that can come after it, and the next one that pays its payer.
  private(set) var onward: [Int32] = []
  private(set) var nextInto: [Int32] = []
  /// By step: the last step in the window that it opens.
  private(set) var last: [Int32] = []
  /// By slot; empty where no weights were given.
  private(set) var weights: [Int32] = []
  /// By step, where an order of overlapping times has to be looked up, else empty: the source, the
  /// row in it, and the number of the start of its time among all that differ.
  private(set) var sources: [Int32] = []
  private(set) var rows: [Int32] = []
  private(set) var ranks: [Int32] = []

  var count: Int { from.count }
  var nodeCount: Int { starts.count - 1 }

  /// O(edges + nodes) time and space; O(log edges) more for a payment whose time overlaps the next.
  init(_ search: CycleSearch) {
    let index = search.index
    let kept = search.admits.map { admits in
      (0..<Int32(index.count)).filter { Int($0) < admits.count && admits[Int($0)] }
    }
    edges = kept
    from = Self.take(index.from, kept)
    to = Self.take(index.to, kept)
    let lo = Self.take(index.lo, kept)
    let hi = Self.take(index.hi, kept)
    findSources(index, lo, hi)
    findWindows(lo, search.window)
    fillSlots(nodeCount: index.nodeCount)
    fillArrivals(nodeCount: index.nodeCount)
    link(lo, hi, search.order == .windowed ? .stated : search.times)
    if let given = search.weights { weigh(given) }
    precondition(isSound, "a search stays inside its lists")
  }

  private static func take<Value>(_ column: [Value], _ kept: [Int32]?) -> [Value] {
    kept.map { $0.map { column[Int($0)] } } ?? column
  }

  /// The edge of the index.
  func edge(of step: Int32) -> Int32 { edges.map { $0[Int(step)] } ?? step }

  /// Keeps sources and rows unless times overlap only where one source states all of them and they
  /// begin together: then the number of the step is the order.
  private mutating func findSources(_ index: FlowIndex, _ lo: [Int64], _ hi: [Int64]) {
    var (latest, latestBefore) = (Int64.min, Int64.min)
    var (overlaps, apart) = (false, false)
    for step in lo.indices {
      if step > 0, lo[step] > lo[step - 1] { latestBefore = latest }
      if lo[step] <= latest { overlaps = true }
      if lo[step] <= latestBefore { apart = true }
      latest = max(latest, hi[step])
    }
    guard overlaps else { return }
    let all = lo.indices.map { index.source(of: Int(edge(of: Int32($0)))) }
    guard apart || all.contains(where: { $0 != all[0] }) else { return }
    sources = all
    rows = lo.indices.map { index.rows[Int(edge(of: Int32($0)))] }
    ranks.reserveCapacity(lo.count)
    for step in lo.indices {
      let isNew = step > 0 && lo[step] > lo[step - 1]
      ranks.append((ranks.last ?? 0) + (isNew ? 1 : 0))
    }
  }

  private mutating func findWindows(_ lo: [Int64], _ window: Int64) {
    last = [Int32](repeating: 0, count: lo.count)
    var end = 0
    for step in lo.indices {
      let (limit, overflow) = lo[step].addingReportingOverflow(window)
      let bound = overflow ? Int64.max : limit
      while end < lo.count, lo[end] <= bound { end += 1 }
      last[step] = Int32(end - 1)
    }
  }

  private mutating func fillSlots(nodeCount: Int) {
    starts = [Int32](repeating: 0, count: nodeCount + 1)
    for node in from { starts[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { starts[node + 1] += starts[node] + 1 }
    let mark = Slot(step: Self.end, target: 0, next: 0, nextStep: Self.end)
    slots = [Slot](repeating: mark, count: count + nodeCount)
    slotOf = [Int32](repeating: 0, count: count)
    var free = starts
    for step in from.indices {
      let node = Int(from[step])
      let slot = free[node]
      free[node] = slot + 1
      slotOf[step] = slot
      slots[Int(slot)].step = Int32(step)
      slots[Int(slot)].target = to[step]
    }
  }

  private mutating func fillArrivals(nodeCount: Int) {
    arrivalStarts = [Int32](repeating: 0, count: nodeCount + 1)
    for node in to { arrivalStarts[Int(node) + 1] += 1 }
    for node in 0..<nodeCount { arrivalStarts[node + 1] += arrivalStarts[node] }
    arrivals = [Arrival](repeating: Arrival(step: 0, payer: 0, slot: 0), count: count)
    arrivalOf = [Int32](repeating: 0, count: count)
    var free = arrivalStarts
    for step in to.indices {
      let node = Int(to[step])
      arrivals[Int(free[node])] = Arrival(
        step: Int32(step), payer: from[step], slot: slotOf[step])
      arrivalOf[step] = free[node]
      free[node] += 1
    }
  }

  /// One backward sweep: when a step is met, the first later slot of every list is known.
  private mutating func link(_ lo: [Int64], _ hi: [Int64], _ times: CycleSearch.Times) {
    onward = [Int32](repeating: Self.end, count: count)
    nextInto = onward
    var paid = [Int32](repeating: Self.end, count: nodeCount)
    var open = starts.dropFirst().map { $0 - 1 }
    if times == .stated, !sources.isEmpty { sure = [Int32](repeating: 0, count: slots.count) }
    for step in from.indices.reversed() {
      let (payer, payee) = (Int(from[step]), Int(to[step]))
      let slot = Int(slotOf[step])
      nextInto[step] = paid[payer]
      paid[payee] = Int32(step)
      var next = open[payee]
      if times == .increasing || !sure.isEmpty {
        let later = firstLater(than: hi[step], in: next..<starts[payee + 1], lo)
        if times == .increasing { next = later } else { sure[slot] = later }
      }
      slots[slot].next = next
      slots[slot].nextStep = slots[Int(next)].step
      onward[step] = slots[Int(next)].step
      open[payer] = Int32(slot)
    }
  }

  /// The first slot of a list, from a given one on, that begins after a second, or its end mark.
  private func firstLater(than second: Int64, in list: Range<Int32>, _ lo: [Int64]) -> Int32 {
    func isLater(_ slot: Int32) -> Bool {
      let step = slots[Int(slot)].step
      return step == Self.end || lo[Int(step)] > second
    }
    guard !isLater(list.lowerBound) else { return list.lowerBound }
    var (low, high) = (list.lowerBound + 1, list.upperBound - 1)
    while low < high {
      let middle = (low + high) / 2
      if isLater(middle) { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private mutating func weigh(_ given: [Int32]) {
    weights = [Int32](repeating: 0, count: slots.count)
    for step in from.indices {
      let edge = Int(edge(of: Int32(step)))
      if edge < given.count { weights[Int(slotOf[step])] = given[edge] }
    }
  }

  /// What the unsafe kernels rely on: every node and slot number is in range, and every list ends in
  /// an end mark.
  private var isSound: Bool {
    let nodes = UInt32(nodeCount)
    let all = UInt32(slots.count)
    let inside = slots.allSatisfy {
      UInt32(bitPattern: $0.target) < max(nodes, 1) && UInt32(bitPattern: $0.next) < max(all, 1)
    }
    let marked = starts.dropFirst().allSatisfy { slots[Int($0) - 1].step == Self.end }
    let paid = arrivals.allSatisfy { UInt32(bitPattern: $0.payer) < max(nodes, 1) }
    return inside && marked && paid && sure.allSatisfy { UInt32(bitPattern: $0) < max(all, 1) }
  }
}
