import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What the rules of an ownership chart find: marks on parties, the table of rules on the sheet, and
/// the links that prove it.
struct OwnershipVerdicts {
  /// What one rule finds about one party.
  private struct Finding {
    var regime: String
    /// The company whose owner it is; nil where the party itself is judged.
    var subject: Int32?
    var party: Int32
    var verdict: Verdict
    /// Why and by how much, in few words.
    var grounds: String
    /// The same for the table.
    var detail: String
    var links: Set<Int64>
    var parties: Set<Int32>
  }

  private let scene: OwnershipScene
  private let regimes: [Regime]
  private var findings: [Finding] = []
  /// Listed parties that the rules about them start from.
  private var listed: Set<Int32> = []

  /// - Parameters:
  ///   - names: ids or aliases of regimes; empty takes the beneficial-owner regimes in force on the
  ///     day.
  ///   - lists: lists that rules about listed parties start from, in place of their own.
  init(
    _ names: [String], lists: [String], _ scene: OwnershipScene, _ casefile: Casefile
  ) throws {
    self.scene = scene
    let day = scene.moment.asOf
    regimes =
      names.isEmpty
      ? Regime.all.filter { $0.purpose == .beneficialOwner && $0.rule(on: day).isInForce(on: day) }
      : try names.map(Self.regime)
    guard scene.isUpward else { return }
    for regime in regimes {
      if regime.purpose == .exposure {
        try addExposure(regime, lists, casefile)
      } else {
        addOwners(regime)
      }
    }
  }

  private static func regime(_ name: String) throws -> Regime {
    if let regime = Regime.named(name), regime.purpose != .other { return regime }
    let known = Regime.all.filter { $0.purpose != .other }.map(\.id)
    throw Failure(
      code: "unknown-regime", what: "There is no rule '\(name)' for a chart of owners.",
      place: "--regime", next: "Known are \(known.joined(separator: ", ")).")
  }

  private mutating func addOwners(_ regime: Regime) {
    let threshold = Int128(regime.rule(on: scene.moment.asOf).threshold)
    for answer in scene.answers {
      for row in answer.rows {
        for verdict in row.verdicts where verdict.regime == regime.id && verdict.verdict != .no {
          let grounds = verdict.grounds.joined(separator: ", ")
          let chains = verdict.verdict == .yes ? Self.chains(row, threshold) : []
          findings.append(
            Finding(
              regime: regime.id, subject: answer.subject, party: row.party,
              verdict: verdict.verdict, grounds: grounds, detail: grounds,
              links: Set(chains.flatMap { $0.links.flatMap { $0 } }),
              parties: Set(chains.flatMap(\.nodes))))
        }
      }
    }
  }

  /// The largest chains until the threshold is reached; all that are listed where control decides.
  private static func chains(_ row: OwnerRow, _ threshold: Int128) -> [OwnershipPath] {
    var sum: Int128 = 0
    var chains: [OwnershipPath] = []
    for path in row.paths {
      chains.append(path)
      sum += path.product.min
      if sum >= threshold, row.control == .no { break }
    }
    return chains
  }

  private mutating func addExposure(
    _ regime: Regime, _ lists: [String], _ casefile: Casefile
  ) throws {
    let filter = ListFilter(regime: regime, lists: lists)
    let seeds = try casefile.listedParties(
      authorities: filter.authorities, effects: filter.effects, lists: filter.lists
    ).compactMap { scene.snapshot.node(of: $0.party) }
    listed.formUnion(seeds.filter(scene.taken.contains))
    let exposure = Exposure(of: seeds, under: regime, in: scene.holdings)
    let roots = Set(scene.roots)
    for result in exposure.results where scene.taken.contains(result.party) {
      let share = "\(result.aggregate.percentText) held by listed parties"
      let isSubject = roots.contains(result.party)
      findings.append(
        Finding(
          regime: regime.id, subject: nil, party: result.party, verdict: result.verdict,
          grounds: result.aggregate.percentText,
          detail: "\(share), margin \(ShareText.percent(result.margin))",
          links: isSubject ? Set(result.steps.flatMap(\.links)) : [],
          parties: isSubject
            ? Set(result.steps.flatMap { [$0.from, $0.to] + $0.titleHolders }) : []))
    }
  }

  /// True where some rule about owners finds one for certain.
  var foundSomebody: Bool {
    findings.contains { $0.verdict == .yes && $0.subject != nil }
  }

