import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Patterns of payments: whole rings, indicators of single accounts, and patterns that analysts
  /// wrote; ranked, raised where members are known already, and stored unless asked not to.
  package func detect(_ request: DetectRequest) throws -> Answer {
    let question = try request.question()
    let chosen = try request.chosen()
    let patterns = try patterns(at: request.patterns)
    func ask(_ casefile: Casefile) throws -> Answer {
      var run = try DetectRun(
        casefile, request, question, chosen, patterns,
        moment: Moment(asOf: request.asOf ?? surroundings.today), session: self)
      run.search()
      try run.correlate(casefile)
      try run.restrict(casefile, self)
      try run.describe(casefile)
      if request.stores {
        try run.store(casefile, journalEntry())
      } else {
        try run.findIDs(casefile)
      }
      return try DetectReport(run, casefile).report()
    }
    return request.stores ? try writing(ask) : try reading(ask)
  }
}

/// One run of detectors on one state of the casefile, step by step.
struct DetectRun {
  let request: DetectRequest
  let question: DetectorQuestion
  let chosen: [Detector]
  let patterns: [PaymentPattern]
  let moment: Moment
  let snapshot: Snapshot
  let holders: Holders
  private let places: [UInt32: String]
  /// Ranked by score, then kind, then transactions.
  private(set) var found: [PatternEvidence] = []
  private(set) var isExhaustive = true
  private(set) var notSearched: [String] = []
  /// How many findings do not touch what was asked for.
  private(set) var elsewhere = 0
  /// What each finding says, in the order of `found`.
  private(set) var stories: [PatternStory] = []
  /// The ids they are stored under; nil for one that is not.
  private(set) var ids: [RecordID?] = []

  init(
    _ casefile: Casefile, _ request: DetectRequest, _ question: DetectorQuestion,
    _ chosen: [Detector], _ patterns: [PaymentPattern], moment: Moment, session: Session
  ) throws {
    self.request = request
    self.question = question
    self.chosen = chosen
    self.patterns = patterns
    self.moment = moment
    let hasIndicators = chosen.contains { !$0.isRing }
    var parts: SnapshotParts = [.ownership, .accounts, .payments]
    if hasIndicators { parts.insert(.postings) }
    snapshot = try casefile.snapshot(parts: parts)
    holders = Holders(snapshot)
    places =
      chosen.contains { $0.id == Detector.funnel.id } ? try casefile.countriesOfCash() : [:]
  }

  /// The kinds of finding that this run can make.
  var kinds: Set<String> { Set(chosen.map(\.id) + patterns.map(\.name)) }

  mutating func search() {
    let snapshot = snapshot
    let rings = chosen.filter(\.isRing).map(\.id)
    if !rings.isEmpty {
      let detection = RingDetection(snapshot: snapshot, ids: rings, question).run()
      take(detection) { PatternEvidence($0, snapshot.payments) }
    }
    let indicators = chosen.filter { !$0.isRing }.map(\.id)
    if !indicators.isEmpty {
      let detection = IndicatorDetection(snapshot, at: moment, places: places, question)
        .run(indicators)
      take(detection) { PatternEvidence($0, snapshot.postings) }
    }
    if !patterns.isEmpty {
      let index = FlowIndex(
        snapshot.payments, nodeCount: snapshot.nodeCount, least: question.minAmount)
      for pattern in patterns {
        var detection = PatternSearch(index, snapshot.payments, pattern, question).run()
        let least = question.minScore ?? 0
        detection.findings.removeAll { $0.score < least }
        take(detection) { PatternEvidence($0, snapshot.payments) }
      }
    }
    fold()
    rank()
  }

  /// An indicator whose payments all belong to one ring says no more than the ring does: it becomes
  /// one of the kinds that the ring also fits. So does one that rests on the same payments as another.
  private mutating func fold() {
    rank()
    let rings = Set(chosen.filter(\.isRing).map(\.id))
    let indicators = Set(chosen.filter { !$0.isRing }.map(\.id))
    var kept: [PatternEvidence] = []
    var holding: [Int64: [Int]] = [:]
    let order =
      found.filter { rings.contains($0.finding.kind) }
      + found.filter { !rings.contains($0.finding.kind) }
    for evidence in order {
      let transactions = Set(evidence.legs.map(\.id))
      let kind = evidence.finding.kind
      let whole = evidence.legs.first.flatMap { leg in
        holding[leg.id]?.first { position in
          let other = kept[position]
          let others = Set(other.legs.map(\.id))
          return other.finding.kind != kind
            && (rings.contains(other.finding.kind)
              ? transactions.isSubset(of: others) : transactions == others)
        }
      }
      if let whole, indicators.contains(kind) {
        if !kept[whole].finding.alsoFits.contains(kind) {
          kept[whole].finding.alsoFits.append(kind)
        }
        continue
      }
      if rings.contains(kind) || indicators.contains(kind) {
        for number in transactions { holding[number, default: []].append(kept.count) }
      }
      kept.append(evidence)
    }
    found = kept
  }

