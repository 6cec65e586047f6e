import ClewGraph
import ClewModel

/// Payers whose payments are round again and again, more than anybody's are.
///
/// Round is a whole multiple of 1,000 units of the currency (ours). Standing orders are left out on
/// both sides of the count: the same amount to the same payee 25 to 35 days before or after. An
/// episode begins with the first round payment that no earlier one holds and takes one window; the
/// weight is the likelihood ratio of its round share against that of all payments of the currency.
///
/// Complexity: linear in the postings, plus a hash per round payment.
package struct RoundAmounts {
  /// Ours.
  static let unit: Int128 = 1_000
  static let least = 5

  private let index: PostingIndex
  private let holders: Holders
  private let question: DetectorQuestion
  private let window: Int64

  package init(_ index: PostingIndex, _ holders: Holders, _ question: DetectorQuestion) {
    self.index = index
    self.holders = holders
    self.question = question
    window = question.window ?? Detector.roundAmounts.window
  }

  /// Round payments and all payments of one currency.
  private struct Count {
    var round = 0
    var all = 0
  }

  private struct Standing: Hashable {
    var payee: Int32
    var amount: Int64
    var unit: UInt16
  }

  package func run() -> Detection {
    var detection = Detection()
    var cut = IndicatorCut()
    let kept = (0..<Int32(index.nodeCount)).map { withoutStandingOrders($0) }
    var population: [UInt16: Count] = [:]
    for rows in kept {
      for row in rows {
        population[index.debitUnit(row), default: Count()].all += 1
        if isRound(row) { population[index.debitUnit(row), default: Count()].round += 1 }
      }
    }
    for (node, rows) in kept.enumerated() where rows.count >= Self.least {
      let found = episodes(Int32(node), rows, population)
      cut.take(found.count, limit: question.findingsPerHub)
      detection.findings += found.prefix(question.findingsPerHub)
    }
    cut.note(Detector.roundAmounts.id, "episodes", in: &detection)
    return detection
  }

  private func isRound(_ row: Int32) -> Bool {
    let scale = index.postings.units[Int(index.debitUnit(row))].scale
    return Int128(index.debit(row)) % (Self.unit * Decimal64.power(of: scale)) == 0
  }

  /// What a node paid to others, by time, without what it pays every month.
  private func withoutStandingOrders(_ node: Int32) -> [Int32] {
    let paid = index.out(of: node).filter { !holders.areOfOneHolder(index.to($0), node) }
    guard paid.count >= Self.least else { return Array(paid) }
    var times: [Standing: [Int64]] = [:]
    func key(_ row: Int32) -> Standing {
      Standing(payee: index.to(row), amount: index.debit(row), unit: index.debitUnit(row))
    }
    for row in paid where index.to(row) >= 0 {
      times[key(row), default: []].append(index.start(row))
    }
    return paid.filter { row in
      guard index.to(row) >= 0, let all = times[key(row)], all.count > 1 else { return true }
      return !isMonthly(index.start(row), all)
    }
  }

  /// Whether one of the ascending times lies 25 to 35 days off.
  private func isMonthly(_ time: Int64, _ times: [Int64]) -> Bool {
    func hasAny(_ range: ClosedRange<Int64>) -> Bool {
      var (low, high) = (0, times.count)
      while low < high {
        let middle = (low + high) / 2
        if times[middle] < range.lowerBound { low = middle + 1 } else { high = middle }
      }
      return low < times.count && times[low] <= range.upperBound
    }
    let (near, far) = (25 * Detector.day, 35 * Detector.day)
    return hasAny((time + near)...(time + far)) || hasAny((time - far)...(time - near))
  }

  private func episodes(
    _ node: Int32, _ rows: [Int32], _ population: [UInt16: Count]
  ) -> [PatternFinding] {
    var found: [PatternFinding] = []
    for unit in Set(rows.map { index.debitUnit($0) }).sorted() {
      let own = rows.filter { index.debitUnit($0) == unit }
      var next = 0
      while next < own.count {
        guard isRound(own[next]) else {
          next += 1
          continue
        }
        let first = index.start(own[next])
        var episode: [Int32] = []
        while next < own.count, index.start(own[next]) - first <= window {
          episode.append(own[next])
          next += 1
        }
        if let finding = finding(node, episode, population[unit] ?? Count()) {
          found.append(finding)
        }
      }
    }
    return found
  }

  private func finding(
    _ node: Int32, _ rows: [Int32], _ population: Count
  ) -> PatternFinding? {
    let round = rows.filter(isRound)
    guard round.count >= Self.least else { return nil }
    let weight = Self.likelihood(
      round.count, of: rows.count, population.round, of: population.all)
    guard weight > 0 else { return nil }
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in round where index.to(row) >= 0 { roles[index.to(row)] = .beneficiary }
    roles[node] = .hub
    var finding = PatternFinding(
      kind: Detector.roundAmounts.id, rows: index.byTime(round),
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    finding.reasons = [
      PatternFinding.Reason(
        term: "round again and again", weight: min(40_000, weight),
        detail: "\(round.count) of \(rows.count) payments within \(DurationWords.text(window)) are "
          + "whole thousands (ours), standing orders left out",
        backgroundRate: IndicatorScore.share(Int128(population.round), of: Int128(population.all)))
    ]
    return finding
  }

  /// log10 of how much better its own rate explains the payments than everybody's, in
  /// ten-thousandths; 0 where its own is not higher.
  package static func likelihood(_ round: Int, of count: Int, _ all: Int, of total: Int) -> Int64 {
    let own = Double(round) / Double(max(1, count))
    let rate = Double(all + 1) / Double(total + 2)
    guard own > rate else { return 0 }
    let hits = Double(round) * Double(IndicatorScore.logarithm(own / rate))
    let misses =
      count == round
      ? 0 : Double(count - round) * Double(IndicatorScore.logarithm((1 - own) / (1 - rate)))
    return Int64((hits + misses).rounded())
  }
}
