import ClewModel
import Testing

/// A value beside a threshold is never printed as the threshold.
struct ShareTextTests {
  @Test(arguments: [10, 15, 20, 25, 50, 75, 100] as [Int128])
  func oneUnitBesideAThreshold(_ percent: Int128) {
    let threshold = percent * Int128(Share.whole) / 100
    let text = ShareText.fraction(threshold)
    for beside in [threshold - 1, threshold + 1, threshold - 999, threshold + 999] {
      for rounding in [ShareText.Rounding.down, .up] {
        #expect(ShareText.fraction(beside, rounding) != text)
      }
      #expect(ShareText.percent(beside) != ShareText.percent(threshold))
    }
    #expect(ShareText.percent(threshold + 1) == ">\(percent)%")
    #expect(ShareText.percent(threshold - 1) == "<\(percent)%")
    #expect(ShareText.percent(threshold) == "\(percent)%")
  }

  @Test func marginsKeepTheirSign() {
    #expect(ShareText.fraction(1) == "0.000000000001")
    #expect(ShareText.fraction(1, .up) == "0.000000000001")
    #expect(ShareText.fraction(-1) == "-0.000000000001")
    #expect(ShareText.fraction(-1, .up) == "-0.000000000001")
    #expect(ShareText.fraction(0) == "0" && ShareText.fraction(0, .up) == "0")
    #expect(ShareText.percent(-1) == "<0%" && ShareText.percent(1) == ">0%")
  }

  @Test func farFromAThresholdBothSidesAreRoundedOutwards() {
    let third = Int128(Share.whole) / 3
    #expect(ShareText.fraction(third) == "0.333333333333")
    #expect(ShareText.fraction(third, .up) == "0.333333333334")
    #expect(ShareText.fraction(-third) == "-0.333333333334")
    #expect(ShareText.fraction(-third, .up) == "-0.333333333333")
    #expect(ShareText.percent(third) == "≈33.33%")
    #expect(ShareText.percent(-third) == "≈-33.33%")
    #expect(ShareText.percent(Int128(Share.whole) * 74_995 / 100_000) == "≈74.99%")
  }
}
