import ClewModel

/// What the parties of a rule's set hold of one company.
struct StepTally {
  private(set) var low: Int128 = 0
  private(set) var high: Int128 = 0
  private(set) var rounding: Int128 = 0
  private(set) var lowRounding: Int128 = 0

  mutating func add(_ holding: Holding, _ measure: Measure = .capital, rounded: Bool = true) {
    let bounds = holding.bounds(measure)
    low += Int128(bounds.min)
    high += Int128(bounds.max)
    guard rounded else { return }
    rounding += Int128(bounds.rounding)
    lowRounding += Int128(min(bounds.rounding, bounds.min))
  }

  /// The threshold is reached for certain: exactly on it, or by no less than the rounding.
  func passes(_ rule: Regime.Rule) -> Bool {
    let threshold = Int128(rule.threshold)
    if low == threshold { return rule.isInclusive }
    return low > threshold && low - threshold >= lowRounding
  }

  /// The most the holders can have where the others hold at least the rest of `minimum`.
  func most(outOf minimum: Int128) -> Int128 {
    max(low, min(high, Int128(Share.whole) - minimum + low))
  }

  func mayPass(_ rule: Regime.Rule, outOf minimum: Int128) -> Bool {
    let threshold = Int128(rule.threshold)
    let most = most(outOf: minimum)
    if most == threshold { return rule.isInclusive }
    return most > threshold || most + rounding > threshold
  }

  /// False where the threshold is out of reach whatever the other owners hold: saves their sum.
  func mightPass(_ rule: Regime.Rule) -> Bool { high + rounding >= Int128(rule.threshold) }

  func isWithinRounding(_ rule: Regime.Rule, outOf minimum: Int128) -> Bool {
    let threshold = Int128(rule.threshold)
    let top = most(outOf: minimum)
    func near(_ sum: Int128, _ rounding: Int128) -> Bool {
      sum != threshold && (sum - threshold).magnitude < rounding.magnitude
    }
    return near(low, lowRounding) || near(top, rounding)
  }
}
