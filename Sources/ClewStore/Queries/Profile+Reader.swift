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
  var other: Int64?
}

enum ProfileReader {
  static func read(_ db: Database, _ id: RecordID, _ accounts: [RecordID]) throws -> Profile {
    var profile = Profile(id: id, accounts: accounts)
    var building = Building()
    for account in accounts { try read(db, account, into: &profile, &building) }
    building.finish(&profile)
    return profile
  }

  /// What is collected before it is sorted.
  struct Building {
    /// By account; 0 for cash, -1 where the source names none.
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
        default: (.account(RecordID(.account, number)), flow)
        }
      }
    }
  }

  private static func read(
    _ db: Database, _ account: RecordID, into profile: inout Profile, _ building: inout Building
  ) throws {
    let statement = try RawStatement(
      db,
      """
      select id, source, lo, precision, mantissa, scale, currency, mode, balance_after,
        from_account, to_account
      from transactions where id = ? and same_as is null
      """)
    let code = try RawStatement(db, "select text from code where id = ?")
    let member = try RawStatement(db, "select account from account_mention where id = ?")
    var rows: [(row: ProfileRow, isIncoming: Bool)] = []
    for leg in try Legs.rows(db, account: account.number) {
      statement.int(leg.transaction)
      try statement.each {
        var row = ProfileRow(
          id: statement.integer(0), source: statement.integer(1), lo: statement.integer(2),
          precision: UInt8(truncatingIfNeeded: statement.integer(3)),
          mantissa: statement.integer(4), scale: UInt8(truncatingIfNeeded: statement.integer(5)),
          currency: try building.text(statement.integer(6), code) ?? "",
          mode: statement.column(7), balanceAfter: statement.column(8), other: nil)
        if let mode = row.mode { _ = try building.text(mode, code) }
        if let other = statement.column(leg.isIncoming ? 9 : 10) {
          row.other = other == 0 ? 0 : try building.account(other, member)
        }
        rows.append((row, leg.isIncoming))
      }
    }
    rows.sort { a, b in (a.row.lo, a.row.id) < (b.row.lo, b.row.id) }
    for (row, isIncoming) in rows {
      profile.total.add(row, isIncoming: isIncoming)
      building.add(row, isIncoming: isIncoming, &profile)
    }
    BalanceCheck.run(account, rows, &profile)
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

  /// Accounts by id, then cash, then the unknown.
  fileprivate static func order(_ counterparty: Int64) -> Int64 {
    switch counterparty {
    case -1: .max
    case 0: .max - 1
    default: counterparty
    }
  }

  private mutating func namesCash(_ mode: Int64) -> Bool {
    if let known = cashModes[mode] { return known }
    let words = (codes[mode] ?? "").uppercased().split { !$0.isLetter }
    cashModes[mode] = words.contains("CASH")
    return words.contains("CASH")
  }
}
