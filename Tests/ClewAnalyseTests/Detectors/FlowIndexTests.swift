import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@Suite struct FlowIndexTests {
  @Test func leavesOutAndCounts() throws {
    var world = World()
    world.pays("a", "b", "100", at: "2026-01-03")
    world.pays("a", "a", "100", at: "2026-01-02")
    world.pays("b", "c", "0", at: "2026-01-02")
    world.pays("b", "c", "-5", at: "2026-01-02")
    world.pays("b", "c", "99.99", at: "2026-01-02")
    world.pays("b", "c", "500", "USD", at: "2026-01-02")
    world.pays("c", "a", "100.00", at: "2026-01-01")
    let least = try #require(Money(decimal: "100", currency: "EUR"))
    let index = FlowIndex(
      world.snapshot.payments, nodeCount: world.snapshot.nodeCount, least: least)
    #expect(index.rows == [6, 0])
    #expect(index.selfTransfers == 1)
    #expect(index.notPositive == 2)
    #expect(index.belowLeast == 1)
    #expect(index.otherCurrencies == 1)
    #expect(index.hi[0] - index.lo[0] == 86_399)
    #expect(Array(index.out(of: index.from[0])) == [0])
    #expect(Array(index.into(index.to[1])) == [1])
  }

  /// Against a sort of the rows, with times far apart and before 1970.
  @Test func ascendsByTimeThenRow() {
    var random = CyclePropertyTests.SplitMix(state: 3)
    for round in 0..<60 {
      var payments = Payments()
      payments.currencies = ["EUR"]
      let spread = [3, 1000, 70_000, 4_000_000_000, Int(Int32.max) << 24][round % 5]
      let count = random.below(60)
      for row in 0..<count {
        payments.ids.append(UInt32(row + 1))
        payments.from.append(Int32(random.below(5)))
        payments.to.append(Int32(random.below(5)))
        payments.lo.append(Int64(random.below(spread)) - Int64(spread / 2))
        payments.precision.append(0)
        payments.mantissa.append(1)
        payments.scale.append(0)
        payments.currency.append(0)
      }
      let index = FlowIndex(payments, nodeCount: 5)
      let expected = (0..<count).filter { payments.from[$0] != payments.to[$0] }
        .sorted { (payments.lo[$0], $0) < (payments.lo[$1], $1) }
      #expect(index.rows == expected.map { Int32($0) })
      #expect(index.lo == expected.map { payments.lo[$0] })
      #expect(index.from == expected.map { payments.from[$0] })
      for node in 0..<Int32(5) {
        let out = expected.indices.filter { payments.from[expected[$0]] == node }
        let into = expected.indices.filter { payments.to[expected[$0]] == node }
        #expect(Array(index.out(of: node)) == out.map { Int32($0) })
        #expect(Array(index.into(node)) == into.map { Int32($0) })
      }
    }
  }
}
