import ClewModel

/// Grounds of exposure in words, without names.
extension Exposure.Exposed {
  /// Why the verdict is what it is: the share and the test, or the control that is stated.
  func words(_ rule: Regime.Rule, alone: Bool) -> String {
    let share =
      aggregate.isExact
      ? ShareText.percent(aggregate.min)
      : "\(ShareText.percent(aggregate.min)) to \(ShareText.percent(aggregate.max))"
    let holders = Self.holders(by.count, alone: alone)
    let held =
      "\(share) of the \(Exposure.words(measure)) held by \(holders) and what they own or control"
    let test = "the rule asks for \(rule.thresholdText)"
    switch basis {
    case .owned: return "\(held); \(test)"
    case .presumed:
      return "\(held): exactly half in one hand is presumed to give control, which can be rebutted "
        + "(C-84/24 EM System, 12 March 2026); the Best Practices count 50% as owned"
    case .controlled:
      let direct = steps.filter { $0.to == party }.compactMap(\.control)
      if let means = direct.first { return "control is stated: \(Exposure.words(means))" }
      return "\(held), where control of an owner is stated; \(test)"
    case .possible:
      if withinRounding {
        return "\(held): the difference to the threshold lies within the rounding of the shares"
      }
      let direct = steps.filter { $0.to == party }.compactMap(\.control)
      if let means = direct.first(where: { !$0.isDecisive }) {
        return "stated is \(Exposure.words(means)), which alone does not decide that it is control"
      }
      if !direct.isEmpty { return "control is stated by a link that may hold" }
      if let means = steps.compactMap(\.control).first(where: { !$0.isDecisive }) {
        return "\(held), where of an owner is stated: \(Exposure.words(means)), which alone does "
          + "not decide that it is control; \(test)"
      }
      return "\(held): what is not known decides; \(test)"
    }
  }

  private static func holders(_ count: Int, alone: Bool) -> String {
    if count == 1 { return "one listed party" }
    return alone
      ? "each of \(count) listed parties alone, the most by one"
      : "\(count) listed parties together"
  }
}

extension Exposure {
  /// What a share is a share of.
  package static func words(_ measure: Measure) -> String {
    switch measure {
    case .capital: "capital"
    case .votes: "votes"
    }
  }

  /// How a stated control is given.
  package static func words(_ means: ControlMeans) -> String {
    switch means {
    case .unstated: "the source does not say how"
    case .board: "the right to appoint or remove the majority of the board"
    case .votes: "a majority of the votes, held or by agreement"
    case .agreement: "dominant influence by contract, articles or law"
    case .influence: "significant influence or control in fact"
    case .trust: "as a trustee, or through a trust"
    case .firm: "as a member of a firm, or through one"
    case .joint: "shares or votes held or exercised jointly, which count in full for each holder"
    case .consolidation: "an accounting parent consolidates it"
    }
  }
}
