import ClewModel

/// Pushes the share of one end after the other down through the graph, and finds where it passes.
///
/// The state of an owner is y, what was handed on, and r, what lies at companies not handed on, with
/// x = y + Σᵢ r(i) N[i, ·] exactly. So y(t) + r(t) is a lower bound of x(t), and the error is at most
/// both of these:
/// - τ ω(t), where r(i) <= τ q(i) for all i, with q(i) = (e(i) + 1/D) / 2, e(i) the part of column i
///   that companies do not hold. As Σ e(i) N[i, t] = 1 and Σ N[i, t] <= W(t), ω = (1 + W/D) / 2.
/// - Σ r(i) n(i), as N[i, t] <= N[i, i] <= n(i): W(i) in a ring, one elsewhere.
/// Both need columns of at most 100 %; with a column above, q(i) = 1/D, ω = W/D, and no second.
/// Doubles round every edge by less than 2^-51: the bounds are widened by that for each push.
struct OwnerPush {
  private let graph: OwnershipGraph
  private let threshold: ShareThreshold
  private let limit: Double
  private(set) var rows: [OwnersOver.Row] = []
  private(set) var settledExactly = 0
  private(set) var unsettled = 0
  private(set) var pushes = 0

  /// By position in `graph.held`.
  private let share: [Double]
  /// By company: what may be cut for τ = 1; and ω. Both -1 where nothing is bounded.
  private let cut: [Float]
  private let omega: [Float]
  private var handed: [Double]
  private var left: [Double]
  private var isQueued: [Bool]
  private var touched: [Int32] = []
  private var heap = RankHeap()
  private var queue: [Int32] = []
  private var tau = 0.0
  private var ownPushes = 0
  /// Companies beyond which nothing is bounded.
  private var open: [Int32] = []
  private var marks: RankMarks
  /// What the owner at hand reaches, once it is asked for.
  private var reach: RankMarks
  private var reachIsKnown = false

  /// Pushes for one owner after which what is unsettled is compared exactly.
  private static let pushLimit = 30_000_000
  /// The finest cut, as a part of the threshold; what is open then is compared exactly.
  private static let leastTau = 1e-8
  /// Owners up to which a company's whole part of the graph is compared.
  private static let fewOwners = 256
  /// A value as close below the threshold as this part of it is likely on it: more pushing would
  /// not tell, an exact comparison will.
  private static let nearness = 1e-6

  init(_ graph: OwnershipGraph, _ threshold: ShareThreshold) {
    self.graph = graph
    self.threshold = threshold
    limit = Double(threshold.units) / Double(Share.whole)
    share = graph.heldSlot.map { Double(graph.least[Int($0)]) / Double(Share.whole) }
    (cut, omega) = Self.cuts(graph)
    handed = [Double](repeating: 0, count: graph.companyCount)
    left = handed
    isQueued = [Bool](repeating: false, count: graph.companyCount)
    marks = RankMarks(graph)
    reach = marks
  }

  private static func cuts(_ graph: OwnershipGraph) -> (cut: [Float], omega: [Float]) {
    let scale = Double(OwnershipGraph.unitWeight)
    var largest = 1.0
    for weight in graph.weight where weight < OwnershipGraph.unbounded {
      largest = max(largest, Double(weight) / scale)
    }
    let spread = max(16, largest / 4)
    var cut: [Float] = []
    var omega: [Float] = []
    cut.reserveCapacity(graph.companyCount)
    omega.reserveCapacity(graph.companyCount)
    for company in 0..<graph.companyCount {
      let weight = graph.weight[company]
      let ring = graph.ringOf[company]
      guard weight < OwnershipGraph.unbounded, ring < 0 || graph.rings[Int(ring)].state == .open
      else {
        cut.append(-1)
        omega.append(-1)
        continue
      }
      let sum = Double(weight) / scale / spread
      if graph.hasOverfullColumn {
        cut.append(Float(1 / spread) * 0.999)
        omega.append(Float(sum) * 1.001)
      } else {
        cut.append(Float((outside(company, graph) + 1 / spread) / 2) * 0.999)
        omega.append(Float((1 + sum) / 2) * 1.001)
      }
    }
    return (cut, omega)
  }

  /// The part of a column that is not held by companies.
  private static func outside(_ company: Int, _ graph: OwnershipGraph) -> Double {
    var rest = Share.whole
    for slot in graph.column(company) where Int(graph.owner[slot]) >= graph.endCount {
      rest -= graph.least[slot]
    }
    return Double(rest) / Double(Share.whole)
  }

