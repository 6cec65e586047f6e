import ClewModel

/// Turns the records of one goAML source into model records, one tree at a time.
///
/// It numbers what it emits over the whole source, and emits a statement that a report repeats byte
/// for byte once. What it remembers for that is bounded: past `remembered` different
/// statements it starts anew, and identical ones are then joined by the store's rule.
final class GoAMLMapper {
  let tree = RecordTree()
  let reader: XMLReader
  /// The path of the record that is in the tree: `report/transaction[3]`.
  var recordPath = ""
  var batch = Batch()
  var filing: GoAMLFiling?

  private(set) var mentionCount = 0
  private(set) var accountCount = 0
  private var batchMentions = 0
  private(set) var transactionCount = 0
  /// Filings that follow up on an earlier one.
  var followUps = 0

  private var mentions: [StatementKey: Int] = [:]
  private var accounts: [StatementKey: Int] = [:]
  private var links: Set<LinkKey> = []
  private var currencies: [String: Int32] = [:]
  private var modes: [String: Int32] = [:]
  /// Rows of the batch whose currency the report has not stated yet.
  private var undenominated: [(row: Int, foreign: Money?)] = []

  static let remembered = 1 << 20

  private struct LinkKey: Hashable {
    var kind: LinkKind
    var from: Endpoint
    var to: Endpoint
    var content: StatementKey
  }

  /// What the codes of the unit's own lists mean.
  let codeLists: GoAMLCodeLists
  /// What is kept as facts and has no place in the schema, counted.
  var tally = UnreadTally()

  init(reader: XMLReader, codeLists: GoAMLCodeLists = GoAMLCodeLists([])) {
    self.reader = reader
    self.codeLists = codeLists
  }

  /// Forgets what was stated so far: what the next filing states stands within its own bytes, so
  /// that a filing can be taken back with everything that only it states.
  func beginStatements() {
    mentions.removeAll()
    accounts.removeAll()
    links.removeAll()
  }

  // MARK: - the tree

  @inline(__always)
  func element(_ row: Int) -> GoAMLElement? { GoAMLElement(tree.nameNumber(of: row)) }

  func child(_ row: Int, _ element: GoAMLElement) -> Int? {
    var found: Int?
    tree.forEachChild(of: row) { child in
      if found == nil, self.element(child) == element { found = child }
    }
    return found
  }

  /// The text of a child, nil where it is missing, empty or a sentinel (`-`, `UNKNOWN`).
  func value(_ row: Int, _ element: GoAMLElement) -> String? {
    guard let child = child(row, element) else { return nil }
    return value(child)
  }

  func value(_ row: Int) -> String? {
    guard tree.hasText(row) else { return nil }
    let text = tree.text(row)
    return Sentinel.matches(text) ? nil : text
  }

  /// A reference as stated: a run of one digit, a sentinel elsewhere, may be a number like another
  /// here (`111` after `110`).
  func reference(_ row: Int) -> String? {
    guard tree.isLeaf(row), tree.hasText(row) else { return nil }
    let text = tree.text(row)
    let hasDigit = text.utf8.contains { $0 >= UInt8(ascii: "1") && $0 <= UInt8(ascii: "9") }
    return hasDigit || !Sentinel.matches(text) ? text : nil
  }

  func provenance(_ row: Int) -> Provenance {
    let place = tree.place(of: row)
    let below = tree.path(of: row, names: reader.names)
    return Provenance(
      offset: place.offset, length: place.length, line: place.line,
      path: below.isEmpty ? recordPath : recordPath + "/" + below)
  }

  // MARK: - parties and accounts

  /// The number of the mention that a row states: an earlier one where the source has stated the
  /// same before. `make` is given only statements that are new; what it returns without a name or
  /// an identifier is never taken for a repetition of another.
  func mention(_ key: StatementKey, _ make: () -> (mention: Mention, isIdentified: Bool)) -> Int {
    if let number = mentions[key] {
      if number >= batchMentions {
        batch.mentions[number - batchMentions].occurrences += 1
      } else {
        batch.repeats[number, default: 0] += 1
      }
      return number
    }
    let (mention, isIdentified) = make()
    let number = mentionCount
    batch.mentions.append(mention)
    mentionCount += 1
    if isIdentified {
      if mentions.count >= Self.remembered { mentions.removeAll() }
      mentions[key] = number
    }
    return number
  }

  func account(_ key: StatementKey, _ make: () -> AccountMention) -> Int {
    if let number = accounts[key] { return number }
    let account = make()
    let number = accountCount
    batch.accounts.append(account)
    accountCount += 1
    if account.number != nil || account.iban != nil {
      if accounts.count >= Self.remembered { accounts.removeAll() }
      accounts[key] = number
    }
    return number
  }

