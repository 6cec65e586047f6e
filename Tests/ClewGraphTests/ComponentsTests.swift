import ClewGraph
import Testing

struct ComponentsTests {
  private func rows(_ count: Int, _ edges: [(Int32, Int32)]) -> CompressedRows {
    CompressedRows(nodeCount: count, from: edges.map(\.0), to: edges.map(\.1))
  }

  @Test func rowsKeepTheOrderOfTheEdges() {
    let rows = rows(3, [(0, 2), (1, 0), (0, 1)])
    #expect(Array(rows.successors(of: 0)) == [2, 1])
    #expect(Array(rows.edges[rows.slots(of: 0)]) == [0, 2])
    #expect(rows.successors(of: 2).isEmpty)
  }

  @Test func ringIsOneComponentAndOwnersComeFirst() {
    let components = Components(of: rows(5, [(0, 1), (1, 2), (2, 1), (2, 3), (4, 0)]))
    #expect(components.count == 4)
    #expect(components.number[1] == components.number[2])
    #expect(Array(components.members(of: Int(components.number[1]))) == [1, 2])
    #expect(components.number[3] < components.number[1])
    #expect(components.number[1] < components.number[0])
    #expect(components.number[0] < components.number[4])
  }

  @Test func longChainNeedsNoDeepStack() {
    let count = 200_000
    let rows = rows(count, (1..<Int32(count)).map { ($0 - 1, $0) })
    let components = Components(of: rows)
    #expect(components.count == count)
    #expect(components.number[0] == Int32(count - 1))
  }

  @Test(arguments: 0..<50)
  func equalsMutualReachability(_ seed: Int) {
    var state = UInt64(seed) &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    func next(_ bound: Int32) -> Int32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(truncatingIfNeeded: Int64(state >> 33) % Int64(bound))
    }
    let rows = rows(9, (0..<14).map { _ in (next(9), next(9)) })
    let components = Components(of: rows)
    for a in 0..<Int32(9) {
      let reached = Set(rows.reached(from: [a]))
      for b in 0..<Int32(9) {
        let mutual = reached.contains(b) && rows.reached(from: [b]).contains(a)
        #expect((components.number[Int(a)] == components.number[Int(b)]) == mutual)
        if reached.contains(b) { #expect(components.number[Int(b)] <= components.number[Int(a)]) }
        #expect((rows.distances(from: a)[Int(b)] >= 0) == reached.contains(b))
      }
    }
  }

  @Test func setsAreNamedByTheirLowestMember() {
    var sets = DisjointSets(count: 5)
    #expect(sets.join(4, 3))
    #expect(sets.join(3, 1))
    #expect(!sets.join(4, 1))
    #expect((0..<5).map { sets.find($0) } == [0, 1, 2, 1, 1])
  }
}
