import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The network around some records: all links within reach, the accounts, and the payments among
/// them.
struct NetworkChart {
  let casefile: Casefile
  let subjects: [RecordID]
  let moment: Moment
  let hops: Int
  let sources: SourceBook

  func chart() throws -> Chart {
    let near = try casefile.snapshot(
      parts: [.ownership, .accounts], around: subjects, reach: Reach(.both, hops: hops))
    let whole = try casefile.snapshot(parts: [.ownership, .payments])
    var taken: Set<RecordID> = Set(subjects)
    var lines = LinkLines(moment)
    for link in near.links where moment.holds(link) != .no {
      taken.insert(near.id(of: link.from))
      taken.insert(near.id(of: link.to))
      lines.add(link, in: near)
    }
    let flows = self.flows(taken, whole)
    taken.formUnion(flows.nodes.map { whole.id(of: $0) })
    var nodes = ChartNodes(casefile)
    try nodes.add(taken)
    for subject in subjects { nodes.highlight(subject) }
    var book = EvidenceBook(sources)
    var edges = try lines.edges(casefile, &book)
    edges += try FlowLines(snapshot: whole, casefile: casefile).edges(flows.flows, &book)
    edges += try listings(of: taken, &nodes)
    let labels = try casefile.labels(for: subjects)
    let title = subjects.map { labels[$0]?.text ?? $0.description }.joined(separator: ", ")
    return Chart(
      title: "Network around \(title)", asOf: moment.asOf, handling: sources.handling,
      view: .network, nodes: nodes.ordered, edges: edges, evidence: book.items,
      notes: ["links up to \(hops) steps away; payments among the accounts and parties shown"])
  }

  /// Payments among what is shown; an account that was asked for brings its counterparties.
  private func flows(_ taken: Set<RecordID>, _ whole: Snapshot) -> Flows {
    let accounts = subjects.filter { $0.kind == .account }.compactMap { whole.node(of: $0) }
    guard !accounts.isEmpty else {
      return Flows(
        among: Set(taken.compactMap { whole.node(of: $0) }), in: whole.payments, asOf: moment.asOf)
    }
    return Flows(around: accounts, hops: hops, in: whole.payments, asOf: moment.asOf)
  }

  /// The list entries that parties are judged the same as.
  private func listings(
    of ids: Set<RecordID>, _ nodes: inout ChartNodes
  ) throws -> [ChartEdge] {
    var edges: [ChartEdge] = []
    for id in ids.filter({ $0.kind == .party }).sorted() {
      for listed in try casefile.listings(ofParty: id) {
        try nodes.add([listed.listing])
        edges.append(
          ChartEdge(
            from: listed.listing.description, to: id.description, relation: .listed,
            label: ["listed: \(listed.list)", "judged \(listed.judgement)"], confidence: .dashed))
      }
    }
    return edges
  }
}
