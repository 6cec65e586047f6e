import ClewGraph

/// What was bought with mixed money: how much of each owner's went into every asset, and what reached
/// the paying account only afterwards.
struct AssetPurchases {
  private let assets: [Claims.Asset]
  private let coordinated: Bool
  private let assetOfRow: [Int32: Int]
  /// Pools that pay for an asset, kept only where the scheme is coordinated.
  private var payingPools: Set<Int> = []
  private var purchases: [Purchase] = []
  private var arrivals: [Arrival] = []

  private struct Purchase {
    var asset: Int
    var pool: Int
    var unit: UInt16
    var order: Int
    var price: Int128
    var paid: [String?: Int128]
  }

  private struct Arrival {
    var pool: Int
    var order: Int
    var owner: String?
    var amount: Int128
  }

  init(_ claims: Claims, _ postings: Postings, _ table: PoolTable) {
    assets = claims.assets
    coordinated = claims.coordinated
    var assetOfRow: [Int32: Int] = [:]
    for (asset, claim) in claims.assets.enumerated() {
      for row in claim.rows where assetOfRow[row] == nil && Int(row) < postings.count && row >= 0 {
        assetOfRow[row] = asset
        let payer = postings.debit[Int(row)] >= 0 ? table.payer[Int(row)] : -1
        if claims.coordinated, payer >= 0 { payingPools.insert(Int(payer)) }
      }
    }
    self.assetOfRow = assetOfRow
  }

  func isPurchase(_ row: Int32) -> Bool { !assetOfRow.isEmpty && assetOfRow[row] != nil }

  /// The payment of `entry`, made of `lots`, buys the asset of its row.
  mutating func buy(
    _ entry: LedgerEntry, _ lots: [Trace.Lot], _ book: OriginBook, order: Int
  ) {
    guard let asset = assetOfRow[entry.row] else { return }
    var paid: [String?: Int128] = [:]
    for lot in lots where book.isTraced(lot.origin) {
      paid[book.origins[Int(lot.origin)].owner, default: 0] += lot.amount
    }
    purchases.append(
      Purchase(
        asset: asset, pool: entry.payer, unit: entry.debitUnit, order: order, price: entry.debit,
        paid: paid))
  }

  /// Traced money came into a pool.
  mutating func arrive(_ pool: Int, _ lots: [Trace.Lot], _ book: OriginBook, order: Int) {
    guard !payingPools.isEmpty, payingPools.contains(pool) else { return }
    for lot in lots where book.isTraced(lot.origin) {
      arrivals.append(
        Arrival(
          pool: pool, order: order, owner: book.origins[Int(lot.origin)].owner,
          amount: lot.amount))
    }
  }

  /// Traced money paid for assets, by unit.
  func paid(units: Int) -> [Int128] {
    var sums = [Int128](repeating: 0, count: units)
    for purchase in purchases {
      for amount in purchase.paid.values { sums[Int(purchase.unit)] += amount }
    }
    return sums
  }

  /// Positions of the assets that were paid for in more than one currency.
  var inSeveralUnits: [Int] {
    assets.indices.filter { asset in
      Set(purchases.filter { $0.asset == asset }.map(\.unit)).count > 1
    }
  }

  /// Positions of the assets for which no payment was worked.
  var notBought: [Int] {
    let bought = Set(purchases.map(\.asset))
    return assets.indices.filter { !bought.contains($0) }
  }

  /// The pools that paid, each once, ascending.
  var pools: [Int] { Set(purchases.map(\.pool)).filter { $0 >= 0 }.sorted() }

  private struct Key: Hashable {
    var asset: Int
    var unit: UInt16
  }

