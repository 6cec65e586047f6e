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
    let stakes = party.stakes(
      measure, takesOutOwnShares: takesOutOwnShares, rounded: rounded
    ) { reckon(party, measure, rounded: rounded) }
    switch stakes {
    case .unknown:
      return AttributionFinding(verdict: .possible, share: nil, threshold: threshold)
    case .nothing:
      return .none(threshold)
    case .held(let share, let through):
      return AttributionFinding(
        verdict: share.passes(threshold, rounded: rounded), share: share.band,
        threshold: threshold, through: through)
    }
  }

  private func reckon(
    _ party: PartyReach, _ measure: Measure, rounded: Bool
  ) -> ControlledStakes {
    guard let reach = party.reach(rounded: rounded) else { return .unknown }
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
    guard possible.high > 0 else { return .nothing }
    guard takesOutOwnShares, let own = facts.ownStake else {
      return .held(StakeTally.share(certain: certain, possible: possible), through.sorted())
    }
    return StakeTally.share(certain: certain, possible: possible, own: own)
      .map { .held($0, through.sorted()) } ?? .unknown
  }
}

/// What a party and the entities that it controls hold of the company together.
enum ControlledStakes {
  /// What it controls is not known, or the company may own itself entirely.
  case unknown
  case nothing
  /// With the entities that hold for the party, ascending.
  case held(RoundedShare, [Int32])
}
