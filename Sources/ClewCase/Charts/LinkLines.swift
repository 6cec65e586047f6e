import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// Draws links as lines: one for each pair and kind, whoever states it.
struct LinkLines {
  private struct Line: Hashable, Comparable {
    var from: RecordID
    var to: RecordID
    var kind: LinkKind

    static func < (a: Line, b: Line) -> Bool {
      if a.from != b.from { return a.from < b.from }
      return a.to != b.to ? a.to < b.to : a.kind.rawValue < b.kind.rawValue
    }
  }

  private var rows: [Line: [LinkRow]] = [:]
  private let moment: Moment

  init(_ moment: Moment) { self.moment = moment }

  /// Takes a link that may hold on the day.
  mutating func add(_ link: LinkRow, in snapshot: Snapshot) {
    guard moment.holds(link) != .no else { return }
    let line = Line(
      from: snapshot.id(of: link.from), to: snapshot.id(of: link.to), kind: link.kind)
    rows[line, default: []].append(link)
  }

  /// The lines in a fixed order, each with its evidence.
  func edges(
    _ casefile: Casefile, _ book: inout EvidenceBook, highlighting: Set<Int64> = []
  ) throws -> [ChartEdge] {
    let ids = rows.values.flatMap { $0.map { RecordID(.link, $0.id) } }.sorted()
    let details = Dictionary(
      try casefile.linkDetails(ids).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return rows.sorted { $0.key < $1.key }.map { line, links in
      let stated = links.compactMap { details[RecordID(.link, $0.id)] }
      let places = stated.map(\.place)
      let certain = links.contains { moment.holds($0) == .yes && $0.direct != false }
      var numbers: [Int] = []
      for detail in stated { numbers += book.cite([detail.place], detail.what) }
      // A nominee holds for a nominator: the nominator stands above.
      let reversed = line.kind == .nominee
      return ChartEdge(
        from: (reversed ? line.to : line.from).description,
        to: (reversed ? line.from : line.to).description, relation: Self.relation(line.kind),
        label: Self.label(line.kind, stated),
        confidence: book.confidence(places, certain: certain),
        width: ChartEdge.Width(share: stated.compactMap { $0.capital?.min }.max()),
        evidence: Set(numbers).sorted(),
        highlighted: links.contains { highlighting.contains($0.id) },
        directed: line.kind != .family && line.kind != .associate && line.kind != .linked)
    }
  }

  private static func relation(_ kind: LinkKind) -> ChartEdge.Relation {
    switch kind {
    case .ownership: .ownership
    case .control: .control
    case .holder, .signatory: .holder
    case .settlor, .trustee, .protector, .beneficiary: .trust
    default: .role
    }
  }

  private static func label(_ kind: LinkKind, _ stated: [LinkRecord]) -> [String] {
    // Holdings of one source add up (share classes, lots); what two sources say is compared.
    let bySource = Dictionary(grouping: stated, by: \.place.source).mapValues { links in
      links.map(\.stakeText).filter { !$0.isEmpty }.joined(separator: " + ")
    }
    var words = Set(bySource.values).filter { !$0.isEmpty }.sorted()
    let verb = kind == .nominee ? "holds through nominee" : kind.verb
    if words.count > 1 { words = ["sources differ: " + words.joined(separator: " / ")] }
    let first = ([verb] + words).joined(separator: " ")
    let periods = Set(stated.map(\.periodText)).filter { !$0.isEmpty }.sorted()
    return [first] + periods
  }
}

extension LinkKind {
  /// The word on a line from the active side.
  var verb: String {
    switch self {
    case .ownership: "owns"
    case .control: "controls"
    case .director: "director"
    case .signatory: "signs for"
    case .holder: "holds"
    case .linked: "linked to"
    default: name
    }
  }
}

extension LinkRecord {
  /// `from 2020-01-01`, `2020-01-01 to 2024-05-01`; empty without dates.
  var periodText: String {
    switch (start, end) {
    case (let start?, let end?): "\(start.description) to \(end.description)"
    case (let start?, nil): "from \(start.description)"
    case (nil, let end?): "until \(end.description)"
    case (nil, nil): ""
    }
  }

  /// `P9 owns P1 25%, from 2020-01-01`.
  var what: String {
    var text = [from?.description ?? "?", kind.verb, to?.description ?? "?", stakeText]
      .filter { !$0.isEmpty }.joined(separator: " ")
    if !periodText.isEmpty { text += ", " + periodText }
    if let role, !role.isEmpty { text += " (\(role))" }
    return text
  }
}
