import ClewModel

/// What every direct and indirect owner holds of one company, by the minima: one walk upwards.
///
/// One unit of ownership of the company is passed on from company to owner in whole units of 10^-18,
/// rounded down. All that rounding takes, and all that is left over inside rings, is counted in
/// `slack`: with columns of at most 100 % a unit of it reaches any owner at most once, so every share
/// is off by at most that much. An owner outside all rings has what it receives. An owner i inside
/// one receives N[i, t] = share × N[i, i], where 1 <= N[i, i] <= W(i): its bounds are wide, and true.
package struct TargetShares: Sendable {
  package enum Method: Hashable, Sendable {
    /// Every bound is proved.
    case bounded
    /// A column above 100 % lies above the company: lower bounds only are not even true, so all
    /// bounds are 0 and 1, or more.
    case overfull
  }

  /// The owners, ascending by party, and the bounds of each.
  package let owners: [Int32]
  package let bounds: [ShareBounds]
  /// What no stated owner accounts for, over all layers.
  package let unknown: ShareBounds
  /// What the bounds are off by, in units of 10^-18.
  package let slack: UInt64
  package let method: Method

  package func bounds(of owner: Int32) -> ShareBounds {
    var (low, high) = (0, owners.count)
    while low < high {
      let middle = (low + high) / 2
      if owners[middle] < owner { low = middle + 1 } else { high = middle }
    }
    return low < owners.count && owners[low] == owner ? bounds[low] : .zero
  }

  /// The most that an owner can have when the holdings are bands: all others keep their minima, and
  /// all ends together have no more than the whole. True, not the least; `FixedShare.one` for
  /// companies.
  package func most(of owner: Int32, in graph: OwnershipGraph) -> UInt64 {
    guard method == .bounded, graph.company(owner) == nil else { return FixedShare.one }
    return min(FixedShare.one, bounds(of: owner).high + unknown.high)
  }

  /// - Parameter scratch: of this graph; kept between questions.
  /// - Complexity: O(a log a) for the a owners and their holdings outside rings.
  package init(of target: Int32, in graph: OwnershipGraph, _ scratch: inout TargetScratch) {
    guard let company = graph.company(target) else {
      (owners, bounds, slack, method) = ([], [], 0, .bounded)
      unknown = ShareBounds(low: FixedShare.one, high: FixedShare.one)
      return
    }
    scratch.walk(from: company, in: graph)
    let isBounded = !scratch.isOverfull
    method = isBounded ? .bounded : .overfull
    slack = scratch.slack
    var rows: [(owner: Int32, bounds: ShareBounds)] = []
    rows.reserveCapacity(scratch.ranks.count)
    for rank in scratch.ranks {
      let bounds = scratch.bounds(ofRank: Int(rank), from: company, in: graph)
      if bounds.high > 0 { rows.append((graph.party[Int(rank)], bounds)) }
    }
    rows.sort { $0.owner < $1.owner }
    owners = rows.map(\.owner)
    bounds = rows.map(\.bounds)
    unknown =
      isBounded
      ? scratch.between(scratch.unknown) : ShareBounds(low: 0, high: FixedShare.one)
  }
}

