import Glibc

/// How a background rate becomes a printed term: in ten-thousandths of a power of ten, rounded once.
///
/// A rate of 1 in 1000 weighs 3.0: a thousand times harder to explain by ordinary business.
package enum Evidence {
  package static let unit: Double = 10_000

  /// -log10 of a rate, within `0...most` powers of ten.
  package static func weight(rate: Double, most: Double = 12) -> Int64 {
    guard rate < 1 else { return 0 }
    return rounded(min(most, -log10(max(rate, 1e-300))))
  }

  /// log10 of the chance of `count` or more where `mean` are to be expected.
  package static func poissonTail(_ count: Int, mean: Double) -> Double {
    guard count > 0 else { return 0 }
    let mean = max(mean, 1e-9)
    let first: Double = Double(count) * log(mean) - mean - lgamma(Double(count) + 1)
    var (sum, term) = (0.0, 1.0)
    for step in 1...200 where term > sum * 1e-9 {
      sum += term
      term *= mean / Double(count + step)
    }
    return min(0, (first + log(sum)) / log(10))
  }

  /// Powers of ten, as a weight.
  package static func rounded(_ powers: Double) -> Int64 { Int64((powers * unit).rounded()) }

  /// `1 in 250`, for people.
  package static func oneIn(_ rate: Double) -> String {
    guard rate > 0 else { return "not seen" }
    let inverse = 1 / rate
    if inverse >= 1e9 { return "less than 1 in 1,000,000,000" }
    if inverse < 10 {
      let tenths = Int((inverse * 10).rounded())
      return "1 in \(tenths / 10).\(tenths % 10)"
    }
    return "1 in \(Int(inverse.rounded()))"
  }

  /// A count of one decimal place, or in whole powers of ten where it is very small.
  package static func expected(_ count: Double) -> String {
    if count >= 0.05 {
      let tenths = Int((min(count, 1e15) * 10).rounded())
      return "\(tenths / 10).\(tenths % 10)"
    }
    return count > 0 ? "about 10^\(Int(log10(count).rounded()))" : "0"
  }
}

/// Chances of counts under rates that differ from account to account.
///
/// Rates of accounts are taken to follow a gamma distribution with the mean and variance found in
/// the data; so a count follows the negative binomial, and an account's own history sharpens its
/// rate (Robbins' empirical Bayes).
package struct CountRates: Sendable {
  /// Shape and rate of the gamma, in counts per unit of time.
  package let shape: Double
  package let rate: Double

  /// - Parameters:
  ///   - counts: one count per account, each over `time` units.
  package init(counts: [Int], time: Double) {
    var (sum, squares, number) = (0.0, 0.0, 0.0)
    for count in counts {
      sum += Double(count)
      squares += Double(count) * Double(count)
      number += 1
    }
    guard number > 0, sum > 0, time > 0 else {
      (shape, rate) = (1, 1000)
      return
    }
    let mean = sum / number
    let spread = squares / number - mean * mean - mean
    // Counts vary as mean + mean²/shape.
    shape = spread > 0 ? min(50, max(0.05, mean * mean / spread)) : 50
    rate = shape / (mean / time)
  }

  /// The chance of at least `count` in `time`, for an account that had `seen` in `history` else.
  package func atLeast(_ count: Int, in time: Double, seen: Int, history: Double) -> Double {
    guard count > 0 else { return 1 }
    let shape = self.shape + Double(seen)
    let odds = (rate + max(0, history)) / (rate + max(0, history) + time)
    // Terms of the negative binomial from `count` on, each from the one before.
    let first = Double(count)
    let ways: Double = lgamma(shape + first) - lgamma(shape) - lgamma(first + 1)
    let power: Double = shape * log(odds) + first * log(1 - odds)
    var term: Double = exp(ways + power)
    var sum: Double = 0
    var at: Double = first
    for _ in 0..<10_000 where term > sum * 1e-9 {
      sum += term
      let growth: Double = (shape + at) / (at + 1)
      term *= growth * (1 - odds)
      at += 1
    }
    return min(1, sum)
  }

  /// The mean of the account's own rate over `time`.
  package func expected(in time: Double, seen: Int, history: Double) -> Double {
    (shape + Double(seen)) / (rate + max(0, history)) * time
  }
}
