/// One account pays several, which pay one other account, all inside a window: the two-layer split
/// and re-collection of an amount (GFP's scatter-gather, arXiv 2402.08593, as whole findings).
///
/// An origin x, at least `leastMiddles` middles m, a beneficiary w, all different. Every payment of
/// x to a middle and of a middle to w inside the window belongs to the finding, also several per
/// middle. Strict: a middle counts with a payment in that is certainly before a payment out.
/// Windowed: in either order, and the finding says how many middles do not receive before they send.
///
/// Payments of one pair (x, w) make one finding a burst (see `RelayBursts`). Work is the number of
/// two-step paths that fit the window; `RelayRanges` bounds it and names what it leaves out. A
/// finding has one printed term, `SharedMiddles`, by which they are ranked.
///
///     let found = ScatterGatherSearch(index, window: 4 * 86_400).run()
package struct ScatterGatherSearch: Sendable {
  let index: FlowIndex
  let order: DetectorQuestion.Order
  private let question: DetectorQuestion
  private let leastMiddles: Int
  private let into: TimedLists
  private let out: TimedLists
  private let ranges: RelayRanges
  private let bursts: RelayBursts

  /// `admits` and `weights` are by edge of the index: which are searched, and the evidence of each,
  /// in ten-thousandths, by which the window of a burst is chosen.
  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, leastMiddles: Int = 2
  ) {
    let window = max(0, question.window ?? window)
    self.index = index
    self.question = question
    self.leastMiddles = max(2, leastMiddles)
    order = question.order ?? .windowed
    into = TimedLists(index, .into, admits: admits)
    out = TimedLists(index, .out, admits: admits)
    ranges = RelayRanges(
      index, into: into, seconds: out, window: window, order: order, limit: question.workLimit)
    bursts = RelayBursts(
      index: index, window: window, weights: weights, leastMiddles: self.leastMiddles)
  }

  package func run() -> Detection {
    var detection = Detection()
    detection.findings = search(&detection).map { finding($0) }
    return detection
  }

  /// The bursts worth telling, best first; what is left out is noted.
  func search(_ detection: inout Detection) -> [LayeredCandidate] {
    var found: [LayeredCandidate] = []
    var hubs = 0
    for part in blocks.map({ search($0) }) {
      found += part.candidates
      hubs += part.cutHubs
    }
    let (kept, ends) = LayeredCandidate.best(found, perHub: question.findingsPerHub, hub: \.end)
    detection.note(
      ranges.leftOut.count, "account", "accounts",
      "with the most payments in and out inside one window not taken as middles of scatter-gather")
    detection.note(
      hubs + ends, "account", "accounts",
      "with more than \(question.findingsPerHub) scatter-gathers: only the strongest of each kept")
    return kept
  }

  private var blocks: NodeBlocks {
    NodeBlocks(cost: (0..<index.nodeCount).map { out.slots(of: $0).count })
  }

  private func search(_ nodes: Range<Int>) -> (candidates: [LayeredCandidate], cutHubs: Int) {
    var meetings = RelayMeetings(nodeCount: index.nodeCount)
    var candidates: [LayeredCandidate] = []
    var cutHubs = 0
    for origin in nodes where out.slots(of: origin).count >= leastMiddles {
      meetings.expand(origin, out, out, ranges, least: leastMiddles)
      guard !meetings.relays.isEmpty else { continue }
      var ofOrigin: [LayeredCandidate] = []
      var isCut = false
      for group in meetings.groups {
        let end = meetings.relays[group.lowerBound].end
        let cut = bursts.cut(inOrder(meetings.relays[group]), limit: question.findingsPerHub)
        isCut = isCut || cut.isCut
        ofOrigin += cut.bursts.map { weighed($0, origin, Int(end)) }
      }
      let (kept, dropped) = LayeredCandidate.best(
        ofOrigin, perHub: question.findingsPerHub, hub: \.origin)
      candidates += kept
      if isCut || dropped > 0 { cutHubs += 1 }
    }
    return (candidates, cutHubs)
  }

  private func inOrder(_ met: ArraySlice<RelayMeetings.Met>) -> [Relay] {
    let relays = met.map(\.relay)
    guard order == .strict else { return relays }
    let times = RelayOrder(index)
    return relays.filter { times.isCertain($0.first, before: $0.second) }
  }

  private func weighed(_ burst: RelayBursts.Burst, _ origin: Int, _ end: Int) -> LayeredCandidate {
    let paid = out.count(of: origin, from: burst.start, to: burst.end)
    let received = into.count(of: end, from: burst.start, to: burst.end)
    return LayeredCandidate(
      origin: Int32(origin), end: Int32(end), burst: burst,
      evidence: SharedMiddles.evidence(burst.middles, paid, received),
      payments: (paid, received))
  }

  private func finding(_ candidate: LayeredCandidate) -> PatternFinding {
    let roles =
      candidate.middles.map { PatternFinding.Member($0, .intermediary) } + [
        .init(candidate.origin, .origin), .init(candidate.end, .beneficiary),
      ]
    var finding = PatternFinding(
      kind: "scatter-gather", rows: candidate.edges.map { index.rows[Int($0)] },
      roles: roles.sorted { $0.node < $1.node },
      nearMiss: order == .strict ? nil : RelayOrder(index).nearMiss(candidate.burst.relays))
    finding.reasons = [reason(candidate)]
    return finding
  }

  func reason(_ candidate: LayeredCandidate) -> PatternFinding.Reason {
    SharedMiddles.reason(
      candidate,
      "\(candidate.burst.middles) accounts stand between the two, which make "
        + "\(candidate.payments.ofOrigin) payments out and take \(candidate.payments.ofEnd) in "
        + "during these days")
  }
}
