import ClewGraph
import ClewModel

/// A small world written by hand: parties appear when they are first named, and percents go in as
/// text, as they stand in a source.
///
///     var world = World()
///     world.owns("P", "A", "10")
///     let holdings = Holdings(world.snapshot, at: world.today)
package struct World: Sendable {
  package private(set) var names: [String] = []
  package private(set) var kinds: [PartyKind] = []
  package private(set) var links: [LinkRow] = []
  package private(set) var attributes: [AttributeRow] = []
  package private(set) var accountNames: [String] = []
  private var holders: [(party: String, account: String)] = []
  private var payments: [Payment] = []
  private var balances: [Balance] = []

  private struct Payment {
    /// An account, `World.cash`, or nil for a side that nobody names.
    var from: String?
    var to: String?
    var time: TimeSpan
    var amount: Money
    /// What the payee was credited, where that is other money.
    var credit: Money
    var source: Int32
  }

  private struct Balance {
    var account: String
    var amount: Money
    /// The number of the payment after which it stood, or the time at which it did.
    var payment: Int?
    var time: TimeSpan?
    var source: Int32
  }

  package init() {}

  /// The day that questions about a world are asked for.
  package static let today = Day(number: 20_000)

  /// Names a party, and says what it is. A party that is only named in links is of kind unknown.
  @discardableResult
  package mutating func party(_ name: String, _ kind: PartyKind) -> Int32 {
    let node = node(name)
    kinds[Int(node)] = kind
    return node
  }

  package mutating func persons(_ names: String...) {
    for name in names { party(name, .person) }
  }

  package mutating func companies(_ names: String...) {
    for name in names { party(name, .organisation) }
  }

  /// The node of a party, made where it is new.
  package mutating func node(_ name: String) -> Int32 {
    if let known = self[name] { return known }
    names.append(name)
    kinds.append(.unknown)
    return Int32(names.count - 1)
  }

  /// The node of a party that was named before.
  package subscript(name: String) -> Int32? {
    names.firstIndex(of: name).map { Int32($0) }
  }

  package func name(_ node: Int32) -> String {
    Int(node) < names.count ? names[Int(node)] : accountNames[Int(node) - names.count]
  }

  /// A holding: `percent` for one value, `min` and `max` for a band, none of them for no statement.
  @discardableResult
  package mutating func owns(
    _ owner: String, _ owned: String, _ percent: String? = nil, min: String? = nil,
    max: String? = nil, votes: String? = nil, source: Int32 = 1, direct: Bool? = nil,
    candidate: Bool = false, start: String? = nil, end: String? = nil, known: String? = nil
  ) -> Int64 {
    let low = (percent ?? min).flatMap { Share(percent: $0) }
    let high = (percent ?? max).flatMap { Share(percent: $0) }
    let voting = votes.flatMap { Share(percent: $0) }
    return add(
      LinkRow(
        id: 0, source: source, from: node(owner), to: node(owned), kind: .ownership,
        direct: direct, candidate: candidate, capitalMin: low?.units ?? LinkRow.unstated,
        capitalMax: high?.units ?? LinkRow.unstated, votesMin: voting?.units ?? LinkRow.unstated,
        votesMax: voting?.units ?? LinkRow.unstated,
        capitalDecimals: Swift.max(low?.decimals ?? 0, high?.decimals ?? 0),
        votesDecimals: voting?.decimals ?? 0, start: start.flatMap { TimeSpan(iso: $0) },
        end: end.flatMap { TimeSpan(iso: $0) }, known: known.flatMap { TimeSpan(iso: $0) }))
  }

  /// A link of another kind between two parties.
  @discardableResult
  package mutating func link(
    _ kind: LinkKind, _ from: String, _ to: String, means: ControlMeans = .unstated,
    source: Int32 = 1, candidate: Bool = false, start: String? = nil, end: String? = nil
  ) -> Int64 {
    add(
      LinkRow(
        id: 0, source: source, from: node(from), to: node(to), kind: kind, means: means,
        candidate: candidate,
        start: start.flatMap { TimeSpan(iso: $0) }, end: end.flatMap { TimeSpan(iso: $0) }))
  }

  private mutating func add(_ row: LinkRow) -> Int64 {
    var row = row
    row.id = Int64(links.count + 1)
    links.append(row)
    return row.id
  }

  package mutating func has(_ party: String, _ property: Property, _ value: String) {
    attributes.append(
      AttributeRow(
        party: node(party), property: property, key: value.lowercased(), value: value))
  }

  private mutating func add(_ payment: Payment) {
    for account in [payment.from, payment.to] {
      guard let account, account != Self.cash, !accountNames.contains(account) else { continue }
      accountNames.append(account)
    }
    payments.append(payment)
  }

  /// An account of a party.
  package mutating func holds(_ party: String, account: String) {
    _ = node(party)
    if !accountNames.contains(account) { accountNames.append(account) }
    holders.append((party, account))
  }

  /// A payment between two accounts; its id is the number of the payment, from 1. Payments of one
  /// source come one after the other.
  package mutating func pays(
    _ from: String, _ to: String, _ amount: String, _ currency: String = "EUR", at time: String,
    source: Int32 = 1
  ) {
    posts(from, to, amount, currency, at: time, source: source)
  }

  /// The world as a snapshot: the first party has id 1, and so have the first account and payment.
  package var snapshot: Snapshot {
    var rows = links
    for (party, account) in holders {
      guard let from = self[party], let to = accountNode(account) else { continue }
      rows.append(LinkRow(id: Int64(rows.count + 1), from: from, to: to, kind: .holder))
    }
    var snapshot = Snapshot(
      partyIDs: names.indices.map { Int64($0 + 1) }, partyKinds: kinds,
      accountIDs: accountNames.indices.map { Int64($0 + 1) }, links: rows,
      payments: columns, attributes: attributes.sorted { $0.party < $1.party })
    snapshot.postings = postings
    return snapshot
  }

  package func accountNode(_ account: String) -> Int32? {
    accountNames.firstIndex(of: account).map { Int32($0 + names.count) }
  }

  private var columns: Payments {
    var columns = Payments()
    for (number, row) in payments.enumerated() {
      guard let from = row.from.flatMap({ accountNode($0) }),
        let to = row.to.flatMap({ accountNode($0) })
      else { continue }
      if columns.sourceIDs.last != row.source {
        columns.sourceIDs.append(row.source)
        columns.sourceStart.append(Int32(columns.ids.count))
      }
      columns.ids.append(UInt32(number + 1))
      columns.from.append(from)
      columns.to.append(to)
      columns.lo.append(row.time.lo)
      columns.precision.append(row.time.precision.rawValue)
      columns.mantissa.append(row.amount.mantissa)
      columns.scale.append(row.amount.scale)
      if !columns.currencies.contains(row.amount.currency) {
        columns.currencies.append(row.amount.currency)
      }
      let currency = columns.currencies.firstIndex(of: row.amount.currency) ?? 0
      columns.currency.append(UInt16(currency))
    }
    (columns.outStart, columns.outRows) = index(columns, by: columns.from)
    (columns.inStart, columns.inRows) = index(columns, by: columns.to)
    return columns
  }

  private func index(_ columns: Payments, by side: [Int32]) -> ([Int32], [Int32]) {
    let order = (0..<columns.count).sorted {
      columns.lo[$0] != columns.lo[$1] ? columns.lo[$0] < columns.lo[$1] : $0 < $1
    }
    let rows = CompressedRows(
      nodeCount: names.count + accountNames.count, from: order.map { side[$0] },
      to: order.map { Int32($0) })
    return (rows.starts, rows.targets)
  }
}

