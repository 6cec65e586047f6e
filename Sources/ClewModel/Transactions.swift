/// A run of transactions of one source as columns: the form readers emit and the store loads.
///
/// Every column has `count` elements. Accounts, currencies and modes are numbers into tables of the
/// source (accounts by order of emission; `currencies` and `modes` below, which only grow), so that
/// a reader makes no `String` per field. Texts lie in one arena.
package struct Transactions: Sendable {
  /// No account on that side.
  package static let none: Int32 = -1
  /// The side is cash over the counter: no account, and known to be none.
  package static let cash: Int32 = -2

  package var count: Int { from.count }

  /// Start of the time span, seconds (see `TimeSpan`), and its precision (`TimeSpan.Precision`).
  package var lo: [Int64] = []
  package var precision: [UInt8] = []
  /// Accounts of the two sides: a number of the source, `none` or `cash`.
  package var from: [Int32] = []
  package var to: [Int32] = []
  /// The amount; its currency is a number into `currencies`.
  package var mantissa: [Int64] = []
  package var scale: [UInt8] = []
  package var currency: [Int32] = []
  /// A number into `modes`, or -1.
  package var mode: [Int32] = []
  /// Balance of the account that the source reports on, after the transaction, at the amount's
  /// scale and currency; `noBalance` where not stated.
  package var balanceAfter: [Int64] = []
  package static let noBalance = Int64.min
  /// Provenance.
  package var offset: [Int64] = []
  package var length: [Int32] = []
  package var line: [Int32] = []
  /// Ends of the texts in `arena`: for row i, ref is `arena[textEnd[2i-1]..<textEnd[2i]]` and
  /// reference `arena[textEnd[2i]..<textEnd[2i+1]]`, with 0 before the first.
  package var textEnd: [Int32] = []
  package var arena: [UInt8] = []

  /// What only some rows have, in row order.
  package var details: [TransactionDetail] = []

  package init() {}

  package mutating func removeAll() {
    lo.removeAll(keepingCapacity: true)
    precision.removeAll(keepingCapacity: true)
    from.removeAll(keepingCapacity: true)
    to.removeAll(keepingCapacity: true)
    mantissa.removeAll(keepingCapacity: true)
    scale.removeAll(keepingCapacity: true)
    currency.removeAll(keepingCapacity: true)
    mode.removeAll(keepingCapacity: true)
    balanceAfter.removeAll(keepingCapacity: true)
    offset.removeAll(keepingCapacity: true)
    length.removeAll(keepingCapacity: true)
    line.removeAll(keepingCapacity: true)
    textEnd.removeAll(keepingCapacity: true)
    arena.removeAll(keepingCapacity: true)
    details.removeAll(keepingCapacity: true)
  }

  /// Appends one transaction given as a value: for readers off the hot path.
  ///
  /// `currency` and `mode` are numbers into the tables of the batch.
  package mutating func append(
    ref: String, reference: String, time: TimeSpan, from: Int32, to: Int32, amount: Decimal64,
    currency: Int32, mode: Int32, balanceAfter: Int64 = noBalance, provenance: Provenance,
    detail: TransactionDetail? = nil
  ) {
    lo.append(time.lo)
    precision.append(time.precision.rawValue)
    self.from.append(from)
    self.to.append(to)
    mantissa.append(amount.mantissa)
    scale.append(amount.scale)
    self.currency.append(currency)
    self.mode.append(mode)
    self.balanceAfter.append(balanceAfter)
    offset.append(provenance.offset)
    length.append(provenance.length)
    line.append(provenance.line)
    arena.append(contentsOf: ref.utf8)
    textEnd.append(Int32(arena.count))
    arena.append(contentsOf: reference.utf8)
    textEnd.append(Int32(arena.count))
    if var detail {
      detail.row = count - 1
      details.append(detail)
    }
  }
}

/// What a transaction states beyond its columns: parties, side amounts, roles, a long description.
package struct TransactionDetail: Hashable, Sendable {
  /// A party or an account in a role: the two sides (`from`, `to`), the conductor, ultimate parties,
  /// agents in order, and the parties of a multi-party transaction, which has no direction.
  package struct Role: Hashable, Sendable {
    /// `from`, `to`, `conductor`, or the code the source gives (`BUY`, `RMITR`), `party` where none.
    package var name: String
    package var mention: Int?
    /// A party named by the id its set gives it.
    package var partyRef: String?
    package var account: Int?
    /// The side's own amount (foreign currency), where stated.
    package var money: Money?
    package var funds: String?
    package var country: String?
    package var suspected: Bool?

    package init(
      name: String, mention: Int? = nil, partyRef: String? = nil, account: Int? = nil,
      money: Money? = nil, funds: String? = nil, country: String? = nil, suspected: Bool? = nil
    ) {
      self.name = name
      self.mention = mention
      self.partyRef = partyRef
      self.account = account
      self.money = money
      self.funds = funds
      self.country = country
      self.suspected = suspected
    }
  }

  /// Whether money has moved. What has not takes no part in any analysis until a statement of a
  /// payment that has moved turns out to be the same.
  package enum Standing: UInt8, Sendable, CaseIterable {
    /// Booked, or reported as done.
    case settled
    /// An order that somebody gave: pain.001, MT101.
    case instructed
    /// On a statement, not yet booked.
    case pending
    /// For information, or refused: it did not move money.
    case void
  }

  /// The row in its `Transactions`; set by `append`.
  package var row = 0
  package var roles: [Role]
  /// Element path of the record, where a line says too little.
  package var path: String
  package var description: String
  /// Unique end-to-end transaction reference (UETR) of the customer's or the banks' own payment; a
  /// cover payment and a return carry that of another payment, which is a fact and not this.
  package var uetr: String?
  /// The reference the payer gave it end to end (`EndToEndId`), where it means something.
  package var endToEnd: String?
  /// The reference of the bank that keeps the account (`AcctSvcrRef`; `//` in field 61).
  package var servicerReference: String?
  package var standing: Standing
  /// The value date, where it differs from the booking time.
  package var valueDate: TimeSpan?
  package var suspicious: Bool?
  package var facts: [Fact]

  package init(
    roles: [Role] = [], path: String = "", description: String = "", uetr: String? = nil,
    endToEnd: String? = nil, servicerReference: String? = nil, standing: Standing = .settled,
    valueDate: TimeSpan? = nil, suspicious: Bool? = nil, facts: [Fact] = []
  ) {
    self.roles = roles
    self.path = path
    self.description = description
    self.uetr = uetr
    self.endToEnd = endToEnd
    self.servicerReference = servicerReference
    self.standing = standing
    self.valueDate = valueDate
    self.suspicious = suspicious
    self.facts = facts
  }
}
