import ClewGraph
import ClewModel

/// Payments kept just below a reporting threshold: `ReportingThreshold.searched` as data.
///
/// A payment is in the band where it is at least 0.8 T (ours) and not reportable by itself: below T,
/// or T itself where only more than T is reported. Deposits and withdrawals are never mixed, nor are
/// holders. A series is a run of them with at most 7 days (ours) between neighbours; it is a finding
/// where two lie within the country's own window, a near miss where none do but at least three lie
/// within 7 days.
///
/// Complexity: a sort of the payments in the band.
package struct Structuring {
  /// Ours, in ten-thousandths of T.
  static let band: Int128 = 8_000
  static let nearMissCount = 3
  private static let takings = 10

  private let index: PostingIndex
  private let holders: Holders
  private let question: DetectorQuestion
  private let gap: Int64

  package init(_ index: PostingIndex, _ holders: Holders, _ question: DetectorQuestion) {
    self.index = index
    self.holders = holders
    self.question = question
    gap = question.window ?? Detector.structuring.window
  }

  /// The cash (or transfers) of one holder in one direction.
  struct Flow {
    var inBand: [Int32] = []
    var below = 0
    var reportable = 0

    var count: Int { inBand.count + below + reportable }
  }

  enum Direction: String, CaseIterable { case deposits, withdrawals, transfers }

  package func run() -> Detection {
    var detection = Detection()
    for threshold in ReportingThreshold.all where threshold.isSearched {
      guard
        let unit = index.postings.units.firstIndex(where: { $0.currency == threshold.currency })
      else { continue }
      let directions: [Direction] =
        threshold.medium == .transfer ? [.transfers] : [.deposits, .withdrawals]
      for direction in directions { search(threshold, UInt16(unit), direction, &detection) }
    }
    if detection.findings.isEmpty, !index.postings.units.contains(where: Self.hasThreshold) {
      detection.notSearched.append(
        "structuring: no payment in a currency with a threshold that is searched (USD, CAD, AUD)")
    }
    return detection
  }

  private static func hasThreshold(_ unit: Postings.Unit) -> Bool {
    ReportingThreshold.all.contains { $0.isSearched && $0.currency == unit.currency }
  }

  private func search(
    _ threshold: ReportingThreshold, _ unit: UInt16, _ direction: Direction,
    _ detection: inout Detection
  ) {
    let flows = flows(threshold, unit, direction)
    var all = Flow()
    var banded = 0
    for flow in flows.values {
      banded += flow.inBand.count
      all.below += flow.below
      all.reportable += flow.reportable
    }
    let population = (band: banded, all: banded + all.below + all.reportable)
    var cut = IndicatorCut()
    for owner in flows.keys.sorted() {
      guard let flow = flows[owner] else { continue }
      var found: [PatternFinding] = []
      for rows in series(flow.inBand) {
        if let finding = finding(rows, flow, threshold, direction, population) {
          found.append(finding)
        }
      }
      cut.take(found.count, limit: question.findingsPerHub)
      detection.findings += found.prefix(question.findingsPerHub)
    }
    cut.note("\(Detector.structuring.id) (\(threshold.id))", "series", in: &detection)
  }

  /// The payments of one unit and direction by whom they are by or for.
  private func flows(
    _ threshold: ReportingThreshold, _ unit: UInt16, _ direction: Direction
  ) -> [Int32: Flow] {
    let one = Decimal64.power(of: index.postings.units[Int(unit)].scale)
    let limit = Int128(threshold.amount) * one
    var flows: [Int32: Flow] = [:]
    for node in 0..<Int32(index.nodeCount) {
      let rows = direction == .deposits ? index.into(node) : index.out(of: node)
      var owner: Int32?
      for row in rows where takes(row, unit, direction) {
        let key = owner ?? holders.owner(of: node)
        owner = key
        let amount = Int128(
          direction == .deposits ? index.credit(row) : index.debit(row))
        let isReportable = threshold.isInclusive ? amount >= limit : amount > limit
        if isReportable {
          flows[key, default: Flow()].reportable += 1
        } else if amount * 10_000 >= limit * Self.band {
          flows[key, default: Flow()].inBand.append(row)
        } else {
          flows[key, default: Flow()].below += 1
        }
      }
    }
    return flows
  }

  private func takes(_ row: Int32, _ unit: UInt16, _ direction: Direction) -> Bool {
    switch direction {
    case .deposits: index.isDeposit(row) && index.creditUnit(row) == unit
    case .withdrawals: index.isWithdrawal(row) && index.debitUnit(row) == unit
    case .transfers:
      index.to(row) >= 0 && index.debitUnit(row) == unit
        && !holders.areOfOneHolder(index.from(row), index.to(row))
    }
  }

  /// Runs with at most the gap between neighbours.
  private func series(_ rows: [Int32]) -> [[Int32]] {
    var result: [[Int32]] = []
    for row in index.byTime(rows) {
      if let last = result.last?.last, index.start(row) - index.start(last) <= gap {
        result[result.count - 1].append(row)
      } else {
        result.append([row])
      }
    }
    return result
  }

  /// The most payments within one window, and the window.
  private func densest(
    _ rows: [Int32], _ threshold: ReportingThreshold
  ) -> (rows: ArraySlice<Int32>, window: String) {
    var best = (rows: rows[0..<0], window: "")
    for window in threshold.windows {
      var first = 0
      for (position, row) in rows.enumerated() {
        while !isTogether(rows[first], row, window.seconds, window.isDay) { first += 1 }
        if position - first + 1 > best.rows.count {
          best = (rows[first...position], window.text)
        }
      }
      if best.rows.count >= 2 { break }
    }
    return best
  }

  private func isTogether(_ a: Int32, _ b: Int32, _ seconds: Int64, _ isDay: Bool) -> Bool {
    if isDay {
      return index.postings.time(of: Int(a)).firstDay == index.postings.time(of: Int(b)).firstDay
    }
    return index.start(b) - index.start(a) < seconds
  }

  private func finding(
    _ rows: [Int32], _ flow: Flow, _ threshold: ReportingThreshold, _ direction: Direction,
    _ population: (band: Int, all: Int)
  ) -> PatternFinding? {
    let best = densest(rows, threshold)
    let isNear = best.rows.count < 2
    guard !isNear || near(rows) else { return nil }
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in rows {
      if direction == .transfers { roles[index.to(row)] = .beneficiary }
    }
    for row in rows {
      roles[direction == .deposits ? index.to(row) : index.from(row)] = .hub
    }
    var finding = PatternFinding(
      kind: Detector.structuring.id, rows: rows,
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    if isNear {
      let window = threshold.windows.first?.text ?? ""
      finding.nearMiss = "no two of \(rows.count) within \(window), but \(rows.count) in a series"
    }
    finding.reasons =
      [belowThreshold(rows, best, threshold, direction), bunching(flow, population, direction)]
      + discounts(rows, flow, direction)
    finding.reasons.sort { $0.weight > $1.weight }
    return finding
  }

  /// Whether at least three lie within the gap's length.
  private func near(_ rows: [Int32]) -> Bool {
    guard rows.count >= Self.nearMissCount else { return false }
    return (Self.nearMissCount - 1..<rows.count).contains {
      index.start(rows[$0]) - index.start(rows[$0 - Self.nearMissCount + 1]) <= gap
    }
  }

  private func belowThreshold(
    _ rows: [Int32], _ best: (rows: ArraySlice<Int32>, window: String),
    _ threshold: ReportingThreshold, _ direction: Direction
  ) -> PatternFinding.Reason {
    func sum(_ rows: ArraySlice<Int32>) -> String {
      let unit =
        direction == .deposits
        ? index.creditUnit(rows[rows.startIndex])
        : index.debitUnit(rows[rows.startIndex])
      let total = rows.reduce(Int128(0)) {
        $0 + Int128(direction == .deposits ? index.credit($1) : index.debit($1))
      }
      return index.postings.money(total, unit: unit)
    }
    let dense =
      best.rows.count < 2
      ? "never two in one window" : "\(best.rows.count) within \(best.window), \(sum(best.rows))"
    return PatternFinding.Reason(
      term: "below the threshold",
      weight: best.rows.count < 2
        ? 1_500 * Int64(min(rows.count, 6)) : 5_000 * Int64(min(best.rows.count, 4) - 1) + 2_500,
      detail: "\(rows.count) \(direction.rawValue) from 80% (ours) of \(threshold.text), together "
        + "\(sum(rows[...])): \(dense); \(threshold.country) \(threshold.report), "
        + "\(threshold.source), \(threshold.status)")
  }

  /// The holder's share of payments in the band against everybody's.
  private func bunching(
    _ flow: Flow, _ population: (band: Int, all: Int), _ direction: Direction
  ) -> PatternFinding.Reason {
    let ratio =
      (Double(flow.inBand.count) / Double(max(1, flow.count)))
      / (Double(max(1, population.band)) / Double(max(1, population.all)))
    return PatternFinding.Reason(
      term: "bunched below it", weight: min(15_000, max(0, IndicatorScore.logarithm(ratio))),
      detail: "\(flow.inBand.count) of its \(flow.count) \(direction.rawValue) lie in the band",
      backgroundRate: IndicatorScore.share(Int128(population.band), of: Int128(population.all)))
  }

  /// Benign look-alikes: who is reported anyway, and the takings of a business, which lie everywhere.
  private func discounts(
    _ rows: [Int32], _ flow: Flow, _ direction: Direction
  ) -> [PatternFinding.Reason] {
    var reasons: [PatternFinding.Reason] = []
    if flow.reportable > 0 {
      let share = IndicatorScore.tenThousandths(
        Int128(flow.reportable), of: Int128(flow.inBand.count + flow.reportable))
      reasons.append(
        PatternFinding.Reason(
          term: "reported anyway", weight: -share,
          detail: "\(flow.reportable) of its \(direction.rawValue) are over the threshold"))
    }
    if flow.inBand.count >= Self.takings, flow.inBand.count * 2 < flow.count {
      reasons.append(
        PatternFinding.Reason(
          term: "takings", weight: -10_000,
          detail: "most of its \(flow.count) \(direction.rawValue) are not near the threshold: a "
            + "business that banks what it takes"))
    }
    return reasons
  }
}
