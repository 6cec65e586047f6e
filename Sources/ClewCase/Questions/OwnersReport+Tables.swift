import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The answer as tables: the four tests, and the verdicts of each law.
extension OwnersReport {
  var tables: [Table] {
    let subject = names.text(answer.subject)
    let title =
      isOwners
      ? "Owners of \(subject), as of \(moment.asOf)"
      : "Holdings of \(subject), as of \(moment.asOf)"
    var lines = ordered.map(line)
    if isOwners, answer.unknown.max > 0 {
      let places = answer.unknownParts.prefix(6).map {
        "\($0.share.percentText) at \(names.text($0.company))"
      }
      lines.append(
        [
          "-", Table.Cell("unknown", .warning), "", "", Table.Cell(answer.unknown.percentText), "",
        ] + (isOwners ? ["", "", ""] : [])
          + ["", Table.Cell(places.joined(separator: ", "))])
    }
    let tests: [Table.Column] =
      isOwners ? ["step", .right("rolling"), .right("votes decide")] : []
    return [
      Table(
        title: title,
        columns: ["party", "name", "kind", .right("direct"), .right("look-through"), "control"]
          + tests + ["", "largest chain"], rows: lines)
    ] + (verdictTable.map { [$0] } ?? [])
  }

  private func line(_ row: OwnerRow) -> [Table.Cell] {
    let label = names.label(row.party)
    var cells: [Table.Cell] = [
      .id(snapshot.id(of: row.party)), Table.Cell(label.text), Table.Cell(label.kind),
      Table.Cell(row.direct.percentText), Table.Cell(row.lookThrough.percentText),
      Table.Cell(row.control.rawValue),
    ]
    if isOwners {
      let power = row.power.first { $0.company == answer.subject }
      cells += [
        Table.Cell(row.step?.rawValue ?? ""), Table.Cell(row.rolling?.percentText ?? ""),
        Table.Cell(power?.power.power.percentText ?? ""),
      ]
    }
    return cells + [
      Table.Cell(row.isUltimate ? "ultimate" : ""),
      Table.Cell(row.paths.first.map { Self.chain($0, snapshot) } ?? ""),
    ]
  }

  /// Every verdict that is not no, with what it rests on; nil where there is none.
  private var verdictTable: Table? {
    var lines: [[Table.Cell]] = []
    for row in ordered {
      lines += verdictLines(row, row.verdicts, "")
      if let together = row.together {
        let with = " together with \(together.with.map(names.text).joined(separator: ", "))"
        lines += verdictLines(row, together.verdicts, with)
      }
    }
    guard !lines.isEmpty else { return nil }
    return Table(
      title: "Beneficial owners, as of \(moment.asOf)",
      columns: ["party", "name", "rule", "asks", "verdict", .right("margin"), "ground", "links"],
      rows: lines)
  }

  private func verdictLines(
    _ row: OwnerRow, _ verdicts: [RegimeVerdict], _ with: String
  ) -> [[Table.Cell]] {
    verdicts.compactMap { verdict in
      guard verdict.verdict != .no,
        let regime = shown.first(where: { $0.id == verdict.regime })
      else { return nil }
      let links = Set(verdict.reasons.flatMap(\.proof.links)).sorted()
      let rounding = verdict.withinRounding ? " (within rounding)" : ""
      return [
        .id(snapshot.id(of: row.party)), Table.Cell(names.label(row.party).text),
        Table.Cell(verdict.regime), Table.Cell(regime.rule(on: moment.asOf).thresholdText),
        Table.Cell(verdict.verdict.rawValue + rounding),
        Table.Cell(verdict.margin.map { ShareText.percent($0) } ?? ""),
        Table.Cell(
          verdict.reasons.map { $0.words(names.text) }.joined(separator: ", ") + with),
        Table.Cell(links.map { "L\($0)" }.joined(separator: ", ")),
      ]
    }
  }

  /// `P9 -L1-> P4 -L2-> P1`.
  static func chain(_ path: OwnershipPath, _ snapshot: Snapshot) -> String {
    var text = path.nodes.first.map { snapshot.id(of: $0).description } ?? ""
    for (links, node) in zip(path.links, path.nodes.dropFirst()) {
      text += " -\(links.map { "L\($0)" }.joined(separator: "+"))-> \(snapshot.id(of: node))"
    }
    return text
  }
}

extension Band {
  /// `25%`, `≈52.63%`, or `25% to 50%`; empty for nothing.
  var percentText: String {
    if max == 0 { return "" }
    if isExact || max - min <= 1 { return ShareText.percent(min) }
    return "\(ShareText.percent(min)) to \(ShareText.percent(max))"
  }
}
