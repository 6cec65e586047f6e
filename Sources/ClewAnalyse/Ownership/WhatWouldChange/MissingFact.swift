import ClewModel

/// One thing that is not known exactly, and the verdict for every value it may have.
package struct MissingFact: Hashable, Sendable {
  package enum Kind: Hashable, Sendable {
    /// A holding stated as a band, or differently by two sources.
    case band
    /// A holding whose share nobody states.
    case unstated
    /// A holding that is possible only: a candidate, a day inside a partial date.
    case possibleOnly
    /// A share stated with few decimals.
    case rounded
    /// What the named owners leave of a company; `owner` might hold it.
    case remainder
    /// What the named owners leave of a company, held by somebody who is not asked about.
    case remainderElsewhere
    /// A link of control or a role that is possible only: the value is 0 or the whole.
    case link(LinkKind)
  }

  package var kind: Kind
  package var measure: Measure
  /// Who holds or might hold; nil for somebody who is not asked about.
  package var owner: Int32?
  package var company: Int32
  /// The links that state it, ascending; empty for a remainder.
  package var links: [Int64]
  /// From the least to the greatest value it can have, in units of `Share.whole`.
  package var range: Band
  /// The verdict on every value of the range, ascending; at least one differs from the present one.
  package var outcomes: [Outcome]

  func renumbered(_ part: HoldingsPart) -> MissingFact {
    var fact = self
    fact.owner = owner.flatMap { Int($0) < part.parties.count ? part.parties[Int($0)] : nil }
    fact.company = part.parties[Int(company)]
    return fact
  }
}

/// Looks at every band, unstated share, rounded share and unknown remainder, one at a time.
struct MissingFacts {
  private(set) var found: [MissingFact] = []
  private(set) var isExhaustive = true

  private let holdings: Holdings
  private let asked: [Int32]
  private let stranger: Int32
  private var evaluator: Evaluator
  private let base: Verdict

  private static let whole = Share.whole

  init(
    _ holdings: Holdings, asked: [Int32], stranger: Int32, _ evaluator: Evaluator, _ base: Verdict
  ) {
    self.holdings = holdings
    self.asked = Set(asked).sorted()
    self.stranger = stranger
    self.evaluator = evaluator
    self.base = base
  }

  /// A fact to look at, before its outcomes are known.
  private struct Candidate {
    var fact: MissingFact
    var range: ClosedRange<Int64>
    var probes: [Int64]
    var holding: Int?
    var width: Int64 { range.upperBound - range.lowerBound }
  }

  mutating func search() {
    var candidates = stakes() + remainders() + links()
    candidates.sort { a, b in
      if a.width != b.width { return a.width < b.width }
      if a.fact.links.isEmpty != b.fact.links.isEmpty { return b.fact.links.isEmpty }
      if a.fact.company != b.fact.company { return a.fact.company < b.fact.company }
      return (a.fact.owner ?? stranger) < (b.fact.owner ?? stranger)
    }
    for candidate in candidates {
      let holdings = holdings
      let outcomes = evaluator.outcomes(candidate.range, probes: candidate.probes) {
        Self.variant(holdings, candidate.fact, candidate.holding, $0, stranger)
      }
      guard let outcomes else {
        isExhaustive = false
        return
      }
      guard outcomes.contains(where: { $0.verdict != base }) else { continue }
      var fact = candidate.fact
      fact.outcomes = outcomes
      found.append(fact)
    }
  }

  private static func variant(
    _ holdings: Holdings, _ fact: MissingFact, _ holding: Int?, _ value: Int64, _ stranger: Int32
  ) -> Holdings {
    let exact = Band(exactly: Int128(value))
    switch fact.kind {
    case .link:
      let links = Set(fact.links)
      return value == 0 ? holdings.removing(links: links) : holdings.confirming(links: links)
    case .remainder, .remainderElsewhere:
      return holdings.adding(
        fact.owner ?? stranger, of: fact.company, capital: exact, votes: exact)
    default:
      guard let holding else { return holdings }
      let row = holdings.all[holding]
      let stated = holdings.statedMaximum(holding)
      let isBoth = !row.marks.contains(.votesStated)
      return holdings.replacing(
        holding,
        capital: fact.measure == .capital
          ? exact : Band(min: Int128(row.capitalMin), max: Int128(stated.capital)),
        votes: fact.measure == .votes || isBoth
          ? exact : Band(min: Int128(row.votesMin), max: Int128(stated.votes)))
    }
  }

