import ClewGraph
import ClewModel

/// What every direct and indirect owner holds of one company when all companies between are looked
/// through: shares are multiplied along a chain and chains are added.
///
/// With A the matrix of shares (owner, company) and N = (I - A)^-1, an owner outside all cycles has
/// N - I (Brioschi, Buzzacchi, Colombo 1989), an owner inside one (N - I)[i, t] / N[i, i], which
/// counts no chain that comes back to the owner (Baldone, Brioschi, Paleari 1998). Minima are solved
/// exactly on the minima of all holdings, maxima by the greedy fill of every column (see
/// `GreedyMaximum`). Where exact numbers grow too large the bounds are those of `MassPush`.
package struct LookThrough: Sendable {
  /// Parties with a bound, ascending, and the bound of each; the subject only where it owns itself.
  package let owners: [Int32]
  package let bands: [Band]
  /// What no stated owner accounts for, over all layers.
  package let unknown: Band
  /// Where the unknown part sits on the stated minima: the companies, descending by size. The parts
  /// add up to `unknown.max` but for the rounding of each.
  package let unknownParts: [UnknownPart]
  /// Groups that own themselves entirely, members ascending.
  package let closedGroups: [[Int32]]
  /// How the bounds were found.
  package let method: Method

  package enum Method: Hashable, Sendable {
    case exact
    /// Exact numbers outgrow the limits: true bounds, not the narrowest.
    case bounded
    /// A column above 100 % inside a ring: the sum over all chains has no end. Bounds are 0 and 1.
    case undefined
  }

  package struct UnknownPart: Hashable, Sendable {
    package var company: Int32
    package var share: Band
  }

  package func band(of owner: Int32) -> Band? {
    owners.firstIndex(of: owner).map { bands[$0] }
  }

  package init(of subject: Int32, in holdings: Holdings) {
    self.init(OwnershipRegion(owning: subject, in: holdings), holdings)
  }

  /// The bounds that do without exact numbers, whatever the size.
  package init(boundsOf subject: Int32, in holdings: Holdings) {
    let region = OwnershipRegion(owning: subject, in: holdings)
    self.init(LookThroughSolver(region, RegionShares(region, holdings)).bounded(), region)
  }

  init(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure = .capital,
    _ reading: Reading = .stated
  ) {
    let solver = LookThroughSolver(region, RegionShares(region, holdings, measure, reading))
    let result: LookThroughSolver.Answer
    do throws(ShareSystem.Failure) {
      result = try solver.exact()
    } catch {
      result =
        switch error {
        case .tooLarge: solver.bounded()
        case .overfull: solver.undefined()
        }
    }
    self.init(result, region)
  }

  private init(_ result: LookThroughSolver.Answer, _ region: OwnershipRegion) {
    let named = result.bands.indices.filter {
      $0 != Int(region.root) || result.bands[$0].max > 0
    }
    owners = named.map { region.nodes[$0] }
    bands = named.map { result.bands[$0] }
    unknown = result.unknown
    unknownParts = result.parts.map { UnknownPart(company: region.nodes[$0.0], share: $0.1) }
      .filter { $0.share.max > 0 }
      .sorted {
        $0.share.max != $1.share.max ? $0.share.max > $1.share.max : $0.company < $1.company
      }
    closedGroups = result.closed.map { $0.map { region.nodes[Int($0)] } }
    method = result.method
  }
}

/// The work behind `LookThrough`, in the region's local numbers.
struct LookThroughSolver {
  struct Answer {
    var bands: [Band]
    var unknown: Band
    var parts: [(Int, Band)]
    var closed: [[Int32]]
    var method: LookThrough.Method
  }

  let region: OwnershipRegion
  private let minima: [Int64]
  private let maxima: [Int64]

  init(_ region: OwnershipRegion, _ shares: RegionShares) {
    self.region = region
    minima = shares.minima
    maxima = shares.maxima
  }

  /// Parties that end a chain: nobody is stated to own them. The subject never is one.
  private var ends: [Int32] {
    (0..<Int32(region.count)).filter { region.column($0).isEmpty && $0 != region.root }
  }

