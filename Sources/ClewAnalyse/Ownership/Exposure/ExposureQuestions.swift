import ClewModel

/// Finds the questions of control that the rules of a regime leave open, unit after unit.
struct ExposureQuestions {
  private let groups: [[Int32]]
  private let salesByOwner: [Int32: [ExposureSale]]
  private let signals: Set<ControlQuestion.Signal>
  private let rolesByParty: [Int32: [Int32]]
  private let holdings: Holdings
  /// By measure: what would follow from answers and groups.
  private var closures: [StepSet]
  private var questions: [ControlQuestion] = []
  /// The listed parties behind a member of the unit at hand.
  private var origins: [Int32: [Int32]] = [:]

  init(groups: [[Int32]], sales: [ExposureSale], _ sweep: ExposureSweep) {
    self.groups = groups
    salesByOwner = Dictionary(grouping: sales, by: \.owner)
    let signals = sweep.test.questions
    self.signals = signals
    let holdings = sweep.holdings
    self.holdings = holdings
    var roles: [Int32: [Int32]] = [:]
    for (number, role) in holdings.roles.enumerated()
    where Self.signal(role.kind).map(signals.contains) ?? false {
      roles[role.from, default: []].append(Int32(number))
    }
    rolesByParty = roles
    closures = sweep.sets.map { StepSet($0.possible.question, holdings) }
  }

  private static func signal(_ kind: LinkKind) -> ControlQuestion.Signal? {
    switch kind {
    case .director: .director
    case .settlor, .trustee, .protector, .beneficiary: .trustRole
    default: nil
    }
  }

  /// The questions about parties other than these, in order.
  func found(besides parties: Set<Int32>) -> [ControlQuestion] {
    questions.filter { !parties.contains($0.party) }.sorted(by: ControlQuestion.precedes)
  }

  /// Takes the questions that the unit at hand raises.
  mutating func add(_ unit: ExposureUnit, _ sweep: ExposureSweep) {
    origins.removeAll(keepingCapacity: true)
    let first = questions.count
    var members: Set<Int32> = []
    for set in sweep.sets { members.formUnion(set.possible.members) }
    let inside = members.sorted()
    var asked: Set<Int32> = []
    for set in sweep.sets where asksAboutStakes {
      for company in set.possible.touched where !members.contains(company) {
        guard let question = holding(company, set.possible, unit, sweep),
          asked.insert(company).inserted
        else { continue }
        questions.append(question)
      }
    }
    for party in inside { links(of: party, members, unit, sweep) }
    if signals.contains(.soldNearListing) { sales(members, unit) }
    follow(inside, members, unit, sweep, from: first)
  }

  private var asksAboutStakes: Bool {
    signals.contains(.largestHolder) || signals.contains(.exactlyThreshold)
  }

  // MARK: - Stakes

  private mutating func holding(
    _ company: Int32, _ set: StepSet, _ unit: ExposureUnit, _ sweep: ExposureSweep
  ) -> ControlQuestion? {
    let low = set.tally(of: company).least
    let isExact = !sweep.rule.isInclusive && low == Int128(sweep.rule.threshold)
    guard isExact || low >= Int128(ControlQuestion.leastShare) else { return nil }
    let next = nextHolder(company, set)
    guard isExact || low >= ControlQuestion.dominance * next else { return nil }
    let signal: ControlQuestion.Signal = isExact ? .exactlyThreshold : .largestHolder
    guard signals.contains(signal) else { return nil }
    return question(company, signal, set, unit, sweep, next: next)
  }

  /// The most that any holder outside the set can have.
  private func nextHolder(_ company: Int32, _ set: StepSet) -> Int128 {
    holdings.column(company).reduce(0) { most, number in
      let holding = holdings.all[number]
      guard holding.owner != company, !set.contains(holding.owner) else { return most }
      return max(most, Int128(holding.bounds(set.question.measure).max))
    }
  }

  private mutating func question(
    _ company: Int32, _ signal: ControlQuestion.Signal, _ set: StepSet, _ unit: ExposureUnit,
    _ sweep: ExposureSweep, next: Int128? = nil
  ) -> ControlQuestion {
    let stakes = set.stakes(in: company)
    return ControlQuestion(
      party: company, signal: signal,
      by: listed(behind: stakes.map { holdings.all[$0].owner }, unit, sweep),
      share: set.tally(of: company).band,
      measure: set.question.measure, nextHolder: next, through: [],
      steps: steps(stakes, set.question.measure))
  }

  private func steps(_ stakes: [Int], _ measure: Measure) -> [Exposure.Step] {
    stakes.prefix(Exposure.stepLimit).map { number in
      let holding = holdings.all[number]
      let bounds = holding.bounds(measure)
      return Exposure.Step(
        from: holding.owner, to: holding.owned,
        share: Band(min: Int128(bounds.min), max: Int128(bounds.max)),
        links: holdings.links(of: holding), titleHolders: holdings.titleHolders(of: holding),
        measure: measure)
    }
  }

  /// The listed parties that members of the unit at hand lead back to.
  private mutating func listed(
    behind members: [Int32], _ unit: ExposureUnit, _ sweep: ExposureSweep
  ) -> [Int32] {
    if let person = unit.person { return [person] }
    var all: Set<Int32> = []
    for member in members {
      if origins[member] == nil { origins[member] = origin(of: member, unit, sweep) }
      all.formUnion(origins[member] ?? [])
    }
    return all.sorted()
  }

