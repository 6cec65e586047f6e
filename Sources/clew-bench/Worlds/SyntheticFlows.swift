import ClewGraph
import ClewModel
import Glibc

/// Payments between accounts of very unequal business, as columns in time order: payer and payee
/// drawn from Zipf's law with exponent 0.75, times even over the days, and planted cycles of five
/// payments about an hour apart. Payments of an account to itself are dropped.
struct SyntheticFlows {
  var payments = 1_000_000
  var accounts = 200_000
  var days = 30
  var planted = 500
  var seed: UInt64 = 7

  private static let exponent = 0.75
  private static let hops = 5

  func columns() -> Payments {
    var random = Seed(seed)
    let cumulative = weights()
    var name = Array(0..<Int32(accounts))
    for n in stride(from: accounts - 1, to: 0, by: -1) { name.swapAt(n, random.below(n + 1)) }
    var rows: [(time: Int64, from: Int32, to: Int32)] = []
    rows.reserveCapacity(payments)
    for _ in 0..<max(0, payments - planted * Self.hops) {
      let from = Self.draw(&random, cumulative)
      let to = Self.draw(&random, cumulative)
      let time = Int64(random.below(days * 86_400))
      if from != to { rows.append((time, name[from], name[to])) }
    }
    for _ in 0..<planted {
      var time = Int64(random.below(max(1, days * 86_400 - 86_400)))
      let first = random.below(accounts)
      let members = (0..<Self.hops).map { Int32((first + $0 * 7919) % accounts) }
      for hop in 0..<Self.hops {
        rows.append((time, members[hop], members[(hop + 1) % Self.hops]))
        time += 3600 + Int64(random.below(60))
      }
    }
    rows.sort { a, b in
      if a.time != b.time { return a.time < b.time }
      return a.from != b.from ? a.from < b.from : a.to < b.to
    }
    return Self.columns(from: rows.map(\.from), to: rows.map(\.to), times: rows.map(\.time))
  }

  /// Payments of one amount to the second, by one source, in the order given.
  static func columns(from: [Int32], to: [Int32], times: [Int64]) -> Payments {
    var columns = Payments()
    let count = from.count
    columns.ids = (0..<UInt32(count)).map { $0 + 1 }
    columns.from = from
    columns.to = to
    columns.lo = times
    columns.precision = [UInt8](repeating: TimeSpan.Precision.second.rawValue, count: count)
    columns.mantissa = [Int64](repeating: 10_000, count: count)
    columns.scale = [UInt8](repeating: 2, count: count)
    columns.currency = [UInt16](repeating: 0, count: count)
    columns.currencies = ["EUR"]
    (columns.sourceIDs, columns.sourceStart) = ([1], [0])
    return columns
  }

  private func weights() -> [Double] {
    var sum = 0.0
    return (1...accounts).map { rank in
      sum += pow(Double(rank), -Self.exponent)
      return sum
    }
  }

  private static func draw(_ random: inout Seed, _ cumulative: [Double]) -> Int {
    let unit = Double(random.next() >> 11) / 9_007_199_254_740_992
    let target = unit * (cumulative.last ?? 0)
    var (low, high) = (0, cumulative.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] <= target { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
