import ClewModel

/// Builds the transactions of a source row by row: numbers accounts, currencies, modes and named
/// counterparties, fills the columns, and hands batches on.
///
/// The numbers run over the whole source; only the batch is cleared.
struct Ledger {
  /// The fields of one side of a row, as cells.
  struct Side {
    /// An institution with a number, else text that may be a ref or a number of the set.
    var institution = Cell(start: nil, count: 0)
    var account = Cell(start: nil, count: 0)
    /// A party by the id its set gives it.
    var party = Cell(start: nil, count: 0)
    var name = Cell(start: nil, count: 0)
    /// The side's own amount, where it differs.
    var money: Money?
  }

  static let batchSize = 1 << 14
  private static let arenaLimit = 64 << 20

  var batch = Batch()
  /// Transactions of the source so far, those of earlier batches included.
  private(set) var total = 0

  private var accounts = ByteTable()
  // Stand in `accounts` for the negative numbers.
  private static let cashKey = Int32.max
  private static let noKey = Int32.max - 1
  private var accountTotal: Int32 = 0
  private var currencyKeys = ByteTable()
  private var currencyNumbers: [Int32] = []
  private var currencyCodes: [String: Int32] = [:]
  private var modeKeys = ByteTable()
  private var names = ByteTable()
  private var mentionTotal = 0
  /// The number of the first mention of the batch.
  private var firstMention = 0

  init() { reserve() }

  var isFull: Bool {
    batch.transactions.count >= Self.batchSize || batch.transactions.arena.count > Self.arenaLimit
      || batch.rejections.count >= 4096
  }

  /// The batch so far; the next begins.
  mutating func handOver() -> Batch {
    let full = batch
    batch = Batch()
    firstMention = mentionTotal
    reserve()
    return full
  }

  private mutating func reserve() {
    let rows = Self.batchSize
    batch.transactions.lo.reserveCapacity(rows)
    batch.transactions.precision.reserveCapacity(rows)
    batch.transactions.from.reserveCapacity(rows)
    batch.transactions.to.reserveCapacity(rows)
    batch.transactions.mantissa.reserveCapacity(rows)
    batch.transactions.scale.reserveCapacity(rows)
    batch.transactions.currency.reserveCapacity(rows)
    batch.transactions.mode.reserveCapacity(rows)
    batch.transactions.balanceAfter.reserveCapacity(rows)
    batch.transactions.offset.reserveCapacity(rows)
    batch.transactions.length.reserveCapacity(rows)
    batch.transactions.line.reserveCapacity(rows)
    batch.transactions.textEnd.reserveCapacity(2 * rows)
  }

  /// The number of the account a side names: of the pair of institution and number, else of the
  /// text; `cash` for that word, `none` for an empty cell and for a sentinel, which joins nothing.
  mutating func account(_ side: Side, provenance: Provenance) -> Int32 {
    guard side.account.count > 0 else { return Transactions.none }
    let (key, isNew) = accounts.number(of: side.institution, side.account)
    if !isNew {
      if key < Self.noKey { return Int32(truncatingIfNeeded: key) }
      return key == Self.cashKey ? Transactions.cash : Transactions.none
    }
    let number = newAccount(side, provenance)
    accounts.renumber(
      number >= 0 ? number : number == Transactions.cash ? Self.cashKey : Self.noKey)
    return number
  }

  private mutating func newAccount(_ side: Side, _ provenance: Provenance) -> Int32 {
    if side.account.isWord("CASH") { return Transactions.cash }
    let text = side.account.text
    let stands = side.institution.count > 0 ? !Sentinel.matches(text) : !Sentinel.fillsRef(text)
    if !stands { return Transactions.none }
    var account = AccountMention(provenance: provenance)
    if side.institution.count == 0 {
      account.text = text
    } else {
      account.institution = side.institution.text
      if CheckDigits.iban(text) != nil { account.iban = text } else { account.number = text }
    }
    batch.accounts.append(account)
    defer { accountTotal += 1 }
    return accountTotal
  }

  /// Adds an account that is stated once for the whole source.
  mutating func account(_ mention: AccountMention) -> Int32 {
    batch.accounts.append(mention)
    defer { accountTotal += 1 }
    return accountTotal
  }

  /// The number of a currency; three letters count in any case.
  mutating func currency(_ cell: Cell) -> Int32 {
    let (key, isNew) = currencyKeys.number(of: cell)
    if !isNew { return currencyNumbers[key] }
    let code = CurrencyCode.normal(cell.text)
    let number = currencyCodes[code] ?? Int32(truncatingIfNeeded: currencyCodes.count)
    if currencyCodes.updateValue(number, forKey: code) == nil { batch.currencies.append(code) }
    currencyNumbers.append(number)
    return number
  }

