/// Several sources each of which pays every one of several destinations inside a window: a complete
/// bipartite pattern, k sources by l destinations.
///
/// Found from pairs: two sources that pay the same destinations in one burst (see `RelayBursts`)
/// give the set of destinations; all sources that pay them all in those days give the other side.
/// So a finding is maximal on both sides, and every maximal one in which some two sources share
/// exactly its destinations is found. Order of time has no meaning here.
///
/// Payments side by side between pairs of accounts that share nobody, as AMLworld labels its
/// bipartite rings, are not a structure and are not told; `docs/detectors/bipartite.md` gives the
/// base rate.
package struct BipartiteSearch: Sendable {
  /// Pairs of payments into one destination inside a window; those of shops and tax offices are more.
  static let pairsPerDestination = 1 << 20

  private let index: FlowIndex
  private let question: DetectorQuestion
  private let leastDestinations: Int
  private let into: TimedLists
  private let out: TimedLists
  private let ranges: RelayRanges
  private let bursts: RelayBursts

  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, leastDestinations: Int = 2
  ) {
    let window = max(0, question.window ?? window)
    self.index = index
    self.question = question
    self.leastDestinations = max(2, leastDestinations)
    into = TimedLists(index, .into, admits: admits)
    out = TimedLists(index, .out, admits: admits)
    ranges = RelayRanges(
      index, into: into, seconds: into, window: window, order: .windowed,
      limit: question.workLimit, pathsPerMiddle: Self.pairsPerDestination)
    bursts = RelayBursts(
      index: index, window: window, weights: weights, leastMiddles: self.leastDestinations)
  }

  private struct Block: Hashable, Sendable {
    var sources: [Int32]
    var destinations: [Int32]
  }

  private struct Part: Sendable {
    var found: [(block: Block, pair: LayeredCandidate, edges: [Int32])] = []
    var cut = 0
  }

  package func run() -> Detection {
    let cost = (0..<index.nodeCount).map { out.slots(of: $0).count }
    var found: [(block: Block, pair: LayeredCandidate, edges: [Int32])] = []
    var cut = 0
    for part in NodeBlocks(cost: cost).map({ search($0) }) {
      found += part.found
      cut += part.cut
    }
    found.sort { a, b in LayeredCandidate.isBetter(a.pair, b.pair) }
    var told: Set<Block> = []
    var detection = Detection()
    detection.findings = found.compactMap { told.insert($0.block).inserted ? finding($0) : nil }
    detection.note(
      ranges.leftOut.count, "account", "accounts",
      "with the most payments in inside one window not taken as destinations of bipartite")
    detection.note(
      cut, "account", "accounts",
      "with more than \(question.findingsPerHub) shared sets of payees: only the strongest kept")
    return detection
  }

  private func search(_ nodes: Range<Int>) -> Part {
    var meetings = RelayMeetings(nodeCount: index.nodeCount)
    var part = Part()
    for source in nodes where out.slots(of: source).count >= leastDestinations {
      meetings.expand(source, out, into, ranges, least: leastDestinations)
      guard !meetings.relays.isEmpty else { continue }
      var pairs: [LayeredCandidate] = []
      for group in meetings.groups {
        let end = Int(meetings.relays[group.lowerBound].end)
        let cut = bursts.cut(
          meetings.relays[group].map(\.relay), limit: question.findingsPerHub)
        pairs += cut.bursts.map { weighed($0, source, end) }
      }
      let (kept, dropped) = LayeredCandidate.best(
        pairs, perHub: question.findingsPerHub, hub: \.origin)
      part.cut += dropped
      for pair in kept { part.found.append(grown(pair, kept)) }
    }
    return part
  }

  private func weighed(_ burst: RelayBursts.Burst, _ source: Int, _ other: Int) -> LayeredCandidate
  {
    let paid = out.count(of: source, from: burst.start, to: burst.end)
    let paidByOther = out.count(of: other, from: burst.start, to: burst.end)
    return LayeredCandidate(
      origin: Int32(source), end: Int32(other), burst: burst,
      evidence: SharedMiddles.evidence(burst.middles, paid, paidByOther),
      payments: (paid, paidByOther))
  }

  /// All sources of `pairs`, bursts of one source with others, that pay the pair's destinations too
  /// in the same window.
  private func grown(
    _ pair: LayeredCandidate, _ pairs: [LayeredCandidate]
  ) -> (block: Block, pair: LayeredCandidate, edges: [Int32]) {
    let destinations = pair.middles
    let wanted = Set(destinations)
    var sources: Set<Int32> = [pair.origin, pair.end]
    var edges = Set(pair.edges)
    for other in pairs where other.end != pair.end {
      let start = min(pair.burst.start, other.burst.start)
      let (length, overflow) = max(pair.burst.end, other.burst.end)
        .subtractingReportingOverflow(start)
      guard !overflow, length <= bursts.window, wanted.isSubset(of: other.middles) else { continue }
      sources.insert(other.end)
      for relay in other.burst.relays where wanted.contains(relay.middle) {
        edges.insert(relay.first)
        edges.insert(relay.second)
      }
    }
    return (
      Block(sources: sources.sorted(), destinations: destinations), pair, edges.sorted()
    )
  }

  private func finding(
    _ found: (block: Block, pair: LayeredCandidate, edges: [Int32])
  ) -> PatternFinding {
    let sources = Set(found.block.sources)
    let roles =
      found.block.sources.map { PatternFinding.Member($0, .source) }
      + found.block.destinations.filter { !sources.contains($0) }.map {
        PatternFinding.Member($0, .beneficiary)
      }
    var finding = PatternFinding(
      kind: "bipartite", rows: found.edges.map { index.rows[Int($0)] },
      roles: roles.sorted { $0.node < $1.node })
    let (pair, block) = (found.pair, found.block)
    finding.reasons = [
      SharedMiddles.reason(
        pair,
        "\(block.sources.count) accounts pay the same \(block.destinations.count); two of them make "
          + "\(pair.payments.ofOrigin) and \(pair.payments.ofEnd) payments in these days")
    ]
    return finding
  }
}
