import ClewGraph

/// Tracing by brute force: every unit of money is a coin that knows where it was born. For postings in
/// one currency with positive amounts, debit and credit equal, in ledger order by row.
struct CoinReference {
  /// What each row was paid with, in the order of consumption; and what lies in each account, the
  /// next to go first.
  private(set) var paid: [[Int32]] = []
  private(set) var held: [Int32: [Int32]] = [:]
  /// The deposits that brought the coins of each row into the paying account; -1 for none.
  private(set) var through: [[Int32]] = []

  /// A coin is the row it was born in: of an inflow, or of a payment that lacked it.
  init(_ postings: Postings, isStack: Bool) {
    var deposits: [Int32: [Int32]] = [:]
    for row in 0..<postings.count {
      let (from, to) = (postings.from[row], postings.to[row])
      var coins: [Int32] = []
      var vias: [Int32] = []
      if from == to, from >= 0 {
        paid.append([])
        through.append([])
        continue
      }
      for _ in 0..<postings.debit[row] {
        if from >= 0, let coin = held[from, default: []].first {
          held[from]?.removeFirst()
          coins.append(coin)
          vias.append(deposits[from]?.removeFirst() ?? -1)
        } else {
          coins.append(Int32(row))
          vias.append(-1)
        }
      }
      paid.append(coins)
      through.append(vias)
      guard to >= 0 else { continue }
      let new = coins.map { _ in Int32(row) }
      deposits[to] = isStack ? new + deposits[to, default: []] : deposits[to, default: []] + new
      held[to] =
        isStack ? coins + held[to, default: []] : held[to, default: []] + coins
    }
  }
}

/// SplitMix64, as in the benchmarks.
struct Dice {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func roll(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A small ledger of one currency: accounts a0…, cash, nobody; several sources; some days with
  /// several entries.
  mutating func ledger(rows: Int, accounts: Int, least: Int64 = 1) -> Ledger {
    var ledger = Ledger()
    for account in 0..<accounts { _ = ledger.node("a\(account)") }
    func side(_ dice: inout Dice) -> String {
      let k = dice.roll(accounts + 2)
      return k < accounts ? "a\(k)" : k == accounts ? "cash" : "nobody"
    }
    var day = 0
    for _ in 0..<rows {
      day += roll(3)
      let (from, to) = (side(&self), side(&self))
      ledger.pay(
        from, to, least + Int64(roll(12)), day: day, second: roll(4) == 0 ? nil : roll(3) * 3600,
        source: 0)
    }
    return ledger
  }
}
