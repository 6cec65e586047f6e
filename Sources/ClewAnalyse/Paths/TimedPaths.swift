import ClewGraph
import ClewModel

/// The paths of one question, ranking by ranking.
struct TimedPaths {
  private(set) var paths: [ConnectingPaths.Path] = []
  private(set) var outdoing: [ConnectingPaths.Path] = []
  private(set) var isExhaustive = true
  private(set) var isExact = true
  private(set) var avoided: [Hub] = []
  private let graph: PathGraph
  private let question: PathQuestion

  /// Whatever the times: the shortest first.
  init(
    shortestFrom start: Int32, to goal: Int32, in graph: PathGraph, _ question: PathQuestion
  ) {
    (self.graph, self.question) = (graph, question)
    let (rows, avoided) = graph.rows(question, ends: [start, goal])
    self.avoided = avoided
    let found = SimplePaths<Void>(
      in: rows, from: start, to: goal, limit: question.limit, maxHops: question.maxHops,
      workLimit: question.workLimit, initial: ()
    ) { _, _, _ in () }
    isExhaustive = found.isExhaustive
    isExact = found.isExhaustive || found.paths.count == question.limit
    paths = found.paths.map { path in
      let steps = zip(path.nodes, path.nodes.dropFirst()).compactMap { from, to in
        graph.step(from, to, bothWays: !question.isDirected)
      }
      return ConnectingPaths.Path(
        nodes: path.nodes, steps: steps, verdict: .yes, bottlenecks: bottlenecks(of: steps))
    }
  }

  /// Each payment after the one before.
  init(from start: Int32, to goal: Int32, in graph: PathGraph, _ question: PathQuestion) {
    (self.graph, self.question) = (graph, question)
    let maxHops = min(question.maxHops, SimplePaths<Void>.hopLimit, graph.snapshot.nodeCount)
    let arena = PathArena(
      from: start, to: goal, in: graph.snapshot, timeless: graph.timeless, maxHops: maxHops,
      hubLimit: question.hubLimit, usable: graph.isUsable)
    avoided = arena.avoided
    if question.maxHops > maxHops, maxHops < graph.snapshot.nodeCount { isExhaustive = false }
    guard start != goal, !arena.isEmpty else { return }
    overLinks(arena)
    let used = Set(arena.currencies).sorted { arena.codes[Int($0)] < arena.codes[Int($1)] }
    guard question.rank == .value else {
      let criteria: [RankedPaths.Criterion] =
        question.rank == .hops ? [.hops, .time] : [.time, .hops]
      _ = rank(arena, criteria, limit: question.limit, except: [])
      return
    }
    var known: Set<[Int32]> = []
    for currency in used {
      let part = used.count == 1 ? arena : arena.only(currency)
      let found = rank(part, [.value, .hops, .time], limit: question.limit, except: [])
      known.formUnion(found)
    }
    guard used.count > 1 else { return }
    guard known.count < question.limit else {
      isExhaustive = false
      return
    }
    _ = rank(arena, [.hops, .time], limit: question.limit - known.count, except: known)
  }

  /// Ways without any payment: two parties on one account.
  private mutating func overLinks(_ arena: PathArena) {
    let found = SimplePaths<Void>(
      in: arena.links, from: arena.start, to: arena.goal, limit: question.limit,
      maxHops: arena.maxHops, workLimit: question.workLimit, initial: ()
    ) { _, _, _ in () }
    if !found.isExhaustive { isExhaustive = false }
    if !found.isExhaustive, found.paths.count < question.limit { isExact = false }
    for path in found.paths { add(path.nodes, [], arena, .yes) }
  }

