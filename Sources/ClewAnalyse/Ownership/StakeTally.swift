import ClewModel

/// What some parties together hold of one company, by one measure.
///
/// All sums are integers; what the others hold at least bounds the most. Where a company's own shares
/// are taken out of the whole the quotient is exact, rounded outwards.
struct StakeTally {
  private(set) var low: Int128 = 0
  private(set) var high: Int128 = 0
  private var rounding: Int128 = 0
  private var lowRounding: Int128 = 0

  mutating func add(_ holding: Holding, _ measure: Measure) {
    let bounds = holding.bounds(measure)
    low += Int128(bounds.min)
    high += Int128(bounds.max)
    rounding += Int128(bounds.rounding)
    lowRounding += Int128(min(bounds.rounding, bounds.min))
  }

  /// The most the holders can have where all holders together have at least `minimum`.
  func most(outOf minimum: Int128) -> Int128 {
    max(low, min(high, Int128(Share.whole) - minimum + low))
  }

  func passes(_ threshold: Threshold, outOf minimum: Int128, rounded: Bool) -> Verdict {
    Self.share(certain: self, possible: self, outOf: minimum).passes(threshold, rounded: rounded)
  }

  /// What holders have, some for certain and more at most.
  static func share(
    certain: StakeTally, possible: StakeTally, outOf minimum: Int128
  ) -> RoundedShare {
    RoundedShare(
      band: Band(min: certain.low, max: max(certain.low, possible.most(outOf: minimum))),
      down: certain.lowRounding, up: possible.rounding)
  }

  /// The same of the whole without the company's own shares. nil where it owns itself entirely: of
  /// nothing there is no share.
  ///
  /// The most is reached where the holders take all they can and the own shares what is left: s / (1 -
  /// o) falls with o where s + o is fixed.
  static func share(
    certain: StakeTally, possible: StakeTally, own: Holding, _ measure: Measure,
    outOf minimum: Int128
  ) -> RoundedShare? {
    let whole = Int128(Share.whole)
    let bounds = own.bounds(measure)
    let (ownMin, ownRounding) = (Int128(bounds.min), Int128(bounds.rounding))
    let most = possible.most(outOf: minimum)
    let left = whole - minimum - (most - possible.low)
    let ownMax = max(ownMin, min(Int128(bounds.max), ownMin + max(0, left)))
    guard ownMin < whole else { return nil }
    let band = Band(
      from: quotient(certain.low, whole - ownMin),
      to: max(
        quotient(certain.low, whole - ownMin), quotient(max(certain.low, most), whole - min(ownMax, whole - 1))))
    let lowest = quotient(
      certain.low - certain.lowRounding, whole - ownMin + min(ownMin, ownRounding))
    let highest = quotient(
      max(certain.low, most) + possible.rounding, max(1, whole - ownMax - ownRounding))
    return RoundedShare(
      band: band, down: max(0, band.min - lowest.units.below),
      up: max(0, highest.units.below - band.max))
  }

  private static func quotient(_ part: Int128, _ whole: Int128) -> Fraction {
    Fraction(Natural(part), over: Natural(whole))
  }
}

extension Natural {
  /// - Precondition: the value is not negative.
  fileprivate init(_ value: Int128) {
    precondition(value >= 0, "a natural number is not negative")
    let high = UInt64(truncatingIfNeeded: value >> 64)
    let low = UInt64(truncatingIfNeeded: value)
    self = Natural(high) * (Natural(UInt64.max) + .one) + Natural(low)
  }
}
