/// Daily sweeps: two accounts with payments on four days or more, at most three days apart.
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
      if steady { found.append(contentsOf: edges) }
    }
    return found
  }
}
