import ClewModel

/// Beneficial owners under Regulation (EU) 2024/1624 (`Regime.amlr`).
///
/// A person is one by any of: Article 52, a quarter of the shares or of the votes, multiplied along
/// each chain and added over all; Article 53, control of the company (half plus one, identified on
/// each level, or a stated control); Article 54(a), control of entities that alone or together
/// directly hold a quarter; Article 54(b), a quarter of an entity that controls the company. Shares
/// and votes are each looked through as such, never mixed along one chain; votes count where stated.
/// Trust roles (Articles 57, 58) are not part of it.
package struct BeneficialOwnership: Sendable {
  private let subject: Int32
  private let holdings: Holdings
  private let measures: [Measure]
  /// By measure: the shares in the subject and in every entity that may control it.
  private let interests: [Interests]
  private let controllers: [(party: Int32, verdict: Verdict, unrounded: Verdict)]

  private static let quarter = Int128(Regime.amlr.rules[0].threshold)

  init(
    _ region: OwnershipRegion, _ lookThrough: LookThrough, _ holdings: Holdings
  ) {
    subject = region.nodes[Int(region.root)]
    self.holdings = holdings
    let control = Control(holdings)
    let unrounded = Control(holdings, rounded: false)
    var controllers: [(party: Int32, verdict: Verdict, unrounded: Verdict)] = []
    for party in control.candidates(over: subject) where holdings.isOwned(party) {
      let verdict = control.verdict(of: party, on: subject)
      guard verdict != .no else { continue }
      controllers.append((party, verdict, unrounded.verdict(of: party, on: subject)))
    }
    self.controllers = controllers
    let parties = controllers.map(\.party)
    let outside = parties.filter { region.local($0) == nil }
      .map { OwnershipRegion(owning: $0, in: holdings) }
    let differ = ([region] + outside).contains { part in
      part.holding.contains { holdings.all[Int($0)].votesDiffer }
    }
    measures = differ ? [.capital, .votes] : [.capital]
    interests = measures.map { measure in
      var table = Self.table(of: parties, region, holdings, measure)
      table.add(region, holdings, measure, stated: measure == .capital ? lookThrough : nil)
      return table
    }
  }

  /// The shares of all owners in the controllers: person by person where those are fewer, since one
  /// solve gives what a person holds of every company, else controller by controller.
  private static func table(
    of controllers: [Int32], _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure
  ) -> Interests {
    let persons = region.nodes.filter { mayBePerson($0, holdings) }
    if persons.count < controllers.count, controllers.allSatisfy({ region.local($0) != nil }) {
      do throws(ShareSystem.Failure) {
        var table = Interests()
        for person in persons {
          try table.add(of: person, in: controllers, region, holdings, measure)
        }
        return table
      } catch {
        return each(controllers, holdings, measure)
      }
    }
    return each(controllers, holdings, measure)
  }

  private static func each(
    _ controllers: [Int32], _ holdings: Holdings, _ measure: Measure
  ) -> Interests {
    var table = Interests()
    for party in controllers {
      table.add(OwnershipRegion(owning: party, in: holdings), holdings, measure)
    }
    return table
  }

  private static func mayBePerson(_ party: Int32, _ holdings: Holdings) -> Bool {
    let kind = holdings.kinds[Int(party)]
    return kind == .person || (kind == .unknown && !holdings.isOwned(party))
  }

  /// The verdict on a person, or on a party that may be one; nil for anything else.
  ///
  /// - Parameter control: whether the party controls the subject.
  func verdict(on party: Int32, control: Verdict) -> RegimeVerdict? {
    guard Self.mayBePerson(party, holdings) else { return nil }
    let tests = tests(party, control, rounded: true)
    let best = tests.map(\.verdict).max() ?? .no
    var withinRounding = false
    if best == .possible {
      let exact = Control(holdings, rounded: false).verdict(of: party, on: subject)
      let unrounded = self.tests(party, exact, rounded: false)
      withinRounding = unrounded.map(\.verdict).max() != .possible
    }
    let least = interests.map { $0[party, subject].band.min }.max() ?? 0
    return RegimeVerdict(
      regime: Regime.amlr.id, verdict: best, withinRounding: withinRounding,
      margin: least - Self.quarter,
      grounds: best == .no ? [] : tests.filter { $0.verdict == best }.map(\.ground))
  }

  private func tests(
    _ party: Int32, _ control: Verdict, rounded: Bool
  ) -> [(ground: String, verdict: Verdict)] {
    let reach = Control(holdings, rounded: rounded).reach(of: party)
    let direct = byMeasure("Article 52") { _, table in
      table[party, subject].reaches(Self.quarter, rounded: rounded)
    }
    let throughHolders = byMeasure("Article 54(a)") { measure, _ in
      controlledHolders(reach, measure, rounded: rounded)
    }
    let inControllers = byMeasure("Article 54(b)") { _, table in
      controllers.map { controller in
        let share = table[party, controller.party].reaches(Self.quarter, rounded: rounded)
        return min(rounded ? controller.verdict : controller.unrounded, share)
      }.max() ?? .no
    }
    return [direct, ("Article 53", control), throughHolders, inControllers]
  }

  /// A test on shares and on votes: the better of both, the votes named where they decide.
  private func byMeasure(
    _ article: String, _ test: (Measure, Interests) -> Verdict
  ) -> (ground: String, verdict: Verdict) {
    var best = (ground: article, verdict: Verdict.no)
    for (measure, table) in zip(measures, interests) {
      let verdict = test(measure, table)
      if verdict > best.verdict {
        best = (measure == .votes ? "\(article) (votes)" : article, verdict)
      }
    }
    return best
  }

  private func controlledHolders(
    _ reach: Control.Reach, _ measure: Measure, rounded: Bool
  ) -> Verdict {
    let certain = Set(reach.certain)
    let possible = Set(reach.possible)
    var low = StepTally()
    var high = StepTally()
    for i in holdings.column(subject) where holdings.all[i].owner != subject {
      let holding = holdings.all[i]
      if certain.contains(holding.owner) { low.add(holding, measure, rounded: rounded) }
      if possible.contains(holding.owner) { high.add(holding, measure, rounded: rounded) }
    }
    if low.passes(Regime.amlr.rules[0]) { return .yes }
    let minimum = holdings.minimum(of: subject, measure)
    return high.mayPass(Regime.amlr.rules[0], outOf: minimum) ? .possible : .no
  }
}
