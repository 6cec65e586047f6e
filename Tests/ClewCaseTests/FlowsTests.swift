import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewCase

/// Payments added up for charts.
@Suite struct FlowsTests {
  /// a pays b twice, b pays c, all on different days; hub pays 50 others and a.
  private func payments() -> Payments {
    var rows: [(from: Int32, to: Int32, day: String, amount: String)] = [
      (0, 1, "2026-01-01", "10.50"), (0, 1, "2026-01-02", "0.5"), (1, 2, "2026-01-03", "7"),
      (3, 0, "2026-01-04", "1"),
    ]
    for other in 4..<54 { rows.append((3, Int32(other), "2026-01-05", "1")) }
    var payments = Payments()
    payments.currencies = ["EUR"]
    for (number, row) in rows.enumerated() {
      let amount = Decimal64(row.amount)!
      payments.ids.append(UInt32(number + 1))
      payments.from.append(row.from)
      payments.to.append(row.to)
      payments.lo.append(TimeSpan(iso: row.day)!.lo)
      payments.precision.append(TimeSpan.Precision.day.rawValue)
      payments.mantissa.append(amount.mantissa)
      payments.scale.append(amount.scale)
      payments.currency.append(0)
    }
    func index(_ side: [Int32]) -> (starts: [Int32], rows: [Int32]) {
      let rows = CompressedRows(
        nodeCount: 54, from: side, to: (0..<Int32(side.count)).map { $0 })
      return (rows.starts, rows.targets)
    }
    (payments.outStart, payments.outRows) = index(payments.from)
    (payments.inStart, payments.inRows) = index(payments.to)
    return payments
  }

  private let day = Day(iso: "2026-06-30")!

  @Test func sumsAreExactAtTheWiderScale() {
    let payments = payments()
    let flows = Flows(around: [1], hops: 1, in: payments, asOf: day).flows
    #expect(flows.map { $0.amount(payments) } == ["11.00 EUR", "7 EUR"])
    #expect(flows.map(\.rows.count) == [2, 1])
  }

  @Test func laterPaymentsAreLeftOut() {
    let flows = Flows(around: [1], hops: 1, in: payments(), asOf: Day(iso: "2026-01-01")!).flows
    #expect(flows.map(\.rows.count) == [1])
  }

  @Test func aHubIsDrawnAndNotFollowed() {
    let flows = Flows(around: [1], hops: 3, in: payments(), asOf: day)
    #expect(flows.nodes == [0, 1, 2, 3])
    #expect(flows.notFollowed.map(\.node) == [3])
    #expect(flows.notFollowed.map(\.counterparties) == [51])
  }

  @Test func moneyForPeople() {
    #expect(Money(decimal: "184000.0000", currency: "EUR")!.peopleText == "184,000.00 EUR")
    #expect(Money(decimal: "-1234.5", currency: "")!.peopleText == "-1,234.5")
    #expect(Money(decimal: "0.00012", currency: "BTC")!.peopleText == "0.00012 BTC")
    #expect(Money(decimal: "999", currency: "JPY")!.peopleText == "999 JPY")
  }
}
