import ClewModel

/// Shares multiplied along every chain, chains added: the look-through share (Regulation (EU)
/// 2024/1624 Article 52). Own shares are never part of it. A share that rests on a column above 100 %
/// is a fault of the sources before it is one: it passes possibly at most.
struct ProductAttribution {
  let facts: OwnershipFacts

  func finding(
    on party: Int32, _ measure: Measure, _ threshold: Threshold, rounded: Bool
  ) -> AttributionFinding {
    let share = facts.interests(measure)[party, facts.subject]
    let verdict = share.passes(threshold, rounded: rounded)
    let most: Verdict = facts.isOverfull(party, measure) ? .possible : .yes
    return AttributionFinding(
      verdict: min(verdict, most), share: share.band, threshold: threshold)
  }
}
