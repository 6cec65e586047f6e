/// The depth-first search for strict cycles below one first payment, on the raw buffers of a
/// `CycleView`.
///
/// Before it goes forward, the search goes back from home for a few hops: it notes by node and
/// number of hops the latest payment with which one can still leave for home, as long as that is
/// cheap. Forward steps that could not come home in the hops left are not taken, and the last
/// payment is not looked for but known.
struct CycleKernel {
  /// Hops before the end for which it is noted when one has to leave: the width of `Latest`.
  private static let levels = 4
  /// Arrivals read for that below one first payment.
  private static let backLimit = 1000

  let view: CycleView
  private let hops: ClosedRange<Int>
  private let floor: Int64
  private let isWriting: Bool
  private let isWeighted: Bool
  private let isSure: Bool

  /// Cycles by number of payments.
  private(set) var counts = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)
  /// Those to be written, one after the other: number of payments, then the steps.
  private(set) var found: [Int32] = []
  private(set) var belowFloor = 0
  private(set) var work = 0
  /// The greatest weight that a payment can add.
  var greatest: Int64 = 0

  private var home: Int32 = 0
  private var limit: Int32 = 0
  private var maxHops = 0
  /// Only cycles of so many payments are taken; nil for all.
  private var only: Int?
  private var workLeft = 0
  private var closers: [(slot: Int32, before: Int32)] = []
  private var noted: [Int32] = []
  private var frontier: [Int32] = []
  private var knownLevels = 0
  /// True where nothing lies beyond the levels noted.
  private var isKnownWhole = false

  init(_ view: CycleView, hops: ClosedRange<Int>, floor: Int64, isWriting: Bool) {
    self.view = view
    self.hops = hops
    self.floor = floor
    self.isWriting = isWriting
    isWeighted = !view.weights.isEmpty
    isSure = !view.sure.isEmpty
  }

  /// What was found, handed out and forgotten.
  mutating func takeFound() -> [Int32] {
    defer { found.removeAll(keepingCapacity: true) }
    return found
  }

  // MARK: Below one first payment

  /// Finds all cycles below a first payment; where that takes too much work, those of as many
  /// payments as it allows.
  ///
  /// - Returns: up to how many payments all cycles were found.
  mutating func search(
    below slot: Int32, from home: Int32, upTo limit: Int32, workLimit: Int, mask: CycleMask?
  ) -> Int {
    self.home = home
    self.limit = limit
    let root = view.slots[Int(slot)]
    noteWaysHome(after: root.step)
    defer { forgetWaysHome() }
    guard isInTime(root, hops.upperBound - 1) else { return hops.upperBound }
    if attempt(slot, most: hops.upperBound, only: nil, workLimit, mask) { return hops.upperBound }
    var complete = 1
    while complete + 1 < hops.upperBound,
      attempt(slot, most: complete + 1, only: complete + 1, workLimit, mask)
    {
      complete += 1
    }
    return complete
  }

  /// One search to a depth; what it found is dropped again where it does not come to its end.
  private mutating func attempt(
    _ slot: Int32, most: Int, only: Int?, _ workLimit: Int, _ mask: CycleMask?
  ) -> Bool {
    let before = (found.count, counts, belowFloor)
    maxHops = most
    self.only = only
    workLeft = workLimit
    let isWhole = descend(from: slot, mask)
    work += workLimit - workLeft
    if !isWhole {
      found.removeLast(found.count - before.0)
      (counts, belowFloor) = (before.1, before.2)
    }
    return isWhole
  }

  /// - Returns: false where the work ran out.
  private mutating func descend(from root: Int32, _ mask: CycleMask?) -> Bool {
    let stack = view.stack
    let slots = view.slots
    let first = slots[Int(root)]
    stack[1] = frame(root, after: 0)
    if maxHops == 2, knownLevels > 0 {
      close(depth: 1)
      return true
    }
    view.isOnPath[Int(first.target)] = true
    var depth = 1
    while depth > 0 {
      let at = stack[depth].cursor
      let slot = slots[Int(at)]
      if slot.step > limit {
        view.isOnPath[Int(stack[depth].node)] = false
        depth -= 1
        continue
      }
      stack[depth].cursor = at + 1
      workLeft -= 1
      if workLeft < 0 {
        for open in 1...depth { view.isOnPath[Int(stack[open].node)] = false }
        return false
      }
      if let mask, !mask.allows(slot.step) { continue }
      if isSure, at < stack[depth].sure, !view.isStated(slot.step, after: stack[depth].step) {
        continue
      }
      if slot.target == home {
        record(depth + 1, closing: at)
        continue
      }
      let left = maxHops - depth - 1
      guard slot.nextStep <= limit, left > 0, isInTime(slot, left),
        !view.isOnPath[Int(slot.target)]
      else { continue }
      if isWeighted {
        let gained = stack[depth].weight + Int64(view.weights[Int(at)])
        if gained + Int64(left) * greatest < floor { continue }
      }
      stack[depth + 1] = frame(at, after: depth)
      if left == 1, knownLevels > 0 {
        close(depth: depth + 1)
      } else {
        depth += 1
        view.isOnPath[Int(slot.target)] = true
      }
    }
    return true
  }

  private func frame(_ at: Int32, after depth: Int) -> CycleView.Frame {
    let slot = view.slots[Int(at)]
    var frame = CycleView.Frame(
      cursor: slot.next, sure: isSure ? view.sure[Int(at)] : 0, node: slot.target, step: slot.step)
    if isWeighted { frame.weight = view.stack[depth].weight + Int64(view.weights[Int(at)]) }
    return frame
  }

  /// Writes the cycles that a path makes with one payment more.
  private mutating func close(depth: Int) {
    let frame = view.stack[depth]
    var next = view.closer[Int(frame.node)]
    while next >= 0 {
      let (slot, before) = closers[Int(next)]
      if slot < frame.cursor { break }
      let step = view.slots[Int(slot)].step
      if !isSure || slot >= frame.sure || view.isStated(step, after: frame.step) {
        record(depth + 1, closing: slot)
      }
      next = before
    }
  }

  private mutating func record(_ payments: Int, closing slot: Int32) {
    if let only, only != payments { return }
    counts[payments] += 1
    guard isWriting, hops.contains(payments) else { return }
    if isWeighted {
      let weight = view.stack[payments - 1].weight + Int64(view.weights[Int(slot)])
      guard weight >= floor else {
        belowFloor += 1
        return
      }
    }
    found.append(Int32(payments))
    for depth in 1..<payments { found.append(view.stack[depth].step) }
    found.append(view.slots[Int(slot)].step)
  }

  // MARK: Ways home

  @inline(__always)
  private func isInTime(_ slot: CycleGraph.Slot, _ left: Int) -> Bool {
    guard left <= knownLevels || isKnownWhole else { return true }
    return view.latest[Int(slot.target)][min(left, knownLevels) - 1] > slot.step
  }

  /// Notes the latest steps home, level by level, and the payments that end there.
  private mutating func noteWaysHome(after root: Int32) {
    let arrivals = view.arrivals
    var read = 0
    knownLevels = 1
    isKnownWhole = false
    let homecoming = arrivals[arrivalsAfter(root, at: home)]
    let tooMany = homecoming.startIndex + Self.backLimit
    if tooMany < homecoming.endIndex, arrivals[tooMany].step <= limit {
      knownLevels = 0
      return
    }
    for arrival in homecoming {
      if arrival.step > limit { break }
      let node = Int(arrival.payer)
      if view.closer[node] < 0 { note(arrival.payer) }
      closers.append((arrival.slot, view.closer[node]))
      view.closer[node] = Int32(closers.count - 1)
      view.latest[node] = CycleView.Latest(repeating: arrival.step)
    }
    frontier = noted
    for level in 1..<Self.levels {
      guard !frontier.isEmpty else {
        isKnownWhole = true
        return
      }
      let reached = frontier
      frontier.removeAll(keepingCapacity: true)
      for node in reached {
        let until = view.latest[Int(node)][level - 1]
        for arrival in arrivals[arrivalsAfter(root, at: node)] {
          if arrival.step >= until { break }
          read += 1
          guard arrival.payer != home else { continue }
          improve(arrival, level)
        }
        if read > Self.backLimit { return }
      }
      knownLevels += 1
    }
    isKnownWhole = frontier.isEmpty
  }

  private mutating func improve(_ arrival: CycleGraph.Arrival, _ level: Int) {
    let node = Int(arrival.payer)
    let known = view.latest[node]
    guard known[level] < arrival.step else { return }
    if known[level] < 0 { note(arrival.payer) }
    if known[level] == known[level - 1] { frontier.append(arrival.payer) }
    for later in level..<Self.levels { view.latest[node][later] = arrival.step }
  }

  private mutating func note(_ node: Int32) { noted.append(node) }

  private mutating func forgetWaysHome() {
    for node in noted {
      view.latest[Int(node)] = CycleView.Latest(repeating: -1)
      view.closer[Int(node)] = -1
    }
    noted.removeAll(keepingCapacity: true)
    closers.removeAll(keepingCapacity: true)
  }

  /// The arrivals at a node after a step.
  private func arrivalsAfter(_ step: Int32, at node: Int32) -> Range<Int> {
    let end = Int(view.arrivalStarts[Int(node) + 1])
    var (low, high) = (Int(view.arrivalStarts[Int(node)]), end)
    while low < high {
      let middle = (low + high) / 2
      if view.arrivals[middle].step <= step { low = middle + 1 } else { high = middle }
    }
    return low..<end
  }
}

/// Which payments still lead back to one first payer, as a sweep marked them.
struct CycleMask {
  let words: UnsafeBufferPointer<UInt64>
  /// The step of the first row of marks.
  let base: Int32
  /// The word and bit of the first payer.
  let word: Int
  let bit: UInt64

  @inline(__always)
  func allows(_ step: Int32) -> Bool { words[Int(step - base) * 8 + word] & bit != 0 }
}
