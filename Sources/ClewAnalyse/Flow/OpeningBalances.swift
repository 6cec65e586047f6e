import ClewGraph
import ClewModel

/// The balance of every pool before its first posting, as far as anybody states it: the analyst; else
/// the first balance that a source states, less the entries before it.
///
/// A balance after a row is a fact of the order in which the sources state their entries, so `order` is
/// that of the ledger in every mode for entries of one day. O(postings + stated balances).
struct OpeningBalances {
  /// What an opening rests on.
  enum Basis: Equatable {
    case claim
    /// The balance stated after a row.
    case entry(Int32)
    /// A balance stated for a day, by its position in `Postings.statedBalances`.
    case day(Int)
  }

  struct Opening {
    var amount: Int128
    var owners: [(owner: String?, amount: Int128)]
    var basis: Basis
    /// Entries of the pool that stand before the balance it rests on.
    var entriesBefore: Int
  }

  /// By pool; nil where nobody states any.
  private(set) var openings: [Opening?]
  /// Stated for an account and unit that no posting touches.
  private(set) var untouched: [Claims.Opening] = []

  init(_ postings: Postings, _ claims: Claims, _ table: PoolTable, _ order: [Int32]) {
    openings = [Opening?](repeating: nil, count: table.count)
    for claim in claims.openings {
      guard let pool = table.find(claim.node, claim.unit) else {
        untouched.append(claim)
        continue
      }
      var opening =
        openings[pool] ?? Opening(amount: 0, owners: [], basis: .claim, entriesBefore: 0)
      opening.amount += Int128(claim.amount)
      if claim.amount > 0 { opening.owners.append((claim.owner, Int128(claim.amount))) }
      openings[pool] = opening
    }
    guard !postings.balances.isEmpty || !postings.statedBalances.isEmpty else { return }
    derive(postings, table, order)
  }

  private mutating func derive(_ postings: Postings, _ table: PoolTable, _ order: [Int32]) {
    var sums = [Int128](repeating: 0, count: table.count)
    var entries = [Int](repeating: 0, count: table.count)
    let days = postings.statedBalances.indices.sorted { (a: Int, b: Int) -> Bool in
      let (x, y) = (postings.statedBalances[a].time.hi, postings.statedBalances[b].time.hi)
      return x != y ? x < y : a < b
    }
    var nextDay = 0
    func settle(_ node: Int32, _ unit: UInt16, _ amount: Int64, _ basis: Basis) {
      guard let pool = table.find(node, unit), openings[pool] == nil else { return }
      let opening = Int128(amount) - sums[pool]
      openings[pool] = Opening(
        amount: opening, owners: opening > 0 ? [(nil, opening)] : [], basis: basis,
        entriesBefore: entries[pool])
    }
    func settleDays(before time: Int64?) {
      while nextDay < days.count {
        let stated = postings.statedBalances[days[nextDay]]
        if let time, stated.time.hi >= time { return }
        settle(stated.node, stated.unit, stated.amount, .day(days[nextDay]))
        nextDay += 1
      }
    }
    let stated = StatedAfterEntries(postings)
    for row in order {
      let r = Int(row)
      settleDays(before: postings.lo[r])
      if let entry = LedgerEntry(row, postings, table) {
        if entry.payer >= 0 {
          sums[entry.payer] -= entry.debit
          entries[entry.payer] += 1
        }
        if entry.payee >= 0 {
          sums[entry.payee] += entry.credit
          entries[entry.payee] += 1
        }
      }
      for at in stated.positions(of: row) {
        let balance = postings.balances[at]
        settle(balance.node, balance.unit, balance.amount, .entry(row))
        if let pool = table.find(balance.node, balance.unit),
          case .entry(row) = openings[pool]?.basis
        {
          openings[pool]?.entriesBefore = max(0, entries[pool] - 1)
        }
      }
    }
    settleDays(before: nil)
  }
}

/// The balances stated after each row.
struct StatedAfterEntries {
  private var starts: [Int32] = []

  init(_ postings: Postings) {
    guard !postings.balances.isEmpty else { return }
    starts = [Int32](repeating: 0, count: postings.count + 1)
    for balance in postings.balances where Int(balance.row) + 1 < starts.count && balance.row >= 0 {
      starts[Int(balance.row) + 1] += 1
    }
    for row in 0..<postings.count { starts[row + 1] += starts[row] }
  }

  /// Positions in `Postings.balances`, which ascend by row.
  func positions(of row: Int32) -> Range<Int> {
    starts.isEmpty ? 0..<0 : Int(starts[Int(row)])..<Int(starts[Int(row) + 1])
  }
}
