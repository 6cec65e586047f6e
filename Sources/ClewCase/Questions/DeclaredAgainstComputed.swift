import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// What registers declare of a company's owners beside what the shares say, and the findings about
/// the statements of all who stand above it, as JSON and tables for the answer about owners.
struct DeclaredReport {
  let comparison: DeclaredAgainstComputed
  let findings: [OwnershipFinding]
  private let snapshot: Snapshot

  /// - Parameter subject: the company, as a node of a snapshot that holds it and all above it.
  init(_ subject: Int32, _ snapshot: Snapshot, at moment: Moment, _ casefile: Casefile) throws {
    let world = try casefile.declaredWorld(snapshot, at: moment)
    comparison = DeclaredAgainstComputed(of: subject, in: world)
    findings = OwnershipFindings.all(in: world)
    self.snapshot = snapshot
  }

  /// Every party that it names.
  var parties: Set<Int32> {
    Set(comparison.rows.map(\.owner)).union(findings.flatMap(\.parties))
  }

  // MARK: - JSON

  /// The members `declared` and `dataQuality`.
  func json(_ names: PartyNames) -> [JSON.Member] {
    [
      JSON.Member("declared", .array(comparison.rows.map { row($0, names) })),
      JSON.Member("dataQuality", .array(findings.map { finding($0, names) })),
    ]
  }

  private func row(_ row: DeclaredAgainstComputed.Row, _ names: PartyNames) -> JSON {
    let declared = row.declared.map { stake in
      JSON.object([
        "capital": Self.band(stake.capital), "votes": Self.band(stake.votes),
        "means": .strings(stake.means.map(\.name)),
        "links": .strings(stake.links.map { "L\($0)" }),
        "possibleOnly": .bool(stake.isPossibleOnly),
      ])
    }
    return .object([
      "party": names.json(row.owner), "register": .string(row.register.rawValue),
      "declared": declared ?? .null,
      "computed": .object([
        "lookThrough": Self.band(row.computed.lookThrough),
        "lookThroughVotes": Self.band(row.computed.lookThroughVotes),
        "attributed": Self.band(row.computed.attributed),
        "attributedVotes": Self.band(row.computed.attributedVotes),
        "control": .string(row.computed.control.rawValue),
      ]), "outcome": .string(row.outcome.word), "gap": Self.band(row.outcome.gap),
      "declaresMore": row.outcome.declaresMore.map(JSON.bool) ?? .null,
      "withinUnknown": row.outcome.isWithinUnknown.map(JSON.bool) ?? .null,
      "verdict": .optional(row.outcome.verdict?.rawValue),
    ])
  }

  private func finding(_ finding: OwnershipFinding, _ names: PartyNames) -> JSON {
    .object([
      "kind": .string(finding.kind.rawValue), "title": .string(finding.kind.title),
      "text": .string(finding.text(names.text)),
      "parties": .strings(finding.parties.map { snapshot.id(of: $0).description }),
      "links": .strings(finding.links.map { "L\($0)" }),
      "possibleOnly": .bool(finding.isPossibleOnly),
      "expected": finding.kind.rate.map {
        .object([
          "count": .int($0.count), "outOf": .int($0.outOf), "source": .string($0.source),
        ])
      } ?? .null,
    ])
  }

  private static func band(_ band: Band?) -> JSON {
    band.map { .object(["min": .string($0.minText), "max": .string($0.maxText)]) } ?? .null
  }

  // MARK: - tables

  /// A table of the declarations and one of the findings; each only where it has rows.
  func tables(_ names: PartyNames) -> [Table] {
    var tables: [Table] = []
    if !comparison.rows.isEmpty {
      tables.append(
        Table(
          title: "Declared owners of \(names.text(comparison.subject)) beside the shares",
          columns: [
            "party", "name", "register", .right("declared"), .right("look-through"),
            .right("through majorities"), "control", "outcome", "links",
          ], rows: comparison.rows.map { line($0, names) },
          footer: comparison.isDeclaredOnly
            ? ["Nothing but these declarations states an owner: there is nothing to compare."] : []
        ))
    }
    if !findings.isEmpty {
      tables.append(
        Table(
          title: "What cannot be right, or has to be looked at",
          columns: ["finding", "what", "in a whole register", "links"],
          rows: findings.map { finding in
            [
              Table.Cell(finding.kind.title, .warning), Table.Cell(finding.text(names.text)),
              Table.Cell(finding.kind.rate?.text ?? ""),
              Table.Cell(Self.links(finding.links)),
            ]
          }, footer: rates))
    }
    return tables
  }

