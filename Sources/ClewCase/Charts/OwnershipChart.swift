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
  /// Lists that rules about listed parties start from, in place of their own.
  var lists: [String] = []
  let sources: SourceBook

  func chart() throws -> Chart {
    let scene = try OwnershipScene(
      casefile, of: subjects, at: moment, hops: hops,
      under: OwnershipVerdicts.regimes(regimes, on: moment.asOf))
    let unknown = scene.isUpward ? UnknownOwners(scene) : nil
    let names = try PartyNames(
      Set(scene.answers.flatMap { $0.parties }).union(scene.roots), scene.snapshot, casefile)
    let verdicts = try OwnershipVerdicts(scene, lists: lists, casefile, name: names.text)
    var nodes = ChartNodes(casefile)
    try nodes.add(scene.taken.map { scene.id($0) })
    for root in scene.roots { nodes.highlight(scene.id(root)) }
    if let unknown { shape(scene, unknown, &nodes) }
    annotate(scene, &nodes)
    markRings(scene, &nodes)
    for party in scene.taken.sorted() { nodes.judge(scene.id(party), verdicts.marks(on: party)) }
    var lines = LinkLines(moment)
    for link in scene.links { lines.add(link, in: scene.snapshot) }
    let officials = verdicts.officials
    for link in scene.snapshot.links where officials.contains(link.id) {
      try nodes.add([scene.id(link.from)])
      lines.add(link, in: scene.snapshot)
    }
    var book = EvidenceBook(sources)
    var edges = try lines.edges(casefile, &book, highlighting: verdicts.proof)
    edges += unknown?.edges ?? []
    let all = nodes.ordered + (unknown?.nodes ?? [])
    let title = scene.roots.map { names.label($0).text }.joined(separator: ", ")
    return Chart(
      title: "\(scene.isUpward ? "Owners" : "Holdings") of \(title)", asOf: moment.asOf,
      handling: sources.handling, view: .ownership, nodes: all, edges: edges,
      groups: groups(scene), rules: verdicts.rules, folds: folds(scene, all, edges, verdicts),
      evidence: book.items, notes: notes(scene, names))
  }

  /// Trusts, and parties at which the search ends, as what they are.
  private func shape(
    _ scene: OwnershipScene, _ unknown: UnknownOwners, _ nodes: inout ChartNodes
  ) {
    for party in scene.arrangements where scene.taken.contains(party) {
      nodes.reshape(scene.id(party), .arrangement)
    }
    for (party, end) in unknown.ends.merging(unknown.holders, uniquingKeysWith: { a, _ in a }) {
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
    var possible = verdicts.possibleParties
    for answer in scene.answers {
      possible.formUnion(answer.rows.filter { $0.control != .no }.map(\.party))
    }
    var folding = OwnershipFolding(
      scene, nodes, edges, certain: verdicts.certainParties, possible: possible)
    return folding.folds()
  }

  /// Companies that own each other, members ascending.
  private func rings(_ scene: OwnershipScene) -> [[Int32]] {
    var rings: Set<[Int32]> = []
    for answer in scene.answers {
      for case .crossHolding(let members) in answer.notes { rings.insert(members) }
    }
    return rings.sorted { $0[0] < $1[0] }
  }

  /// Members of a ring up to which each one's share in itself is worked out.
  private static let statedMembers = 8
  /// What is less of itself than this is not marked: 0.01%.
  private static let smallestOwn = Int128(Share.whole / 10_000)

  /// What each member of a small ring owns of itself through the others.
  private func markRings(_ scene: OwnershipScene, _ nodes: inout ChartNodes) {
    for members in rings(scene) where members.count <= Self.statedMembers {
      for member in members where scene.taken.contains(member) {
        let own = LookThrough(of: member, in: scene.holdings).band(of: member)
        if let own, own.max >= Self.smallestOwn {
          nodes.mark(scene.id(member), "\(own.percentText) of itself, by the ring")
        }
      }
    }
  }

  private func groups(_ scene: OwnershipScene) -> [ChartGroup] {
    rings(scene).compactMap { members in
      let drawn = members.filter(scene.taken.contains)
      guard !drawn.isEmpty else { return nil }
      let cut = drawn.count == members.count ? "" : ", \(drawn.count) of them within --hops"
      return ChartGroup(
        label: "\(counted(members.count)) companies own each other\(cut)",
        members: drawn.map { scene.id($0).description })
    }
  }

  /// Notes of one kind that a sheet prints at most.
  private static let notesOfOneKind = 4

  /// The notes that a chart does not draw, each kind together.
  private static func grouped(_ notes: [OwnershipNote]) -> [[OwnershipNote]] {
    var groups: [(kind: String, notes: [OwnershipNote])] = []
    for note in notes {
      // A party whose owners nobody states has an unknown owner on the chart.
      switch note {
      case .ownersNotStated, .ownersUnnamed: continue
      default: break
      }
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
          ? ["\(counted(notes.count - Self.notesOfOneKind)) more of the kind above: clew owners"]
          : [])
    }
    if hops != nil, scene.left > 0 {
      notes.append("\(counted(scene.left)) parties further away are not drawn (--hops)")
    }
    return notes.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
