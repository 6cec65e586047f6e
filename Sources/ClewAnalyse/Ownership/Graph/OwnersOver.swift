import ClewModel

/// Every owner outside all companies whose look-through share in a company passes a threshold, for
/// every company of the graph, by the minima.
///
/// Owners are the ends: persons, and companies that nobody is stated to own. Each owner's mass is
/// pushed down in solve order; where little arrives the push is cut, and what was cut bounds the
/// error (see `OwnerPush`). Pairs that the bound does not settle are pushed further, and pairs on
/// the threshold are compared exactly.
package struct OwnersOver: Sendable {
  package struct Row: Hashable, Sendable {
    package var company: Int32
    package var owner: Int32
    /// Yes, or possible where a ring without bound or the work limit leaves it open.
    package var verdict: Verdict
    /// True bounds; wide where the verdict needed no better ones.
    package var share: ShareBounds
  }

  /// In ascending (company, owner), by party.
  package let rows: [Row]
  /// Pairs that only an exact comparison told.
  package let settledExactly: Int
  /// Pairs that are left possible.
  package let unsettled: Int
  /// Companies handed on to, over all owners: the work done.
  package let pushes: Int

  /// The least threshold that is asked for: one percent.
  package static let leastThreshold = Share.whole / 100

  /// nil for a threshold below one percent, under which nothing may be cut.
  package init?(_ threshold: ShareThreshold, in graph: OwnershipGraph) {
    guard threshold.units >= Self.leastThreshold else { return nil }
    var push = OwnerPush(graph, threshold)
    for rank in 0..<graph.endCount { push.run(rank) }
    rows = Self.inOrder(push.rows, partyCount: graph.partyCount)
    settledExactly = push.settledExactly
    unsettled = push.unsettled
    pushes = push.pushes
  }

  /// By company with a counting sort; the rows of a company then come in ascending owner.
  private static func inOrder(_ rows: [Row], partyCount: Int) -> [Row] {
    guard var filler = rows.first else { return [] }
    filler.verdict = .no
    var next = [Int32](repeating: 0, count: partyCount + 1)
    for row in rows { next[Int(row.company) + 1] += 1 }
    for party in 0..<partyCount { next[party + 1] += next[party] }
    var result = [Row](repeating: filler, count: rows.count)
    for row in rows {
      result[Int(next[Int(row.company)])] = row
      next[Int(row.company)] += 1
    }
    return result
  }
}
