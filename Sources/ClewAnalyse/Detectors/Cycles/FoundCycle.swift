/// One cycle of accounts with its best chain of payments.
package struct FoundCycle: Hashable, Sendable {
  /// Edges of the index, each paying on to the next and the last to the first's payer. The first is
  /// the one that leaves the fewest payments out of order.
  package var edges: [Int32]
  /// Sum of the weights of its edges, in ten-thousandths; 0 where no weights were given.
  package var weight: Int64
  /// Cycles through the same accounts in the same turn and window by parallel payments, not told.
  package var alternatives: Int
  /// Payments that would have to move for all to be in order; 0 for a strict cycle.
  package var outOfOrder = 0
  /// Steps whose order is not known: the times overlap and no one source states both.
  package var unknownOrder = 0
}

/// How many cycles there are by number of payments, whether or not they are written.
package struct CycleCounts: Hashable, Sendable {
  /// Cycles of n payments at `byHops[n]`.
  package internal(set) var byHops = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)
  /// False where the limit of work ended the search below some first payments, or where branches
  /// that cannot reach a floor were left: then these are the cycles met, a lower bound.
  package internal(set) var isExact = true

  package var total: Int { byHops.reduce(0, +) }
}

/// Cycles worth writing, the counts of all, and what was not searched or written.
package struct CycleResult: Sendable {
  /// By weight descending, then fewer payments, then time of the first payment.
  package var cycles: [FoundCycle] = []
  package var counts = CycleCounts()
  /// Cycles of the lengths asked for, at or over the floor, that no finding tells: one of their
  /// accounts is in as many findings as one account may be.
  package var notWritten = 0
  /// Steps of search taken.
  package var work = 0
  /// First payments below which the limit of work ended the search: at n those below which all
  /// cycles of up to n payments were found.
  package var cutByHops = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)

  package var cutRoots: Int { cutByHops.reduce(0, +) }
}
