/// Folds what a chart offers to fold and the neighbours of hubs, so that it stays readable, and says
/// what it folded.
///
/// The chart's own folds come first: they know what matters to the answer. Of what is left,
/// two neighbours may be folded together when nobody can tell them apart on the chart: the same
/// kind, and the same lines (relation, direction) to the same nodes. That holds for the two
/// thousand companies at one agent's address, and for the two hundred mules between one payer and
/// one collector. Highlighted and marked nodes, members of groups, and ends of highlighted lines are
/// never folded.
package struct Folding: Hashable, Sendable {
  /// A node with more neighbours than this is a hub.
  package var maxNeighbours: Int
  /// More nodes than this do not fit on a printed sheet.
  package var maxNodes: Int
  /// False leaves the chart's own folds open.
  package var takesFolds: Bool

  package init(maxNeighbours: Int = 18, maxNodes: Int = 300, takesFolds: Bool = true) {
    self.maxNeighbours = max(2, maxNeighbours)
    self.maxNodes = max(2, maxNodes)
    self.takesFolds = takesFolds
  }

  /// Draws every node there is, up to what a layout can bear.
  package static let none = Folding(maxNeighbours: .max, maxNodes: 3000, takesFolds: false)

  /// The chart with hubs folded and one note for each fold.
  ///
  /// Of each set of like neighbours the first few by place in the chart stay, as many as the hub
  /// has room for; the others become one node that carries their number.
  ///
  /// - Throws: `tooLarge` when more than `maxNodes` nodes remain.
  /// - Complexity: O(n + m log m) time, O(n + m) space.
  package func fold(_ whole: Chart) throws(RenderError) -> Chart {
    let chart = takesFolds && !whole.folds.isEmpty ? closing(whole) : whole
    let adjacency = Adjacency(chart)
    var folded = chart
    var gone: Set<Int> = []
    for twins in adjacency.twins {
      let hubs = twins.neighbours.filter { adjacency.degree[$0] > maxNeighbours }
      guard let hub = hubs.max(by: { adjacency.degree[$0] < adjacency.degree[$1] }) else {
        continue
      }
      // The hub's room is shared among its sets of twins in proportion to their size.
      let room = max(1, twins.members.count * (maxNeighbours - 1) / adjacency.degree[hub])
      let hidden = twins.members.dropFirst(room)
      guard hidden.count > 1 else { continue }
      gone.formUnion(hidden)
      append(hidden, of: twins, hub: hub, chart: chart, to: &folded)
    }
    guard !gone.isEmpty else { return try checked(chart) }
    return try checked(Self.without(Set(gone.map { chart.nodes[$0].id }), folded))
  }

  /// The chart with its own folds in the place of their members.
  private func closing(_ chart: Chart) -> Chart {
    let gone = Set(chart.folds.flatMap(\.members))
    var folded = Self.without(gone, chart)
    for fold in chart.folds {
      folded.nodes.append(ChartNode(id: fold.id, shape: .folded, lines: fold.lines))
      folded.edges += fold.edges.filter { !gone.contains($0.from) && !gone.contains($0.to) }
    }
    folded.folds = []
    let which =
      chart.view == .flow ? "with the smallest sums" : "that the rules above do not turn on"
    folded.notes.append(
      "Folded: \(counted(gone.count)) of \(counted(chart.nodes.count)) nodes \(which);"
        + " --full draws them all, the chart's JSON and DOT hold them with their evidence.")
    return folded
  }

  /// The chart without some nodes, their lines, and the evidence that only those cite.
  private static func without(_ names: Set<String>, _ chart: Chart) -> Chart {
    var rest = chart
    rest.nodes = chart.nodes.filter { !names.contains($0.id) }
    rest.edges = chart.edges.filter { !names.contains($0.from) && !names.contains($0.to) }
    rest.groups = chart.groups.compactMap { group in
      let members = group.members.filter { !names.contains($0) }
      let count = group.members.count - members.count
      let label = count == 0 ? group.label : "\(group.label) (\(counted(count)) of them folded)"
      return members.isEmpty ? nil : ChartGroup(label: label, members: members)
    }
    let cited = Set(rest.edges.flatMap(\.evidence))
    let before = Set(chart.edges.flatMap(\.evidence))
    rest.evidence = chart.evidence.filter {
      cited.contains($0.number) || !before.contains($0.number)
    }
    return rest
  }

  private func checked(_ chart: Chart) throws(RenderError) -> Chart {
    guard chart.nodes.count <= maxNodes else {
      throw RenderError(
        .tooLarge,
        what: "\(counted(chart.nodes.count)) nodes; a sheet carries \(counted(maxNodes))",
        place: "chart \(ShownText.line(chart.title))",
        next: "Show less: --hops 1, a shorter period or a minimum amount."
          + " `-o FILE.json` and `-o FILE.dot` write all of it.")
    }
    return chart
  }

  private func append(
    _ hidden: ArraySlice<Int>, of twins: Adjacency.Twins, hub: Int, chart: Chart,
    to folded: inout Chart
  ) {
    let count = hidden.count
    let (centre, example) = (chart.nodes[hub], chart.nodes[twins.members[0]])
    let id = "folded-\(folded.nodes.count - chart.nodes.count + 1)"
    folded.nodes.append(
      ChartNode(
        id: id, shape: .folded, lines: ["+\(counted(count)) more", example.shape.plural]))
    for line in twins.lines {
      let other = chart.nodes[line.neighbour].id
      folded.edges.append(
        ChartEdge(
          from: line.outgoing ? id : other, to: line.outgoing ? other : id,
          relation: line.relation, label: ["\(counted(count)) folded lines"], confidence: .dotted,
          directed: line.directed))
    }
    let whose = ShownText.line(centre.lines.first ?? centre.id)
    folded.notes.append(
      "Folded: \(counted(count)) of \(counted(twins.members.count)) like neighbours of"
        + " \(centre.id) (\(NodeCard.abridged(whose))); their lines and evidence are in the chart's"
        + " JSON and DOT.")
  }
}

