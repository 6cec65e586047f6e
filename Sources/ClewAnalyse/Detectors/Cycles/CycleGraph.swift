import ClewGraph
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
  var slotOf: [Int32] = []
  var slots: [Slot] = []
  /// Slots of node n, its end mark last: `starts[n]..<starts[n + 1]`.
  var starts: [Int32] = []
  /// By slot: the first slot of the target's list that lies wholly later; those from `next` to there
  /// need one source that states the order. Empty where no step needs that.
  private(set) var sure: [Int32] = []
  /// Payments to node n by time: `arrivals[arrivalStarts[n]..<arrivalStarts[n + 1]]`.
  var arrivals: [Arrival] = []
  var arrivalStarts: [Int32] = []
  /// By step: the first step that can come after it, and the next one that pays its payer.
  var onward: [Int32] = []
  var nextInto: [Int32] = []
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
    link(nodeCount: index.nodeCount)
    part(lo, hi, search.order == .windowed ? .stated : search.times)
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
    guard overlaps, apart || index.payments.sourceIDs.count > 1 else { return }
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

  /// Finds where the list after every payment becomes wholly later, if not at once.
  private mutating func part(_ lo: [Int64], _ hi: [Int64], _ times: CycleSearch.Times) {
    guard times == .increasing || !sources.isEmpty else { return }
    if times == .stated { sure = slots.map(\.next) }
    var later = count
    for step in lo.indices.reversed() {
      if step + 1 < count, lo[step + 1] > lo[step] { later = step + 1 }
      let first = hi[step] == lo[step] ? later : Int(Self.firstLater(than: hi[step], lo))
      guard Int(onward[step]) < first else { continue }
      let slot = Int(slotOf[step])
      let list = slots[slot].next..<starts[Int(to[step]) + 1]
      let jump = firstSlot(from: Int32(first), in: list)
      if times == .stated {
        sure[slot] = jump
      } else {
        slots[slot].next = jump
        slots[slot].nextStep = slots[Int(jump)].step
        onward[step] = slots[slot].nextStep
      }
    }
  }

  /// The first step that begins after a second.
  private static func firstLater(than second: Int64, _ lo: [Int64]) -> Int32 {
    var (low, high) = (0, lo.count)
    while low < high {
      let middle = (low + high) / 2
      if lo[middle] <= second { low = middle + 1 } else { high = middle }
    }
    return Int32(low)
  }

  /// The first slot of a list from a step on, or its end mark.
  private func firstSlot(from step: Int32, in list: Range<Int32>) -> Int32 {
    var (low, high) = (list.lowerBound, list.upperBound - 1)
    while low < high {
      let middle = (low + high) / 2
      if slots[Int(middle)].step < step { low = middle + 1 } else { high = middle }
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
