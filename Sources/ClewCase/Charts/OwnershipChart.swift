import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The ownership chart of one or more companies: owners above, shares on the lines, what nobody
/// states as owners of its own, companies that own each other in a box, the rules that were asked
/// and the chains that prove their verdicts. For parties that nobody owns it shows what they hold,
/// below them.
struct OwnershipChart {
  let casefile: Casefile
  let subjects: [RecordID]
  let moment: Moment
  /// How many layers above the subjects; nil for all.
  let hops: Int?
  /// Ids or aliases of the rules to print; empty takes those in force on the day.
  var regimes: [String] = []
  let sources: SourceBook

  func chart() throws -> Chart {
    let scene = try OwnershipScene(casefile, of: subjects, at: moment, hops: hops)
    let verdicts = try OwnershipVerdicts(regimes, scene)
    let unknown = scene.isUpward ? UnknownOwners(scene) : nil
    let names = try PartyNames(
      Set(scene.answers.flatMap { $0.parties }).union(scene.roots), scene.snapshot, casefile)
    let rules = scene.isUpward ? verdicts.rules(names.text) : []
    var nodes = ChartNodes(casefile)
    try nodes.add(scene.taken.map { scene.id($0) })
    for root in scene.roots { nodes.highlight(scene.id(root)) }
    if let unknown { shape(scene, unknown, &nodes) }
    annotate(scene, &nodes)
    for party in scene.taken.sorted() { nodes.judge(scene.id(party), verdicts.marks(on: party)) }
    var lines = LinkLines(moment)
    for link in scene.links { lines.add(link, in: scene.snapshot) }
    if scene.isUpward, !verdicts.foundSomebody {
      try nodes.add(scene.directors.map { scene.id($0.from) })
      for link in scene.directors { lines.add(link, in: scene.snapshot) }
    }
    var book = EvidenceBook(sources)
    var edges = try lines.edges(casefile, &book, highlighting: verdicts.proof)
    edges += unknown?.edges ?? []
    let all = nodes.ordered + (unknown?.nodes ?? [])
    let title = scene.roots.map { names.label($0).text }.joined(separator: ", ")
    return Chart(
      title: "\(scene.isUpward ? "Owners" : "Holdings") of \(title)", asOf: moment.asOf,
      handling: sources.handling, view: .ownership, nodes: all, edges: edges,
      groups: groups(scene), rules: rules, folds: folds(scene, all, edges, verdicts),
      evidence: book.items, notes: notes(scene, names))
  }

  /// Trusts, and parties at which the search ends, as what they are.
  private func shape(
    _ scene: OwnershipScene, _ unknown: UnknownOwners, _ nodes: inout ChartNodes
  ) {
    for party in scene.arrangements where scene.taken.contains(party) {
      nodes.reshape(scene.id(party), .arrangement)
    }
    for (party, end) in unknown.ends {
      nodes.reshape(scene.id(party), end.shape)
      nodes.mark(scene.id(party), end.mark)
    }
  }

  private func annotate(_ scene: OwnershipScene, _ nodes: inout ChartNodes) {
    let single = scene.roots.count == 1
    for answer in scene.answers {
      for row in answer.rows where scene.taken.contains(row.party) && row.party != answer.subject {
        let id = scene.id(row.party)
        let of = single ? "" : " of \(scene.id(answer.subject))"
        if row.lookThrough.max > 0 {
          nodes.mark(id, "\(ChartNode.shareMark) \(row.lookThrough.percentText)\(of)")
        }
        if row.control != .no {
          nodes.mark(id, (row.control == .yes ? "controls" : "may control") + of)
        }
      }
    }
  }

  private func folds(
    _ scene: OwnershipScene, _ nodes: [ChartNode], _ edges: [ChartEdge],
    _ verdicts: OwnershipVerdicts
  ) -> [ChartFold] {
    guard scene.isUpward else { return [] }
    var possible = verdicts.parties(.possible)
    for answer in scene.answers {
      possible.formUnion(answer.rows.filter { $0.control != .no }.map(\.party))
    }
    var folding = OwnershipFolding(
      scene, nodes, edges, certain: verdicts.parties(.yes).union(verdicts.proofParties),
      possible: possible)
    return folding.folds()
  }

  /// Companies that own each other in one box, with what each so owns of itself.
  private func groups(_ scene: OwnershipScene) -> [ChartGroup] {
    var rings: Set<[Int32]> = []
    for answer in scene.answers {
      for case .crossHolding(let members) in answer.notes { rings.insert(members) }
    }
    return rings.filter { $0.allSatisfy(scene.taken.contains) }.sorted { $0[0] < $1[0] }
      .map { members in
        ChartGroup(
          label: ringLabel(members, scene), members: members.map { scene.id($0).description })
      }
  }

  /// Members of a ring whose share in themselves is worked out for the label.
  private static let statedMembers = 4

  private func ringLabel(_ members: [Int32], _ scene: OwnershipScene) -> String {
    guard members.count <= Self.statedMembers else {
      return "\(counted(members.count)) companies own each other"
    }
    let own = members.compactMap { member in
      LookThrough(of: member, in: scene.holdings).band(of: member).map {
        "\(scene.id(member)) \($0.percentText)"
      }
    }
    return own.isEmpty
      ? "own each other"
      : "own each other; of themselves: "
        + own.joined(separator: ", ")
  }

  /// Notes of one kind that a sheet prints at most.
  private static let notesOfOneKind = 4

  /// The notes that a chart does not draw, each kind together.
  private static func grouped(_ notes: [OwnershipNote]) -> [[OwnershipNote]] {
    var groups: [(kind: String, notes: [OwnershipNote])] = []
    for note in notes {
      // A party whose owners nobody states has an unknown owner on the chart.
      if case .ownersNotStated = note { continue }
      let kind = Mirror(reflecting: note).children.first?.label ?? "\(note)"
      if let known = groups.firstIndex(where: { $0.kind == kind }) {
        groups[known].notes.append(note)
      } else {
        groups.append((kind, [note]))
      }
    }
    return groups.map(\.notes)
  }

  private func notes(_ scene: OwnershipScene, _ names: PartyNames) -> [String] {
    var notes = Self.grouped(scene.answers.flatMap(\.notes)).flatMap { notes in
      notes.prefix(Self.notesOfOneKind).map { $0.text(names.text) }
        + (notes.count > Self.notesOfOneKind
          ? ["\(counted(notes.count - Self.notesOfOneKind)) more notes like this: clew owners"]
          : [])
    }
    if hops != nil, scene.left > 0 {
      notes.append("\(counted(scene.left)) parties further away are not drawn (--hops)")
    }
    return notes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
