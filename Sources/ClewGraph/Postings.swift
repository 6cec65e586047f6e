import ClewModel

/// Every transaction that touches an account of the snapshot, as columns in ascending id: what
/// tracing reads. Unlike `Payments` it holds those with one known side too (cash, fees, a side that
/// no source names), both sides' own amounts, and the balances that sources state.
///
/// Canonical, settled transactions of live sources only, each once.
package struct Postings: Sendable {
  /// A side that is known to be cash over the counter.
  package static let cash: Int32 = -2
  /// A side that no source names, or that several parties share.
  package static let unknown: Int32 = -1

  package var count: Int { ids.count }

  package var ids: [UInt32] = []
  /// Nodes of the two sides, or `cash`, `unknown`.
  package var from: [Int32] = []
  package var to: [Int32] = []
  /// Seconds and precision (see `TimeSpan`): the booking time.
  package var lo: [Int64] = []
  package var precision: [UInt8] = []
  /// What the payer's account was debited, in the smallest unit of its currency as `units` gives it.
  package var debit: [Int64] = []
  /// A number into `units`.
  package var debitUnit: [UInt16] = []
  /// What the payee's account was credited; the same as the debit unless the two sides state
  /// different money.
  package var credit: [Int64] = []
  package var creditUnit: [UInt16] = []
  /// Currencies, each with the one scale that all its amounts are brought to: the widest stated.
  package var units: [Unit] = []
  /// As in `Payments`.
  package var sourceIDs: [Int32] = []
  package var sourceStart: [Int32] = []
  /// Balances that sources state, ascending by row, then node.
  package var balances: [Balance] = []
  /// Balances stated with a date and no transaction (the register's, a statement's opening or
  /// closing), ascending by node, then time.
  package var statedBalances: [StatedBalance] = []
  /// Balances after transactions of which the source does not say whose they are; not in `balances`.
  package var unplacedBalances = 0

  package struct Unit: Hashable, Sendable {
    package var currency: String
    package var scale: UInt8

    package init(currency: String, scale: UInt8) {
      self.currency = currency
      self.scale = scale
    }
  }

  /// The balance of an account after a transaction, as one source states it.
  package struct Balance: Hashable, Sendable {
    package var row: Int32
    package var node: Int32
    package var amount: Int64
    package var unit: UInt16
    package var source: Int32

    package init(row: Int32, node: Int32, amount: Int64, unit: UInt16, source: Int32) {
      self.row = row
      self.node = node
      self.amount = amount
      self.unit = unit
      self.source = source
    }
  }

  /// The balance of an account at the end of a time: of the day, where that is a day. The opening
  /// balance of a statement stands at the end of the day before its first entry.
  package struct StatedBalance: Hashable, Sendable {
    package var node: Int32
    package var time: TimeSpan
    package var amount: Int64
    package var unit: UInt16
    package var source: Int32

    package init(node: Int32, time: TimeSpan, amount: Int64, unit: UInt16, source: Int32) {
      self.node = node
      self.time = time
      self.amount = amount
      self.unit = unit
      self.source = source
    }
  }

  package init() {}

  package func time(of row: Int) -> TimeSpan {
    TimeSpan(lo: lo[row], precision: TimeSpan.Precision(rawValue: precision[row]) ?? .second)
  }

  package func money(_ amount: Int128, unit: UInt16) -> String {
    Decimal64.text(amount, scale: units[Int(unit)].scale)
  }
}
