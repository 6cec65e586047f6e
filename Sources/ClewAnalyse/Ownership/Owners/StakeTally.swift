import ClewModel

/// What some parties together hold of one company, by one measure, as a share that can be compared
/// with a threshold.
///
/// All sums are integers; what the others hold bounds the most, and in a complete list of owners the
/// least (see `ColumnSum`). Where a company's own shares are taken out of the whole the quotient is
/// exact, rounded outwards.
struct StakeTally {
  private let total: ColumnTotal
  private let measure: Measure
  private(set) var low: Int128 = 0
  private(set) var high: Int128 = 0
  private var rounding: Int128 = 0
  private var lowRounding: Int128 = 0
  /// True where a maximum is no more than what the others' minima leave: the source may state more.
  private var isCut = false

  private static let whole = Int128(Share.whole)

  /// - Parameter total: of the company's column by the same measure.
  init(_ total: ColumnTotal, _ measure: Measure) {
    self.total = total
    self.measure = measure
  }

  /// Adds one holding of the column, each once.
  mutating func add(_ holding: Holding) {
    let bounds = holding.bounds(measure)
    low += Int128(bounds.min)
    high += Int128(bounds.max)
    let left = Self.whole - total.min + Int128(bounds.min)
    isCut = isCut || (bounds.max > bounds.min && Int128(bounds.max) >= left)
    rounding += Int128(bounds.rounding)
    lowRounding += Int128(min(bounds.rounding, bounds.min))
  }

  /// The least that the holders have, and what rounding can take from it.
  private var least: (units: Int128, down: Int128) {
    guard total.isComplete else { return (low, lowRounding) }
    let left = Self.whole - (total.max - high)
    return left > low ? (left, total.rounding - rounding) : (low, lowRounding)
  }

  /// The most that the holders can have.
  private var most: Int128 { max(low, min(high, Self.whole - total.min + low)) }

  /// The most where the rounding favours the holders: of their own shares, and of the others', who
  /// then leave more.
  private var mostRounded: Int128 {
    let left = Self.whole - (total.min - low) + (total.rounding - rounding)
    return max(low + lowRounding, isCut ? left : min(high + rounding, left))
  }

  /// What holders have, some for certain and more at most.
  static func share(certain: StakeTally, possible: StakeTally) -> RoundedShare {
    let least = certain.least
    return RoundedShare(
      band: Band(min: least.units, max: max(least.units, possible.most)), down: least.down,
      up: max(0, possible.mostRounded - possible.most))
  }

  /// The same of the whole without the company's own shares. nil where it may own itself entirely: of
  /// nothing there is no share.
  ///
  /// The most is reached where the holders take all they can and the own shares what is left: s / (1 -
  /// o) falls with o where s + o is fixed.
  static func share(
    certain: StakeTally, possible: StakeTally, own: Holding
  ) -> RoundedShare? {
    let bounds = own.bounds(certain.measure)
    let (ownMin, ownRounding) = (Int128(bounds.min), Int128(bounds.rounding))
    let most = max(certain.low, possible.most)
    let left = max(0, whole - possible.total.min - (most - possible.low))
    let ownMax = max(ownMin, min(Int128(bounds.max), ownMin + left))
    guard ownMax < whole else { return nil }
    let least = certain.least
    let low = quotient(least.units, whole - ownMin)
    let high = quotient(most, whole - ownMax)
    let band = Band(from: low, to: max(low, high))
    let lowest = quotient(
      max(0, least.units - least.down), whole - ownMin + min(ownMin, ownRounding))
    let highest = quotient(max(most, possible.mostRounded), max(1, whole - ownMax - ownRounding))
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
