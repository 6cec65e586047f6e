/// One account pays several, which pay one other account, all inside a window: the two-layer split
/// and re-collection of an amount (GFP's scatter-gather, arXiv 2402.08593, as whole findings).
///
/// An origin x, at least `leastMiddles` middles m, a beneficiary w, all different. Every payment of
/// x to a middle and of a middle to w inside the window belongs to the finding, also several per
/// middle. Strict: a middle counts with a payment in that is certainly before a payment out.
/// Windowed: in either order, and the finding says how many middles do not receive before they send.
///
/// Payments of one pair (x, w) make one finding a burst (see `RelayBursts`). Work is the number of
/// two-step paths that fit the window; `RelayRanges` bounds it and names what it leaves out.
package struct ScatterGatherSearch: Sendable {
  private let index: FlowIndex
  private let question: DetectorQuestion
  private let order: DetectorQuestion.Order
  private let leastMiddles: Int
  private let weights: [Int32]?
  private let into: TimedLists
  private let out: TimedLists
  private let ranges: RelayRanges
  private let bursts: RelayBursts

  /// `admits` and `weights` are by edge of the index: which are searched, and the evidence of each,
  /// in ten-thousandths; by it the best findings of a hub are kept.
  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, leastMiddles: Int = 2
  ) {
    let window = max(0, question.window ?? window)
    self.index = index
    self.question = question
    self.weights = weights
    self.leastMiddles = max(2, leastMiddles)
    order = question.order ?? .windowed
    into = TimedLists(index, .into, admits: admits)
    out = TimedLists(index, .out, admits: admits)
    ranges = RelayRanges(
      index, into: into, out: out, window: window, order: order,
      limit: question.workLimit)
    bursts = RelayBursts(
      index: index, window: window, weights: weights, leastMiddles: self.leastMiddles)
  }

  package func run() -> Detection {
    let parts = blocks.map { self.search($0) }
    var found: [LayeredCandidate] = []
    var hubs = 0
    for part in parts {
      found += part.candidates
      hubs += part.cutHubs
    }
    let (kept, cutBeneficiaries) = LayeredCandidate.best(
      found, perHub: question.findingsPerHub, hub: \.beneficiary)
    var detection = Detection()
    detection.findings = kept.map { finding($0) }
    detection.note(
      ranges.leftOut.count, "account", "accounts",
      "with the most payments in and out inside one window not taken as middles of scatter-gather")
    detection.note(
      hubs + cutBeneficiaries, "account", "accounts",
      "with more than \(question.findingsPerHub) scatter-gathers: only the strongest of each kept")
    return detection
  }

  private var blocks: NodeBlocks {
    NodeBlocks(
      cost: (0..<index.nodeCount).map { node in
        var paths = 0
        for slot in out.slots(of: node) {
          let edge = Int(out.edge[slot])
          paths += Int(ranges.end[edge] - ranges.begin[edge])
        }
        return paths
      })
  }

  private func search(_ nodes: Range<Int>) -> (candidates: [LayeredCandidate], cutHubs: Int) {
    var meetings = RelayMeetings(nodeCount: index.nodeCount)
    var candidates: [LayeredCandidate] = []
    var cutHubs = 0
    for origin in nodes where out.slots(of: origin).count >= leastMiddles {
      meetings.expand(origin, out, ranges, least: leastMiddles)
      guard !meetings.relays.isEmpty else { continue }
      var ofOrigin: [LayeredCandidate] = []
      var isCut = false
      var first = 0
      while first < meetings.relays.count {
        let beneficiary = meetings.relays[first].beneficiary
        var next = first
        while next < meetings.relays.count, meetings.relays[next].beneficiary == beneficiary {
          next += 1
        }
        let group = meetings.relays[first..<next].map(\.relay)
        let cut = bursts.cut(group, limit: question.findingsPerHub)
        isCut = isCut || cut.isCut
        ofOrigin += cut.bursts.map {
          LayeredCandidate(origin: Int32(origin), beneficiary: beneficiary, burst: $0)
        }
        first = next
      }
      let (kept, dropped) = LayeredCandidate.best(
        ofOrigin, perHub: question.findingsPerHub, hub: \.origin)
      candidates += kept
      if isCut || dropped > 0 { cutHubs += 1 }
    }
    return (candidates, cutHubs)
  }

  private func finding(_ candidate: LayeredCandidate) -> PatternFinding {
    let relays = candidate.burst.relays
    let edges = Set(relays.flatMap { [$0.first, $0.second] }).sorted()
    let middles = Set(relays.map(\.middle)).sorted()
    let roles =
      middles.map { PatternFinding.Member($0, .intermediary) } + [
        .init(candidate.origin, .origin), .init(candidate.beneficiary, .beneficiary),
      ]
    return PatternFinding(
      kind: "scatter-gather", rows: edges.map { index.rows[Int($0)] },
      roles: roles.sorted { $0.node < $1.node },
      nearMiss: order == .strict ? nil : RelayOrder(index).nearMiss(relays))
  }
}

/// The bursts of one origin and beneficiary while the best of each hub are chosen.
struct LayeredCandidate: Sendable {
  var origin: Int32
  var beneficiary: Int32
  var burst: RelayBursts.Burst

  /// Most evidence first, then the earliest, then by accounts.
  static func isBetter(_ a: Self, _ b: Self) -> Bool {
    if a.burst.evidence != b.burst.evidence { return a.burst.evidence > b.burst.evidence }
    if a.burst.start != b.burst.start { return a.burst.start < b.burst.start }
    return (a.origin, a.beneficiary) < (b.origin, b.beneficiary)
  }

  /// The best of every hub, and how many hubs had more.
  static func best(
    _ candidates: [Self], perHub limit: Int, hub: (Self) -> Int32
  ) -> (kept: [Self], cutHubs: Int) {
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