  /// Emits a link unless the source has stated the same between the same two before.
  func link(
    _ kind: LinkKind, from: Endpoint, to: Endpoint, content: StatementKey, _ make: () -> Link
  ) {
    let key = LinkKey(kind: kind, from: from, to: to, content: content)
    guard links.insert(key).inserted else { return }
    if links.count > Self.remembered { links = [key] }
    batch.links.append(make())
  }

  // MARK: - transactions

  func number(ofMode mode: String?) -> Int32 {
    guard let mode else { return -1 }
    if let number = modes[mode] { return number }
    let number = Int32(modes.count)
    modes[mode] = number
    batch.modes.append(mode)
    return number
  }

  func number(ofCurrency currency: String) -> Int32 {
    if let number = currencies[currency] { return number }
    let number = Int32(currencies.count)
    currencies[currency] = number
    batch.currencies.append(currency)
    return number
  }

  /// Appends a transaction; every row has a detail. Where the report has stated no local currency
  /// so far, it is denominated once it has, at the latest when the batch is handed over.
  func append(
    ref: String, reference: String, time: TimeSpan, from: Int32, to: Int32, amount: Decimal64,
    foreign: Money?, mode: String?, provenance: Provenance, detail: TransactionDetail
  ) {
    let local = filing?.localCurrency
    if local == nil { undenominated.append((batch.transactions.count, foreign)) }
    batch.transactions.append(
      ref: ref, reference: reference, time: time, from: from, to: to, amount: amount,
      currency: local.map { number(ofCurrency: $0) } ?? 0, mode: number(ofMode: mode),
      provenance: provenance, detail: detail)
    transactionCount += 1
  }

  /// Gives the waiting rows the report's currency; without one, the single foreign amount that a
  /// side states takes the place of the local amount, which stays a fact; without that the currency
  /// stays empty, because none is stated.
  func denominate() {
    for (row, foreign) in undenominated {
      if let local = filing?.localCurrency {
        batch.transactions.currency[row] = number(ofCurrency: local)
        continue
      }
      guard let foreign else {
        batch.transactions.currency[row] = number(ofCurrency: "")
        continue
      }
      let stated = Decimal64(
        mantissa: batch.transactions.mantissa[row], scale: batch.transactions.scale[row])
      batch.transactions.details[row].facts.append(Fact("amount_local", stated.description))
      batch.transactions.mantissa[row] = foreign.mantissa
      batch.transactions.scale[row] = foreign.scale
      batch.transactions.currency[row] = number(ofCurrency: foreign.currency)
    }
    undenominated.removeAll(keepingCapacity: true)
  }

  /// Row 0 is the record, which can be mended by itself; any other a part of it.
  func reject(_ row: Int, _ reason: String) {
    let rejection = Rejection(
      provenance: provenance(row), reason: reason,
      snippet: TextSnippet.text(tree.head, encoding: reader.encoding))
    batch.rejections.append(row == 0 ? rejection : rejection.ofPart)
  }

  /// A transaction that states no local amount: its one foreign amount is the amount.
  func append(
    ref: String, reference: String, time: TimeSpan, from: Int32, to: Int32, only foreign: Money,
    mode: String?, provenance: Provenance, detail: TransactionDetail
  ) {
    batch.transactions.append(
      ref: ref, reference: reference, time: time, from: from, to: to,
      amount: Decimal64(mantissa: foreign.mantissa, scale: foreign.scale),
      currency: number(ofCurrency: foreign.currency), mode: number(ofMode: mode),
      provenance: provenance, detail: detail)
    transactionCount += 1
  }

  /// What a batch states outside its reports and after the last of them.
  func rejectOutside(at event: XMLEvent) {
    batch.rejections.append(
      Rejection(
        provenance: Provenance(offset: event.offset, length: 0, line: event.line),
        reason: "The file states elements outside any report.", snippet: ""))
  }

  // MARK: - handing over

  /// About 16,000 transactions, 16 MiB of their texts or 4,000 other records.
  var isFull: Bool {
    batch.transactions.count >= 16_384 || batch.transactions.arena.count >= 16 << 20
      || batch.mentions.count + batch.accounts.count + batch.links.count + batch.filings.count
        + batch.rejections.count >= 4096
  }

  func take() -> Batch {
    denominate()
    let full = batch
    batch = Batch()
    batchMentions = mentionCount
    return full
  }
}

/// The first bytes of a record for people to read.
enum TextSnippet {
  static func text(_ bytes: [UInt8], encoding: String) -> String {
    if encoding.hasPrefix("utf-16") {
      let isBig = encoding == "utf-16be"
      let units = stride(from: 0, to: bytes.count - 1, by: 2).map { at in
        UInt16(bytes[isBig ? at : at + 1]) << 8 | UInt16(bytes[isBig ? at + 1 : at])
      }
      return String(decoding: units, as: UTF16.self)
    }
    guard encoding == "utf-8" else {
      return String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    }
    var text = String(decoding: bytes, as: UTF8.self)
    while text.last == "\u{FFFD}" { text.removeLast() }
    return text
  }
}
