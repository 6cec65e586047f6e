import ClewModel

/// The most that some parties together can have in every company when every holding is a band:
/// a proved upper bound, for companies outside rings the greatest share itself, rounded up.
///
/// F(x)(c) = max of Σ a × x(owner) over min <= a <= max with a column sum of at most one is filled
/// greedily in descending value. F is monotone and the greatest shares are its least fixed point, so
/// any x with F(x) <= x is an upper bound (Knaster and Tarski). Outside rings x = F(x), rounded up,
/// in one sweep. In a ring choosing and solving alternate in doubles (policy iteration, Howard 1960,
/// from the minima upwards, a column changed only for a strict gain), a little is added, and
/// F(x) <= x is checked in integers; where that fails the members are held entirely, which no column
/// of at most 100 % exceeds.
package struct GreatestVector: Sendable {
  let graph: OwnershipGraph
  package let seeds: [Int32]
  /// Upper bounds by rank, in units of 10^-18.
  let values: [UInt64]
  let reached: RankSet
  /// Ranks whose bound was rounded or widened.
  let inexact: RankSet
  /// Companies of rings whose members are taken to be held entirely.
  package let widenedCount: Int

  package init(of seeds: [Int32], in graph: OwnershipGraph) {
    var sweep = GreatestSweep(seeds, graph)
    sweep.run()
    self.graph = graph
    self.seeds = sweep.seeds
    values = sweep.values
    reached = sweep.reached
    inexact = sweep.inexact
    widenedCount = sweep.widened
  }

  /// The most that the parties can have in a party; for a seed, what can run back to it.
  package func most(in party: Int32) -> UInt64 {
    guard let company = graph.company(party), reached.contains(company) else { return 0 }
    return most(inCompany: company)
  }

  func most(inCompany company: Int) -> UInt64 {
    let rank = graph.endCount + company
    guard values[rank] == FixedShare.one, seeds.contains(graph.party[rank]) else {
      return values[rank]
    }
    var column = GreedyColumn(graph)
    return column.fill(company, values).value
  }
}

/// Fills one company's column for given values; its arrays are kept.
struct GreedyColumn {
  private let graph: OwnershipGraph
  private let whole = UInt128(UInt64(Share.whole))
  /// Slots with something above the minimum, by descending value of the owner.
  private(set) var order: [(slot: Int, value: UInt64)] = []
  /// What each slot of `order` gets above its minimum.
  private(set) var more: [Int64] = []

  init(_ graph: OwnershipGraph) { self.graph = graph }

  /// F(x)(company), rounded up, and whether it came out even.
  mutating func fill(_ company: Int, _ values: [UInt64]) -> (value: UInt64, isEven: Bool) {
    order.removeAll(keepingCapacity: true)
    more.removeAll(keepingCapacity: true)
    var sum: UInt128 = 0
    var left = Int128(Share.whole)
    for slot in graph.column(company) {
      left -= Int128(graph.least[slot])
      let value = values[Int(graph.owner[slot])]
      guard value > 0 else { continue }
      guard let total = FixedShare.adding(graph.least[slot], value, to: sum) else {
        return (FixedShare.ceiling, false)
      }
      sum = total
      if graph.most(slot) > graph.least[slot] { insert(slot, value) }
    }
    for (slot, value) in order where left > 0 {
      let extra = Int64(min(Int128(graph.most(slot)) - Int128(graph.least[slot]), left))
      more.append(extra)
      left -= Int128(extra)
      sum += UInt128(UInt64(extra)) * UInt128(value)
    }
    guard sum < UInt128(FixedShare.ceiling) * whole else { return (FixedShare.ceiling, false) }
    let (value, rest) = FixedShare.divided(sum)
    return (rest == 0 ? value : value + 1, rest == 0)
  }

  private mutating func insert(_ slot: Int, _ value: UInt64) {
    guard order.count < 32 else {
      let place = order.partitioningIndex { $0.value < value }
      order.insert((slot, value), at: place)
      return
    }
    order.append((slot, value))
    var place = order.count - 1
    while place > 0, order[place - 1].value < value {
      order.swapAt(place - 1, place)
      place -= 1
    }
  }
}

