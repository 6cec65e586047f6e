import ClewAnalyse
import ClewGraph
import ClewModel

/// Postings written by hand: accounts appear when they are first named; `cash` and `nobody` are the
/// sides that are no account. Amounts are in the smallest unit.
struct Ledger {
  private(set) var postings = Postings()
  private(set) var names: [String] = []

  init(_ currencies: String..., scale: UInt8 = 2) {
    postings.units = (currencies.isEmpty ? ["EUR"] : currencies).map {
      Postings.Unit(currency: $0, scale: scale)
    }
    postings.sourceStart = [0]
  }

  mutating func node(_ name: String) -> Int32 {
    if name == "cash" { return Postings.cash }
    if name == "nobody" { return Postings.unknown }
    if let known = names.firstIndex(of: name) { return Int32(known) }
    names.append(name)
    return Int32(names.count - 1)
  }

  func name(_ node: Int32) -> String {
    node == Postings.cash ? "cash" : node < 0 ? "nobody" : names[Int(node)]
  }

  /// One posting on a day (dated by the day), or at a second of it. Returns its row.
  @discardableResult
  mutating func pay(
    _ from: String, _ to: String, _ amount: Int64, day: Int = 0, second: Int? = nil,
    credit: Int64? = nil, unit: UInt16 = 0, into: UInt16? = nil, source: Int32 = 0,
    precision: TimeSpan.Precision? = nil
  ) -> Int32 {
    let row = postings.count
    postings.ids.append(UInt32(row + 1))
    postings.from.append(node(from))
    postings.to.append(node(to))
    postings.lo.append(Int64(day) * 86_400 + Int64(second ?? 0))
    postings.precision.append((precision ?? (second == nil ? .day : .second)).rawValue)
    postings.debit.append(amount)
    postings.credit.append(credit ?? amount)
    postings.debitUnit.append(unit)
    postings.creditUnit.append(into ?? unit)
    postings.sourceIDs.append(source)
    postings.sourceStart.append(Int32(postings.sourceIDs.count))
    return Int32(row)
  }

  /// The balance that the source states after a row.
  mutating func states(_ account: String, _ amount: Int64, after row: Int32, unit: UInt16 = 0) {
    postings.balances.append(
      Postings.Balance(row: row, node: node(account), amount: amount, unit: unit, source: 0))
  }

  /// The balance stated for the end of a day.
  mutating func states(_ account: String, _ amount: Int64, day: Int32, unit: UInt16 = 0) {
    postings.statedBalances.append(
      Postings.StatedBalance(
        node: node(account), time: TimeSpan(day: Day(number: day)), amount: amount, unit: unit,
        source: 0))
  }

  mutating func opens(_ account: String, _ amount: Int64, owner: String? = nil, unit: UInt16 = 0)
    -> Claims.Opening
  {
    Claims.Opening(node: node(account), unit: unit, amount: amount, owner: owner)
  }

  /// The rows in another arrangement, with the same entries: `rows[k]` comes k-th.
  func arranged(_ rows: [Int32], sources: (Int32) -> Int32 = { $0 }) -> Ledger {
    var other = self
    other.postings.ids = rows.indices.map { UInt32($0 + 1) }
    other.postings.from = rows.map { postings.from[Int($0)] }
    other.postings.to = rows.map { postings.to[Int($0)] }
    other.postings.lo = rows.map { postings.lo[Int($0)] }
    other.postings.precision = rows.map { postings.precision[Int($0)] }
    other.postings.debit = rows.map { postings.debit[Int($0)] }
    other.postings.credit = rows.map { postings.credit[Int($0)] }
    other.postings.debitUnit = rows.map { postings.debitUnit[Int($0)] }
    other.postings.creditUnit = rows.map { postings.creditUnit[Int($0)] }
    other.postings.sourceIDs = rows.map { sources(postings.sourceIDs[Int($0)]) }
    return other
  }
}

extension Trace {
  /// What of each origin's money lies in an account at the end, by the name of its owner.
  func held(_ ledger: Ledger, _ account: String, unit: UInt16 = 0) -> [String: Int128] {
    var sums: [String: Int128] = [:]
    for holding in balances where ledger.name(holding.node) == account && holding.unit == unit {
      for lot in holding.lots {
        sums[origins[Int(lot.origin)].owner ?? "?", default: 0] += lot.amount
      }
    }
    return sums
  }

  /// The traced money in an account at the end.
  func traced(_ ledger: Ledger, _ account: String, unit: UInt16 = 0) -> Int128 {
    balances.filter { ledger.name($0.node) == account && $0.unit == unit }
      .reduce(0) { $0 + $1.amount }
  }

  /// What each payment row carried of the traced money.
  func carried(_ row: Int32) -> Int128 {
    movements.filter { $0.row == row }.reduce(0) { $0 + $1.traced }
  }

  func lost(_ reason: Untraceable.Reason) -> Int128 {
    untraceable.filter { $0.reason == reason }.reduce(0) { $0 + $1.amount }
  }

  func warns(_ kind: Warning.Kind, row: Int32? = nil) -> Bool {
    warnings.contains { $0.kind == kind && (row == nil || $0.row == row) }
  }
}

/// A question about the money of rows.
func following(
  _ method: TracingMethod, _ rows: Int32..., amount: Int64? = nil, claims: Claims = Claims()
) -> TraceQuestion {
  var question = TraceQuestion(method, .transactions(rows, amount: amount))
  question.claims = claims
  return question
}

extension Claims {
  init(_ contributions: KeyValuePairs<String, [Int32]>, own: [Int32] = []) {
    self.init()
    self.own = own
    claimants = contributions.map { name, rows in
      Claimant(name: name, contributions: rows.map { Contribution(row: $0) })
    }
  }
}
