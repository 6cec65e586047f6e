import ClewGraph
import ClewModel

/// The work behind `DeclaredAgainstComputed`: the shares of one company without its declarations.
struct Comparison {
  let subject: Int32
  let lookThrough: LookThrough
  private let votes: LookThrough
  private let holdings: Holdings
  private let control: Control
  private let declared: [DeclaredStake]

  init(_ subject: Int32, _ world: DeclaredWorld, _ declared: [DeclaredStake]) {
    self.subject = subject
    self.declared = declared
    var evidence = world.snapshot
    evidence.links = evidence.links.filter {
      $0.to != subject || $0.direct == true && $0.kind == .ownership || !world.isDeclaration($0)
    }
    holdings = Holdings(evidence, at: world.moment)
    control = Control(holdings)
    let region = OwnershipRegion(owning: subject, in: holdings)
    lookThrough = LookThrough(region, holdings)
    votes = LookThrough(region, holdings, .votes)
  }

  /// True where shares of the company or control over it are stated beside the declarations.
  var hasShares: Bool {
    !holdings.column(subject).isEmpty || !holdings.controls.over(subject).isEmpty
  }

  func computed(_ owner: Int32) -> DeclaredAgainstComputed.Computed {
    let attributed = AttributedShare(
      of: owner, in: subject, holdings, reach: control.reach(of: owner))
    return .init(
      lookThrough: lookThrough.band(of: owner) ?? .none,
      lookThroughVotes: votes.band(of: owner) ?? .none, attributed: attributed.capital,
      attributedVotes: attributed.votes, control: control.verdict(of: owner, on: subject))
  }

  func row(_ stake: DeclaredStake) -> DeclaredAgainstComputed.Row {
    let computed = hasShares ? computed(stake.owner) : .nothing
    return .init(
      owner: stake.owner, register: stake.register, declared: stake, computed: computed,
      outcome: outcome(stake, computed))
  }

  private func outcome(
    _ stake: DeclaredStake, _ computed: DeclaredAgainstComputed.Computed
  ) -> DeclaredAgainstComputed.Outcome {
    if stake.isDirect { return .statesShareItself }
    guard hasShares else { return .nothingToCompare }
    var gaps: [(gap: Band, declaresMore: Bool)] = []
    var compared = false
    var isWithinUnknown = true
    for (declared, product, whole) in [
      (stake.capital, computed.lookThrough, computed.attributed),
      (stake.votes, computed.lookThroughVotes, computed.attributedVotes),
    ] {
      guard let declared else { continue }
      compared = true
      let readings = stake.register.countsMajorityChains ? [whole] : [product, whole]
      guard let gap = Self.gap(declared, readings, stake.rounding) else { continue }
      gaps.append(gap)
      let least = declared.min - stake.rounding
      let mayBe =
        least - whole.max <= unnamed
        || !stake.register.countsMajorityChains && least - product.max <= lookThrough.unknown.max
      isWithinUnknown = isWithinUnknown && gap.declaresMore && mayBe
    }
    guard compared else { return controlOutcome(stake, computed) }
    guard let widest = gaps.max(by: { $0.gap.min < $1.gap.min }) else { return .agrees }
    if computed.lookThrough.max == 0, computed.attributed.max == 0,
      computed.attributedVotes.max == 0
    {
      return .sharesGiveNothing(isWithinUnknown: isWithinUnknown)
    }
    return .differs(
      gap: widest.gap, declaresMore: widest.declaresMore, isWithinUnknown: isWithinUnknown)
  }

  /// A declaration of control without a share: a parent that consolidates, or that says no more than
  /// that it controls, has to hold or gather a majority; the other rights show in no share.
  private func controlOutcome(
    _ stake: DeclaredStake, _ computed: DeclaredAgainstComputed.Computed
  ) -> DeclaredAgainstComputed.Outcome {
    if computed.control != .no { return .agrees }
    let shown: Set<ControlMeans> = [.unstated, .votes, .consolidation]
    guard stake.means.contains(where: shown.contains) || stake.means.isEmpty else {
      return .notShownByShares
    }
    if stake.means.isEmpty, computed.lookThrough.max > 0 || computed.attributed.max > 0 {
      return .agrees
    }
    return .sharesGiveNothing(
      isWithinUnknown: unnamed >= (stake.means.isEmpty ? 1 : Self.majority))
  }

  /// What of the company itself, in shares or votes, nobody is stated to hold.
  private var unnamed: Int128 {
    let stated = min(holdings.capitalMinimum(of: subject), holdings.minimum(of: subject, .votes))
    return max(0, Int128(Share.whole) - stated)
  }

