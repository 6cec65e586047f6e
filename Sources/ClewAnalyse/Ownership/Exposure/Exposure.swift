import ClewModel

/// Parties that a step rule attributes to listed ones.
///
/// B is the least set that holds the listed parties and every company whose owners in B together
/// hold at least (or, where the rule is not inclusive, more than) the threshold, or that one of them
/// is stated to control where the rule counts control. An owner in B counts with its whole stake;
/// nothing is multiplied (OFAC FAQ 401). Where a rule does not add up the stakes of different listed
/// persons, each has a set of its own. On the minima of all holdings the verdict is yes; on the most
/// that their bands and rounding allow it is possible.
package struct Exposure: Sendable {
  package let regime: Regime
  /// The rule of the day asked about.
  package let rule: Regime.Rule
  /// One result for every party in B that is not listed itself, by party.
  package let results: [Exposed]
  /// Questions of control about companies that are not in B, by party, signal and person.
  package let controlQuestions: [ControlQuestion]

  package struct Exposed: Hashable, Sendable {
    package var party: Int32
    package var verdict: Verdict
    package var basis: Basis
    /// Why, in words without names.
    package var ground: String
    /// What `aggregate` is a share of.
    package var measure: Measure
    /// What the owners in B hold together: those in B for certain, and all that may be.
    package var aggregate: Band
    /// The listed parties that the steps lead back to, ascending; where each is asked alone, those
    /// that attribute the party on their own.
    package var by: [Int32]
    /// The stakes that prove it: all that count for the party itself, then, company by company up
    /// to the listed, as many as reach the threshold.
    package var steps: [Step]
    /// True where the proof is longer than `Exposure.stepLimit`.
    package var stepsCut: Bool
    /// The same with the fewest stakes in every company that keep it at the threshold, and the
    /// listed parties those lead back to.
    package var minimal: [Step]
    package var minimalBy: [Int32]
    /// The aggregate less the threshold: its minimum for yes, its maximum for possible.
    package var margin: Int128
    /// True where the aggregate differs from the threshold by less than the rounding of its shares.
    package var withinRounding: Bool
    /// True where stated control of the party itself makes the verdict and its shares do not: the
    /// margin then says nothing.
    package var restsOnControl: Bool
    /// What each listed person alone attributes, in ascending person; empty where they add up.
    package var persons: [Attribution]
  }

  /// On what a verdict rests, most direct first.
  package enum Basis: String, Hashable, Sendable, CaseIterable {
    /// Shares or votes that pass the threshold.
    case owned
    /// Exactly the threshold in one hand, which is presumed to give control.
    case presumed
    /// A stated control, here or further up.
    case controlled
    /// What is not known decides.
    case possible
  }

  /// What one listed person alone has of a party.
  package struct Attribution: Hashable, Sendable {
    package var person: Int32
    package var verdict: Verdict
    package var basis: Basis
    package var measure: Measure
    package var aggregate: Band
    package var margin: Int128
    package var restsOnControl: Bool
  }

  /// One stake or link of the proof.
  package struct Step: Hashable, Sendable {
    package var from: Int32
    package var to: Int32
    /// None for a step that is no stake.
    package var share: Band
    /// The links that state it, ascending.
    package var links: [Int64]
    package var titleHolders: [Int32]
    package var measure: Measure
    /// How control is given, where the step is stated control.
    package var control: ControlMeans?
    /// True for parties that hold jointly because the analyst says so.
    package var isJoint: Bool

    init(
      from: Int32, to: Int32, share: Band, links: [Int64] = [], titleHolders: [Int32] = [],
      measure: Measure = .capital, control: ControlMeans? = nil, isJoint: Bool = false
    ) {
      self.from = from
      self.to = to
      self.share = share
      self.links = links
      self.titleHolders = titleHolders
      self.measure = measure
      self.control = control
      self.isJoint = isJoint
    }
  }

  /// Steps printed for one party at most.
  package static let stepLimit = 200

  /// - Parameter listed: the listed parties, in any order.
  package init(of listed: [Int32], under regime: Regime, in holdings: Holdings) {
    self.init(of: listed.map { Listed($0) }, under: regime, in: holdings)
  }

  /// - Parameters:
  ///   - listed: the listed parties, in any order.
  ///   - groups: parties that hold jointly, as the analyst says.
  ///   - sales: stakes that ended close to the listing of their owner (`ExposureSale`).
  /// - Precondition: the regime is one about listed persons.
  /// - Complexity: for each unit (all listed parties, or one of them) the holdings of what it
  ///   attributes; each result costs its own proof.
  package init(
    of listed: [Listed], groups: [[Int32]] = [], sales: [ExposureSale] = [],
    under regime: Regime, in holdings: Holdings
  ) {
    var sweep = ExposureSweep(regime, listed, holdings)
    let units = ExposureUnit.units(of: listed, groups: groups, sweep.test)
    var gathering = ExposureGathering(units)
    var questions = ExposureQuestions(groups: groups, sales: sales, sweep)
    for (number, unit) in units.enumerated() {
      sweep.fill(unit)
      gathering.add(number, sweep)
      if !sweep.test.questions.isEmpty { questions.add(unit, sweep) }
    }
    self.regime = regime
    rule = sweep.rule
    results = gathering.results(&sweep)
    let caught = Set(results.map(\.party)).union(listed.map(\.party))
    controlQuestions = questions.found(besides: caught)
  }

  /// The results alone.
  static func results(
    of listed: [Listed], groups: [[Int32]], under regime: Regime, in holdings: Holdings
  ) -> [Exposed] {
    var sweep = ExposureSweep(regime, listed, holdings)
    let units = ExposureUnit.units(of: listed, groups: groups, sweep.test)
    var gathering = ExposureGathering(units)
    for (number, unit) in units.enumerated() {
      sweep.fill(unit)
      gathering.add(number, sweep)
    }
    return gathering.results(&sweep)
  }
}
