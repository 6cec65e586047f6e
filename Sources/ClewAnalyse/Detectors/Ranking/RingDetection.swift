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

  package func run() -> Detection {
    let index = FlowIndex(
      snapshot.payments, nodeCount: snapshot.nodeCount, least: question.minAmount)
    let habits = Habits(
      index, holders: OwnAccounts.holders(of: snapshot), payments: snapshot.payments)
    let rates = BackgroundRates(index, habits: habits, payments: snapshot.payments)
    var detection = Detection()
    for direction in FanSearch.Direction.allCases where ids.contains(direction.rawValue) {
      add(fans(direction, rates), to: &detection)
    }
    detection.findings.sort(by: Self.isStronger)
    return detection
  }

  private func add(_ found: Detection, to detection: inout Detection) {
    detection.findings += found.findings
    detection.isExhaustive = detection.isExhaustive && found.isExhaustive
    detection.notSearched += found.notSearched
  }

  private func fans(_ direction: FanSearch.Direction, _ rates: BackgroundRates) -> Detection {
    let window = question.window ?? Self.window(of: direction.rawValue)
    let search = FanSearch(rates.index, window: window, question, direction, admits: rates.admits)
    let (bursts, _) = search.search()
    let evidence = FanEvidence(
      rates: rates, window: window, direction: direction,
      calendar: FanCalendar(
        fans: bursts.map { burst in
          (Int(burst.counterparties), search.edges(of: burst).first.map { rates.index.lo[Int($0)] } ?? 0)
        }, begin: rates.habits.begin, end: rates.habits.end))
    var detection = search.run()
    for (number, burst) in bursts.enumerated() {
      detection.findings[number].reasons = evidence.reasons(
        hub: burst.node, edges: search.edges(of: burst))
    }
    return detection
  }

  /// By score, then kind, then rows.
  static func isStronger(_ a: PatternFinding, _ b: PatternFinding) -> Bool {
    let (x, y) = (a.score, b.score)
    if x != y { return x > y }
    if a.kind != b.kind { return a.kind < b.kind }
    return a.rows.lexicographicallyPrecedes(b.rows)
  }
}