extension ChartNode {
  /// A mark that is more than a share makes a node stand out: it is never folded.
  fileprivate var isRemarkable: Bool {
    !verdicts.isEmpty || shape == .folded || marks.contains { !$0.hasPrefix(Self.shareMark) }
  }

  /// What marks that only give a share begin with.
  package static let shareMark = "look-through"
}

/// Neighbourhoods of a chart by node number.
private struct Adjacency {
  /// One line of a node towards a neighbour.
  struct Line: Hashable, Comparable {
    var neighbour: Int
    var relation: ChartEdge.Relation
    var outgoing: Bool
    var directed: Bool

    static func < (a: Line, b: Line) -> Bool {
      (a.neighbour, a.relation.rawValue, a.outgoing ? 0 : 1, a.directed ? 0 : 1)
        < (b.neighbour, b.relation.rawValue, b.outgoing ? 0 : 1, b.directed ? 0 : 1)
    }
  }

  /// Nodes that nobody can tell apart, in chart order.
  struct Twins {
    var lines: [Line]
    var members: [Int]

    var neighbours: [Int] {
      lines.map(\.neighbour).reduce(into: []) { if $0.last != $1 { $0.append($1) } }
    }
  }

  private struct Signature: Hashable {
    var shape: ChartNode.Shape
    var lines: [Line]
  }

  /// Distinct neighbours of each node.
  var degree: [Int]
  /// Sets of twins in the order of their first member.
  var twins: [Twins] = []

  init(_ chart: Chart) {
    var number: [String: Int] = [:]
    for (index, node) in chart.nodes.enumerated() { number[node.id] = index }
    var lines = [Set<Line>](repeating: [], count: chart.nodes.count)
    var fixed = chart.nodes.map { $0.highlighted || $0.isRemarkable }
    for member in chart.groups.flatMap(\.members) {
      if let index = number[member] { fixed[index] = true }
    }
    for edge in chart.edges {
      guard let from = number[edge.from], let to = number[edge.to] else { continue }
      let directed = edge.directed
      lines[from].insert(
        Line(neighbour: to, relation: edge.relation, outgoing: true, directed: directed))
      lines[to].insert(
        Line(neighbour: from, relation: edge.relation, outgoing: false, directed: directed))
      if edge.highlighted { (fixed[from], fixed[to]) = (true, true) }
    }
    degree = lines.map { Set($0.map(\.neighbour)).count }
    var place: [Signature: Int] = [:]
    for index in chart.nodes.indices where !fixed[index] && !lines[index].isEmpty {
      let signature = Signature(shape: chart.nodes[index].shape, lines: lines[index].sorted())
      if let known = place[signature] {
        twins[known].members.append(index)
      } else {
        place[signature] = twins.count
        twins.append(Twins(lines: signature.lines, members: [index]))
      }
    }
  }
}

/// A count for people: `1,987`.
package func counted(_ count: Int) -> String {
  var digits = Array(String(count.magnitude))
  var index = digits.count - 3
  while index > 0 {
    digits.insert(",", at: index)
    index -= 3
  }
  return (count < 0 ? "-" : "") + String(digits)
}

extension ChartNode.Shape {
  /// The word for several, on a folded node.
  var plural: String {
    switch self {
    case .person: "persons"
    case .organisation: "organisations"
    case .vessel: "vessels"
    case .aircraft: "aircraft"
    case .asset: "assets"
    case .unknown: "parties of unknown kind"
    case .account: "accounts"
    case .wallet: "wallets"
    case .card: "cards"
    case .cash: "cash ends"
    case .address: "addresses"
    case .listing: "list entries"
    case .transaction: "payments of several parties"
    case .folded: "folded sets"
    case .unknownOwner, .anonymousOwner: "unknown owners"
    case .arrangement: "trusts"
    case .traded: "companies with traded shares"
    case .state: "states or public bodies"
    }
  }
}
