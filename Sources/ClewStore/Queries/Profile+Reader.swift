import ClewModel
import GRDB

/// A transaction as far as a profile asks.
struct ProfileRow {
  var id: Int64
  var source: Int64
  var lo: Int64
  var precision: UInt8
  var mantissa: Int64
  var scale: UInt8
  var currency: String
  /// A code, see `Building.codes`.
  var mode: Int64?
  var balanceAfter: Int64?
  /// The account on the other side, 0 for cash, `party(_:)` for a party without an account.
  var other: Int64?
  /// False for a further statement of a payment that another row states, and for one that moved no
  /// money.
  var isCanonical = true
  /// False for an order, a pending entry and the like, whether it was settled later or not, and for
  /// what a later edition superseded.
  var isSettled = true

  /// The number that stands for a party among accounts: -2 and below.
  static func party(_ number: Int64) -> Int64 { -1 - number }
}

enum ProfileReader {
  static func read(_ db: Database, _ id: RecordID, _ accounts: [RecordID]) throws -> Profile {
    var profile = Profile(id: id, accounts: accounts)
    var building = Building()
    for account in accounts { try read(db, account, into: &profile, &building) }
    if id.kind == .party { try readOwnSides(db, id.number, into: &profile, &building) }
    building.finish(&profile)
    return profile
  }

  /// What is collected before it is sorted.
  struct Building {
    /// By `ProfileRow.other`; -1 where the source names none.
    var counterparties: [Int64: Profile.Flow] = [:]
    /// By months since the year 0.
    var months: [Int32: Profile.Flow] = [:]
    /// By code; 0 for cash without a mode, -1 where none is stated.
    var modes: [Int64: Profile.Flow] = [:]
    var counted = Set<Int64>()
    var first: (lo: Int64, precision: UInt8)?
    var last: (lo: Int64, precision: UInt8)?
    var codes: [Int64: String] = [:]
    var accounts: [Int64: Int64] = [:]
    var monthOfDay: [Int32: Int32] = [:]
    var cashModes: [Int64: Bool] = [:]

    func finish(_ profile: inout Profile) {
      profile.count = counted.count
      func span(_ time: (lo: Int64, precision: UInt8)) -> TimeSpan {
        TimeSpan(lo: time.lo, precision: TimeSpan.Precision(rawValue: time.precision) ?? .second)
      }
      profile.first = first.map(span)
      profile.last = last.map(span)
      profile.byMonth = months.sorted { $0.key < $1.key }.map { month, flow in
        (Self.name(ofMonth: month), flow)
      }
      let named = modes.map { code, flow in
        (mode: code > 0 ? codes[code] ?? "" : code == 0 ? "CASH" : "", code: code, flow: flow)
      }
      profile.byMode = named.sorted { ($0.mode, $0.code) < ($1.mode, $1.code) }.map {
        ($0.mode, $0.flow)
      }
      let ranked = counterparties.sorted { a, b in
        let (x, y) = (a.value.count, b.value.count)
        return x != y ? x > y : Self.order(a.key) < Self.order(b.key)
      }
      profile.byCounterparty = ranked.map { number, flow in
        switch number {
        case -1: (.unknown, flow)
        case 0: (.cash, flow)
        case ..<0: (.party(RecordID(.party, -1 - number)), flow)
        default: (.account(RecordID(.account, number)), flow)
        }
      }
    }
  }

  private static func read(
    _ db: Database, _ account: RecordID, into profile: inout Profile, _ building: inout Building
  ) throws {
    let reader = try RowReader(db)
    var rows: [(row: ProfileRow, isIncoming: Bool)] = []
    for leg in try Legs.rows(db, account: account.number) {
      guard let row = try reader.row(leg, &building) else { continue }
      rows.append((row, leg.isIncoming))
    }
    add(&rows, into: &profile, &building)
    try BalanceCheck(db, account: account).run(rows.filter(\.row.isSettled), &profile)
  }

