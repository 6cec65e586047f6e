import ClewModel

/// The look-through share that some parties together have in every company, by the minima of all
/// holdings: one forward sweep, with a proved bound on every value.
///
/// The true shares solve x(c) = Σ share × x(owner), with x = 1 at the parties asked about and 0 at
/// all other ends. The sweep finds whole units y of 10^-18 whose residual |Σ share × y(owner) - y(c)|
/// is at most `residual` units in every company: less than one outside rings, where sums are rounded
/// down, and measured exactly, in integers, inside rings, where doubles propose. The graph's weights
/// W > 0 have W - AᵀW >= 1, which makes M = I - Aᵀ a nonsingular M-matrix with a non-negative
/// inverse (Berman and Plemmons 1979, theorem 6.2.3). So, component by component,
///
///     |x - y| <= M⁻¹ |M (x - y)| <= residual × M⁻¹ 1 <= residual × M⁻¹ M W = residual × W.
///
/// Fixing values only takes rows out of M. A value all of whose sums came out even is exact. Where
/// a ring has no such proof its members and all below have a lower bound only.
package struct ShareVector: Sendable {
  let graph: OwnershipGraph
  /// The parties asked about, ascending.
  package let seeds: [Int32]
  /// By rank, in units of 10^-18.
  let values: [UInt64]
  /// Companies with a share, by company number; seeds only where others of the seeds own them.
  let reached: RankSet
  /// Ranks whose value is not exact, and ranks without an upper bound.
  let inexact: RankSet
  let unbounded: RankSet
  /// The largest residual of a company, in units.
  let residual: UInt64

  /// - Complexity: O(holdings of what is reached) outside rings, and rounds inside them.
  package init(of seeds: [Int32], in graph: OwnershipGraph) {
    var sweep = ShareSweep(seeds, graph)
    sweep.run()
    self.graph = graph
    self.seeds = sweep.seeds
    values = sweep.values
    reached = sweep.reached
    inexact = sweep.inexact
    unbounded = sweep.unbounded
    residual = sweep.residual
  }

  /// Bounds of the share in a party. A seed's share in itself is what runs back to it.
  package func bounds(of party: Int32) -> ShareBounds {
    guard let company = graph.company(party) else { return .zero }
    return bounds(inCompany: company)
  }

  func bounds(inCompany company: Int) -> ShareBounds {
    guard reached.contains(company) else { return .zero }
    guard isSeed(company) else { return bounds(ofRank: graph.endCount + company) }
    var low: UInt128 = 0
    var high: UInt128 = 0
    for slot in graph.column(company) {
      let bounds = bounds(ofRank: Int(graph.owner[slot]))
      guard let least = FixedShare.adding(graph.least[slot], bounds.low, to: low),
        let greatest = FixedShare.adding(graph.least[slot], bounds.high, to: high)
      else { return ShareBounds(low: 0, high: FixedShare.ceiling) }
      (low, high) = (least, greatest)
    }
    let (whole, ceiling) = (UInt128(UInt64(Share.whole)), UInt128(FixedShare.ceiling))
    return ShareBounds(
      low: UInt64(min(low / whole, ceiling)),
      high: UInt64(min((high + whole - 1) / whole, ceiling)))
  }

  /// Whether a company is one of the parties asked about.
  func isSeed(_ company: Int) -> Bool {
    let party = graph.party[graph.endCount + company]
    var (low, high) = (0, seeds.count)
    while low < high {
      let middle = (low + high) / 2
      if seeds[middle] < party { low = middle + 1 } else { high = middle }
    }
    return low < seeds.count && seeds[low] == party
  }

  private func bounds(ofRank rank: Int) -> ShareBounds {
    let value = values[rank]
    guard inexact.contains(rank) else { return ShareBounds(low: value, high: value) }
    let top = graph.hasOverfullColumn ? FixedShare.ceiling : FixedShare.one
    let weight = graph.weight[rank - graph.endCount]
    guard weight < OwnershipGraph.unbounded else { return ShareBounds(low: 0, high: top) }
    let error = (UInt128(residual) * UInt128(UInt64(weight))) >> 16 + 1
    guard error < UInt128(FixedShare.ceiling) else { return ShareBounds(low: 0, high: top) }
    let low = value - min(value, UInt64(error))
    guard !unbounded.contains(rank) else { return ShareBounds(low: low, high: top) }
    return ShareBounds(low: low, high: min(value + UInt64(error), top))
  }

  /// The sum of all values, in units: a figure to compare implementations by.
  package var total: UInt128 {
    var sum: UInt128 = 0
    var company = reached.next(from: 0)
    while let c = company {
      sum += UInt128(values[graph.endCount + c])
      company = reached.next(from: c + 1)
    }
    return sum
  }
}

/// The work behind `ShareVector`.
private struct ShareSweep {
  let graph: OwnershipGraph
  let seeds: [Int32]
  private let fixed: RankSet
  private(set) var values: [UInt64]
  private(set) var reached: RankSet
  private(set) var inexact: RankSet
  private(set) var unbounded: RankSet
  private(set) var residual: UInt64 = 0
  private var system = RingSystem()

  init(_ parties: [Int32], _ graph: OwnershipGraph) {
    self.graph = graph
    seeds = Set(parties).sorted()
    let count = graph.partyCount
    var values = [UInt64](repeating: 0, count: count)
    var fixed = RankSet(count: count)
    for party in seeds {
      values[Int(graph.rank[Int(party)])] = FixedShare.one
      fixed.insert(Int(graph.rank[Int(party)]))
    }
    self.values = values
    self.fixed = fixed
    inexact = RankSet(count: count)
    unbounded = inexact
    reached = RankSet(count: graph.companyCount)
  }

