import Glibc
import Testing

@testable import ClewAnalyse

struct BurstSurpriseTests {
  /// All of two in a quarter of the time: 1/16. At least one of two: 7/16.
  @Test func binomialByHand() {
    #expect(BurstSurprise.tail(2, of: 2, share: 0.25) == Int64((10_000 * log10(16.0)).rounded()))
    #expect(
      BurstSurprise.tail(1, of: 2, share: 0.25) == Int64((10_000 * log10(16.0 / 7)).rounded()))
    #expect(BurstSurprise.tail(0, of: 5, share: 0.25) == 0)
    #expect(BurstSurprise.tail(3, of: 5, share: 1) == 0)
  }

  /// 1 - e^-1 and 1 - 2e^-1.
  @Test func poissonByHand() {
    #expect(
      BurstSurprise.atLeast(1, mean: 1) == Int64((-10_000 * log10(1 - exp(-1.0))).rounded()))
    #expect(
      BurstSurprise.atLeast(2, mean: 1) == Int64((-10_000 * log10(1 - 2 * exp(-1.0))).rounded()))
    #expect(BurstSurprise.atLeast(0, mean: 1) == 0)
  }

  @Test func neitherEndsInNonsense() {
    for count in [1, 10, 1000, 1_000_000] {
      for mean in [1e-9, 0.5, 3, 400, 1e7] {
        let weight = BurstSurprise.atLeast(count, mean: mean)
        #expect(weight >= 0)
      }
      #expect(BurstSurprise.tail(count, of: 1_000_000, share: 0.1) >= 0)
    }
    #expect(BurstSurprise.atLeast(10, mean: 1e6) == 0)
    #expect(BurstSurprise.atLeast(16, mean: 0.3) > BurstSurprise.atLeast(15, mean: 0.3))
  }
}
