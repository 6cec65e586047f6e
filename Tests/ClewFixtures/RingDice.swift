import Glibc

/// Seeded random numbers for worlds (SplitMix64): the same seed gives the same world.
package struct RingDice: Sendable {
  private var state: UInt64

  package init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0x1234_5678 }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number in `0..<bound`; 0 where there is none.
  package mutating func below(_ bound: Int) -> Int {
    bound <= 0 ? 0 : Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  package mutating func between(_ low: Int, _ high: Int) -> Int { low + below(high - low + 1) }

  /// In `0..<1`.
  package mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  package mutating func chance(_ share: Double) -> Bool { unit() < share }

  package mutating func pick<T>(_ list: [T]) -> T { list[below(list.count)] }

  /// Standard normal (Box and Muller).
  package mutating func normal() -> Double {
    let radius = sqrt(-2 * log(1 - unit()))
    return radius * cos(2 * Double.pi * unit())
  }

  package mutating func logNormal(median: Double, sigma: Double) -> Double {
    median * exp(sigma * normal())
  }

  /// Knuth's method, for small means.
  package mutating func poisson(_ mean: Double) -> Int {
    let limit = exp(-mean)
    var (count, product) = (0, unit())
    while product > limit {
      count += 1
      product *= unit()
    }
    return count
  }

  /// A rank in `0..<bound`, low ranks more often: the density of rank r falls as `r^-exponent`
  /// (exponent below 1).
  package mutating func zipf(_ bound: Int, _ exponent: Double) -> Int {
    min(bound - 1, Int(Double(bound) * pow(unit(), 1 / (1 - exponent))))
  }

  package mutating func shuffle<T>(_ list: inout [T]) {
    for last in stride(from: list.count - 1, to: 0, by: -1) { list.swapAt(last, below(last + 1)) }
  }
}