  /// Adds the best paths of one ranking: the certain ones, then those that are possible only.
  ///
  /// - Returns: their nodes in the arena's numbers.
  private mutating func rank(
    _ arena: PathArena, _ criteria: [RankedPaths.Criterion], limit: Int, except known: Set<[Int32]>
  ) -> [[Int32]] {
    func search(_ order: PathQuestion.Order, _ limit: Int, _ known: Set<[Int32]>) -> RankedPaths {
      RankedPaths(
        arena, order: order, window: question.window, criteria: criteria, limit: limit,
        except: known, work: question.workLimit)
    }
    var found: [(path: RankedPaths.Ranked, verdict: Verdict)] = []
    var hasMore = false
    if question.order == .certain {
      let certain = search(.certain, limit + 1, known)
      if !certain.isExact { isExact = false }
      found = certain.paths.prefix(limit).map { ($0, .yes) }
      hasMore = certain.paths.count > limit
    }
    // What one source states is in a certain order wherever it is in a possible one.
    let isOneSource = Set(arena.sources).count == 1 && question.window == nil
    let seen = known.union(found.map(\.path.nodes))
    if found.count < limit, question.order == .possible || !isOneSource {
      let possible = search(.possible, limit - found.count + 1, seen)
      if !possible.isExact { isExact = false }
      hasMore = hasMore || possible.paths.count > limit - found.count
      for path in possible.paths.prefix(limit - found.count) {
        found.append((path, verdict(of: path, arena)))
      }
    } else if !isOneSource, !hasMore || criteria.first == .value {
      let possible = search(.possible, 1, seen)
      if !possible.isExact { isExact = false }
      hasMore = hasMore || !possible.paths.isEmpty
      if criteria.first == .value { noteOutdoing(possible, arena, found.first?.path.keys.first) }
    }
    if hasMore || !isExact { isExhaustive = false }
    for (path, verdict) in found { add(path.nodes, path.edges, arena, verdict) }
    return found.map(\.path.nodes)
  }

  private mutating func noteOutdoing(
    _ possible: RankedPaths, _ arena: PathArena, _ best: Int128?
  ) {
    guard let path = possible.paths.first, let key = path.keys.first, let best, key < best,
      let made = made(path.nodes, path.edges, arena, verdict(of: path, arena))
    else { return }
    outdoing.append(made)
  }

  /// Certain where the same payments, or others as good, are in a certain order.
  private func verdict(of path: RankedPaths.Ranked, _ arena: PathArena) -> Verdict {
    let edges = path.edges.compactMap { $0 }
    let inOrder = zip(edges, edges.dropFirst()).allSatisfy { arena.precedes($0, $1) }
    guard inOrder, let first = edges.first, let last = edges.last else { return .possible }
    guard let window = question.window else { return .yes }
    return arena.hi[last].subtractingClamped(arena.lo[first]) <= window ? .yes : .possible
  }

  private mutating func add(
    _ nodes: [Int32], _ edges: [Int?], _ arena: PathArena, _ verdict: Verdict
  ) {
    if let path = made(nodes, edges, arena, verdict) { paths.append(path) }
  }

  private func made(
    _ local: [Int32], _ edges: [Int?], _ arena: PathArena, _ verdict: Verdict
  ) -> ConnectingPaths.Path? {
    let nodes = local.map { arena.nodes[Int($0)] }
    let steps = zip(nodes, nodes.dropFirst()).enumerated().compactMap { place, ends in
      let edge = edges.indices.contains(place) ? edges[place] : nil
      return graph.step(ends.0, ends.1, showing: edge.map { arena.rows[$0] })
    }
    guard steps.count == nodes.count - 1 else { return nil }
    return ConnectingPaths.Path(
      nodes: nodes, steps: steps, verdict: verdict, bottlenecks: bottlenecks(of: steps))
  }

  private func bottlenecks(of steps: [ConnectingPaths.Step]) -> [Money] {
    var least: [String: Money] = [:]
    for row in steps.compactMap(\.row) {
      let amount = graph.snapshot.payments.amount(of: Int(row))
      let known = least[amount.currency].map { $0.mantissa(atScale: 18) }
      if known.map({ amount.mantissa(atScale: 18) < $0 }) ?? true {
        least[amount.currency] = amount
      }
    }
    return least.sorted { $0.key < $1.key }.map(\.value)
  }
}
