import ClewGraph
import ClewModel

/// True bounds on what one owner, or several together, hold of everything below, in groups too large
/// for exact numbers.
///
/// v(company) = Σ share × v(owner) with v = 1 at the owners asked about, iterated component by
/// component in integers of 10^-18: from 0 upwards on the minima (a complete list filled in
/// ascending value), rounded down, and from 1 downwards on the greedy fill of the bands, rounded up.
/// Every state of the first is a lower bound and every state of the second an upper one, so the
/// rounds may end at any time. Needs columns of at most 100 %.
struct ValueBounds {
  /// By local number: the bounds of what the holders have of each company, of themselves too; zero of
  /// parties without owners.
  private(set) var bands: [Band] = []
  /// Entries looked at.
  private(set) var work = 0

  private static let one: UInt64 = 1_000_000_000_000_000_000
  private static let perShare: UInt64 = 1000
  /// Rounds inside one component.
  private static let roundLimit = 400

  private let region: OwnershipRegion
  private let isHolder: [Bool]
  private let shares: RegionShares

  /// nil where a column is above 100 %.
  init?(
    of holders: [Int32], _ region: OwnershipRegion, _ shares: RegionShares,
    _ components: Components? = nil
  ) {
    self.region = region
    var isHolder = [Bool](repeating: false, count: region.count)
    for holder in holders { isHolder[Int(holder)] = true }
    self.isHolder = isHolder
    self.shares = shares
    guard region.hasNoOverfullColumn(shares.minima) else { return nil }
    let components = components ?? region.components
    let low = solve(components, start: 0, least)
    let high = solve(components, start: Self.one, greatest)
    bands = (0..<Int32(region.count)).map { company in
      guard !region.column(company).isEmpty else { return .none }
      let isHolder = isHolder[Int(company)]
      let bottom = isHolder ? least(company, low) : low[Int(company)]
      let top = isHolder ? greatest(company, high) : high[Int(company)]
      return Band(
        min: Int128(bottom / Self.perShare), max: Int128((top + Self.perShare - 1) / Self.perShare))
    }
  }

  private mutating func solve(
    _ components: Components, start: UInt64, _ value: (Int32, [UInt64]) -> UInt64
  ) -> [UInt64] {
    var values = [UInt64](repeating: 0, count: region.count)
    for component in 0..<components.count {
      let members = components.members(of: component).filter {
        !isHolder[Int($0)] && !region.column($0).isEmpty
      }
      for member in members { values[Int(member)] = start }
      for round in 0..<Self.roundLimit {
        var isStable = true
        // Back and forth: a ring that runs against the one order runs with the other.
        for i in members.indices {
          let member = members[round.isMultiple(of: 2) ? i : members.count - 1 - i]
          work += region.column(member).count
          let next = value(member, values)
          if next != values[Int(member)] { isStable = false }
          values[Int(member)] = next
        }
        if isStable || components.members(of: component).count == 1 && !isOwnHolder(members) {
          break
        }
      }
      for member in components.members(of: component) where isHolder[Int(member)] {
        values[Int(member)] = Self.one
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
    isHolder[Int(owner)] ? Self.one : values[Int(owner)]
  }

  private func least(_ company: Int32, _ values: [UInt64]) -> UInt64 {
    let sum = filled(company, values, isGiven: shares.isComplete[Int(company)]) { $0 < $1 }
    return UInt64(min(sum / UInt128(Share.whole), UInt128(Self.one)))
  }

  private func greatest(_ company: Int32, _ values: [UInt64]) -> UInt64 {
    let sum = filled(company, values, isGiven: true) { $0 > $1 }
    let whole = UInt128(Share.whole)
    return UInt64(min((sum + whole - 1) / whole, UInt128(Self.one)))
  }

  /// Σ share × value over a column: on the minima, and the rest of the whole given to the owners in
  /// order of their values.
  private func filled(
    _ company: Int32, _ values: [UInt64], isGiven: Bool, _ precedes: (UInt64, UInt64) -> Bool
  ) -> UInt128 {
    let column = region.column(company)
    var sum: UInt128 = 0
    var left = Int128(Share.whole)
    for entry in column {
      let least = UInt64(shares.minima[entry])
      sum += UInt128(least) * UInt128(ownValue(region.owner[entry], values))
      left -= Int128(least)
    }
    guard isGiven, left > 0, column.contains(where: { shares.minima[$0] < shares.maxima[$0] })
    else { return sum }
    let order = column.sorted {
      let (a, b) = (ownValue(region.owner[$0], values), ownValue(region.owner[$1], values))
      return a != b ? precedes(a, b) : $0 < $1
    }
    for entry in order where left > 0 {
      let more = min(Int128(shares.maxima[entry] - shares.minima[entry]), left)
      sum += UInt128(more) * UInt128(ownValue(region.owner[entry], values))
      left -= more
    }
    return sum
  }
}

extension OwnershipRegion {
  /// The cross-holdings of a region, by all holdings whatever their shares; owners come first.
  var components: Components {
    Components(of: CompressedRows(nodeCount: count, from: companies, to: owner))
  }

  /// Whether no column adds up to more than 100 %.
  func hasNoOverfullColumn(_ shares: [Int64]) -> Bool {
    (0..<Int32(count)).allSatisfy { company in
      column(company).reduce(Int128(0)) { $0 + Int128(shares[$1]) } <= Int128(Share.whole)
    }
  }
}
