import ClewAnalyse
import ClewModel
import ClewRender
import ClewStore

/// What a dossier says about who owns and controls a company: four tests side by side and why they
/// differ, what each law finds with its margin, proof, source and status, and what nobody states.
struct OwnershipBrief {
  let scene: OwnershipScene
  let names: PartyNames
  let casefile: Casefile

  /// - Parameter scene: of one company, upward, under the rules to be told of.
  func blocks() throws -> [Dossier.Block] {
    guard let answer = scene.answers.first, !answer.rows.isEmpty else { return [] }
    let people = persons(answer)
    var blocks: [Dossier.Block] = [.paragraph(Self.opening), .table(tests(answer))]
    blocks.append(.list(findings(people)))
    if let difference = difference(people) { blocks.append(.paragraph(difference)) }
    let laws = OwnershipLaws(scene: scene, names: names)
    blocks.append(.table(laws.verdicts(answer)))
    if let exposure = try laws.exposure(casefile) { blocks.append(.table(exposure)) }
    blocks.append(.table(laws.sources))
    if let unknown = unknown(answer) { blocks.append(.table(unknown)) }
    blocks.append(.list(answer.notes.map { $0.text(names.text) } + hidden(answer)))
    return blocks
  }

  private static let opening =
    "Four numbers are called \"ownership\", and they answer different questions. No law asks all of"
    + " them, and none of them stands for the others."

  // MARK: - The four tests

  private func persons(_ answer: Owners) -> [OwnerRow] {
    answer.rows.filter { $0.isUltimate && scene.holdings.kinds[Int($0.party)] == .person }
  }

  private func tests(_ answer: Owners) -> Table {
    Table(
      title: "Four tests on every owner of \(names.text(answer.subject))",
      columns: [
        "owner", "kind", .right("direct"), .right("look-through"), "control", "sanctions step",
        .right("rolling"), "",
      ],
      rows: answer.rows.filter { $0.party != answer.subject }.map { row in
        [
          Table.Cell(names.text(row.party)), Table.Cell(names.label(row.party).kind),
          Table.Cell(row.direct.percentText), Table.Cell(row.lookThrough.percentText),
          Table.Cell(row.control.rawValue), Table.Cell(row.step?.rawValue ?? ""),
          Table.Cell(row.rolling?.percentText ?? ""), Table.Cell(row.isUltimate ? "ultimate" : ""),
        ]
      })
  }

  /// One test in words: what it asks, and who of the natural persons passes.
  private struct Test: Sendable {
    var name: String
    var asks: String
    var passes: @Sendable (OwnerRow) -> Verdict
    var figure: @Sendable (OwnerRow) -> String
  }

  private static let quarter = Int128(Share.whole / 4)

  private static let all: [Test] = [
    Test(
      name: "Look-through",
      asks: "who gets a quarter or more of every euro, all chains multiplied and added",
      passes: { row in
        row.lookThrough.min >= quarter ? .yes : row.lookThrough.max >= quarter ? .possible : .no
      }, figure: { $0.lookThrough.percentText }),
    Test(
      name: "Control", asks: "whose votes decide, more than half on every level",
      passes: { $0.control }, figure: { _ in "" }),
    Test(
      name: "Sanctions step",
      asks: "whose listing alone would catch the company, half or more on every level, each "
        + "level's whole stake counted", passes: { $0.step ?? .no }, figure: { _ in "" }),
    Test(
      name: "Rolling path",
      asks: "who has a chain on which every single holding is a quarter or more",
      passes: { $0.rollingPasses ?? .no },
      figure: { $0.rolling.map { "weakest holding \($0.percentText)" } ?? "" }),
  ]

  private func findings(_ people: [OwnerRow]) -> [String] {
    Self.all.map { test in
      let found = [Verdict.yes, .possible].flatMap { verdict in
        people.filter { test.passes($0) == verdict }.map { row in
          let figure = test.figure(row)
          let words = [verdict == .yes ? "" : "possible", figure].filter { !$0.isEmpty }
          return names.text(row.party)
            + (words.isEmpty ? "" : " (\(words.joined(separator: ", ")))")
        }
      }
      return "\(test.name), \(test.asks): "
        + (found.isEmpty ? "no natural person" : found.joined(separator: ", "))
    }
  }

  /// Why the tests name different persons; nil where all of them agree.
  private func difference(_ people: [OwnerRow]) -> String? {
    let found = Self.all.map { test in Set(people.filter { test.passes($0) == .yes }.map(\.party)) }
    guard Set(found).count > 1 else { return nil }
    let passing = people.filter { row in found.contains { $0.contains(row.party) } }
    let sentences = passing.map { row in
      let passes = Self.all.indices.filter { found[$0].contains(row.party) }
      let only = passes.map { Self.all[$0].name.lowercased() }.joined(separator: " and ")
      let fails = Self.all.indices.filter { !found[$0].contains(row.party) }.map { why($0, row) }
      return "\(names.text(row.party)) passes \(only)"
        + (fails.isEmpty ? "." : "; \(fails.joined(separator: "; ")).")
    }
    return (["The tests do not name the same persons."] + sentences).joined(separator: " ")
  }

  /// Why a person does not pass one of the tests.
  private func why(_ test: Int, _ row: OwnerRow) -> String {
    switch test {
    case 0:
      "look-through gives \(row.lookThrough.max > 0 ? row.lookThrough.percentText : "nothing")"
    case 1:
      row.control == .possible ? "control is only possible" : "no majority of votes leads down"
    case 2:
      row.step == .possible
        ? "the step is only possible" : "no level-by-level half of the shares leads down"
    default:
      row.rolling.map { "the best chain has a holding of \($0.percentText)" }
        ?? "no chain of holdings leads down"
    }
  }

  // MARK: - What nobody states

  private func unknown(_ answer: Owners) -> Table? {
    guard answer.unknown.max > 0 else { return nil }
    return Table(
      title: "No source names the owners of \(answer.unknown.percentText)",
      columns: ["at", .right("layers above"), .right("of the company asked about"), "reason"],
      rows: answer.unknownParts.map { part in
        [
          Table.Cell(names.text(part.company)), Table.Cell(String(part.layer)),
          Table.Cell(part.share.percentText),
          Table.Cell(part.reasons.map(\.words).joined(separator: ", ")),
        ]
      })
  }

  private func hidden(_ answer: Owners) -> [String] {
    guard let hidden = answer.hidden, hidden.share > 0 else { return [] }
    var text = "Somebody whom no source names can have \(ShareText.percent(hidden.share)) at most"
    text += hidden.couldControl ? " and could control the company" : " and could not control it"
    text +=
      hidden.regimes.isEmpty
      ? "; no rule above could be met by it."
      : "; rules that could be met by it: \(hidden.regimes.joined(separator: ", "))."
    return [text]
  }
}
