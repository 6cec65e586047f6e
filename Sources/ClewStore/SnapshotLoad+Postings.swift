import ClewGraph
import ClewModel
import Dispatch
import GRDB

/// Reads the canonical transactions with at least one account into columns: two connections, half
/// of the rows each, then one scale for every currency.
enum PostingLoad {
  /// - Parameters:
  ///   - revision: the state that the nodes were taken from.
  ///   - nodes: node of every account statement by id, or -1.
  /// - Returns: nil where the casefile has another revision by now.
  /// - Throws: `StoreError`; `.badRecord` where the amounts of one currency do not fit one scale.
  ///
  /// Complexity: linear in transactions, their stated sides and the balances.
  static func postings(
    _ database: any DatabaseReader, revision: Int64, nodes: [Int32]
  ) throws -> Postings? {
    let sources = try PaymentLoad.liveSources(database)
    let halves = PaymentLoad.split(sources.map(\.range)).map { PostingHalf($0) }
    DispatchQueue.concurrentPerform(iterations: halves.count) { number in
      halves[number].read(database, revision: revision, nodes: nodes)
    }
    for half in halves {
      if let error = half.error { throw error }
      if half.isStale { return nil }
    }
    let stated = try database.read { db in
      try Casefile.revision(db) == revision ? try StatedBalanceLoad.rows(db, nodes) : nil
    }
    guard let stated else { return nil }
    var postings = Postings()
    let units = try PostingUnits(halves, stated)
    postings.units = units.all
    try assemble(&postings, halves, units)
    for source in sources {
      postings.sourceIDs.append(Int32(truncatingIfNeeded: source.id))
      postings.sourceStart.append(
        PaymentLoad.firstRow(from: source.range.lowerBound, in: postings.ids))
    }
    try place(halves.flatMap(\.balances), sources.map(\.range), units, in: &postings)
    postings.statedBalances = try stated.map { found in
      Postings.StatedBalance(
        node: found.node, time: found.time, amount: try units.amount(found.money),
        unit: units.number(of: found.money.currency), source: found.source)
    }
    return postings
  }

  private static func assemble(
    _ postings: inout Postings, _ halves: [PostingHalf], _ units: PostingUnits
  ) throws {
    postings.ids = joined(halves, \.ids)
    postings.from = joined(halves, \.from)
    postings.to = joined(halves, \.to)
    postings.lo = joined(halves, \.lo)
    postings.precision = joined(halves, \.precision)
    let scales = joined(halves, \.scale)
    var mantissas = joined(halves, \.mantissa)
    for half in halves { half.renumberCurrencies(units.number) }
    postings.debitUnit = joined(halves, \.currency)
    for row in mantissas.indices where scales[row] != units.all[Int(postings.debitUnit[row])].scale
    {
      mantissas[row] = try units.amount(
        mantissas[row], scale: scales[row], unit: postings.debitUnit[row])
    }
    postings.debit = mantissas
    postings.credit = mantissas
    postings.creditUnit = postings.debitUnit
    var first = 0
    for half in halves {
      for side in half.sides {
        let row = first + side.row
        let (amount, unit) = (try units.amount(side.money), units.number(of: side.money.currency))
        if side.isPayee {
          (postings.credit[row], postings.creditUnit[row]) = (amount, unit)
        } else {
          (postings.debit[row], postings.debitUnit[row]) = (amount, unit)
        }
      }
      first += half.count
    }
  }

  /// Finds whose the balances after transactions are, source by source.
  private static func place(
    _ found: [StatedAfter], _ sources: [ClosedRange<Int64>], _ units: PostingUnits,
    in postings: inout Postings
  ) throws {
    var next = 0
    for range in sources {
      let first = next
      while next < found.count, found[next].statement <= range.upperBound { next += 1 }
      let (placed, unplaced) = ReportedAccount.place(found[first..<next])
      postings.unplacedBalances += unplaced
      for (balance, node) in placed {
        let row = PaymentLoad.firstRow(from: balance.canonical, in: postings.ids)
        guard Int(row) < postings.count, Int64(postings.ids[Int(row)]) == balance.canonical
        else { continue }
        postings.balances.append(
          Postings.Balance(
            row: row, node: node, amount: try units.amount(balance.money),
            unit: units.number(of: balance.money.currency), source: balance.source))
      }
    }
    postings.balances.sort { a, b in (a.row, a.node, a.source) < (b.row, b.node, b.source) }
  }

  /// One column of all halves; the halves let go of it.
  private static func joined<T>(
    _ halves: [PostingHalf], _ column: (PostingHalf) -> PaymentColumn<T>
  ) -> [T] {
    var all: [T] = []
    all.reserveCapacity(halves.reduce(0) { $0 + $1.count })
    for half in halves {
      all.append(contentsOf: UnsafeBufferPointer(start: column(half).start, count: half.count))
      column(half).free()
    }
    return all
  }
}

/// The currencies of all amounts, by code, each with the widest scale that one of them states.
struct PostingUnits {
  private(set) var all: [Postings.Unit] = []
  private var numbers: [String: UInt16] = [:]

  init(_ halves: [PostingHalf], _ stated: [StatedBalanceLoad.Found]) throws {
    var scales: [String: UInt8] = [:]
    func widen(_ currency: String, _ scale: UInt8) {
      scales[currency] = max(scales[currency] ?? 0, scale)
    }
    for half in halves {
      for (code, scale) in zip(half.codes, half.widest) { widen(code, scale) }
      for side in half.sides { widen(side.money.currency, side.money.scale) }
      for balance in half.balances { widen(balance.money.currency, balance.money.scale) }
    }
    for balance in stated { widen(balance.money.currency, balance.money.scale) }
    guard scales.count <= Int(UInt16.max) else {
      throw StoreError(
        .failed, what: "the casefile states more than 65,535 currencies", place: "currencies",
        next: "look at the currency column of its sources")
    }
    all = scales.sorted { $0.key < $1.key }.map {
      Postings.Unit(currency: $0.key, scale: min($0.value, 18))
    }
    for (number, unit) in all.enumerated() { numbers[unit.currency] = UInt16(number) }
  }

  func number(of currency: String) -> UInt16 { numbers[currency] ?? 0 }

  func amount(_ money: Money) throws -> Int64 {
    try amount(money.mantissa, scale: money.scale, unit: number(of: money.currency))
  }

  /// The digits at the scale of the unit.
  func amount(_ mantissa: Int64, scale: UInt8, unit: UInt16) throws -> Int64 {
    let unit = all[Int(unit)]
    guard scale < unit.scale else { return mantissa }
    guard let amount = Int64(exactly: Int128(mantissa) * Decimal64.power(of: unit.scale - scale))
    else {
      throw StoreError(
        .badRecord,
        what: "amounts of \(unit.currency) are stated with \(unit.scale) decimals, and others are "
          + "too large to be written with as many",
        place: "amounts of \(unit.currency)",
        next: "withdraw the source with the wrong amount, or take that currency into another "
          + "casefile with fewer decimals")
    }
    return amount
  }
}
