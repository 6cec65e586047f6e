import ClewModel

/// How often the vote of a holder decides: raw Banzhaf power in the votes of one company, where more
/// than half of the votes that can be cast carry a motion (Banzhaf 1965).
///
/// A holder's power is the part of all coalitions of the others that its votes turn into winning
/// ones: swings / 2^(n-1). The company's own shares cast no votes. Votes that no source accounts for
/// are read in two ways: as one voter of their own, and as cast by so many that they split evenly,
/// which leaves a majority among the stated voters. The band spans both. Votes in bands are taken at
/// their least, the rest as unknown.
package struct VotingPower: Hashable, Sendable {
  package let company: Int32
  /// By holder, ascending.
  package let powers: [Power]
  package let method: Method
  /// True where a holder's votes are stated as a band or not at all: the power rests on the least.
  package let restsOnLeastVotes: Bool

  package struct Power: Hashable, Sendable {
    package var holder: Int32
    /// In units of `Share.whole`: the same in both readings, or the span of both.
    package var power: Band
    /// The holder has more than half of the votes for certain.
    package var hasMajority: Bool
  }

  package enum Method: Hashable, Sendable {
    case exact
    /// Drawn at random from a fixed seed: a power is off by more than `error` (in units of
    /// `Share.whole`) with a probability below one in a million (Hoeffding 1963).
    case sampled(error: Int128)
  }

  /// nil where nobody holds votes, or more than all are stated.
  package init?(of company: Int32, in holdings: Holdings) {
    let column = holdings.column(company).map { holdings.all[$0] }
    let own = column.first { $0.owner == company }
    let voters = column.filter { $0.owner != company && $0.votesMin > 0 }
    let cast = voters.reduce(Int128(0)) { $0 + Int128($1.votesMin) }
    let castable = Int128(Share.whole) - Int128(own?.votesMin ?? 0)
    guard !voters.isEmpty, cast <= castable else { return nil }
    self.company = company
    restsOnLeastVotes = column.contains { $0.votesMin != $0.votesMax }
    let votes = voters.map(\.votesMin)
    let unknown = Int64(castable - cast)
    let dispersed = VotingGame(votes).powers()
    let asOne = unknown > 0 ? VotingGame(votes + [unknown]).powers() : dispersed
    let error = [dispersed.error, asOne.error].compactMap { $0 }.max()
    method = error.map { .sampled(error: $0) } ?? .exact
    powers = voters.indices.map { i in
      let (a, b) = (dispersed.units[i], asOne.units[i])
      return Power(
        holder: voters[i].owner, power: Band(min: min(a.min, b.min), max: max(a.max, b.max)),
        hasMajority: 2 * Int128(voters[i].votesMin) > castable)
    }
  }
}

/// A vote among holders with given votes, won by more than half of them.
struct VotingGame {
  /// Voters up to which subsets are counted by two sorted halves.
  static let halvesLimit = 28
  /// Voters, and voters times distinct sums, up to which subsets are counted sum by sum.
  static let countLimit = 120
  static let tableLimit = 4_000_000
  /// Draws of coalitions, and voters times draws.
  static let draws = 65_536
  static let drawLimit = 50_000_000

  private let votes: [Int64]
  private let total: Int128

  /// - Parameter votes: positive.
  init(_ votes: [Int64]) {
    var common = UInt64(0)
    for vote in votes { common = Natural.gcd(common, UInt64(vote)) }
    self.votes = votes.map { $0 / Int64(max(common, 1)) }
    total = self.votes.reduce(0) { $0 + Int128($1) }
  }

  struct Powers {
    var units: [Band]
    /// nil for exact numbers.
    var error: Int128?
  }

  /// The power of every voter. Exact up to 28 voters, and up to 120 whose votes in lowest terms make
  /// few enough sums; else sampled.
  func powers() -> Powers {
    let size = votes.count
    if size <= Self.halvesLimit { return exact { halves(without: $0) } }
    if size <= Self.countLimit, Int128(size) * total <= Int128(Self.tableLimit) {
      return tabulated()
    }
    return sampled()
  }

  /// The powers by counting subsets for every sum.
  func tabulated() -> Powers {
    let subsets = subsets()
    return exact { counted(without: $0, subsets) }
  }

  /// Sums of the others that lose without the voter and win with it: (total / 2 - own, total / 2].
  private func swingRange(_ voter: Int) -> (above: Int128, upTo: Int128) {
    // w(S) > total / 2 for whole numbers: w(S) >= total / 2 + 1, rounded down.
    let half = total / 2
    return (half - Int128(votes[voter]), half)
  }

  private func exact(_ swings: (Int) -> UInt128) -> Powers {
    var known: [Int64: Band] = [:]
    let units = votes.indices.map { voter -> Band in
      if let band = known[votes[voter]] { return band }
      let power = Fraction(
        Self.natural(swings(voter)), over: Self.powerOfTwo(votes.count - 1))
      let band = Band(from: power, to: power)
      known[votes[voter]] = band
      return band
    }
    return Powers(units: units, error: nil)
  }

