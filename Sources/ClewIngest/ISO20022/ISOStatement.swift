import ClewModel

/// One statement, report or notification of a camt message while its entries are read.
struct ISOStatement {
  /// A balance with its sign.
  struct Balance {
    /// `OPBD`, `CLBD`, `ITBD`, or the bank's own word.
    var code: String
    var money: Money
    var time: TimeSpan?
    var date: String?
  }

  /// Sums of one currency at 18 places; nil once a sum has left the range.
  typealias Sums = [String: Int128?]

  var place: Provenance
  var id: String?
  var facts = ISOFacts()
  var account: AccountMention?
  var owner: ISOParty?
  var servicer: ISOParty?
  var balances: [Balance] = []
  var created: TimeSpan?
  /// The number of entries that the summary states.
  var statedEntries: Int?
  var entries = 0
  /// What its header says of the page it is.
  var page: String?
  /// Entries with a reference of the bank, by the reference and the side it stands on.
  private var references: [String: Use] = [:]
  /// Booked entries, credits less debits.
  var booked: Sums = [:]
  /// The account's and the owner's number in the source, once they have one.
  var accountNumber: Int?
  var ownerNumber: Int?

  init(place: Provenance) { self.place = place }

  // MARK: - references

  /// What has used a reference: the entry, and its first transactions while their batch is open.
  private struct Use {
    var entry: Int
    var rows: [Int]
    var isRepeated = false
  }

  /// What the ids of the entries begin with: the id of the statement, which banks repeat, with its
  /// time and page. Nil where it states no id, or nothing that tells it from the next one.
  var identity: String? {
    guard let id = ISOValue.reference(id) else { return nil }
    guard let when = created?.description ?? closing?.date else { return nil }
    return ([String(id.prefix(70)), when] + [page].compactMap { $0 }).joined(separator: "/")
  }

  /// Notes that a transaction of the entry that is read states a reference of the bank.
  ///
  /// - Parameters:
  ///   - key: the reference with side and standing: a pending and the booked entry are one.
  ///   - row: of the open batch.
  /// - Returns: whether an earlier entry has the reference, and the rows of that one that are to
  ///   lose it. One that identifies two entries identifies none.
  mutating func use(_ key: String, row: Int) -> (isRepeated: Bool, earlier: [Int]) {
    guard var use = references[key] else {
      if references.count >= Self.remembered { references.removeAll() }
      references[key] = Use(entry: entries, rows: [row])
      return (false, [])
    }
    defer { references[key] = use }
    if use.entry == entries, !use.isRepeated {
      use.rows.append(row)
      return (false, [])
    }
    let earlier = use.rows
    use.rows = []
    use.isRepeated = true
    return (true, earlier)
  }

  /// Forgets the rows of a batch that is handed over.
  mutating func handedOver() {
    for key in references.keys where references[key]?.rows.isEmpty == false {
      references[key]?.rows = []
    }
  }

  static let remembered = 1 << 18

  // MARK: - balances

  static let words: [String: Property] = [
    "OPBD": "opening-balance", "CLBD": "closing-balance", "ITBD": "interim-balance",
    "PRCD": "previous-closing-balance", "OPAV": "opening-available-balance",
    "CLAV": "closing-available-balance", "ITAV": "interim-available-balance",
    "FWAV": "forward-available-balance", "XPCD": "expected-balance",
    "INFO": "information-balance",
  ]

  mutating func add(_ balance: Balance) {
    balances.append(balance)
    let known = Self.words[balance.code]
    let place = [known == nil ? balance.code : nil, balance.time?.description ?? balance.date]
    let qualifier = place.compactMap { $0 }.joined(separator: ", ")
    facts.add(
      known ?? .balance, ISOValue.text(balance.money),
      qualifier: qualifier.isEmpty ? nil : qualifier)
  }

  /// The booked balance at the end, with its time.
  var closing: Balance? { balances.last { $0.code == "CLBD" } }

  mutating func add(booked money: Money, isDebit: Bool) {
    let value = money.mantissa(atScale: 18)
    let signed = isDebit ? -value : value
    guard let sum = booked[money.currency, default: 0] else { return }
    let (next, overflow) = sum.addingReportingOverflow(signed)
    booked[money.currency] = .some(overflow ? nil : next)
  }

  /// Where opening and closing booked balance and the booked entries between them do not agree.
  ///
  /// A page that is not the last ends with an interim balance, one that is not the first begins with
  /// one. An interim report (camt.052) may leave out what an earlier one stated: there only the
  /// stated pair of opening and closing is compared.
  func gap(isInterim: Bool) -> Fact? {
    let interims = isInterim ? [] : balances.filter { $0.code == "ITBD" }
    let opening =
      balances.first { $0.code == "OPBD" } ?? balances.first { $0.code == "PRCD" }
      ?? interims.first
    let stated = closing
    let closing = stated ?? interims.last
    guard let opening, let closing else { return nil }
    if stated == nil, interims.count == 1, !balances.contains(where: { $0.code == "OPBD" }) {
      return nil
    }
    let between = [opening.date, closing.date].compactMap { $0 }.joined(separator: "/")
    guard opening.money.currency == closing.money.currency else {
      return Fact(
        "balance-gap",
        "not comparable: opening in \(opening.money.currency), closing in \(closing.money.currency)",
        qualifier: between)
    }
    let currency = opening.money.currency
    let others = booked.keys.filter { $0 != currency }.sorted()
    guard others.isEmpty else {
      return Fact(
        "balance-gap", "not comparable: balances in \(currency), entries in \(others[0])",
        qualifier: between)
    }
    // More entries are summed up than listed: a report of balances alone.
    if let statedEntries, statedEntries > entries { return nil }
    guard let sum = booked[currency, default: 0] else { return nil }
    let (expected, over) = opening.money.mantissa(atScale: 18).addingReportingOverflow(sum)
    let (gap, under) = closing.money.mantissa(atScale: 18).subtractingReportingOverflow(expected)
    guard !over, !under, gap != 0 else { return nil }
    return Fact("balance-gap", "\(Self.plain(gap)) \(currency)", qualifier: between)
  }

  /// A number at 18 places without the zeros at its end, two places at least.
  static func plain(_ value: Int128) -> String {
    var text = Decimal64.text(value, scale: 18)[...]
    for _ in 0..<16 where text.last == "0" { text.removeLast() }
    return String(text)
  }
}
