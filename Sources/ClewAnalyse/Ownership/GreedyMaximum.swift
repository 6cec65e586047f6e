import ClewModel

/// The most that given values can amount to in a company when every holding is a band.
///
/// v(company) = max of Σ a × v(owner) over min <= a <= max with a column sum of at most one. For
/// fixed values the best choice fills the column greedily in descending value; choosing and solving
/// alternate until no column gains (policy iteration, Howard 1960), which ends because a column is
/// changed only for a strict gain and there are finitely many fills. A value can then fall only
/// where columns above 100 % let a ring outgrow every bound. All numbers are exact.
struct GreedyMaximum {
  /// Entries times solves up to which every owner gets its own maximum.
  static let workLimit = 400_000

  private var system: ShareSystem
  private let minima: [Int64]
  private let maxima: [Int64]
  private let given: [Int32: Fraction]

  init(_ system: ShareSystem, maxima: [Int64], given: [Int32: Fraction]) {
    self.system = system
    minima = system.shares
    self.maxima = maxima
    self.given = given
  }

  /// The greatest value of the region's root as a company.
  func value() throws(ShareSystem.Failure) -> Fraction {
    let (values, system) = try solution()
    return Self.value(of: system.region.root, values, system)
  }

  /// The greatest values of all companies, which one choice of shares attains together.
  func solution() throws(ShareSystem.Failure) -> (values: [Fraction], choice: ShareSystem) {
    var system = system
    var values = try system.values(given: given)
    while improve(&system, values) {
      let better = try system.values(given: given)
      guard !zip(better, values).contains(where: { $0 < $1 }) else { throw .overfull }
      values = better
    }
    return (values, system)
  }

  /// Σ share × v(owner) over a company's column.
  static func value(of company: Int32, _ values: [Fraction], _ system: ShareSystem) -> Fraction {
    system.region.column(company).reduce(Fraction.zero) { sum, entry in
      let value = values[Int(system.region.owner[entry])]
      return value.numerator.isZero || system.shares[entry] == 0
        ? sum : sum + value * Fraction(units: system.shares[entry])
    }
  }

  /// - Returns: false where no column gains.
  private func improve(_ system: inout ShareSystem, _ values: [Fraction]) -> Bool {
    var gained = false
    for company in 0..<Int32(system.region.count)
    where given[company] == nil || company == system.region.root {
      let column = system.region.column(company)
      guard column.contains(where: { minima[$0] < maxima[$0] }) else { continue }
      let before = Self.value(of: company, values, system)
      let old = Array(system.shares[column])
      fill(column, values, &system)
      if before < Self.value(of: company, values, system) {
        gained = true
      } else {
        system.shares.replaceSubrange(column, with: old)
      }
    }
    return gained
  }

  /// Fills one column greedily; owners worth nothing keep their minima.
  private func fill(_ column: Range<Int>, _ values: [Fraction], _ system: inout ShareSystem) {
    let region = system.region
    var left = Int128(Share.whole)
    for entry in column {
      system.shares[entry] = minima[entry]
      left -= Int128(minima[entry])
    }
    let order = column.filter { !values[Int(region.owner[$0])].numerator.isZero }.sorted {
      let (a, b) = (values[Int(region.owner[$0])], values[Int(region.owner[$1])])
      return a == b ? $0 < $1 : b < a
    }
    for entry in order where left > 0 {
      let more = min(Int128(maxima[entry] - minima[entry]), left)
      system.shares[entry] += Int64(more)
      left -= more
    }
  }
}
