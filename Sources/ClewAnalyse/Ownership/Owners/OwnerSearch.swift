import ClewModel

/// Puts an answer about the owners of one company together.
struct OwnerSearch {
  /// Holdings that the tests of control of all owners together may add up.
  static let controlWork = 1_000_000
  /// Companies whose votes are drawn at random, where they have too many voters to count.
  static let sampledGames = 4

  private let subject: Int32
  private let holdings: Holdings
  private let regimes: [Regime]
  private let control: Control
  private let unrounded: Control
  private let trusts: Trusts
  private let facts: OwnershipFacts
  private let paths: OwnerPaths?
  private var beneficial: BeneficialOwnership
  private var reaches: [Int32: PartyReach] = [:]
  private var work = 0
  private var uncontrolled = 0
  private var unstepped = 0

  /// - Parameter listsPaths: false where only verdicts are asked for.
  init(
    of subject: Int32, under regimes: [Regime], in holdings: Holdings, listsPaths: Bool = true
  ) {
    self.subject = subject
    self.holdings = holdings
    self.regimes = regimes
    control = Control(holdings)
    unrounded = Control(holdings, rounded: false)
    trusts = Trusts(holdings)
    var controllers: [OwnershipFacts.Controller] = []
    for party in control.candidates(over: subject) where holdings.isOwned(party) {
      guard work <= Self.controlWork else {
        uncontrolled += 1
        controllers.append(.init(party: party, verdict: .possible, unrounded: .possible))
        continue
      }
      let reach = PartyReach(party, control.reach(of: party), unrounded: unrounded)
      work += reach.cost(holdings)
      reaches[party] = reach
      let verdict = reach.stated?.verdict(on: subject) ?? .possible
      guard verdict != .no else { continue }
      let exact =
        verdict == .yes ? .yes : reach.reach(rounded: false)?.verdict(on: subject) ?? .possible
      controllers.append(.init(party: party, verdict: verdict, unrounded: exact))
    }
    facts = OwnershipFacts(subject, holdings, trusts, controllers: controllers)
    paths = listsPaths ? OwnerPaths(facts.region, holdings) : nil
    beneficial = BeneficialOwnership(facts, paths, under: regimes)
  }

  /// What a party controls; where the work is used up it is not known, and counted.
  private mutating func reach(of party: Int32) -> PartyReach {
    if let known = reaches[party] { return known }
    guard work <= Self.controlWork else {
      uncontrolled += 1
      return PartyReach(party, nil, unrounded: unrounded)
    }
    let reach = PartyReach(party, control.reach(of: party), unrounded: unrounded)
    work += reach.cost(holdings)
    return reach
  }

  /// - Parameter extra: parties that get a row whatever they own.
  mutating func answer(besides extra: Set<Int32>) -> Owners {
    let lookThrough = facts.lookThrough
    var bands: [Int32: Band] = [:]
    for (owner, band) in zip(lookThrough.owners, lookThrough.bands) { bands[owner] = band }
    let always = extra.union(beneficial.roleParties).subtracting([subject])
    let parties = Set(bands.keys).union(control.candidates(over: subject)).union(always).sorted {
      let (a, b) = (bands[$0]?.max ?? 0, bands[$1]?.max ?? 0)
      return a != b ? a > b : $0 < $1
    }
    let games = games
    var power: [Int32: [OwnerRow.VotingShare]] = [:]
    for game in games {
      for holder in game.powers {
        power[holder.holder, default: []].append(
          .init(company: game.company, power: holder, method: game.method))
      }
    }
    var steps = StepTest(facts.graph, holdings)
    let rolling = beneficial.chains(.capital, .quarter)
    var rows: [OwnerRow] = []
    for party in parties {
      let reach = reach(of: party)
      let verdict = reach.stated?.verdict(on: subject) ?? .possible
      var row = row(party, bands[party] ?? .none, verdict, reach, power[party] ?? [])
      // Who controls a holder without owning it has no share, but may be an owner by law.
      let counts = verdict != .no || row.verdicts.contains { $0.verdict != .no }
      guard counts || bands[party] != nil || always.contains(party) else { continue }
      if party != subject {
        if let local = facts.region.local(party) {
          row.step = steps.verdict(on: local)
          if row.step == nil { unstepped += 1 }
        } else {
          row.step = .no
        }
        row.rolling = rolling.width(of: party)
        row.rollingPasses = rolling.finding(on: party, rounded: true).verdict
      }
      rows.append(row)
    }
    return Owners(
      subject: subject, rows: rows.sorted(by: OwnerRow.precedes), unknown: lookThrough.unknown,
      unknownParts: lookThrough.unknownParts, notes: notes(rows, games),
      fallbacks: fallbacks(rows), hidden: hidden)
  }