  /// What every owner of traced money can claim of every asset, by asset, unit, owner.
  func claims(of origins: [Trace.Origin], firstCharge: Bool) -> [Trace.AssetClaim] {
    var whole: [UInt16: [String?: Int128]] = [:]
    for origin in origins where origin.isTraced && !origin.isRestoring {
      whole[origin.unit, default: [:]][origin.owner, default: 0] += origin.amount
    }
    var paid: [Key: [String?: Int128]] = [:]
    var price: [Key: Int128] = [:]
    for purchase in purchases {
      let key = Key(asset: purchase.asset, unit: purchase.unit)
      price[key, default: 0] += purchase.price
      paid[key, default: [:]].merge(purchase.paid) { $0 + $1 }
    }
    let later = coordinated ? paidAfterwards() : [:]
    let mixed = Set(inSeveralUnits)
    var claims: [Trace.AssetClaim] = []
    let keys = price.keys.sorted { ($0.asset, $0.unit) < ($1.asset, $1.unit) }
    for key in keys {
      let wholes = whole[key.unit] ?? [:]
      let put = paid[key] ?? [:]
      let owners = Set(wholes.keys).union(put.keys).sorted {
        ($0 == nil ? 0 : 1, $0 ?? "") < ($1 == nil ? 0 : 1, $1 ?? "")
      }
      let worth = mixed.contains(key.asset) ? nil : assets[key.asset].value.map { Int128($0) }
      let valueUnit = assets[key.asset].unit ?? key.unit
      let liens = owners.map { firstCharge ? wholes[$0] ?? 0 : put[$0] ?? 0 }
      let charges = charged(liens, worth, sameUnit: valueUnit == key.unit)
      for (at, owner) in owners.enumerated() {
        let part = put[owner] ?? 0
        let price = price[key] ?? 0
        var amount = part
        if firstCharge, let charge = charges?[at] {
          amount = charge
        } else if let worth, worth > 0, price > 0 {
          amount = RateableSplit.share(worth, part, price).share
        } else if worth != nil {
          amount = 0
        }
        let isValue = worth != nil && (!firstCharge || charges != nil)
        claims.append(
          Trace.AssetClaim(
            asset: key.asset, owner: owner, unit: key.unit, paid: part, price: price,
            lien: liens[at], amount: amount, amountUnit: isValue ? valueUnit : key.unit,
            coordinated: coordinated ? part + (later[key]?[owner] ?? 0) : nil))
      }
    }
    return claims
  }

  /// The charges on an asset of a stated value in the unit of the liens; nil where that is not so.
  private func charged(_ liens: [Int128], _ value: Int128?, sameUnit: Bool) -> [Int128]? {
    guard let value, sameUnit else { return nil }
    let sum = liens.reduce(0, +)
    guard sum > value, value > 0 else { return value > 0 ? liens : liens.map { _ in 0 } }
    var shares: [Int128] = []
    var split = RateableSplit()
    split.split(
      value, over: liens.map { Trace.Lot(origin: 0, amount: $0) }, whole: sum, into: &shares)
    return shares
  }

  /// What of each asset's price, not paid with traced money, owners' money that came into the paying
  /// pool later could stand for: every arrival once, the earliest asset and the earliest arrival
  /// first; what a later asset took at its time stands for that one.
  private func paidAfterwards() -> [Key: [String?: Int128]] {
    var free = arrivals
    var found: [Key: [String?: Int128]] = [:]
    for purchase in purchases {
      var left = purchase.paid
      for at in free.indices.reversed()
      where free[at].pool == purchase.pool && free[at].order < purchase.order {
        let part = min(free[at].amount, left[free[at].owner] ?? 0)
        free[at].amount -= part
        left[free[at].owner, default: 0] -= part
      }
    }
    for purchase in purchases {
      var open = purchase.price - purchase.paid.values.reduce(0, +)
      let key = Key(asset: purchase.asset, unit: purchase.unit)
      for at in free.indices
      where free[at].pool == purchase.pool && free[at].order > purchase.order && open > 0 {
        let part = min(free[at].amount, open)
        free[at].amount -= part
        open -= part
        if part > 0 { found[key, default: [:]][free[at].owner, default: 0] += part }
      }
    }
    return found
  }
}
