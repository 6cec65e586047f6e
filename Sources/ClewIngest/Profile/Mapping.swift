import ClewModel

/// A profile bound to the columns of one table.
struct Mapping {
  /// Where a field comes from.
  private struct Source {
    var column = -1
    var literal = Cell(start: nil, count: 0)
    var map: ValueMap?

    mutating func cell(_ rows: CSVReader) -> Cell {
      let cell = column >= 0 ? rows[column].trimmed : literal
      guard map != nil, cell.count > 0 else { return cell }
      return map?.value(of: cell) ?? cell
    }
  }

  private let profile: Profile
  private let held = HeldCells()
  private var sources: [Source]
  private let facts: [(name: Property, column: Int)]
  private let width: Int?
  /// The columns that the profile does not name.
  private let unread: [(index: Int, name: String)]
  /// The last column that is read.
  private let lastColumn: Int
  private let ownCurrency: Cell
  private var ownAccount: Int32?
  private let empty = Cell(start: nil, count: 0)

  /// - Throws: `IngestError(.profile)` for a column the header does not name, or names twice.
  init(_ profile: Profile, header: [String]?, place: String) throws(IngestError) {
    self.profile = profile
    width = header?.count
    var sources = [Source](repeating: Source(), count: Profile.Field.allCases.count)
    var last = -1
    for (index, field) in Profile.Field.allCases.enumerated() {
      if let column = profile.columns[field] {
        sources[index].column = try Self.position(column, header, place)
        last = max(last, sources[index].column)
      } else if let literal = profile.literals[field] {
        sources[index].literal = held.hold(literal)
      }
      if let values = profile.values[field] {
        sources[index].map = ValueMap(values.mapValues { [held] in held.hold($0) })
      }
    }
    self.sources = sources
    var facts: [(name: Property, column: Int)] = []
    for fact in profile.facts {
      let column = try Self.position(fact.column, header, place)
      facts.append((Property(rawValue: fact.name), column))
      last = max(last, column)
    }
    self.facts = facts
    lastColumn = last
    let read = Set(sources.map(\.column) + facts.map(\.column))
    unread = (header ?? []).enumerated().compactMap { index, name in
      read.contains(index) ? nil : (index, name.isEmpty ? "column \(index + 1)" : name)
    }
    ownCurrency = held.hold(profile.own?.currency ?? "")
  }

  private static func position(
    _ column: Profile.Placed<Profile.Column>, _ header: [String]?, _ place: String
  ) throws(IngestError) -> Int {
    guard case .name(let name) = column.value else {
      if case .position(let position) = column.value { return position }
      return -1
    }
    let wanted = NativeTable.normal(name)
    let found = (header ?? []).indices.filter {
      NativeTable.normal(header?[$0] ?? "") == wanted
    }
    guard let position = found.first, found.count == 1 else {
      let what =
        found.isEmpty
        ? "no column of the header is called \"\(name)\""
        : "\(found.count) columns are called \"\(name)\"; give a position from 1"
      throw IngestError(
        .profile, what: "\(column.key) (profile, line \(column.line)): \(what)", place: place,
        next: "Correct the profile, or table.skip if this is not the header line.")
    }
    return position
  }

  /// Counts the cells of the row that the profile leaves out.
  func countUnread(_ rows: CSVReader, in tally: inout UnreadTally) {
    for (index, name) in unread where rows[index].trimmed.count > 0 {
      tally.add(path: name, at: rows.provenance)
    }
  }

  func isBlank(_ rows: CSVReader) -> Bool {
    (0..<rows.count).allSatisfy { rows[$0].trimmed.count == 0 }
  }

  private mutating func cell(_ field: Profile.Field, _ rows: CSVReader) -> Cell {
    sources[field.rawValue].cell(rows)
  }

  /// Appends a row; returns why it cannot be.
  mutating func append(_ rows: CSVReader, to ledger: inout Ledger) -> String? {
    do throws(CellError) {
      try add(rows, to: &ledger)
      return nil
    } catch {
      return error.reason
    }
  }

