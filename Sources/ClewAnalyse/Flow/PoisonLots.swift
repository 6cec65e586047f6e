/// Any touch taints the whole: from the first traced money on, all that lies in the pool and all that
/// comes into it is tainted, until the pool is empty. No more of a payment than it carried.
///
/// It is no rule of law and keeps no sums: more comes out tainted than went in. Of several origins the
/// first of the ledger stands for all. O(1).
struct PoisonLots: LotPool {
  private(set) var total: Int128 = 0
  /// The first origin that touched, or `Trace.Lot.other`.
  private var origin = Trace.Lot.other
  private var isTainted = false

  var traced: Int128 { isTainted ? total : 0 }
  static var conserves: Bool { false }

  init() {}

  mutating func put(_ lots: [Trace.Lot], _ origins: OriginBook) {
    for lot in lots {
      total += lot.amount
      guard origins.isTraced(lot.origin) else { continue }
      origin = isTainted ? min(origin, lot.origin) : lot.origin
      isTainted = true
    }
  }

  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into lots: inout [Trace.Lot]
  ) {
    guard amount > 0, total > 0 else { return }
    lots.append(Trace.Lot(origin: origin, amount: amount))
    total -= amount
    if total == 0 { (origin, isTainted) = (Trace.Lot.other, false) }
  }

  func appendAll(to lots: inout [Trace.Lot]) {
    if total > 0 { lots.append(Trace.Lot(origin: origin, amount: total)) }
  }
}
