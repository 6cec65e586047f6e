/// The best simple paths by criteria that are compared one after the other.
///
/// No path is weighed that need not be. For each criterion in turn the tightest bound is found, by
/// halving, inside which there are still as many paths as are asked for; those inside the next
/// tighter bound are among the best, the others compete by the next criterion. Ties after the last
/// go by node numbers. Exact unless the search was cut.
struct RankedPaths {
  enum Criterion: Hashable, Sendable { case hops, value, time }

  struct Ranked: Hashable, Sendable {
    /// Local numbers of the arena.
    var nodes: [Int32]
    /// The payment of each step, nil for a link.
    var edges: [Int?]
    /// Looseness by each criterion: steps, the bottleneck negated, the end of the last payment.
    var keys: [Int128]
  }

  private(set) var paths: [Ranked] = []
  /// True where these are the best, whatever else there is.
  private(set) var isExact = true
  private let arena: PathArena
  private let criteria: [Criterion]
  private let order: PathQuestion.Order
  private let window: Int64?
  private var search: TimedPathSearch

  init(
    _ arena: PathArena, order: PathQuestion.Order, window: Int64?, criteria: [Criterion],
    limit: Int, except known: Set<[Int32]> = [], work: Int
  ) {
    self.arena = arena
    self.criteria = criteria
    self.order = order
    self.window = window
    search = TimedPathSearch(arena, order, window: window, work: work)
    guard arena.count > 0, !arena.isEmpty, limit > 0 else { return }
    rank(find(limit, except: known))
    isExact = isExact && !search.isCut
  }

  private func loosest() -> TimedPathSearch.Bounds {
    TimedPathSearch.Bounds(
      hops: arena.maxHops, least: arena.amounts.min() ?? 0, latest: arena.hi.max() ?? .max)
  }

  private mutating func find(_ limit: Int, except known: Set<[Int32]>) -> [[Int32]] {
    var bounds = loosest()
    var best: [[Int32]] = []
    var left = limit
    var taken = known
    var last = search.paths(within: bounds, limit: left, except: taken)
    guard last.count == left, !search.isCut else { return last }
    for criterion in criteria {
      var (low, high) = range(of: criterion)
      var inside: [[Int32]] = []
      while low < high {
        let middle = low + (high - low) / 2
        let found = search.paths(
          within: tightened(bounds, criterion, middle), limit: left, except: taken)
        if search.isCut { return best + last }
        if found.count == left {
          (high, last) = (middle, found)
          search.narrow(to: tightened(bounds, criterion, middle))
        } else {
          (low, inside) = (middle + 1, found)
        }
      }
      best += inside
      left -= inside.count
      taken.formUnion(inside)
      bounds = tightened(bounds, criterion, high)
    }
    let tied = search.paths(within: bounds, limit: left, except: taken)
    return best + (search.isCut ? last.filter { !taken.contains($0) } : tied)
  }

  private func range(of criterion: Criterion) -> (Int128, Int128) {
    switch criterion {
    case .hops: (1, Int128(arena.maxHops))
    case .value: (-(arena.amounts.max() ?? 0), -(arena.amounts.min() ?? 0))
    case .time: (Int128(arena.hi.min() ?? 0), Int128(arena.hi.max() ?? 0))
    }
  }

  private func tightened(
    _ bounds: TimedPathSearch.Bounds, _ criterion: Criterion, _ key: Int128
  ) -> TimedPathSearch.Bounds {
    var bounds = bounds
    switch criterion {
    case .hops: bounds.hops = Int(key)
    case .value: bounds.least = -key
    case .time: bounds.latest = Int64(clamping: key)
    }
    return bounds
  }

  /// Gives each path its best payments and sorts.
  private mutating func rank(_ found: [[Int32]]) {
    for nodes in found {
      if let ranked = best(of: nodes) { paths.append(ranked) } else { isExact = false }
    }
    paths.sort { a, b in
      a.keys != b.keys
        ? a.keys.lexicographicallyPrecedes(b.keys) : a.nodes.lexicographicallyPrecedes(b.nodes)
    }
  }

  /// The payments of a path that are best by the criteria in turn.
  private func best(of nodes: [Int32]) -> Ranked? {
    let chain = PaymentChain(arena: arena, order: order, window: window)
    let steps = zip(nodes, nodes.dropFirst()).filter { !arena.isLinked($0, $1) }
      .map { arena.payments($0, $1) }
    var bounds = loosest()
    bounds.hops = nodes.count - 1
    var keys: [Int128] = []
    for criterion in criteria {
      let choices: [Int128] =
        switch criterion {
        case .hops: [Int128(nodes.count - 1)]
        case .value: Set(steps.flatMap { $0.map { -arena.amounts[$0] } }).sorted()
        case .time: Set((steps.last ?? 0..<0).map { Int128(arena.hi[$0]) }).sorted()
        }
      var (low, high) = (0, choices.count - 1)
      while low < high {
        let middle = (low + high) / 2
        let tight = tightened(bounds, criterion, choices[middle])
        let fits = chain.find(nodes, least: tight.least, latest: tight.latest)?.isExact == true
        if fits { high = middle } else { low = middle + 1 }
      }
      guard choices.indices.contains(low) else { return nil }
      bounds = tightened(bounds, criterion, choices[low])
      keys.append(choices[low])
    }
    guard let found = chain.find(nodes, least: bounds.least, latest: bounds.latest), found.isExact
    else { return nil }
    return Ranked(nodes: nodes, edges: found.edges, keys: keys)
  }
}