  private mutating func add(
    _ rows: CSVReader, to ledger: inout Ledger
  ) throws(CellError) {
    try checkWidth(rows)
    guard let time = time(cell(.date, rows)) else {
      throw CellError(reason: "date follows none of the profile's patterns")
    }
    let flow = try flow(rows)
    var code = cell(.currency, rows)
    if code.count == 0 { code = ownCurrency }
    guard code.count > 0 else { throw CellError(reason: "currency is empty") }
    var amount = flow.amount
    var balance = Transactions.noBalance
    if let stated = try number(.balanceAfter, rows) {
      guard let pair = Ledger.aligned(amount, stated) else {
        throw CellError(reason: "balance_after does not fit beside the amount")
      }
      (amount, balance) = (pair.amount, pair.balance)
    }
    var sides = self.sides(rows, flow)
    sides.from.money = try money(.fromAmount, .fromCurrency, rows, amount, code)
    sides.to.money = try money(.toAmount, .toCurrency, rows, amount, code)
    let standing = try standing(rows)
    let stated = try statedOwnAccount(rows)
    let valueTime = try valueTime(rows)
    if let fault = Ledger.fault(sides.from.account) ?? Ledger.fault(sides.to.account)
      ?? Ledger.fault(stated)
    {
      throw CellError(reason: fault)
    }
    // From here on the row is good: nothing is added for a row that is refused.
    let provenance = rows.provenance
    let own = profile.own == nil ? nil : ownNumber(&ledger, stated, provenance)
    let from =
      flow.isOut == true
      ? own ?? Transactions.none : ledger.account(sides.from, provenance: provenance)
    let to =
      flow.isOut == false
      ? own ?? Transactions.none : ledger.account(sides.to, provenance: provenance)
    ledger.append(
      time: time, from: from, to: to, amount: amount, currency: ledger.currency(code),
      mode: ledger.mode(cell(.mode, rows)), balanceAfter: balance, ref: cell(.id, rows),
      reference: cell(.reference, rows), provenance: provenance)
    var detail = TransactionDetail()
    if let role = ledger.role("from", sides.from, account: from, provenance: provenance) {
      detail.roles.append(role)
    }
    if let role = ledger.role("to", sides.to, account: to, provenance: provenance) {
      detail.roles.append(role)
    }
    detail.standing = standing
    detail.description = cell(.description, rows).text
    detail.valueDate = valueTime == time ? nil : valueTime
    for fact in facts {
      let cell = rows[fact.column].trimmed
      if cell.count > 0 { detail.facts.append(Fact(fact.name, cell.text)) }
    }
    if detail != TransactionDetail() { ledger.attach(detail) }
  }

  /// The row's own account, empty where the profile has no column for it.
  private mutating func statedOwnAccount(_ rows: CSVReader) throws(CellError) -> Cell {
    let stated = Self.unquoted(cell(.ownAccount, rows))
    if profile.states(.ownAccount), stated.count == 0 {
      throw CellError(reason: "own_account is empty")
    }
    return stated
  }

  /// The value date, nil for an empty cell.
  private mutating func valueTime(_ rows: CSVReader) throws(CellError) -> TimeSpan? {
    let cell = cell(.valueDate, rows)
    if cell.count == 0 { return nil }
    guard let time = time(cell) else {
      throw CellError(reason: "value_date follows none of the profile's patterns")
    }
    return time
  }

  private func checkWidth(_ rows: CSVReader) throws(CellError) {
    if let width, rows.count > width {
      for index in width..<rows.count where rows[index].trimmed.count > 0 {
        throw CellError(reason: "the row has \(rows.count) cells, the header \(width)")
      }
    }
    let needed = rows.isUnterminated ? max(width ?? 0, lastColumn + 1) : lastColumn + 1
    if rows.count < needed {
      throw CellError(reason: "the row has \(rows.count) cells; the profile expects \(needed)")
    }
  }

  private func time(_ cell: Cell) -> TimeSpan? {
    if profile.dates.isEmpty { return cell.isoTime }
    for pattern in profile.dates {
      if let time = pattern.time(cell) { return time }
    }
    return nil
  }

  /// A number of a column, nil for an empty cell.
  private mutating func number(
    _ field: Profile.Field, _ rows: CSVReader
  ) throws(CellError) -> Decimal64? {
    let cell = cell(field, rows)
    if cell.count == 0 { return nil }
    guard let number = profile.numbers.decimal(cell) else {
      throw CellError(reason: "\(field.key) is no number as the profile writes them")
    }
    return number
  }

  /// The amount and, in a statement, whether it leaves the own account.
  private struct Flow {
    var amount: Decimal64
    var isOut: Bool?
  }

  private mutating func flow(_ rows: CSVReader) throws(CellError) -> Flow {
    if profile.states(.debit) || profile.states(.credit) { return try split(rows) }
    guard let amount = try number(.amount, rows) else {
      throw CellError(reason: "amount is empty")
    }
    guard profile.own != nil else { return Flow(amount: amount, isOut: nil) }
    let size = Decimal64(mantissa: abs(amount.mantissa), scale: amount.scale)
    guard profile.states(.direction) else {
      let isMinus = amount.mantissa < 0
      return Flow(amount: size, isOut: profile.sign == .minusIsIn ? !isMinus : isMinus)
    }
    let direction = cell(.direction, rows)
    let isOut: Bool
    if direction.isWord("OUT") {
      isOut = true
    } else if direction.isWord("IN") {
      isOut = false
    } else {
      throw CellError(reason: "direction is neither in nor out; see values.direction")
    }
    // A booking against its direction takes an earlier one back.
    return Flow(amount: size, isOut: amount.mantissa < 0 ? !isOut : isOut)
  }

  private mutating func split(_ rows: CSVReader) throws(CellError) -> Flow {
    var debit = try number(.debit, rows)
    var credit = try number(.credit, rows)
    // Some banks write 0,00 into the column that does not apply.
    if debit?.mantissa == 0, credit != nil { debit = nil }
    if credit?.mantissa == 0, debit != nil { credit = nil }
    switch (debit, credit) {
    case (let amount?, nil):
      let isMinus = amount.mantissa < 0
      if isMinus != (profile.sign == .debitMinus), amount.mantissa != 0 {
        throw CellError(reason: "the sign of debit is not what the profile says")
      }
      return Flow(
        amount: Decimal64(mantissa: abs(amount.mantissa), scale: amount.scale), isOut: true)
    case (nil, let amount?):
      guard amount.mantissa >= 0 else { throw CellError(reason: "credit is negative") }
      return Flow(amount: amount, isOut: false)
    case (nil, nil): throw CellError(reason: "debit and credit are both empty")
    default: throw CellError(reason: "debit and credit are both filled")
    }
  }

