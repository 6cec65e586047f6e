import ClewGraph
import ClewModel

/// Accounts into which many pay, in cash or for the first time, and from which the money is drawn at
/// once by few.
///
/// An episode begins with the first deposit that no earlier one holds and takes those of one
/// currency within the window; deposits are cash, and the first payments of payers. What leaves until
/// 3 days (ours) after the last counts where it goes out in cash or to one of the two payees (ours)
/// that get most and deposited nothing.
///
/// Complexity: linear in the postings of each account, times log for the payees.
package struct Funnel {
  /// Ours.
  static let leastCash = 3
  static let leastPayers = 5
  static let payees = 2
  static let leastShare: Int64 = 7_000
  static let mostShare: Int64 = 10_500
  static let delay = 3 * Detector.day
  private static let habit = 5

  private let index: PostingIndex
  private let holders: Holders
  private let question: DetectorQuestion
  private let window: Int64
  private let order: DetectorQuestion.Order
  /// Where a transaction took place, by its id, as sources state it: a country.
  private let places: [UInt32: String]

  package init(
    _ index: PostingIndex, _ holders: Holders, places: [UInt32: String] = [:],
    _ question: DetectorQuestion
  ) {
    self.index = index
    self.holders = holders
    self.places = places
    self.question = question
    window = question.window ?? Detector.funnel.window
    order = question.order ?? .strict
  }

  private struct Episode {
    var account: Int32
    var deposits: [Int32]
    var drawn: [Int32]
    var valueIn: Int128
    var valueOut: Int128
    var own: Int128
    var unit: UInt16
    var cash: Int
    var payers: Int
  }

  package func run() -> Detection {
    var detection = Detection()
    if places.isEmpty {
      detection.notSearched.append(
        "funnel: no source says where deposits were made; places were not compared")
    }
    var active = 0
    var found: [(Episode, Int)] = []
    var cut = IndicatorCut()
    for node in 0..<Int32(index.nodeCount) {
      guard !index.into(node).isEmpty, !index.out(of: node).isEmpty else { continue }
      active += 1
      let all = episodes(of: node)
      cut.take(all.count, limit: question.findingsPerHub)
      for episode in all.prefix(question.findingsPerHub) { found.append((episode, all.count)) }
    }
    cut.note(Detector.funnel.id, "episodes", in: &detection)
    let rate = IndicatorScore.rarity(
      "rare among accounts", having: Set(found.map(\.0.account)).count, of: active,
      "accounts that receive and pay are filled and drawn like this")
    detection.findings = found.map { finding($0.0, rate, habit: $0.1) }
    return detection
  }

  private func isDeposit(_ row: Int32) -> Bool {
    index.isDeposit(row) || (index.from(row) >= 0 && index.pairStart[Int(row)] == index.start(row))
  }

  private func episodes(of node: Int32) -> [Episode] {
    let units = Set(index.into(node).map { index.creditUnit($0) }).sorted()
    return units.flatMap { unit -> [Episode] in
      let deposits = index.into(node).filter { index.creditUnit($0) == unit && isDeposit($0) }
      let paid = index.out(of: node).filter { index.debitUnit($0) == unit }
      var result: [Episode] = []
      var (next, later) = (0, 0)
      while next < deposits.count {
        let first = deposits[next]
        var rows: [Int32] = []
        while next < deposits.count, index.start(deposits[next]) - index.start(first) <= window {
          rows.append(deposits[next])
          next += 1
        }
        let end = index.start(rows[rows.count - 1]) + Self.delay
        while later < paid.count, index.start(paid[later]) < index.start(first) { later += 1 }
        let begin = later
        while later < paid.count, index.start(paid[later]) <= end { later += 1 }
        if let episode = episode(node, rows, paid[begin..<later], unit) {
          result.append(episode)
        }
      }
      return result
    }
  }

  private func episode(
    _ node: Int32, _ deposits: [Int32], _ paid: ArraySlice<Int32>, _ unit: UInt16
  ) -> Episode? {
    let cash = deposits.filter(index.isDeposit).count
    let payers = Set(deposits.map { index.from($0) }.filter { $0 >= 0 })
    guard cash >= Self.leastCash || payers.count >= Self.leastPayers else { return nil }
    var byPayee: [Int32: Int128] = [:]
    for row in paid where index.to(row) >= 0 && !payers.contains(index.to(row)) {
      byPayee[index.to(row), default: 0] += Int128(index.debit(row))
    }
    let most = byPayee.keys.sorted { (a: Int32, b: Int32) -> Bool in
      let (x, y) = (byPayee[a] ?? 0, byPayee[b] ?? 0)
      return x != y ? x > y : a < b
    }.prefix(Self.payees)
    let drawn = paid.filter {
      (index.isWithdrawal($0) || most.contains(index.to($0)))
        && index.follows($0, deposits[0], order)
    }
    let valueIn = deposits.reduce(Int128(0)) { $0 + Int128(index.credit($1)) }
    let valueOut = drawn.reduce(Int128(0)) { $0 + Int128(index.debit($1)) }
    let share = IndicatorScore.tenThousandths(valueOut, of: valueIn)
    guard share >= Self.leastShare, share <= Self.mostShare else { return nil }
    let own = deposits.filter { holders.areOfOneHolder(index.from($0), node) }
      .reduce(Int128(0)) { $0 + Int128(index.credit($1)) }
    return Episode(
      account: node, deposits: deposits, drawn: Array(drawn), valueIn: valueIn, valueOut: valueOut,
      own: own, unit: unit, cash: cash, payers: payers.count)
  }

  private func finding(
    _ episode: Episode, _ rate: PatternFinding.Reason, habit: Int
  ) -> PatternFinding {
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in episode.drawn where index.to(row) >= 0 { roles[index.to(row)] = .beneficiary }
    for row in episode.deposits where index.from(row) >= 0 { roles[index.from(row)] = .source }
    roles[episode.account] = .hub
    var finding = PatternFinding(
      kind: Detector.funnel.id, rows: index.byTime(episode.deposits + episode.drawn),
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    let late = episode.drawn.filter { !index.follows($0, episode.deposits[0], .strict) }.count
    if late > 0 {
      finding.nearMiss =
        "\(late) of \(episode.drawn.count) payments out not certainly after the first deposit"
    }
    finding.reasons =
      [manyDeposits(episode), drawnFast(episode), rate] + elsewhere(episode)
      + discounts(episode, habit)
    finding.reasons.sort { $0.weight > $1.weight }
    return finding
  }

  private func manyDeposits(_ episode: Episode) -> PatternFinding.Reason {
    PatternFinding.Reason(
      term: "many deposits",
      weight: 2_500 + min(7_500, 500 * Int64(min(episode.deposits.count, 100))),
      detail: "\(episode.cash) in cash and \(episode.deposits.count - episode.cash) first payments "
        + "of \(episode.payers) payers within \(DurationWords.text(window)) (3 and 5 are ours)")
  }

  private func drawnFast(_ episode: Episode) -> PatternFinding.Reason {
    let inCash = episode.drawn.filter(index.isWithdrawal).count
    return PatternFinding.Reason(
      term: "drawn at once",
      weight: min(10_000, IndicatorScore.tenThousandths(episode.valueOut, of: episode.valueIn)) / 2,
      detail: "\(IndicatorScore.percent(episode.valueOut, of: episode.valueIn)) left within 3 days "
        + "of the last, \(inCash) times in cash (70% and up, 3 days: ours)")
  }

  /// Deposits in one place or several, drawn in others.
  private func elsewhere(_ episode: Episode) -> [PatternFinding.Reason] {
    func named(_ rows: [Int32]) -> Set<String> {
      Set(rows.compactMap { places[index.postings.ids[Int($0)]] })
    }
    let (into, out) = (named(episode.deposits), named(episode.drawn))
    guard !into.isEmpty, !out.isEmpty, !out.isSubset(of: into) || into.count > 1 else { return [] }
    return [
      PatternFinding.Reason(
        term: "elsewhere", weight: into.isDisjoint(with: out) ? 10_000 : 5_000,
        detail: "deposited in \(into.sorted().joined(separator: ", ")), drawn in "
          + out.sorted().joined(separator: ", "))
    ]
  }

  /// Benign look-alikes: own transfers, and who collects for a living (takings, rent, tickets).
  private func discounts(_ episode: Episode, _ habit: Int) -> [PatternFinding.Reason] {
    var reasons: [PatternFinding.Reason] = []
    if episode.own > 0 {
      reasons.append(
        PatternFinding.Reason(
          term: "own accounts",
          weight: -2 * IndicatorScore.tenThousandths(episode.own, of: episode.valueIn),
          detail: "from accounts of the same holder: an own transfer"))
    }
    if habit >= Self.habit {
      reasons.append(
        PatternFinding.Reason(
          term: "collects by habit", weight: -10_000,
          detail: "\(habit) such episodes: takings, rents or tickets that are banked and passed on")
      )
    }
    return reasons
  }
}