/// Payments with sides that are no account, with two amounts, and the balances that sources state.
///
///     world.posts(World.cash, "A", "100.00", at: "2026-01-02")
///     world.posts("A", "B", "10.00", "EUR", credit: "11.00", "USD", at: "2026-01-03")
///     world.posts("A", nil, "5.00", at: "2026-01-04")
///     world.balance("A", "85.00", after: 3)
extension World {
  /// The side of a payment that is cash over the counter.
  package static let cash = "CASH"

  /// A payment; `nil` is a side that no source names. Its id is the number of the payment, from 1.
  package mutating func posts(
    _ from: String?, _ to: String?, _ amount: String, _ currency: String = "EUR",
    credit: String? = nil, _ creditCurrency: String? = nil, at time: String, source: Int32 = 1
  ) {
    guard let money = Money(decimal: amount, currency: currency), let span = TimeSpan(iso: time),
      let credited = Money(decimal: credit ?? amount, currency: creditCurrency ?? currency)
    else { return }
    add(
      Payment(from: from, to: to, time: span, amount: money, credit: credited, source: source))
  }

  /// The balance of an account after the payment of a number, as a source states it.
  package mutating func balance(
    _ account: String, _ amount: String, _ currency: String = "EUR", after payment: Int,
    source: Int32 = 1
  ) {
    guard let money = Money(decimal: amount, currency: currency) else { return }
    balances.append(Balance(account: account, amount: money, payment: payment, source: source))
  }

