import ClewModel

/// Beneficial owners of one company under every rule asked for.
///
/// A person is one by any ground of the rule; a ground that the law leaves open makes a possible one.
/// Shares and votes are each reckoned as such, never mixed along one chain; votes are the shares where
/// none are stated. Persons behind a trust that passes as a person would are owners by the roles that
/// the rule counts. See `Regime` for the rules and the files of `Attributions` for the reckoning.
struct BeneficialOwnership {
  struct Law {
    var regime: Regime
    var rule: Regime.Rule
    var test: BeneficialOwnerTest
  }

  let laws: [Law]
  private let facts: OwnershipFacts
  private let paths: OwnerPaths?
  private let unrounded: Control
  private let control: Control
  private let product: ProductAttribution
  private let inController: ControllerAttribution
  private let stated: ControlAttribution
  private var rolling: [Rolling: RollingAttribution] = [:]
  private var proofs: ProofSearch
  /// By party: how it controls the company.
  private var controllerProofs: [Int32: OwnershipProof] = [:]
  /// By party and law: what trusts make of it.
  private var roleGrounds: [Int32: [Int: [VerdictGround]]] = [:]

  private struct Rolling: Hashable {
    var measure: Measure
    var threshold: Threshold
  }

  /// - Parameters:
  ///   - paths: the chains that are listed; without them all ways are the proof of a product.
  ///   - regimes: others than those of beneficial owners are passed over.
  init(_ facts: OwnershipFacts, _ paths: OwnerPaths?, under regimes: [Regime]) {
    self.facts = facts
    self.paths = paths
    control = Control(facts.holdings)
    unrounded = Control(facts.holdings, rounded: false)
    product = ProductAttribution(facts: facts)
    inController = ControllerAttribution(facts: facts)
    stated = ControlAttribution(facts: facts)
    proofs = ProofSearch(facts.holdings)
    laws = regimes.compactMap { regime in
      let rule = regime.rule(on: facts.holdings.moment.asOf)
      guard case .beneficialOwner(let test) = rule.test else { return nil }
      return Law(regime: regime, rule: rule, test: test)
    }
    readTrusts()
  }

  /// Parties that a role in a trust makes owners, ascending; they may own nothing themselves.
  var roleParties: [Int32] { roleGrounds.keys.sorted() }

  /// The verdicts on a person, or on a party that may be one, rule by rule; none for anything else.
  ///
  /// - Parameter asPerson: judges any party as if it were a person.
  mutating func verdicts(on party: PartyReach, asPerson: Bool = false) -> [RegimeVerdict] {
    guard asPerson || facts.trusts.mayBePerson(party.party) else { return [] }
    return laws.indices.map { law in
      verdict(on: party, law, besides: roleGrounds[party.party]?[law] ?? [])
    }
  }

  private mutating func verdict(
    on party: PartyReach, _ law: Int, besides roles: [VerdictGround]
  ) -> RegimeVerdict {
    let grounds = grounds(on: party, law, rounded: true)
    let best = (grounds.map(\.verdict) + roles.map(\.verdict)).max() ?? .no
    var withinRounding = false
    if best == .possible {
      let exact = self.grounds(on: party, law, rounded: false).map(\.verdict).max() ?? .no
      let fromRoles = roles.map(\.verdict).max() ?? .no
      withinRounding = max(exact, fromRoles) != .possible
    }
    let deciding = grounds.filter { $0.verdict == best && $0.finding.share != nil }
    let reasons =
      best == .no
      ? []
      : grounds.filter { $0.verdict == best }.map { reason(of: $0, party) }
        + roles.filter { $0.verdict == best }
    return RegimeVerdict(
      regime: laws[law].regime.id, verdict: best, withinRounding: withinRounding,
      margin: margin(deciding) { $0.min }, marginMax: margin(deciding) { $0.max },
      reasons: merged(reasons))
  }

  private func margin(_ grounds: [Ground], _ bound: (Band) -> Int128) -> Int128? {
    grounds.compactMap { ground in
      ground.finding.share.map { bound($0) - ground.finding.threshold.units }
    }.max()
  }

  /// Grounds of the same words are one, with all that proves it.
  private func merged(_ reasons: [VerdictGround]) -> [VerdictGround] {
    reasons.reduce(into: []) { kept, reason in
      if let same = kept.firstIndex(where: { $0.text == reason.text && $0.role == reason.role }) {
        kept[same].proof = kept[same].proof.joined(with: reason.proof)
      } else {
        kept.append(reason)
      }
    }
  }

  /// A ground of a rule as it was found for a party.
  private struct Ground {
    var attribution: BeneficialOwnerTest.Attribution
    var text: String
    var measure: Measure
    var verdict: Verdict
    var finding: AttributionFinding
  }

  private mutating func grounds(
    on party: PartyReach, _ law: Int, rounded: Bool
  ) -> [Ground] {
    let test = laws[law].test
    var found: [Ground] = []
    for ground in test.decides {
      found += findings(ground, party, law, rounded: rounded)
    }
    for ground in test.opens {
      found += findings(ground, party, law, rounded: rounded).map { open in
        var open = open
        open.verdict = min(open.verdict, .possible)
        return open
      }
    }
    return found
  }