/// The arrays of an upward walk.
package struct TargetScratch {
  private var marks: RankMarks
  /// What each owner has received, by rank; zero but during a walk.
  private var mass: [UInt64]
  /// All owners and the company itself, in descending rank.
  fileprivate private(set) var ranks: [Int32] = []
  fileprivate private(set) var unknown: UInt64 = 0
  private var lost: UInt64 = 0
  /// What has come to rings that nothing is known of.
  private var pending: UInt64 = 0
  fileprivate private(set) var isOverfull = false
  private var system = RingSystem()

  package init(_ graph: OwnershipGraph) {
    marks = RankMarks(graph)
    mass = [UInt64](repeating: 0, count: graph.partyCount)
  }

  fileprivate var slack: UInt64 { lost }

  fileprivate mutating func walk(from company: Int, in graph: OwnershipGraph) {
    for rank in ranks { mass[Int(rank)] = 0 }
    (unknown, lost, pending, isOverfull) = (0, 0, 0, false)
    ranks.removeAll(keepingCapacity: true)
    gather(graph.endCount + company, graph)
    if graph.hasOverfullColumn {
      isOverfull = ranks.contains {
        Int($0) >= graph.endCount
          && graph.columnSum(Int($0) - graph.endCount) > Int128(Share.whole)
      }
      if isOverfull { return }
    }
    ranks.sort(by: >)
    mass[graph.endCount + company] = FixedShare.one
    var i = 0
    while i < ranks.count, Int(ranks[i]) >= graph.endCount {
      let company = Int(ranks[i]) - graph.endCount
      if graph.ringOf[company] >= 0 {
        let ring = graph.rings[Int(graph.ringOf[company])]
        var end = i
        while end < ranks.count, Int(ranks[end]) >= graph.endCount + Int(ring.start) { end += 1 }
        pass(throughRing: ring, ranks[i..<end].reversed(), graph)
        i = end
      } else {
        passOn(UInt128(mass[Int(ranks[i])]), company, graph, except: company..<company)
        i += 1
      }
    }
  }

  private mutating func gather(_ rank: Int, _ graph: OwnershipGraph) {
    marks.clear()
    _ = marks.insert(rank)
    ranks.append(Int32(rank))
    var next = 0
    while next < ranks.count {
      let company = Int(ranks[next]) - graph.endCount
      next += 1
      guard company >= 0 else { continue }
      for slot in graph.column(company) where graph.least[slot] > 0 {
        if marks.insert(Int(graph.owner[slot])) { ranks.append(graph.owner[slot]) }
      }
    }
  }

  /// Hands what a company has received to its owners outside a ring.
  private mutating func passOn(
    _ received: UInt128, _ company: Int, _ graph: OwnershipGraph, except ring: Range<Int>
  ) {
    var rest = Share.whole
    for slot in graph.column(company) {
      let share = graph.least[slot]
      rest -= share
      let owner = Int(graph.owner[slot])
      if share == 0 || ring.contains(owner - graph.endCount) { continue }
      let (part, left) = FixedShare.divided(UInt128(UInt64(share)) * received)
      mass[owner] += part
      if left > 0 { lost += 1 }
    }
    if rest > 0 {
      let (part, left) = FixedShare.divided(UInt128(UInt64(rest)) * received)
      unknown += part
      if left > 0 { lost += 1 }
    }
  }

  /// - Parameter ranks: the ring's members above the company, ascending.
  private mutating func pass(
    throughRing ring: OwnershipGraph.Ring, _ ranks: [Int32], _ graph: OwnershipGraph
  ) {
    guard ring.state == .open, let visits = visits(ring, graph) else {
      let arrived = ranks.reduce(UInt64(0)) { $0 + mass[Int($1)] }
      if ring.state == .closed { unknown += arrived } else { pending += arrived }
      return
    }
    // What is left over, exactly: income + Σ share × visits(company) - visits(owner).
    let whole = Int128(Share.whole)
    var left: UInt128 = 0
    for (i, company) in ring.companies.enumerated() {
      let rank = graph.endCount + company
      var sum = (Int128(mass[rank]) - visits[i]) * whole
      for held in graph.row(rank) where ring.companies.contains(Int(graph.held[held])) {
        sum +=
          Int128(graph.least[Int(graph.heldSlot[held])])
          * visits[Int(graph.held[held]) - Int(ring.start)]
      }
      left += (sum.magnitude + UInt128(whole) - 1) / UInt128(whole)
    }
    lost += UInt64(min(left, UInt128(FixedShare.one)))
    for (i, company) in ring.companies.enumerated() {
      mass[graph.endCount + company] = UInt64(min(visits[i], Int128(Int64.max)))
      if visits[i] > 0 { passOn(UInt128(visits[i]), company, graph, except: ring.companies) }
    }
  }

  /// How often mass comes to each member, in units of 10^-18, as doubles propose it.
  private mutating func visits(_ ring: OwnershipGraph.Ring, _ graph: OwnershipGraph) -> [Int128]? {
    system.load(ring.companies, graph, graph.least, .up)
    let income = ring.companies.map { Double(mass[graph.endCount + $0]) }
    guard let found = system.solution(income), let most = found.max(), most < 0x1p72 else {
      return nil
    }
    return found.map { Int128(max(0, $0.rounded())) }
  }

  /// Bounds around what was received.
  fileprivate func between(_ received: UInt64) -> ShareBounds {
    let more = lost + pending
    return ShareBounds(
      low: received - min(received, lost), high: min(received + more, FixedShare.one))
  }

  fileprivate func bounds(
    ofRank rank: Int, from target: Int, in graph: OwnershipGraph
  ) -> ShareBounds {
    let company = rank - graph.endCount
    guard !isOverfull else {
      return ShareBounds(low: 0, high: company == target ? 0 : FixedShare.ceiling)
    }
    let received = mass[rank]
    guard company >= 0, graph.ringOf[company] >= 0 else {
      return company == target ? .zero : between(received)
    }
    guard graph.rings[Int(graph.ringOf[company])].state == .open,
      graph.weight[company] < OwnershipGraph.unbounded
    else { return ShareBounds(low: 0, high: FixedShare.one) }
    // The target is there once before any chain leads back to it.
    let start = company == target ? FixedShare.one : 0
    let low = received - min(received, lost) - min(start, received - min(received, lost))
    let high = min(received + lost + pending, .max / 4) - min(start, received)
    let most = UInt128(UInt64(graph.weight[company]))
    return ShareBounds(
      low: UInt64((UInt128(low) << 16) / most), high: min(high, FixedShare.one))
  }
}
