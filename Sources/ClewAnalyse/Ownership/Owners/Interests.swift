import ClewModel

/// What owners hold of companies by one measure, each share with its rounding.
struct Interests {
  /// By company, then owner.
  private var shares: [Int32: [Int32: RoundedShare]] = [:]

  subscript(owner: Int32, company: Int32) -> RoundedShare {
    shares[company]?[owner] ?? RoundedShare(band: .none)
  }

  /// Everybody's share in one company, which may be known as stated already.
  mutating func add(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure,
    stated: LookThrough? = nil
  ) {
    let stated = stated ?? LookThrough(region, holdings, measure)
    var owners: [Int32: RoundedShare] = [:]
    for (owner, band) in zip(stated.owners, stated.bands) {
      owners[owner] = RoundedShare(band: band)
    }
    if Self.isRounded(region, holdings, measure), stated.method != .undefined {
      let lowest = LookThrough(region, holdings, measure, .lowest)
      let highest = LookThrough(region, holdings, measure, .highest)
      let down = Self.minima(lowest)
      let up = Self.minima(highest)
      let slack = Slack(region, holdings, measure)
      for (owner, share) in owners {
        let least = share.band.min
        let lower = max(0, least - (down[owner] ?? 0))
        owners[owner]?.down = lower
        owners[owner]?.up =
          highest.method == .undefined ? lower : max(0, (up[owner] ?? 0) - least)
        owners[owner]?.add(slack)
      }
    }
    shares[region.nodes[Int(region.root)]] = owners
  }

  /// One owner's share in some companies of a region: one solve for all of them.
  mutating func add(
    of owner: Int32, in companies: [Int32], _ region: OwnershipRegion, _ holdings: Holdings,
    _ measure: Measure
  ) throws(ShareSystem.Failure) {
    guard let holder = region.local(owner) else { return }
    let stated = try HeldShares.values(of: holder, region, RegionShares(region, holdings, measure))
    let slack = Slack(region, holdings, measure)
    var ends: [[Fraction]] = []
    if Self.isRounded(region, holdings, measure) {
      for reading in [Reading.lowest, .highest] {
        let shares = RegionShares(region, holdings, measure, reading)
        ends.append(try HeldShares.values(of: holder, region, shares).low)
      }
    }
    for company in companies {
      guard let local = region.local(company).map({ Int($0) }) else { continue }
      var share = RoundedShare(band: Band(from: stated.low[local], to: stated.high[local]))
      if ends.count == 2 {
        share.down = max(0, share.band.min - ends[0][local].units.below)
        share.up = max(0, ends[1][local].units.below - share.band.min)
        share.add(slack)
      }
      if share.band.max + share.up > 0 { shares[company, default: [:]][owner] = share }
    }
  }

  /// What the rounding of the others can add to a most that they leave, and take from a least that
  /// they leave in a complete list.
  struct Slack {
    var up: Int128 = 0
    var down: Int128 = 0

    /// The rounding of every column of the region in which a share is a band: never too little.
    /// O(entries).
    init(_ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure) {
      for company in 0..<Int32(region.count) {
        let column = region.column(company)
        let isBanded = column.contains {
          let bounds = holdings.all[Int(region.holding[Int($0)])].bounds(measure)
          return bounds.min != bounds.max
        }
        guard isBanded else { continue }
        let total = holdings.total(of: region.nodes[Int(company)], measure)
        up += total.rounding
        if total.isComplete { down += total.rounding }
      }
    }
  }

  private static func minima(_ answer: LookThrough) -> [Int32: Int128] {
    var minima: [Int32: Int128] = [:]
    for (owner, band) in zip(answer.owners, answer.bands) { minima[owner] = band.min }
    return minima
  }

  private static func isRounded(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure
  ) -> Bool {
    region.holding.contains { holdings.all[Int($0)].bounds(measure).rounding > 0 }
  }
}
