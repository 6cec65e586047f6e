import ClewModel

/// The direct stake and the whole stakes of all entities that the person controls (GwG section 3(2);
/// Companies Act 2006 schedule 1A paragraph 18; Article 54(a) of Regulation (EU) 2024/1624).
struct ControlledAttribution {
  let facts: OwnershipFacts
  /// True where the company's own shares are taken out of the whole.
  let takesOutOwnShares: Bool

  func finding(
    on party: PartyReach, _ measure: Measure, _ threshold: Threshold, rounded: Bool
  ) -> AttributionFinding {
    guard let reach = party.reach(rounded: rounded) else {
      return AttributionFinding(verdict: .possible, share: nil, threshold: threshold)
    }
    var (certain, possible) = (facts.tally(measure), facts.tally(measure))
    var through: [Int32] = []
    if let direct = facts.stake(of: party.party) {
      certain.add(direct)
      possible.add(direct)
    }
    // What a controlled company holds of itself is nobody's.
    for holder in reach.possible where holder != facts.subject {
      guard let stake = facts.stake(of: holder), stake.bounds(measure).max > 0 else { continue }
      possible.add(stake)
      through.append(holder)
    }
    for holder in reach.certain where holder != facts.subject {
      if let stake = facts.stake(of: holder) { certain.add(stake) }
    }
    guard possible.high > 0 else { return .none(threshold) }
    let share: RoundedShare
    if takesOutOwnShares, let own = facts.ownStake {
      guard
        let part = StakeTally.share(certain: certain, possible: possible, own: own)
      else { return AttributionFinding(verdict: .possible, share: nil, threshold: threshold) }
      share = part
    } else {
      share = StakeTally.share(certain: certain, possible: possible)
    }
    return AttributionFinding(
      verdict: share.passes(threshold, rounded: rounded), share: share.band, threshold: threshold,
      through: through.sorted())
  }
}
