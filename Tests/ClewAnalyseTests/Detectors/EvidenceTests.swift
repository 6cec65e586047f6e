import ClewAnalyse
import Testing

@Suite struct EvidenceTests {
  @Test func poissonTailAgreesWithItsSum() {
    // 1 - e^-2 (1 + 2 + 2) = 0.32332
    #expect(abs(Evidence.poissonTail(3, mean: 2) - -0.490363) < 1e-4)
    #expect(Evidence.poissonTail(0, mean: 2) == 0)
    #expect(Evidence.poissonTail(200, mean: 0) < -300)
  }

  @Test func countsFollowTheirOwnHistory() {
    let rates = CountRates(counts: [0, 0, 1, 2, 0, 5, 1, 0, 0, 3], time: 100)
    #expect(rates.atLeast(0, in: 10, seen: 0, history: 90) == 1)
    let quiet = rates.atLeast(6, in: 10, seen: 0, history: 90)
    let busy = rates.atLeast(6, in: 10, seen: 40, history: 90)
    #expect(quiet < busy)
    #expect(rates.expected(in: 10, seen: 40, history: 90) > 2)
    #expect(
      rates.atLeast(6, in: 10, seen: 0, history: 90)
        > rates.atLeast(7, in: 10, seen: 0, history: 90))
  }

  @Test func nobodyPaysInAnEmptyWorld() {
    let rates = CountRates(counts: [], time: 0)
    #expect(rates.atLeast(1, in: 10, seen: 0, history: 0) <= 1)
    #expect(rates.atLeast(1, in: 10, seen: 0, history: 0) >= 0)
  }

  @Test func weightsAreRoundedOnce() {
    #expect(Evidence.weight(rate: 0.001) == 30_000)
    #expect(Evidence.weight(rate: 2) == 0)
    #expect(Evidence.weight(rate: 0, most: 5) == 50_000)
    #expect(Evidence.oneIn(0.004) == "1 in 250")
  }
}
