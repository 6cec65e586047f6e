import ClewModel

/// The questions that the command line asks, in the party numbers of the holdings given.
extension WhatWouldChange {
  /// Whether a party is a beneficial owner of a company under one rule.
  package static func owner(
    _ party: Int32, of company: Int32, under regime: Regime, in holdings: Holdings,
    limits: Limits = Limits()
  ) -> WhatWouldChange? {
    let part = holdings.part(above: [company, party])
    guard let person = part.local(party), let subject = part.local(company) else { return nil }
    let threshold = Int128(regime.rule(on: holdings.moment.asOf).threshold)
    return WhatWouldChange(part, asked: [person], limits: limits) { variant in
      let verdict = variant.ownerVerdict(on: person, of: subject, under: regime)
      return Evaluation(verdict?.verdict ?? .no, margin: verdict?.margin ?? -threshold)
    }
  }

  /// Whether a party counts as owned or controlled by listed ones under one rule.
  ///
  /// Unnamed holders may be any of the listed parties above the party; where none is, the first of
  /// the list stands for all of them.
  /// - Parameter groups: parties that hold jointly.
  package static func exposure(
    of party: Int32, to listed: [Exposure.Listed], groups: [[Int32]] = [], under regime: Regime,
    in holdings: Holdings, limits: Limits = Limits()
  ) -> WhatWouldChange? {
    let above = holdings.part(above: [party])
    let joint = groups.filter { $0.contains { above.local($0) != nil } }
    let reached = holdings.part(above: [party] + joint.joined())
    var near = listed.filter { reached.local($0.party) != nil }
    if near.isEmpty { near = Array(listed.prefix(1)) }
    let part = holdings.part(above: reached.parties + near.map(\.party))
    guard let subject = part.local(party) else { return nil }
    let seeds = near.compactMap { row in
      part.local(row.party).map { Exposure.Listed($0, isCertain: row.isCertain) }
    }
    let units = joint.map { $0.compactMap(part.local) }
    return WhatWouldChange(part, asked: seeds.map(\.party), limits: limits) { variant in
      let found = Exposure.verdict(
        of: subject, listed: seeds, groups: units, under: regime, in: variant)
      return Evaluation(found.verdict, margin: found.margin)
    }
  }
}
