import ClewGraph
import ClewModel

/// How large a payment is among those of its currency that no habit explains.
package struct PaymentSizes: Sendable {
  /// By number of the currency: amounts at 18 places, ascending.
  private var sorted: [[Int128]]
  private let payments: Payments

  init(_ index: FlowIndex, _ payments: Payments, admits: [Bool]) {
    self.payments = payments
    sorted = [[Int128]](repeating: [], count: payments.currencies.count)
    for edge in 0..<index.count where admits[edge] {
      let row = Int(index.rows[edge])
      sorted[Int(payments.currency[row])].append(Self.amount(payments, row))
    }
    for currency in sorted.indices { sorted[currency].sort() }
  }

  private static func amount(_ payments: Payments, _ row: Int) -> Int128 {
    Int128(payments.mantissa[row]) * Decimal64.power(of: 18 - min(18, payments.scale[row]))
  }

  /// The share of payments in the same currency that are at least as large; in `0...1`.
  package func shareAbove(_ row: Int32) -> Double {
    let list = sorted[Int(payments.currency[Int(row)])]
    guard !list.isEmpty else { return 1 }
    let amount = Self.amount(payments, Int(row))
    var (low, high) = (0, list.count)
    while low < high {
      let middle = (low + high) / 2
      if list[middle] < amount { low = middle + 1 } else { high = middle }
    }
    return Double(list.count - low + 1) / Double(list.count + 1)
  }

  /// How many of these payments are of the sum that most of them are of.
  package func mostEqual(_ rows: [Int32]) -> Int { equalGroups(rows, least: 1).max() ?? 0 }

  /// How many payments there are of every sum that at least so many are of.
  func equalGroups(_ rows: [Int32], least: Int) -> [Int] {
    let sums = rows.map { (payments.currency[Int($0)], Self.amount(payments, Int($0))) }
      .sorted { $0 < $1 }
    var groups: [Int] = []
    var run = 0
    for place in sums.indices {
      run += 1
      if place + 1 == sums.count || sums[place + 1] != sums[place] {
        if run >= least { groups.append(run) }
        run = 0
      }
    }
    return groups
  }

  /// Amount out for amount in, where both have one currency.
  package func ratio(of later: Int32, to earlier: Int32) -> Double? {
    let (a, b) = (Int(earlier), Int(later))
    guard payments.currency[a] == payments.currency[b] else { return nil }
    return Double(Self.amount(payments, b)) / Double(Self.amount(payments, a))
  }
}
