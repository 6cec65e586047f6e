import ClewGraph
import ClewModel

/// The accounts and payments of a ring world while it is made.
package struct RingLedger: Sendable {
  package enum Kind: UInt8, Sendable, CaseIterable {
    case person, savings, firm, shop, landlord, platform, utility, treasury
  }

  package static let currencies = ["EUR", "USD", "GBP", "CHF"]
  /// Units of each currency for a dollar.
  package static let rates = [1.0, 1.0, 0.87, 0.97]
  /// Midnight of 1 September 2022, when the rings begin: a Thursday.
  package static let begin: Int64 = 19_236 * 86_400
  package static let days = 18

  package private(set) var kinds: [Kind] = []
  /// The number of each account's currency.
  package private(set) var currency: [UInt8] = []
  /// The number of the party that holds each account.
  package private(set) var holder: [Int32] = []
  package private(set) var partyCount = 0

  package private(set) var from: [Int32] = []
  package private(set) var to: [Int32] = []
  package private(set) var second: [Int64] = []
  package private(set) var cents: [Int64] = []
  /// The ring that a payment belongs to; -1 for ordinary business.
  package private(set) var ring: [Int32] = []
  /// The days that ordinary payments may fall on, from the first.
  private let days: Int

  package init(days: Int = RingLedger.days) { self.days = days }

  package var count: Int { from.count }

  /// Opens an account, of a new party unless a holder is given.
  @discardableResult
  package mutating func open(_ kind: Kind, currency: UInt8, holder: Int32? = nil) -> Int32 {
    kinds.append(kind)
    self.currency.append(currency)
    if let holder {
      self.holder.append(holder)
    } else {
      self.holder.append(Int32(partyCount))
      partyCount += 1
    }
    return Int32(kinds.count - 1)
  }

  /// Writes a payment, in the payer's currency; outside the days of the world it is left out.
  package mutating func pay(
    _ payer: Int32, _ payee: Int32, at second: Int64, dollars: Double, ring: Int32 = -1
  ) {
    let after = second - Self.begin
    guard payer != payee || ring >= 0, after >= 0, after < Int64(days) * 86_400 || ring >= 0
    else { return }
    from.append(payer)
    to.append(payee)
    self.second.append(second)
    let units = dollars * Self.rates[Int(currency[Int(payer)])] * 100
    cents.append(max(1, Int64(min(units, 1e15).rounded())))
    self.ring.append(ring)
  }

  /// A moment of a day: `day` from 0, `hour` with a fraction.
  package static func moment(_ day: Int, _ hour: Double) -> Int64 {
    begin + Int64(day) * 86_400 + Int64(hour * 3600)
  }

  package static func isWeekend(_ day: Int) -> Bool { day % 7 == 2 || day % 7 == 3 }

  /// The payments by time, then in the order they were written.
  package var order: [Int32] {
    var order = (0..<Int32(count)).map { $0 }
    order.sort { a, b in
      let (x, y) = (second[Int(a)], second[Int(b)])
      return x != y ? x < y : a < b
    }
    return order
  }
}
