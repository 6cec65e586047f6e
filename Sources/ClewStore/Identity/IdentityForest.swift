import ClewModel

/// Disjoint sets of mentions with what is known of each set: its attributes, and the mentions from
/// which a person held one of its own different.
///
/// Union by size with path halving (Tarjan 1975): near-constant time an operation, O(n) space.
struct IdentityForest {
  private var parent: [Int]
  private var size: [Int]
  private var attributes: [Int: IdentityAttributes]
  private var held: [Int: Set<Int>] = [:]

  init(count: Int, attributes: [Int: IdentityAttributes]) {
    parent = Array(0..<count)
    size = Array(repeating: 1, count: count)
    self.attributes = attributes
  }

  mutating func root(of mention: Int) -> Int {
    var node = mention
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }

  func attributes(ofRoot root: Int) -> IdentityAttributes {
    attributes[root] ?? IdentityAttributes()
  }

  /// Notes that two mentions are held different.
  mutating func hold(_ a: Int, apartFrom b: Int) {
    held[root(of: a), default: []].insert(b)
    held[root(of: b), default: []].insert(a)
  }

  /// The roots from which a set is held apart, as of now.
  mutating func rootsHeldApart(fromRoot root: Int) -> Set<Int> {
    guard let others = held[root] else { return [] }
    var roots = Set<Int>()
    for other in others { roots.insert(self.root(of: other)) }
    return roots
  }

  mutating func areHeldApart(_ a: Int, _ b: Int) -> Bool {
    let other = root(of: b)
    return rootsHeldApart(fromRoot: root(of: a)).contains(other)
  }

  mutating func join(_ a: Int, _ b: Int) {
    var (large, small) = (root(of: a), root(of: b))
    guard large != small else { return }
    if size[large] < size[small] { swap(&large, &small) }
    parent[small] = large
    size[large] += size[small]
    if let more = attributes.removeValue(forKey: small) {
      attributes[large, default: IdentityAttributes()].formUnion(more)
    }
    if let more = held.removeValue(forKey: small) { held[large, default: []].formUnion(more) }
  }

  /// Notes what persons hold: first all that is different, then all that is the same, the latest word
  /// on each pair, in the order of the judgements.
  ///
  /// - Returns: those that say `same` of what follows as different from earlier ones; they join
  ///   nothing.
  @discardableResult
  mutating func hear(_ held: [Resolver.Held]) -> [Resolver.Held] {
    struct Pair: Hashable {
      var low: Int
      var high: Int
    }
    var latest: [Pair: Resolver.Held] = [:]
    for opinion in held where opinion.a != opinion.b {
      let pair = Pair(low: min(opinion.a, opinion.b), high: max(opinion.a, opinion.b))
      if let known = latest[pair], known.judgement > opinion.judgement { continue }
      latest[pair] = opinion
    }
    let ordered = latest.values.sorted { $0.judgement < $1.judgement }
    for opinion in ordered where opinion.opinion == .different {
      hold(opinion.a, apartFrom: opinion.b)
    }
    var contradicting: [Resolver.Held] = []
    for opinion in ordered where opinion.opinion == .same {
      if areHeldApart(opinion.a, opinion.b) {
        contradicting.append(opinion)
      } else {
        join(opinion.a, opinion.b)
      }
    }
    return contradicting
  }
}
