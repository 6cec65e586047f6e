/// Daily sweeps: two accounts with payments on four days or more, at most three days apart, in each
/// direction always within three hours of the clock.
package struct TreasurySweeps {
  private let pairs: Pairs

  package init(_ pairs: Pairs) { self.pairs = pairs }

  package func edges(of index: FlowIndex) -> [Int32] {
    var found: [Int32] = []
    for group in 0..<pairs.count {
      let edges = pairs[group]
      guard edges.count > 3, RepeatedPairs.days(edges, index) > 3 else { continue }
      let steady = zip(edges, edges.dropFirst()).allSatisfy {
        Habits.day(index.lo[Int($1)]) - Habits.day(index.lo[Int($0)]) <= 3
      }
      if steady && isOnTheClock(edges, index) { found.append(contentsOf: edges) }
    }
    return found
  }

  private func isOnTheClock(_ edges: ArraySlice<Int32>, _ index: FlowIndex) -> Bool {
    guard let first = edges.first else { return false }
    return [true, false].allSatisfy { forward in
      let clock = edges.filter {
        (index.from[Int($0)] == index.from[Int(first)]) == forward
      }.map { index.lo[Int($0)] - Habits.day(index.lo[Int($0)]) * 86_400 }.sorted()
      guard let early = clock.first, let late = clock.last else { return true }
      return late - early <= 3 * 3600
    }
  }
}
