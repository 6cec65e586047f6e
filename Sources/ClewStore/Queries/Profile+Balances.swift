import ClewModel

/// Compares the balances that a source states after its transactions with the transactions.
enum BalanceCheck {
  /// - Parameter rows: in time order; only those of one source and currency follow each other, in
  ///   the order of the file.
  static func run(
    _ account: RecordID, _ rows: [(row: ProfileRow, isIncoming: Bool)], _ profile: inout Profile
  ) {
    struct Series: Hashable, Comparable {
      var source: Int64
      var currency: String

      static func < (a: Series, b: Series) -> Bool {
        (a.currency, a.source) < (b.currency, b.source)
      }
    }
    var series: [Series: [(row: ProfileRow, isIncoming: Bool)]] = [:]
    for entry in rows {
      series[Series(source: entry.row.source, currency: entry.row.currency), default: []]
        .append(entry)
    }
    var latest: [String: (row: ProfileRow, balance: Money)] = [:]
    for (_, entries) in series.sorted(by: { $0.key < $1.key }) {
      guard entries.contains(where: { $0.row.balanceAfter != nil }) else { continue }
      check(entries, &profile)
      guard let last = entries.last(where: { $0.row.balanceAfter != nil })?.row,
        let stated = last.balanceAfter
      else { continue }
      if let known = latest[last.currency], (known.row.lo, known.row.id) > (last.lo, last.id) {
        continue
      }
      latest[last.currency] = (
        last, Money(mantissa: stated, scale: last.scale, currency: last.currency)
      )
    }
    for (_, found) in latest.sorted(by: { $0.key < $1.key }) {
      profile.statedBalances.append(
        (account, found.balance, RecordID(.transaction, found.row.id)))
    }
  }

  private static func check(
    _ entries: [(row: ProfileRow, isIncoming: Bool)], _ profile: inout Profile
  ) {
    var running: ExactSum?
    var index = 0
    while index < entries.count {
      let row = entries[index].row
      // A transfer to itself comes twice and moves nothing.
      var movement = ExactSum(currency: row.currency)
      var next = index
      while next < entries.count, entries[next].row.id == row.id {
        movement.add(row.mantissa, scale: row.scale, isNegative: !entries[next].isIncoming)
        next += 1
      }
      running?.add(movement)
      if let stated = row.balanceAfter {
        var statedSum = ExactSum(currency: row.currency)
        statedSum.add(stated, scale: row.scale)
        if let expected = running, !expected.equals(statedSum) {
          profile.contradictions.append(
            Profile.Contradiction(
              transaction: RecordID(.transaction, row.id),
              stated: Money(mantissa: stated, scale: row.scale, currency: row.currency),
              expected: expected.amountText))
        }
        running = statedSum
      }
      index = next
    }
  }
}
