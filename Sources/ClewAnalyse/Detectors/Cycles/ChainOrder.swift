/// How far the payments of a closed chain are from following one another in time.
///
/// A payment is out of order where it certainly lies before one that it should follow, or where one
/// source states it before that one; of several ways to see it, the fewest count. The order of two
/// payments is not known where their times overlap and two sources state them.
struct ChainOrder {
  /// The chain, begun with the payment that leaves the fewest out of order; of several, the earliest.
  private(set) var edges: [Int32]
  private(set) var outOfOrder: Int
  private(set) var unknown: Int

  /// O(n³) in the payments of the chain.
  init(_ chain: [Int32], in index: FlowIndex) {
    edges = chain
    outOfOrder = chain.count
    unknown = 0
    for first in chain.indices {
      let turned = Array(chain[first...] + chain[..<first])
      let out = chain.count - Self.longestInOrder(turned, index)
      if out < outOfOrder || (out == outOfOrder && turned[0] < edges[0]) {
        (edges, outOfOrder) = (turned, out)
      }
    }
    unknown = zip(edges, edges.dropFirst()).count { Self.isUnknown($0, $1, index) }
  }

  /// Payments that can stay where they are.
  private static func longestInOrder(_ chain: [Int32], _ index: FlowIndex) -> Int {
    var longest = [Int](repeating: 1, count: chain.count)
    for later in chain.indices {
      for earlier in 0..<later where !isContrary(chain[earlier], chain[later], index) {
        longest[later] = max(longest[later], longest[earlier] + 1)
      }
    }
    return longest.max() ?? 0
  }

  /// Whether a payment that should follow another one comes before it.
  private static func isContrary(_ earlier: Int32, _ later: Int32, _ index: FlowIndex) -> Bool {
    let (a, b) = (Int(earlier), Int(later))
    if index.hi[b] < index.lo[a] { return true }
    if index.hi[a] < index.lo[b] { return false }
    return index.source(of: a) == index.source(of: b) && index.rows[b] < index.rows[a]
  }

  private static func isUnknown(_ earlier: Int32, _ later: Int32, _ index: FlowIndex) -> Bool {
    let (a, b) = (Int(earlier), Int(later))
    guard index.hi[b] >= index.lo[a], index.hi[a] >= index.lo[b] else { return false }
    return index.source(of: a) != index.source(of: b)
  }

  /// Words for a near miss; nil where every payment comes after the one before.
  static func nearMiss(_ cycle: FoundCycle) -> String? {
    let hops = cycle.edges.count
    var parts: [String] = []
    if cycle.outOfOrder > 0 { parts.append("\(cycle.outOfOrder) of \(hops) hops out of order") }
    if cycle.unknownOrder > 0 {
      parts.append("the order of \(cycle.unknownOrder) of \(hops) hops is not known")
    }
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
