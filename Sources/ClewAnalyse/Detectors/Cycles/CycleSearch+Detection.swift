import ClewModel

extension CycleSearch {
  /// The cycles as findings, unscored: the first payer is the origin, the others pass on.
  package func run() -> Detection {
    let result = cycles()
    var detection = Detection()
    detection.findings = result.cycles.map { pattern($0) }
    detection.notSearched = notes(result)
    detection.isExhaustive = detection.notSearched.isEmpty
    return detection
  }

  /// A cycle as a finding.
  package func pattern(_ cycle: FoundCycle) -> PatternFinding {
    let nodes = cycle.edges.map { index.from[Int($0)] }
    let roles = nodes.enumerated().map { place, node in
      PatternFinding.Member(node, place == 0 ? .origin : .intermediary)
    }
    return PatternFinding(
      kind: "cycle", rows: cycle.edges.sorted().map { index.rows[Int($0)] },
      roles: roles.sorted { $0.node < $1.node }, nearMiss: ChainOrder.nearMiss(cycle))
  }

  /// What a result does not tell, in words.
  package func notes(_ result: CycleResult) -> [String] {
    var notes: [String] = []
    if result.cutRoots > 0 {
      let parts = result.cutByHops.indices.filter { result.cutByHops[$0] > 0 }.map {
        "\(result.cutByHops[$0]) after all cycles of up to \($0)"
      }
      notes.append(
        "cycle: the limit of work ended the search below \(result.cutRoots) first payments: "
          + parts.joined(separator: ", "))
    }
    if result.notWritten > 0 {
      notes.append(
        "cycle: \(result.notWritten) cycles are not told, each of them with an account that is in "
          + "\(findingsPerAccount) findings of more weight")
    }
    return notes
  }
}
