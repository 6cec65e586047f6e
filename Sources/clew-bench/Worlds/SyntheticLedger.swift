import ClewGraph

/// Postings of accounts that pay each other out of what they hold: the same seed gives the same world.
struct SyntheticLedger {
  enum Shape: String, CaseIterable {
    /// Ten accounts in a row, each paying most of what it holds to the next.
    case chain
    /// As many accounts as asked for, paying each other at random.
    case accounts
  }

  let postings: Postings
  /// Ten payments from outside, early in the ledger: the money to follow.
  let origins: [Int32]
  /// A late payment between two accounts.
  let late: Int32

  init(_ shape: Shape, transactions: Int, accounts: Int, seed: UInt64 = 1) {
    var seed = Seed(seed)
    var postings = Postings()
    postings.units = [Postings.Unit(currency: "EUR", scale: 2)]
    let count = shape == .chain ? 11 : max(2, accounts)
    var balances = [Int64](repeating: 0, count: count)
    var origins: [Int32] = []
    var late: Int32 = 0
    postings.sourceStart = [0]
    for row in 0..<transactions {
      var payer = seed.below(count)
      var payee = seed.below(count)
      if shape == .chain {
        payer = row % 11 - 1
        payee = payer + 1
      }
      // Who has nothing is paid from outside; one payment in thirty leaves in cash.
      if payer < 0 || balances[payer] < 1000 {
        payee = max(0, payer)
        payer = -1
      } else if payer == payee {
        payee = (payee + 1) % count
      }
      let isCash = shape == .accounts && payer >= 0 && seed.below(30) == 0
      let amount =
        payer < 0
        ? Int64(50_00 + seed.below(5_000_00)) : balances[payer] / 100 * Int64(5 + seed.below(60))
      if payer >= 0 { balances[payer] -= amount }
      if !isCash { balances[payee] += amount }
      if payer < 0, row > transactions / 100, origins.count < 10 { origins.append(Int32(row)) }
      if payer >= 0, !isCash { late = Int32(row) }
      postings.ids.append(UInt32(row + 1))
      postings.from.append(payer < 0 ? Postings.unknown : Int32(payer))
      postings.to.append(isCash ? Postings.cash : Int32(payee))
      postings.lo.append(1_700_000_000 + Int64(row) * 20)
      postings.precision.append(0)
      postings.debit.append(amount)
      postings.credit.append(amount)
      postings.debitUnit.append(0)
      postings.creditUnit.append(0)
      postings.sourceIDs.append(1)
      postings.sourceStart.append(Int32(row + 1))
    }
    self.postings = postings
    self.origins = origins
    self.late = late
  }
}
