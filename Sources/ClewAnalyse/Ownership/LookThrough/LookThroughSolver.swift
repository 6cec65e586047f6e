import ClewModel

/// The work behind `LookThrough`, in the region's local numbers.
struct LookThroughSolver {
  struct Answer {
    var bands: [Band]
    var unknown: Band
    var parts: [(Int, Band)]
    var closed: [[Int32]]
    var method: LookThrough.Method
  }

  /// The same in exact numbers.
  struct Fractions {
    var low: [Fraction]
    var high: [Fraction]
    var unknownMin: Fraction
    var unknownMax: Fraction
    /// Add up to `unknownMax`, as long as no column is above 100 %.
    var parts: [(Int, Fraction)]
    var closed: [[Int32]]
    /// False where a limit on the work left a bound wider than it has to be.
    var isNarrowest = true
  }

  let region: OwnershipRegion
  private let shares: RegionShares

  init(_ region: OwnershipRegion, _ shares: RegionShares) {
    self.region = region
    self.shares = shares
  }

  /// Parties that end a chain: nobody is stated to own them. The subject never is one.
  private var ends: [Int32] {
    (0..<Int32(region.count)).filter { region.column($0).isEmpty && $0 != region.root }
  }

  func exact() throws(ShareSystem.Failure) -> Answer {
    let answer = try fractions()
    return Answer(
      bands: zip(answer.low, answer.high).map { Band(from: $0, to: $1) },
      unknown: Band(from: answer.unknownMin, to: answer.unknownMax),
      parts: answer.parts.map { ($0.0, Band(from: $0.1, to: $0.1)) }, closed: answer.closed,
      method: answer.isNarrowest ? .exact : .bounded)
  }

  func fractions() throws(ShareSystem.Failure) -> Fractions {
    let system = ShareSystem(region: region, shares: shares.minima)
    let solution = try system.visits()
    var low = [Fraction](repeating: .zero, count: region.count)
    for node in 0..<Int32(region.count) {
      low[Int(node)] = try minimum(of: node, solution, system)
    }
    var known = ends.reduce(Fraction.zero) { $0 + low[Int($1)] }
    var places = try parts(solution, system)
    let isSmall = region.count * shares.maxima.count <= GreedyFill.workLimit
    let isBanded = shares.minima != shares.maxima
    if shares.hasChoice, isSmall {
      (known, places) = try leastKnown()
      for node in 0..<Int32(region.count) {
        low[Int(node)] = try extreme(.least, [node: .one]).value()
      }
    }
    var high = low
    if isBanded, isSmall {
      for node in 0..<Int32(region.count) {
        high[Int(node)] = max(low[Int(node)], try extreme(.greatest, [node: .one]).value())
      }
    } else if isBanded {
      high = widest(low)
    }
    let unknownMin = try unknownMinimum(known, isBanded)
    let unknownMax = Fraction.one < known ? Fraction.zero : Fraction.one - known
    return Fractions(
      low: low, high: high, unknownMin: min(unknownMin, unknownMax), unknownMax: unknownMax,
      parts: places, closed: solution.closed.map(\.members), isNarrowest: isSmall || !isBanded)
  }

  private func extreme(
    _ direction: GreedyFill.Direction, _ given: [Int32: Fraction]
  ) -> GreedyFill {
    GreedyFill(direction, region, shares, given: given)
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
    return GreedyFill.value(of: region.root, values, system)
  }

  private var everyEnd: [Int32: Fraction] {
    Dictionary(uniqueKeysWithValues: ends.map { ($0, Fraction.one) })
  }

  /// The least that all ends hold together where complete lists leave a choice, and where the rest
  /// sits in the choice that attains it.
  private func leastKnown() throws(ShareSystem.Failure) -> (Fraction, [(Int, Fraction)]) {
    let (values, choice) = try extreme(.least, everyEnd).solution()
    let known = GreedyFill.value(of: region.root, values, choice)
    return (known, try parts(try choice.visits(), choice))
  }

  /// A cheap upper bound where the greedy fill would cost too much: what no other end holds.
  private func widest(_ low: [Fraction]) -> [Fraction] {
    var high = low.map { max($0, .one) }
    let known = ends.reduce(Fraction.zero) { $0 + low[Int($1)] }
    guard known < .one else { return high }
    let left = Fraction.one - known
    for end in ends { high[Int(end)] = low[Int(end)] + left }
    return high
  }

  /// What remains unknown when every column gives as much as it can to stated owners.
  private func unknownMinimum(
    _ known: Fraction, _ isBanded: Bool
  ) throws(ShareSystem.Failure) -> Fraction {
    var most = known
    if isBanded {
      guard shares.maxima.count <= GreedyFill.workLimit / 8 else { return .zero }
      most = max(known, try extreme(.greatest, everyEnd).value())
    }
    return Fraction.one < most ? .zero : Fraction.one - most
  }

  /// What each company leaves unstated, as it comes to in the subject.
  private func parts(
    _ solution: ShareSystem.Visits, _ system: ShareSystem
  ) throws(ShareSystem.Failure) -> [(Int, Fraction)] {
    var parts: [(Int, Fraction)] = []
    for company in 0..<Int32(region.count)
    where !region.column(company).isEmpty || company == region.root {
      let sum = system.columnSum(company)
      guard let visits = solution.visits[Int(company)], sum < Int128(Share.whole) else { continue }
      parts.append((Int(company), visits * Fraction(units: Share.whole - Int64(sum))))
    }
    for group in solution.closed where !group.inflow.numerator.isZero {
      parts.append((Int(group.members[0]), group.inflow))
    }
    return parts
  }

  func bounded() -> Answer {
    guard var bounds = MassPush(region, shares, ends: ends) else { return undefined() }
    bounds.narrow(region, shares)
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
