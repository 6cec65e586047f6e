import ClewGraph
import ClewModel

/// Money that leaves a holder and comes back to it, or to another of its group, over other accounts.
///
/// A chain of 2 to 5 payments (ours) in one currency, each after the one before, each of at least 80%
/// and at most 105% (ours) of the first, within the window; it ends at the first account of the group
/// after another account, or goes on through the group. Where all accounts between are of the group
/// it has to come back to the holder that paid. One that ends where it began is a round trip only where it passes the
/// group on its way: else it is a cycle, which the detector `cycle` finds. Chains inside longer ones
/// are left out.
///
/// Complexity: the chains that times and amounts admit; stops at the work limit and says so.
package struct RoundTrip {
  /// Ours.
  static let hops = 5
  static let leastShare: Int128 = 8_000
  static let mostShare: Int128 = 10_500

  private let index: PostingIndex
  private let holders: Holders
  private let groups: CompanyGroups
  private let question: DetectorQuestion
  private let window: Int64
  private let order: DetectorQuestion.Order

  package init(
    _ index: PostingIndex, _ holders: Holders, _ groups: CompanyGroups,
    _ question: DetectorQuestion
  ) {
    self.index = index
    self.holders = holders
    self.groups = groups
    self.question = question
    window = question.window ?? Detector.roundTrip.window
    order = question.order ?? .strict
  }

  private struct Walk {
    var start: Int32
    var groups: Set<Int32>
    var path: [Int32] = []
    var nodes: [Int32] = []
    var found: [[Int32]] = []
    var isCut = false
  }

  package func run() -> Detection {
    var detection = Detection()
    guard !holders.isEmpty else {
      detection.notSearched.append("round-trip: no account has a holder")
      return detection
    }
    let accounts = accountsOfGroups()
    var work = question.workLimit
    var chains: [[Int32]] = []
    var cut = 0
    for start in accounts {
      guard work > 0 else { break }
      var walk = Walk(start: start, groups: groupsOf(start))
      walk.nodes = [start]
      for row in index.out(of: start) where index.to(row) >= 0 {
        guard walk.found.count < question.findingsPerHub else {
          walk.isCut = true
          break
        }
        follow(row, &walk, &work)
      }
      if walk.isCut { cut += 1 }
      chains += walk.found
    }
    if work <= 0 {
      detection.isExhaustive = false
      detection.notSearched.append("round-trip: the limit of work was reached")
    }
    if cut > 0 {
      detection.isExhaustive = false
      detection.notSearched.append("round-trip: \(cut) accounts have more than were followed")
    }
    detection.findings = maximal(chains).map { finding($0, of: accounts.count) }
    return detection
  }

  /// Accounts whose holder has another one, or a group, ascending.
  private func accountsOfGroups() -> [Int32] {
    var accounts: [Int32: Int] = [:]
    for node in 0..<Int32(index.nodeCount) {
      for group in groupsOf(node) { accounts[group, default: 0] += 1 }
    }
    return (0..<Int32(index.nodeCount)).filter { node in
      !index.out(of: node).isEmpty && groupsOf(node).contains { (accounts[$0] ?? 0) > 1 }
    }
  }

  /// The groups of the holders of an account; none where nobody is known to hold it.
  private func groupsOf(_ node: Int32) -> Set<Int32> {
    Set(holders.holders(of: node).compactMap { groups.group(of: $0) })
  }

  /// Extends the chain by a row, and by all that may follow it.
  private func follow(_ row: Int32, _ walk: inout Walk, _ work: inout Int) {
    let node = index.to(row)
    walk.path.append(row)
    defer { walk.path.removeLast() }
    let isGroup = !walk.groups.isDisjoint(with: groupsOf(node))
    if isGroup, walk.path.count > 1 {
      let passes = walk.nodes.dropFirst().contains {
        !walk.groups.isDisjoint(with: groupsOf($0))
      }
      let leaves = walk.nodes.dropFirst().contains { walk.groups.isDisjoint(with: groupsOf($0)) }
      if node == walk.start ? passes : leaves || isOneHolder(walk.start, node) {
        walk.found.append(walk.path)
      }
      if node == walk.start || !passes { return }
    }
    guard walk.path.count < Self.hops, !walk.nodes.contains(node), let first = walk.path.first
    else { return }
    walk.nodes.append(node)
    defer { walk.nodes.removeLast() }
    let amount = Int128(index.debit(first))
    let end = index.start(first) + window
    let next = index.out(of: node)
    var position = firstPosition(in: next, from: index.start(row))
    while position < next.endIndex, index.start(next[position]) <= end, work > 0 {
      guard walk.found.count < question.findingsPerHub else {
        walk.isCut = true
        return
      }
      work -= 1
      let later = next[position]
      position += 1
      let value = Int128(index.debit(later)) * 10_000
      guard index.to(later) >= 0, index.debitUnit(later) == index.debitUnit(first),
        value >= amount * Self.leastShare, value <= amount * Self.mostShare,
        index.follows(later, row, order)
      else { continue }
      follow(later, &walk, &work)
    }
  }

  /// The first row of a time-ordered list that starts at a time or later.
  private func firstPosition(in rows: ArraySlice<Int32>, from time: Int64) -> Int {
    var (low, high) = (rows.startIndex, rows.endIndex)
    while low < high {
      let middle = (low + high) / 2
      if index.start(rows[middle]) < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Chains that no longer one contains, by their first row, then all rows.
  private func maximal(_ chains: [[Int32]]) -> [[Int32]] {
    let ordered = chains.sorted { (a: [Int32], b: [Int32]) -> Bool in
      a.count != b.count ? a.count > b.count : a.lexicographicallyPrecedes(b)
    }
    var kept: [[Int32]] = []
    var containing: [Int32: [Int]] = [:]
    for chain in ordered {
      let isInside = (containing[chain[0]] ?? []).contains { number in
        Set(chain).isSubset(of: kept[number])
      }
      guard !isInside else { continue }
      for row in chain { containing[row, default: []].append(kept.count) }
      kept.append(chain)
    }
    return kept.sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func finding(_ chain: [Int32], of accounts: Int) -> PatternFinding {
    let start = index.from(chain[0])
    let end = index.to(chain[chain.count - 1])
    let own = groupsOf(start)
    var roles: [Int32: PatternFinding.Role] = [:]
    for row in chain { roles[index.to(row)] = .intermediary }
    roles[end] = .beneficiary
    roles[start] = .origin
    var finding = PatternFinding(
      kind: Detector.roundTrip.id, rows: index.byTime(chain),
      roles: roles.keys.sorted().map { PatternFinding.Member($0, roles[$0] ?? .member) })
    let late = zip(chain.dropFirst(), chain).filter { !index.follows($0, $1, .strict) }.count
    if late > 0 { finding.nearMiss = "\(late) of \(chain.count) payments possibly out of order" }
    let between = chain.dropLast().map { index.to($0) }
    let outside = between.filter { own.isDisjoint(with: groupsOf($0)) }
    finding.reasons = reasons(chain, outside.count, of: between.count, isOneHolder(start, end))
    finding.reasons.sort { $0.weight > $1.weight }
    return finding
  }

  private func isOneHolder(_ a: Int32, _ b: Int32) -> Bool {
    !Set(holders.holders(of: a)).isDisjoint(with: holders.holders(of: b))
  }

  private func reasons(
    _ chain: [Int32], _ outside: Int, of between: Int, _ isOneHolder: Bool
  ) -> [PatternFinding.Reason] {
    let sent = Int128(index.debit(chain[0]))
    let back = Int128(index.credit(chain[chain.count - 1]))
    let unit = index.debitUnit(chain[0])
    let length = index.start(chain[chain.count - 1]) - index.start(chain[0])
    let share = min(10_000, IndicatorScore.tenThousandths(back, of: sent))
    var reasons = [
      PatternFinding.Reason(
        term: "came back", weight: max(0, share - 8_000) * 5 + 5_000,
        detail: "\(IndicatorScore.percent(back, of: sent)) of "
          + "\(index.postings.money(sent, unit: unit)) "
          + "\(index.postings.units[Int(unit)].currency) after \(DurationWords.text(length)), over "
          + "\(DurationWords.plural(Int64(between), "account")) (80% and up is ours)")
    ]
    if outside > 0 {
      reasons.append(
        PatternFinding.Reason(
          term: "over others", weight: 5_000,
          detail: "\(outside) of \(between) accounts between are of nobody in the group"
            + (isOneHolder ? "" : "; it came back to another of the group than paid")))
    } else {
      reasons.append(
        PatternFinding.Reason(
          term: "inside the group", weight: -10_000,
          detail: "every account is of the group: a treasury sweep or a loan inside it"))
    }
    return reasons
  }
}
