/// Scatter-gathers joined where they share payments: by a disjoint-set forest over the candidates,
/// each of which keeps the first and last second of its set.
struct StackClusters {
  private let index: FlowIndex
  private let window: Int64
  /// The first candidate that has taken an edge; -1 for none.
  private var owner: [Int32]
  private var candidates: [LayeredCandidate] = []
  private var parent: [Int] = []
  private var start: [Int64] = []
  private var end: [Int64] = []

  init(_ index: FlowIndex, window: Int64) {
    (self.index, self.window) = (index, window)
    owner = [Int32](repeating: -1, count: index.count)
  }

  /// Adds a candidate to the set with which it shares most payments, if two or more, and the window
  /// holds both; the strongest come first. O(payments of the candidate).
  mutating func join(_ candidate: LayeredCandidate) {
    let number = candidates.count
    candidates.append(candidate)
    parent.append(number)
    start.append(candidate.burst.start)
    end.append(candidate.burst.end)
    let edges = candidate.edges
    uniteWithNeighbours(number, edges)
    for edge in edges where owner[Int(edge)] < 0 { owner[Int(edge)] = Int32(number) }
  }

  /// Joins sets that came to share payments only later. O(payments of all candidates).
  mutating func merge() {
    for number in candidates.indices { uniteWithNeighbours(number, candidates[number].edges) }
  }

  /// Sets with two candidates or more, by their strongest candidate; candidates ascending.
  var groups: [[Int]] {
    var members: [Int: [Int]] = [:]
    for number in candidates.indices { members[root(number), default: []].append(number) }
    return members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
  }

  private mutating func uniteWithNeighbours(_ number: Int, _ edges: [Int32]) {
    var shared: [Int: Int] = [:]
    for edge in edges where owner[Int(edge)] >= 0 {
      let other = root(Int(owner[Int(edge)]))
      if other != root(number) { shared[other, default: 0] += 1 }
    }
    let order = shared.filter { $0.value > 1 }.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key
    }
    for (other, _) in order { unite(root(number), root(other)) }
  }

  private func root(_ number: Int) -> Int {
    var number = number
    while parent[number] != number { number = parent[number] }
    return number
  }

  /// The stronger candidate leads; nothing happens where the window is too short for both.
  private mutating func unite(_ a: Int, _ b: Int) {
    guard a != b else { return }
    let (first, last) = (min(start[a], start[b]), max(end[a], end[b]))
    let (length, overflow) = last.subtractingReportingOverflow(first)
    guard !overflow, length <= window else { return }
    let (leader, other) = (min(a, b), max(a, b))
    parent[other] = leader
    (start[leader], end[leader]) = (first, last)
  }
}
