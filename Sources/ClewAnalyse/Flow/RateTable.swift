import ClewGraph
import ClewModel

/// The rates that the analyst states, by pair of currencies.
///
/// The rate of a day is the last stated on or before it. Where only the other direction is stated its
/// reciprocal is used. Amounts are rounded down.
struct RateTable {
  private var byPair: [Pair: [Int32]] = [:]
  private let rates: [Claims.Rate]
  private let units: [Postings.Unit]

  private struct Pair: Hashable {
    var from: String
    var to: String
  }

  /// A stated rate between two units, as a fraction of smallest units.
  struct Use {
    /// A position in `Claims.rates`.
    var position: Int32
    private var numerator: Int128
    private var denominator: Int128

    init?(_ position: Int32, _ rate: Claims.Rate, _ scales: (UInt8, UInt8), inverse: Bool) {
      guard rate.rate.mantissa > 0, rate.rate.scale <= 18, scales.0 <= 18, scales.1 <= 18 else {
        return nil
      }
      self.position = position
      let (above, below) = (
        Int128(rate.rate.mantissa), Decimal64.power(of: rate.rate.scale)
      )
      (numerator, denominator) = inverse ? (below, above) : (above, below)
      if scales.1 >= scales.0 {
        let wider = Decimal64.power(of: scales.1 - scales.0)
        guard case let (product, false) = numerator.multipliedReportingOverflow(by: wider) else {
          return nil
        }
        numerator = product
      } else {
        let wider = Decimal64.power(of: scales.0 - scales.1)
        guard case let (product, false) = denominator.multipliedReportingOverflow(by: wider) else {
          return nil
        }
        denominator = product
      }
    }

    /// What an amount is worth, rounded down; nil where it does not fit.
    func worth(_ amount: Int128) -> Int128? {
      let (product, overflow) = amount.multipliedReportingOverflow(by: numerator)
      return overflow ? nil : product / denominator
    }

    /// The least amount that is worth at least `worth`; nil where it does not fit.
    func price(_ worth: Int128) -> Int128? {
      let (product, overflow) = worth.multipliedReportingOverflow(by: denominator)
      guard !overflow else { return nil }
      let (sum, carried) = product.addingReportingOverflow(numerator - 1)
      return carried ? nil : sum / numerator
    }
  }

  init(_ rates: [Claims.Rate], _ units: [Postings.Unit]) {
    self.rates = rates
    self.units = units
    for (position, rate) in rates.enumerated() {
      byPair[Pair(from: rate.from, to: rate.to), default: []].append(Int32(position))
    }
    for pair in byPair.keys {
      byPair[pair]?.sort { (a: Int32, b: Int32) -> Bool in
        let (x, y) = (rates[Int(a)].day, rates[Int(b)].day)
        return x != y ? x < y : a < b
      }
    }
  }

  var isEmpty: Bool { rates.isEmpty }

  /// The rate from one unit to another on a day; nil where none is stated until then.
  func rate(_ from: UInt16, _ to: UInt16, on day: Int64) -> Use? {
    guard !rates.isEmpty else { return nil }
    let (a, b) = (units[Int(from)], units[Int(to)])
    let scales = (a.scale, b.scale)
    if let position = last(Pair(from: a.currency, to: b.currency), day) {
      return Use(position, rates[Int(position)], scales, inverse: false)
    }
    if let position = last(Pair(from: b.currency, to: a.currency), day) {
      return Use(position, rates[Int(position)], scales, inverse: true)
    }
    return nil
  }

  private func last(_ pair: Pair, _ day: Int64) -> Int32? {
    byPair[pair]?.last { Int64(rates[Int($0)].day.number) <= day }
  }

  /// Whether a stated conversion differs from the rate by more than the rate's tolerance; nil where
  /// no rate is stated, or numbers do not fit.
  func isOutside(_ debit: Int128, _ credit: Int128, _ use: Use) -> Bool? {
    let tolerance = rates[Int(use.position)].tolerance
    guard let expected = use.worth(debit), tolerance.scale <= 18, tolerance.mantissa >= 0 else {
      return nil
    }
    let off = credit > expected ? credit - expected : expected - credit
    let (left, leftOverflow) = off.multipliedReportingOverflow(
      by: Decimal64.power(of: tolerance.scale))
    let (right, rightOverflow) = expected.multipliedReportingOverflow(
      by: Int128(tolerance.mantissa))
    return leftOverflow || rightOverflow ? nil : left > right
  }
}