  private mutating func sides(
    _ rows: CSVReader, _ flow: Flow
  ) -> (from: Ledger.Side, to: Ledger.Side) {
    guard let own = profile.own, let isOut = flow.isOut else {
      let from = Ledger.Side(
        institution: cell(.fromInstitution, rows), account: Self.unquoted(cell(.from, rows)),
        party: cell(.fromParty, rows), name: cell(.fromName, rows))
      let to = Ledger.Side(
        institution: cell(.toInstitution, rows), account: Self.unquoted(cell(.to, rows)),
        party: cell(.toParty, rows), name: cell(.toName, rows))
      return (from, to)
    }
    let other = Ledger.Side(
      institution: cell(.counterpartyInstitution, rows),
      account: Self.unquoted(cell(.counterparty, rows)),
      name: cell(.counterpartyName, rows))
    let mine = Ledger.Side(party: own.party.map { held.hold($0) } ?? empty)
    return isOut ? (mine, other) : (other, mine)
  }

  /// A side's own amount, where it differs from the transaction's.
  private mutating func money(
    _ field: Profile.Field, _ currencyField: Profile.Field, _ rows: CSVReader,
    _ amount: Decimal64, _ code: Cell
  ) throws(CellError) -> Money? {
    guard profile.states(field), let own = try number(field, rows) else { return nil }
    let stated = cell(currencyField, rows)
    let currency = CurrencyCode.normal((stated.count > 0 ? stated : code).text)
    let wide = max(own.scale, amount.scale)
    let isSame =
      currency == CurrencyCode.normal(code.text)
      && Int128(own.mantissa) * Decimal64.power(of: wide - own.scale)
        == Int128(amount.mantissa) * Decimal64.power(of: wide - amount.scale)
    return isSame
      ? nil : Money(mantissa: own.mantissa, scale: own.scale, currency: currency)
  }

  /// Account numbers stand in apostrophes where a spreadsheet was to take them for text.
  private static func unquoted(_ cell: Cell) -> Cell {
    let quote = UInt8(ascii: "'")
    guard cell.count > 2, cell[0] == quote else { return cell }
    let isClosed = cell[cell.count - 1] == quote
    return Cell(rebasing: cell[1..<(isClosed ? cell.count - 1 : cell.count)]).trimmed
  }

  private mutating func standing(
    _ rows: CSVReader
  ) throws(CellError) -> TransactionDetail.Standing {
    let cell = cell(.standing, rows)
    if cell.count == 0 { return .settled }
    if cell.isWord("SETTLED") { return .settled }
    if cell.isWord("PENDING") { return .pending }
    if cell.isWord("INSTRUCTED") { return .instructed }
    if cell.isWord("VOID") { return .void }
    throw CellError(
      reason: "standing is none of settled, pending, instructed and void; see values.standing")
  }

  /// The account the row is about: its own column, else that of the profile.
  private mutating func ownNumber(
    _ ledger: inout Ledger, _ stated: Cell, _ provenance: Provenance
  ) -> Int32 {
    if stated.count > 0 {
      let institution = profile.own?.institution.map { held.hold($0) } ?? empty
      return ledger.account(
        Ledger.Side(institution: institution, account: stated), provenance: provenance)
    }
    if let ownAccount { return ownAccount }
    let number = ledger.account(
      AccountMention(
        iban: profile.own?.iban, institution: profile.own?.institution,
        number: profile.own?.number, currency: profile.own?.currency,
        name: profile.own?.name, provenance: provenance))
    ownAccount = number
    return number
  }
}

/// Texts of a profile as cells that live as long as this.
final class HeldCells {
  private var held: [String: UnsafeMutableBufferPointer<UInt8>] = [:]

  deinit {
    for buffer in held.values { buffer.deallocate() }
  }

  /// The same text gives the same cell.
  func hold(_ text: String) -> Cell {
    if let known = held[text] { return Cell(known) }
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: max(text.utf8.count, 1))
    _ = buffer.initialize(from: text.utf8)
    let cell = UnsafeMutableBufferPointer(rebasing: buffer[..<text.utf8.count])
    held[text] = cell
    return Cell(cell)
  }
}

/// What texts of a column stand for; a text without a meaning stays as it is.
struct ValueMap {
  private let meanings: [String: Cell]
  private var seen = ByteTable()
  private var results: [Cell?] = []

  init(_ meanings: [String: Cell]) { self.meanings = meanings }

  mutating func value(of cell: Cell) -> Cell {
    let (number, isNew) = seen.number(of: cell)
    if isNew { results.append(meanings[cell.text]) }
    return results[number] ?? cell
  }
}
