import ClewModel

/// Beneficial owners under Regulation (EU) 2024/1624 (`Regime.amlr`).
///
/// A person is one by any of: Article 52, a quarter of the product-sum over all chains; Article 53,
/// control of the company (half plus one, identified on each level, or a stated control); Article
/// 54(a), control of entities that alone or together directly hold a quarter; Article 54(b), a
/// quarter of an entity that controls the company. Trust roles (Articles 57, 58) are not part of it.
package struct BeneficialOwnership: Sendable {
  private let subject: Int32
  private let holdings: Holdings
  /// Entities that control the subject, with their own look-through.
  private let controllers: [(verdict: Verdict, owners: [Int32: Band])]

  private static let quarter = Int128(Share.whole / 4)

  init(of subject: Int32, _ lookThrough: LookThrough, _ holdings: Holdings) {
    self.subject = subject
    self.holdings = holdings
    let control = Control(holdings)
    var controllers: [(Verdict, [Int32: Band])] = []
    for party in control.candidates(over: subject) where holdings.isOwned(party) {
      let verdict = control.verdict(of: party, on: subject)
      guard verdict != .no else { continue }
      let above = LookThrough(of: party, in: holdings)
      var owners: [Int32: Band] = [:]
      for (owner, band) in zip(above.owners, above.bands) where band.max >= Self.quarter {
        owners[owner] = band
      }
      controllers.append((verdict, owners))
    }
    self.controllers = controllers
  }

  /// The verdict on a person, or on a party that may be one; nil for anything else.
  func verdict(on party: Int32, share: Band, control: Verdict) -> RegimeVerdict? {
    let kind = holdings.kinds[Int(party)]
    guard kind == .person || (kind == .unknown && !holdings.isOwned(party)) else { return nil }
    let tests: [(String, Verdict)] = [
      ("Article 52", Self.verdict(share)), ("Article 53", control),
      ("Article 54(a)", controlledHolders(party)), ("Article 54(b)", interestInController(party)),
    ]
    let best = tests.map(\.1).max() ?? .no
    return RegimeVerdict(
      regime: Regime.amlr.id, verdict: best, margin: share.min - Self.quarter,
      grounds: best == .no ? [] : tests.filter { $0.1 == best }.map(\.0))
  }

  private static func verdict(_ share: Band) -> Verdict {
    share.min >= quarter ? .yes : share.max >= quarter ? .possible : .no
  }

  private func controlledHolders(_ party: Int32) -> Verdict {
    let reach = Control(holdings).reach(of: party)
    let certain = Set(reach.certain)
    let possible = Set(reach.possible)
    var low: Int128 = 0
    var high: Int128 = 0
    for i in holdings.column(subject) where holdings.all[i].owner != subject {
      let holding = holdings.all[i]
      if certain.contains(holding.owner) { low += holding.capital.min }
      if possible.contains(holding.owner) { high += holding.capital.max }
    }
    return Self.verdict(Band(min: low, max: high))
  }

  private func interestInController(_ party: Int32) -> Verdict {
    controllers.map { min($0.verdict, $0.owners[party].map(Self.verdict) ?? .no) }.max() ?? .no
  }
}
