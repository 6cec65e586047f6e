import ClewFixtures
import ClewModel

/// Repeatable pseudo-random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
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

/// A small random ownership graph with rings, own shares, unknown remainders and, where asked for,
/// bands, together with the same shares as a plain table for brute force.
struct RandomWorld {
  static let persons = 3
  static let companies = 5
  static var count: Int { persons + companies }

  var world = World()
  /// Percent held, by [owner][owned].
  var low = [[Int]](repeating: .init(repeating: 0, count: count), count: count)
  var high = low0

  private static var low0: [[Int]] {
    [[Int]](repeating: .init(repeating: 0, count: count), count: count)
  }

  init(seed: UInt64, banded: Bool = false) {
    var random = SeededGenerator(seed: seed)
    for i in 0..<Self.persons { world.party("P\(i)", .person) }
    for i in 0..<Self.companies { world.party("C\(i)", .organisation) }
    for company in Self.persons..<Self.count {
      var left = 100
      for _ in 0..<Int.random(in: 0...4, using: &random) where left > 0 {
        let owner = Int.random(in: 0..<Self.count, using: &random)
        guard high[owner][company] == 0 else { continue }
        let choices = [1, 10, 20, 25, 30, 40, 49, 50, 51, 60, 90, 100]
        let share = min(left, choices[Int.random(in: 0..<choices.count, using: &random)])
        left -= share
        let more = banded ? Int.random(in: 0...3, using: &random) * 10 : 0
        low[owner][company] = share
        high[owner][company] = min(100, share + more)
      }
    }
    for company in Self.persons..<Self.count {
      let sum = (0..<Self.count).reduce(0) { $0 + low[$1][company] }
      for owner in 0..<Self.count where high[owner][company] > 0 {
        high[owner][company] = min(
          high[owner][company], 100 - sum + low[owner][company])
        world.owns(
          world.names[owner], world.names[company], min: "\(low[owner][company])",
          max: "\(high[owner][company])")
      }
    }
  }
}

/// A rational number of small terms, for checks: independent of the one under test.
struct SmallRational: Equatable {
  var top: Int128
  var bottom: Int128

  init(_ top: Int128, _ bottom: Int128 = 1) {
    var (a, b) = (top < 0 ? -top : top, bottom < 0 ? -bottom : bottom)
    while b != 0 { (a, b) = (b, a % b) }
    let sign: Int128 = bottom < 0 ? -1 : 1
    self.top = a == 0 ? 0 : sign * top / a
    self.bottom = a == 0 ? 1 : sign * bottom / a
  }

  static func + (a: Self, b: Self) -> Self {
    .init(a.top * b.bottom + b.top * a.bottom, a.bottom * b.bottom)
  }
  static func - (a: Self, b: Self) -> Self {
    .init(a.top * b.bottom - b.top * a.bottom, a.bottom * b.bottom)
  }
  static func * (a: Self, b: Self) -> Self { .init(a.top * b.top, a.bottom * b.bottom) }
  static func / (a: Self, b: Self) -> Self { .init(a.top * b.bottom, a.bottom * b.top) }

  /// Whole units of a share below it.
  var units: Int128 { top * Int128(Share.whole) / bottom }

  /// The inverse of a matrix by Gauss-Jordan elimination, nil where it is singular.
  static func inverse(_ matrix: [[SmallRational]]) -> [[SmallRational]]? {
    let n = matrix.count
    var a = matrix
    var b = (0..<n).map { i in (0..<n).map { SmallRational($0 == i ? 1 : 0) } }
    for k in 0..<n {
      guard let pivot = (k..<n).first(where: { a[$0][k].top != 0 }) else { return nil }
      a.swapAt(k, pivot)
      b.swapAt(k, pivot)
      let scale = a[k][k]
      for j in 0..<n {
        a[k][j] = a[k][j] / scale
        b[k][j] = b[k][j] / scale
      }
      for i in 0..<n where i != k && a[i][k].top != 0 {
        let factor = a[i][k]
        for j in 0..<n {
          a[i][j] = a[i][j] - factor * a[k][j]
          b[i][j] = b[i][j] - factor * b[k][j]
        }
      }
    }
    return b
  }
}
