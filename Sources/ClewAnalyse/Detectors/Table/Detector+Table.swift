extension Detector {
  /// Every detector that is built in: the rings, then the indicators, in the order they are printed.
  package static let all: [Detector] = rings + indicators

  /// What bare `detect` searches.
  package static let rings: [Detector] = [
    fanOut, fanIn, scatterGather, gatherScatter, cycle, bipartite, stack,
  ]

  /// What needs its name or `--all`.
  package static let indicators: [Detector] = [
    passThrough, structuring, roundTrip, dormancy, funnel, roundAmounts,
  ]

  /// The detector of an id; nil where there is none.
  package static func named(_ id: String) -> Detector? { all.first { $0.id == id } }

  static let hour: Int64 = 3_600
  static let day: Int64 = 86_400
}
