import ClewGraph
import ClewModel

/// Rent: three tenants or more pay one account once between the 28th and the 5th, four in five of
/// them a round sum; with those who pay it by the week they are two thirds of all who pay it.
///
/// A month of data cannot show that rent repeats; the calendar and the round sums must do.
/// Rent of odd sums is left to the calendar term of the score.
package struct Rent {
  private let payments: Payments
  private static let least = 3

  package init(_ payments: Payments) { self.payments = payments }

  package func edges(of index: FlowIndex) -> [Int32] {
    var found: [Int32] = []
    for node in 0..<Int32(index.nodeCount) {
      let edges = index.into(node)
      guard edges.count >= Self.least else { continue }
      var payments: [Int32: Int] = [:]
      for edge in edges { payments[index.from[Int(edge)], default: 0] += 1 }
      let due = edges.filter {
        payments[index.from[Int($0)]] == 1 && isRentDay(index.lo[Int($0)])
      }
      let regulars = payments.count { $0.value > 1 }
      guard due.count >= Self.least, 3 * (due.count + regulars) >= 2 * payments.count else {
        continue
      }
      let round = due.count { isRound(Int(index.rows[Int($0)])) }
      if 5 * round >= 4 * due.count { found.append(contentsOf: due) }
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
