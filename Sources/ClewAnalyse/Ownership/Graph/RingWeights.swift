import ClewModel

/// Finds the weights that prove error bounds, and what kind of ring each ring is.
///
/// W - AᵀW >= 1 with W > 0 shows that I - Aᵀ is a nonsingular M-matrix (Berman and Plemmons,
/// Nonnegative Matrices in the Mathematical Sciences, 1979, theorem 6.2.3): sums over all chains
/// end, whatever the columns add up to. Doubles propose W, integers check it.
struct RingWeights {
  private(set) var rings: [OwnershipGraph.Ring]
  private(set) var weight: [Int64]
  let hasOverfullColumn: Bool

  init(_ graph: OwnershipGraph) {
    var weight = [Int64](repeating: 0, count: graph.companyCount)
    var rings = graph.rings
    var system = RingSystem()
    var company = 0
    for number in 0...rings.count {
      let next = number < rings.count ? Int(rings[number].start) : graph.companyCount
      while company < next {
        weight[company] = Self.plain(company, graph, weight)
        company += 1
      }
      guard number < rings.count else { break }
      rings[number].state = Self.solve(rings[number].companies, graph, &weight, &system)
      company = Int(rings[number].end)
    }
    self.rings = rings
    self.weight = weight
    hasOverfullColumn = (0..<graph.companyCount).contains {
      graph.columnSum($0) > Int128(Share.whole)
    }
  }

  /// Above what doubles and whole units of 2^-16 are off by.
  private static let slack = 1 + 0x1p-12
  /// Beyond this a weight proves nothing useful, and stays far from overflow.
  private static let limit = Int128(1) << 61

  /// One, and the owners' weights: rounded up.
  private static func plain(
    _ company: Int, _ graph: OwnershipGraph, _ weight: [Int64]
  ) -> Int64 {
    var sum: Int128 = 0
    for slot in graph.column(company) where Int(graph.owner[slot]) >= graph.endCount {
      let owner = weight[Int(graph.owner[slot]) - graph.endCount]
      if graph.least[slot] == 0 { continue }
      guard owner < OwnershipGraph.unbounded else { return OwnershipGraph.unbounded }
      sum += Int128(graph.least[slot]) * Int128(owner)
    }
    let whole = Int128(Share.whole)
    let total = Int128(OwnershipGraph.unitWeight) + (sum + whole - 1) / whole
    return total < limit ? Int64(total) : OwnershipGraph.unbounded
  }

  private static func solve(
    _ companies: Range<Int>, _ graph: OwnershipGraph, _ weight: inout [Int64],
    _ system: inout RingSystem
  ) -> OwnershipGraph.Ring.State {
    if isClosed(companies, graph) { return .closed }
    var income: [Double] = []
    for company in companies {
      var sum = 1.0
      for slot in graph.column(company) where graph.least[slot] > 0 {
        let owner = Int(graph.owner[slot]) - graph.endCount
        guard owner >= 0, owner < companies.lowerBound else { continue }
        guard weight[owner] < OwnershipGraph.unbounded else {
          return unproved(companies, &weight)
        }
        sum += Double(graph.least[slot]) / Double(Share.whole) * Double(weight[owner]) * 0x1p-16
      }
      income.append(sum)
    }
    system.load(companies, graph, graph.least, .down)
    guard let found = system.solution(income) else { return unproved(companies, &weight) }
    for (i, company) in companies.enumerated() {
      let scaled = found[i] * slack * 0x1p16
      guard scaled >= 1, scaled < 0x1p61 else { return unproved(companies, &weight) }
      weight[company] = Int64(scaled) + 1
    }
    return companies.allSatisfy { isProved($0, graph, weight) }
      ? .open : unproved(companies, &weight)
  }

  /// Nothing bounds an error inside. A weight of zero is that of a value taken as given, which is
  /// how a vector treats such a ring; it then says of all it reaches that it has no upper bound.
  private static func unproved(
    _ companies: Range<Int>, _ weight: inout [Int64]
  ) -> OwnershipGraph.Ring.State {
    for company in companies { weight[company] = 0 }
    return .unproved
  }

  /// W(c) - Σ share × W(owner) >= 1, in integers.
  static func isProved(_ company: Int, _ graph: OwnershipGraph, _ weight: [Int64]) -> Bool {
    var sum: Int128 = 0
    for slot in graph.column(company) where Int(graph.owner[slot]) >= graph.endCount {
      let owner = weight[Int(graph.owner[slot]) - graph.endCount]
      if graph.least[slot] == 0 { continue }
      guard owner < OwnershipGraph.unbounded else { return false }
      let (total, overflow) = sum.addingReportingOverflow(
        Int128(graph.least[slot]) * Int128(owner))
      if overflow { return false }
      sum = total
    }
    let own = (Int128(weight[company]) - Int128(OwnershipGraph.unitWeight)) * Int128(Share.whole)
    return own >= sum
  }

  /// Every column adds up to exactly the whole inside the ring: then no column above 100 % either.
  private static func isClosed(_ companies: Range<Int>, _ graph: OwnershipGraph) -> Bool {
    companies.allSatisfy { company in
      var inside: Int128 = 0
      for slot in graph.column(company) {
        if companies.contains(Int(graph.owner[slot]) - graph.endCount) {
          inside += Int128(graph.least[slot])
        } else if graph.least[slot] > 0 {
          return false
        }
      }
      return inside == Int128(Share.whole)
    }
  }
}
