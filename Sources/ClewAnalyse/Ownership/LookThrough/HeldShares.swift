import ClewModel

/// The look-through shares of one owner in everything below it: one solve for all companies.
struct HeldShares {
  private(set) var shares: [Int32: Band] = [:]
  private(set) var method: LookThrough.Method = .exact

  init(_ region: OwnershipRegion, _ holdings: Holdings) {
    do throws(ShareSystem.Failure) {
      try solve(region, holdings)
    } catch {
      let entries = RegionShares(region, holdings)
      if error == .tooLarge, let bounds = ValueBounds(of: [region.root], region, entries) {
        method = .bounded
        for (company, band) in bounds.bands.enumerated()
        where company != Int(region.root) || band.max > 0 {
          let node = Int32(company)
          if !region.column(node).isEmpty { shares[region.nodes[company]] = band }
        }
      } else {
        method = .undefined
        shares = Self.undefined(region)
      }
    }
  }

  /// 0 to 100 % of everything that is reached.
  private static func undefined(_ region: OwnershipRegion) -> [Int32: Band] {
    var shares: [Int32: Band] = [:]
    for company in 0..<Int32(region.count)
    where !region.column(company).isEmpty && company != region.root {
      shares[region.nodes[Int(company)]] = Band(min: 0, max: Band.whole.max)
    }
    return shares
  }

  private mutating func solve(
    _ region: OwnershipRegion, _ holdings: Holdings
  ) throws(ShareSystem.Failure) {
    let (low, system, high, most) = try Self.values(
      of: region.root, region, RegionShares(region, holdings))
    for company in 0..<Int32(region.count) where !region.column(company).isEmpty {
      let isRoot = company == region.root
      let least = isRoot ? GreedyFill.value(of: company, low, system) : low[Int(company)]
      let greatest = isRoot ? GreedyFill.value(of: company, high, most) : high[Int(company)]
      let band = Band(from: least, to: greatest)
      if !isRoot || band.max > 0 { shares[region.nodes[Int(company)]] = band }
    }
  }

  /// The least and the greatest share of one node of a region in all others, each with the choice
  /// of shares that attains it.
  static func values(
    of holder: Int32, _ region: OwnershipRegion, _ shares: RegionShares
  ) throws(ShareSystem.Failure) -> (
    low: [Fraction], least: ShareSystem, high: [Fraction], most: ShareSystem
  ) {
    guard shares.minima.count <= ShareSystem.entryLimit else { throw .tooLarge }
    let given: [Int32: Fraction] = [holder: .one]
    let system = ShareSystem(region: region, shares: shares.minima)
    let (low, least) =
      shares.hasChoice
      ? try GreedyFill(.least, region, shares, given: given).solution()
      : (try system.values(given: given), system)
    guard shares.minima != shares.maxima else { return (low, least, low, least) }
    let (high, most) = try GreedyFill(.greatest, region, shares, given: given).solution()
    return (low, least, high, most)
  }
}
