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
  /// What lies where at the end, ascending by node, then unit; accounts with nothing are left out.
  package var balances: [Holding] = []
  /// What was bought, and what of it can be claimed.
  package var assets: [AssetClaim] = []
  /// The traced money that can be followed no further, by unit: paid in cash, to nobody known, lost.
  package var untraceable: [Untraceable] = []
  package var warnings: [Warning] = []
  /// Whether origins = balances + untraceable in every unit and every posting's lots add up.
  package var reconciles = true
  package var isExhaustive = true

  package init(
    method: TracingMethod, direction: TraceQuestion.Direction, sameDay: TraceQuestion.SameDay
  ) {
    self.method = method
    self.direction = direction
    self.sameDay = sameDay
  }

  /// Money of one owner that came in at one place.
  package struct Origin: Hashable, Sendable {
    /// nil for an opening balance.
    package var row: Int32?
    package var node: Int32
    package var unit: UInt16
    package var amount: Int128
    /// The claimant's name, `own`, or nil where nobody says.
    package var owner: String?
    /// Whether it is the money the question follows.
    package var isTraced: Bool

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
  }

  package struct Lot: Hashable, Sendable {
    /// A position in `origins`.
    package var origin: Int32
    package var amount: Int128

    package init(origin: Int32, amount: Int128) {
      self.origin = origin
      self.amount = amount
    }
  }

  package struct Movement: Hashable, Sendable {
    package var row: Int32
    /// The account that paid, or that received an origin.
    package var node: Int32
    package var unit: UInt16
    /// The traced part of the posting.
    package var traced: Int128
    /// The lots that make up the traced part; for `lotsOfAll` methods those of the whole posting.
    package var lots: [Lot]
    /// Balance of the paying account after, as computed.
    package var balance: Int128
    /// Set where the money changed currency on this step: the unit and the amount credited, and the
    /// rate used.
    package var converted: Conversion?
    /// `possible` where the order of entries that decides it is not certain.
    package var isCertain: Bool

    package init(
      row: Int32, node: Int32, unit: UInt16, traced: Int128, lots: [Lot], balance: Int128,
      converted: Conversion? = nil, isCertain: Bool = true
    ) {
      self.row = row
      self.node = node
      self.unit = unit
      self.traced = traced
      self.lots = lots
      self.balance = balance
      self.converted = converted
      self.isCertain = isCertain
    }
  }

  package struct Conversion: Hashable, Sendable {
    package var unit: UInt16
    package var traced: Int128
    /// A position in `Claims.rates`; nil where both sides' money is stated.
    package var rate: Int?

    package init(unit: UInt16, traced: Int128, rate: Int?) {
      self.unit = unit
      self.traced = traced
      self.rate = rate
    }
  }

  package struct Holding: Hashable, Sendable {
    package var node: Int32
    package var unit: UInt16
    package var amount: Int128
    /// By origin, ascending.
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

  package struct AssetClaim: Hashable, Sendable {
    /// A position in `Claims.assets`.
    package var asset: Int
    package var owner: String
    package var amount: Int128
    package var unit: UInt16
    /// The share of the asset (numerator, denominator) and the lien for the money put in, of which
    /// the claimant may take one (Foskett v McKeown).
    package var share: (of: Int128, whole: Int128)
    package var lien: Int128

    package init(
      asset: Int, owner: String, amount: Int128, unit: UInt16, share: (of: Int128, whole: Int128),
      lien: Int128
    ) {
      self.asset = asset
      self.owner = owner
      self.amount = amount
      self.unit = unit
      self.share = share
      self.lien = lien
    }

    package static func == (a: Self, b: Self) -> Bool {
      a.asset == b.asset && a.owner == b.owner && a.amount == b.amount && a.unit == b.unit
        && a.share == b.share && a.lien == b.lien
    }

    package func hash(into hasher: inout Hasher) {
      hasher.combine(asset)
      hasher.combine(owner)
      hasher.combine(amount)
    }
  }

  package struct Untraceable: Hashable, Sendable {
    package enum Reason: String, Sendable, CaseIterable {
      case cash, unknownSide = "unknown-side", dissipated, noRate = "no-rate", hops, work
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
