import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The answer of one regime about listed persons: gathers the facts, asks `Exposure`, and says it.
struct ExposureReport {
  let regime: Regime
  let rule: Regime.Rule
  let request: ExposureRequest
  let moment: Moment
  let snapshot: Snapshot
  let holdings: Holdings
  let exposure: Exposure
  let periods: ExposurePeriods
  /// Parties that were caught on an earlier day and are not on this one.
  let formerly: [ExposurePeriods.Period]
  /// The entries that hold on the day, each with how certainly.
  let listed: [(row: ListedTime, status: Verdict)]
  /// Parties judged the same as an entry: without a day of listing, and gone on a day that nobody
  /// states.
  let undatedListings: Int
  let goneListings: Int
  let unjudged: [UnjudgedName]
  let groups: [[Int32]]
  let party: Int32?
  /// What the regime says about that party, caught or not.
  let asked: (verdict: Verdict, margin: Int128)?
  /// Parties that are listed on the day, for certain or possibly.
  let listedNodes: Set<Int32>
  /// Those that are listed for certain.
  let certainlyListed: Set<Int32>
  let candidates: [RecordID: Label]
  let names: PartyNames
  /// What would change the verdict on the party asked about; nil where that is not asked.
  private let change: WhatWouldChange?

  init(
    _ regime: Regime, _ request: ExposureRequest, party: Int32?, groups: [[Int32]],
    _ holdings: Holdings, _ snapshot: Snapshot, _ casefile: Casefile
  ) throws {
    let moment = holdings.moment
    let rule = regime.rule(on: moment.asOf)
    let filter = ListFilter(rule, lists: request.lists)
    let times = try filter.listedTimes(in: casefile)
    var listings: [ExposureListing] = []
    var listed: [(row: ListedTime, status: Verdict)] = []
    for row in times where !row.isGone || row.delisted != nil {
      guard let node = snapshot.node(of: row.entry.party) else { continue }
      let listing = ExposureListing(
        party: node, listing: row.entry.listing, listed: row.listed, delisted: row.delisted,
        known: row.known, isCertain: filter.decides(row.entry))
      listings.append(listing)
      let status = listing.status(at: moment)
      if status != .no { listed.append((row, status)) }
    }
    let sales = Exposure.sales(snapshot, listings, in: holdings)
    let seeds = Exposure.Listed.all(listings, at: moment)
    exposure = Exposure(
      of: seeds, groups: groups, sales: sales, under: regime, in: holdings)
    periods = ExposurePeriods(
      snapshot, listings, groups: groups,
      ExposurePeriods.Question(
        regime, until: moment.asOf, knownBy: moment.knownBy, asKnown: request.asKnown,
        party: party), onlyDated: !request.periods)
    listedNodes = Set(seeds.map(\.party))
    certainlyListed = Set(seeds.filter(\.isCertain).map(\.party))
    formerly = periods.ceased(besides: listedNodes)
    asked = party.map {
      Exposure.verdict(of: $0, listed: seeds, groups: groups, under: regime, in: holdings)
    }
    unjudged = try filter.unjudgedNames(in: casefile)
    candidates = try casefile.labels(for: unjudged.map(\.party))
    undatedListings = Set(listed.filter { $0.row.listed == nil }.map(\.row.entry.party)).count
    goneListings = times.filter { $0.isGone && $0.delisted == nil }.count
    change =
      request.wantsChanges
      ? party.flatMap {
        WhatWouldChange.exposure(of: $0, to: seeds, groups: groups, under: regime, in: holdings)
      } : nil
    var named = Self.parties(exposure).union(listedNodes).union(groups.joined())
    if let party { named.insert(party) }
    if let change { named.formUnion(WhatWouldChangeReport.parties(change)) }
    for period in periods.periods { named.formUnion(period.by + [period.party]) }
    names = try PartyNames(named, snapshot, casefile)
    self.regime = regime
    self.rule = rule
    self.request = request
    self.moment = moment
    self.snapshot = snapshot
    self.holdings = holdings
    self.listed = listed
    self.groups = groups
    self.party = party
  }

  /// Every party that the results and questions name.
  private static func parties(_ exposure: Exposure) -> Set<Int32> {
    var named: Set<Int32> = []
    for result in exposure.results {
      named.insert(result.party)
      named.formUnion(result.by)
      named.formUnion(result.persons.map(\.person))
      for step in result.steps + result.minimal {
        named.formUnion([step.from, step.to])
        named.formUnion(step.titleHolders)
      }
    }
    for question in exposure.controlQuestions {
      named.formUnion(question.by + question.through + [question.party])
      for step in question.steps { named.formUnion([step.from, step.to]) }
    }
    return named
  }

  // MARK: - Order

  /// By verdict, then aggregate descending, then ref; only the party asked about, where one is.
  var results: [Exposure.Exposed] {
    exposure.results.filter { party == nil || $0.party == party }.sorted { a, b in
      if a.verdict != b.verdict { return a.verdict > b.verdict }
      if a.aggregate.max != b.aggregate.max { return a.aggregate.max > b.aggregate.max }
      let (refA, refB) = (names.label(a.party).ref ?? "", names.label(b.party).ref ?? "")
      return refA != refB ? refA < refB : a.party < b.party
    }
  }

  var questions: [ControlQuestion] {
    exposure.controlQuestions.filter { party == nil || $0.party == party }
  }

  func periods(of party: Int32) -> [ExposurePeriods.Period] {
    periods.periods.filter { $0.party == party }
  }

  func id(_ node: Int32) -> String { snapshot.id(of: node).description }

  var whatWouldChange: WhatWouldChangeReport? {
    guard let change, let party else { return nil }
    return WhatWouldChangeReport(
      answer: change,
      question: "\(names.text(party)) as owned or controlled by listed parties (\(regime.id))",
      name: names.text, party: { names.json($0) })
  }

  // MARK: - Answers

  private var allTables: [Table] { tables + (whatWouldChange.map { [$0.table] } ?? []) }

  /// What the rule would say is no finding while it is not in force.
  private var findings: Int { isInForce ? results.count : 0 }

  func answer() -> Answer {
    var answer = Answer(json: json, tables: allTables, notes: notes, records: "results")
    answer.findings = findings
    return answer
  }

  /// Several regimes side by side.
  static func answer(_ reports: [ExposureReport]) -> Answer {
    var notes: [String] = []
    for note in reports.flatMap(\.notes) where !notes.contains(note) { notes.append(note) }
    var answer = Answer(
      json: .object(["regimes": .array(reports.map(\.json))]), tables: reports.flatMap(\.allTables),
      notes: notes, records: "regimes")
    answer.findings = reports.reduce(0) { $0 + $1.findings }
    return answer
  }
}
