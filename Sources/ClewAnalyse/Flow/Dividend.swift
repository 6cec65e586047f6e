import ClewModel

/// What a pot gives to each of several victims who paid in and may have been paid out before: what
/// transactions alone do not decide.
///
/// Net loss: the pot is shared in proportion to what each paid in and did not get back. Rising tide:
/// what each got before counts towards his dividend, and the pot raises the lowest first, until all
/// who get anything stand at the same share of what they paid in (SEC v Huber, 702 F.3d 903).
package struct Dividend: Sendable {
  package enum Rule: String, Sendable, CaseIterable {
    case netLoss = "net-loss"
    case risingTide = "rising-tide"
  }

  package struct Victim: Hashable, Sendable {
    package var name: String
    /// In the smallest unit, as are all amounts; less than zero counts as nothing.
    package var paidIn: Int64
    package var paidOut: Int64

    package init(name: String, paidIn: Int64, paidOut: Int64) {
      self.name = name
      self.paidIn = paidIn
      self.paidOut = paidOut
    }
  }

  package struct Share: Hashable, Sendable {
    package var name: String
    package var amount: Int128
    /// What he has with it of what he paid in.
    package var recovered: Int128
    package var paidIn: Int128
  }

  package let rule: Rule
  /// In the order of the victims.
  package private(set) var shares: [Share]
  /// What is left when nobody has a loss any more.
  package private(set) var left: Int128

  /// O(n log n) for n victims; exact, whole units by the largest remainder, of equal ones to the
  /// earlier victim.
  package init(_ pot: Int64, among victims: [Victim], by rule: Rule) {
    self.rule = rule
    let paidIn = victims.map { Int128(max(0, $0.paidIn)) }
    let paidOut = victims.map { Int128(max(0, $0.paidOut)) }
    let losses = zip(paidIn, paidOut).map { max(0, $0 - $1) }
    let loss = losses.reduce(0, +)
    let given = min(Int128(max(0, pot)), loss)
    left = Int128(max(0, pot)) - given
    let amounts: [Int128]
    switch rule {
    case .netLoss: amounts = Self.rateable(given, losses, loss)
    case .risingTide: amounts = Self.rising(given, paidIn, paidOut)
    }
    shares = victims.indices.map { at in
      Share(
        name: victims[at].name, amount: amounts[at], recovered: paidOut[at] + amounts[at],
        paidIn: paidIn[at])
    }
  }

  private static func rateable(_ pot: Int128, _ parts: [Int128], _ whole: Int128) -> [Int128] {
    guard whole > 0, pot > 0 else { return parts.map { _ in 0 } }
    var shares: [Int128] = []
    var split = RateableSplit()
    split.split(
      pot, over: parts.map { Trace.Lot(origin: 0, amount: $0) }, whole: whole, into: &shares)
    return shares
  }

  /// The level to which the pot raises all below it: the victims from the one who got the least share
  /// back, as many as the pot reaches. With k of them the pot and what they got stand at the share
  /// (pot + their payments) / (what they paid in); the next is reached while his own share is below.
  private static func rising(
    _ pot: Int128, _ paidIn: [Int128], _ paidOut: [Int128]
  ) -> [Int128] {
    var amounts = paidIn.map { _ in Int128(0) }
    let order = paidIn.indices.filter { paidIn[$0] > paidOut[$0] }.sorted {
      (a: Int, b: Int) -> Bool in
      let (x, y) = (paidOut[a] * paidIn[b], paidOut[b] * paidIn[a])
      return x != y ? x < y : a < b
    }
    var count = 0
    var (sumIn, sumOut): (Int128, Int128) = (0, 0)
    for at in order {
      // The level without him, against what he has: (pot + out) / in <= his out / his in.
      if count > 0, isAtMost(pot + sumOut, sumIn, paidOut[at], paidIn[at]) { break }
      sumIn += paidIn[at]
      sumOut += paidOut[at]
      count += 1
    }
    guard count > 0, pot > 0 else { return amounts }
    let reached = order.prefix(count).sorted()
    // Every one gets up to the level, rounded down; what is left over by the largest remainder.
    var rest = pot
    var remainders: [(UInt128, Int)] = []
    for at in reached {
      let (level, remainder) = RateableSplit.share(pot + sumOut, paidIn[at], sumIn)
      amounts[at] = max(0, level - paidOut[at])
      rest -= amounts[at]
      remainders.append((remainder, at))
    }
    remainders.sort { (a: (UInt128, Int), b: (UInt128, Int)) -> Bool in
      a.0 != b.0 ? a.0 > b.0 : a.1 < b.1
    }
    for (_, at) in remainders where rest > 0 {
      amounts[at] += 1
      rest -= 1
    }
    return amounts
  }

  /// Whether a / b is at most c / d, for amounts of any size, b and d above zero.
  private static func isAtMost(_ a: Int128, _ b: Int128, _ c: Int128, _ d: Int128) -> Bool {
    let left = UInt128(a).multipliedFullWidth(by: UInt128(d))
    let right = UInt128(c).multipliedFullWidth(by: UInt128(b))
    return left.high != right.high ? left.high < right.high : left.low <= right.low
  }
}