  /// The number of a mode, -1 for none.
  mutating func mode(_ cell: Cell) -> Int32 {
    guard cell.count > 0 else { return -1 }
    let (number, isNew) = modeKeys.number(of: cell)
    if isNew { batch.modes.append(cell.text) }
    return Int32(truncatingIfNeeded: number)
  }

  /// The mention of a party that a row names beside an account, one for each name and account.
  mutating func named(
    _ side: Side, account: Int32, provenance: Provenance
  ) -> Int {
    let key: (number: Int, isNew: Bool) = side.name.withKey(account, side.party) {
      names.number(of: $0)
    }
    if key.isNew {
      batch.mentions.append(
        Mention(
          ref: side.party.count > 0 ? side.party.text : nil, kind: .unknown,
          name: side.name.text, provenance: provenance))
      mentionTotal += 1
    } else if key.number >= firstMention {
      batch.mentions[key.number - firstMention].occurrences += 1
    } else {
      batch.repeats[key.number, default: 0] += 1
    }
    return key.number
  }

  /// The role of a side, where the row states more than its account.
  mutating func role(
    _ name: String, _ side: Side, account: Int32, provenance: Provenance
  ) -> TransactionDetail.Role? {
    guard side.party.count > 0 || side.name.count > 0 || side.money != nil else { return nil }
    var role = TransactionDetail.Role(name: name, money: side.money)
    if side.party.count > 0 { role.partyRef = side.party.text }
    if side.name.count > 0 {
      role.mention = named(side, account: account, provenance: provenance)
    }
    return role
  }

  /// Appends a row to the columns.
  mutating func append(
    time: TimeSpan, from: Int32, to: Int32, amount: Decimal64, currency: Int32, mode: Int32,
    balanceAfter: Int64, ref: Cell, reference: Cell, provenance: Provenance
  ) {
    batch.transactions.lo.append(time.lo)
    batch.transactions.precision.append(time.precision.rawValue)
    batch.transactions.from.append(from)
    batch.transactions.to.append(to)
    batch.transactions.mantissa.append(amount.mantissa)
    batch.transactions.scale.append(amount.scale)
    batch.transactions.currency.append(currency)
    batch.transactions.mode.append(mode)
    batch.transactions.balanceAfter.append(balanceAfter)
    batch.transactions.offset.append(provenance.offset)
    batch.transactions.length.append(provenance.length)
    batch.transactions.line.append(provenance.line)
    batch.transactions.arena.append(contentsOf: ref)
    batch.transactions.textEnd.append(
      Int32(truncatingIfNeeded: batch.transactions.arena.count))
    batch.transactions.arena.append(contentsOf: reference)
    batch.transactions.textEnd.append(
      Int32(truncatingIfNeeded: batch.transactions.arena.count))
    total += 1
  }

  /// Adds what the row just appended states beside its columns.
  mutating func attach(_ detail: TransactionDetail) {
    var detail = detail
    detail.row = batch.transactions.count - 1
    batch.transactions.details.append(detail)
  }

  /// Amount and balance at one scale, without rounding: the balance at the amount's scale where that
  /// is exact, else the amount widened to the balance's. Nil where neither fits.
  static func aligned(
    _ amount: Decimal64, _ balance: Decimal64
  ) -> (amount: Decimal64, balance: Int64)? {
    if let balance = balance.rescaled(to: amount.scale) { return (amount, balance.mantissa) }
    guard let wider = amount.rescaled(to: balance.scale) else { return nil }
    return (wider, balance.mantissa)
  }
}

extension Ledger {
  /// Why an account number cannot be one: a spreadsheet has rounded it. Nil for any other.
  static func fault(_ account: Cell) -> String? {
    guard account.count > 4, account.contains(UInt8(ascii: "+")), Sentinel.isRounded(account.text)
    else { return nil }
    return "an account number is written in powers of ten: the spreadsheet has rounded it; "
      + "set its column to text and enter the numbers again"
  }
}

/// Codes of currencies as they are compared.
enum CurrencyCode {
  /// Three ASCII letters in upper case (ISO 4217), anything else as stated.
  static func normal(_ text: String) -> String {
    let isCode =
      text.utf8.count == 3
      && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0 & 0xDF) }
    return isCode ? text.uppercased() : text
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The cell with an account number and a party's ref behind it, as one key.
  func withKey<Result>(_ account: Int32, _ party: Cell, _ body: (Cell) -> Result) -> Result {
    var key: [UInt8] = []
    key.reserveCapacity(count + party.count + 8)
    Swift.withUnsafeBytes(of: account.littleEndian) { key.append(contentsOf: $0) }
    Swift.withUnsafeBytes(of: Int32(clamping: count).littleEndian) { key.append(contentsOf: $0) }
    key.append(contentsOf: self)
    key.append(contentsOf: party)
    return key.withUnsafeBufferPointer(body)
  }
}
