import ClewModel
import GRDB

/// What moved through an account; of a party, through all its accounts and in payments that name the
/// party itself as a side without an account. Canonical transactions of live sources only; movements
/// between two of the party's own accounts count on both sides.
package struct Profile: Sendable {
  /// In and out under one heading, per currency, by currency code.
  package struct Flow: Sendable {
    package var incoming: [ExactSum] = []
    package var outgoing: [ExactSum] = []

    mutating func add(_ row: ProfileRow, isIncoming: Bool) {
      func add(to sums: inout [ExactSum]) {
        let index = sums.firstIndex { $0.currency >= row.currency } ?? sums.count
        if index == sums.count || sums[index].currency != row.currency {
          sums.insert(ExactSum(currency: row.currency), at: index)
        }
        sums[index].add(row.mantissa, scale: row.scale)
      }
      if isIncoming { add(to: &incoming) } else { add(to: &outgoing) }
    }
  }

  /// The other side of the transactions.
  package enum Counterparty: Hashable, Sendable {
    case account(RecordID)
    /// The source names a party on the other side and no account of it.
    case party(RecordID)
    case cash
    /// The source names nobody on the other side.
    case unknown
  }

  /// A stated balance that the transactions before it do not lead to.
  package struct Contradiction: Hashable, Sendable {
    package var transaction: RecordID
    package var stated: Money
    /// The last stated balance and the movements since, at the same currency.
    package var expected: String
  }

  package var id: RecordID
  package var accounts: [RecordID]
  package var count = 0
  /// Transactions in which the party itself is a side, without an account.
  package var withoutAccount = 0
  package var first: TimeSpan?
  package var last: TimeSpan?
  package var total = Flow()
  /// By falling number of transactions, then by account.
  package var byCounterparty: [(counterparty: Counterparty, flow: Flow)] = []
  /// By month, `2026-01`.
  package var byMonth: [(month: String, flow: Flow)] = []
  /// By mode as stated; empty where none is; `CASH` for a side that is cash without a mode.
  package var byMode: [(mode: String, flow: Flow)] = []
  /// Transactions in cash: over the counter, or with a mode that names cash.
  package var cashCount = 0
  /// The last balance that a source states after a transaction, for each account and currency.
  package var statedBalances: [(account: RecordID, balance: Money, after: RecordID)] = []
  package var contradictions: [Contradiction] = []
}

extension Casefile {
  /// The profile of an account or a party (all accounts it holds); nil where there is none such.
  ///
  /// Reads the account's own postings: milliseconds for thousands of transactions, whatever the size
  /// of the casefile.
  package func profile(of id: RecordID) throws -> Profile? {
    try translating {
      try database.read { db in
        guard let canonical = try Membership.canonical(db, id) else { return nil }
        switch canonical.kind {
        case .account: return try ProfileReader.read(db, canonical, [canonical])
        case .party:
          return try ProfileReader.read(
            db, canonical, try Holdings.accounts(db, ofParty: canonical.number))
        default: return nil
        }
      }
    }
  }
}

extension Profile.Flow {
  /// Transactions counted under the heading.
  package var count: Int {
    incoming.reduce(0) { $0 + $1.count } + outgoing.reduce(0) { $0 + $1.count }
  }
}