  private static func powerOfTwo(_ exponent: Int) -> Natural {
    (0..<exponent).reduce(Natural.one) { power, _ in power + power }
  }

  private static func natural(_ value: UInt128) -> Natural {
    Natural(UInt64(truncatingIfNeeded: value >> 64)) * (Natural(UInt64.max) + .one)
      + Natural(UInt64(truncatingIfNeeded: value))
  }

  /// Swings by the sums of two halves of the others, each sorted: O(2^(n/2) × n).
  private func halves(without voter: Int) -> UInt128 {
    let others = votes.indices.filter { $0 != voter }.map { votes[$0] }
    let first = Self.sums(others.prefix(others.count / 2))
    let second = Self.sums(others.dropFirst(others.count / 2))
    let range = swingRange(voter)
    return Self.pairs(first, second, upTo: range.upTo)
      - Self.pairs(first, second, upTo: range.above)
  }

  /// All sums of subsets, ascending.
  private static func sums(_ votes: ArraySlice<Int64>) -> [Int128] {
    var sums: [Int128] = [0]
    for vote in votes {
      let added = sums.map { $0 + Int128(vote) }
      var merged: [Int128] = []
      merged.reserveCapacity(sums.count * 2)
      var (i, j) = (0, 0)
      while i < sums.count || j < added.count {
        if j == added.count || (i < sums.count && sums[i] <= added[j]) {
          merged.append(sums[i])
          i += 1
        } else {
          merged.append(added[j])
          j += 1
        }
      }
      sums = merged
    }
    return sums
  }

  /// Pairs of one sum each that stay within a bound.
  private static func pairs(_ a: [Int128], _ b: [Int128], upTo bound: Int128) -> UInt128 {
    var count: UInt128 = 0
    var fitting = b.count
    for sum in a {
      while fitting > 0, sum + b[fitting - 1] > bound { fitting -= 1 }
      count += UInt128(fitting)
    }
    return count
  }

  /// Subsets of all voters for every sum up to half of the total: O(n × sums).
  private func subsets() -> [UInt128] {
    var counts = [UInt128](repeating: 0, count: Int(total / 2) + 1)
    counts[0] = 1
    for vote in votes.map({ Int($0) }) where vote < counts.count {
      for sum in stride(from: counts.count - 1, through: vote, by: -1) {
        counts[sum] += counts[sum - vote]
      }
    }
    return counts
  }

  /// Swings by the subsets that a voter is not in, which all subsets give sum by sum: O(sums).
  private func counted(without voter: Int, _ all: [UInt128]) -> UInt128 {
    let range = swingRange(voter)
    let vote = Int(votes[voter])
    var others = all
    if vote < others.count {
      for sum in vote..<others.count { others[sum] -= others[sum - vote] }
    }
    return others[max(0, Int(range.above) + 1)...].reduce(0, +)
  }

  /// The powers in coalitions drawn from a fixed seed.
  func sampled() -> Powers {
    let size = votes.count
    let draws = max(256, min(Self.draws, Self.drawLimit / size))
    var random = SplitMix(seed: UInt64(size))
    var swings = [Int](repeating: 0, count: size)
    var isIn = [Bool](repeating: false, count: size)
    let half = total / 2
    for _ in 0..<draws {
      var sum: Int128 = 0
      var bits: UInt64 = 0
      for voter in 0..<size {
        if voter % 64 == 0 { bits = random.next() }
        isIn[voter] = bits & 1 == 1
        bits >>= 1
        if isIn[voter] { sum += Int128(votes[voter]) }
      }
      for voter in 0..<size {
        let vote = Int128(votes[voter])
        let others = isIn[voter] ? sum - vote : sum
        if others <= half, others + vote > half { swings[voter] += 1 }
      }
    }
    let whole = Int128(Share.whole)
    return Powers(
      units: swings.map { Band(exactly: Int128($0) * whole / Int128(draws)) },
      error: Self.error(draws: draws))
  }

  /// sqrt(ln(2 / 10^-6) / (2 × draws)), rounded up: Hoeffding's bound for one in a million.
  private static func error(draws: Int) -> Int128 {
    // ln(2,000,000) = 14.50866 < 14.509.
    let square = Int128(14_509) * Int128(Share.whole) / 1000 * Int128(Share.whole)
    var root = Int128(Share.whole)
    let target = square / (2 * Int128(draws))
    // Newton from above: stays above the root until it is reached.
    while root * root > target {
      let next = (root + target / root) / 2
      if next >= root { break }
      root = next
    }
    return root + 1
  }
}

/// Repeatable pseudo-random bits (Steele, Lea, Flood 2014).
private struct SplitMix {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
