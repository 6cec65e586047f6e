import ClewModel

/// Reads `accounts.csv`: `id,number,iban,institution,currency,holder,kind,opened,closed,balance,
/// balance_date`; other columns become facts under their own names.
package struct NativeAccounts: Reader {
  package static let description = FormatDescription(
    name: "native-accounts", title: "Accounts (native table)", versions: "1",
    recognisedBy: "header with id, number or iban, and holder, institution or currency",
    yields: "accounts, their holders",
    limits: "a kind that is no account kind is kept as a fact, the account is of kind bank")

  private static let columns: Set<String> = [
    "id", "number", "iban", "institution", "currency", "holder", "kind", "opened", "closed",
    "balance", "balance_date",
  ]

  package static func recognises(_ head: SourceHead) -> Bool {
    NativeTable.names(head, ["id"])
      && ["number", "iban"].contains { NativeTable.names(head, [$0]) }
      && ["holder", "institution", "currency"].contains { NativeTable.names(head, [$0]) }
      && !NativeTable.names(head, ["from", "to"])
  }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    let table = try NativeTable(bytes, columns: Self.columns)
    try header(
      SourceHeader(
        format: Self.description.name, encoding: table.rows.source.encoding.rawValue))
    var statements = Statements()
    statements.batch.frame = table.frame
    try table.forEachRow {
      do throws(CellError) {
        try Self.row(table, &statements)
      } catch {
        statements.batch.rejections.append(table.rows.rejection(error.reason))
      }
      if statements.isFull { try batch(statements.handOver()) }
    } refused: {
      statements.batch.rejections.append($0)
      if statements.isFull { try batch(statements.handOver()) }
    }
    if !statements.batch.isEmpty { try batch(statements.handOver()) }
  }

  private static func row(
    _ table: NativeTable, _ statements: inout Statements
  ) throws(CellError) {
    var account = AccountMention(
      ref: table.text("id"), iban: table.text("iban"), institution: table.text("institution"),
      number: table.text("number"), provenance: table.rows.provenance)
    guard account.ref != nil || account.iban != nil || account.number != nil else {
      throw CellError(reason: "id, number and iban are empty; an account needs one of them")
    }
    account.currency = table.text("currency").map(CurrencyCode.normal)
    if let word = table.text("kind") {
      if let kind = AccountKind(name: word.lowercased()) {
        account.kind = kind
      } else {
        account.facts.append(Fact("kind", word))
      }
    }
    account.opened = try table.time("opened")
    account.closed = try table.time("closed")
    account.balanceTime = try table.time("balance_date")
    let balance = table["balance"]
    if balance.count > 0 {
      guard let amount = balance.decimal else {
        throw CellError(reason: "balance is no plain decimal with a point (1234.50)")
      }
      guard let currency = account.currency else {
        throw CellError(reason: "balance is stated without a currency")
      }
      account.balance = Money(
        mantissa: amount.mantissa, scale: amount.scale, currency: currency)
    }
    account.facts += table.extraFacts()
    let holder = table.text("holder")
    guard let number = statements.add(account, and: holder ?? "") else { return }
    guard let holder else { return }
    statements.batch.links.append(
      Link(
        kind: .holder, from: .party(ref: holder), to: .account(number),
        provenance: account.provenance))
  }
}
