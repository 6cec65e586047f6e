import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The ownership chart of one or more companies: owners above, shares on the lines, what nobody
/// states as owners of its own, companies that own each other in a box. For parties that nobody owns
/// it shows what they hold, below them.
struct OwnershipChart {
  let casefile: Casefile
  let subjects: [RecordID]
  let moment: Moment
  /// How many layers above the subjects; nil for all.
  let hops: Int?
  let sources: SourceBook

  func chart() throws -> Chart {
    let upward = try casefile.ownershipSnapshot(around: subjects, .upward)
    let isOwned =
      layers(from: subjects.compactMap { upward.node(of: $0) }, upward, up: true).count
      > subjects.count
    let snapshot =
      isOwned ? upward : try casefile.ownershipSnapshot(around: subjects, .downward)
    let holdings = Holdings(snapshot, at: moment)
    let roots = subjects.compactMap { snapshot.node(of: $0) }
    let taken = layers(from: roots, snapshot, up: isOwned)
    var nodes = ChartNodes(casefile)
    try nodes.add(taken.map { snapshot.id(of: $0) })
    let answers = roots.map { isOwned ? holdings.owners(of: $0) : holdings.holdings(of: $0) }
    var highlighted: Set<Int64> = []
    for (root, answer) in zip(roots, answers) {
      nodes.highlight(snapshot.id(of: root))
      annotate(answer, taken, snapshot, single: roots.count == 1, &nodes, &highlighted)
    }
    var lines = LinkLines(moment)
    for link in snapshot.links where taken.contains(link.from) && taken.contains(link.to) {
      lines.add(link, in: snapshot)
    }
    var book = EvidenceBook(sources)
    var edges = try lines.edges(casefile, &book, highlighting: highlighted)
    var all = nodes.ordered
    for company in taken.sorted() where isOwned {
      unknown(company, holdings, snapshot, taken, &all, &edges)
    }
    let names = try PartyNames(
      Set(answers.flatMap { $0.parties }).union(roots), snapshot, casefile)
    let title = roots.map { names.label($0).text }.joined(separator: ", ")
    return Chart(
      title: "\(isOwned ? "Owners" : "Holdings") of \(title)", asOf: moment.asOf,
      handling: sources.handling, view: .ownership,
      nodes: all, edges: edges, groups: groups(answers, taken, snapshot), evidence: book.items,
      notes: notes(answers, names, snapshot, taken))
  }

  /// The parties above the roots, or below, that links reach on the day, layer by layer.
  private func layers(from roots: [Int32], _ snapshot: Snapshot, up: Bool) -> Set<Int32> {
    var next: [Int32: [Int32]] = [:]
    for link in snapshot.links where moment.holds(link) != .no {
      // The nominator stands above its nominee.
      let (low, high) = link.kind == .nominee ? (link.from, link.to) : (link.to, link.from)
      next[up ? low : high, default: []].append(up ? high : low)
    }
    var taken = Set(roots)
    var layer = roots
    var depth = 0
    while !layer.isEmpty, depth < hops ?? .max {
      layer = layer.flatMap { next[$0] ?? [] }.filter { taken.insert($0).inserted }
      depth += 1
    }
    return taken
  }

  private func annotate(
    _ answer: Owners, _ taken: Set<Int32>, _ snapshot: Snapshot, single: Bool,
    _ nodes: inout ChartNodes, _ highlighted: inout Set<Int64>
  ) {
    for row in answer.rows where taken.contains(row.party) && row.party != answer.subject {
      let id = snapshot.id(of: row.party)
      let of = single ? "" : " of \(snapshot.id(of: answer.subject))"
      if row.lookThrough.max > 0 {
        nodes.mark(id, "\(ChartNode.shareMark) \(row.lookThrough.percentText)\(of)")
      }
      if row.control != .no {
        nodes.mark(id, (row.control == .yes ? "controls" : "may control") + of)
      }
      if row.verdicts.contains(where: { $0.verdict == .yes }), let path = row.paths.first {
        highlighted.formUnion(path.links.flatMap { $0 })
      }
    }
  }

  /// The part of a company that no source states, as an owner of its own.
  private func unknown(
    _ company: Int32, _ holdings: Holdings, _ snapshot: Snapshot, _ taken: Set<Int32>,
    _ nodes: inout [ChartNode], _ edges: inout [ChartEdge]
  ) {
    let column = holdings.column(company).map { holdings.all[$0] }
    guard !column.isEmpty, column.allSatisfy({ taken.contains($0.owner) }) else { return }
    let rest = Int128(Share.whole) - holdings.capitalMinimum(of: company)
    guard rest > 0 else { return }
    let id = snapshot.id(of: company).description
    let certain = Int128(Share.whole) - column.reduce(0) { $0 + Int128($1.capitalMax) }
    nodes.append(
      ChartNode(
        id: "unknown-\(id)", shape: .unknownOwner, lines: ["Unknown", "no source states it"]))
    edges.append(
      ChartEdge(
        from: "unknown-\(id)", to: id, relation: .ownership,
        label: [Band(min: max(0, certain), max: rest).percentText + " not stated"],
        confidence: .dotted))
  }

  private func groups(
    _ answers: [Owners], _ taken: Set<Int32>, _ snapshot: Snapshot
  ) -> [ChartGroup] {
    var rings: Set<[Int32]> = []
    for answer in answers {
      for case .crossHolding(let members) in answer.notes { rings.insert(members) }
    }
    return rings.filter { $0.allSatisfy(taken.contains) }.sorted { $0[0] < $1[0] }.map { members in
      ChartGroup(
        label: "own each other", members: members.map { snapshot.id(of: $0).description })
    }
  }

  private func notes(
    _ answers: [Owners], _ names: PartyNames, _ snapshot: Snapshot, _ taken: Set<Int32>
  ) -> [String] {
    var notes = answers.flatMap { $0.notes.map { $0.text(names.text) } }
    let left = snapshot.partyCount - taken.count
    if hops != nil, left > 0 {
      notes.append("\(left) parties further away are not drawn (--hops)")
    }
    return notes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
