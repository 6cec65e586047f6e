import ClewGraph
import ClewModel

/// What `clew trace` asks of the postings.
package struct TraceQuestion: Sendable {
  package enum Direction: String, Sendable { case forward, backward }

  /// Two entries of one account on one day, whose order no time decides.
  package enum SameDay: String, Sendable, CaseIterable {
    /// The order in which the sources state them.
    case ledger
    case withdrawalsFirst = "withdrawals-first"
    case depositsFirst = "deposits-first"
  }

  package var method: TracingMethod
  package var direction = Direction.forward
  package var origin: Origin
  package var claims = Claims()
  package var sameDay = SameDay.ledger
  /// Postings before and after are not followed; nil for no bound. Seconds, inclusive.
  package var window: ClosedRange<Int64>?
  /// How many accounts in a row the money is followed through.
  package var maxHops = 32
  /// Postings that may be worked and lots that may be moved before the trace stops and says so.
  package var workLimit = 20_000_000
  /// Forward from an account or a party: all that it received is one origin a unit, not one for each
  /// inflow. Pools that charge rateably then do not grow with the number of inflows.
  package var inflowsAreOne = false

  package init(_ method: TracingMethod, _ origin: Origin) {
    self.method = method
    self.origin = origin
  }

  package enum Origin: Hashable, Sendable {
    /// Rows of the postings: the money they carry, or only a part of it (in the unit of the credited
    /// side, for one row).
    case transactions([Int32], amount: Int64?)
    /// Everything the account received (forward) or what it holds at the end (backward).
    case account(Int32)
    /// All accounts of a party.
    case party([Int32])
  }
}

/// What the analyst puts in: who claims, what was the wrongdoer's own, which rule was elected. Every
/// part of it is printed with the answer.
package struct Claims: Hashable, Sendable {
  package var jurisdiction: String?
  /// The election made and by whom, in the analyst's words.
  package var election: String?
  package var claimants: [Claimant] = []
  /// Rows whose money is the wrongdoer's own.
  package var own: [Int32] = []
  /// Rows of later top-ups made to restore the trust: they revive a claim.
  package var restoring: [Int32] = []
  package var openings: [Opening] = []
  package var assets: [Asset] = []
  package var rates: [Rate] = []
  /// The movements are one coordinated scheme (Durant): an asset bought before the money arrived
  /// may be traced into.
  package var coordinated = false
  /// Sequence that the analyst gives to rows of one day; rows not named keep their place.
  package var order: [Int32] = []

  package init() {}

  /// One who paid in, with the rows that brought the money and how much of each was theirs.
  package struct Claimant: Hashable, Sendable {
    package var name: String
    package var contributions: [Contribution]

    package init(name: String, contributions: [Contribution]) {
      self.name = name
      self.contributions = contributions
    }
  }

  package struct Contribution: Hashable, Sendable {
    package var row: Int32
    /// nil for the whole credit of the row.
    package var amount: Int64?

    package init(row: Int32, amount: Int64? = nil) {
      self.row = row
      self.amount = amount
    }
  }

  /// A balance that stood before the first posting, and whose it was (nil for unknown).
  package struct Opening: Hashable, Sendable {
    package var node: Int32
    package var unit: UInt16
    package var amount: Int64
    package var owner: String?

    package init(node: Int32, unit: UInt16, amount: Int64, owner: String? = nil) {
      self.node = node
      self.unit = unit
      self.amount = amount
      self.owner = owner
    }
  }

  /// A thing bought by the payments `rows`, and what it is worth or was sold for.
  package struct Asset: Hashable, Sendable {
    package var name: String
    package var rows: [Int32]
    package var value: Int64?
    package var unit: UInt16?

    package init(name: String, rows: [Int32], value: Int64? = nil, unit: UInt16? = nil) {
      self.name = name
      self.rows = rows
      self.value = value
      self.unit = unit
    }
  }

  /// How many units of `to` one unit of `from` is worth from a day on, as the analyst states it.
  package struct Rate: Hashable, Sendable {
    package var from: String
    package var to: String
    package var rate: Decimal64
    package var day: Day
    /// The share by which a stated conversion may differ and still be taken for one.
    package var tolerance: Decimal64
    package var source: String

    package init(
      from: String, to: String, rate: Decimal64, day: Day, tolerance: Decimal64, source: String
    ) {
      self.from = from
      self.to = to
      self.rate = rate
      self.day = day
      self.tolerance = tolerance
      self.source = source
    }
  }
}
