/// Several accounts pay one hub, which then pays several others: a gather and a scatter through one
/// account inside a window.
///
/// Every firm receives and pays all day. What the search takes are the accounts that deal with the
/// hub in one stretch only (see `Counterparties`), of those the two phases of half a window each in
/// which they give most evidence (see `HubPhases`). Windowed: the scatter begins after the gather has
/// begun, and the finding says how many payments in come after the first payment out. Strict: all
/// payments in are certainly before all payments out.
///
/// A hub makes one finding a burst; what one burst has taken is not in the next. A finding has one
/// printed term: how surprising it is that so many of the hub's passing counterparties fall into the
/// two phases, were they spread over the whole time (`BurstSurprise`).
///
///     let found = GatherScatterSearch(index, window: 9 * 86_400, admits: habits.admits).run()
package struct GatherScatterSearch: Sendable {
  /// Counterparties in one finding; more are a market place or a bank, not a ring.
  package static let mostCounterparties = 512

  private let index: FlowIndex
  private let question: DetectorQuestion
  private let order: DetectorQuestion.Order
  private let weights: [Int32]?
  private let into: TimedLists
  private let out: TimedLists
  private let phases: HubPhases
  private let leastPayments: Int

  /// `admits` and `weights` are by edge of the index: which are searched, and the evidence of each,
  /// in ten-thousandths.
  package init(
    _ index: FlowIndex, window: Int64, _ question: DetectorQuestion = DetectorQuestion(),
    admits: [Bool]? = nil, weights: [Int32]? = nil, leastOnEachSide: Int = 2,
    leastPayments: Int = 5
  ) {
    self.index = index
    self.question = question
    self.weights = weights
    self.leastPayments = leastPayments
    order = question.order ?? .windowed
    into = TimedLists(index, .into, admits: admits)
    out = TimedLists(index, .out, admits: admits)
    phases = HubPhases(
      phase: max(0, question.window ?? window) / 2, isStrict: order == .strict,
      least: max(2, leastOnEachSide))
  }

  private struct Part: Sendable {
    var found: [(evidence: Int64, start: Int64, finding: PatternFinding)] = []
    var tooLarge = 0
    var cut = 0
  }

  package func run() -> Detection {
    let cost = (0..<index.nodeCount).map { into.slots(of: $0).count + out.slots(of: $0).count }
    var total = Part()
    for part in NodeBlocks(cost: cost).map({ search($0) }) {
      total.found += part.found
      total.tooLarge += part.tooLarge
      total.cut += part.cut
    }
    total.found.sort { a, b in
      if a.evidence != b.evidence { return a.evidence > b.evidence }
      if a.start != b.start { return a.start < b.start }
      return a.finding.rows.lexicographicallyPrecedes(b.finding.rows)
    }
    var detection = Detection()
    detection.findings = total.found.map(\.finding)
    detection.note(
      total.tooLarge, "account", "accounts",
      "with more than \(Self.mostCounterparties) passing counterparties inside one window not "
        + "searched for gather-scatter")
    detection.note(
      total.cut, "account", "accounts",
      "with more than \(question.findingsPerHub) gather-scatters: only the strongest of each kept")
    return detection
  }

  private func search(_ nodes: Range<Int>) -> Part {
    var part = Part()
    var counterparties = Counterparties(index, stretch: 2 * phases.phase, weights: weights)
    let time = Double(index.lo.last ?? 0) - Double(index.lo.first ?? 0) + 1
    let share = Double(phases.phase) / time
    for hub in nodes {
      guard into.slots(of: hub).count >= phases.least, out.slots(of: hub).count >= phases.least
      else { continue }
      var (payers, payees) = counterparties.around(hub, into: into, out: out)
      if phases.isStrict { lastByEnd(&payers) }
      let all = (payers: payers.count, payees: payees.count)
      var taken = 0
      while let burst = phases.best(payers, payees) {
        guard burst.payers.count + burst.payees.count <= Self.mostCounterparties else {
          part.tooLarge += 1
          break
        }
        guard taken < question.findingsPerHub else {
          part.cut += 1
          break
        }
        let count = burst.payers.reduce(0) { $0 + payers[$1].edges.count }
        guard burst.payees.reduce(count, { $0 + payees[$1].edges.count }) >= leastPayments else {
          break
        }
        taken += 1
        var found = finding(hub, burst.payers.map { payers[$0] }, burst.payees.map { payees[$0] })
        let surprise =
          BurstSurprise.tail(burst.payers.count, of: all.payers, share: share)
          + BurstSurprise.tail(burst.payees.count, of: all.payees, share: share)
        found.reasons = [
          .init(
            term: "one stretch", weight: surprise,
            detail:
              "\(burst.payers.count) of \(all.payers) accounts that pay it in one stretch only "
              + "and \(burst.payees.count) of \(all.payees) that it pays so fall into the two phases",
            backgroundRate: "a phase is \(Int((min(1, share) * 100).rounded())) % of the time")
        ]
        part.found.append((surprise, burst.start, found))
        remove(burst.payers, from: &payers)
        remove(burst.payees, from: &payees)
      }
    }
    return part
  }

  /// What is certainly before a payment out has ended before it begins.
  private func lastByEnd(_ payers: inout [Counterparties.Dealing]) {
    for position in payers.indices {
      for edge in payers[position].edges {
        payers[position].last = max(payers[position].last, index.hi[Int(edge)])
      }
    }
  }

  private func remove(_ positions: [Int], from list: inout [Counterparties.Dealing]) {
    for position in positions.reversed() { list.remove(at: position) }
  }

  private func finding(
    _ hub: Int, _ payers: [Counterparties.Dealing], _ payees: [Counterparties.Dealing]
  ) -> PatternFinding {
    let received = payers.flatMap(\.edges)
    let paid = payees.flatMap(\.edges)
    let sources = payers.map(\.node).sorted()
    let beneficiaries = Set(payees.map(\.node)).subtracting(sources).sorted()
    let roles =
      sources.map { PatternFinding.Member($0, .source) }
      + beneficiaries.map { PatternFinding.Member($0, .beneficiary) }
      + [PatternFinding.Member(Int32(hub), .hub)]
    let firstOut = paid.map { index.lo[Int($0)] }.min() ?? .max
    let late = received.count { index.hi[Int($0)] >= firstOut }
    let miss = "\(late) of \(received.count) payments in not before the first payment out"
    return PatternFinding(
      kind: "gather-scatter", rows: (received + paid).sorted().map { index.rows[Int($0)] },
      roles: roles.sorted { $0.node < $1.node },
      nearMiss: order == .strict || late == 0 ? nil : miss)
  }
}