  /// One ground by each measure: shares and votes apart where the rule names them apart, else the
  /// better of both, with the votes named where they decide.
  private mutating func findings(
    _ ground: BeneficialOwnerTest.Ground, _ party: PartyReach, _ law: Int, rounded: Bool
  ) -> [Ground] {
    if ground.attribution == .control { return control(ground, party, rounded: rounded) }
    let test = laws[law].test
    var found: [Ground] = []
    for measure in test.measures {
      let isVotes = measure == .votes
      if isVotes, ground.votes == nil, !facts.measures.contains(.votes) { continue }
      let finding = finding(ground.attribution, party, measure, law, rounded: rounded)
      if ground.attribution == .controlled, finding.through.isEmpty, finding.share != nil,
        test.decides.contains(where: { $0.attribution == .product })
      {
        continue
      }
      let text = isVotes ? ground.votes ?? "\(ground.text) (votes)" : ground.text
      found.append(
        Ground(
          attribution: ground.attribution, text: text, measure: measure, verdict: finding.verdict,
          finding: finding))
    }
    guard ground.votes == nil, found.count == 2 else { return found }
    return [found[1].verdict > found[0].verdict ? found[1] : found[0]]
  }

  private mutating func finding(
    _ attribution: BeneficialOwnerTest.Attribution, _ party: PartyReach, _ measure: Measure,
    _ law: Int, rounded: Bool
  ) -> AttributionFinding {
    let threshold = laws[law].rule.asked
    switch attribution {
    case .product:
      return product.finding(on: party.party, measure, threshold, rounded: rounded)
    case .controlled:
      return ControlledAttribution(
        facts: facts, takesOutOwnShares: laws[law].test.takesOutOwnShares
      ).finding(on: party, measure, threshold, rounded: rounded)
    case .inController:
      return inController.finding(on: party.party, measure, threshold, rounded: rounded)
    case .rolling:
      return chains(measure, threshold).finding(on: party.party, rounded: rounded)
    case .control, .role:
      return .none(threshold)
    }
  }

  /// Control by a majority and by each means that is stated, which some rules call different things.
  ///
  /// A means that does not decide by itself (significant influence, a trust, a firm) is possible, but
  /// certain where the rule names that right as a ground of its own (conditions 4 and 5 of the
  /// Companies Act 2006). A joint holding is counted by its shares, never by itself.
  private func control(
    _ ground: BeneficialOwnerTest.Ground, _ party: PartyReach, rounded: Bool
  ) -> [Ground] {
    let finding = stated.finding(on: party, rounded: rounded)
    func found(_ text: String, _ verdict: Verdict) -> Ground {
      Ground(
        attribution: .control, text: text, measure: .votes, verdict: verdict, finding: finding)
    }
    var grounds: [Ground] = []
    if finding.hasMajority || finding.means.isEmpty {
      grounds.append(found(ground.text, finding.verdict))
    }
    return grounds
      + finding.means.map { means in
        let isNamed = means != .joint && ground.means[means] != nil
        let suffices = finding.certainMeans.contains(means) && (means.isDecisive || isNamed)
        return found(ground.means[means] ?? ground.text, suffices ? .yes : .possible)
      }
  }

  /// The rolling chains by one measure.
  mutating func chains(_ measure: Measure, _ threshold: Threshold) -> RollingAttribution {
    let usual: Measure = facts.measures.contains(measure) ? measure : .capital
    let key = Rolling(measure: usual, threshold: threshold)
    if let known = rolling[key] { return known }
    let new = RollingAttribution(facts, usual, threshold)
    rolling[key] = new
    return new
  }

  private mutating func reason(of ground: Ground, _ party: PartyReach) -> VerdictGround {
    VerdictGround(
      attribution: ground.attribution, text: ground.text, verdict: ground.verdict,
      share: ground.finding.share, threshold: ground.finding.threshold.units,
      proof: proof(of: ground, party))
  }

  private mutating func proof(of ground: Ground, _ party: PartyReach) -> OwnershipProof {
    let owner = party.party
    let measure = ground.measure
    switch ground.attribution {
    case .product:
      let chains = paths?.byParty[owner] ?? []
      let asked = ground.finding.threshold.units
      if ground.verdict == .yes, measure == .capital || !facts.measures.contains(.votes),
        let proof = proofs.chains(chains, reaching: asked)
      {
        return proof
      }
      return proofs.ways(from: owner, to: facts.subject, measure)
    case .controlled:
      let stakes = ([owner] + ground.finding.through).compactMap { facts.stake(of: $0) }
      let held = OwnershipProof(
        links: stakes.flatMap { facts.holdings.links(of: $0) }, through: ground.finding.through)
      return held.joined(with: controlProof(ground.finding.through, party))
    case .inController:
      return ground.finding.through.reduce(controlProofOfSubject(by: ground.finding.through)) {
        $0.joined(with: proofs.ways(from: owner, to: $1, measure))
      }
    case .control:
      if let known = controllerProofs[owner] { return known }
      let proof = without(facts.subject, controlProof([facts.subject], party))
      controllerProofs[owner] = proof
      return proof
    case .rolling:
      return chains(measure, ground.finding.threshold).links(of: owner, facts.holdings)
    case .role:
      return .none
    }
  }

