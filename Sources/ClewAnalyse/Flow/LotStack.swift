/// Last in, first out, as accepted in US v Henshaw, 388 F.3d 738 (10th Cir. 2004).
///
/// The lots of one payment keep their order of age in the account that receives it: of what comes in
/// together, that goes out first which went out first before. O(1) for each lot.
struct LotStack: LotPool {
  private(set) var total: Int128 = 0
  private(set) var traced: Int128 = 0
  /// The last is the next to go.
  private var lots: [Trace.Lot] = []

  static var keepsLots: Bool { true }
  static var canStartLate: Bool { false }

  init() {}

  mutating func put(_ new: [Trace.Lot], _ origins: OriginBook) {
    for lot in new.reversed() {
      total += lot.amount
      if origins.isTraced(lot.origin) { traced += lot.amount }
      if let last = lots.last, last.origin == lot.origin, last.via == lot.via {
        lots[lots.count - 1].amount += lot.amount
      } else {
        lots.append(lot)
      }
    }
  }

  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into taken: inout [Trace.Lot]
  ) {
    var left = amount
    while left > 0, let lot = lots.last {
      let part = min(left, lot.amount)
      if origins.isTraced(lot.origin) { traced -= part }
      taken.append(Trace.Lot(origin: lot.origin, via: lot.via, amount: part))
      left -= part
      if part == lot.amount { lots.removeLast() } else { lots[lots.count - 1].amount -= part }
    }
    total -= amount - left
  }

  func appendAll(to all: inout [Trace.Lot]) { all.append(contentsOf: lots.reversed()) }
}