  private static let majority = Int128(Share.whole / 2) + 1

  /// How far a declared band lies from the nearest of some computed ones; nil where it touches one.
  static func gap(
    _ declared: Band, _ readings: [Band], _ rounding: Int128
  ) -> (gap: Band, declaresMore: Bool)? {
    var nearest: (gap: Band, declaresMore: Bool)?
    for computed in readings {
      let found: (gap: Band, declaresMore: Bool)
      if declared.min - rounding > computed.max {
        found = (
          Band(min: declared.min - computed.max, max: declared.max - computed.min), true
        )
      } else if computed.min > declared.max + rounding {
        found = (
          Band(min: computed.min - declared.max, max: computed.max - declared.min), false
        )
      } else {
        return nil
      }
      if nearest.map({ found.gap.min < $0.gap.min }) ?? true { nearest = found }
    }
    return nearest
  }

  // MARK: - what nobody declared

  /// Owners whose shares pass a register's threshold and whom it does not name.
  func undeclared(by register: DeclaringRegister) -> [DeclaredAgainstComputed.Row] {
    let named = Set(declared.filter { $0.register == register }.map(\.owner))
    switch register {
    case .ukPSC: return undeclaredHolders(named)
    case .bods, .other: return undeclaredPersons(register, named)
    case .gleif: return undeclaredParents(named)
    case .ftm: return []
    }
  }

  /// Whoever directly holds more than a quarter has to be named, or somebody who controls it: a
  /// relevant legal entity stops the search, and Clew cannot tell which companies are such. A person
  /// whose stakes all lie with holders that are named need not be.
  private func undeclaredHolders(_ named: Set<Int32>) -> [DeclaredAgainstComputed.Row] {
    let answered = named.union(named.sorted().flatMap { control.reach(of: $0).certain })
    var candidates = Set(holdings.column(subject).map { holdings.all[$0].owner })
    candidates.formUnion(
      control.candidates(over: subject).filter { holdings.kinds[Int($0)] == .person })
    candidates.subtract(answered)
    candidates.remove(subject)
    var passing: [Int32: Verdict] = [:]
    var behind: [Verdict: Set<Int32>] = [:]
    for party in candidates.sorted() {
      let reach = control.reach(of: party)
      let share = AttributedShare(
        of: party, in: subject, holdings, reach: reach, counting: { !answered.contains($0) })
      let verdicts = [share.capital, share.votes].map(DeclaringRegister.ukPSC.passes)
      guard let verdict = verdicts.contains(.yes) ? .yes : verdicts.first(where: { $0 != .no })
      else { continue }
      passing[party] = verdict
      // The companies whose shares count for a person who is in the list too.
      if holdings.kinds[Int(party)] == .person {
        behind[verdict, default: []].formUnion(reach.certain)
      }
    }
    return passing.filter { behind[$0.value]?.contains($0.key) != true }
      .map { row($0.key, .ukPSC, $0.value) }.sorted { $0.owner < $1.owner }
  }

  private func undeclaredPersons(
    _ register: DeclaringRegister, _ named: Set<Int32>
  ) -> [DeclaredAgainstComputed.Row] {
    zip(lookThrough.owners, lookThrough.bands).compactMap { owner, band in
      guard !named.contains(owner), holdings.kinds[Int(owner)] == .person else { return nil }
      let verdict = register.passes(band)
      return verdict == .no ? nil : row(owner, register, verdict)
    }
  }

  /// Organisations that control the company for certain, are controlled by no other one (of a ring
  /// one stands for all), and stand in no relation of control to a declared parent.
  private func undeclaredParents(_ named: Set<Int32>) -> [DeclaredAgainstComputed.Row] {
    let controllers = control.candidates(over: subject).filter {
      holdings.kinds[Int($0)] == .organisation && control.verdict(of: $0, on: subject) == .yes
    }
    var controlled = named.union(named.sorted().flatMap { control.reach(of: $0).certain })
    var tops: [Int32] = []
    var related: Set<Int32> = []
    for party in controllers where !controlled.contains(party) {
      let certain = control.reach(of: party).certain
      controlled.formUnion(certain)
      tops.append(party)
      if certain.contains(where: named.contains) { related.insert(party) }
    }
    return tops.filter { !controlled.contains($0) && !related.contains($0) }
      .map { row($0, .gleif, .yes) }
  }

  private func row(
    _ owner: Int32, _ register: DeclaringRegister, _ verdict: Verdict
  ) -> DeclaredAgainstComputed.Row {
    .init(
      owner: owner, register: register, declared: nil, computed: computed(owner),
      outcome: .notDeclared(verdict))
  }
}
