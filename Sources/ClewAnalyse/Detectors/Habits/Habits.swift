import ClewGraph
import ClewModel

/// What is ordinary business among the payments of an index: the habit of every edge.
///
/// Searches for patterns are given `admits`, the payments that no habit explains. Nothing is lost
/// by it without being said: the counts are printed with the answer.
package struct Habits: Sendable {
  /// By edge of the index.
  package private(set) var ofEdge: [Habit]
  /// Whether a node collects from many, all the time.
  package private(set) var collects: [Bool]
  /// First and last second of all the payments; equal where there are none.
  package let begin: Int64
  package let end: Int64

  /// The time that payments of one ring may span at most: two payments of one pair that lie further
  /// apart are no part of the same ring. Measured rings last 4.8 days, gather-scatters 8.4.
  package static let apart: Int64 = 5 * 86_400

  /// O(payments log payments) time, 30 bytes a payment.
  package init(_ index: FlowIndex, holders: [Int32], payments: Payments) {
    begin = index.lo.first ?? 0
    end = index.lo.last ?? 0
    ofEdge = [Habit](repeating: .none, count: index.count)
    collects = Merchants(index, begin: begin, end: end).collects
    let pairs = Pairs(index)
    ofEdge.mark(.ownAccounts, OwnAccounts(holders: holders).edges(of: index))
    ofEdge.mark(.treasurySweep, TreasurySweeps(pairs).edges(of: index))
    ofEdge.mark(.repeatedPair, RepeatedPairs(pairs).edges(of: index))
    let runs = PaymentRuns(collecting: false).edges(of: index)
    ofEdge.mark(.marketplacePayout, runs.filter { collects[Int(index.from[Int($0)])] })
    ofEdge.mark(.payroll, runs)
    ofEdge.mark(.collection, PaymentRuns(collecting: true).edges(of: index))
    ofEdge.mark(.rent, Rent(payments).edges(of: index))
    for edge in 0..<index.count where ofEdge[edge] == .none && collects[Int(index.to[edge])] {
      ofEdge[edge] = .merchant
    }
  }

  /// True for the edges that no habit explains.
  package var admits: [Bool] { ofEdge.map { $0 == .none } }

  /// Also true for pairs with a history: a cycle among accounts that deal with each other all the time
  /// is still a cycle, only less surprising.
  package var admitsRegulars: [Bool] {
    ofEdge.map { $0 == .none || $0 == .repeatedPair || $0 == .treasurySweep }
  }

  /// Also true for payments made or collected in one run: a scatter-gather may send or gather its
  /// money within the hour, and what payees of a payroll buy and rent is left out all the same.
  package var admitsRuns: [Bool] {
    ofEdge.map { [.none, .marketplacePayout, .payroll, .collection].contains($0) }
  }

  /// How many payments each habit explains, in order of the habits; those with none are left out.
  package var counts: [(habit: Habit, count: Int)] {
    var counts = [Int](repeating: 0, count: Habit.allCases.count)
    for habit in ofEdge { counts[Int(habit.rawValue)] += 1 }
    return Habit.allCases.filter { $0 != .none && counts[Int($0.rawValue)] > 0 }
      .map { ($0, counts[Int($0.rawValue)]) }
  }
}

extension [Habit] {
  /// Names the edges that have no name yet.
  fileprivate mutating func mark(_ habit: Habit, _ edges: [Int32]) {
    for edge in edges where self[Int(edge)] == .none { self[Int(edge)] = habit }
  }
}
