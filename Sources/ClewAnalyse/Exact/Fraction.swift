import ClewModel

/// A rational number that is not negative, in lowest terms.
struct Fraction: Hashable, Sendable, Comparable {
  let numerator: Natural
  let denominator: Natural

  static let zero = Fraction(Natural.zero, over: .one)
  static let one = Fraction(Natural.one, over: .one)

  /// - Precondition: the denominator is not zero.
  init(_ numerator: Natural, over denominator: Natural) {
    let common = Natural.gcd(numerator, denominator)
    if common == .one {
      self.numerator = numerator
      self.denominator = denominator
    } else {
      self.numerator = numerator.dividedBy(common).quotient
      self.denominator = denominator.dividedBy(common).quotient
    }
  }

  /// A share given in units of `Share.whole`.
  init(units: Int64) { self.init(Natural(units: units), over: Natural(units: Share.whole)) }

  static func < (a: Fraction, b: Fraction) -> Bool {
    a.numerator * b.denominator < b.numerator * a.denominator
  }

  static func + (a: Fraction, b: Fraction) -> Fraction {
    if a.numerator.isZero { return b }
    if b.numerator.isZero { return a }
    if a.denominator == b.denominator {
      return Fraction(a.numerator + b.numerator, over: a.denominator)
    }
    return Fraction(
      a.numerator * b.denominator + b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  static func * (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.numerator, over: a.denominator * b.denominator)
  }

  /// - Precondition: `b <= a`.
  static func - (a: Fraction, b: Fraction) -> Fraction {
    Fraction(
      a.numerator * b.denominator - b.numerator * a.denominator,
      over: a.denominator * b.denominator)
  }

  /// - Precondition: the divisor is not zero.
  static func / (a: Fraction, b: Fraction) -> Fraction {
    Fraction(a.numerator * b.denominator, over: a.denominator * b.numerator)
  }

  /// Bits of the longer term: the price of going on with it.
  var bitWidth: Int { max(numerator.bitWidth, denominator.bitWidth) }

  /// What reducing it to lowest terms took, about: Euclid's steps grow with the limbs, and each with
  /// the limbs again.
  var cost: Int {
    let limbs = bitWidth / 64 + 1
    return limbs * (30 + limbs)
  }

  /// The whole units of `Share.whole` below it, and whether that is the exact value. A value too
  /// large for any share is cut at `unitLimit`, and then not exact.
  var units: (below: Int128, exact: Bool) { Self.units(numerator, over: denominator) }

  /// Units beyond which a share is only said to be that large: what is stated has no limit, and a
  /// chain of shares far above 100 % outgrows any integer. Sums and steps beside it still fit.
  static let unitLimit = Int128.max / (1 << 32)

  /// The same for a quotient that need not be in lowest terms.
  static func units(_ numerator: Natural, over denominator: Natural) -> (below: Int128, exact: Bool)
  {
    let (quotient, rest) = (numerator * Natural(units: Share.whole)).dividedBy(denominator)
    guard let units = quotient.int128, units <= unitLimit else { return (unitLimit, false) }
    return (units, rest.isZero)
  }
}
