/// Money spent in layers, each rateably within itself: the wrongdoer's before the claimants'.
///
/// What lies in which layer is the doctrine (see `OriginBook.layer(of:)`):
/// - own-first (Re Hallett's Estate (1880) 13 Ch D 696): stated own money, then all the rest; in an
///   account to which no own money is known to have come, what nobody claims is presumed to be the wrongdoer's.
/// - first-charge (Re Oatway [1903] 2 Ch 356): the same, but an asset is paid for with the claimants'
///   money first.
/// - libr-allocate: own money, then what nobody claims, then all claimants'. A claim falls only where
///   the balance falls below the sum of the claims, and then all fall rateably: an earlier claimant
///   bears the losses before a later one came, the later one does not (Law Society v TD Bank; Easy
///   Loan v Wiseman). With nothing but claimants' money in the account it is the rolling charge.
/// - libr-cap (James Roscoe v Winder [1915] 1 Ch 62): all that is not the claimant's, then the
///   claimant's. What is left of the claim is the least of what came in and of every balance since.
struct LayeredLots: LotPool {
  private var layers = (RollingLots(), RollingLots(), RollingLots())
  private var sharesWithUnclaimed = false

  var total: Int128 { layers.0.total + layers.1.total + layers.2.total }
  var traced: Int128 { layers.0.traced + layers.1.traced + layers.2.traced }

  var holdsOther: Bool {
    layers.0.holdsOther || layers.1.holdsOther || layers.2.holdsOther
  }

  init() {}

  mutating func shareWithUnclaimed(_ origins: OriginBook) {
    sharesWithUnclaimed = true
    var lots: [Trace.Lot] = []
    layers.1.take(layers.1.total, origins, into: &lots)
    layers.2.put(lots, origins)
  }

  mutating func put(_ lots: [Trace.Lot], _ origins: OriginBook) {
    for lot in lots {
      switch origins.layer(of: lot.origin) {
      case .own: layers.0.put(lot, origins)
      case .unclaimed where !sharesWithUnclaimed: layers.1.put(lot, origins)
      case .unclaimed: layers.2.put(lot, origins)
      case .claimed: layers.2.put(lot, origins)
      }
    }
  }

  mutating func take(
    _ amount: Int128, _ origins: OriginBook, claimedFirst: Bool, into lots: inout [Trace.Lot]
  ) {
    var left = amount
    func part(_ layer: inout RollingLots) {
      let part = min(left, layer.total)
      layer.take(part, origins, into: &lots)
      left -= part
    }
    if claimedFirst { part(&layers.2) }
    part(&layers.0)
    part(&layers.1)
    part(&layers.2)
  }

  func appendAll(to lots: inout [Trace.Lot]) {
    layers.0.appendAll(to: &lots)
    layers.1.appendAll(to: &lots)
    layers.2.appendAll(to: &lots)
  }
}
