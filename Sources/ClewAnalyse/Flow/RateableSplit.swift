/// Shares of an amount in proportion to parts, in whole units, by the largest remainder: every share
/// is rounded down, and what is left over goes one unit each to the shares with the largest
/// remainders, of equal ones to the earlier. The shares always add up to the amount, and of an amount
/// not above the parts' sum no share is above its part.
///
/// O(k log k) for k parts; exact for any Int128.
struct RateableSplit {
  private var remainders: [(remainder: UInt128, at: Int)] = []

  /// Sets `shares` to the shares of `amount` in proportion to `parts`, whose sum is `whole` > 0.
  mutating func split(
    _ amount: Int128, over parts: [Trace.Lot], whole: Int128, into shares: inout [Int128]
  ) {
    shares.removeAll(keepingCapacity: true)
    remainders.removeAll(keepingCapacity: true)
    var left = amount
    for (at, part) in parts.enumerated() {
      let (share, remainder) = Self.share(amount, part.amount, whole)
      shares.append(share)
      left -= share
      if remainder > 0 { remainders.append((remainder, at)) }
    }
    guard left > 0 else { return }
    remainders.sort { (a: (UInt128, Int), b: (UInt128, Int)) -> Bool in
      a.0 != b.0 ? a.0 > b.0 : a.1 < b.1
    }
    for (_, at) in remainders.prefix(Int(left)) { shares[at] += 1 }
  }

  /// `amount × part / whole`, rounded down, and the remainder; `part` is at most `whole`.
  static func share(
    _ amount: Int128, _ part: Int128, _ whole: Int128
  ) -> (share: Int128, remainder: UInt128) {
    if let a = UInt64(exactly: amount), let p = UInt64(exactly: part),
      let w = UInt64(exactly: whole)
    {
      let (quotient, remainder) = w.dividingFullWidth(a.multipliedFullWidth(by: p))
      return (Int128(quotient), UInt128(remainder))
    }
    let product = UInt128(amount).multipliedFullWidth(by: UInt128(part))
    let (quotient, remainder) = UInt128(whole).dividingFullWidth(product)
    return (Int128(quotient), remainder)
  }
}
