import ClewGraph

/// The pools that claimed money reaches, gathered into funds: pools of one unit that pay each other in
/// a circle after it reached them are one fund, every other pool is one by itself.
///
/// O(postings + pools).
struct FundTable {
  /// Funds in an order in which every fund comes after those that pay it; within a circle of several
  /// units by unit.
  private(set) var sequence: [Int] = []
  /// By pool: its fund, or -1 where no claimed money comes.
  private(set) var fundOfPool: [Int]
  /// By pool: the place in the ledger from which claimed money can be in it.
  private var reachedAt: [Int]
  private var pools: [[Int]] = []
  private var circles: [Int32] = []
  private var starts: [Int] = []
  private var rows: [Int32] = []

  /// `isClaimed` says whether a row brings claimed money from outside; `ends` whether the trail of a
  /// row ends with it (it buys an asset).
  init(
    _ table: PoolTable, _ order: [Int32], openings: [Int], isClaimed: (Int32) -> Bool,
    ends: (Int32) -> Bool, entry: (Int32) -> LedgerEntry?
  ) {
    fundOfPool = [Int](repeating: -1, count: table.count)
    reachedAt = [Int](repeating: .max, count: table.count)
    for pool in openings { reachedAt[pool] = -1 }
    var (from, to): ([Int32], [Int32]) = ([], [])
    for (place, row) in order.enumerated() {
      guard let entry = entry(row), entry.payee >= 0, entry.payer != entry.payee else { continue }
      if entry.payer >= 0, reachedAt[entry.payer] < place, !ends(row) {
        reachedAt[entry.payee] = min(reachedAt[entry.payee], place)
        from.append(Int32(entry.payer))
        to.append(Int32(entry.payee))
      } else if isClaimed(row) {
        reachedAt[entry.payee] = min(reachedAt[entry.payee], place)
      }
    }
    let circle = Components(of: CompressedRows(nodeCount: table.count, from: from, to: to))
    gather(circle, table)
    file(order, entry)
  }

  private mutating func gather(_ circle: Components, _ table: PoolTable) {
    let sorted = reachedAt.indices.filter { reachedAt[$0] < .max }.sorted {
      (a: Int, b: Int) -> Bool in
      if circle.number[a] != circle.number[b] { return circle.number[a] > circle.number[b] }
      return table.units[a] != table.units[b] ? table.units[a] < table.units[b] : a < b
    }
    for pool in sorted {
      let isNew =
        circles.last != circle.number[pool]
        || pools.last.map { table.units[$0[0]] != table.units[pool] } ?? true
      if isNew {
        pools.append([])
        circles.append(circle.number[pool])
      }
      pools[pools.count - 1].append(pool)
      fundOfPool[pool] = pools.count - 1
    }
    sequence = Array(pools.indices)
  }

  /// The rows of every fund in ledger order, each once.
  private mutating func file(_ order: [Int32], _ entry: (Int32) -> LedgerEntry?) {
    starts = [Int](repeating: 0, count: pools.count + 1)
    func each(_ body: (Int, Int32) -> Void) {
      for row in order {
        guard let entry = entry(row) else { continue }
        let payer = entry.payer >= 0 ? fundOfPool[entry.payer] : -1
        let payee = entry.payee >= 0 ? fundOfPool[entry.payee] : -1
        if payer >= 0 { body(payer, row) }
        if payee >= 0, payee != payer { body(payee, row) }
      }
    }
    var counts = [Int](repeating: 0, count: pools.count + 1)
    each { fund, _ in counts[fund + 1] += 1 }
    for fund in pools.indices { counts[fund + 1] += counts[fund] }
    starts = counts
    var filed = [Int32](repeating: 0, count: counts[pools.count])
    each { fund, row in
      filed[counts[fund]] = row
      counts[fund] += 1
    }
    rows = filed
  }

  /// The pools of a fund, ascending.
  func pools(of fund: Int) -> [Int] { pools[fund] }

  func rows(of fund: Int) -> ArraySlice<Int32> { rows[starts[fund]..<starts[fund + 1]] }

  func has(_ fund: Int, _ pool: Int) -> Bool { pool >= 0 && fundOfPool[pool] == fund }

  func isReached(_ pool: Int) -> Bool { pool >= 0 && fundOfPool[pool] >= 0 }

  /// Whether claimed money can be in a pool before the posting at a place in the ledger.
  func isReached(_ pool: Int, before place: Int) -> Bool { reachedAt[pool] < place }

  /// Whether a pool lies in the same circle of payments as a fund.
  func isSameCircle(_ fund: Int, _ pool: Int) -> Bool {
    fundOfPool[pool] >= 0 && circles[fundOfPool[pool]] == circles[fund]
  }
}

/// What happened in one fund since the first claimed money reached it.
struct FundHistory {
  var hasBegun = false
  /// All that was paid out of it.
  var paidOut: Int128 = 0
  /// What was contributed, by origin.
  var came = RollingLots()
  var steps: [Step] = []
  /// The claimed lots that came in, those of one step after those of another.
  var kept: [Trace.Lot] = []

  struct Step {
    /// nil for an overdraft that stood when the fund began.
    var entry: LedgerEntry?
    var node: Int32
    var unit: UInt16
    var paid: Int128
    /// The payer's balance after it.
    var balance: Int128
    /// What came with it, in `kept`.
    var came: Range<Int>
    /// Whether it stays inside the fund, so that only its charges are paid.
    var isInside = false
  }

  mutating func keep(_ lots: [Trace.Lot]) -> Range<Int> {
    let start = kept.count
    for lot in lots where lot.origin >= 0 { kept.append(lot) }
    return start..<kept.count
  }
}

/// Lots that payments carry from one fund to another.
struct PassedLots {
  private var ranges: [Int32: Range<Int>] = [:]
  private var lots: [Trace.Lot] = []

  mutating func keep(_ new: [Trace.Lot], of row: Int32) {
    guard new.contains(where: { $0.origin >= 0 }) else { return }
    ranges[row] = lots.count..<(lots.count + new.count)
    lots.append(contentsOf: new)
  }

  /// Takes the lots of a row; none where it carries nothing claimed.
  mutating func take(_ row: Int32, into taken: inout [Trace.Lot]) {
    guard let range = ranges.removeValue(forKey: row) else { return }
    taken.append(contentsOf: lots[range])
  }

  /// What nobody took, by row.
  var rest: [(row: Int32, lots: ArraySlice<Trace.Lot>)] {
    ranges.sorted { $0.key < $1.key }.map { ($0.key, lots[$0.value]) }
  }
}
