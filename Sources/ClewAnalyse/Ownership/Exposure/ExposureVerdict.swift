import ClewModel

extension Exposure {
  /// What a regime says about one party, and by how much: for asking again and again with other
  /// holdings.
  ///
  /// - Returns: the margin of a yes is what certainly is held less the threshold, else what at most
  ///   is held less the threshold: of the listed person and measure that say most. A listed party is
  ///   no result: no, with what listed parties hold of it.
  /// - Complexity: the listed, the ancestors of the party, and what those of them that count hold:
  ///   give only the listed that matter where there are many.
  package static func verdict(
    of party: Int32, listed: [Int32], under regime: Regime, in holdings: Holdings
  ) -> (verdict: Verdict, margin: Int128) {
    verdict(of: party, listed: listed.map { Listed($0) }, groups: [], under: regime, in: holdings)
  }

  /// The same with parties that may be listed, and groups that hold jointly.
  package static func verdict(
    of party: Int32, listed: [Listed], groups: [[Int32]], under regime: Regime,
    in holdings: Holdings
  ) -> (verdict: Verdict, margin: Int128) {
    let above = Set(Control(holdings).candidates(over: party)).union([party])
    let joint = groups.filter { $0.contains(where: above.contains) }
    let reached = above.union(joint.joined())
    let near = listed.filter { reached.contains($0.party) }
    var sweep = ExposureSweep(regime, near, holdings, within: above)
    let isListed = near.contains { $0.party == party && $0.isCertain }
    var best: (verdict: Verdict, margin: Int128) = (.no, -Int128(sweep.rule.threshold))
    for unit in ExposureUnit.units(of: near, groups: joint, sweep.test) where unit.person != party {
      sweep.fill(unit)
      for number in sweep.sets.indices {
        let reading = sweep.reading(of: party, number)
        let verdict = isListed ? .no : reading.verdict
        if (best.verdict, best.margin) < (verdict, reading.margin) {
          best = (verdict, reading.margin)
        }
      }
    }
    return best
  }
}
