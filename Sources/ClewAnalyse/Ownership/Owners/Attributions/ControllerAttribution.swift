import ClewModel

/// A share, by product, of an entity that controls the company (Article 54(b) of Regulation (EU)
/// 2024/1624).
struct ControllerAttribution {
  let facts: OwnershipFacts

  func finding(
    on party: Int32, _ measure: Measure, _ threshold: Threshold, rounded: Bool
  ) -> AttributionFinding {
    var best = AttributionFinding.none(threshold)
    let interests = facts.interests(measure)
    for controller in facts.controllers where controller.party != party {
      let share = interests[party, controller.party]
      guard share.band.max > 0 else { continue }
      let control = rounded ? controller.verdict : controller.unrounded
      let verdict = min(control, share.passes(threshold, rounded: rounded))
      let isBetter =
        verdict != best.verdict
        ? verdict > best.verdict : share.band.min > (best.share?.min ?? -1)
      if isBetter {
        best = AttributionFinding(
          verdict: verdict, share: share.band, threshold: threshold, through: [controller.party])
      }
    }
    if best.verdict == .no, facts.controllersCut > 0, facts.isInside(party) {
      return AttributionFinding(verdict: .possible, share: nil, threshold: threshold)
    }
    return best
  }
}
