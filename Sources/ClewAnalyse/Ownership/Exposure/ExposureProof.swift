import ClewModel

/// Collects what proves that a rule attributes a party: stakes and links of control, back to listed
/// parties.
struct StepProof {
  let steps: [Exposure.Step]
  /// The listed parties that the steps lead back to, ascending.
  let by: [Int32]
  /// True where there are more steps than `Exposure.stepLimit`.
  let isCut: Bool

  /// How much of what counts is shown.
  enum Extent {
    /// All that counts for the party itself; above it as much as reaches the threshold.
    case full
    /// On every company the fewest stakes that reach the threshold.
    case fewest
  }

  fileprivate struct Walk {
    let set: StepSet
    let unit: ExposureUnit
    let holdings: Holdings
    let extent: Extent
  }

  init(
    of party: Int32, in set: StepSet, _ unit: ExposureUnit, _ holdings: Holdings,
    _ extent: Extent = .full
  ) {
    let walk = Walk(set: set, unit: unit, holdings: holdings, extent: extent)
    var steps: [Exposure.Step] = []
    var listed: Set<Int32> = []
    var seen: Set<Int32> = [party]
    var queue = [party]
    var next = 0
    var isCut = false
    while next < queue.count, !isCut {
      let company = queue[next]
      next += 1
      for step in walk.steps(into: company, isSubject: company == party) {
        guard steps.count < Exposure.stepLimit else {
          isCut = true
          break
        }
        steps.append(step)
        guard set.rank(of: step.from) == 0 else {
          if seen.insert(step.from).inserted { queue.append(step.from) }
          continue
        }
        if unit.listed.contains(step.from) {
          listed.insert(step.from)
        } else if let person = unit.person, seen.insert(step.from).inserted {
          steps.append(.init(from: person, to: step.from, share: .none, isJoint: true))
          listed.insert(person)
        }
      }
    }
    self.steps = steps
    by = listed.sorted()
    self.isCut = isCut
  }
}

extension StepProof.Walk {
  /// The stakes and links that bring a company in.
  func steps(into company: Int32, isSubject: Bool) -> [Exposure.Step] {
    if isSubject {
      let controls = set.controlling(company)
      if extent == .full {
        return set.stakes(in: company).map(step) + controls.map(controlStep)
      }
      let fewest = fewest(company)
      return fewest.isEmpty ? controls.prefix(1).map(controlStep) : fewest.map(step)
    }
    if let link = set.controlLink(of: company) { return [controlStep(link)] }
    return (extent == .full ? enough(company) : fewest(company)).map(step)
  }

  private func step(_ number: Int) -> Exposure.Step {
    let holding = holdings.all[number]
    let bounds = holding.bounds(set.question.measure)
    return .init(
      from: holding.owner, to: holding.owned,
      share: Band(min: Int128(bounds.min), max: Int128(bounds.max)),
      links: holdings.links(of: holding), titleHolders: holdings.titleHolders(of: holding),
      measure: set.question.measure)
  }

  private func controlStep(_ number: Int32) -> Exposure.Step {
    let link = holdings.controls.rows[Int(number)]
    return .init(
      from: link.from, to: link.to, share: .none, links: [link.link], control: link.means)
  }

  private func rank(_ number: Int) -> Int32 { set.rank(of: holdings.all[number].owner) }

  /// Stakes of parties that came in before the company, those that came in first leading.
  private func earlier(_ company: Int32) -> [Int] {
    let own = set.rank(of: company)
    return set.stakes(in: company).filter { rank($0) < max(own, 1) }.sorted {
      rank($0) != rank($1) ? rank($0) < rank($1) : $0 < $1
    }
  }

  /// Earlier stakes until the threshold is reached.
  private func enough(_ company: Int32) -> [Int] {
    let threshold = Int128(set.question.rule.threshold)
    var sum = ColumnSum(set.total(of: company))
    var taken: [Int] = []
    for number in earlier(company) {
      sum.add(holdings.all[number], set.question.measure)
      taken.append(number)
      if sum.passes(threshold, isInclusive: set.question.rule.isInclusive) { break }
    }
    return taken
  }

  /// The fewest earlier stakes that reach the threshold: the greatest first, which is the least
  /// number for a sum. Of equally few, those nearest to the listed parties. Empty where the stakes
  /// do not reach it, because control brought the company in.
  private func fewest(_ company: Int32) -> [Int] {
    let earlier = set.rank(of: company) == 0 ? set.stakes(in: company) : earlier(company)
    guard let all = greatest(earlier, company) else { return [] }
    let ranks = Set(earlier.map(rank)).sorted()
    for limit in ranks.dropLast() {
      if let near = greatest(earlier.filter({ rank($0) <= limit }), company),
        near.count == all.count
      {
        return near
      }
    }
    return all
  }

  private func greatest(_ stakes: [Int], _ company: Int32) -> [Int]? {
    let question = set.question
    func size(_ number: Int) -> Int128 {
      let bounds = holdings.all[number].bounds(question.measure)
      return question.possible
        ? Int128(bounds.max) : Int128(bounds.min) - Int128(min(bounds.rounding, bounds.min))
    }
    let order = stakes.sorted { size($0) != size($1) ? size($0) > size($1) : $0 < $1 }
    var sum = ColumnSum(set.total(of: company))
    for (count, number) in order.enumerated() {
      sum.add(holdings.all[number], question.measure)
      if set.isReached(by: sum) { return Array(order.prefix(count + 1)) }
    }
    return nil
  }
}
