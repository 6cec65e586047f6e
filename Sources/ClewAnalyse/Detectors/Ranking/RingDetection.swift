import ClewGraph
import ClewModel

/// Bare detection: every ring once, ranked by a score whose terms are printed.
///
///     let detection = RingDetection(snapshot: snapshot, ids: nil, DetectorQuestion()).run()
///
/// Habits say which payments are ordinary business; the searches look among the rest; each finding
/// is weighed against the background rates of the data; findings of one ring become one.
package struct RingDetection: Sendable {
  private let snapshot: Snapshot
  private let ids: [String]
  private let question: DetectorQuestion

  /// - Parameter ids: detectors by id; nil for all that find rings.
  package init(snapshot: Snapshot, ids: [String]? = nil, _ question: DetectorQuestion) {
    self.snapshot = snapshot
    self.ids = ids ?? Self.rings
    self.question = question
  }

  package static let rings = [
    "fan-out", "fan-in", "cycle", "scatter-gather", "gather-scatter", "stack", "bipartite",
  ]

  /// Default windows in seconds, from the longest of the measured rings of the family.
  package static func window(of id: String) -> Int64 {
    switch id {
    case "gather-scatter": 9 * 86_400
    case "stack", "cycle": 5 * 86_400
    case "bipartite": 2 * 86_400
    default: 4 * 86_400
    }
  }

  /// Findings of a kind that weigh less are not told, by default; in ten-thousandths.
  package static func minScore(of id: String) -> Int64 {
    switch id {
    case "cycle", "scatter-gather": 10_000
    case "gather-scatter", "stack": 5000
    default: 0
    }
  }

  package func run() -> Detection {
    let index = FlowIndex(
      snapshot.payments, nodeCount: snapshot.nodeCount, least: question.minAmount)
    let habits = Habits(
      index, holders: OwnAccounts.holders(of: snapshot), payments: snapshot.payments)
    let rates = BackgroundRates(index, habits: habits, payments: snapshot.payments)
    var detection = Detection()
    detection.notSearched = leftOut(index, habits)
    let searches = RingSearches(rates, question, edges: edgeOfRow(index))
    for id in Self.rings where ids.contains(id) { add(searches.run(id), to: &detection) }
    detection.findings = RingMerging().merged(detection.findings).filter { isTold($0) }
    if ids.contains("stack") {
      add(searches.parallelChains(besides: detection.findings), to: &detection)
      detection.findings = detection.findings.filter { isTold($0) }.sorted(by: Self.isStronger)
    }
    return detection
  }

  /// The payments that are not searched, by reason.
  private func leftOut(_ index: FlowIndex, _ habits: Habits) -> [String] {
    let counts =
      [
        (index.selfTransfers, "payments of an account to itself"),
        (index.notPositive, "payments of zero or less"),
        (index.belowLeast, "payments of less than the least amount asked for"),
        (index.otherCurrencies, "payments in another currency than that of the least amount"),
      ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let ordinary = habits.counts.map { "\($0.habit.title) \($0.count)" }
    guard !ordinary.isEmpty else { return counts }
    return counts + ["payments that are ordinary business: " + ordinary.joined(separator: ", ")]
  }

  private func isTold(_ finding: PatternFinding) -> Bool {
    finding.score >= question.minScore ?? Self.minScore(of: finding.kind)
  }

  /// The edge of every row; -1 for payments that are not searched at all.
  private func edgeOfRow(_ index: FlowIndex) -> [Int32] {
    var edges = [Int32](repeating: -1, count: snapshot.payments.count)
    for (edge, row) in index.rows.enumerated() { edges[Int(row)] = Int32(edge) }
    return edges
  }

  private func add(_ found: Detection, to detection: inout Detection) {
    detection.findings += found.findings
    detection.isExhaustive = detection.isExhaustive && found.isExhaustive
    detection.notSearched += found.notSearched
  }

  /// By score, then kind, then rows.
  static func isStronger(_ a: PatternFinding, _ b: PatternFinding) -> Bool {
    let (x, y) = (a.score, b.score)
    if x != y { return x > y }
    if a.kind != b.kind { return a.kind < b.kind }
    return a.rows.lexicographicallyPrecedes(b.rows)
  }
}
