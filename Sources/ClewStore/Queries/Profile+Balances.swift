import ClewModel
import GRDB

/// Compares the balances that a source states after its transactions with the transactions.
///
/// A balance is one of the account that the source reports on, which is the account that is a side
/// of every transaction with a balance; a source that has none such, as the books of a whole bank,
/// is not checked. Each source is checked by itself with all rows that it states, also those that
/// another source states too.
struct BalanceCheck {
  private typealias Entry = (row: ProfileRow, isIncoming: Bool)

  private struct Series: Hashable, Comparable {
    var source: Int64
    var currency: String

    static func < (a: Series, b: Series) -> Bool {
      (a.currency, a.source) < (b.currency, b.source)
    }
  }

  private let db: Database
  private let account: RecordID

  init(_ db: Database, account: RecordID) {
    self.db = db
    self.account = account
  }

  /// - Parameter rows: all settled rows of the account in live sources, by time and then in the order of the file.
  func run(_ rows: [(row: ProfileRow, isIncoming: Bool)], _ profile: inout Profile) throws {
    var series: [Series: [Entry]] = [:]
    for entry in rows {
      series[Series(source: entry.row.source, currency: entry.row.currency), default: []]
        .append(entry)
    }
    var latest: [String: (row: ProfileRow, balance: Money)] = [:]
    for (key, stated) in series.sorted(by: { $0.key < $1.key }) {
      guard stated.contains(where: { $0.row.balanceAfter != nil }),
        try isReported(by: key.source), let (entries, found) = reading(of: stated)
      else { continue }
      profile.contradictions += found
      guard let last = entries.last(where: { $0.row.balanceAfter != nil })?.row,
        let balance = last.balanceAfter
      else { continue }
      if let known = latest[last.currency], (known.row.lo, known.row.id) > (last.lo, last.id) {
        continue
      }
      latest[last.currency] = (
        last, Money(mantissa: balance, scale: last.scale, currency: last.currency)
      )
    }
    for (_, found) in latest.sorted(by: { $0.key < $1.key }) {
      profile.statedBalances.append(
        (account, found.balance, RecordID(.transaction, found.row.id)))
    }
  }

  /// False where the source states a balance after a transaction that is none of the account's.
  private func isReported(by source: Int64) throws -> Bool {
    let statements = try Membership.statements(db, ofAccount: account.number)
    let own = statements.map(String.init).joined(separator: ", ")
    let foreign = try Bool.fetchOne(
      db,
      sql: """
        select exists (
          select 1 from source s
            join transactions t on t.id between s.first_transaction and s.last_transaction
          where s.id = ? and t.balance_after is not null
            and coalesce(t.from_account, 0) not in (\(own))
            and coalesce(t.to_account, 0) not in (\(own)))
        """, arguments: [source])
    return foreign == false
  }

  /// The rows in the order in which the balances follow each other, and what contradicts them.
  ///
  /// Statements list the rows of one day upwards or downwards: the order with fewer contradictions
  /// counts. Where all rows with a balance are between the account and one other, either may be the
  /// reported one, and it is only if the balances move with its own payments.
  ///
  /// - Returns: nil where the balances are not the account's.
  private func reading(of stated: [Entry]) -> ([Entry], [Profile.Contradiction])? {
    let downwards = stated.sorted { a, b in
      a.row.lo != b.row.lo ? a.row.lo < b.row.lo : a.row.id > b.row.id
    }
    var best = (entries: stated, outcome: check(stated, isReversed: false))
    let other = check(downwards, isReversed: false)
    if other.contradictions.count < best.outcome.contradictions.count { best = (downwards, other) }
    if sharesAllBalances(stated) {
      let mirrored = [stated, downwards].map { check($0, isReversed: true).agreements }.max() ?? 0
      guard best.outcome.agreements > mirrored else { return nil }
    }
    return (best.entries, best.outcome.contradictions)
  }

  /// True where every row with a balance is between the account and one and the same other account.
  private func sharesAllBalances(_ entries: [Entry]) -> Bool {
    var other: Int64?
    for (row, _) in entries where row.balanceAfter != nil {
      guard let found = row.other, found > 0, found != account.number,
        other == nil || other == found
      else { return false }
      other = found
    }
    return other != nil
  }

  private struct Outcome {
    var agreements = 0
    var contradictions: [Profile.Contradiction] = []
  }

  private func check(_ entries: [Entry], isReversed: Bool) -> Outcome {
    var outcome = Outcome()
    var running: ExactSum?
    var index = 0
    while index < entries.count {
      let row = entries[index].row
      // A transfer to itself comes twice and moves nothing.
      var movement = ExactSum(currency: row.currency)
      var next = index
      while next < entries.count, entries[next].row.id == row.id {
        movement.add(
          row.mantissa, scale: row.scale, isNegative: entries[next].isIncoming == isReversed)
        next += 1
      }
      running?.add(movement)
      if let stated = row.balanceAfter {
        var statedSum = ExactSum(currency: row.currency)
        statedSum.add(stated, scale: row.scale)
        if let expected = running, expected.equals(statedSum) {
          outcome.agreements += 1
        } else if let expected = running {
          outcome.contradictions.append(
            Profile.Contradiction(
              transaction: RecordID(.transaction, row.id),
              stated: Money(mantissa: stated, scale: row.scale, currency: row.currency),
              expected: expected.amountText))
        }
        running = statedSum
      }
      index = next
    }
    return outcome
  }
}
