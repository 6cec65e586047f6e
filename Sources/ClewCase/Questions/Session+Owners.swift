import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

extension Session {
  /// Links that ownership answers rest on.
  static let ownershipKinds: Set<LinkKind> = [.ownership, .control, .nominee]

  /// Who owns and controls a company, through every layer.
  package func owners(_ text: String, _ dates: Dates) throws -> Answer {
    try ownershipAnswer(text, dates, .upward, rows: "owners") { $0.owners(of: $1) }
  }

  /// What a party owns and controls, through every layer.
  package func holdings(_ text: String, _ dates: Dates) throws -> Answer {
    try ownershipAnswer(text, dates, .downward, rows: "holdings") { $0.holdings(of: $1) }
  }

  private func ownershipAnswer(
    _ text: String, _ dates: Dates, _ direction: Reach.Direction, rows name: String,
    _ ask: (Holdings, Int32) -> Owners
  ) throws -> Answer {
    try reading { casefile in
      let subject = try party(text, in: casefile)
      let snapshot = try casefile.ownershipSnapshot(around: [subject], direction)
      let moment = Moment(asOf: dates.asOf ?? surroundings.today, knownBy: dates.knownBy)
      guard let node = snapshot.node(of: subject) else {
        throw Failure(
          code: "not-found", what: "\(subject) is in no source that holds.",
          place: surroundings.casefile, next: "See 'clew sources' for withdrawn ones.")
      }
      let answer = ask(Holdings(snapshot, at: moment), node)
      let names = try PartyNames(answer.parties, snapshot, casefile)
      return OwnersReport(
        answer: answer, snapshot: snapshot, names: names, moment: moment, rows: name
      ).report()
    }
  }
}

extension Casefile {
  /// The owners above some parties, or the holdings below. A nominee stands beside the line from
  /// owner to company, so nominee links are followed from either end.
  func ownershipSnapshot(around ids: [RecordID], _ direction: Reach.Direction) throws -> Snapshot {
    try snapshot(
      parts: .ownership, around: ids,
      reach: Reach(direction, kinds: Session.ownershipKinds, bothWays: [.nominee]))
  }
}

extension Owners {
  /// Every party that the answer names.
  var parties: Set<Int32> {
    var all: Set<Int32> = [subject]
    for row in rows {
      all.insert(row.party)
      all.formUnion(row.titleHolders)
      for path in row.paths { all.formUnion(path.nodes) }
    }
    all.formUnion(unknownParts.map(\.company))
    for note in notes {
      _ = note.text {
        all.insert($0)
        return ""
      }
    }
    return all
  }
}

/// Names of parties by node.
struct PartyNames {
  private let snapshot: Snapshot
  private let labels: [RecordID: Label]

  init(_ nodes: some Sequence<Int32>, _ snapshot: Snapshot, _ casefile: Casefile) throws {
    self.snapshot = snapshot
    labels = try casefile.labels(for: nodes.sorted().map { snapshot.id(of: $0) })
  }

  func label(_ node: Int32) -> Label {
    let id = snapshot.id(of: node)
    return labels[id] ?? Label(id: id, kind: "unknown", name: "")
  }

  /// `P3 Harbour Ltd`.
  func text(_ node: Int32) -> String {
    let label = label(node)
    return label.text == label.id.description ? label.text : "\(label.id) \(label.text)"
  }

  func json(_ node: Int32) -> JSON { Self.json(label(node)) }

  static func json(_ label: Label) -> JSON {
    .object([
      "id": .string(label.id.description), "ref": .optional(label.ref),
      "name": .string(label.name), "kind": .string(label.kind),
    ])
  }
}

/// An answer about owners or holdings in words, tables and JSON.
struct OwnersReport {
  let answer: Owners
  let snapshot: Snapshot
  let names: PartyNames
  let moment: Moment
  /// `owners` or `holdings`.
  let rows: String

  /// Rows by maximum descending, then by ref.
  private var ordered: [OwnerRow] {
    answer.rows.sorted { a, b in
      if a.lookThrough.max != b.lookThrough.max { return a.lookThrough.max > b.lookThrough.max }
      let (refA, refB) = (names.label(a.party).ref ?? "", names.label(b.party).ref ?? "")
      return refA != refB ? refA < refB : a.party < b.party
    }
  }

