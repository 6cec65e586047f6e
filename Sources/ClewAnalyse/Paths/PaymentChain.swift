/// One payment for each payment step of a path, in an order that its bounds allow.
///
/// An order is certain when each payment comes wholly before the next, and possible when no payment
/// comes wholly before one that stands before it on the path. Inside a window of W seconds lies a
/// certain chain whose last payment ends at most W after the first begins, and a possible one whose
/// times leave room for that.
struct PaymentChain: Sendable {
  let arena: PathArena
  let order: PathQuestion.Order
  let window: Int64?

  /// Choices tried for one path before it is given up.
  static let workLimit = 20_000

  struct Found: Sendable {
    /// The payment of each step, nil for a link.
    var edges: [Int?]
    /// False where the search was given up.
    var isExact: Bool
  }

  /// - Parameters:
  ///   - nodes: local numbers, from the arena's start to its goal.
  ///   - least: no payment of less.
  ///   - latest: the last payment ends no later.
  /// - Returns: the chain that is shown (each step from the end backwards the one that
  ///   `isShownFirst`), nil where there is none.
  func find(_ nodes: [Int32], least: Int128, latest: Int64) -> Found? {
    let hops = zip(nodes, nodes.dropFirst()).map { from, to -> [Int]? in
      arena.isLinked(from, to)
        ? nil : arena.payments(from, to).filter { arena.amounts[$0] >= least }
    }
    var fronts: [PaymentFront] = []
    for case let edges? in hops {
      let front =
        fronts.last?.advanced(
          over: edges, in: arena, isCertain: order == .certain, window: window)
        ?? PaymentFront(first: edges, in: arena, isCertain: order == .certain)
      guard !front.entries.isEmpty else { return nil }
      fronts.append(front)
    }
    guard !fronts.isEmpty else { return nil }
    fronts[fronts.count - 1].entries.removeAll { arena.hi[$0.edge] > latest }
    var work = Self.workLimit
    var chosen: [Int] = []
    guard complete(fronts.map { $0.entries.map(\.edge) }, &chosen, &work) else {
      return work > 0 ? nil : Found(edges: [], isExact: false)
    }
    var rest = chosen.reversed()[...]
    return Found(edges: hops.map { $0 == nil ? nil : rest.popFirst() }, isExact: true)
  }

  /// Chooses backwards from the last step; `chosen` holds the later steps' payments, last one first.
  private func complete(_ fronts: [[Int]], _ chosen: inout [Int], _ work: inout Int) -> Bool {
    guard chosen.count < fronts.count else { return true }
    let candidates = fronts[fronts.count - 1 - chosen.count]
    let fitting = candidates.filter { fits($0, before: chosen) }
    work -= 1 + candidates.count / 64
    for edge in fitting.sorted(by: arena.isShownFirst) {
      guard work > 0 else { return false }
      chosen.append(edge)
      if chosen.count < fronts.count || isInWindow(chosen) {
        if complete(fronts, &chosen, &work) { return true }
      }
      chosen.removeLast()
      work -= 1
    }
    return false
  }

  /// Whether a payment can stand before those chosen, the next of them last.
  private func fits(_ edge: Int, before chosen: [Int]) -> Bool {
    if order == .certain, let next = chosen.last, !arena.precedes(edge, next) { return false }
    return !chosen.contains { arena.precedes($0, edge) }
  }

  private func isInWindow(_ chosen: [Int]) -> Bool {
    guard let window, let first = chosen.last, let last = chosen.first else { return true }
    switch order {
    case .certain: return arena.hi[last].subtractingClamped(arena.lo[first]) <= window
    case .possible:
      let begun = chosen.map { arena.hi[$0] }.min() ?? 0
      let ended = chosen.map { arena.lo[$0] }.max() ?? 0
      return ended.subtractingClamped(begun) <= window
    }
  }
}
