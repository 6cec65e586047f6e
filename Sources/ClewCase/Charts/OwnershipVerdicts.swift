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
  private let name: (Int32) -> String
  private let regimes: [Regime]
  private var findings: [Finding] = []
  /// Listed parties that the rules about them start from.
  private var listed: Set<Int32> = []

  /// The regimes that a chart is asked about.
  ///
  /// - Parameter names: ids or aliases, several in one text apart by commas; empty takes the rules
  ///   about beneficial owners that are in force on the day.
  /// - Throws: `Failure`, code `unknown-regime`.
  static func regimes(_ names: [String], on day: Day) throws -> [Regime] {
    let words = names.flatMap { $0.split(separator: ",") }.map { String($0.trimmed) }
    guard !words.isEmpty else {
      return Regime.beneficialOwnerRegimes.filter { $0.rule(on: day).isInForce(on: day) }
    }
    var regimes: [Regime] = []
    for regime in try words.map(RegimeChoice.regime) where !regimes.contains(regime) {
      guard regime.purpose != .other else {
        throw Failure(
          code: "unknown-regime", what: "\(regime.id) finds no owners and no listed parties.",
          place: "--regime", next: "Ask 'clew owners --regime \(regime.id)'.")
      }
      regimes.append(regime)
    }
    return regimes
  }

  /// - Parameters:
  ///   - lists: lists that rules about listed parties start from, in place of their own.
  ///   - name: gives the words for a party.
  init(
    _ scene: OwnershipScene, lists: [String], _ casefile: Casefile,
    name: @escaping (Int32) -> String
  ) throws {
    self.scene = scene
    self.name = name
    regimes = scene.regimes
    guard scene.isUpward else { return }
    for regime in regimes {
      if regime.purpose == .exposure {
        try addExposure(regime, lists, casefile)
      } else {
        addOwners(regime)
      }
    }
  }

  private mutating func addOwners(_ regime: Regime) {
    for answer in scene.answers {
      for row in answer.rows {
        for verdict in row.verdicts where verdict.regime == regime.id && verdict.verdict != .no {
          findings.append(finding(row, verdict, of: answer.subject))
        }
      }
    }
  }

  private func finding(_ row: OwnerRow, _ verdict: RegimeVerdict, of subject: Int32) -> Finding {
    let grounds = verdict.reasons.map { reason in
      reason.role.map { "\(reason.text), \($0.kind.name)" } ?? reason.text
    }
    var detail = verdict.reasons.map { $0.words(name) }
    if let least = verdict.margin, let most = verdict.marginMax {
      let band = Band(min: least, max: most)
      let margin =
        band.isExact
        ? ShareText.percent(least)
        : "\(ShareText.percent(least)) to \(ShareText.percent(most))"
      detail.append("margin \(margin)")
    }
    if verdict.withinRounding { detail.append("within rounding") }
    let isCertain = verdict.verdict == .yes
    return Finding(
      regime: verdict.regime, subject: subject, party: row.party, verdict: verdict.verdict,
      grounds: grounds.joined(separator: ", "), detail: detail.joined(separator: ", "),
      links: isCertain ? Set(verdict.reasons.flatMap(\.proof.links)) : [],
      parties: isCertain
        ? Set(verdict.reasons.flatMap(\.proof.through)).union([row.party]) : [])
  }

  private mutating func addExposure(
    _ regime: Regime, _ lists: [String], _ casefile: Casefile
  ) throws {
    let exposure = try scene.exposure(under: regime, lists: lists, casefile)
    listed.formUnion(exposure.listed)
    let roots = Set(scene.roots)
    for result in exposure.answer.results where scene.taken.contains(result.party) {
      let share = result.aggregate.percentText
      let isShare = result.basis == .owned || (result.basis == .possible && !share.isEmpty)
      let margin = "\(share) held by listed parties, margin \(ShareText.percent(result.margin))"
      let isSubject = roots.contains(result.party)
      findings.append(
        Finding(
          regime: regime.id, subject: nil, party: result.party, verdict: result.verdict,
          grounds: isShare ? share : result.basis.rawValue,
          detail: isShare ? margin : result.ground,
          links: isSubject ? Set(result.steps.flatMap(\.links)) : [],
          parties: isSubject
            ? Set(result.steps.flatMap { [$0.from, $0.to] + $0.titleHolders }) : []))
    }
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
  var rules: [ChartRule] {
    let day = scene.moment.asOf
    return regimes.map { regime in
      let rule = regime.rule(on: day)
      let force =
        !rule.isInForce(on: day)
        ? "not in force: \(rule.forceText(on: day))"
        : "\(rule.isSuspended ? "suspended" : "in force"), \(rule.periodText)"
      return ChartRule(
        id: regime.id, title: regime.title, threshold: rule.thresholdText, period: force,
        findings: lines(regime, rule), citation: rule.citation,
        status: "\(rule.status.rawValue), checked \(rule.checkedOn)")
    }
  }

  /// Whom a rule names where it finds nobody, and whether somebody hidden could pass it.
  private func besides(_ regime: Regime, _ rule: Regime.Rule, _ answer: Owners) -> [String] {
    var lines: [String] = []
    if let fallback = answer.fallbacks.first(where: { $0.regime == regime.id }),
      fallback.found != .yes
    {
      var text = fallback.found == .no ? "nobody" : "nobody for certain"
      if let then = rule.fallback { text += "; then: \(then)" }
      let officials = fallback.officials.prefix(Self.officialLimit).map { name($0.from) }
      if !officials.isEmpty {
        text += "; directors as stated: \(officials.joined(separator: ", "))"
        let more = fallback.officials.count - officials.count
        if more > 0 { text += " and \(counted(more)) more" }
      }
      lines.append(text)
    }
    if let hidden = answer.hidden, hidden.regimes.contains(regime.id) {
      lines.append(
        "somebody hidden could pass: \(ShareText.percent(hidden.share)) has no named owner")
    }
    return lines
  }

  /// Directors named for one rule at most.
  private static let officialLimit = 3

  /// The directors of the subjects whom a shown rule falls back on, as links.
  var officials: Set<Int64> {
    let shown = Set(regimes.map(\.id))
    return Set(
      scene.answers.flatMap(\.fallbacks).filter { shown.contains($0.regime) && $0.found == .no }
        .flatMap { $0.officials.map(\.link) })
  }

  /// Findings listed for one rule at most.
  private static let findingLimit = 8

  private func lines(_ regime: Regime, _ rule: Regime.Rule) -> [String] {
    let found = [Verdict.yes, .possible].flatMap { verdict in
      findings.filter { $0.regime == regime.id && $0.verdict == verdict }
    }
    if found.isEmpty, regime.purpose == .exposure {
      return [
        listed.isEmpty ? "no party of a list that it starts from" : "no company of this chart"
      ]
    }
    var lines = found.prefix(Self.findingLimit).map { finding in
      "\(finding.verdict.rawValue)\(of(finding.subject)): \(name(finding.party))"
        + (finding.detail.isEmpty ? "" : " (\(finding.detail))")
    }
    if found.count > Self.findingLimit {
      lines.append("and \(counted(found.count - Self.findingLimit)) more")
    }
    for answer in scene.answers { lines += besides(regime, rule, answer) }
    return lines
  }
}
