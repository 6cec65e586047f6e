import ClewGraph
import ClewModel
import GRDB

/// Balances that sources state with a date and no transaction: those of a register, and the opening
/// and closing booked balances of bank statements, which are facts of the account's statement.
enum StatedBalanceLoad {
  struct Found: Hashable {
    var node: Int32
    var time: TimeSpan
    var money: Money
    var source: Int32
  }

  /// Ascending by node, then time; a balance that is stated twice counts once, for the lower source.
  static func rows(_ db: Database, _ nodes: [Int32]) throws -> [Found] {
    var found = try registered(db, nodes) + statements(db, nodes)
    found.sort { a, b in
      (a.node, a.time.hi, a.money.currency, a.money.mantissa, a.source)
        < (b.node, b.time.hi, b.money.currency, b.money.mantissa, b.source)
    }
    var kept: [Found] = []
    for balance in found {
      if let last = kept.last, last.node == balance.node, last.time.hi == balance.time.hi,
        last.money == balance.money
      {
        continue
      }
      kept.append(balance)
    }
    return kept
  }

  /// The balance of an account's own row; without a date it stands on the day that its source is of.
  private static func registered(_ db: Database, _ nodes: [Int32]) throws -> [Found] {
    var found: [Found] = []
    let rows = try RawStatement(
      db,
      """
      select r.id, r.source, r.balance, r.balance_scale, r.balance_currency,
        iif(r.balance_time is null, coalesce(s.as_of, s.published), r.balance_time),
        iif(r.balance_time is null,
          iif(s.as_of is null, s.published_mark, s.as_of_mark), r.balance_time_mark)
      from account_mention r \(Counting.join("r"))
      where r.balance is not null order by r.id
      """)
    try rows.each {
      guard let node = node(rows.integer(0), nodes), let currency = rows.string(4),
        let time = TimeMark.span(lo: rows.column(5), mark: rows.column(6))
      else { return }
      found.append(
        Found(
          node: node, time: time,
          money: Money(
            mantissa: rows.integer(2), scale: UInt8(truncatingIfNeeded: rows.integer(3)),
            currency: currency), source: Int32(truncatingIfNeeded: rows.integer(1))))
    }
    return found
  }

  private static func statements(_ db: Database, _ nodes: [Int32]) throws -> [Found] {
    let legs = try Legs.postings(db)
    var stated: [(mention: Int64, source: Int64, isOpening: Bool, text: String, time: TimeSpan)] =
      []
    let rows = try RawStatement(
      db,
      """
      select r.id, r.source, p.name, f.value, f.qualifier
      from fact f join property p on p.id = f.property
        join account_mention r on r.id = f.owner \(Counting.join("r"))
      where f.owner_kind = \(FactOwner.account.rawValue) and f.qualifier is not null
        and p.name in ('opening-balance', 'previous-closing-balance', 'closing-balance')
      order by r.id, f.ordinal
      """)
    try rows.each {
      guard let text = rows.string(3), let date = rows.string(4), let time = TimeSpan(iso: date)
      else { return }
      stated.append(
        (
          rows.integer(0), rows.integer(1), rows.string(2) == "opening-balance", text, time
        ))
    }
    return try stated.compactMap { balance in
      guard let node = node(balance.mention, nodes), let money = money(balance.text) else {
        return nil
      }
      var time = balance.time
      if balance.isOpening {
        time = try opening(time, legs, balance.mention, db)
      }
      return Found(
        node: node, time: time, money: money, source: Int32(truncatingIfNeeded: balance.source))
    }
  }

  /// The end of the day at which an opening balance stood: banks date it with the day of the first
  /// entry, or with the day of the closing balance before.
  private static func opening(
    _ time: TimeSpan, _ legs: RawStatement, _ mention: Int64, _ db: Database
  ) throws -> TimeSpan {
    var first: Int64?
    // Statements list their entries upwards or downwards.
    let entries = try Legs.rows(legs, statement: mention)
    for leg in [entries.first, entries.last].compactMap({ $0 }) {
      let lo = try Int64.fetchOne(
        db.cachedStatement(sql: "select lo from transactions where id = ?"),
        arguments: [leg.transaction])
      if let lo { first = min(first ?? lo, lo) }
    }
    let day = time.firstDay
    guard let first else { return TimeSpan(day: Day(number: day.number - 1)) }
    let entry = TimeSpan(lo: first, precision: .second).firstDay
    return TimeSpan(day: day < entry ? day : Day(number: entry.number - 1))
  }

  private static func node(_ mention: Int64, _ nodes: [Int32]) -> Int32? {
    guard mention > 0, mention < nodes.count, nodes[Int(mention)] >= 0 else { return nil }
    return nodes[Int(mention)]
  }

  /// `-1234.50 EUR`, as readers of statements write it.
  private static func money(_ text: String) -> Money? {
    let parts = text.split(separator: " ")
    guard parts.count == 2 else { return nil }
    return Money(decimal: String(parts[0]), currency: String(parts[1]))
  }
}
