import ClewGraph
import ClewModel

/// How two parties or accounts hang together: simple paths over links and payments.
///
/// Links are followed in both directions, payments from payer to payee. Without `advances` the
/// shortest come first. With it each payment follows the one before: certainly when it lies wholly
/// after it, or where their times overlap and one source states both in that order; possibly when
/// no payment comes wholly before an earlier one of the path. Then paths are ranked by steps, time,
/// or value: the bottleneck, the least payment on the path, is the most that can have come through.
/// Amounts of two currencies are never compared: under `value` every currency has its own ranking.
package struct ConnectingPaths: Sendable {
  /// Ways over links alone, then by currency code, then those that change currency; in each the
  /// certain before the possible, best first.
  package let paths: [Path]
  /// True where no further path of at most `maxHops` exists.
  package let isExhaustive: Bool
  /// True where no better path was missed.
  package let isExact: Bool
  /// Payments left out because their currency is not that of the minimum.
  package let otherCurrencies: Int
  /// Payments of zero or less, left out where times advance.
  package let notPositive: Int
  /// Hubs that no path was led through.
  package let avoided: [Hub]
  /// Hubs that the paths lead through.
  package let hubs: [Hub]
  /// The best path of possible order by currency, where it carries more than every certain one.
  package let outdoing: [Path]

  /// A node with more neighbours than this is named as a hub.
  package static let hub = 1000

  package struct Path: Hashable, Sendable {
    package var nodes: [Int32]
    package var steps: [Step]
    /// `possible` where the order of its payments is not certain.
    package var verdict: Verdict
    /// The least payment of each currency on the path, by code.
    package var bottlenecks: [Money] = []

    /// Rows of its payments in order.
    package var rows: [Int32] { steps.compactMap(\.row) }
  }

  package struct Step: Hashable, Sendable {
    /// The word of the link's kind, or `transaction`.
    package var kind: String
    package var id: RecordID
    /// The ends as the record states them, whichever way the path crosses it.
    package var from: Int32
    package var to: Int32
    /// The payment, nil for a link.
    package var row: Int32?
    /// How many more records would make the same step.
    package var parallels: Int
  }

  package init(
    from start: Int32, to goal: Int32, in snapshot: Snapshot, _ question: PathQuestion = .init()
  ) {
    let graph = PathGraph(snapshot, question)
    otherCurrencies = graph.otherCurrencies
    notPositive = graph.notPositive
    let found =
      question.advances
      ? TimedPaths(from: start, to: goal, in: graph, question)
      : TimedPaths(shortestFrom: start, to: goal, in: graph, question)
    paths = found.paths
    isExhaustive = found.isExhaustive
    isExact = found.isExact
    avoided = found.avoided
    outdoing = found.outdoing
    let through = Set(found.paths.flatMap { $0.nodes.dropFirst().dropLast() }).sorted()
    hubs = through.compactMap { node in
      let count = snapshot.neighbourCount(of: node, graph.timeless, over: Self.hub)
      return count > Self.hub ? Hub(node: node, neighbours: count) : nil
    }
  }
}
