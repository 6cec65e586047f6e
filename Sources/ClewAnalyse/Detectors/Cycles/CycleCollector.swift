/// Cycles as they come, brought down to those worth writing: one chain for all cycles through the
/// same accounts in the same turn, the best first, and no account in more than a bounded number.
///
/// Better is: more weight, then fewer turns back in time, then fewer payments, then a shorter span, then earlier.
struct CycleCollector {
  /// One chain of payments; `steps` holds it at `start..<start + hops`.
  struct Entry {
    var start: Int
    var hops: Int32
    /// Payments that stand before the one they follow.
    var turns: Int32
    /// The first step of those it stands for.
    var begin: Int32
    /// How many cycles it stands for.
    var count: Int
    var weight: Int64
    /// A hash of the accounts in turn, from the lowest on.
    var key: UInt64
  }

  private(set) var entries: [Entry] = []
  private(set) var steps: [Int32] = []
  private let graph: CycleGraph
  private let index: FlowIndex
  private let weights: [Int32]?
  private let perAccount: Int
  private let window: Int64

  /// Steps held before they are brought down.
  private static let roomy = 4_000_000

  init(_ search: CycleSearch, _ graph: CycleGraph) {
    self.graph = graph
    index = search.index
    weights = search.weights
    window = search.window
    perAccount = search.findingsPerAccount
  }

  var isFull: Bool { steps.count > Self.roomy }

  /// Takes cycles as a kernel writes them: number of payments, then the steps.
  mutating func take(_ found: [Int32]) {
    var next = 0
    while next < found.count {
      let hops = Int(found[next])
      let start = steps.count
      steps.append(contentsOf: found[(next + 1)...(next + hops)])
      next += hops + 1
      entries.append(
        Entry(
          start: start, hops: Int32(hops), turns: turns(start, hops),
          begin: steps[start], count: 1, weight: weight(start, hops),
          key: key(start, hops)))
    }
  }

  mutating func take(_ other: CycleCollector) {
    let offset = steps.count
    steps.append(contentsOf: other.steps)
    for var entry in other.entries {
      entry.start += offset
      entries.append(entry)
    }
  }

  private func weight(_ start: Int, _ hops: Int) -> Int64 {
    guard let weights else { return 0 }
    return steps[start..<start + hops].reduce(0) { sum, step in
      let edge = Int(graph.edge(of: step))
      return sum + (edge < weights.count ? Int64(weights[edge]) : 0)
    }
  }

  private func turns(_ start: Int, _ hops: Int) -> Int32 {
    (start + 1..<start + hops).reduce(0) { $0 + (steps[$1] < steps[$1 - 1] ? 1 : 0) }
  }

  private func key(_ start: Int, _ hops: Int) -> UInt64 {
    var low = 0
    for hop in 1..<hops where payer(start + hop) < payer(start + low) { low = hop }
    var key = UInt64(hops)
    for hop in 0..<hops {
      let node = UInt64(UInt32(bitPattern: payer(start + (low + hop) % hops)))
      key = (key ^ node) &* 0x9E37_79B9_7F4A_7C15
      key ^= key >> 29
    }
    return key
  }

  private func payer(_ at: Int) -> Int32 { graph.from[Int(steps[at])] }

  // MARK: Bringing down

  /// Makes one of cycles through the same accounts that begin within a window of the first, and
  /// leaves out what an account has too many of.
  mutating func reduce() {
    merge()
    entries = entries.sorted(by: isBetter)
    limit()
    var kept: [Int32] = []
    kept.reserveCapacity(entries.reduce(0) { $0 + Int($1.hops) })
    for number in entries.indices {
      let entry = entries[number]
      entries[number].start = kept.count
      kept.append(contentsOf: steps[entry.start..<entry.start + Int(entry.hops)])
    }
    steps = kept
  }

  private mutating func merge() {
    let all = entries.sorted { a, b in
      if a.key != b.key { return a.key < b.key }
      if a.begin != b.begin { return a.begin < b.begin }
      return isBetter(a, b)
    }
    var merged: [Entry] = []
    var begin = 0
    while begin < all.count {
      let first = all[begin]
      var best = first
      best.count = 0
      let until = end(of: first)
      var next = begin
      var others: [Entry] = []
      while next < all.count, all[next].key == first.key, time(all[next].begin) <= until {
        let entry = all[next]
        next += 1
        guard isSameTurn(entry, first) else {
          others.append(entry)
          continue
        }
        let count = best.count + entry.count
        if isBetter(entry, best) { best = entry }
        (best.begin, best.count) = (first.begin, count)
      }
      merged.append(best)
      merged.append(contentsOf: others)
      begin = next
    }
    entries = merged
  }

  /// The last second at which a cycle can begin and be told with one that begins first.
  private func end(of first: Entry) -> Int64 {
    let (end, overflow) = time(first.begin).addingReportingOverflow(window)
    return overflow ? .max : end
  }

  private func time(_ step: Int32) -> Int64 { index.lo[Int(graph.edge(of: step))] }

  /// Whether two chains go through the same accounts in the same turn: equal keys nearly say so.
  private func isSameTurn(_ a: Entry, _ b: Entry) -> Bool {
    guard a.hops == b.hops else { return false }
    let hops = Int(a.hops)
    let shift = (0..<hops).first { payer(b.start + $0) == payer(a.start) }
    guard let shift else { return false }
    return (0..<hops).allSatisfy {
      payer(a.start + $0) == payer(b.start + ($0 + shift) % hops)
    }
  }

  private func isBetter(_ a: Entry, _ b: Entry) -> Bool {
    if a.weight != b.weight { return a.weight > b.weight }
    if a.turns != b.turns { return a.turns < b.turns }
    if a.hops != b.hops { return a.hops < b.hops }
    let (p, q) = (span(a), span(b))
    if p != q { return p < q }
    if steps[a.start] != steps[b.start] { return steps[a.start] < steps[b.start] }
    return steps[a.start..<a.start + Int(a.hops)]
      .lexicographicallyPrecedes(steps[b.start..<b.start + Int(b.hops)])
  }

  /// Seconds from the first payment to the last.
  private func span(_ entry: Entry) -> Int64 {
    let chain = steps[entry.start..<entry.start + Int(entry.hops)]
    guard let first = chain.min(), let last = chain.max() else { return 0 }
    return time(last).subtractingReportingOverflow(time(first)).partialValue
  }

  /// Keeps an entry as long as none of its accounts is in too many better ones.
  private mutating func limit() {
    guard perAccount < entries.count else { return }
    var taken = [Int32](repeating: 0, count: graph.nodeCount)
    entries = entries.filter { entry in
      let places = entry.start..<entry.start + Int(entry.hops)
      guard places.allSatisfy({ Int(taken[Int(payer($0))]) < perAccount }) else { return false }
      for place in places { taken[Int(payer(place))] += 1 }
      return true
    }
  }
}
