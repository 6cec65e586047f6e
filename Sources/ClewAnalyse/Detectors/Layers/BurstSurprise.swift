import Glibc

/// How surprising it is that so many of an account's dealings fall into one stretch of time.
enum BurstSurprise {
  /// Ten-thousandths of log10 of one over the chance that at least `inside` of `all` dealings fall
  /// into a stretch that is the share `share` of the whole time, were they spread evenly (the upper
  /// tail of the binomial distribution); 0 where the stretch is the whole time. O(all) time.
  static func tail(_ inside: Int, of all: Int, share: Double) -> Int64 {
    guard inside > 0, inside <= all, share > 0, share < 1 else { return 0 }
    let (log1, log0) = (log(share), log(1 - share))
    var term =
      lgamma(Double(all + 1)) - lgamma(Double(inside + 1)) - lgamma(Double(all - inside + 1))
      + Double(inside) * log1 + Double(all - inside) * log0
    let first = term
    var sum = 0.0
    for count in inside...all {
      sum += exp(term - first)
      guard count < all else { break }
      term += log(Double(all - count)) - log(Double(count + 1)) + log1 - log0
      if term < first - 40 { break }
    }
    let logarithm = min(0, first + log(sum))
    return Int64((-10_000 * logarithm / log(10)).rounded())
  }

  /// Ten-thousandths of log10 of one over the chance of `count` or more where `mean` are expected and
  /// each comes by itself (the upper tail of the Poisson distribution). O(count) time.
  static func atLeast(_ count: Int, mean: Double) -> Int64 {
    guard count > 0, mean > 0 else { return 0 }
    var term = Double(count) * log(mean) - mean - lgamma(Double(count + 1))
    let first = term
    var sum = 0.0
    var at = Double(count)
    for _ in 0..<10_000 {
      sum += exp(term - first)
      at += 1
      term += log(mean) - log(at)
      if term < first - 40, at > mean { break }
    }
    let logarithm = min(0, first + log(sum))
    return Int64((-10_000 * logarithm / log(10)).rounded())
  }
}
