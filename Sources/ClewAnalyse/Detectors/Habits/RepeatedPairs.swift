/// Accounts of which one pays the other again and again: two payments lie further apart than a ring
/// lasts, or three or more fall on as many days, all in one direction.
///
/// A ring's payments go between accounts that otherwise never meet; a customer, a tenant or an employer
/// has a reason of its own. Pairs that pay both ways are searched: the few accounts that launder
/// month after month pay each other in every direction.
package struct RepeatedPairs {
  private let pairs: Pairs

  package init(_ pairs: Pairs) { self.pairs = pairs }

  package func edges(of index: FlowIndex) -> [Int32] {
    var found: [Int32] = []
    for group in 0..<pairs.count {
      let edges = pairs[group]
      guard edges.count > 1, let first = edges.first, let last = edges.last,
        edges.allSatisfy({ index.from[Int($0)] == index.from[Int(first)] })
      else { continue }
      let apart = index.lo[Int(last)] - index.lo[Int(first)] > Habits.apart
      if apart || edges.count > 2 && Self.days(edges, index) > 2 {
        found.append(contentsOf: edges)
      }
    }
    return found
  }

  /// Different days on which edges in order of time fall.
  static func days(_ edges: ArraySlice<Int32>, _ index: FlowIndex) -> Int {
    var days = 0
    var last = Int64.min
    for edge in edges {
      let day = Habits.day(index.lo[Int(edge)])
      if day != last { days += 1 }
      last = day
    }
    return days
  }
}

extension Habits {
  /// The number of the day, rounded down also before 1970.
  static func day(_ second: Int64) -> Int64 {
    second >= 0 ? second / 86_400 : -((86_399 - second) / 86_400)
  }
}