  private func origin(
    of member: Int32, _ unit: ExposureUnit, _ sweep: ExposureSweep
  ) -> [Int32] {
    if unit.listed.contains(member) { return [member] }
    return sweep.reading(of: member).map { sweep.proof(of: member, $0, unit, .full).by } ?? []
  }

  // MARK: - Links

  /// Directorships, trust roles and, where the rule does not count it, stated control.
  private mutating func links(
    of party: Int32, _ members: Set<Int32>, _ unit: ExposureUnit, _ sweep: ExposureSweep
  ) {
    for number in rolesByParty[party] ?? [] {
      let role = holdings.roles[Int(number)]
      guard !members.contains(role.to), let signal = Self.signal(role.kind) else { continue }
      let by = listed(behind: [party], unit, sweep)
      merge(link: role.link, from: party, to: role.to, signal, nil, by)
    }
    guard !sweep.test.countsControl, signals.contains(.statedControl) else { return }
    for number in holdings.controls.by(party) {
      let link = holdings.controls.rows[Int(number)]
      guard !members.contains(link.to) else { continue }
      let by = listed(behind: [party], unit, sweep)
      merge(link: link.link, from: party, to: link.to, .statedControl, link.means, by)
    }
  }

  private mutating func merge(
    link: Int64, from: Int32, to: Int32, _ signal: ControlQuestion.Signal,
    _ control: ControlMeans?, _ by: [Int32]
  ) {
    questions.append(
      ControlQuestion(
        party: to, signal: signal, by: by, share: .none, measure: .capital, nextHolder: nil,
        through: [],
        steps: [.init(from: from, to: to, share: .none, links: [link], control: control)]))
  }

  private mutating func sales(_ members: Set<Int32>, _ unit: ExposureUnit) {
    for owner in unit.listed.sorted() {
      for sale in salesByOwner[owner] ?? [] where !members.contains(sale.company) {
        questions.append(
          ControlQuestion(
            party: sale.company, signal: .soldNearListing, by: [owner], share: .none,
            measure: .capital, nextHolder: nil, through: [],
            steps: [.init(from: owner, to: sale.company, share: .none, links: [sale.link])],
            sale: sale))
      }
    }
  }

  // MARK: - What would follow

  /// Companies that are attributed only where measures mix, where a group counts as one, or where
  /// the questions from `first` on are answered with yes.
  private mutating func follow(
    _ inside: [Int32], _ members: Set<Int32>, _ unit: ExposureUnit, _ sweep: ExposureSweep,
    from first: Int
  ) {
    var known = members
    if closures.count > 1, signals.contains(.mixedMeasures) {
      close(inside, known: &known, .mixedMeasures, unit, sweep, asked: [:])
    }
    let joint = groups.filter { group in
      group.contains(where: known.contains) && !group.allSatisfy(known.contains)
    }
    if sweep.test.addsUp, !joint.isEmpty, signals.contains(.jointHolding) {
      let partners = Set(joint.joined()).subtracting(known)
      var with = known.union(partners)
      for partner in partners.sorted() {
        let together = joint.filter { $0.contains(partner) }.joined().filter(known.contains)
        origins[partner] = listed(behind: Set(together).sorted(), unit, sweep)
      }
      close(with.sorted(), known: &with, .jointHolding, unit, sweep, asked: [:])
      known.formUnion(with.subtracting(partners))
    }
    var asked: [Int32: [Int32]] = [:]
    for question in questions[first...] where !known.contains(question.party) {
      asked[question.party] = Set((asked[question.party] ?? []) + question.by).sorted()
    }
    guard !asked.isEmpty, signals.contains(.follows) else { return }
    for (party, by) in asked { origins[party] = by }
    var with = known.union(asked.keys)
    close(with.sorted(), known: &with, .follows, unit, sweep, asked: asked)
  }

  /// Adds a question for every company that the seeds attribute by any measure and that is not known.
  private mutating func close(
    _ seeds: [Int32], known: inout Set<Int32>, _ signal: ControlQuestion.Signal,
    _ unit: ExposureUnit, _ sweep: ExposureSweep, asked: [Int32: [Int32]]
  ) {
    var seeds = seeds
    var behind: [Int32: Set<Int32>] = [:]
    var grows = true
    while grows {
      grows = false
      for i in closures.indices {
        closures[i].fill(seeds)
        for company in closures[i].members where known.insert(company).inserted {
          grows = true
          seeds.append(company)
          var found = question(company, signal, closures[i], unit, sweep)
          let holders =
            closures[i].stakes(in: company).map { holdings.all[$0].owner }
            + closures[i].controlling(company).map { holdings.controls.rows[Int($0)].from }
          for holder in holders {
            if asked[holder] != nil { behind[company, default: []].insert(holder) }
            behind[company, default: []].formUnion(behind[holder] ?? [])
          }
          found.by = listed(behind: holders, unit, sweep)
          found.through = behind[company, default: []].sorted()
          origins[company] = found.by
          questions.append(found)
        }
      }
    }
  }
}
