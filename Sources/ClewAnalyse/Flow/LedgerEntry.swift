import ClewGraph

/// One posting as it is worked: amounts are zero or more.
///
/// A negative posting (a correction) is money that goes back: the payee pays the payer.
struct LedgerEntry {
  var row: Int32
  /// Nodes, or `Postings.cash`, `Postings.unknown`; and the pools of those that are accounts, else -1.
  var payerNode: Int32
  var payeeNode: Int32
  var payer: Int
  var payee: Int
  var debit: Int128
  var credit: Int128
  var debitUnit: UInt16
  var creditUnit: UInt16
  var isReversed = false

  /// - Returns: nil for a posting that moves nothing: of zero on both sides, or whose two sides
  ///   disagree about the direction.
  @inline(__always)
  init?(_ row: Int32, _ postings: Postings, _ table: PoolTable) {
    let r = Int(row)
    let (out, into) = (postings.debit[r], postings.credit[r])
    self.row = row
    payerNode = postings.from[r]
    payeeNode = postings.to[r]
    payer = Int(table.payer[r])
    payee = Int(table.payee[r])
    debit = Int128(out)
    credit = Int128(into)
    debitUnit = postings.debitUnit[r]
    creditUnit = postings.creditUnit[r]
    if out >= 0, into >= 0 {
      if out == 0, into == 0 { return nil }
      return
    }
    guard out <= 0, into <= 0 else { return nil }
    isReversed = true
    (debit, credit) = (-credit, -debit)
    swap(&payer, &payee)
    swap(&payerNode, &payeeNode)
    swap(&debitUnit, &creditUnit)
  }

  /// Whether it leaves the account and unit it comes from.
  var isSelfTransfer: Bool { payer >= 0 && payer == payee }

  /// Of a transfer of a pool to itself only what it gains or loses by it.
  var net: LedgerEntry {
    guard isSelfTransfer else { return self }
    var net = self
    net.debit = max(0, debit - credit)
    net.credit = max(0, credit - debit)
    return net
  }
}
