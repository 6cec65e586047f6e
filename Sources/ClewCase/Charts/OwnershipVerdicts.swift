import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender

/// What the rules of an ownership chart find: marks on owners, the table of rules on the sheet, and
/// the links that prove it.
struct OwnershipVerdicts {
  /// One finding about one party, for one subject.
  private struct Finding {
    var subject: Int32
    var row: OwnerRow
    var verdict: RegimeVerdict
  }

  private let scene: OwnershipScene
  private let regimes: [Regime]
  private var findings: [String: [Finding]] = [:]

  /// - Parameter names: ids or aliases of regimes; empty takes the beneficial-owner regimes in force
  ///   on the day.
  init(_ names: [String], _ scene: OwnershipScene) throws {
    self.scene = scene
    let day = scene.moment.asOf
    regimes =
      names.isEmpty
      ? Regime.all.filter { $0.purpose == .beneficialOwner && $0.rule(on: day).isInForce(on: day) }
      : try names.map(Self.regime)
    for answer in scene.answers {
      for row in answer.rows {
        for verdict in row.verdicts where verdict.verdict != .no {
          findings[verdict.regime, default: []].append(
            Finding(subject: answer.subject, row: row, verdict: verdict))
        }
      }
    }
  }

  private static func regime(_ name: String) throws -> Regime {
    if let regime = Regime.named(name), regime.purpose == .beneficialOwner { return regime }
    let known = Regime.all.filter { $0.purpose == .beneficialOwner }.map(\.id)
    throw Failure(
      code: "unknown-regime", what: "There is no beneficial-owner rule '\(name)'.",
      place: "--regime", next: "Known are \(known.joined(separator: ", ")).")
  }

  /// True where some shown rule finds an owner for certain.
  var foundSomebody: Bool { shown.contains { $0.verdict.verdict == .yes } }

  private var shown: [Finding] { regimes.flatMap { findings[$0.id] ?? [] } }

  /// The parties that pass a shown rule, or may: what has to be drawn.
  func parties(_ verdict: Verdict) -> Set<Int32> {
    Set(shown.filter { $0.verdict.verdict == verdict }.map(\.row.party))
  }

  /// The marks of a party, those that are certain first.
  func marks(on party: Int32) -> [ChartVerdict] {
    let mine = shown.filter { $0.row.party == party }
    guard !mine.isEmpty else { return [] }
    let several = scene.roots.count > 1
    if regimes.count <= 2 {
      return mine.sorted { $0.verdict.verdict > $1.verdict.verdict }.map { finding in
        let of = several ? " of \(scene.id(finding.subject))" : ""
        let grounds = finding.verdict.grounds.joined(separator: ", ")
        return ChartVerdict(
          "\(finding.verdict.regime) \(finding.verdict.verdict.rawValue)\(of)"
            + (grounds.isEmpty ? "" : ": \(grounds)"),
          isCertain: finding.verdict.verdict == .yes)
      }
    }
    return scene.roots.flatMap { subject in
      [Verdict.yes, .possible].compactMap { verdict in
        let ids = mine.filter { $0.subject == subject && $0.verdict.verdict == verdict }
          .map(\.verdict.regime)
        guard !ids.isEmpty else { return nil }
        let of = several ? " of \(scene.id(subject))" : ""
        return ChartVerdict(
          "\(verdict.rawValue)\(of): \(ids.joined(separator: ", "))", isCertain: verdict == .yes)
      }
    }
  }

  /// The rules as the sheet prints them.
  func rules(_ name: (Int32) -> String) -> [ChartRule] {
    let day = scene.moment.asOf
    return regimes.map { regime in
      let rule = regime.rule(on: day)
      return ChartRule(
        id: regime.id, title: regime.title, threshold: rule.thresholdText,
        period: rule.periodText(on: day), findings: findingLines(regime, rule, name),
        citation: rule.citation,
        status: "\(rule.status.rawValue), checked \(rule.checkedOn)")
    }
  }

  /// Findings listed for one rule at most.
  private static let findingLimit = 8

  private func findingLines(
    _ regime: Regime, _ rule: Regime.Rule, _ name: (Int32) -> String
  ) -> [String] {
    let found = (findings[regime.id] ?? []).sorted { $0.verdict.verdict > $1.verdict.verdict }
    guard !found.isEmpty else {
      return ["nobody" + (rule.fallback.map { "; then: \($0)" } ?? "")]
    }
    var lines = found.prefix(Self.findingLimit).map { finding in
      let of = scene.roots.count > 1 ? " of \(scene.id(finding.subject))" : ""
      let grounds = finding.verdict.grounds.joined(separator: ", ")
      return "\(finding.verdict.verdict.rawValue)\(of): \(name(finding.row.party))"
        + (grounds.isEmpty ? "" : " (\(grounds))")
    }
    if found.count > Self.findingLimit {
      lines.append("and \(counted(found.count - Self.findingLimit)) more")
    }
    return lines
  }

  /// The links that bear out what is certain: of a share, the largest chains until the threshold is
  /// reached; else all chains of the party that are listed.
  var proof: Set<Int64> {
    var links: Set<Int64> = []
    for regime in regimes {
      let threshold = Int128(regime.rule(on: scene.moment.asOf).threshold)
      for finding in findings[regime.id] ?? [] where finding.verdict.verdict == .yes {
        for path in Self.chains(finding.row, threshold) {
          links.formUnion(path.links.flatMap { $0 })
        }
      }
    }
    // A nominee's title is part of the chain of who stands behind it.
    let titles = Set(scene.snapshot.links.filter { links.contains($0.id) }.map(\.from))
    let parties = proofParties
    for row in scene.holdings.nominees
    where titles.contains(row.nominee) && parties.contains(row.nominator) {
      links.insert(row.link)
    }
    return links
  }

  /// The parties on those chains.
  var proofParties: Set<Int32> {
    var parties: Set<Int32> = []
    for regime in regimes {
      let threshold = Int128(regime.rule(on: scene.moment.asOf).threshold)
      for finding in findings[regime.id] ?? [] where finding.verdict.verdict == .yes {
        for path in Self.chains(finding.row, threshold) { parties.formUnion(path.nodes) }
      }
    }
    return parties
  }

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
    if isSuspended { return "suspended, \(span)" }
    if isInForce(on: day) { return "in force, \(span)" }
    if let from, day < from { return "not in force: applies from \(from)" }
    return "no longer in force: \(span)"
  }
}