  /// Adds the rows of one owner.
  mutating func run(_ rank: Int) {
    var most = 0.0
    for i in graph.row(rank) { most += share[i] * bound(Int(graph.held[i])) }
    guard most * (1 + 1e-9) >= limit || graph.hasOverfullColumn else { return }
    tau = limit / 8
    ownPushes = 0
    reachIsKnown = false
    for i in graph.row(rank) where share[i] > 0 { add(share[i], to: Int(graph.held[i])) }
    pushAll()
    while refines() { pushAll() }
    report(rank)
    for company in touched {
      handed[Int(company)] = 0
      left[Int(company)] = 0
    }
    touched.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    pushes += ownPushes
  }

  /// n(i): how much a unit at a company can come to anywhere.
  @inline(__always)
  private func bound(_ company: Int) -> Double {
    guard graph.ringOf[company] >= 0 || graph.hasOverfullColumn else { return 1 }
    guard cut[company] >= 0 else { return .infinity }
    return Double(graph.weight[company]) / Double(OwnershipGraph.unitWeight)
  }

  @inline(__always)
  private mutating func add(_ mass: Double, to company: Int) {
    if left[company] == 0, handed[company] == 0 { touched.append(Int32(company)) }
    left[company] += mass
    guard !isQueued[company] else { return }
    isQueued[company] = true
    heap.push(Int32(company))
  }

  private mutating func pushAll() {
    while let company = heap.pop() {
      if graph.ringOf[Int(company)] >= 0 {
        pushRing(company)
      } else {
        isQueued[Int(company)] = false
        push(Int(company), inside: 0..<0)
      }
    }
  }

  /// First in, first out inside the ring, until nothing is left that may not be cut.
  private mutating func pushRing(_ first: Int32) {
    let ring = graph.rings[Int(graph.ringOf[Int(first)])].companies
    queue.removeAll(keepingCapacity: true)
    queue.append(first)
    while let next = heap.first, ring.contains(Int(next)) {
      queue.append(next)
      heap.pop()
    }
    var position = 0
    while position < queue.count {
      let company = Int(queue[position])
      position += 1
      isQueued[company] = false
      push(company, inside: ring)
      if position > 1 << 16 {
        queue.removeFirst(position)
        position = 0
      }
    }
  }

  @inline(__always)
  private mutating func push(_ company: Int, inside ring: Range<Int>) {
    let mass = left[company]
    if cut[company] < 0 { return open.append(Int32(company)) }
    guard mass > tau * Double(cut[company]), ownPushes < Self.pushLimit else { return }
    handed[company] += mass
    left[company] = 0
    for i in graph.row(graph.endCount + company) {
      ownPushes += 1
      let part = mass * share[i]
      guard part > 0 else { continue }
      let other = Int(graph.held[i])
      if ring.contains(other) {
        if left[other] == 0, handed[other] == 0 { touched.append(Int32(other)) }
        left[other] += part
        if !isQueued[other] {
          isQueued[other] = true
          queue.append(Int32(other))
        }
      } else {
        add(part, to: other)
      }
    }
  }

  /// What is cut in all, in the worst case for one company.
  private var cutInAll: Double {
    graph.hasOverfullColumn
      ? .infinity : touched.reduce(0) { $0 + left[Int($1)] * bound(Int($1)) }
  }

  /// More is left somewhere than τ allows.
  private var isCutShort: Bool { ownPushes >= Self.pushLimit }

  private var rounding: Double { Double(ownPushes + 16) * 0x1p-50 }

  private func bounds(_ company: Int, _ inAll: Double) -> (low: Double, high: Double) {
    let value = handed[company] + left[company]
    guard cut[company] >= 0 else { return (0, .infinity) }
    let error = isCutShort ? inAll : min(inAll, tau * Double(omega[company]))
    return (value * (1 - rounding), (value + error) * (1 + rounding))
  }

  /// Queues what was cut, with a finer cut, where a pair depends on it.
  private mutating func refines() -> Bool {
    let inAll = cutInAll
    guard inAll > 0, tau > limit * Self.leastTau, !isCutShort else { return false }
    let isOpen = touched.contains { company in
      guard cut[Int(company)] >= 0 else { return false }
      let (low, high) = bounds(Int(company), inAll)
      return low < limit * (1 - Self.nearness) && high >= limit
    }
    guard isOpen else { return false }
    tau /= 16
    for company in touched {
      guard left[Int(company)] > tau * Double(cut[Int(company)]), !isQueued[Int(company)],
        cut[Int(company)] >= 0
      else { continue }
      isQueued[Int(company)] = true
      heap.push(company)
    }
    return true
  }

  private mutating func report(_ rank: Int) {
    let inAll = cutInAll
    if isCutShort, inAll >= limit { open += touched.filter { left[Int($0)] > 0 } }
    let below = belowOpen()
    for company in touched {
      let (low, high) = bounds(Int(company), inAll)
      if low > limit {
        append(rank, Int(company), .yes, low, below.contains(company) ? .infinity : high)
      } else if high >= limit, !below.contains(company) {
        settle(rank, Int(company), low, high)
      }
    }
    for company in below where bounds(Int(company), inAll).low <= limit {
      unsettled += 1
      append(rank, Int(company), .possible, bounds(Int(company), inAll).low, .infinity)
    }
  }

