import ClewGraph
import Testing

@Suite struct WeakComponentsTests {
  @Test func lowestNodesNameComponentsInOrder() {
    let parts = WeakComponents(nodeCount: 7, from: [5, 2, 6], to: [3, 1, 6])
    #expect(parts.number == [0, 1, 1, 2, 3, 2, 4])
    #expect(parts.sizes == [1, 2, 2, 1, 1])
    #expect(WeakComponents(nodeCount: 0, from: [], to: []).count == 0)
  }

  /// Against spreading the lowest number along edges until nothing changes.
  @Test func againstBruteForce() {
    var random = Dice(state: 5)
    for _ in 0..<200 {
      let nodes = 1 + random.below(30)
      let edges = random.below(40)
      let from = (0..<edges).map { _ in Int32(random.below(nodes)) }
      let to = (0..<edges).map { _ in Int32(random.below(nodes)) }
      var lowest = Array(0..<nodes)
      for _ in 0..<nodes {
        for (a, b) in zip(from, to) {
          let low = min(lowest[Int(a)], lowest[Int(b)])
          lowest[Int(a)] = low
          lowest[Int(b)] = low
        }
      }
      let names = Set(lowest).sorted()
      let parts = WeakComponents(nodeCount: nodes, from: from, to: to)
      #expect(parts.number == lowest.map { Int32(names.firstIndex(of: $0) ?? -1) })
      #expect(parts.sizes.reduce(0, +) == Int32(nodes))
      let shuffled = WeakComponents(
        nodeCount: nodes, from: from.reversed(), to: to.reversed())
      #expect(shuffled.number == parts.number)
    }
  }
}

/// SplitMix64.
struct Dice {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
  }
}
