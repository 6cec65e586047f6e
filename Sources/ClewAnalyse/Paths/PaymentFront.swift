/// The payments with which a path can have made its last payment step, and how late the path can
/// have begun for each.
///
/// Under certain order each payment comes wholly after the one before it on the path. Under possible
/// order only the times of neighbours are looked at here, so that a front may hold more than can be;
/// `PaymentChain` has the last word.
struct PaymentFront: Sendable {
  struct Entry: Sendable {
    var edge: Int
    /// Certain order: the first second of the path's first payment. Possible order: the last second
    /// by which the path must have begun. Of several the latest.
    var start: Int64
  }

  /// Ascending by edge.
  var entries: [Entry]

  /// The front after a first payment step.
  init(first edges: some Sequence<Int>, in arena: PathArena, isCertain: Bool) {
    entries = edges.map { Entry(edge: $0, start: isCertain ? arena.lo[$0] : arena.hi[$0]) }
  }

  /// The front after one more payment step over parallel payments: O(n log n) in the size of both,
  /// but for sources that list their payments against the order of time.
  func advanced(
    over edges: some Sequence<Int>, in arena: PathArena, isCertain: Bool, window: Int64?
  ) -> PaymentFront {
    var next = self
    next.entries = []
    let earlier = isCertain ? Staircase(byEnd: entries, arena) : Staircase(byStart: entries, arena)
    var ofSource: [Int32: Staircase] = [:]
    var taken = 0
    for edge in edges {
      var start: Int64?
      if isCertain {
        while taken < entries.count, arena.rows[entries[taken].edge] < arena.rows[edge] {
          let entry = entries[taken]
          ofSource[arena.sources[entry.edge], default: Staircase()].insert(
            arena.lo[entry.edge], entry.start)
          taken += 1
        }
        start = earlier.best(below: arena.lo[edge])
        let bound = arena.hi[edge] == .max ? Int64.max : arena.hi[edge] + 1
        if let other = ofSource[arena.sources[edge]]?.best(below: bound) {
          start = max(start ?? other, other)
        }
      } else {
        let bound = arena.hi[edge] == .max ? Int64.max : arena.hi[edge] + 1
        start = earlier.best(below: bound).map { min($0, arena.hi[edge]) }
      }
      guard let start else { continue }
      if let window, arena.lo[edge].subtractingClamped(start) > window { continue }
      next.entries.append(Entry(edge: edge, start: start))
    }
    return next
  }
}

/// Pairs of a key and a value of which only those count that no smaller key outdoes.
private struct Staircase {
  private var keys: [Int64] = []
  private var values: [Int64] = []

  init() {}

  init(byEnd entries: [PaymentFront.Entry], _ arena: PathArena) {
    self.init(entries.map { (arena.hi[$0.edge], $0.start) })
  }

  init(byStart entries: [PaymentFront.Entry], _ arena: PathArena) {
    self.init(entries.map { (arena.lo[$0.edge], $0.start) })
  }

  private init(_ pairs: [(key: Int64, value: Int64)]) {
    for pair in pairs.sorted(by: { $0.key < $1.key }) {
      if let last = values.last, last >= pair.value { continue }
      if keys.last == pair.key {
        values[values.count - 1] = pair.value
      } else {
        keys.append(pair.key)
        values.append(pair.value)
      }
    }
  }

  private func count(below bound: Int64) -> Int {
    var (low, high) = (0, keys.count)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < bound { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The largest value of all keys below a bound; nil where there is none.
  func best(below bound: Int64) -> Int64? {
    let place = count(below: bound)
    return place > 0 ? values[place - 1] : nil
  }

  mutating func insert(_ key: Int64, _ value: Int64) {
    let place = count(below: key)
    if place > 0, values[place - 1] >= value { return }
    var end = place
    while end < keys.count, values[end] <= value { end += 1 }
    if place < end || place == keys.count || keys[place] != key || values[place] < value {
      keys.replaceSubrange(place..<end, with: [key])
      values.replaceSubrange(place..<end, with: [value])
    }
  }
}

extension Int64 {
  /// The difference, or the bound it passes.
  func subtractingClamped(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (self < other ? .min : .max) : difference
  }
}
