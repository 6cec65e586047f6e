/// Each family's search with its evidence.
struct RingSearches {
  private let rates: BackgroundRates
  private let question: DetectorQuestion
  private let edgeOfRow: [Int32]
  private let index: FlowIndex
  private let fanFindings: [FanSearch.Direction: Detection]
  private let calendars: [FanSearch.Direction: FanCalendar]

  init(_ rates: BackgroundRates, _ question: DetectorQuestion, edges: [Int32]) {
    self.rates = rates
    self.question = question
    edgeOfRow = edges
    index = rates.index
    var found: [FanSearch.Direction: Detection] = [:]
    var calendars: [FanSearch.Direction: FanCalendar] = [:]
    for direction in FanSearch.Direction.allCases {
      let window = question.window ?? RingDetection.window(of: direction.rawValue)
      let fans = FanSearch(index, window: window, question, direction, admits: rates.admits).run()
      found[direction] = fans
      calendars[direction] = FanCalendar(fans.findings, rates, edgeOfRow: edges)
    }
    (fanFindings, self.calendars) = (found, calendars)
  }

  func run(_ id: String) -> Detection {
    let window = question.window ?? RingDetection.window(of: id)
    return switch id {
    case "fan-out": fans(.out, window)
    case "fan-in": fans(.into, window)
    case "cycle": cycles(window)
    case "scatter-gather": scatterGathers(window)
    case "gather-scatter": gatherScatters(window)
    default: Detection()
    }
  }

  private func edges(of finding: PatternFinding) -> [Int32] {
    finding.rows.map { edgeOfRow[Int($0)] }
  }

  private func fans(_ direction: FanSearch.Direction, _ window: Int64) -> Detection {
    guard var detection = fanFindings[direction], let calendar = calendars[direction] else {
      return Detection()
    }
    let evidence = FanEvidence(
      rates: rates, window: window, direction: direction, calendar: calendar)
    for (number, finding) in detection.findings.enumerated() {
      guard let hub = finding.roles.first(where: { $0.role == .hub }) else { continue }
      detection.findings[number].reasons = evidence.reasons(
        hub: hub.node, edges: edges(of: finding))
    }
    return detection
  }

  private func cycles(_ window: Int64) -> Detection {
    var windowed = question
    windowed.order = question.order ?? .windowed
    let search = CycleSearch(index, window: window, windowed, admits: rates.habits.admitsRegulars)
    let found = search.cycles()
    let evidence = CycleEvidence(rates: rates, window: window)
    var detection = Detection()
    for cycle in found.cycles {
      let edges = cycle.edges
      let origin = index.from[Int(edges[0])]
      let roles = edges.map { edge -> PatternFinding.Member in
        let node = index.from[Int(edge)]
        return .init(node, node == origin ? .origin : .intermediary)
      }
      var finding = PatternFinding(
        kind: "cycle", rows: edges.sorted().map { index.rows[Int($0)] },
        roles: roles.sorted { $0.node < $1.node })
      finding.reasons = evidence.reasons(edges)
      detection.findings.append(finding)
    }
    return detection
  }

  private func scatterGathers(_ window: Int64) -> Detection {
    var detection = ScatterGatherSearch(index, window: window, question, admits: rates.admits).run()
    let evidence = LayerEvidence(rates: rates, window: window)
    for (number, finding) in detection.findings.enumerated() {
      detection.findings[number].reasons = evidence.scatterGather(
        finding, edges: edges(of: finding))
    }
    return detection
  }

  private func gatherScatters(_ window: Int64) -> Detection {
    var detection = GatherScatterSearch(index, window: window, question, admits: rates.admits).run()
    guard let into = calendars[.into], let out = calendars[.out] else { return detection }
    let evidence = LayerEvidence(rates: rates, window: window)
    for (number, finding) in detection.findings.enumerated() {
      detection.findings[number].reasons = evidence.gatherScatter(
        finding, edges: edges(of: finding), into: into, out: out)
    }
    detection.findings.removeAll { $0.reasons.isEmpty }
    return detection
  }
}
