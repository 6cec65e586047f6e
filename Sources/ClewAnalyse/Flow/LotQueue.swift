/// First in, first out: Devaynes v Noble (Clayton's Case) (1816) 1 Mer 572.
///
/// Amortised O(1) for each lot that goes in or comes out.
struct LotQueue: LotPool {
  private(set) var total: Int128 = 0
  private(set) var traced: Int128 = 0
  private var lots: [Trace.Lot] = []
  private var head = 0

  static var keepsLots: Bool { true }

  init() {}

  mutating func put(_ new: [Trace.Lot], _ origins: OriginBook) {
    for lot in new {
      total += lot.amount
      if origins.isTraced(lot.origin) { traced += lot.amount }
      let last = lots.count - 1
      if last >= head, lots[last].origin == lot.origin, lots[last].via == lot.via {
        lots[last].amount += lot.amount
      } else {
        lots.append(lot)
      }
    }
  }

  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into taken: inout [Trace.Lot]
  ) {
    var left = amount
    while left > 0, head < lots.count {
      let lot = lots[head]
      let part = min(left, lot.amount)
      if origins.isTraced(lot.origin) { traced -= part }
      taken.append(Trace.Lot(origin: lot.origin, via: lot.via, amount: part))
      left -= part
      if part == lot.amount { head += 1 } else { lots[head].amount -= part }
    }
    total -= amount - left
    if head == lots.count {
      lots.removeAll(keepingCapacity: lots.count < 64)
      head = 0
    } else if head > 32, head > lots.count / 2 {
      lots.removeSubrange(0..<head)
      head = 0
    }
  }

  func appendAll(to all: inout [Trace.Lot]) { all.append(contentsOf: lots[head...]) }
}
