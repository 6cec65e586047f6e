import ClewModel

/// Reads `transactions.csv`, the hot path: cells go from bytes to columns without a `String` a row.
///
/// `id,date,from,to,amount,currency` and optionally `mode,reference,from_institution,
/// to_institution,from_party,to_party,from_name,to_name,balance_after`. Other columns stay in the
/// source. A row without a readable date, amount or currency is refused.
package struct NativeTransactions: Reader {
  package static let description = FormatDescription(
    name: "native-transactions", title: "Transactions (native table)", versions: "1",
    recognisedBy: "header with id, date, from, to, amount, currency",
    yields: "transactions, accounts, named counterparties",
    limits: "a record of more than 1 MiB is refused; other columns are counted and stay unread")

  private static let required = ["id", "date", "from", "to", "amount", "currency"]
  private static let columns = Set(
    required + [
      "mode", "reference", "from_institution", "to_institution", "from_party", "to_party",
      "from_name", "to_name", "balance_after",
    ])

  package static func recognises(_ head: SourceHead) -> Bool {
    NativeTable.names(head, required)
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue))
    let columns = Columns(table)
    let rows = table.rows
    let width = table.header.count
    var ledger = Ledger()
    ledger.batch.frame = table.frame
    let unnamed = table.unnamedColumns
    var tally = UnreadTally()
    reading: while true {
      switch try rows.next() {
      case .end: break reading
      case .refused: ledger.batch.rejections.append(rows.rejection(rows.refusal))
      case .record:
        if rows.count != width, let reason = table.misfit() {
          if !table.isBlank { ledger.batch.rejections.append(rows.rejection(reason)) }
        } else if let reason = columns.append(rows, to: &ledger) {
          if !table.isBlank { ledger.batch.rejections.append(rows.rejection(reason)) }
        } else {
          for (index, name) in unnamed where rows[index].trimmed.count > 0 {
            tally.add(path: name, at: rows.provenance)
          }
        }
      }
      if ledger.isFull { try batch(ledger.handOver()) }
    }
    ledger.batch.unread = tally.paths()
    if !ledger.batch.isEmpty { try batch(ledger.handOver()) }
  }
}

/// Where the columns stand in a row, -1 for those the table has not.
private struct Columns {
  let id, date, from, to, amount, currency, mode, reference: Int
  let fromInstitution, toInstitution, fromParty, toParty, fromName, toName, balance: Int
  /// True where a row may state more than its columns.
  let hasRoles: Bool

  init(_ table: NativeTable) {
    id = table.position("id")
    date = table.position("date")
    from = table.position("from")
    to = table.position("to")
    amount = table.position("amount")
    currency = table.position("currency")
    mode = table.position("mode")
    reference = table.position("reference")
    fromInstitution = table.position("from_institution")
    toInstitution = table.position("to_institution")
    fromParty = table.position("from_party")
    toParty = table.position("to_party")
    fromName = table.position("from_name")
    toName = table.position("to_name")
    balance = table.position("balance_after")
    hasRoles = max(fromParty, toParty, fromName, toName) >= 0
  }

  /// Appends the row; returns why it cannot be, where so.
  func append(_ rows: CSVReader, to ledger: inout Ledger) -> String? {
    guard let time = rows[date].trimmed.isoTime else { return Self.dateFault(rows[date]) }
    guard var amount = rows[amount].trimmed.decimal else { return Self.amountFault(rows[amount]) }
    let code = rows[currency].trimmed
    guard code.count > 0 else { return "currency is empty; an amount needs one" }
    var balanceAfter = Transactions.noBalance
    if balance >= 0 {
      let cell = rows[balance].trimmed
      if cell.count > 0 {
        guard let stated = cell.decimal, let pair = Ledger.aligned(amount, stated) else {
          return "balance_after is no plain decimal that fits beside the amount"
        }
        (amount, balanceAfter) = (pair.amount, pair.balance)
      }
    }
    if let fault = Ledger.fault(rows[from].trimmed) ?? Ledger.fault(rows[to].trimmed) {
      return fault
    }
    let provenance = rows.provenance
    var source = Ledger.Side(
      institution: rows[fromInstitution].trimmed, account: rows[from].trimmed)
    var target = Ledger.Side(institution: rows[toInstitution].trimmed, account: rows[to].trimmed)
    let fromAccount = ledger.account(source, provenance: provenance)
    let toAccount = ledger.account(target, provenance: provenance)
    ledger.append(
      time: time, from: fromAccount, to: toAccount, amount: amount,
      currency: ledger.currency(code), mode: mode < 0 ? -1 : ledger.mode(rows[mode].trimmed),
      balanceAfter: balanceAfter, ref: rows[id].trimmed, reference: rows[reference].trimmed,
      provenance: provenance)
    guard hasRoles else { return nil }
    source.party = rows[fromParty].trimmed
    source.name = rows[fromName].trimmed
    target.party = rows[toParty].trimmed
    target.name = rows[toName].trimmed
    var roles: [TransactionDetail.Role] = []
    if let role = ledger.role("from", source, account: fromAccount, provenance: provenance) {
      roles.append(role)
    }
    if let role = ledger.role("to", target, account: toAccount, provenance: provenance) {
      roles.append(role)
    }
    if !roles.isEmpty { ledger.attach(TransactionDetail(roles: roles)) }
    return nil
  }

  private static func dateFault(_ cell: Cell) -> String {
    cell.trimmed.count == 0
      ? "date is empty" : "date is no ISO 8601 date (2026, 2026-11, 2026-11-21, 2026-11-21T10:15)"
  }

  private static func amountFault(_ cell: Cell) -> String {
    cell.trimmed.count == 0
      ? "amount is empty"
      : "amount is no plain decimal with a point and at most 18 digits (1234.50)"
  }
}
