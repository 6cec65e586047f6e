import ClewGraph
import ClewModel

/// Accounts that hand on most of what comes in, at once and to new payees: mules.
///
/// An episode begins with the first receipt that no earlier episode holds and takes the receipts of
/// one currency within the window, then the payments out from the first of them until the window
/// after the last has passed. Near miss: some payment out is before the first receipt for certain
/// order, with windowed order only. Episodes of one account never share a receipt.
///
/// Complexity: linear in the postings of each account.
package struct PassThrough {
  /// Ours, in ten-thousandths: at least this share leaves; at most this share of what came in.
  static let leastShare: Int64 = 8_000
  static let mostShare: Int64 = 10_500
  static let leastNew: Int64 = 5_000
  static let habit = 5

  private let index: PostingIndex
  private let holders: Holders
  private let question: DetectorQuestion
  private let window: Int64
  private let order: DetectorQuestion.Order

  package init(_ index: PostingIndex, _ holders: Holders, _ question: DetectorQuestion) {
    self.index = index
    self.holders = holders
    self.question = question
    window = question.window ?? Detector.passThrough.window
    order = question.order ?? .strict
  }

  struct Episode {
    var account: Int32
    var received: [Int32]
    var paid: [Int32]
    var valueIn: Int128
    var valueOut: Int128
    /// Value to payees never paid before, value to and from accounts of the same holder.
    var newOut: Int128 = 0
    var ownIn: Int128 = 0
    var ownOut: Int128 = 0
    var unit: UInt16
    /// Whether the account had payments long enough before to call a payee new.
    var hasPast = false
  }

  package func run() -> Detection {
    var detection = Detection()
    var active = 0
    var moving = 0
    var found: [(Episode, Int)] = []
    var cut = IndicatorCut()
    for node in 0..<Int32(index.nodeCount) {
      guard !index.into(node).isEmpty, !index.out(of: node).isEmpty else { continue }
      active += 1
      let all = episodes(of: node)
      let taken = all.filter(isFinding)
      guard !taken.isEmpty else { continue }
      moving += 1
      cut.take(taken.count, limit: question.findingsPerHub)
      for episode in taken.prefix(question.findingsPerHub) { found.append((episode, all.count)) }
    }
    cut.note(Detector.passThrough.id, "episodes", in: &detection)
    let rate = IndicatorScore.rarity(
      "rare among accounts", having: moving, of: active,
      "accounts that receive and pay hand on that much that fast to new payees")
    let count = Dictionary(found.map { ($0.0.account, 1) }, uniquingKeysWith: +)
    detection.findings = found.map { finding($0.0, rate, count[$0.0.account] ?? 1, of: $0.1) }
    return detection
  }

  /// All runs of receipts of an account with what it paid after, whether they make a finding or not.
  private func episodes(of node: Int32) -> [Episode] {
    let units = Set(index.into(node).map { index.creditUnit($0) }).sorted()
    return units.flatMap { unit -> [Episode] in
      let received = index.into(node).filter { index.creditUnit($0) == unit }
      let paid = index.out(of: node).filter { index.debitUnit($0) == unit }
      var result: [Episode] = []
      var (next, later) = (0, 0)
      while next < received.count {
        let first = received[next]
        var rows: [Int32] = []
        while next < received.count, index.start(received[next]) - index.start(first) <= window {
          rows.append(received[next])
          next += 1
        }
        let end = index.start(rows[rows.count - 1]) + window
        while later < paid.count, index.start(paid[later]) < index.start(first) { later += 1 }
        var out: [Int32] = []
        while later < paid.count, index.start(paid[later]) <= end {
          if index.follows(paid[later], first, order) { out.append(paid[later]) }
          later += 1
        }
        if !out.isEmpty { result.append(episode(node, rows, out, unit)) }
      }
      return result
    }
  }

  private func episode(
    _ node: Int32, _ received: [Int32], _ paid: [Int32], _ unit: UInt16
  ) -> Episode {
    var episode = Episode(
      account: node, received: received, paid: paid, valueIn: 0, valueOut: 0, unit: unit)
    let begin = index.start(received[0])
    for row in received {
      episode.valueIn += Int128(index.credit(row))
      if holders.areOfOneHolder(index.from(row), node) {
        episode.ownIn += Int128(index.credit(row))
      }
    }
    for row in paid {
      episode.valueOut += Int128(index.debit(row))
      if index.isWithdrawal(row) || index.pairStart[Int(row)] >= begin {
        episode.newOut += Int128(index.debit(row))
      }
      if holders.areOfOneHolder(index.to(row), node) { episode.ownOut += Int128(index.debit(row)) }
    }
    let firstIn = index.into(node).first.map(index.start) ?? begin
    let firstOut = index.out(of: node).first.map(index.start) ?? begin
    episode.hasPast = begin - min(firstIn, firstOut) >= 30 * Detector.day
    return episode
  }

  private func isFinding(_ episode: Episode) -> Bool {
    let share = IndicatorScore.tenThousandths(episode.valueOut, of: episode.valueIn)
    return share >= Self.leastShare && share <= Self.mostShare
      && IndicatorScore.tenThousandths(episode.newOut, of: episode.valueOut) >= Self.leastNew
      && index.follows(episode.paid[episode.paid.count - 1], episode.received[0], order)
  }

  private func finding(
    _ episode: Episode, _ rate: PatternFinding.Reason, _ taken: Int, of all: Int
  ) -> PatternFinding {
    var finding = PatternFinding(
      kind: Detector.passThrough.id, rows: index.byTime(episode.received + episode.paid),
      roles: roles(episode))
    let late = episode.paid.filter { !index.follows($0, episode.received[0], .strict) }.count
    if late > 0 {
      finding.nearMiss =
        "\(late) of \(episode.paid.count) payments out not certainly after the first one in"
    }
    finding.reasons =
      [handedOn(episode), newPayees(episode), rate] + discounts(episode, taken, all)
    finding.reasons.sort { $0.weight > $1.weight }
    return finding
  }

  private func roles(_ episode: Episode) -> [PatternFinding.Member] {
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in episode.paid where index.to(row) >= 0 { roles[index.to(row)] = .beneficiary }
    for row in episode.received where index.from(row) >= 0 { roles[index.from(row)] = .source }
    roles[episode.account] = .hub
    return roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) }
  }

  private func handedOn(_ episode: Episode) -> PatternFinding.Reason {
    let share = min(10_000, IndicatorScore.tenThousandths(episode.valueOut, of: episode.valueIn))
    let length =
      index.start(episode.paid[episode.paid.count - 1]) - index.start(episode.received[0])
    return PatternFinding.Reason(
      term: "handed on", weight: 5_000 + (share - Self.leastShare) * 5 / 2,
      detail: "\(IndicatorScore.percent(episode.valueOut, of: episode.valueIn)) of "
        + "\(index.postings.money(episode.valueIn, unit: episode.unit)) "
        + "\(index.postings.units[Int(episode.unit)].currency) left within "
        + DurationWords.text(length) + " (80% and up is ours)")
  }

  private func newPayees(_ episode: Episode) -> PatternFinding.Reason {
    let share = IndicatorScore.tenThousandths(episode.newOut, of: episode.valueOut)
    let known = episode.hasPast ? "" : "; the account has no 30 days of payments before"
    return PatternFinding.Reason(
      term: "new payees", weight: episode.hasPast ? share : share * 3 / 10,
      detail: "\(IndicatorScore.percent(episode.newOut, of: episode.valueOut)) of it in cash or to "
        + "payees never paid before" + known)
  }

  /// Benign look-alikes: a sweep between a holder's own accounts, and who forwards money for a
  /// living (an agent, a marketplace, an escrow).
  private func discounts(_ episode: Episode, _ taken: Int, _ all: Int) -> [PatternFinding.Reason] {
    var reasons: [PatternFinding.Reason] = []
    let own = max(
      IndicatorScore.tenThousandths(episode.ownIn, of: episode.valueIn),
      IndicatorScore.tenThousandths(episode.ownOut, of: episode.valueOut))
    if own > 0 {
      reasons.append(
        PatternFinding.Reason(
          term: "own accounts", weight: -2 * own,
          detail: "from or to accounts of the same holder: a treasury sweep or own transfer"))
    }
    if taken >= Self.habit, taken * 2 >= all {
      reasons.append(
        PatternFinding.Reason(
          term: "forwards by habit", weight: -10_000,
          detail: "\(taken) of its \(all) episodes are like this: an agent, marketplace or escrow"))
    }
    return reasons
  }
}

extension PostingIndex {
  /// Rows by start, then row, each once.
  func byTime(_ rows: [Int32]) -> [Int32] {
    Set(rows).sorted { (a: Int32, b: Int32) -> Bool in
      start(a) != start(b) ? start(a) < start(b) : a < b
    }
  }
}
