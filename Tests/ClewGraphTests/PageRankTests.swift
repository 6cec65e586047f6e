import ClewGraph
import Testing

@Suite struct PageRankTests {
  /// Two nodes that both lead to a third, which leads to none: by hand.
  @Test func threeNodes() {
    let found = PageRank(nodeCount: 3, from: [0, 1], to: [2, 2])
    // x = (0.15 + 0.85 z) / 3 for the first two, z = x + 2 * 0.85 x, 2 x + z = 1.
    let x = 1 / 4.7
    #expect(abs(found.ranks[0] - x) < 1e-8)
    #expect(abs(found.ranks[1] - x) < 1e-8)
    #expect(abs(found.ranks[2] - 2.7 * x) < 1e-8)
    #expect(found.isSettled)
  }

  @Test func hostile() {
    #expect(PageRank(nodeCount: 0, from: [], to: []).ranks.isEmpty)
    #expect(PageRank(nodeCount: 2, from: [], to: []).ranks == [0.5, 0.5])
    #expect(PageRank(nodeCount: 1, from: [0], to: [0]).ranks == [1])
    let cut = PageRank(nodeCount: 3, from: [0, 1], to: [2, 2], maxRounds: 1)
    #expect(!cut.isSettled)
  }

  /// Against the linear system (I - dM) x = (1 - d) / n, eliminated.
  @Test func againstElimination() {
    var random = Dice(state: 11)
    for _ in 0..<60 {
      let n = 2 + random.below(12)
      let edges = random.below(30)
      let from = (0..<edges).map { _ in Int32(random.below(n)) }
      let to = (0..<edges).map { _ in Int32(random.below(n)) }
      let damping = 0.85
      var system = [[Double]](repeating: [Double](repeating: 0, count: n + 1), count: n)
      for row in 0..<n {
        system[row][row] = 1
        system[row][n] = (1 - damping) / Double(n)
      }
      for node in 0..<n {
        let out = from.indices.filter { Int(from[$0]) == node }
        for edge in out { system[Int(to[edge])][node] -= damping / Double(out.count) }
        if out.isEmpty { for row in 0..<n { system[row][node] -= damping / Double(n) } }
      }
      for pivot in 0..<n {
        for row in 0..<n where row != pivot {
          let factor = system[row][pivot] / system[pivot][pivot]
          for column in pivot...n { system[row][column] -= factor * system[pivot][column] }
        }
      }
      let found = PageRank(nodeCount: n, from: from, to: to, tolerance: 1e-12)
      for node in 0..<n {
        #expect(abs(found.ranks[node] - system[node][n] / system[node][node]) < 1e-9)
      }
      #expect(abs(found.ranks.reduce(0, +) - 1) < 1e-9)
    }
  }
}
