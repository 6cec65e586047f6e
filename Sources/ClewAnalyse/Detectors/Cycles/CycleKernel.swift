/// The depth-first search for cycles below one first payment, on the raw buffers of a `CycleView`.
///
/// Strict: every payment comes after the one before. Windowed: any payment after the first one and
/// in its window may follow, and every time one begins before the one it follows is a turn, of which
/// there are so many and no more.
///
/// Before it goes forward, the search goes back from home for a few hops: it notes by node and
/// number of hops the latest payment with which one can still leave for home, as long as that is
/// cheap. Forward steps that could not come home in the hops left are not taken, and the last
/// payment is not looked for but known.
struct CycleKernel {
  /// Hops before the end for which it is noted when one has to leave: the width of `Latest`.
  private static let levels = 4
  /// Arrivals read for that below one first payment.
  private static let backLimit = 100
  /// Steps to take before it is worth going back at all.
  private static let quick = 512

  let view: CycleView
  private let hops: ClosedRange<Int>
  private let floor: Int64
  private let isWriting: Bool
  private let isWeighted: Bool
  private let isSure: Bool
  private let isWindowed: Bool
  private let turns: Int
  private let slack: Int

  /// Cycles by number of payments.
  private(set) var counts = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)
  /// Those to be written, one after the other: number of payments, then the steps.
  private(set) var found: [Int32] = []
  private(set) var belowFloor = 0
  private(set) var work = 0
  /// The greatest weight that a payment can add.
  var greatest: Int64 = 0

  private var home: Int32 = 0
  private var first: Int32 = 0
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

  /// - Parameter turns: turns besides the one home that every cycle has; nil for strict cycles.
  init(
    _ view: CycleView, hops: ClosedRange<Int>, turns: Int?, floor: Int64, isWriting: Bool
  ) {
    self.view = view
    isWindowed = turns != nil
    self.turns = turns ?? 0
    // Where the last payment and the first begin together, coming home is no turn.
    slack = isWindowed && !view.ranks.isEmpty ? 1 : 0
    self.hops = hops
    self.floor = floor
    self.isWriting = isWriting
    isWeighted = !view.weights.isEmpty
    isSure = !isWindowed && !view.sure.isEmpty
  }

  /// What was found, handed out and forgotten.
  mutating func takeFound() -> [Int32] {
    defer { found.removeAll(keepingCapacity: true) }
    return found
  }

  // MARK: Below one first payment

  /// Finds all cycles below a first payment or, where that takes too much work, none; or, when told
  /// to, those of as many payments as the work allows.
  ///
  /// - Returns: up to how many payments all cycles were found.
  mutating func search(
    below slot: Int32, from home: Int32, upTo limit: Int32, workLimit: Int, mask: CycleMask?,
    deepens: Bool
  ) -> Int {
    self.home = home
    self.limit = limit
    first = view.slots[Int(slot)].step
    knownLevels = 0
    isKnownWhole = false
    let begin = work
    let most = hops.upperBound
    if attempt(slot, most: most, only: nil, min(workLimit, Self.quick), mask) { return most }
    let root = view.slots[Int(slot)]
    noteWaysHome(after: first)
    defer { forgetWaysHome() }
    guard isInTime(root, most - 1) else { return most }
    // What a search of all takes where it does not end is as well spent on the shorter cycles.
    let whole = workLimit - (work - begin)
    let half = deepens ? whole / 2 : whole
    if half > Self.quick, attempt(slot, most: most, only: nil, half, mask) { return most }
    var complete = 1
    while deepens, complete + 1 < most {
      let left = workLimit + Self.quick - (work - begin)
      guard attempt(slot, most: complete + 1, only: complete + 1, left, mask) else { break }
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
    stack[1] = frame(root, after: 0, turns + slack)
    if maxHops == 2, knownLevels > 0 {
      close(depth: 1)
      return true
    }
    view.isOnPath[Int(slots[Int(root)].target)] = true
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
      var turnsLeft = 0
      if isWindowed {
        turnsLeft = stack[depth].turns - turn(from: stack[depth].step, to: slot.step)
        if turnsLeft < 0 { continue }
      }
      if let mask, !mask.allows(slot.step, turnsLeft) { continue }
      if isSure, at < stack[depth].sure, !view.isStated(slot.step, after: stack[depth].step) {
        continue
      }
      if slot.target == home {
        record(depth + 1, closing: at, turnsLeft)
        continue
      }
      let left = maxHops - depth - 1
      guard slot.nextStep <= limit || isWindowed, left > 0, isInTime(slot, left),
        !view.isOnPath[Int(slot.target)]
      else { continue }
      if isWeighted {
        let gained = stack[depth].weight + Int64(view.weights[Int(at)])
        if gained + Int64(left) * greatest < floor { continue }
      }
      stack[depth + 1] = frame(at, after: depth, turnsLeft)
      if left == 1, knownLevels > 0 {
        close(depth: depth + 1)
      } else {
        depth += 1
        view.isOnPath[Int(slot.target)] = true
      }
    }
    return true
  }

  private func frame(_ at: Int32, after depth: Int, _ turnsLeft: Int) -> CycleView.Frame {
    let slot = view.slots[Int(at)]
    var frame = CycleView.Frame(
      cursor: slot.next, sure: isSure ? view.sure[Int(at)] : 0, node: slot.target, step: slot.step)
    if isWindowed {
      frame.turns = turnsLeft
      if turnsLeft + slack > 0 { frame.cursor = firstSlot(of: slot.target, before: slot.next) }
    }
    if isWeighted { frame.weight = view.stack[depth].weight + Int64(view.weights[Int(at)]) }
    return frame
  }

  /// The first slot of a node's list in the window.
  private func firstSlot(of node: Int32, before end: Int32) -> Int32 {
    var (low, high) = (view.starts[Int(node)], end)
    while low < high {
      let middle = (low + high) / 2
      if view.slots[Int(middle)].step <= first { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// 1 where a payment begins before the one it follows, or stands before it in one source.
  @inline(__always)
  private func turn(from step: Int32, to next: Int32) -> Int {
    guard next < step else { return 0 }
    guard slack > 0, view.ranks[Int(next)] == view.ranks[Int(step)] else { return 1 }
    return view.sources[Int(next)] == view.sources[Int(step)] ? 1 : 0
  }

  /// Writes the cycles that a path makes with one payment more.
  private mutating func close(depth: Int) {
    let frame = view.stack[depth]
    var next = view.closer[Int(frame.node)]
    while next >= 0 {
      let (slot, before) = closers[Int(next)]
      if slot < frame.cursor { break }
      next = before
      let step = view.slots[Int(slot)].step
      if isWindowed {
        let left = frame.turns - turn(from: frame.step, to: step)
        if left >= 0 { record(depth + 1, closing: slot, left) }
      } else if !isSure || slot >= frame.sure || view.isStated(step, after: frame.step) {
        record(depth + 1, closing: slot, 0)
      }
    }
  }

  private mutating func record(_ payments: Int, closing slot: Int32, _ turnsLeft: Int) {
    if let only, only != payments { return }
    if slack > 0, turnsLeft + 1 < slack + turn(from: view.slots[Int(slot)].step, to: first) {
      return
    }
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
      view.latest[node] = CycleView.Latest(repeating: isWindowed ? .max : arrival.step)
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
          if arrival.step >= until || arrival.step > limit { break }
          read += 1
          if read > Self.backLimit { return }
          guard arrival.payer != home else { continue }
          improve(arrival, level)
        }
      }
      knownLevels += 1
    }
    isKnownWhole = frontier.isEmpty
  }

  private mutating func improve(_ arrival: CycleGraph.Arrival, _ level: Int) {
    let node = Int(arrival.payer)
    let known = view.latest[node]
    let step = isWindowed ? .max : arrival.step
    guard known[level] < step else { return }
    if known[level] < 0 { note(arrival.payer) }
    if known[level] == known[level - 1] { frontier.append(arrival.payer) }
    for later in level..<Self.levels { view.latest[node][later] = step }
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
  /// Words from the marks for some turns left to those for one more.
  let stride: Int
  /// The word and bit of the first payer.
  let word: Int
  let bit: UInt64

  @inline(__always)
  func allows(_ step: Int32, _ turnsLeft: Int) -> Bool {
    words[turnsLeft * stride + Int(step - base) * 8 + word] & bit != 0
  }
}