  private func stakes() -> [Candidate] {
    holdings.all.indices.flatMap { number in
      let row = holdings.all[number]
      let measures: [Measure] = row.marks.contains(.votesStated) ? [.capital, .votes] : [.capital]
      return measures.compactMap { stake(number, $0) }
    }
  }

  private func stake(_ number: Int, _ measure: Measure) -> Candidate? {
    let row = holdings.all[number]
    let bounds = row.bounds(measure)
    var range = bounds.min...max(bounds.min, bounds.max)
    var kind = MissingFact.Kind.band
    if row.marks.contains(.shareUnstated) { kind = .unstated }
    if row.marks.contains(.possibleOnly) { kind = .possibleOnly }
    if range.lowerBound == range.upperBound {
      guard bounds.rounding > 0 else { return nil }
      kind = .rounded
      range =
        bounds.min - min(bounds.rounding, bounds.min)...bounds.min
        + min(bounds.rounding, Int64.max - bounds.min)
    }
    let fact = MissingFact(
      kind: kind, measure: measure, owner: row.owner, company: row.owned,
      links: holdings.links(of: row),
      range: Band(min: Int128(range.lowerBound), max: Int128(range.upperBound)), outcomes: [])
    return Candidate(
      fact: fact, range: range, probes: probes(range, row.owned, measure, but: number),
      holding: number)
  }

  /// The middle, and the value from which the other owners' maxima no longer fit.
  private func probes(
    _ range: ClosedRange<Int64>, _ company: Int32, _ measure: Measure, but number: Int?
  ) -> [Int64] {
    let others = holdings.column(company).filter { $0 != number }.reduce(Int128(0)) { sum, i in
      let stated = holdings.statedMaximum(i)
      return sum + Int128(measure == .capital ? stated.capital : stated.votes)
    }
    var probes = [range.lowerBound + (range.upperBound - range.lowerBound) / 2]
    let room = Int128(Self.whole) - others
    if room > Int128(range.lowerBound), room < Int128(range.upperBound) {
      probes.append(Int64(room))
    }
    return probes
  }

  /// What open columns leave: for each party asked about, and for anybody else.
  private func remainders() -> [Candidate] {
    var found: [Candidate] = []
    for company in 0..<stranger where holdings.needsOwners(company) {
      let total = holdings.total(of: company)
      guard !total.isComplete, total.min < Int128(Self.whole) else { continue }
      let range = 0...Int64(Int128(Self.whole) - total.min)
      for holder in asked.map(Optional.some) + [nil] where holder != company {
        let fact = MissingFact(
          kind: holder == nil ? .remainderElsewhere : .remainder, measure: .capital, owner: holder,
          company: company, links: [],
          range: Band(min: 0, max: Int128(range.upperBound)), outcomes: [])
        found.append(
          Candidate(
            fact: fact, range: range, probes: probes(range, company, .capital, but: nil),
            holding: nil))
      }
    }
    return found
  }

  private func links() -> [Candidate] {
    let controls = holdings.controls.rows.filter { !$0.isCertain }.map {
      (LinkKind.control, $0.from, $0.to, $0.link)
    }
    let roles = holdings.roles.filter { !$0.isCertain }.map { ($0.kind, $0.from, $0.to, $0.link) }
    return (controls + roles).map { kind, from, to, link in
      let fact = MissingFact(
        kind: .link(kind), measure: .capital, owner: from, company: to, links: [link],
        range: Band(min: 0, max: 1), outcomes: [])
      return Candidate(fact: fact, range: 0...1, probes: [], holding: nil)
    }
  }
}