  /// The balance of an account at a time, as a register or a statement states it.
  package mutating func balance(
    _ account: String, _ amount: String, _ currency: String = "EUR", at time: String,
    source: Int32 = 1
  ) {
    guard let money = Money(decimal: amount, currency: currency), let span = TimeSpan(iso: time)
    else { return }
    balances.append(Balance(account: account, amount: money, time: span, source: source))
  }

  /// Every payment with at least one account, in order of number.
  package var postings: Postings {
    var columns = Postings()
    let units = units
    columns.units = units
    var rows: [Int: Int32] = [:]
    for (number, payment) in payments.enumerated() {
      let (from, to) = (side(payment.from), side(payment.to))
      guard from >= 0 || to >= 0 else { continue }
      rows[number + 1] = Int32(columns.count)
      if columns.sourceIDs.last != payment.source {
        columns.sourceIDs.append(payment.source)
        columns.sourceStart.append(Int32(columns.count))
      }
      columns.ids.append(UInt32(number + 1))
      columns.from.append(from)
      columns.to.append(to)
      columns.lo.append(payment.time.lo)
      columns.precision.append(payment.time.precision.rawValue)
      let (debit, credit) = (scaled(payment.amount, units), scaled(payment.credit, units))
      columns.debit.append(debit.amount)
      columns.debitUnit.append(debit.unit)
      columns.credit.append(credit.amount)
      columns.creditUnit.append(credit.unit)
    }
    for balance in balances {
      guard let node = accountNode(balance.account) else { continue }
      let money = scaled(balance.amount, units)
      if let payment = balance.payment, let row = rows[payment] {
        columns.balances.append(
          Postings.Balance(
            row: row, node: node, amount: money.amount, unit: money.unit, source: balance.source))
      } else if let time = balance.time {
        columns.statedBalances.append(
          Postings.StatedBalance(
            node: node, time: time, amount: money.amount, unit: money.unit,
            source: balance.source))
      }
    }
    columns.balances.sort { ($0.row, $0.node) < ($1.row, $1.node) }
    columns.statedBalances.sort { ($0.node, $0.time.lo) < ($1.node, $1.time.lo) }
    return columns
  }

  private func side(_ account: String?) -> Int32 {
    guard let account else { return Postings.unknown }
    return account == Self.cash ? Postings.cash : accountNode(account) ?? Postings.unknown
  }

  /// The currencies by code, each with its widest scale.
  private var units: [Postings.Unit] {
    var scales: [String: UInt8] = [:]
    for money in payments.flatMap({ [$0.amount, $0.credit] }) + balances.map(\.amount) {
      scales[money.currency] = max(scales[money.currency] ?? 0, money.scale)
    }
    return scales.sorted { $0.key < $1.key }.map {
      Postings.Unit(currency: $0.key, scale: $0.value)
    }
  }

  private func scaled(
    _ money: Money, _ units: [Postings.Unit]
  ) -> (amount: Int64, unit: UInt16) {
    guard let unit = units.firstIndex(where: { $0.currency == money.currency }) else {
      return (0, 0)
    }
    var amount = money.mantissa
    for _ in money.scale..<units[unit].scale { amount *= 10 }
    return (amount, UInt16(unit))
  }
}
