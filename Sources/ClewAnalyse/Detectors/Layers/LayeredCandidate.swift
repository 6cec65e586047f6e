/// A burst of two-step paths between two accounts while the best of each hub are chosen.
struct LayeredCandidate: Sendable {
  var origin: Int32
  /// The beneficiary, or the other source of the same destinations.
  var end: Int32
  var burst: RelayBursts.Burst
  /// How surprising it is, in ten-thousandths; see `SharedMiddles`.
  var evidence: Int64
  /// Payments of the origin and of the end in the days of the burst.
  var payments: (ofOrigin: Int, ofEnd: Int)

  /// Edges of the index, ascending, each once.
  var edges: [Int32] {
    var edges = burst.relays.map(\.first) + burst.relays.map(\.second)
    edges.sort()
    var kept = 0
    for edge in edges where kept == 0 || edges[kept - 1] != edge {
      edges[kept] = edge
      kept += 1
    }
    edges.removeLast(edges.count - kept)
    return edges
  }

  /// Ascending; relays stand by middle.
  var middles: [Int32] {
    var middles: [Int32] = []
    for relay in burst.relays where middles.last != relay.middle { middles.append(relay.middle) }
    return middles
  }

  /// Most evidence first, then more middles, then the earliest, then by accounts.
  static func isBetter(_ a: Self, _ b: Self) -> Bool {
    if a.evidence != b.evidence { return a.evidence > b.evidence }
    if a.burst.middles != b.burst.middles { return a.burst.middles > b.burst.middles }
    if a.burst.start != b.burst.start { return a.burst.start < b.burst.start }
    return (a.origin, a.end) < (b.origin, b.end)
  }

  /// The best of every hub, and how many hubs had more.
  static func best(
    _ candidates: [Self], perHub limit: Int, hub: (Self) -> Int32
  ) -> (kept: [Self], cutHubs: Int) {
    guard candidates.count > 1 else { return (candidates, 0) }
    var taken: [Int32: Int] = [:]
    var kept: [Self] = []
    for candidate in candidates.sorted(by: isBetter) {
      let count = taken[hub(candidate), default: 0]
      taken[hub(candidate)] = count + 1
      if count < limit { kept.append(candidate) }
    }
    return (kept, taken.values.count { $0 > limit })
  }
}
