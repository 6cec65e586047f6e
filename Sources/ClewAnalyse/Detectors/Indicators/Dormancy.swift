import ClewGraph
import ClewModel

/// Accounts that wake up and move more than ever before.
///
/// Dormant is an account without any posting for 180 days (ours) between two it has; the time before
/// its first posting is not known and never counts. It is a finding where, in one currency, more
/// comes in within the window after than in any window of that length before, and at least half
/// (ours) of it leaves within the window.
///
/// Complexity: linear in the postings of each account.
package struct Dormancy {
  /// Ours: seconds of silence, and the share that leaves in ten-thousandths.
  static let silence = 180 * Detector.day
  static let leastShare: Int64 = 5_000

  private let index: PostingIndex
  private let holders: Holders
  private let question: DetectorQuestion
  private let window: Int64
  private let order: DetectorQuestion.Order

  package init(_ index: PostingIndex, _ holders: Holders, _ question: DetectorQuestion) {
    self.index = index
    self.holders = holders
    self.question = question
    window = question.window ?? Detector.dormancy.window
    order = question.order ?? .strict
  }

  private struct Awakening {
    var account: Int32
    var silence: Int64
    var received: [Int32]
    var paid: [Int32]
    var valueIn: Int128
    var valueOut: Int128
    var before: Int128
    /// Value with counterparties known from before, and with accounts of the same holder.
    var known: Int128
    var own: Int128
    var unit: UInt16
  }

  package func run() -> Detection {
    var detection = Detection()
    guard let span = index.span, span.upperBound - span.lowerBound >= Self.silence else {
      detection.notSearched.append(
        "dormancy: the payments span less than \(Self.silence / Detector.day) days")
      return detection
    }
    var active = 0
    var found: [Awakening] = []
    for node in 0..<Int32(index.nodeCount) {
      guard !index.into(node).isEmpty, !index.out(of: node).isEmpty else { continue }
      active += 1
      found += awakenings(of: node)
    }
    let rate = IndicatorScore.rarity(
      "rare among accounts", having: Set(found.map(\.account)).count, of: active,
      "accounts that receive and pay wake up like this")
    detection.findings = found.map { finding($0, rate) }
    return detection
  }

  private func awakenings(of node: Int32) -> [Awakening] {
    let rows = index.byTime(Array(index.into(node)) + Array(index.out(of: node)))
    var result: [Awakening] = []
    for (before, after) in zip(rows, rows.dropFirst())
    where index.start(after) - index.hi[Int(before)] >= Self.silence {
      let silence = index.start(after) - index.hi[Int(before)]
      let units = Set(index.into(node).map { index.creditUnit($0) }).sorted()
      for unit in units {
        if let found = awakening(node, at: index.start(after), unit, silence) {
          result.append(found)
        }
      }
    }
    return result
  }

  private func awakening(
    _ node: Int32, at time: Int64, _ unit: UInt16, _ silence: Int64
  ) -> Awakening? {
    let all = index.into(node).filter { index.creditUnit($0) == unit }
    let end = time + window
    let received = all.filter { (time...end).contains(index.start($0)) }
    guard let first = received.first else { return nil }
    let paid = index.out(of: node).filter {
      index.debitUnit($0) == unit && index.start($0) <= end && index.start($0) >= time
        && index.follows($0, first, order)
    }
    let valueIn = received.reduce(Int128(0)) { $0 + Int128(index.credit($1)) }
    let valueOut = paid.reduce(Int128(0)) { $0 + Int128(index.debit($1)) }
    let before = most(all.filter { index.start($0) < time })
    guard valueIn > before,
      IndicatorScore.tenThousandths(valueOut, of: valueIn) >= Self.leastShare
    else { return nil }
    var (known, own) = (Int128(0), Int128(0))
    for row in received {
      let amount = Int128(index.credit(row))
      if index.from(row) >= 0, index.pairStart[Int(row)] < time { known += amount }
      if holders.areOfOneHolder(index.from(row), node) { own += amount }
    }
    return Awakening(
      account: node, silence: silence, received: received, paid: paid, valueIn: valueIn,
      valueOut: valueOut, before: before, known: known, own: own, unit: unit)
  }

  /// The most that came in within one window.
  private func most(_ rows: [Int32]) -> Int128 {
    var (best, sum) = (Int128(0), Int128(0))
    var first = 0
    for row in rows {
      sum += Int128(index.credit(row))
      while index.start(row) - index.start(rows[first]) > window {
        sum -= Int128(index.credit(rows[first]))
        first += 1
      }
      best = max(best, sum)
    }
    return best
  }

  private func finding(_ found: Awakening, _ rate: PatternFinding.Reason) -> PatternFinding {
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in found.paid where index.to(row) >= 0 { roles[index.to(row)] = .beneficiary }
    for row in found.received where index.from(row) >= 0 { roles[index.from(row)] = .source }
    roles[found.account] = .hub
    var finding = PatternFinding(
      kind: Detector.dormancy.id, rows: index.byTime(found.received + found.paid),
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    let late = found.paid.filter { !index.follows($0, found.received[0], .strict) }.count
    if late > 0 {
      finding.nearMiss =
        "\(late) of \(found.paid.count) payments out not certainly after the first one in"
    }
    finding.reasons = [silent(found), more(found), movedOn(found), rate] + discounts(found)
    finding.reasons.sort { $0.weight > $1.weight }
    return finding
  }

  private func silent(_ found: Awakening) -> PatternFinding.Reason {
    PatternFinding.Reason(
      term: "silence before",
      weight: min(10_000, 2_500 + (found.silence - Self.silence) / Detector.day * 10),
      detail: "no payment for \(DurationWords.text(found.silence)) (180 days and up is ours)")
  }

  private func more(_ found: Awakening) -> PatternFinding.Reason {
    func text(_ amount: Int128) -> String { index.postings.money(amount, unit: found.unit) }
    let ratio = Double(found.valueIn) / Double(max(1, found.before))
    return PatternFinding.Reason(
      term: "more than ever before",
      weight: found.before == 0 ? 5_000 : min(15_000, IndicatorScore.logarithm(ratio)),
      detail: "\(text(found.valueIn)) \(index.postings.units[Int(found.unit)].currency) within "
        + "\(DurationWords.text(window)); before at most \(text(found.before))")
  }

  private func movedOn(_ found: Awakening) -> PatternFinding.Reason {
    PatternFinding.Reason(
      term: "moved on",
      weight: min(10_000, IndicatorScore.tenThousandths(found.valueOut, of: found.valueIn)),
      detail: "\(IndicatorScore.percent(found.valueOut, of: found.valueIn)) of it left within "
        + "\(DurationWords.text(window)) (50% and up is ours)")
  }

  /// Benign look-alikes: a payment that comes once a year or season, and own transfers.
  private func discounts(_ found: Awakening) -> [PatternFinding.Reason] {
    var reasons: [PatternFinding.Reason] = []
    if found.known > 0 {
      reasons.append(
        PatternFinding.Reason(
          term: "known payers",
          weight: -3 * IndicatorScore.tenThousandths(found.known, of: found.valueIn) / 2,
          detail: "\(IndicatorScore.percent(found.known, of: found.valueIn)) came from payers of "
            + "before: a yearly or seasonal payment"))
    }
    if found.own > 0 {
      reasons.append(
        PatternFinding.Reason(
          term: "own accounts",
          weight: -2 * IndicatorScore.tenThousandths(found.own, of: found.valueIn),
          detail: "from accounts of the same holder: an own transfer"))
    }
    return reasons
  }
}
