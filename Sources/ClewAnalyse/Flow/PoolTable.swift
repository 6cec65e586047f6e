import ClewGraph

/// The pools of money there are, one for every account and unit, and those each posting touches.
/// Numbered by account, then unit, so that the order of rows does not matter.
///
/// O(postings × units of one account) time, O(postings + nodes) space.
struct PoolTable {
  /// By pool.
  private(set) var nodes: [Int32] = []
  private(set) var units: [UInt16] = []
  /// The next pool of the same account, or -1.
  private(set) var next: [Int32] = []
  /// By row: the pool that pays and the one that receives; -1 for cash and unknown sides.
  private(set) var payer: [Int32]
  private(set) var payee: [Int32]
  private var first: [Int32]

  var count: Int { nodes.count }

  init(_ postings: Postings) {
    let rows = postings.count
    var most: Int32 = -1
    for row in 0..<rows { most = max(most, max(postings.from[row], postings.to[row])) }
    first = [Int32](repeating: -1, count: Int(most) + 1)
    payer = [Int32](repeating: -1, count: rows)
    payee = payer
    for row in 0..<rows {
      let (from, to) = (postings.from[row], postings.to[row])
      if from >= 0 { payer[row] = make(from, postings.debitUnit[row]) }
      if to >= 0 { payee[row] = make(to, postings.creditUnit[row]) }
    }
    sort()
  }

  private mutating func sort() {
    var number = [Int32](repeating: 0, count: count)
    var (nodes, units, next): ([Int32], [UInt16], [Int32]) = ([], [], [])
    nodes.reserveCapacity(count)
    units.reserveCapacity(count)
    next.reserveCapacity(count)
    var chain: [Int] = []
    for node in first.indices where first[node] >= 0 {
      chain.removeAll(keepingCapacity: true)
      var pool = Int(first[node])
      while pool >= 0 {
        chain.append(pool)
        pool = Int(self.next[pool])
      }
      if chain.count > 1 { chain.sort { self.units[$0] < self.units[$1] } }
      first[node] = Int32(nodes.count)
      for (at, pool) in chain.enumerated() {
        number[pool] = Int32(nodes.count)
        nodes.append(Int32(node))
        units.append(self.units[pool])
        next.append(at + 1 < chain.count ? Int32(nodes.count) : -1)
      }
    }
    (self.nodes, self.units, self.next) = (nodes, units, next)
    for row in payer.indices {
      if payer[row] >= 0 { payer[row] = number[Int(payer[row])] }
      if payee[row] >= 0 { payee[row] = number[Int(payee[row])] }
    }
  }

  /// The pool of an account and unit; nil where no posting touches it.
  func find(_ node: Int32, _ unit: UInt16) -> Int? {
    var pool = firstPool(of: node)
    while pool >= 0, units[Int(pool)] != unit { pool = next[Int(pool)] }
    return pool >= 0 ? Int(pool) : nil
  }

  /// The first pool of an account, from which `next` leads on; -1 for none.
  func firstPool(of node: Int32) -> Int32 {
    node >= 0 && Int(node) < first.count ? first[Int(node)] : -1
  }

  private mutating func make(_ node: Int32, _ unit: UInt16) -> Int32 {
    if let known = find(node, unit) { return Int32(known) }
    nodes.append(node)
    units.append(unit)
    next.append(first[Int(node)])
    first[Int(node)] = Int32(nodes.count - 1)
    return Int32(nodes.count - 1)
  }
}
