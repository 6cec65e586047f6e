import ClewGraph
import ClewModel

/// The most or the least that given values can amount to in a company when every holding is a band.
///
/// v(company) = the extreme of Σ a × v(owner) over min <= a <= max, where a column adds up to at most
/// one, or to one where its list of owners is complete. For fixed values the best choice fills the
/// column greedily, in descending value for the most and in ascending value for the least; choosing
/// and solving alternate until no column gains (policy iteration, Howard 1960), which ends because a
/// column is changed only for a strict gain and there are finitely many fills. All numbers are exact.
///
/// The most of a complete list equals that of an open one: what would be left unlisted goes to
/// owners that are worth nothing. The least differs: a complete list has to give all of it away.
/// There the companies that can be worth nothing are found first (the greatest set whose members
/// can give all to each other or to ends worth nothing), since choosing alone does not leave a
/// company that could own itself entirely; outside that set every choice has one solution.
struct GreedyFill {
  enum Direction { case least, greatest }

  /// Entries times solves up to which every owner gets its own extremes.
  static let workLimit = 400_000

  private var system: ShareSystem
  private let shares: RegionShares
  private let given: [Int32: Fraction]
  private let direction: Direction

  /// - Parameter region: the region that the shares belong to.
  init(
    _ direction: Direction, _ region: OwnershipRegion, _ shares: RegionShares,
    given: [Int32: Fraction]
  ) {
    system = ShareSystem(region: region, shares: shares.minima)
    self.shares = shares
    self.given = given
    self.direction = direction
  }

  /// The extreme value of the region's root as a company.
  func value() throws(ShareSystem.Failure) -> Fraction {
    let (values, system) = try solution()
    return Self.value(of: system.region.root, values, system)
  }

  /// The extreme values of all companies, which one choice of shares attains together. In a complete
  /// list that can gain nothing the choice may leave out owners that are worth nothing.
  func solution() throws(ShareSystem.Failure) -> (values: [Fraction], choice: ShareSystem) {
    var system = direction == .least ? worthless() : system
    var values = try system.values(given: given)
    while improve(&system, values) {
      let better = try system.values(given: given)
      guard !zip(better, values).contains(where: { isWorse($0, $1) }) else { throw .overfull }
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

  private func isWorse(_ a: Fraction, _ b: Fraction) -> Bool {
    direction == .greatest ? a < b : b < a
  }

  /// True for a company whose column is filled.
  private func hasChoice(_ company: Int32) -> Bool {
    guard given[company] == nil || company == system.region.root,
      direction == .greatest || shares.isComplete[Int(company)]
    else { return false }
    return system.region.column(company).contains { shares.minima[$0] < shares.maxima[$0] }
  }

  /// - Returns: false where no column gains.
  private func improve(_ system: inout ShareSystem, _ values: [Fraction]) -> Bool {
    var gained = false
    for company in 0..<Int32(system.region.count) where hasChoice(company) {
      let column = system.region.column(company)
      let before = Self.value(of: company, values, system)
      let old = Array(system.shares[column])
      fill(column, values, &system)
      if isWorse(before, Self.value(of: company, values, system)) {
        gained = true
      } else {
        system.shares.replaceSubrange(column, with: old)
      }
    }
    return gained
  }

  /// Fills one column greedily. Of the most, owners that are worth nothing keep their minima.
  private func fill(_ column: Range<Int>, _ values: [Fraction], _ system: inout ShareSystem) {
    let owner = system.region.owner
    let order = column.filter {
      direction == .least || !values[Int(owner[$0])].numerator.isZero
    }.sorted {
      let (a, b) = (values[Int(owner[$0])], values[Int(owner[$1])])
      return a == b ? $0 < $1 : isWorse(b, a)
    }
    fill(column, inOrder: order, &system)
  }

  private func fill(_ column: Range<Int>, inOrder order: [Int], _ system: inout ShareSystem) {
    var left = Int128(Share.whole)
    for entry in column {
      system.shares[entry] = shares.minima[entry]
      left -= Int128(shares.minima[entry])
    }
    for entry in order where left > 0 {
      let more = min(Int128(shares.maxima[entry] - shares.minima[entry]), left)
      system.shares[entry] += Int64(more)
      left -= more
    }
  }

  /// A first choice that gives all it can to parties that can be worth nothing.
  private func worthless() -> ShareSystem {
    let region = system.region
    let isNothing = worthNothing()
    var system = system
    for company in 0..<Int32(region.count) where hasChoice(company) {
      let column = region.column(company)
      let order =
        column.filter { isNothing[Int(region.owner[$0])] }
        + column.filter { !isNothing[Int(region.owner[$0])] }
      fill(column, inOrder: order, &system)
    }
    return system
  }

  /// The greatest set whose members can give all that they must give to each other. O(entries).
  private func worthNothing() -> [Bool] {
    let region = system.region
    var inside = (0..<Int32(region.count)).map { given[$0]?.numerator.isZero ?? true }
    let companies = region.companies
    let held = CompressedRows(nodeCount: region.count, from: region.owner, to: companies)
    var room = (0..<Int32(region.count)).map { company in
      region.column(company).reduce(Int128(0)) { $0 + Int128(shares.maxima[$1]) }
    }
    var gone = inside.indices.filter { !inside[$0] }.map { Int32($0) }
    while let owner = gone.popLast() {
      for slot in held.slots(of: owner) {
        let entry = Int(held.edges[slot])
        let company = Int(companies[entry])
        room[company] -= Int128(shares.maxima[entry])
        guard inside[company] else { continue }
        let mustGive =
          shares.minima[entry] > 0
          || shares.isComplete[company] && room[company] < Int128(Share.whole)
        if mustGive {
          inside[company] = false
          gone.append(Int32(company))
        }
      }
    }
    return inside
  }
}
