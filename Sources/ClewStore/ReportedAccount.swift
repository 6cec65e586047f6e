import ClewModel

/// Says whose the balances are that one source states after its transactions.
///
/// A source that reports on one account has it on a side of every row with a balance. Where all such
/// rows are between the same two accounts, the balances are of the one that they move with. In a
/// source that reports on many accounts the balance belongs to the only side that is an account;
/// where both are, nobody says.
enum ReportedAccount {
  /// - Returns: the balances with their nodes, and how many belong to nobody for certain.
  static func place(
    _ rows: ArraySlice<StatedAfter>
  ) -> (placed: [(StatedAfter, Int32)], unplaced: Int) {
    guard let first = rows.first else { return ([], 0) }
    var candidates = Set([first.from, first.to].filter { $0 >= 0 })
    for row in rows where !candidates.isEmpty {
      candidates.formIntersection([row.from, row.to])
    }
    let reported: Int32? =
      candidates.count == 2 ? mover(rows, candidates.sorted()) : candidates.first
    if let reported { return (rows.map { ($0, reported) }, 0) }
    var placed: [(StatedAfter, Int32)] = []
    for row in rows {
      if row.from < 0 || row.to < 0 || row.from == row.to {
        placed.append((row, max(row.from, row.to)))
      }
    }
    return (placed, rows.count - placed.count)
  }

  /// The one of two accounts whose payments the balances follow; nil where they follow both or none.
  private static func mover(_ rows: ArraySlice<StatedAfter>, _ pair: [Int32]) -> Int32? {
    let upwards = pair.map { agreements(Array(rows), with: $0) }
    let downwards = pair.map { agreements(rows.reversed(), with: $0) }
    let best = zip(upwards, downwards).map { max($0, $1) }
    return best[0] == best[1] ? nil : pair[best[0] > best[1] ? 0 : 1]
  }

  /// How many balances are the one before plus what the account received or less what it paid.
  private static func agreements(_ rows: [StatedAfter], with node: Int32) -> Int {
    zip(rows, rows.dropFirst()).count { before, after in
      guard before.money.currency == after.money.currency else { return false }
      let scale = max(before.money.scale, after.money.scale)
      guard scale <= 18 else { return false }
      let amount = after.amount.mantissa(atScale: scale)
      let movement = (after.to == node ? amount : 0) - (after.from == node ? amount : 0)
      return before.money.mantissa(atScale: scale) + movement
        == after.money.mantissa(atScale: scale)
    }
  }
}
