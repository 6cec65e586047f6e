import ClewAnalyse
import ClewModel

/// A synthetic ownership graph: companies in families with cross-holdings, persons who own them.
///
/// Per 1,000,000 companies about 867,000 company links, 1.2 million person links and 20,000 rings,
/// the largest of 7,100 companies. Two columns in five hold round percents, so that many shares lie
/// exactly on thresholds; the rest have nine decimals.
struct SyntheticOwnership {
  var companies: Int
  var seed: UInt64 = 1
  /// Parts of the holdings known only as a band, in percent.
  var bandPercent = 0

  var persons: Int { companies * 4 / 5 }
  var parties: Int { companies + persons }
  /// Companies above the great ring, and in it.
  private var top: Int { companies / 200 }
  private var ring: Int { companies * 71 / 10_000 }

  private static let billionth = Share.whole / 1_000_000_000
  private static let percent = Share.whole / 100

  /// Companies are parties `0..<companies`, persons follow; rows come company by company.
  func columns() -> HoldingColumns {
    var seed = Seed(self.seed)
    var columns = HoldingColumns(owner: [], owned: [], least: [])
    let expected = companies * 21 / 10
    columns.owner.reserveCapacity(expected)
    columns.owned.reserveCapacity(expected)
    columns.least.reserveCapacity(expected)
    let back = smallRings(&seed)
    var owners: [Int32] = []
    for company in 0..<companies {
      owners.removeAll(keepingCapacity: true)
      addCompanies(above: company, back, &owners, &seed)
      let companyOwners = owners.count
      addPersons(&owners, &seed)
      let shares = shares(owners.count, inRing: isInRing(company) ? companyOwners : nil, &seed)
      for (owner, share) in zip(owners, shares) {
        columns.owner.append(owner)
        columns.owned.append(Int32(company))
        columns.least.append(share)
      }
    }
    if bandPercent > 0 { widen(&columns, &seed) }
    return columns
  }

  private func isInRing(_ company: Int) -> Bool { (top..<top + ring).contains(company) }

  /// The last company of a small ring, by its first: it holds the first back.
  private func smallRings(_ seed: inout Seed) -> [Int32: Int32] {
    var back: [Int32: Int32] = [:]
    let wanted = companies / 50
    let first = top + ring
    guard wanted > 0, companies > first + 10 else { return back }
    let pitch = (companies - first) / wanted
    for number in 0..<wanted {
      let start = first + number * pitch + seed.below(max(1, pitch - 6))
      let length = seed.below(4) == 0 ? 3 + seed.below(3) : 2
      if start + length < companies { back[Int32(start)] = Int32(start + length - 1) }
    }
    return back
  }

  private func addCompanies(
    above company: Int, _ back: [Int32: Int32], _ owners: inout [Int32], _ seed: inout Seed
  ) {
    func take(_ owner: Int) {
      if owner != company, !owners.contains(Int32(owner)) { owners.append(Int32(owner)) }
    }
    if isInRing(company) {
      take(top + (company - top + 1) % ring)
      take(top + seed.below(ring))
      if seed.below(10) == 0, top > 0 { take(seed.below(top)) }
      return
    }
    if let last = back[Int32(company)] { take(Int(last)) }
    // The members of a small ring own one another in turn.
    for length in 1...4 where company >= length {
      if let last = back[Int32(company - length)], Int(last) >= company { take(company - 1) }
    }
    guard company > 0 else { return }
    let draw = seed.below(1000)
    for _ in 0..<(draw < 450 ? 0 : draw < 790 ? 1 : draw < 950 ? 2 : 3) {
      if company >= top + ring, ring > 0, seed.below(100) == 0 {
        take(top + seed.below(ring))
      } else if company >= top + ring {
        take(max(top + ring, company - 1 - seed.below(1000)))
      } else {
        take(company - 1 - seed.below(min(company, 1000)))
      }
    }
  }

  /// One person in ten is one of a small number who own much.
  private func addPersons(_ owners: inout [Int32], _ seed: inout Seed) {
    let draw = seed.below(100)
    for _ in 0..<(draw < 25 ? 0 : draw < 65 ? 1 : draw < 90 ? 2 : 3) {
      let person = seed.below(10) == 0 ? seed.below(max(1, persons / 100)) : seed.below(persons)
      let owner = Int32(companies + person)
      if !owners.contains(owner) { owners.append(owner) }
    }
  }

  private static let round: [[Int64]] = [
    [100], [50, 50], [75, 25], [60, 40], [51, 49], [50, 25, 25], [40, 30, 30], [25, 25, 25, 25],
  ]

  private func shares(_ count: Int, inRing companyOwners: Int?, _ seed: inout Seed) -> [Int64] {
    guard count > 0 else { return [] }
    if companyOwners == nil, seed.below(5) < 2 {
      let fitting = Self.round.filter { $0.count == count }
      if !fitting.isEmpty { return fitting[seed.below(fitting.count)].map { $0 * Self.percent } }
    }
    var weights = (0..<count).map { _ in 1 + seed.below(1000) }
    // Inside the great ring up to 98 % stay among the members.
    if let companyOwners, companyOwners > 0, companyOwners < count, seed.below(3) == 0 {
      for i in companyOwners..<count { weights[i] = 1 + seed.below(20) }
    }
    let total = weights.reduce(0, +)
    let isComplete = seed.below(10) < 6
    let whole: Int64 = isComplete ? 1_000_000_000 : 500_000_000 + Int64(seed.below(500_000_000))
    return weights.map { max(1, whole * Int64($0) / Int64(total)) * Self.billionth }
  }

  /// Turns some shares into bands of up to ten points around them, closed by what others hold.
  private func widen(_ columns: inout HoldingColumns, _ seed: inout Seed) {
    columns.most = columns.least
    var start = 0
    while start < columns.owned.count {
      var end = start
      while end < columns.owned.count, columns.owned[end] == columns.owned[start] { end += 1 }
      for i in start..<end where seed.below(100) < bandPercent {
        let width = Int64(1 + seed.below(10)) * Self.percent
        columns.most[i] = min(Share.whole, columns.least[i] + width)
        columns.least[i] = max(0, columns.least[i] - width)
      }
      let sum = columns.least[start..<end].reduce(0, +)
      for i in start..<end {
        let rest = Share.whole - sum + columns.least[i]
        columns.most[i] = min(columns.most[i], max(columns.least[i], rest))
      }
      start = end
    }
  }
}
