import ClewGraph
import ClewModel

/// Rent: three tenants or more pay one account, each once in the data's month, between the 28th and
/// the 5th, four in five of them a round sum; and nearly all that the account receives is that.
///
/// A month of data cannot show that rent repeats; the calendar and the round sums must do.
package struct Rent {
  private let payments: Payments
  private static let least = 3

  package init(_ payments: Payments) { self.payments = payments }

  package func edges(of index: FlowIndex) -> [Int32] {
    var found: [Int32] = []
    for node in 0..<Int32(index.nodeCount) {
      let edges = index.into(node)
      guard edges.count >= Self.least else { continue }
      let due = edges.filter { isRentDay(index.lo[Int($0)]) }
      let round = due.filter { isRound(Int(index.rows[Int($0)])) }
      let payers = Set(round.map { index.from[Int($0)] }).count
      guard payers >= Self.least, 5 * round.count >= 4 * due.count,
        3 * due.count >= 2 * edges.count
      else { continue }
      found.append(contentsOf: round)
    }
    return found.sorted()
  }

  private func isRentDay(_ second: Int64) -> Bool {
    let day = Day(number: Int32(clamping: Habits.day(second))).civil.day
    return day >= 28 || day <= 5
  }

  /// A multiple of five units of the currency.
  private func isRound(_ row: Int) -> Bool {
    Int128(payments.mantissa[row]) % (5 * Decimal64.power(of: payments.scale[row])) == 0
  }
}