extension Array {
  /// The first index of the elements for which a test holds, in an array where they come last.
  fileprivate func partitioningIndex(_ isAfter: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isAfter(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

/// The work behind `GreatestVector`.
private struct GreatestSweep {
  let graph: OwnershipGraph
  let seeds: [Int32]
  private let fixed: RankSet
  private(set) var values: [UInt64]
  private(set) var reached: RankSet
  private(set) var inexact: RankSet
  private(set) var widened = 0
  private var column: GreedyColumn
  private var system = RingSystem()
  /// The choice of shares, by slot; the minima outside the ring at hand.
  private var chosen: [Int64]

  /// Rounds of choosing in one ring.
  private static let choiceLimit = 60
  /// A gain below this is rounding.
  private static let gain = 1 + 1e-12

  init(_ parties: [Int32], _ graph: OwnershipGraph) {
    self.graph = graph
    seeds = Set(parties).sorted()
    var values = [UInt64](repeating: 0, count: graph.partyCount)
    var fixed = RankSet(count: graph.partyCount)
    for party in seeds {
      values[Int(graph.rank[Int(party)])] = FixedShare.one
      fixed.insert(Int(graph.rank[Int(party)]))
    }
    self.values = values
    self.fixed = fixed
    inexact = RankSet(count: graph.partyCount)
    reached = RankSet(count: graph.companyCount)
    column = GreedyColumn(graph)
    chosen = graph.least
  }

  mutating func run() {
    reach()
    var company = reached.next(from: 0)
    while let c = company {
      if graph.ringOf[c] >= 0 {
        let ring = graph.rings[Int(graph.ringOf[c])]
        solve(ring.companies.filter { reached.contains($0) }, ring)
        company = reached.next(from: Int(ring.end))
      } else {
        if !fixed.contains(graph.endCount + c) { take(c) }
        company = reached.next(from: c + 1)
      }
    }
  }

  private mutating func reach() {
    var stack = seeds.map { graph.rank[Int($0)] }
    while let rank = stack.popLast() {
      for i in graph.row(Int(rank)) where graph.most(Int(graph.heldSlot[i])) > 0 {
        let company = Int(graph.held[i])
        if reached.insert(company), !fixed.contains(graph.endCount + company) {
          stack.append(Int32(graph.endCount + company))
        }
      }
    }
  }

  private mutating func take(_ company: Int) {
    let rank = graph.endCount + company
    let (value, isEven) = column.fill(company, values)
    values[rank] = value
    let isExact =
      isEven && !graph.column(company).contains { inexact.contains(Int(graph.owner[$0])) }
    if !isExact { inexact.insert(rank) }
  }

  private mutating func solve(_ members: [Int], _ ring: OwnershipGraph.Ring) {
    let given = ring.companies.filter { fixed.contains(graph.endCount + $0) }
    let free = members.filter { !fixed.contains(graph.endCount + $0) }
    for company in free { inexact.insert(graph.endCount + company) }
    let isBounded = choose(ring, free, given) && raise(ring, free, given)
    for company in ring.companies {
      for slot in graph.column(company) { chosen[slot] = graph.least[slot] }
    }
    if isBounded { return }
    widened += free.count
    let top = graph.hasOverfullColumn ? FixedShare.ceiling : FixedShare.one
    for company in free { values[graph.endCount + company] = top }
  }

  /// Values of the members for the best choice that is found; false where there is no solution.
  private mutating func choose(_ ring: OwnershipGraph.Ring, _ free: [Int], _ given: [Int]) -> Bool {
    for _ in 0..<Self.choiceLimit {
      guard let found = solution(ring, given, extra: nil) else { return false }
      for company in free {
        let value = found[company - Int(ring.start)]
        guard value.isFinite, value < Double(FixedShare.ceiling) else { return false }
        values[graph.endCount + company] = UInt64(max(0, value))
      }
      var gains = false
      for company in free where improve(company) { gains = true }
      if !gains { return true }
    }
    return true
  }

  /// x = share × x for the choice, or, with `extra`, the same with that income for every free member.
  private mutating func solution(
    _ ring: OwnershipGraph.Ring, _ given: [Int], extra: Double?
  ) -> [Double]? {
    var income: [Double] = []
    for company in ring.companies {
      if given.contains(company) {
        income.append(extra == nil ? Double(FixedShare.one) : 0)
        continue
      }
      var sum = 0.0
      for slot in graph.column(company) where extra == nil {
        let owner = Int(graph.owner[slot])
        if ring.companies.contains(owner - graph.endCount), !fixed.contains(owner) { continue }
        sum += Double(chosen[slot]) * Double(values[owner])
      }
      income.append(extra ?? sum / Double(Share.whole))
    }
    system.load(ring.companies, graph, chosen, .down, fixed: given)
    return system.solution(income)
  }

  /// Fills a column again where that gains.
  private mutating func improve(_ company: Int) -> Bool {
    let slots = graph.column(company)
    let before = slots.reduce(0.0) {
      $0 + Double(chosen[$1]) * Double(values[Int(graph.owner[$1])])
    }
    let after = Double(column.fill(company, values).value) * Double(Share.whole)
    guard after > before * Self.gain + 4 * Double(Share.whole) else { return false }
    for slot in slots { chosen[slot] = graph.least[slot] }
    for (entry, extra) in zip(column.order, column.more) { chosen[entry.slot] += extra }
    return true
  }

  /// Adds what rounding may hide until F(x) <= x holds in integers.
  private mutating func raise(_ ring: OwnershipGraph.Ring, _ free: [Int], _ given: [Int]) -> Bool {
    guard let slope = solution(ring, given, extra: 1) else { return false }
    let start = free.map { values[graph.endCount + $0] }
    var extra = 1024.0
    for _ in 0..<8 {
      var isFinite = true
      for (i, company) in free.enumerated() {
        let more = extra * slope[company - Int(ring.start)] + 2
        guard more.isFinite, more < Double(FixedShare.one) else {
          isFinite = false
          break
        }
        values[graph.endCount + company] = start[i] + UInt64(more)
      }
      guard isFinite else { return false }
      let holds = free.allSatisfy {
        column.fill($0, values).value <= values[graph.endCount + $0]
      }
      if holds { return true }
      extra *= 16
    }
    return false
  }
}
