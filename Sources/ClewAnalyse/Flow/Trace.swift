import ClewGraph
import ClewModel

/// What became of money (forward) or where it came from (backward), with the lots that prove it.
///
/// All amounts are in the smallest unit of their `unit` (a number into `Postings.units`).
package struct Trace: Sendable {
  package var method: TracingMethod
  package var direction: TraceQuestion.Direction
  package var sameDay: TraceQuestion.SameDay
  /// What lots can come from, in the order of the ledger; a lot names one by its position here.
  package var origins: [Origin] = []
  /// Every posting that moved traced money, in the order in which they were worked.
  package var movements: [Movement] = []
  /// The lots of all movements, those of one after those of another (see `lots(of:)`).
  package var lots: [Lot] = []
  /// What lies where at the end, ascending by node, then unit; accounts with nothing are left out.
  package var balances: [Holding] = []
  /// What was bought, and what of it can be claimed.
  package var assets: [AssetClaim] = []
  /// The traced money that can be followed no further, by unit: paid in cash, to nobody known, lost.
  package var untraceable: [Untraceable] = []
  package var warnings: [Warning] = []
  /// Whether in every unit traced origins + what was changed into it = balances + untraceable + paid
  /// for assets + what was changed out of it, and every posting's lots add up to the posting. For
  /// poison, which keeps no sums: that nowhere more is tainted than there is.
  package var reconciles = true
  package var isExhaustive = true

  package init(
    method: TracingMethod, direction: TraceQuestion.Direction, sameDay: TraceQuestion.SameDay
  ) {
    self.method = method
    self.direction = direction
    self.sameDay = sameDay
  }

  /// The lots of a movement in the order in which they were consumed, for pools without an order by
  /// origin. They add up to the whole debit of the posting (the whole credit, for an origin).
  package func lots(of movement: Movement) -> ArraySlice<Lot> {
    lots[Int(movement.lotStart)..<Int(movement.lotEnd)]
  }

  /// Money of one owner that came in at one place.
  package struct Origin: Hashable, Sendable {
    /// nil for an opening balance, and for all inflows of an account taken as one. Backward also the
    /// payment for which an account held too little (`node` is the payer then).
    package var row: Int32?
    package var node: Int32
    package var unit: UInt16
    /// What came in under this head; backward, what of it is in the money asked for.
    package var amount: Int128
    /// The claimant's name, `own`, or nil where nobody says.
    package var owner: String?
    /// Whether it is the money the question follows.
    package var isTraced: Bool
    /// A top-up made to restore the trust: it revives a claim and is no money of the claimant.
    package var isRestoring = false

    package init(
      row: Int32?, node: Int32, unit: UInt16, amount: Int128, owner: String?, isTraced: Bool
    ) {
      self.row = row
      self.node = node
      self.unit = unit
      self.amount = amount
      self.owner = owner
      self.isTraced = isTraced
    }

    /// The owner of the rows of `Claims.own`.
    package static let own = "own"
  }

  package struct Lot: Hashable, Sendable {
    /// The origin of money that nobody claims and the question does not follow.
    package static let other: Int32 = -1

    /// A position in `origins`, or `other`.
    package var origin: Int32
    /// The posting that brought the lot into the paying account; -1 for an opening balance, for money
    /// that no entry explains, and where a pool keeps no lots apart (all but fifo and lifo).
    package var via: Int32
    package var amount: Int128

    package init(origin: Int32, via: Int32 = -1, amount: Int128) {
      self.origin = origin
      self.via = via
      self.amount = amount
    }
  }

  package struct Movement: Hashable, Sendable {
    package var row: Int32
    /// The account that paid, or that received an origin.
    package var node: Int32
    package var unit: UInt16
    /// False where the order of entries that decides it is not certain.
    package var isCertain: Bool
    /// The part of `Trace.lots` that is the movement's.
    package var lotStart: Int32
    package var lotEnd: Int32
    /// The traced part of the posting.
    package var traced: Int128
    /// Balance of the account after, as computed.
    package var balance: Int128
    /// Set where the money changed currency on this step.
    package var converted: Conversion?

    package init(
      row: Int32, node: Int32, unit: UInt16, traced: Int128, lots: Range<Int>, balance: Int128,
      converted: Conversion? = nil, isCertain: Bool = true
    ) {
      self.row = row
      self.node = node
      self.unit = unit
      self.traced = traced
      self.lotStart = Int32(clamping: lots.lowerBound)
      self.lotEnd = Int32(clamping: lots.upperBound)
      self.balance = balance
      self.converted = converted
      self.isCertain = isCertain
    }
  }

  /// The unit and the traced amount credited, and the rate used.
  package struct Conversion: Hashable, Sendable {
    package var traced: Int128
    package var unit: UInt16
    /// A position in `Claims.rates`; nil where both sides' money is stated.
    package var rate: Int32?

    package init(unit: UInt16, traced: Int128, rate: Int32?) {
      self.unit = unit
      self.traced = traced
      self.rate = rate
    }
  }

  package struct Holding: Hashable, Sendable {
    package var node: Int32
    package var unit: UInt16
    /// What of the balance is traced.
    package var amount: Int128
    /// By origin, ascending; money that nobody claims left out.
    package var lots: [Lot]
    /// The whole balance of the account at the end, as computed.
    package var balance: Int128

    package init(node: Int32, unit: UInt16, amount: Int128, lots: [Lot], balance: Int128) {
      self.node = node
      self.unit = unit
      self.amount = amount
      self.lots = lots
      self.balance = balance
    }
  }

  /// What one owner can claim of one asset.
  package struct AssetClaim: Hashable, Sendable {
    /// A position in `Claims.assets`.
    package var asset: Int
    /// nil for traced money whose owner nobody says.
    package var owner: String?
    /// The unit of the payments for it, in which `paid`, `price`, `lien` and `coordinated` are.
    package var unit: UInt16
    /// The traced money that went into it.
    package var paid: Int128
    /// All that was paid for it: `paid` of `price` is the owner's proportionate share.
    package var price: Int128
    /// The sum for which the owner may have a charge on it instead: the money put in (Foskett v
    /// McKeown); under the first charge the whole of the owner's claim (Re Oatway).
    package var lien: Int128
    /// What the choice gives of the asset's value: the proportionate share, rounded down; under the
    /// first charge the lien as far as the value reaches, rateably with other owners. Without a value
    /// what was paid.
    package var amount: Int128
    package var amountUnit: UInt16
    /// With money that reached the paying account only after the asset was bought, where the scheme
    /// is coordinated (Durant): `paid` and this are the two results.
    package var coordinated: Int128?
  }

  package struct Untraceable: Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
      /// Paid out in cash; paid to a side that no source names.
      case cash, unknownSide = "unknown-side"
      /// Went to an overdraft or to charges, or is a share of losses from before it came.
      case dissipated
      /// Changed into a currency that nobody gives a rate for.
      case noRate = "no-rate"
      /// Left the last account that the question lets it be followed to.
      case hops
      /// Was still on its way when the work stopped.
      case work
    }

    package var reason: Reason
    package var row: Int32?
    package var node: Int32
    package var unit: UInt16
    package var amount: Int128

    package init(reason: Reason, row: Int32?, node: Int32, unit: UInt16, amount: Int128) {
      self.reason = reason
      self.row = row
      self.node = node
      self.unit = unit
      self.amount = amount
    }
  }

  /// Where the data or the doctrine does not carry the trace.
  package struct Warning: Hashable, Sendable {
    package enum Kind: String, Sendable, CaseIterable {
      /// No opening balance is stated: it is taken as none.
      case noOpening = "no-opening-balance"
      /// A stated balance is not what the entries give.
      case balanceContradicted = "balance-contradicted"
      /// Entries are missing between two stated balances.
      case gap = "statement-gap"
      case negativeBalance = "negative-balance"
      case currencyChange = "currency-change"
      /// The order of entries is not certain, and decides.
      case order = "uncertain-order"
      /// A date known as a range only.
      case dateRange = "date-range"
      /// The doctrine is not valid from here on.
      case doctrine = "doctrine-ends"
      case ownPartyTransfer = "self-transfer"
      case zeroOrNegative = "zero-or-negative-amount"
      case cut = "not-followed"
    }

    package var kind: Kind
    package var node: Int32?
    package var row: Int32?
    package var what: String

    package init(_ kind: Kind, node: Int32? = nil, row: Int32? = nil, _ what: String) {
      self.kind = kind
      self.node = node
      self.row = row
      self.what = what
    }
  }
}
