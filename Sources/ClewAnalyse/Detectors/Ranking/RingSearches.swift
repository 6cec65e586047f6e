/// Each family's search with its evidence.
struct RingSearches {
  private let rates: BackgroundRates
  private let question: DetectorQuestion
  private let edgeOfRow: [Int32]
  private let index: FlowIndex
  private let fanFindings: [FanSearch.Direction: Detection]
  private let evidence: [FanSearch.Direction: FanEvidence]

  init(_ rates: BackgroundRates, _ question: DetectorQuestion, edges: [Int32]) {
    self.rates = rates
    self.question = question
    edgeOfRow = edges
    index = rates.index
    var found: [FanSearch.Direction: Detection] = [:]
    var evidence: [FanSearch.Direction: FanEvidence] = [:]
    for direction in FanSearch.Direction.allCases {
      let window = question.window ?? RingDetection.window(of: direction.rawValue)
      let fans = FanSearch(index, window: window, question, direction, admits: rates.admits).run()
      found[direction] = fans
      evidence[direction] = FanEvidence(
        rates: rates, window: window, direction: direction,
        calendar: FanCalendar(fans.findings, rates, edgeOfRow: edges),
        largest: Self.largest(fans.findings))
    }
    (fanFindings, self.evidence) = (found, evidence)
  }

  func run(_ id: String) -> Detection {
    let window = question.window ?? RingDetection.window(of: id)
    return switch id {
    case "fan-out": fans(.out)
    case "fan-in": fans(.into)
    case "cycle": cycles(window)
    case "scatter-gather": scatterGathers(window)
    case "gather-scatter": gatherScatters(window)
    case "stack": stacks(window)
    case "bipartite": bipartites(window)
    default: Detection()
    }
  }

  private func edges(of finding: PatternFinding) -> [Int32] {
    finding.rows.map { edgeOfRow[Int($0)] }
  }

  private func fans(_ direction: FanSearch.Direction) -> Detection {
    guard var detection = fanFindings[direction], let evidence = evidence[direction] else {
      return Detection()
    }
    for (number, finding) in detection.findings.enumerated() {
      guard let hub = finding.roles.first(where: { $0.role == .hub }) else { continue }
      detection.findings[number].reasons = evidence.reasons(
        hub: hub.node, edges: edges(of: finding))
    }
    return detection
  }

  /// By hub, the counterparties of its two largest fans.
  private static func largest(_ fans: [PatternFinding]) -> [Int32: (first: Int, second: Int)] {
    var largest: [Int32: (first: Int, second: Int)] = [:]
    for fan in fans {
      guard let hub = fan.roles.first(where: { $0.role == .hub })?.node else { continue }
      let count = fan.roles.count - 1
      let known = largest[hub] ?? (0, 0)
      largest[hub] =
        count > known.first ? (count, known.first) : (known.first, max(known.second, count))
    }
    return largest
  }

  private func cycles(_ window: Int64) -> Detection {
    var windowed = question
    windowed.order = question.order ?? .windowed
    let search = CycleSearch(index, window: window, windowed, admits: rates.admits)
    let found = search.cycles()
    let evidence = CycleEvidence(rates: rates, window: window)
    var detection = Detection()
    detection.findings = found.cycles.map { cycle in
      var finding = search.pattern(cycle)
      finding.reasons = evidence.reasons(cycle.edges)
      return finding
    }
    detection.notSearched = search.notes(found)
    detection.isExhaustive = detection.notSearched.isEmpty
    return detection
  }

  private func evidence(_ window: Int64, admits: [Bool]) -> LayerEvidence {
    LayerEvidence(
      rates: rates, window: window, degrees: PaymentDegrees(index, admits: admits))
  }

  private func scatterGathers(_ window: Int64) -> Detection {
    let admits = rates.habits.admitsRuns
    var detection = ScatterGatherSearch(index, window: window, question, admits: admits).run()
    let evidence = evidence(window, admits: admits)
    for (number, finding) in detection.findings.enumerated() {
      detection.findings[number].reasons = evidence.scatterGather(
        finding, edges: edges(of: finding))
    }
    return detection
  }

  private func gatherScatters(_ window: Int64) -> Detection {
    var detection = GatherScatterSearch(index, window: window, question, admits: rates.admits).run()
    guard let into = self.evidence[.into], let out = self.evidence[.out] else { return detection }
    let evidence = evidence(window, admits: rates.admits)
    for (number, finding) in detection.findings.enumerated() {
      detection.findings[number].reasons = evidence.gatherScatter(
        finding, edges: edges(of: finding), into: into, out: out)
    }
    detection.findings.removeAll { $0.reasons.isEmpty }
    return detection
  }

  /// Chains side by side among the payments that no other finding tells.
  func parallelChains(besides told: [PatternFinding]) -> Detection {
    var admits = rates.admits
    for finding in told {
      for edge in edges(of: finding) { admits[Int(edge)] = false }
    }
    let window = question.window ?? RingDetection.window(of: "stack")
    return ParallelChains(rates: rates, window: window, admits: admits).run()
  }

  /// Stacks through common accounts.
  private func stacks(_ window: Int64) -> Detection {
    tied(StackSearch(index, window: window, question, admits: rates.admits).run(), window)
  }

  private func bipartites(_ window: Int64) -> Detection {
    tied(BipartiteSearch(index, window: window, question, admits: rates.admits).run(), window)
  }

  private func tied(_ found: Detection, _ window: Int64) -> Detection {
    var detection = found
    let evidence = evidence(window, admits: rates.admits)
    for (number, finding) in detection.findings.enumerated() {
      detection.findings[number].reasons = evidence.tied(finding, edges: edges(of: finding))
    }
    return detection
  }
}
