import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

/// The tables of a dossier that say what each law makes of a company's owners, and on what it rests.
struct OwnershipLaws {
  let scene: OwnershipScene
  let names: PartyNames

  private var day: Day { scene.moment.asOf }

  /// One row for each finding of each rule; one for a rule that finds nobody.
  func verdicts(_ answer: Owners) -> Table {
    Table(
      title: "What each law finds",
      columns: ["rule", "asks", "in force", "verdict", "owner", .right("margin"), "why", "proof"],
      rows: scene.regimes.flatMap { regime -> [[Table.Cell]] in
        let rule = regime.rule(on: day)
        let head = [
          Table.Cell(regime.id, .id), Table.Cell(rule.thresholdText),
          Table.Cell(rule.forceText(on: day)),
        ]
        let found = [Verdict.yes, .possible].flatMap { verdict in
          answer.rows.flatMap { row in
            row.verdicts.filter { $0.regime == regime.id && $0.verdict == verdict }
              .map { (row.party, $0) }
          }
        }
        guard !found.isEmpty else {
          return [head + ["no", "nobody", "", Table.Cell(fallback(regime, rule, answer)), ""]]
        }
        return found.map { party, verdict in
          head + [
            Table.Cell(verdict.verdict.rawValue), Table.Cell(names.text(party)),
            Table.Cell(margin(verdict)),
            Table.Cell(verdict.reasons.map { $0.words(names.text) }.joined(separator: "; ")),
            Table.Cell(proof(verdict)),
          ]
        }
      })
  }

  private func margin(_ verdict: RegimeVerdict) -> String {
    guard let least = verdict.margin else { return "" }
    let most = verdict.marginMax ?? least
    let text =
      least == most
      ? ShareText.percent(least) : "\(ShareText.percent(least)) to \(ShareText.percent(most))"
    return verdict.withinRounding ? "\(text), within rounding" : text
  }

  private func proof(_ verdict: RegimeVerdict) -> String {
    let links = Set(verdict.reasons.flatMap(\.proof.links)).sorted().map { "L\($0)" }
    return links.joined(separator: " ")
      + (verdict.reasons.contains(where: \.proof.isCut) ? " …" : "")
  }

  private func fallback(
    _ regime: Regime, _ rule: Regime.Rule, _ answer: Owners
  ) -> String {
    guard let named = answer.fallbacks.first(where: { $0.regime == regime.id }) else { return "" }
    let officials = named.officials.map { names.text($0.from) }
    return [
      rule.fallback, officials.isEmpty ? nil : "directors: " + officials.joined(separator: ", "),
    ]
    .compactMap { $0 }.joined(separator: "; ")
  }

  /// What rules about listed persons find about the company; nil where neither it nor
  /// a party above it is listed. A company that is listed itself is not asked about its owners.
  func exposure(_ casefile: Casefile) throws -> Table? {
    guard let subject = scene.roots.first else { return nil }
    var rows: [[Table.Cell]] = []
    for regime in Regime.all where regime.purpose == .exposure {
      let exposure = try scene.exposure(under: regime, lists: [], casefile)
      guard !exposure.listed.isEmpty else { continue }
      let rule = regime.rule(on: day)
      let isListed = exposure.listed.contains(subject)
      let result = isListed ? nil : exposure.answer.results.first { $0.party == subject }
      rows.append([
        Table.Cell(regime.id, .id), Table.Cell(rule.thresholdText),
        Table.Cell(rule.forceText(on: day)),
        Table.Cell(
          isListed ? "listed" : result?.verdict.rawValue ?? "no",
          isListed || result != nil ? .alarm : .plain),
        Table.Cell(isListed ? "on a list itself" : result?.ground ?? ""),
        Table.Cell(result?.aggregate.percentText ?? ""),
        Table.Cell(result.map { ShareText.percent($0.margin) } ?? ""),
        Table.Cell(result?.by.map(names.text).joined(separator: ", ") ?? ""),
        Table.Cell(
          (result?.steps ?? []).map { step in
            "\(scene.id(step.from)) \(step.share.percentText) of \(scene.id(step.to)) ("
              + step.links.map { "L\($0)" }.joined(separator: " ") + ")"
          }.joined(separator: "; ")), Table.Cell(rule.citation),
        Table.Cell("\(rule.status.rawValue), checked \(rule.checkedOn)"),
      ])
    }
    guard !rows.isEmpty else { return nil }
    return Table(
      title: "What laws about listed persons find",
      columns: [
        "rule", "asks", "in force", "verdict", "why", .right("held by listed"), .right("margin"),
        "by",
        "proof", "citation", "status",
      ], rows: rows)
  }

  /// On whose word the rules rest.
  var sources: Table {
    Table(
      title: "On what the rules rest",
      columns: ["rule", "title", "citation", "indirect holdings", "status", "caveat"],
      rows: scene.regimes.map { regime in
        let rule = regime.rule(on: day)
        return [
          Table.Cell(regime.id, .id), Table.Cell(regime.title), Table.Cell(rule.citation),
          Table.Cell(rule.indirect),
          Table.Cell("\(rule.status.rawValue), checked \(rule.checkedOn)"),
          Table.Cell(rule.caveat ?? ""),
        ]
      })
  }
}