  private mutating func settle(_ rank: Int, _ company: Int, _ low: Double, _ high: Double) {
    if passesInTwoSteps(rank, company) {
      settledExactly += 1
      return append(rank, company, .yes, max(low, limit), high)
    }
    guard let order = comparison(rank, company)?.order(threshold) else {
      unsettled += 1
      return append(rank, company, .possible, low, high)
    }
    settledExactly += 1
    if threshold.isPassed(order) {
      append(rank, company, .yes, max(low, limit), order == .equal ? limit : high)
    }
  }

  /// Whether what the owner holds straight and through one company passes by itself, in integers:
  /// most shares on a threshold are of that kind.
  private func passesInTwoSteps(_ rank: Int, _ company: Int) -> Bool {
    guard !graph.hasOverfullColumn else { return false }
    let whole = UInt128(UInt64(Share.whole))
    var sum: UInt128 = 0
    for slot in graph.column(company) {
      let owner = Int(graph.owner[slot])
      let part = UInt128(UInt64(graph.least[slot]))
      if owner == rank { sum += part * whole }
      guard owner >= graph.endCount, handed[owner - graph.endCount] > 0 else { continue }
      for upper in graph.column(owner - graph.endCount) where Int(graph.owner[upper]) == rank {
        sum += part * UInt128(UInt64(graph.least[upper]))
      }
    }
    let asked = UInt128(UInt64(threshold.units)) * whole
    return threshold.isInclusive ? sum >= asked : sum > asked
  }

  private mutating func comparison(_ rank: Int, _ company: Int) -> ExactComparison? {
    if touched.allSatisfy({ left[Int($0)] == 0 }) {
      // Nothing was cut: what was handed on is all that the owner reaches.
      return ExactComparison(graph, seeds: [Int32(rank)], target: company, &marks) {
        handed[$0] > 0
      }
    }
    let small = ExactComparison(
      graph, seeds: [Int32(rank)], target: company, &marks, ownersUpTo: Self.fewOwners)
    if let small { return small }
    if !reachIsKnown { findReach(rank) }
    return ExactComparison(graph, seeds: [Int32(rank)], target: company, &marks) {
      reach.contains($0)
    }
  }

  /// Marks all companies that an owner has a share in.
  private mutating func findReach(_ rank: Int) {
    reachIsKnown = true
    reach.clear()
    var stack = [rank]
    while let next = stack.popLast() {
      for i in graph.row(next) where share[i] > 0 && reach.insert(Int(graph.held[i])) {
        stack.append(graph.endCount + Int(graph.held[i]))
      }
    }
  }

  /// Everything below a ring without bound may be held to any degree.
  private func belowOpen() -> Set<Int32> {
    guard !open.isEmpty else { return [] }
    var below = Set(open)
    var stack = open
    while let company = stack.popLast() {
      for i in graph.row(graph.endCount + Int(company)) where share[i] > 0 {
        if below.insert(graph.held[i]).inserted { stack.append(graph.held[i]) }
      }
    }
    return below
  }

  private mutating func append(
    _ rank: Int, _ company: Int, _ verdict: Verdict, _ low: Double, _ high: Double
  ) {
    let top = graph.hasOverfullColumn ? FixedShare.ceiling : FixedShare.one
    func fixed(_ share: Double, up: Bool) -> UInt64 {
      let scaled = share * Double(FixedShare.one)
      guard scaled < Double(top) else { return top }
      return up ? min(top, UInt64(scaled.rounded(.up)) + 1) : UInt64(max(0, scaled.rounded(.down)))
    }
    rows.append(
      OwnersOver.Row(
        company: graph.party[graph.endCount + company], owner: graph.party[rank],
        verdict: verdict,
        share: ShareBounds(low: fixed(low, up: false), high: fixed(high, up: true))))
  }
}

/// A binary heap of company numbers: the least comes first.
struct RankHeap {
  private var items: [Int32] = []

  var first: Int32? { items.first }

  mutating func push(_ item: Int32) {
    items.append(item)
    var place = items.count - 1
    while place > 0 {
      let parent = (place - 1) / 2
      guard items[place] < items[parent] else { break }
      items.swapAt(place, parent)
      place = parent
    }
  }

  @discardableResult
  mutating func pop() -> Int32? {
    guard let top = items.first, let last = items.popLast() else { return nil }
    guard !items.isEmpty else { return top }
    items[0] = last
    var place = 0
    while true {
      var child = 2 * place + 1
      guard child < items.count else { break }
      if child + 1 < items.count, items[child + 1] < items[child] { child += 1 }
      guard items[child] < items[place] else { break }
      items.swapAt(child, place)
      place = child
    }
    return top
  }
}