  private mutating func row(
    _ party: Int32, _ band: Band, _ control: Verdict, _ reach: PartyReach,
    _ power: [OwnerRow.VotingShare]
  ) -> OwnerRow {
    let direct = facts.stake(of: party)
    let exact = control == .possible ? reach.reach(rounded: false)?.verdict(on: subject) : control
    return OwnerRow(
      party: party, direct: direct.map(\.capital) ?? .none, isUltimate: !holdings.isOwned(party),
      lookThrough: band, control: control,
      controlWithinRounding: control == .possible && exact != nil && exact != .possible,
      verdicts: beneficial.verdicts(on: reach), paths: paths?.byParty[party] ?? [],
      titleHolders: direct.map(holdings.titleHolders) ?? [],
      power: power)
  }

  /// The votes in the company and in those that control it or may.
  private var games: [VotingPower] {
    var sampled = 0
    var games: [VotingPower] = []
    for company in [subject] + facts.controllers.map(\.party) {
      if holdings.column(company).count > VotingGame.countLimit {
        guard sampled < Self.sampledGames else { continue }
        sampled += 1
      }
      if let game = VotingPower(of: company, in: holdings) { games.append(game) }
    }
    return games
  }

  private func fallbacks(_ rows: [OwnerRow]) -> [RegimeFallback] {
    let officials = holdings.roles.filter { $0.kind == .director && $0.to == subject }
    return beneficial.laws.compactMap { law in
      let found =
        rows.flatMap(\.verdicts).filter { $0.regime == law.regime.id }.map(\.verdict).max() ?? .no
      guard found != .yes || law.test.alwaysNamesOfficial else { return nil }
      return RegimeFallback(
        regime: law.regime.id, found: found, isBesides: law.test.alwaysNamesOfficial,
        officials: officials)
    }
  }

  private var hidden: HiddenOwner {
    let search = HiddenOwners(facts)
    return HiddenOwner(
      share: search.share, couldControl: search.couldControl,
      regimes: beneficial.laws.filter(search.couldOwn).map(\.regime.id))
  }

  private func notes(_ rows: [OwnerRow], _ games: [VotingPower]) -> [OwnershipNote] {
    let lookThrough = facts.lookThrough
    var notes = facts.region.notes(holdings)
    notes += facts.region.rings(holdings).map { .crossHolding(members: $0) }
    notes += lookThrough.closedGroups.map { .ownsItself(members: $0) }
    notes += lookThrough.owners.filter {
      holdings.needsOwners($0) && !holdings.isOwned($0) && !trusts.isTrust($0)
    }.map { .ownersNotStated($0) }
    notes += dominant(rows, games)
    if lookThrough.method == .bounded { notes.append(.boundsOnly) }
    if lookThrough.method == .undefined { notes.append(.undefined) }
    if let cut = paths?.cut, !cut.isEmpty { notes.append(.pathsCut(count: cut.count)) }
    let unkind = rows.filter { row in
      holdings.kinds[Int(row.party)] == .unknown && row.verdicts.contains { $0.verdict != .no }
    }
    if !unkind.isEmpty { notes.append(.kindNotStated(unkind.map(\.party).sorted())) }
    if uncontrolled > 0 { notes.append(.controlNotComputed(count: uncontrolled)) }
    if unstepped > 0 { notes.append(.stepNotComputed(count: unstepped)) }
    if facts.controllersCut > 0 { notes.append(.controllersCut(count: facts.controllersCut)) }
    return notes
  }

  /// Holders that decide more often than not without a majority of the votes, in every reading of
  /// what is unknown.
  private func dominant(_ rows: [OwnerRow], _ games: [VotingPower]) -> [OwnershipNote] {
    games.flatMap { game in
      game.powers.filter { holder in
        !holder.hasMajority && holder.power.min > Threshold.majority.units
      }.map {
        .dominantMinority(
          holder: $0.holder, company: game.company, power: $0.power,
          restsOnLeastVotes: game.restsOnLeastVotes)
      }
    }
  }

  /// Adds to every member of a group what the rules say when the group acts as one.
  func add(_ groups: [[Int32]], to answer: inout Owners) {
    let groups = groups.map { Set($0).sorted() }.filter { $0.count > 1 }
    guard !groups.isEmpty else { return }
    let united = holdings.uniting(groups)
    var search = OwnerSearch(of: subject, under: regimes, in: united, listsPaths: false)
    for group in groups {
      let whole = search.combined(group[0])
      for number in answer.rows.indices where group.contains(answer.rows[number].party) {
        let party = answer.rows[number].party
        answer.rows[number].together = OwnerRow.Together(
          with: group.filter { $0 != party }, lookThrough: whole.lookThrough,
          control: whole.control,
          verdicts: trusts.mayBePerson(party) ? whole.verdicts : [])
      }
    }
  }

  /// The verdict of the first regime on a person; nil for what can be none.
  mutating func verdict(on party: Int32) -> RegimeVerdict? {
    beneficial.verdicts(on: reach(of: party)).first
  }

  /// What one party has, judged as a person whatever it is.
  private mutating func combined(
    _ party: Int32
  ) -> (lookThrough: Band, control: Verdict, verdicts: [RegimeVerdict]) {
    let reach = reach(of: party)
    return (
      facts.lookThrough.band(of: party) ?? .none,
      reach.stated?.verdict(on: subject) ?? .possible,
      beneficial.verdicts(on: reach, asPerson: true)
    )
  }
}