  /// Parties that pass a rule for certain with who proves it, and the listed ones: what has to be
  /// drawn.
  var certainParties: Set<Int32> {
    findings.filter { $0.verdict == .yes }.reduce(listed) {
      $0.union($1.parties).union([$1.party])
    }
  }

  /// Parties that may pass a rule.
  var possibleParties: Set<Int32> {
    Set(findings.filter { $0.verdict == .possible }.map(\.party))
  }

  /// The links that bear out what is certain.
  var proof: Set<Int64> {
    let certain = findings.filter { $0.verdict == .yes }
    var links = certain.reduce(into: Set<Int64>()) { $0.formUnion($1.links) }
    // A nominee's title is part of the chain of who stands behind it.
    let titles = Set(scene.snapshot.links.filter { links.contains($0.id) }.map(\.from))
    let parties = certainParties
    for row in scene.holdings.nominees
    where titles.contains(row.nominee) && parties.contains(row.nominator) {
      links.insert(row.link)
    }
    return links
  }

  /// Marks that name rules one by one; of more rules those of one verdict share a mark.
  private static let singleRules = 2

  /// The marks of a party, those that are certain first.
  func marks(on party: Int32) -> [ChartVerdict] {
    let mine = findings.filter { $0.party == party }
    return [Verdict.yes, .possible].flatMap { verdict in
      let found = mine.filter { $0.verdict == verdict }
      guard regimes.count > Self.singleRules else {
        return found.map { finding in
          ChartVerdict(
            "\(finding.regime) \(verdict.rawValue)\(of(finding.subject))"
              + (finding.grounds.isEmpty ? "" : ": \(finding.grounds)"), isCertain: verdict == .yes)
        }
      }
      let subjects = found.map(\.subject).reduce(into: [Int32?]()) {
        if !$0.contains($1) { $0.append($1) }
      }
      return subjects.map { subject in
        let ids = found.filter { $0.subject == subject }.map(\.regime)
        return ChartVerdict(
          "\(verdict.rawValue)\(of(subject)): \(ids.joined(separator: ", "))",
          isCertain: verdict == .yes)
      }
    }
  }

  /// ` of P7` where the chart is about several companies.
  private func of(_ subject: Int32?) -> String {
    guard let subject, scene.roots.count > 1 else { return "" }
    return " of \(scene.id(subject))"
  }

  /// The rules as the sheet prints them.
  func rules(_ name: (Int32) -> String) -> [ChartRule] {
    let day = scene.moment.asOf
    return regimes.map { regime in
      let rule = regime.rule(on: day)
      return ChartRule(
        id: regime.id, title: regime.title, threshold: rule.thresholdText,
        period: rule.periodText(on: day), findings: lines(regime, rule, name),
        citation: rule.citation,
        status: "\(rule.status.rawValue), checked \(rule.checkedOn)")
    }
  }

  /// Findings listed for one rule at most.
  private static let findingLimit = 8

  private func lines(
    _ regime: Regime, _ rule: Regime.Rule, _ name: (Int32) -> String
  ) -> [String] {
    let found = [Verdict.yes, .possible].flatMap { verdict in
      findings.filter { $0.regime == regime.id && $0.verdict == verdict }
    }
    guard !found.isEmpty else {
      guard regime.purpose != .exposure else {
        return [listed.isEmpty ? "no listed party is drawn" : "no company of this chart"]
      }
      return ["nobody" + (rule.fallback.map { "; then: \($0)" } ?? "")]
    }
    var lines = found.prefix(Self.findingLimit).map { finding in
      "\(finding.verdict.rawValue)\(of(finding.subject)): \(name(finding.party))"
        + (finding.detail.isEmpty ? "" : " (\(finding.detail))")
    }
    if found.count > Self.findingLimit {
      lines.append("and \(counted(found.count - Self.findingLimit)) more")
    }
    return lines
  }
}

extension Regime.Rule {
  /// `in force since 2018-05-11`, `applies from 2027-07-10`, `suspended 2025-11-10 to 2026-11-10`.
  func periodText(on day: Day) -> String {
    let span =
      switch (from, until) {
      case (let from?, let until?): "\(from) to \(until)"
      case (let from?, nil): "since \(from)"
      case (nil, let until?): "until \(until)"
      case (nil, nil): "dates not stated"
      }
    if let from, day < from { return "not in force: applies from \(from)" }
    if isSuspended { return "suspended, \(span)" }
    return isInForce(on: day) ? "in force, \(span)" : "no longer in force: \(span)"
  }
}
