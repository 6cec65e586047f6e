import ClewAnalyse
import ClewGraph
import ClewModel
import ClewRender
import ClewStore

/// The flow chart around accounts or parties: money from left to right, sums on the lines.
struct FlowChart {
  let casefile: Casefile
  let subjects: [RecordID]
  let asOf: Day
  let hops: Int
  let sources: SourceBook

  func chart() throws -> Chart {
    let snapshot = try casefile.snapshot(parts: [.ownership, .payments])
    var start: Set<RecordID> = []
    for subject in subjects {
      start.insert(subject)
      if subject.kind == .party { start.formUnion(try casefile.accounts(ofParty: subject)) }
    }
    let flows = Flows(
      around: start.compactMap { snapshot.node(of: $0) }, hops: hops, in: snapshot.payments,
      asOf: asOf)
    let drawn = Set(flows.flows.flatMap { [$0.from, $0.to] }).map { snapshot.id(of: $0) }
    guard !drawn.isEmpty else {
      throw Failure(
        code: "nothing-to-draw",
        what: "No payment of \(subjects.map(\.description).joined(separator: ", ")) is known.",
        place: casefile.path, next: "Try --view ownership or --view network.")
    }
    var nodes = ChartNodes(casefile)
    try nodes.add(drawn)
    for id in start { nodes.highlight(id) }
    var notes: [String] = []
    for (node, count) in flows.notFollowed {
      nodes.mark(snapshot.id(of: node), "+\(counted(count)) counterparties")
      notes.append(
        "\(snapshot.id(of: node)) has \(counted(count)) counterparties and was not followed")
    }
    notes += try withoutCounterparty(start)
    var book = EvidenceBook(sources)
    let edges = try FlowLines(snapshot: snapshot, casefile: casefile).edges(flows.flows, &book)
    let labels = try casefile.labels(for: subjects)
    let title = subjects.map { labels[$0]?.text ?? $0.description }.joined(separator: ", ")
    return Chart(
      title: "Payments around \(title)", asOf: asOf, handling: sources.handling, view: .flow,
      nodes: byAmount(nodes.ordered, flows.flows, snapshot), edges: edges,
      evidence: book.items, notes: notes)
  }

  /// The nodes with the largest sums first, so that folding hides the smallest.
  private func byAmount(
    _ nodes: [ChartNode], _ flows: [Flow], _ snapshot: Snapshot
  ) -> [ChartNode] {
    var largest: [String: Int128] = [:]
    for flow in flows {
      for node in [flow.from, flow.to] {
        let id = snapshot.id(of: node).description
        largest[id] = max(largest[id] ?? 0, flow.mantissa(atScale: 18))
      }
    }
    return nodes.enumerated().sorted { a, b in
      let (x, y) = (largest[a.element.id] ?? 0, largest[b.element.id] ?? 0)
      return x != y ? x > y : a.offset < b.offset
    }.map(\.element)
  }

  /// How many payments of the subjects have no other side to draw: fees, cash, several parties.
  private func withoutCounterparty(_ start: Set<RecordID>) throws -> [String] {
    try start.filter { $0.kind == .account }.sorted().compactMap { account in
      let profile = try casefile.profile(of: account)
      let missing = (profile?.byCounterparty ?? []).filter {
        if case .account = $0.counterparty { return false }
        return true
      }.reduce(0) { $0 + $1.flow.count }
      guard missing > 0 else { return nil }
      return "\(counted(missing)) payments of \(account) have no account on the other side (cash, "
        + "fees) and are not drawn: clew profile \(account)"
    }
  }
}