  func exact() throws(ShareSystem.Failure) -> Answer {
    let system = ShareSystem(region: region, shares: minima)
    let solution = try system.visits()
    var low = [Fraction](repeating: .zero, count: region.count)
    for node in 0..<Int32(region.count) {
      low[Int(node)] = try minimum(of: node, solution, system)
    }
    let known = ends.reduce(Fraction.zero) { $0 + low[Int($1)] }
    let high = try highest(low, known: known, system)
    let unknownMin = try unknownMinimum(known, system)
    let unknownMax = Fraction.one < known ? Fraction.zero : Fraction.one - known
    return Answer(
      bands: zip(low, high).map { Band(from: $0, to: $1) },
      unknown: Band(from: min(unknownMin, unknownMax), to: unknownMax),
      parts: parts(solution, system), closed: solution.closed.map(\.members), method: .exact)
  }

  private func minimum(
    of node: Int32, _ solution: ShareSystem.Visits, _ system: ShareSystem
  ) throws(ShareSystem.Failure) -> Fraction {
    guard let visits = solution.visits[Int(node)] else {
      return try firstPassage(of: node, system)
    }
    let returns = solution.returns[node] ?? .one
    if node == region.root { return (returns - .one) / returns }
    return visits.numerator.isZero ? .zero : visits / returns
  }

  /// The share of an owner when chains end at it, with fixed shares.
  private func firstPassage(
    of node: Int32, _ system: ShareSystem
  ) throws(ShareSystem.Failure) -> Fraction {
    let values = try system.values(given: [node: .one])
    return GreedyMaximum.value(of: region.root, values, system)
  }

  private func highest(
    _ low: [Fraction], known: Fraction, _ system: ShareSystem
  ) throws(ShareSystem.Failure) -> [Fraction] {
    let maxima = maxima
    guard zip(system.shares, maxima).contains(where: { $0 < $1 }) else { return low }
    guard region.count * maxima.count <= GreedyMaximum.workLimit else {
      return widest(low, known: known)
    }
    var high = low
    for node in 0..<Int32(region.count) {
      let fill = GreedyMaximum(system, maxima: maxima, given: [node: .one])
      high[Int(node)] = max(low[Int(node)], try fill.value())
    }
    return high
  }

  /// A cheap upper bound where the greedy fill would cost too much: what no other end holds.
  private func widest(_ low: [Fraction], known: Fraction) -> [Fraction] {
    var high = low.map { max($0, .one) }
    guard known < .one else { return high }
    let left = Fraction.one - known
    for end in ends { high[Int(end)] = low[Int(end)] + left }
    return high
  }

  /// What remains unknown when every column gives as much as it can to stated owners.
  private func unknownMinimum(
    _ known: Fraction, _ system: ShareSystem
  ) throws(ShareSystem.Failure) -> Fraction {
    let maxima = maxima
    var most = known
    if zip(system.shares, maxima).contains(where: { $0 < $1 }) {
      guard maxima.count <= GreedyMaximum.workLimit / 8 else { return .zero }
      var given: [Int32: Fraction] = [:]
      for end in ends { given[end] = .one }
      most = max(known, try GreedyMaximum(system, maxima: maxima, given: given).value())
    }
    return Fraction.one < most ? .zero : Fraction.one - most
  }

  private func parts(_ solution: ShareSystem.Visits, _ system: ShareSystem) -> [(Int, Band)] {
    var parts: [(Int, Band)] = []
    for company in 0..<Int32(region.count) where !region.column(company).isEmpty || isRoot(company)
    {
      let sum = system.columnSum(company)
      guard let visits = solution.visits[Int(company)], sum < Int128(Share.whole) else { continue }
      let rest = visits * Fraction(units: Share.whole - Int64(sum))
      parts.append((Int(company), Band(from: rest, to: rest)))
    }
    for group in solution.closed where !group.inflow.numerator.isZero {
      parts.append((Int(group.members[0]), Band(from: group.inflow, to: group.inflow)))
    }
    return parts
  }

  private func isRoot(_ node: Int32) -> Bool { node == region.root }

  func bounded() -> Answer {
    guard let bounds = MassPush(region, minima: minima, maxima: maxima, ends: ends) else {
      return undefined()
    }
    return bounds.answer
  }

  func undefined() -> Answer {
    let whole = Int128(Share.whole)
    var bands = [Band](repeating: Band(min: 0, max: whole), count: region.count)
    bands[Int(region.root)] = .none
    return Answer(
      bands: bands, unknown: Band(min: 0, max: whole), parts: [], closed: [], method: .undefined)
  }
}
