import ClewModel

/// One transaction as the graph sees it, in a form in which two message standards can be compared:
/// what ISO 20022 and SWIFT MT say about one payment has to give equal shapes.
///
/// The conventions both families keep: `ref` is the instruction's own id (`InstrId`, `:20:`), of an
/// entry its place in the statement, which is not compared: its reference is that of the bank. The
/// description is the remittance text (`Ustrd`, `:70:`), and the roles are the words of `PaymentRole`.
struct PaymentShape: Hashable, Comparable, CustomStringConvertible {
  /// Who pays, and who is paid.
  struct Side: Hashable {
    /// In capitals, blanks run together; nil where none is stated.
    var name: String?
    /// The IBAN or number of the account, compact.
    var account: String?
    /// `bic ABCDGB2L`, `national-id 123 (GB)`, sorted. A BIC is written without the branch `XXX`.
    var identifiers: [String] = []
  }

  var payer: Side
  var payee: Side
  /// Without zeros at the end: `700`, `1234.5`.
  var amount: String
  var currency: String
  /// The value date, else the day of the transaction: `2025-09-22`.
  var valueDate: String
  /// BIC (without `XXX`) or name of all who stand in another role than the two sides, by role.
  var agents: [String: String]
  /// Accounts of those roles.
  var agentAccounts: [String: String]
  var standing: TransactionDetail.Standing
  var endToEnd: String?
  var uetr: String?
  var ref: String
  /// The bank's reference, else that of an instruction.
  var reference: String?
  var remittance: String

  /// The shapes of a batch that holds a whole source (its tables of currencies, mentions and
  /// accounts complete), in the order of the file.
  static func all(_ batch: Batch) -> [PaymentShape] {
    var details: [Int: TransactionDetail] = [:]
    for detail in batch.transactions.details { details[detail.row] = detail }
    return (0..<batch.transactions.count).map {
      PaymentShape(row: $0, details[$0] ?? TransactionDetail(), batch)
    }
  }

  private init(row: Int, _ detail: TransactionDetail, _ batch: Batch) {
    let t = batch.transactions
    payer = Self.side(PaymentRole.debtor, t.from[row], detail, batch)
    payee = Self.side(PaymentRole.creditor, t.to[row], detail, batch)
    amount = Self.plain(Decimal64(mantissa: t.mantissa[row], scale: t.scale[row]))
    currency = batch.currencies[Int(t.currency[row])]
    let time = TimeSpan(lo: t.lo[row], precision: TimeSpan.Precision(rawValue: t.precision[row])!)
    valueDate = String((detail.valueDate ?? time).description.prefix(10))
    agents = [:]
    agentAccounts = [:]
    for role in detail.roles
    where role.name != PaymentRole.debtor && role.name != PaymentRole.creditor {
      if let mention = role.mention.map({ batch.mentions[$0] }) {
        let bic = mention.facts.first { $0.property == .bic }?.value
        let other = mention.facts.first { $0.property == "clearing-member" }?.value
        agents[role.name] = bic.map(Self.bic) ?? Self.text(mention.name) ?? other ?? ""
      }
      if let account = role.account.map({ batch.accounts[$0] }) {
        agentAccounts[role.name] = Self.number(account)
      }
    }
    standing = detail.standing
    endToEnd = detail.endToEnd
    uetr = detail.uetr?.lowercased()
    func text(_ index: Int) -> String {
      let start = index == 0 ? 0 : Int(t.textEnd[index - 1])
      return String(decoding: t.arena[start..<Int(t.textEnd[index])], as: UTF8.self)
    }
    ref = text(2 * row)
    let isEntry = detail.path.contains(":61:") || detail.path.contains("Ntry")
    reference = detail.servicerReference ?? (isEntry || ref.isEmpty ? nil : ref)
    remittance = Self.text(detail.description) ?? ""
  }

  private static func side(
    _ name: String, _ account: Int32, _ detail: TransactionDetail, _ batch: Batch
  ) -> Side {
    var side = Side()
    if account >= 0 { side.account = number(batch.accounts[Int(account)]) }
    for role in detail.roles where role.name == name {
      guard let mention = role.mention.map({ batch.mentions[$0] }) else { continue }
      side.name = side.name ?? text(mention.name)
      for fact in mention.facts where identifying.contains(fact.property) {
        let value = fact.property == .bic ? bic(fact.value) : fact.value
        let issuer = fact.qualifier.map { " (\($0))" } ?? ""
        side.identifiers.append("\(fact.property.rawValue) \(value)\(issuer)")
      }
    }
    side.identifiers = Set(side.identifiers).sorted()
    return side
  }

  private static let identifying: Set<Property> = [
    .bic, .lei, .registrationNumber, .taxNumber, .passport, .nationalID, .otherID, .birthDate,
  ]

  private static func number(_ account: AccountMention) -> String? {
    (account.iban ?? account.number ?? account.text).map(CheckDigits.compact)
  }

  private static func bic(_ text: String) -> String {
    text.utf8.count == 11 && text.hasSuffix("XXX") ? String(text.dropLast(3)) : text
  }

  private static func text(_ text: String) -> String? {
    let words = text.uppercased().split(whereSeparator: \.isWhitespace)
    return words.isEmpty || Sentinel.matches(text) ? nil : words.joined(separator: " ")
  }

  private static func plain(_ amount: Decimal64) -> String {
    var text = amount.description[...]
    guard text.contains(".") else { return String(text) }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return String(text)
  }

  // MARK: - comparison

  /// What is unlike in two shapes, a line each: `payer.name: "A" / "B"`; none for the same payment.
  func differences(from other: PaymentShape) -> [String] {
    let (a, b) = (fields, other.fields)
    return Set(a.keys).union(b.keys).sorted().compactMap { field in
      let (left, right) = (a[field] ?? "-", b[field] ?? "-")
      return left == right ? nil : "\(field): \(left) / \(right)"
    }
  }

  /// Every field that states something, by name.
  var fields: [String: String] {
    var fields = ["amount": "\(amount) \(currency)", "date": valueDate, "standing": "\(standing)"]
    for (name, side) in [("payer", payer), ("payee", payee)] {
      fields["\(name).name"] = side.name
      fields["\(name).account"] = side.account
      let ids = side.identifiers.joined(separator: "; ")
      fields["\(name).ids"] = ids.isEmpty ? nil : ids
    }
    for (role, agent) in agents { fields["role \(role)"] = agent }
    for (role, account) in agentAccounts { fields["account \(role)"] = account }
    fields["end-to-end"] = endToEnd
    fields["uetr"] = uetr
    fields["ref"] = reference
    if !remittance.isEmpty { fields["remittance"] = remittance }
    return fields
  }

  var description: String {
    fields.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ")
  }

  static func < (a: PaymentShape, b: PaymentShape) -> Bool { a.description < b.description }
}
