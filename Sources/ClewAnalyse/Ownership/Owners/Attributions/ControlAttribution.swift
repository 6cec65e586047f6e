import ClewModel

/// Control of the company itself: more than half of the votes, with everything that the person
/// controls, or control that a source states, by the means it states (Article 53 of Regulation (EU)
/// 2024/1624; conditions 3 to 5 of the Companies Act 2006).
struct ControlAttribution {
  let facts: OwnershipFacts

  func finding(on party: PartyReach, rounded: Bool) -> AttributionFinding {
    party.control(rounded: rounded) { find(party, rounded: rounded) }
  }

  private func find(_ party: PartyReach, rounded: Bool) -> AttributionFinding {
    guard let reach = party.reach(rounded: rounded) else {
      return AttributionFinding(verdict: .possible, share: nil, threshold: .majority)
    }
    let verdict = reach.verdict(on: facts.subject)
    guard verdict != .no else { return votes(reach, party.party) }
    var finding = votes(reach, party.party)
    finding.verdict = verdict
    let certain = Set(reach.certain).union([party.party])
    let group = Set(reach.possible).union(certain)
    let over = facts.holdings.controls.over(facts.subject).map {
      facts.holdings.controls.rows[Int($0)]
    }
    finding.certainMeans = Set(
      over.filter { $0.isCertain && certain.contains($0.from) }.map(\.means))
    let links = over.filter {
      verdict == .yes
        ? $0.isCertain && certain.contains($0.from) : group.contains($0.from)
    }
    finding.means = Set(links.map(\.means)).sorted { $0.rawValue < $1.rawValue }
    finding.hasMajority = links.isEmpty || (finding.share?.min ?? 0) > Threshold.majority.units
    if !finding.hasMajority { finding.share = nil }
    return finding
  }

  /// The votes of the company that the party and what it controls have.
  private func votes(_ reach: Control.Reach, _ party: Int32) -> AttributionFinding {
    var (certain, possible) = (facts.tally(.votes), facts.tally(.votes))
    func add(_ holder: Int32, _ tally: inout StakeTally) {
      if holder != facts.subject, let stake = facts.stake(of: holder) { tally.add(stake) }
    }
    for holder in [party] + reach.certain { add(holder, &certain) }
    for holder in [party] + reach.possible { add(holder, &possible) }
    guard possible.high > 0 else { return .none(.majority) }
    let share = StakeTally.share(certain: certain, possible: possible)
    return AttributionFinding(verdict: .no, share: share.band, threshold: .majority)
  }
}
