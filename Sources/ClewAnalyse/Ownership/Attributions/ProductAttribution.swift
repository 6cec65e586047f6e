import ClewModel

/// Shares multiplied along every chain, chains added: the look-through share (Regulation (EU)
/// 2024/1624 Article 52). Own shares are never part of it.
struct ProductAttribution {
  let facts: OwnershipFacts

  func finding(
    on party: Int32, _ measure: Measure, _ threshold: Threshold, rounded: Bool
  ) -> AttributionFinding {
    let share = facts.interests(measure)[party, facts.subject]
    return AttributionFinding(
      verdict: share.passes(threshold, rounded: rounded), share: share.band, threshold: threshold)
  }
}