  private mutating func take(
    _ detection: Detection, _ evidence: (PatternFinding) -> PatternEvidence
  ) {
    found += detection.findings.map(evidence)
    isExhaustive = isExhaustive && detection.isExhaustive
    for note in detection.notSearched where !notSearched.contains(note) {
      notSearched.append(note)
    }
  }

  private mutating func rank() {
    var keyed = found.map { (score: $0.finding.score, evidence: $0) }
    keyed.sort { a, b in
      if a.score != b.score { return a.score > b.score }
      let (x, y) = (a.evidence, b.evidence)
      if x.finding.kind != y.finding.kind { return x.finding.kind < y.finding.kind }
      return x.legs.lexicographicallyPrecedes(y.legs) { $0.id < $1.id }
    }
    found = keyed.map(\.evidence)
  }

  /// Raises what involves known actors, and ranks anew.
  mutating func correlate(_ casefile: Casefile) throws {
    guard !found.isEmpty else { return }
    let known = try KnownActors(casefile, snapshot, butKinds: kinds)
    let correlation = Correlation(known, snapshot, holders, at: moment)
    for position in found.indices {
      let reasons = correlation.reasons(for: found[position])
      guard !reasons.isEmpty else { continue }
      found[position].finding.reasons = (found[position].finding.reasons + reasons)
        .enumerated().sorted { a, b in
          a.element.weight != b.element.weight
            ? a.element.weight > b.element.weight : a.offset < b.offset
        }.map(\.element)
    }
    rank()
  }

  /// Keeps what touches the accounts asked for.
  mutating func restrict(_ casefile: Casefile, _ session: Session) throws {
    guard !request.touching.isEmpty else { return }
    var nodes: Set<Int32> = []
    for text in request.touching {
      let id = try session.record(text, kinds: [.party, .mention, .account], in: casefile)
      if let node = snapshot.node(of: id) { nodes.insert(node) }
    }
    let all = found.count
    found.removeAll { evidence in
      !evidence.finding.roles.contains { member in
        nodes.contains(member.node)
          || holders.holders(of: member.node).contains { nodes.contains($0) }
      }
    }
    elsewhere = all - found.count
  }

  /// Looks up where the transactions stand, all at once, and words each finding.
  mutating func describe(_ casefile: Casefile) throws {
    let places = try casefile.places(ofTransactions: found.flatMap { $0.legs.map(\.id) })
    let parameters = parameters
    stories = found.map { PatternStory($0, snapshot, holders, places, parameters) }
  }

  mutating func store(_ casefile: Casefile, _ entry: JournalEntry) throws {
    ids = try casefile.store(stories.map(\.record), journal: entry)
  }

  /// The ids of findings that an earlier run stored.
  mutating func findIDs(_ casefile: Casefile) throws {
    ids = try casefile.storedIDs(of: stories.map(\.record))
  }

  /// What the answer rests on, as text by name.
  var parameters: [(name: String, value: String)] {
    var list: [(name: String, value: String)] = [
      ("detectors", (chosen.map(\.id) + patterns.map(\.name)).joined(separator: " ")),
      ("window", question.window.map(Duration64.text) ?? windows),
      ("time", question.order?.rawValue ?? "each detector's own"),
    ]
    if let least = question.minAmount {
      list.append(("minAmount", "\(least.amountText) \(least.currency)"))
    }
    list.append(
      (
        "minScore",
        question.minScore.map { Decimal64.text(Int128($0), scale: 4) } ?? "each detector's own"
      ))
    list.append(("asOf", moment.asOf.description))
    return list
  }

  private var windows: String {
    let own = chosen.map { "\($0.id) \(Duration64.text($0.window))" }
    return (own + patterns.map { "\($0.name) \(Duration64.text($0.window))" })
      .joined(separator: ", ")
  }
}

extension KnownActors {
  /// What the casefile knows beside payments, brought to nodes.
  init(_ casefile: Casefile, _ snapshot: Snapshot, butKinds kinds: Set<String>) throws {
    self.init()
    for entry in try casefile.listedParties(effects: [.blocking]) {
      guard let node = snapshot.node(of: entry.party) else { continue }
      listed[node, default: []].append(entry.listing)
    }
    listed = listed.mapValues { Set($0).sorted() }
    for (id, filings) in try casefile.subjectsOfFilings() {
      guard let node = snapshot.node(of: id) else { continue }
      filed[node] = filings
    }
    flagged = try casefile.flaggedTransactions()
    for (id, findings) in try casefile.membersOfFindings(butKinds: kinds) {
      guard let node = snapshot.node(of: id) else { continue }
      earlier[node] = findings
    }
  }
}