  func report() -> Answer {
    Answer(json: json, tables: tables, notes: notes, records: rows)
  }

  private var notes: [String] {
    let used = Set(answer.rows.flatMap { $0.verdicts.map(\.regime) })
    return answer.notes.map { $0.text(names.text) }
      + Regime.all.filter { used.contains($0.id) }.map { $0.noteText(on: moment.asOf) }
  }

  private var json: JSON {
    .object([
      "subject": names.json(answer.subject), "asOf": .string(moment.asOf.description),
      "knownBy": .optional(moment.knownBy?.description), rows: .array(ordered.map(row)),
      "unknown": band(answer.unknown),
      "unknownParts": .array(
        answer.unknownParts.map {
          .object(["party": names.json($0.company), "share": band($0.share)])
        }), "notes": .strings(notes), "revision": .int(Int(snapshot.revision)),
    ])
  }

  private func row(_ row: OwnerRow) -> JSON {
    .object([
      "party": names.json(row.party), "direct": band(row.direct), "ultimate": .bool(row.isUltimate),
      "lookThrough": band(row.lookThrough), "control": .string(row.control.rawValue),
      "verdicts": .object(
        row.verdicts.map { JSON.Member($0.regime, .string($0.verdict.rawValue)) }),
      "grounds": .object(row.verdicts.map { JSON.Member($0.regime, .strings($0.grounds)) }),
      "margins": .object(
        row.verdicts.map { JSON.Member($0.regime, .string(ShareText.fraction($0.margin))) }),
      "withinRounding": .object(
        row.verdicts.map { JSON.Member($0.regime, .bool($0.withinRounding)) }
          + [JSON.Member("control", .bool(row.controlWithinRounding))]),
      "titleHolders": .array(row.titleHolders.map { names.json($0) }),
      "paths": .array(
        row.paths.map { path in
          .object([
            "links": .strings(path.links.flatMap { $0.map { "L\($0)" } }),
            "parties": .strings(path.nodes.map { snapshot.id(of: $0).description }),
            "product": .string(path.product.minText),
            "productMax": .string(path.product.maxText),
          ])
        }),
    ])
  }

  private func band(_ band: Band) -> JSON {
    .object(["min": .string(band.minText), "max": .string(band.maxText)])
  }

  private var tables: [Table] {
    let subject = names.text(answer.subject)
    let title =
      rows == "owners"
      ? "Owners of \(subject), as of \(moment.asOf)"
      : "Holdings of \(subject), as of \(moment.asOf)"
    var lines: [[Table.Cell]] = ordered.map { row in
      let verdicts = row.verdicts.filter { $0.verdict != .no }.map { verdict in
        "\(verdict.regime) \(verdict.verdict.rawValue)"
          + (verdict.grounds.isEmpty ? "" : " (\(verdict.grounds.joined(separator: ", ")))")
      }
      return [
        .id(snapshot.id(of: row.party)), Table.Cell(names.label(row.party).text),
        Table.Cell(names.label(row.party).kind), Table.Cell(row.direct.percentText),
        Table.Cell(row.lookThrough.percentText), Table.Cell(row.control.rawValue),
        Table.Cell(row.isUltimate ? "ultimate" : ""),
        Table.Cell(verdicts.joined(separator: "; ")),
        Table.Cell(row.paths.first.map { Self.chain($0, snapshot) } ?? ""),
      ]
    }
    if rows == "owners", answer.unknown.max > 0 {
      let places = answer.unknownParts.prefix(6).map {
        "\($0.share.percentText) at \(names.text($0.company))"
      }
      lines.append([
        Table.Cell("-"), Table.Cell("unknown", .warning), "", "",
        Table.Cell(answer.unknown.percentText), "", "", "",
        Table.Cell(places.joined(separator: ", ")),
      ])
    }
    return [
      Table(
        title: title,
        columns: [
          "party", "name", "kind", .right("direct"), .right("look-through"), "control", "",
          "verdict",
          "largest chain",
        ], rows: lines)
    ]
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
