import ClewGraph
import ClewModel

/// Raises findings whose members, their holders, who controls those, or whose counterparties are
/// known already, each by a printed term. Weights are ours, in ten-thousandths.
package struct Correlation {
  /// Ours.
  static let listed: Int64 = 20_000
  static let controlled: Int64 = 10_000
  static let filed: Int64 = 10_000
  static let flagged: Int64 = 10_000
  static let earlier: Int64 = 5_000
  static let near: Int64 = 3_000
  /// How many records a term names before it counts the others.
  private static let named = 5

  private let known: KnownActors
  private let snapshot: Snapshot
  private let holders: Holders
  /// By party: the listed ones that control it by more than 50% or a link of control.
  private let controllers: [Int32: [Int32]]
  /// By account or party: the listed or filed upon whose accounts pay it or are paid by it.
  private let neighbours: [Int32: [Int32]]
  private let rates: Rates

  /// Shares of accounts, and of payments, that are known.
  private struct Rates {
    var listed = "0"
    var filed = "0"
    var flagged = "0"
    var earlier = "0"
  }

  /// Time: the reach of every listed party, and the payments of every known account.
  package init(
    _ known: KnownActors, _ snapshot: Snapshot, _ holders: Holders, at moment: Moment
  ) {
    self.known = known
    self.snapshot = snapshot
    self.holders = holders
    controllers = Self.controllers(known, snapshot, moment)
    neighbours = Self.neighbours(known, snapshot, holders)
    let nodes = Int32(snapshot.partyCount)..<Int32(snapshot.nodeCount)
    func rate(_ facts: [Int32: [RecordID]]) -> String {
      guard !facts.isEmpty else { return "0" }
      let count = nodes.count { node in
        facts[node] != nil || holders.holders(of: node).contains { facts[$0] != nil }
      }
      return IndicatorScore.share(Int128(count), of: Int128(nodes.count))
    }
    rates = Rates(
      listed: rate(known.listed), filed: rate(known.filed),
      flagged: IndicatorScore.share(
        Int128(known.flagged.count),
        of: Int128(max(snapshot.payments.count, snapshot.postings.count))),
      earlier: rate(known.earlier))
  }

  private static func controllers(
    _ known: KnownActors, _ snapshot: Snapshot, _ moment: Moment
  ) -> [Int32: [Int32]] {
    guard !known.listed.isEmpty else { return [:] }
    let control = Control(Holdings(snapshot, at: moment))
    var controllers: [Int32: [Int32]] = [:]
    for party in known.listed.keys.sorted() {
      for controlled in control.reach(of: party).certain {
        controllers[controlled, default: []].append(party)
      }
    }
    return controllers
  }

  private static func neighbours(
    _ known: KnownActors, _ snapshot: Snapshot, _ holders: Holders
  ) -> [Int32: [Int32]] {
    guard !known.listed.isEmpty || !known.filed.isEmpty else { return [:] }
    var neighbours: [Int32: Set<Int32>] = [:]
    for node in 0..<Int32(snapshot.nodeCount) {
      let actors = [node] + holders.holders(of: node)
      guard actors.contains(where: { known.listed[$0] != nil || known.filed[$0] != nil }) else {
        continue
      }
      for row in snapshot.payments.paid(by: node) {
        neighbours[snapshot.payments.to[Int(row)], default: []].insert(node)
      }
      for row in snapshot.payments.received(by: node) {
        neighbours[snapshot.payments.from[Int(row)], default: []].insert(node)
      }
    }
    return neighbours.mapValues { $0.sorted() }
  }

  /// The terms that a finding gains, strongest first; none where nothing is known.
  package func reasons(for evidence: PatternEvidence) -> [PatternFinding.Reason] {
    let members = evidence.finding.roles.map(\.node)
    var found: [PatternFinding.Reason] = []
    add(known.listed, members, "listed", Self.listed, rates.listed, "is the same as", &found)
    controlled(members, &found)
    add(known.filed, members, "filed upon", Self.filed, rates.filed, "is a subject of", &found)
    flagged(evidence, &found)
    add(
      known.earlier, members, "in an earlier finding", Self.earlier, rates.earlier, "is in", &found)
    near(members, &found)
    return found
  }

  private func add(
    _ facts: [Int32: [RecordID]], _ members: [Int32], _ term: String, _ weight: Int64,
    _ rate: String, _ verb: String, _ found: inout [PatternFinding.Reason]
  ) {
    guard !facts.isEmpty else { return }
    var words: [String] = []
    for node in members {
      if let ids = facts[node] { words.append("\(name(node)) \(verb) \(list(ids))") }
      for holder in holders.holders(of: node) {
        guard let ids = facts[holder] else { continue }
        words.append("\(name(holder)), holder of \(name(node)), \(verb) \(list(ids))")
      }
    }
    guard !words.isEmpty else { return }
    found.append(
      PatternFinding.Reason(
        term: term, weight: weight, detail: sentence(words), backgroundRate: rate))
  }

  private func controlled(_ members: [Int32], _ found: inout [PatternFinding.Reason]) {
    guard !controllers.isEmpty else { return }
    var words: [String] = []
    for node in members {
      for holder in [node] + holders.holders(of: node) {
        for party in controllers[holder] ?? [] {
          let whose = holder == node ? "" : ", holder of \(name(node)),"
          words.append(
            "\(name(holder))\(whose) is controlled by \(name(party)), the same as "
              + list(known.listed[party] ?? []))
        }
      }
    }
    guard !words.isEmpty else { return }
    found.append(
      PatternFinding.Reason(
        term: "controlled by a listed party", weight: Self.controlled, detail: sentence(words),
        backgroundRate: rates.listed))
  }

  private func flagged(_ evidence: PatternEvidence, _ found: inout [PatternFinding.Reason]) {
    let flagged = evidence.legs.filter { known.flagged.contains($0.id) }
    guard !flagged.isEmpty else { return }
    found.append(
      PatternFinding.Reason(
        term: "flagged suspicious", weight: Self.flagged,
        detail: "\(flagged.count) of \(evidence.legs.count) payments by their source: "
          + list(flagged.map { RecordID(.transaction, $0.id) }), backgroundRate: rates.flagged))
  }

  /// Members that deal with somebody known who is no member.
  private func near(_ members: [Int32], _ found: inout [PatternFinding.Reason]) {
    guard !neighbours.isEmpty else { return }
    let own = Set(members)
    var words: [String] = []
    for node in members {
      for other in neighbours[node] ?? [] where !own.contains(other) {
        let actors = [other] + holders.holders(of: other)
        let ids = actors.flatMap { (known.listed[$0] ?? []) + (known.filed[$0] ?? []) }
        words.append("\(name(node)) deals with \(name(other)), of \(list(Set(ids).sorted()))")
      }
    }
    guard !words.isEmpty else { return }
    found.append(
      PatternFinding.Reason(
        term: "deals with a known actor", weight: Self.near, detail: sentence(words)))
  }

  private func name(_ node: Int32) -> String { snapshot.id(of: node).description }

  private func list(_ ids: [RecordID]) -> String {
    let shown = ids.prefix(Self.named).map(\.description).joined(separator: ", ")
    return ids.count > Self.named ? "\(shown) and \(ids.count - Self.named) more" : shown
  }

  private func sentence(_ words: [String]) -> String {
    let shown = words.prefix(Self.named).joined(separator: "; ")
    return words.count > Self.named ? "\(shown); and \(words.count - Self.named) more" : shown
  }
}
