import ClewGraph
import ClewModel

/// True bounds on what one owner holds of everything below it, in groups too large for exact numbers.
///
/// v(company) = Σ share × v(owner) with v = 1 at the owner asked about, iterated component by
/// component in integers of 10^-18: from 0 upwards on the minima, rounded down, and from 1 downwards
/// on the greedy fill of the bands, rounded up. Every state of the first is a lower bound and every
/// state of the second an upper one, so the rounds may end at any time. Needs columns of at most
/// 100 %.
struct ValueBounds {
  private(set) var shares: [Int32: Band] = [:]

  private static let one: UInt64 = 1_000_000_000_000_000_000
  private static let perShare: UInt64 = 1000
  /// Rounds inside one component.
  private static let roundLimit = 400

  private let region: OwnershipRegion
  private let minima: [Int64]
  private let maxima: [Int64]

  /// nil where a column is above 100 %.
  init?(_ region: OwnershipRegion, _ holdings: Holdings) {
    self.region = region
    minima = region.holding.map { holdings.all[Int($0)].capitalMin }
    maxima = region.holding.map { holdings.all[Int($0)].capitalMax }
    for company in 0..<Int32(region.count) {
      let sum = region.column(company).reduce(Int128(0)) { $0 + Int128(minima[$1]) }
      if sum > Int128(Share.whole) { return nil }
    }
    let components = Components(
      of: CompressedRows(nodeCount: region.count, from: region.companies, to: region.owner))
    let low = solve(components, start: 0, least)
    let high = solve(components, start: Self.one, greatest)
    for company in 0..<Int32(region.count) where !region.column(company).isEmpty {
      let isRoot = company == region.root
      let bottom = isRoot ? least(company, low) : low[Int(company)]
      let top = isRoot ? greatest(company, high) : high[Int(company)]
      let band = Band(
        min: Int128(bottom / Self.perShare), max: Int128((top + Self.perShare - 1) / Self.perShare))
      if !isRoot || band.max > 0 { shares[region.nodes[Int(company)]] = band }
    }
  }

  private func solve(
    _ components: Components, start: UInt64, _ value: (Int32, [UInt64]) -> UInt64
  ) -> [UInt64] {
    var values = [UInt64](repeating: 0, count: region.count)
    for component in 0..<components.count {
      let members = components.members(of: component).filter {
        $0 != region.root && !region.column($0).isEmpty
      }
      for member in members { values[Int(member)] = start }
      for _ in 0..<Self.roundLimit {
        var isStable = true
        for member in members {
          let next = value(member, values)
          if next != values[Int(member)] { isStable = false }
          values[Int(member)] = next
        }
        if isStable || components.members(of: component).count == 1 && !isOwnHolder(members) {
          break
        }
      }
      if components.members(of: component).contains(region.root) {
        values[Int(region.root)] = Self.one
      }
    }
    return values
  }

  private func isOwnHolder(_ members: [Int32]) -> Bool {
    members.contains { member in
      region.column(member).contains { region.owner[$0] == member }
    }
  }

  private func ownValue(_ owner: Int32, _ values: [UInt64]) -> UInt64 {
    owner == region.root ? Self.one : values[Int(owner)]
  }

  private func least(_ company: Int32, _ values: [UInt64]) -> UInt64 {
    var sum: UInt128 = 0
    for entry in region.column(company) {
      sum += UInt128(UInt64(minima[entry])) * UInt128(ownValue(region.owner[entry], values))
    }
    return UInt64(min(sum / UInt128(Share.whole), UInt128(Self.one)))
  }

  private func greatest(_ company: Int32, _ values: [UInt64]) -> UInt64 {
    let column = region.column(company)
    var sum: UInt128 = 0
    var left = Int128(Share.whole)
    for entry in column {
      sum += UInt128(UInt64(minima[entry])) * UInt128(ownValue(region.owner[entry], values))
      left -= Int128(minima[entry])
    }
    if left > 0, column.contains(where: { minima[$0] < maxima[$0] }) {
      let order = column.sorted {
        let (a, b) = (ownValue(region.owner[$0], values), ownValue(region.owner[$1], values))
        return a != b ? a > b : $0 < $1
      }
      for entry in order where left > 0 {
        let more = min(Int128(maxima[entry] - minima[entry]), left)
        sum += UInt128(more) * UInt128(ownValue(region.owner[entry], values))
        left -= more
      }
    }
    let whole = UInt128(Share.whole)
    return UInt64(min((sum + whole - 1) / whole, UInt128(Self.one)))
  }
}
