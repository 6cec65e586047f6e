import ClewModel

/// Runs the fixpoints of a regime, unit after unit, in memory that they share.
///
/// Capital and votes are each summed on their own; stated control counts in both.
struct ExposureSweep {
  /// The sets of one measure for the unit at hand.
  struct Sets {
    let measure: Measure
    var certain: StepSet
    var possible: StepSet
    /// With more than the threshold only.
    var exceeded: StepSet
  }

  let regime: Regime
  let rule: Regime.Rule
  let test: ExposureTest
  let holdings: Holdings
  /// Whether exactly the threshold in one hand is presumed to give control.
  let presumes: Bool
  /// By measure; votes only where somewhere they are not simply the shares.
  private(set) var sets: [Sets]
  private let listedForCertain: Set<Int32>

  init(
    _ regime: Regime, _ listed: [Exposure.Listed], _ holdings: Holdings, within: Set<Int32>? = nil
  ) {
    let rule = regime.rule(on: holdings.moment.asOf)
    let test = rule.exposure
    self.regime = regime
    self.rule = rule
    self.test = test
    self.holdings = holdings
    presumes = rule.isInclusive && test.presumes(at: holdings.moment)
    listedForCertain = Set(listed.filter(\.isCertain).map(\.party))
    var measures = test.measures
    if measures.contains(.votes), measures.count > 1, !Self.votesDiffer(holdings, within) {
      measures = measures.filter { $0 != .votes }
    }
    sets = measures.map { measure in
      func set(_ rule: Regime.Rule, possible: Bool) -> StepSet {
        StepSet(
          StepQuestion(
            rule: rule, measure: measure, possible: possible, countsControl: test.countsControl,
            within: within), holdings)
      }
      return Sets(
        measure: measure,
        certain: set(rule, possible: false), possible: set(rule, possible: true),
        exceeded: set(rule.exceeded, possible: false))
    }
  }

  private static func votesDiffer(_ holdings: Holdings, _ within: Set<Int32>?) -> Bool {
    guard let within else { return holdings.all.contains { $0.votesDiffer } }
    return within.contains { company in
      holdings.column(company).contains { holdings.all[$0].votesDiffer }
    }
  }

  /// Fills the sets for a unit: what it attributes for certain, and at most.
  mutating func fill(_ unit: ExposureUnit) {
    for i in sets.indices {
      sets[i].possible.fill(unit.possible)
      sets[i].certain.fill(unit.certain)
      if presumes { sets[i].exceeded.fill(unit.certain) }
    }
  }

  /// Everything that the unit at hand attributes at most, ascending; no party that is listed for
  /// certain.
  var attributed: [Int32] {
    var parties: Set<Int32> = []
    for set in sets {
      for party in set.possible.members
      where !listedForCertain.contains(party) && set.possible.attributes(party) {
        parties.insert(party)
      }
    }
    return parties.sorted()
  }

  /// The measure that says most about a party: yes before possible, then the greater margin.
  func reading(of party: Int32) -> ExposureReading? {
    var best: ExposureReading?
    for (number, set) in sets.enumerated() where set.possible.attributes(party) {
      let reading = reading(of: party, number)
      if best.map({ ($0.verdict, $0.margin) < (reading.verdict, reading.margin) }) ?? true {
        best = reading
      }
    }
    return best
  }

  /// The reading by one measure, whatever it says.
  func reading(of party: Int32, _ number: Int) -> ExposureReading {
    let set = sets[number]
    let sum = set.possible.tally(of: party)
    let least = set.certain.tally(of: party).least
    let aggregate = Band(min: least, max: max(least, sum.most))
    let isCertain = set.certain.attributes(party)
    let verdict: Verdict =
      isCertain ? .yes : set.possible.attributes(party) ? .possible : .no
    let decides = isCertain ? set.certain : set.possible
    let restsOnControl =
      verdict != .no && !decides.isReached(by: isCertain ? decides.tally(of: party) : sum)
    return ExposureReading(
      verdict: verdict, set: number, aggregate: aggregate,
      margin: (isCertain ? aggregate.min : aggregate.max) - Int128(rule.threshold),
      withinRounding: !isCertain && sum.isWithinRounding(of: Int128(rule.threshold)),
      restsOnControl: restsOnControl)
  }

  /// Whether the unit at hand owns a party for certain, not counting stated control.
  func isOwned(_ party: Int32) -> Bool {
    sets.contains { $0.certain.owns(party) }
  }

  /// Whether the same holds with more than the threshold at every step.
  func exceeds(_ party: Int32) -> Bool { sets.contains { $0.exceeded.attributes(party) } }

  func proof(
    of party: Int32, _ reading: ExposureReading, _ unit: ExposureUnit, _ extent: StepProof.Extent
  ) -> StepProof {
    let set = sets[reading.set]
    return StepProof(
      of: party, in: reading.verdict == .yes ? set.certain : set.possible, unit, holdings, extent)
  }
}

/// What one measure of one unit says about a party.
struct ExposureReading {
  var verdict: Verdict
  /// Which of the sweep's sets.
  var set: Int
  var aggregate: Band
  var margin: Int128
  var withinRounding: Bool
  /// True where the shares do not reach the threshold, but stated control makes the verdict.
  var restsOnControl: Bool
}
