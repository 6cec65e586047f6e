import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What `clew exposure` asks.
package struct ExposureRequest: Sendable {
  /// Ids or aliases of regimes about listed persons; empty takes OFAC's.
  package var regimes: [String]
  /// Names of lists that replace those of the regime.
  package var lists: [String]
  /// Parties that hold jointly, as the analyst says.
  package var groups: [[String]]
  /// One party; nil takes all.
  package var party: String?
  /// With the periods in which parties were caught.
  package var periods: Bool
  /// Periods by what was known on each day.
  package var asKnown: Bool
  /// With what would change the verdict on the party.
  package var wantsChanges: Bool
  package var dates: Dates

  package init(
    regimes: [String] = [], lists: [String] = [], groups: [[String]] = [], party: String? = nil,
    periods: Bool = false, asKnown: Bool = false, wantsChanges: Bool = false,
    dates: Dates = Dates()
  ) {
    self.regimes = regimes
    self.lists = lists
    self.groups = groups
    self.party = party
    self.periods = periods
    self.asKnown = asKnown
    self.wantsChanges = wantsChanges
    self.dates = dates
  }
}

extension Session {
  /// Parties attributed to listed ones under one or more sanctions regimes.
  ///
  /// - Throws: `Failure`: `unknown-regime`, `unknown-list`, `bad-group`, and those of `party`.
  package func exposure(_ request: ExposureRequest) throws -> Answer {
    let regimes = try Self.exposureRegimes(request.regimes)
    return try reading { casefile in
      try Self.check(request.lists, in: casefile)
      let snapshot = try casefile.snapshot(parts: .ownership)
      let moment = Moment(
        asOf: request.dates.asOf ?? surroundings.today, knownBy: request.dates.knownBy)
      let party = try request.party.map { try node($0, snapshot, casefile) }
      let groups = try request.groups.map { try group($0, snapshot, casefile) }
      let holdings = Holdings(snapshot, at: moment)
      let reports = try regimes.map { regime in
        try ExposureReport(
          regime, request, party: party, groups: groups, holdings, snapshot, casefile)
      }
      return reports.count == 1 ? reports[0].answer() : ExposureReport.answer(reports)
    }
  }

  private func node(_ text: String, _ snapshot: Snapshot, _ casefile: Casefile) throws -> Int32 {
    let id = try party(text, in: casefile)
    guard let node = snapshot.node(of: id) else {
      throw Failure(
        code: "not-found", what: "\(id) is in no source that holds.",
        place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
    }
    return node
  }

  private func group(
    _ texts: [String], _ snapshot: Snapshot, _ casefile: Casefile
  ) throws -> [Int32] {
    let members = Set(try texts.map { try node($0, snapshot, casefile) }).sorted()
    guard members.count > 1 else {
      throw Failure(
        code: "bad-group", what: "A group is two parties or more.", place: "--group",
        next: "Give ids or refs with commas between: --group P1,P2.")
    }
    return members
  }

  /// A list that is not loaded must not look like a list that nobody is on.
  private static func check(_ lists: [String], in casefile: Casefile) throws {
    let loaded = try casefile.lists()
    guard let missing = lists.first(where: { !loaded.contains($0) }) else { return }
    let known =
      loaded.isEmpty ? "no list is loaded" : "loaded are \(loaded.joined(separator: ", "))"
    throw Failure(
      code: "unknown-list", what: "There is no list '\(missing)'; \(known).",
      place: casefile.path, next: "Ingest the list, or name one that is loaded.")
  }

  /// The regimes of some names, each once, in the order given.
  static func exposureRegimes(_ names: [String]) throws -> [Regime] {
    var regimes: [Regime] = []
    for name in names.isEmpty ? ["ofac"] : names {
      guard let regime = Regime.named(name) else {
        let known = Regime.all.filter { $0.purpose == .exposure }.map { regime in
          ([regime.id] + regime.aliases).joined(separator: " or ")
        }
        throw Failure(
          code: "unknown-regime", what: "There is no regime '\(name)' about listed persons.",
          place: "--regime", next: "Give one of: \(known.joined(separator: ", ")).")
      }
      guard regime.purpose == .exposure else {
        throw Failure(
          code: "unknown-regime",
          what: "\(regime.id) (\(regime.title)) says nothing about listed persons.",
          place: "--regime",
          next: regime.purpose == .beneficialOwner
            ? "Ask for beneficial owners: clew owners PARTY --regime \(regime.id)."
            : "See clew owners PARTY.")
      }
      if !regimes.contains(regime) { regimes.append(regime) }
    }
    return regimes
  }
}

extension Regime {
  /// What a verdict rests on: the rule, its source, and how far its wording was checked.
  func noteText(on day: Day) -> String {
    let rule = rule(on: day)
    return "\(title) (\(id)): \(rule.citation); \(rule.status.rawValue), checked \(rule.checkedOn)"
  }
}

/// Which lists a regime starts from: those of its authorities with one of its effects, lists whose
/// authority nobody knows among them; lists named by the user replace the rule.
struct ListFilter {
  var authorities: Set<ListAuthority>?
  var effects: Set<ListEffect>?
  var lists: Set<String>?
  private var deciding: Set<ListAuthority>?
  private var excluded: Set<String> = []

  init(_ rule: Regime.Rule, lists: [String]) {
    guard lists.isEmpty else {
      self.lists = Set(lists)
      return
    }
    guard case .exposure(let test) = rule.test else { return }
    authorities = test.authorities
    effects = test.effects
    deciding = test.decidingAuthorities
    excluded = test.excludedLists
  }

  func listedTimes(in casefile: Casefile) throws -> [ListedTime] {
    try casefile.listedTimes(authorities: authorities, effects: effects, lists: lists)
      .filter { !excluded.contains($0.entry.list) }
  }

  func unjudgedNames(in casefile: Casefile) throws -> [UnjudgedName] {
    try casefile.unjudgedNames(authorities: authorities, effects: effects, lists: lists)
      .filter { !excluded.contains($0.list) }
  }

  /// False where the rule takes only certain parties on the list of the entry.
  func decides(_ entry: ListedParty) -> Bool { deciding?.contains(entry.authority) ?? true }
}
