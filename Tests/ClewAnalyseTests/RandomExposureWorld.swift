import ClewAnalyse
import ClewFixtures
import ClewModel

/// A small random graph with bands, votes that differ from shares, stated control and rings, beside
/// plain tables of percents for brute force.
struct RandomExposureWorld {
  static let persons = 3
  static let count = 8

  /// Percents by [owner][owned].
  typealias Shares = [[Int]]

  var world = World()
  var low: [Measure: Shares] = [:]
  var high: [Measure: Shares] = [:]
  /// Stated control, certain or possible.
  var control: [(from: Int32, to: Int32, isCertain: Bool)] = []
  var listed: [Int32] = []

  static let empty = Shares(repeating: [Int](repeating: 0, count: count), count: count)

  init(seed: UInt64, banded: Bool) {
    var random = SeededGenerator(seed: seed)
    for i in 0..<Self.count {
      world.party("N\(i)", i < Self.persons ? .person : .organisation)
    }
    for measure in [Measure.capital, .votes] {
      low[measure] = Self.empty
      high[measure] = Self.empty
    }
    for company in Self.persons..<Self.count {
      for owner in 0..<Self.count where Int.random(in: 0..<10, using: &random) < 3 {
        hold(owner, company, banded, &random)
      }
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let from = Int32.random(in: 0..<Int32(Self.count), using: &random)
      let to = Int32.random(in: Int32(Self.persons)..<Int32(Self.count), using: &random)
      let isCertain = Bool.random(using: &random)
      world.link(.control, world.names[Int(from)], world.names[Int(to)], candidate: !isCertain)
      control.append((from, to, isCertain))
    }
    listed = (0..<Int32(Self.count)).filter { _ in Int.random(in: 0..<3, using: &random) == 0 }
  }

  private mutating func hold(
    _ owner: Int, _ company: Int, _ banded: Bool, _ random: inout SeededGenerator
  ) {
    let left = Measure.both.map { measure in
      100 - (0..<Self.count).reduce(0) { $0 + low[measure]![$1][company] }
    }
    let choices = [1, 10, 20, 25, 26, 30, 40, 49, 50, 51, 60, 100]
    let share = min(left.min()!, choices[Int.random(in: 0..<choices.count, using: &random)])
    guard share > 0 else { return }
    let most = banded ? min(100, share + 10 * Int.random(in: 0...4, using: &random)) : share
    let votes: Int? =
      Int.random(in: 0..<4, using: &random) == 0
      ? min(left[1], choices[Int.random(in: 0..<choices.count, using: &random)]) : nil
    world.owns(
      world.names[owner], world.names[company], min: "\(share)", max: "\(most)",
      votes: votes.map { "\($0)" })
    low[.capital]![owner][company] = share
    high[.capital]![owner][company] = most
    low[.votes]![owner][company] = votes ?? share
    high[.votes]![owner][company] = votes ?? most
  }

  // MARK: - Brute force

  /// What one way of filling in bands and hints comes to.
  struct Completion {
    var shares: [Measure: Shares]
    var control: [(from: Int32, to: Int32)]
  }

  /// One that the bands allow: columns of at most 100 %.
  func completion(_ random: inout SeededGenerator) -> Completion {
    var shares = low
    for measure in Measure.both {
      for company in 0..<Self.count {
        var left = 100 - (0..<Self.count).reduce(0) { $0 + low[measure]![$1][company] }
        for owner in (0..<Self.count).shuffled(using: &random) {
          let room = min(left, high[measure]![owner][company] - low[measure]![owner][company])
          let more =
            room > 0
            ? [0, room, Int.random(in: 0...room, using: &random)].randomElement(using: &random)! : 0
          shares[measure]![owner][company] += more
          left -= more
        }
      }
    }
    let held = control.filter { $0.isCertain || Bool.random(using: &random) }
    return Completion(shares: shares, control: held.map { ($0.from, $0.to) })
  }

  /// Everything that the listed parties are attributed by a regime where all is known.
  func caught(_ regime: Regime, _ completion: Completion) -> Set<Int32> {
    brute(regime, completion.control) { measure, company, inside in
      inside.reduce(0) {
        $0 + (Int($1) == company ? 0 : completion.shares[measure]![Int($1)][company])
      }
    }
  }

  /// The same on the minima and certain links, or on the most that is allowed.
  ///
  /// - Parameter group: parties that hold jointly, where each listed person is asked alone.
  func caught(_ regime: Regime, possible: Bool, group: [Int32] = []) -> Set<Int32> {
    let links = control.filter { possible || $0.isCertain }.map { ($0.from, $0.to) }
    return brute(regime, links, group) { measure, company, inside in
      let others = inside.filter { Int($0) != company }
      let least = others.reduce(0) { $0 + low[measure]![Int($1)][company] }
      guard possible else { return least }
      let most = others.reduce(0) { $0 + high[measure]![Int($1)][company] }
      let all = (0..<Self.count).reduce(0) { $0 + low[measure]![$1][company] }
      return max(least, min(most, 100 - all + least))
    }
  }

  private func brute(
    _ regime: Regime, _ control: [(from: Int32, to: Int32)], _ group: [Int32] = [],
    _ sum: (Measure, Int, Set<Int32>) -> Int
  ) -> Set<Int32> {
    let rule = regime.rule(on: World.today)
    guard case .exposure(let test) = rule.test else { return [] }
    let units =
      test.addsUp ? [listed] : listed.map { group.contains($0) ? group : [$0] }
    var all: Set<Int32> = []
    for (unit, measure) in units.flatMap({ unit in test.measures.map { (unit, $0) } }) {
      var inside = Set(unit)
      var grows = true
      while grows {
        grows = false
        for company in 0..<Int32(Self.count) where !inside.contains(company) {
          let share = sum(measure, Int(company), inside)
          let owned = rule.isInclusive ? share >= 50 : share > 50
          let controlled =
            test.countsControl
            && control.contains { $0.to == company && inside.contains($0.from) }
          if owned || controlled {
            inside.insert(company)
            grows = true
          }
        }
      }
      all.formUnion(inside)
    }
    return all.subtracting(listed)
  }
}

extension Measure {
  static let both: [Measure] = [.capital, .votes]
}

extension Regime {
  /// The regimes about listed persons.
  static let aboutListed = all.filter { $0.purpose == .exposure }
}
