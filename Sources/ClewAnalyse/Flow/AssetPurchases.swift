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
  private var standing: [String?: Int128] = [:]

  private struct Purchase {
    var asset: Int
    var pool: Int
    var unit: UInt16
    var order: Int
    var price: Int128
    var paid: [String?: Int128]
    /// What lay claimed in the paying pool just before.
    var standing: [String?: Int128]
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

  /// Takes note of what lies claimed in the pool that is about to pay for an asset.
  mutating func stand(_ pool: some LotPool, _ book: OriginBook) {
    var lots: [Trace.Lot] = []
    pool.appendAll(to: &lots)
    standing = Self.byOwner(lots, book)
  }

  private static func byOwner(_ lots: [Trace.Lot], _ book: OriginBook) -> [String?: Int128] {
    var sums: [String?: Int128] = [:]
    for lot in lots where book.isTraced(lot.origin) {
      sums[book.origins[Int(lot.origin)].owner, default: 0] += lot.amount
    }
    return sums
  }

  /// The payment of `entry`, made of `lots`, buys the asset of its row.
  mutating func buy(
    _ entry: LedgerEntry, _ lots: [Trace.Lot], _ book: OriginBook, order: Int
  ) {
    guard let asset = assetOfRow[entry.row] else { return }
    defer { standing = [:] }
    purchases.append(
      Purchase(
        asset: asset, pool: entry.payer, unit: entry.debitUnit, order: order, price: entry.debit,
        paid: Self.byOwner(lots, book), standing: standing))
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

  /// Traced money in one unit that paid for assets, by owner.
  func paid(in unit: UInt16) -> [String?: Int128] {
    var sums: [String?: Int128] = [:]
    for purchase in purchases where purchase.unit == unit { sums.merge(purchase.paid) { $0 + $1 } }
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

  /// Positions of the assets whose value is in another currency than the payments for them.
  var valuedElsewhere: [Int] {
    let mixed = Set(inSeveralUnits)
    return assets.indices.filter { asset in
      guard assets[asset].value != nil, !mixed.contains(asset) else { return false }
      return purchases.contains { $0.asset == asset && $0.unit != assets[asset].unit ?? $0.unit }
    }
  }

  /// What was paid for an asset in one unit, and by whom.
  private struct Bill {
    var price: Int128 = 0
    var paid: [String?: Int128] = [:]
    /// The order of the first payment.
    var order = Int.max
  }

  /// What every owner of traced money can claim of every asset, by asset, unit, owner. Under the first
  /// charge all assets secure one claim: what was bought first meets it first.
  func claims(
    of origins: [Trace.Origin], firstCharge: Bool, changedInto: [Int128]
  ) -> [Trace.AssetClaim] {
    var brought: [UInt16: [String?: Int128]] = [:]
    for origin in origins where origin.isTraced && !origin.isRestoring {
      brought[origin.unit, default: [:]][origin.owner, default: 0] += origin.amount
    }
    var bills: [Key: Bill] = [:]
    for purchase in purchases {
      let key = Key(asset: purchase.asset, unit: purchase.unit)
      var bill = bills[key] ?? Bill()
      bill.price += purchase.price
      bill.paid.merge(purchase.paid) { $0 + $1 }
      bill.order = min(bill.order, purchase.order)
      bills[key] = bill
    }
    let later = coordinated ? paidAfterwards() : [:]
    let mixed = Set(inSeveralUnits)
    var open = brought
    var claims: [Trace.AssetClaim] = []
    let keys = bills.keys.sorted { (a: Key, b: Key) -> Bool in
      let (x, y) = (bills[a]?.order ?? 0, bills[b]?.order ?? 0)
      return x != y ? x < y : (a.asset, a.unit) < (b.asset, b.unit)
    }
    for key in keys {
      let bill = bills[key] ?? Bill()
      let owners = Set((brought[key.unit] ?? [:]).keys).union(bill.paid.keys).sorted {
        ($0 == nil ? 0 : 1, $0 ?? "") < ($1 == nil ? 0 : 1, $1 ?? "")
      }
      let worth = mixed.contains(key.asset) ? nil : assets[key.asset].value.map { Int128($0) }
      let valueUnit = assets[key.asset].unit ?? key.unit
      func most(_ owner: String?, _ sums: [UInt16: [String?: Int128]]) -> Int128 {
        (sums[key.unit]?[owner] ?? 0) + changedInto[Int(key.unit)]
      }
      let liens = owners.map { owner in
        firstCharge ? min(lien(key, owner), most(owner, brought)) : bill.paid[owner] ?? 0
      }
      let charges =
        firstCharge
        ? charged(
          zip(owners, liens).map { min($1, max(0, most($0, open))) }, worth,
          sameUnit: valueUnit == key.unit) : nil
      for (at, owner) in owners.enumerated() {
        let part = bill.paid[owner] ?? 0
        var amount = part
        if let charges {
          amount = charges[at]
        } else if !firstCharge, let worth {
          amount =
            worth > 0 && bill.price > 0 ? RateableSplit.share(worth, part, bill.price).share : 0
        }
        open[key.unit, default: [:]][owner, default: 0] -= charges == nil ? part : amount
        let isValue = worth != nil && (!firstCharge || charges != nil)
        claims.append(
          Trace.AssetClaim(
            asset: key.asset, owner: owner, unit: key.unit, paid: part, price: bill.price,
            lien: liens[at], amount: amount, amountUnit: isValue ? valueUnit : key.unit,
            coordinated: coordinated ? part + (later[key]?[owner] ?? 0) : nil))
      }
    }
    return claims.sorted {
      ($0.asset, $0.unit, $0.owner == nil ? 0 : 1, $0.owner ?? "")
        < ($1.asset, $1.unit, $1.owner == nil ? 0 : 1, $1.owner ?? "")
    }
  }

  /// What of an owner's claim lay in the paying pools when the asset was bought (Re Oatway), pool by
  /// pool: before the first payment, or with what is in the asset already before a later one. Nothing
  /// where a payment took nothing of it.
  private func lien(_ key: Key, _ owner: String?) -> Int128 {
    var byPool: [Int: (paid: Int128, lien: Int128)] = [:]
    for purchase in purchases where purchase.asset == key.asset && purchase.unit == key.unit {
      guard let paid = purchase.paid[owner], paid > 0 else { continue }
      var known = byPool[purchase.pool] ?? (0, 0)
      known.lien = max(known.lien, known.paid + max(paid, purchase.standing[owner] ?? 0))
      known.paid += paid
      byPool[purchase.pool] = known
    }
    return byPool.values.reduce(into: Int128(0)) { $0 += $1.lien }
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