  private func line(_ row: DeclaredAgainstComputed.Row, _ names: PartyNames) -> [Table.Cell] {
    let stake = row.declared
    let shares = [
      stake?.capital.map(Self.percent), stake?.votes.map { "\(Self.percent($0)) of votes" },
    ].compactMap { $0 }
    let means = stake?.means.map { $0 == .unstated ? "control" : $0.name } ?? []
    return [
      .id(snapshot.id(of: row.owner)), Table.Cell(names.label(row.owner).text),
      Table.Cell(row.register.title), Table.Cell((shares + means).joined(separator: ", ")),
      Table.Cell(Self.percent(row.computed.lookThrough)),
      Table.Cell(Self.percent(row.computed.attributed)),
      Table.Cell(row.computed.control.rawValue),
      Table.Cell(row.outcome.text, row.outcome.rank < 3 ? .warning : .plain),
      Table.Cell(Self.links(stake?.links ?? [])),
    ]
  }

  /// What the rates of the findings rest on, each once.
  private var rates: [String] {
    var seen: Set<String> = []
    return findings.compactMap { $0.kind.rate?.source }.filter { seen.insert($0).inserted }
      .map { "In a whole register: \($0)." }
  }

  private static func percent(_ band: Band) -> String {
    if band.isExact || band.max - band.min <= 1 { return ShareText.percent(band.min) }
    return "\(ShareText.percent(band.min)) to \(ShareText.percent(band.max))"
  }

  private static func links(_ links: [Int64]) -> String {
    let shown = links.prefix(8).map { "L\($0)" }.joined(separator: ", ")
    return links.count > 8 ? "\(shown) and \(links.count - 8) more" : shown
  }
}

extension DeclaredAgainstComputed.Outcome {
  var gap: Band? {
    if case .differs(let gap, _, _) = self { return gap }
    return nil
  }

  var declaresMore: Bool? {
    if case .differs(_, let more, _) = self { return more }
    return nil
  }

  var isWithinUnknown: Bool? {
    switch self {
    case .differs(_, _, let unknown), .sharesGiveNothing(let unknown): unknown
    default: nil
    }
  }

  var verdict: Verdict? {
    if case .notDeclared(let verdict) = self { return verdict }
    return nil
  }

  /// For people.
  var text: String {
    switch self {
    case .agrees: return "agrees"
    case .statesShareItself: return "states the share itself"
    case .differs(let gap, let more, let unknown):
      let far = "\(more ? "declares" : "shares give") at least \(ShareText.percent(gap.min)) more"
      return far + (unknown ? "; the unknown part could be the difference" : "")
    case .sharesGiveNothing(let unknown):
      return "no shares lead to it" + (unknown ? "; the unknown part could be its" : "")
    case .notShownByShares: return "a right that no shares show"
    case .nothingToCompare: return "nothing to compare with"
    case .notDeclared(let verdict):
      return verdict == .yes
        ? "passes the threshold and is not declared"
        : "may pass the threshold and is not declared"
    }
  }
}

extension Casefile {
  /// What the comparison and the findings read beside a snapshot: the registers of its sources, what
  /// is stated to be beneficial, and the dates of all who own or are owned.
  func declaredWorld(_ snapshot: Snapshot, at moment: Moment) throws -> DeclaredWorld {
    let links = snapshot.links.filter { $0.kind == .ownership || $0.kind == .control }
    var registers: [Int32: DeclaringRegister] = [:]
    for source in try sources() {
      registers[Int32(truncatingIfNeeded: source.id.number)] = DeclaringRegister(
        format: source.format)
    }
    let ends = Set(links.flatMap { [$0.from, $0.to] }).sorted().map { snapshot.id(of: $0) }
    var dates: [Int32: PartyDates] = [:]
    for (id, found) in try partyDates(of: ends) {
      if let node = snapshot.node(of: id) { dates[node] = found }
    }
    return DeclaredWorld(
      snapshot, at: moment, registers: registers,
      beneficial: try beneficialFlags(ofLinks: links.map(\.id)), dates: dates)
  }
}
