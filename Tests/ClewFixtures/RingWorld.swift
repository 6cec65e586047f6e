import ClewGraph
import ClewModel

/// A bank's month with laundering rings hidden in it, and the truth about them.
///
/// The background is ours and generated; the rings keep their exact times and the ratios of their
/// amounts. Their accounts are ordinary persons and firms of the background, which go about their
/// business; ring payments are made in the payer's currency and are as large as an invoice.
package struct RingWorld: Sendable {
  package struct Ring: Sendable {
    package var family: String
    /// Rows of the snapshot's payments, ascending.
    package var rows: [Int32]
  }

  package enum Background: String, Sendable, CaseIterable {
    /// Persons, shops, payroll, rent, marketplaces, sweeps, invoices.
    case town
    /// The same without friends, strangers and invoices.
    case quiet
    /// Normal fan-ins, fan-outs, mutual, forward and periodical payments on Zipf degrees.
    case typologies
  }

  package let snapshot: Snapshot
  package let rings: [Ring]
  /// By row: the number of the ring, -1 for ordinary business.
  package let ringOfRow: [Int32]
  package let kinds: [RingLedger.Kind]

  /// - Parameters:
  ///   - patterns: the rings to plant, in order.
  ///   - payments: of the background.
  ///   - accounts: of the background.
  ///   - firmShare: the share of ring accounts that are firms; the rest are persons.
  ///   - holders: whether the snapshot says who holds the accounts.
  package init(
    planting patterns: [RingPattern], background: Background = .town, seed: UInt64 = 1,
    payments: Int = 1_000_000, accounts: Int = 120_000, firmShare: Double = 0.5,
    holders: Bool = true
  ) {
    var ledger =
      switch background {
      case .town, .quiet:
        TownBackground.ledger(
          payments: payments, accounts: accounts, seed: seed, quiet: background == .quiet)
      case .typologies:
        TypologyBackground.ledger(payments: payments, accounts: accounts, seed: seed)
      }
    RingPlanting.plant(patterns, in: &ledger, seed: seed, firmShare: firmShare)
    self.init(ledger, families: patterns.map(\.family), holders: holders)
  }

  /// A world as its ledger says, with rings numbered from 0.
  init(_ ledger: RingLedger, families: [String], holders: Bool) {
    let order = ledger.order
    ringOfRow = order.map { ledger.ring[Int($0)] }
    var rows = families.map { Ring(family: $0, rows: []) }
    for (row, ring) in ringOfRow.enumerated() where ring >= 0 {
      rows[Int(ring)].rows.append(Int32(row))
    }
    rings = rows
    kinds = ledger.kinds
    snapshot = Self.snapshot(of: ledger, order: order, holders: holders)
  }

  private static func snapshot(of ledger: RingLedger, order: [Int32], holders: Bool) -> Snapshot {
    let parties = holders ? ledger.partyCount : 0
    var columns = Payments()
    columns.ids = (0..<UInt32(order.count)).map { $0 + 1 }
    columns.from = order.map { ledger.from[Int($0)] + Int32(parties) }
    columns.to = order.map { ledger.to[Int($0)] + Int32(parties) }
    columns.lo = order.map { ledger.second[Int($0)] }
    columns.precision = [UInt8](repeating: TimeSpan.Precision.second.rawValue, count: order.count)
    columns.mantissa = order.map { ledger.cents[Int($0)] }
    columns.scale = [UInt8](repeating: 2, count: order.count)
    columns.currency = order.map { UInt16(ledger.currency[Int(ledger.from[Int($0)])]) }
    columns.currencies = RingLedger.currencies
    columns.sourceIDs = [1]
    columns.sourceStart = [0]
    let nodes = parties + ledger.kinds.count
    let out = CompressedRows(
      nodeCount: nodes, from: columns.from, to: Array(0..<Int32(order.count)))
    (columns.outStart, columns.outRows) = (out.starts, out.targets)
    let into = CompressedRows(nodeCount: nodes, from: columns.to, to: Array(0..<Int32(order.count)))
    (columns.inStart, columns.inRows) = (into.starts, into.targets)
    let links =
      holders
      ? ledger.holder.enumerated().map { account, party in
        LinkRow(
          id: Int64(account + 1), from: party, to: Int32(parties + account), kind: .holder)
      } : []
    return Snapshot(
      partyIDs: (0..<parties).map { Int64($0 + 1) },
      partyKinds: [PartyKind](repeating: .unknown, count: parties),
      accountIDs: ledger.kinds.indices.map { Int64($0 + 1) }, links: links, payments: columns)
  }
}
