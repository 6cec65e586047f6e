import ClewStore
import Testing

@Suite struct ExactSumTests {
  private func sum(_ amounts: (Int64, UInt8)...) -> ExactSum {
    var sum = ExactSum(currency: "EUR")
    for (mantissa, scale) in amounts {
      sum.add(mantissa, scale: scale)
    }
    return sum
  }

  @Test func keepsTheWidestScale() {
    #expect(sum((100, 2), (5, 1), (1, 3)).amountText == "1.501")
    #expect(sum((7, 0)).amountText == "7")
    #expect(sum().amountText == "0")
  }

  @Test func signsAndCarries() {
    #expect(sum((150, 2), (-200, 2)).amountText == "-0.50")
    #expect(sum((-150, 2), (200, 2)).amountText == "0.50")
    #expect(sum((-1, 2), (1, 0)).amountText == "0.99")
    #expect(sum((99, 2), (1, 2)).amountText == "1.00")
    #expect(sum((5, 1)).equals(sum((50, 2))))
  }

  @Test func theLargestAmountsDoNotOverflow() {
    var sum = ExactSum(currency: "XXX")
    for _ in 0..<1000 {
      sum.add(.max, scale: 0)
      sum.add(.max, scale: 18)
    }
    #expect(sum.amountText == "9223372036854775816223.372036854775807000")
    sum.add(.min, scale: 0, isNegative: true)
    #expect(sum.count == 2001)
  }
}