  private mutating func controlProof(_ targets: [Int32], _ party: PartyReach) -> OwnershipProof {
    let reach = party.stated ?? Control.Reach()
    let certain = Set(reach.certain)
    let isCertain = targets.allSatisfy(certain.contains)
    return proofs.control(
      of: targets, by: party.party, isCertain ? reach.certain : reach.possible)
  }

  private mutating func controlProofOfSubject(by controllers: [Int32]) -> OwnershipProof {
    controllers.reduce(OwnershipProof(links: [], through: controllers)) { proof, controller in
      proof.joined(with: controllerProof(controller))
    }
  }

  /// How one party controls the company: looked for once, whoever asks.
  private mutating func controllerProof(_ controller: Int32) -> OwnershipProof {
    if let known = controllerProofs[controller] { return known }
    let party = PartyReach(controller, control.reach(of: controller), unrounded: unrounded)
    let proof = without(facts.subject, controlProof([facts.subject], party))
    controllerProofs[controller] = proof
    return proof
  }

  private func without(_ party: Int32, _ proof: OwnershipProof) -> OwnershipProof {
    OwnershipProof(
      links: proof.links, through: proof.through.filter { $0 != party }, isCut: proof.isCut)
  }

  /// Finds whom trusts among the owners make beneficial owners: each trust is judged as a person
  /// would be, and what is found counts for those in its roles.
  private mutating func readTrusts() {
    let owners = control.candidates(over: facts.subject)
    for trust in ([facts.subject] + owners).filter({ facts.trusts.isTrust($0) }).sorted() {
      let reach = PartyReach(trust, control.reach(of: trust), unrounded: unrounded)
      let isSubject = trust == facts.subject
      for law in laws.indices {
        let own = verdict(on: reach, law, besides: [])
        let verdict = isSubject ? .yes : own.verdict
        guard verdict != .no else { continue }
        let proof = own.reasons.reduce(OwnershipProof.none) { $0.joined(with: $1.proof) }
        credit(trust, law, verdict, isSubject ? .none : proof)
      }
    }
  }

  private mutating func credit(
    _ trust: Int32, _ law: Int, _ verdict: Verdict, _ proof: OwnershipProof
  ) {
    let test = laws[law].test
    let bearers = facts.trusts.bearers(of: trust, in: test.trustRoles) { entity in
      control.candidates(over: entity).filter { facts.trusts.mayBePerson($0) }.compactMap {
        let verdict = control.verdict(of: $0, on: entity)
        return verdict == .no ? nil : ($0, verdict)
      }
    }
    for bearer in bearers {
      let through = (trust == facts.subject ? [] : [trust]) + (bearer.entity.map { [$0] } ?? [])
      var whole = proof.joined(with: OwnershipProof(links: bearer.links, through: through))
      if let entity = bearer.entity, !facts.trusts.isTrust(entity) {
        let reach = PartyReach(bearer.party, control.reach(of: bearer.party), unrounded: unrounded)
        whole = whole.joined(with: controlProof([entity], reach))
      }
      roleGrounds[bearer.party, default: [:]][law, default: []].append(
        VerdictGround(
          attribution: .role, text: test.trustGround,
          verdict: min(verdict, bearer.isCertain ? .yes : .possible),
          share: nil, threshold: laws[law].rule.asked.units, proof: whole,
          role: .init(kind: bearer.role, trust: trust, entity: bearer.entity)))
    }
    creditInfluence(over: trust, law, verdict, proof)
  }

  /// Who is stated to have influence over a trust that meets a condition, under a rule that names
  /// that right (Companies Act 2006 schedule 1A paragraph 6).
  private mutating func creditInfluence(
    over trust: Int32, _ law: Int, _ verdict: Verdict, _ proof: OwnershipProof
  ) {
    guard let text = laws[law].test.decides.lazy.compactMap({ $0.means[.trust] }).first else {
      return
    }
    for number in facts.holdings.controls.over(trust) {
      let link = facts.holdings.controls.rows[Int(number)]
      guard [.influence, .trust].contains(link.means), facts.trusts.mayBePerson(link.from) else {
        continue
      }
      let through = trust == facts.subject ? [] : [trust]
      roleGrounds[link.from, default: [:]][law, default: []].append(
        VerdictGround(
          attribution: .role, text: text, verdict: min(verdict, link.isCertain ? .yes : .possible),
          share: nil, threshold: laws[law].rule.asked.units,
          proof: proof.joined(with: OwnershipProof(links: [link.link], through: through)),
          role: .init(kind: .control, trust: trust, entity: nil)))
    }
  }
}
