/// The North American rolling charge: every payment is charged rateably to all interests as they stand
/// at that moment, in whole units by the largest remainder, of equal remainders to the origin that
/// came first.
///
/// One lot for an origin: O(k log k) for a payment from a pool of k origins.
struct RollingLots: LotPool {
  private(set) var total: Int128 = 0
  private(set) var traced: Int128 = 0
  /// Ascending by origin.
  private(set) var lots: [Trace.Lot] = []

  var holdsOther: Bool { lots.first?.origin == Trace.Lot.other }

  init() {}

  mutating func put(_ new: [Trace.Lot], _ origins: OriginBook) {
    for lot in new { put(lot, origins) }
  }

  mutating func put(_ lot: Trace.Lot, _ origins: OriginBook) {
    total += lot.amount
    if origins.isTraced(lot.origin) { traced += lot.amount }
    var at = lots.count
    while at > 0, lots[at - 1].origin >= lot.origin {
      at -= 1
      if lots[at].origin == lot.origin {
        lots[at].amount += lot.amount
        return
      }
      if lots.count - at == 16 {
        at = place(of: lot.origin)
        if at < lots.count, lots[at].origin == lot.origin {
          lots[at].amount += lot.amount
          return
        }
        break
      }
    }
    lots.insert(Trace.Lot(origin: lot.origin, amount: lot.amount), at: at)
  }

  /// The first position whose origin is not below `origin`.
  private func place(of origin: Int32) -> Int {
    var (low, high) = (0, lots.count)
    while low < high {
      let middle = (low + high) / 2
      if lots[middle].origin < origin { low = middle + 1 } else { high = middle }
    }
    return low
  }

  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into taken: inout [Trace.Lot]
  ) {
    take(amount, origins, into: &taken)
  }

  mutating func take(_ amount: Int128, _ origins: OriginBook, into taken: inout [Trace.Lot]) {
    guard amount > 0, total > 0 else { return }
    if amount == total {
      taken.append(contentsOf: lots)
      lots.removeAll(keepingCapacity: lots.count < 64)
      (total, traced) = (0, 0)
      return
    }
    if lots.count == 1 {
      taken.append(Trace.Lot(origin: lots[0].origin, amount: amount))
      lots[0].amount -= amount
      if origins.isTraced(lots[0].origin) { traced -= amount }
      total -= amount
      return
    }
    var split = RateableSplit()
    var shares: [Int128] = []
    split.split(amount, over: lots, whole: total, into: &shares)
    var kept = 0
    for at in lots.indices {
      let lot = lots[at]
      if shares[at] > 0 {
        taken.append(Trace.Lot(origin: lot.origin, amount: shares[at]))
        if origins.isTraced(lot.origin) { traced -= shares[at] }
      }
      if lot.amount > shares[at] {
        lots[kept] = Trace.Lot(origin: lot.origin, amount: lot.amount - shares[at])
        kept += 1
      }
    }
    lots.removeSubrange(kept...)
    total -= amount
  }

  /// Lowers the lot of an untraced origin by as much of an amount as there is.
  mutating func remove(_ amount: Int128, of origin: Int32) {
    guard let at = lots.firstIndex(where: { $0.origin == origin }) else { return }
    let part = min(amount, lots[at].amount)
    total -= part
    if part == lots[at].amount { lots.remove(at: at) } else { lots[at].amount -= part }
  }

  func appendAll(to all: inout [Trace.Lot]) { all.append(contentsOf: lots) }
}