  mutating func run() {
    reach()
    var company = reached.next(from: 0)
    while let c = company {
      if graph.ringOf[c] >= 0 {
        let ring = graph.rings[Int(graph.ringOf[c])]
        solve(ring)
        company = reached.next(from: Int(ring.end))
      } else {
        if !fixed.contains(graph.endCount + c) { sum(c) }
        company = reached.next(from: c + 1)
      }
    }
  }

  /// Marks all that the seeds hold, directly and around.
  private mutating func reach() {
    var stack = seeds.map { graph.rank[Int($0)] }
    while let rank = stack.popLast() {
      for i in graph.row(Int(rank)) where graph.least[Int(graph.heldSlot[i])] > 0 {
        let company = Int(graph.held[i])
        if reached.insert(company), !fixed.contains(graph.endCount + company) {
          stack.append(Int32(graph.endCount + company))
        }
      }
    }
  }

  /// The column's sum, rounded down to whole units.
  private mutating func sum(_ company: Int) {
    var sum: UInt128 = 0
    var isExact = true
    var isBounded = true
    let rank = graph.endCount + company
    for slot in graph.column(company) {
      let owner = Int(graph.owner[slot])
      let value = values[owner]
      if inexact.contains(owner) {
        isExact = false
        if unbounded.contains(owner) { isBounded = false }
      }
      if value == 0 { continue }
      if graph.hasOverfullColumn {
        guard let more = FixedShare.adding(graph.least[slot], value, to: sum),
          more < UInt128(FixedShare.ceiling) * UInt128(UInt64(Share.whole))
        else { return saturate(rank) }
        sum = more
      } else {
        sum &+= UInt128(UInt64(graph.least[slot])) * UInt128(value)
      }
    }
    let (value, rest) = FixedShare.divided(sum)
    values[rank] = value
    if rest != 0 {
      isExact = false
      residual = max(residual, 1)
    }
    if !isExact { inexact.insert(rank) }
    if !isBounded { unbounded.insert(rank) }
  }

  private mutating func saturate(_ rank: Int) {
    values[rank] = FixedShare.ceiling
    inexact.insert(rank)
    unbounded.insert(rank)
    residual = max(residual, 1)
  }

  /// Doubles propose the values of a ring, integers measure what they leave over.
  private mutating func solve(_ ring: OwnershipGraph.Ring) {
    let given = ring.companies.filter { fixed.contains(graph.endCount + $0) }
    guard ring.state == .open else { return leaveOpen(ring) }
    var income: [Double] = []
    var isExact = true
    var isBounded = true
    income.reserveCapacity(ring.count)
    for company in ring.companies {
      var sum = 0.0
      for slot in graph.column(company) {
        let owner = Int(graph.owner[slot])
        let isInside = ring.companies.contains(owner - graph.endCount) && !fixed.contains(owner)
        if isInside || values[owner] == 0 && !inexact.contains(owner) { continue }
        sum += Double(graph.least[slot]) * Double(values[owner])
        isExact = isExact && !inexact.contains(owner)
        isBounded = isBounded && !unbounded.contains(owner)
      }
      let isGiven = !given.isEmpty && given.contains(company)
      income.append(isGiven ? Double(FixedShare.one) : sum / Double(Share.whole))
    }
    system.load(ring.companies, graph, graph.least, .down, fixed: given)
    guard let found = system.solution(income),
      let most = found.max(), most < Double(FixedShare.ceiling)
    else { return leaveOpen(ring) }
    if isExact, settle(ring, found, step: 1_000_000, within: 0) { return }
    guard settle(ring, found, step: 1, within: FixedShare.one) else { return leaveOpen(ring) }
    for company in ring.companies where !fixed.contains(graph.endCount + company) {
      inexact.insert(graph.endCount + company)
      if !isBounded { unbounded.insert(graph.endCount + company) }
    }
  }

  /// Takes the proposed values, rounded to a multiple of `step`, where no residual is above a limit.
  private mutating func settle(
    _ ring: OwnershipGraph.Ring, _ found: [Double], step: UInt64, within limit: UInt64
  ) -> Bool {
    for (i, company) in ring.companies.enumerated() {
      let rank = graph.endCount + company
      guard !fixed.contains(rank) else { continue }
      values[rank] = UInt64(max(0, (found[i] / Double(step)).rounded())) * step
    }
    var worst: UInt64 = 0
    for company in ring.companies where !fixed.contains(graph.endCount + company) {
      guard let left = leftOver(company), left <= limit else { return false }
      worst = max(worst, left)
    }
    residual = max(residual, worst)
    return true
  }

  /// |Σ share × y(owner) - y(c)| in units, rounded up; nil where it outgrows them.
  private func leftOver(_ company: Int) -> UInt64? {
    var sum: UInt128 = 0
    for slot in graph.column(company) {
      guard
        let more = FixedShare.adding(graph.least[slot], values[Int(graph.owner[slot])], to: sum)
      else { return nil }
      sum = more
    }
    let own = UInt128(values[graph.endCount + company]) * UInt128(UInt64(Share.whole))
    let left = sum > own ? sum - own : own - sum
    let whole = UInt128(UInt64(Share.whole))
    let units = (left + whole - 1) / whole
    return units < UInt128(FixedShare.ceiling) ? UInt64(units) : nil
  }

  /// Nothing is known of a ring but that no share is negative.
  private mutating func leaveOpen(_ ring: OwnershipGraph.Ring) {
    for company in ring.companies {
      let rank = graph.endCount + company
      guard reached.contains(company), !fixed.contains(rank) else { continue }
      values[rank] = 0
      inexact.insert(rank)
      unbounded.insert(rank)
    }
  }
}