  /// Payments in which a source names the party itself as a side, and no account. A side on which
  /// several parties stand is left out, as in graphs.
  private static func readOwnSides(
    _ db: Database, _ party: Int64, into profile: inout Profile, _ building: inout Building
  ) throws {
    var legs = Set<Leg>()
    for mention in try Membership.mentions(db, ofParty: party) {
      let found = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            select r.transaction_id, r.name = 'to' from transaction_role r
              join transactions t on t.id = r.transaction_id and t.same_as is null
              join source s on s.id = t.source and s.live = 1
            where r.mention = ? and ((r.name = 'from' and t.from_account is null)
              or (r.name = 'to' and t.to_account is null))
            """), arguments: [mention])
      for row in found { legs.insert(Leg(transaction: row[0], isIncoming: row[1])) }
    }
    let reader = try RowReader(db)
    var rows: [(row: ProfileRow, isIncoming: Bool)] = []
    for leg in legs.sorted(by: {
      $0.transaction != $1.transaction ? $0.transaction < $1.transaction : !$0.isIncoming
    }) {
      guard try reader.party(of: leg.transaction, isPayee: leg.isIncoming) == party,
        let row = try reader.row(leg, &building)
      else { continue }
      rows.append((row, leg.isIncoming))
    }
    profile.withoutAccount = Set(rows.map(\.row.id)).count
    add(&rows, into: &profile, &building)
  }

  /// Sorts rows by time and counts the canonical ones.
  private static func add(
    _ rows: inout [(row: ProfileRow, isIncoming: Bool)], into profile: inout Profile,
    _ building: inout Building
  ) {
    rows.sort { a, b in (a.row.lo, a.row.id) < (b.row.lo, b.row.id) }
    for (row, isIncoming) in rows where row.isCanonical {
      profile.total.add(row, isIncoming: isIncoming)
      building.add(row, isIncoming: isIncoming, &profile)
    }
  }
}

/// Reads the rows behind legs.
private struct RowReader {
  private let statement: RawStatement
  private let code: RawStatement
  private let member: RawStatement
  private let sides: RawStatement

  init(_ db: Database) throws {
    let standing =
      try Standings.hasUnsettled(db)
      ? "coalesce((select d.standing from transaction_detail d where d.id = t.id), 0)" : "0"
    statement = try RawStatement(
      db,
      """
      select id, source, lo, precision, mantissa, scale, currency, mode, balance_after,
        from_account, to_account, same_as, \(standing)
      from transactions t where id = ?
      """)
    code = try RawStatement(db, "select text from code where id = ?")
    member = try RawStatement(db, "select account from account_mention where id = ?")
    sides = try RawStatement(
      db,
      """
      select m.party from transaction_role r left join mention m on m.id = r.mention
      where r.transaction_id = ? and r.name = ?
      """)
  }

  func row(_ leg: Leg, _ building: inout ProfileReader.Building) throws -> ProfileRow? {
    var found: ProfileRow?
    statement.int(leg.transaction)
    try statement.each {
      var row = ProfileRow(
        id: statement.integer(0), source: statement.integer(1), lo: statement.integer(2),
        precision: UInt8(truncatingIfNeeded: statement.integer(3)),
        mantissa: statement.integer(4), scale: UInt8(truncatingIfNeeded: statement.integer(5)),
        currency: try building.text(statement.integer(6), code) ?? "",
        mode: statement.column(7), balanceAfter: statement.column(8), other: nil,
        isCanonical: statement.isNull(11), isSettled: statement.integer(12) == 0)
      // What settled and still counts for nothing is superseded.
      if row.isSettled, !row.isCanonical, statement.integer(11) == 0 { row.isSettled = false }
      if let mode = row.mode { _ = try building.text(mode, code) }
      if let other = statement.column(leg.isIncoming ? 9 : 10) {
        row.other = other == 0 ? 0 : try building.account(other, member)
      } else if let party = try party(of: row.id, isPayee: !leg.isIncoming) {
        row.other = ProfileRow.party(party)
      }
      found = row
    }
    return found
  }

  /// The one party that is named as a side of a transaction; nil where there is none, or several.
  func party(of transaction: Int64, isPayee: Bool) throws -> Int64? {
    var parties = Set<Int64?>()
    sides.int(transaction)
    sides.text(isPayee ? "to" : "from")
    try sides.each { parties.insert(sides.column(0)) }
    return parties.count == 1 ? parties.first ?? nil : nil
  }
}

extension ProfileReader.Building {
  mutating func text(_ code: Int64, _ statement: RawStatement) throws -> String? {
    if let known = codes[code] { return known }
    statement.int(code)
    var found: String?
    try statement.each { found = statement.string(0) }
    if let found { codes[code] = found }
    return found
  }

  mutating func account(_ number: Int64, _ statement: RawStatement) throws -> Int64 {
    if let known = accounts[number] { return known }
    statement.int(number)
    let found = try statement.firstInt() ?? number
    accounts[number] = found
    return found
  }

  mutating func add(_ row: ProfileRow, isIncoming: Bool, _ profile: inout Profile) {
    counterparties[row.other ?? -1, default: Profile.Flow()].add(row, isIncoming: isIncoming)
    let isCash = row.other == 0 || (row.mode.map { namesCash($0) } ?? false)
    let mode = row.mode ?? (row.other == 0 ? 0 : -1)
    modes[mode, default: Profile.Flow()].add(row, isIncoming: isIncoming)
    months[month(of: row.lo), default: Profile.Flow()].add(row, isIncoming: isIncoming)
    if counted.insert(row.id).inserted, isCash { profile.cashCount += 1 }
    if first.map({ row.lo < $0.lo }) ?? true { first = (row.lo, row.precision) }
    if last.map({ row.lo > $0.lo }) ?? true { last = (row.lo, row.precision) }
  }

  private mutating func month(of lo: Int64) -> Int32 {
    let day = TimeSpan(lo: lo, precision: .day).firstDay
    if let known = monthOfDay[day.number] { return known }
    let (year, month, _) = day.civil
    let number = Int32(year * 12 + month - 1)
    monthOfDay[day.number] = number
    return number
  }

  /// `2026-01`.
  fileprivate static func name(ofMonth number: Int32) -> String {
    let day = Day(year: Int(number / 12), month: Int(number % 12) + 1, day: 1)
    return day.map { String($0.description.prefix(7)) } ?? ""
  }

  /// Accounts by id, then parties by id, then cash, then the unknown.
  fileprivate static func order(_ counterparty: Int64) -> (Int, Int64) {
    switch counterparty {
    case -1: (3, 0)
    case 0: (2, 0)
    case ..<0: (1, -1 - counterparty)
    default: (0, counterparty)
    }
  }

  private mutating func namesCash(_ mode: Int64) -> Bool {
    if let known = cashModes[mode] { return known }
    let words = (codes[mode] ?? "").uppercased().split { !$0.isLetter }
    cashModes[mode] = words.contains("CASH")
    return words.contains("CASH")
  }
}
