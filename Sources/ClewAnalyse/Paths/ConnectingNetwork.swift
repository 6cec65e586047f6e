import ClewGraph
import ClewModel

/// What a connecting network may go through.
package struct NetworkQuestion: Sendable {
  /// Kinds of link, and whether payments are followed, as for paths.
  package var kinds: Set<LinkKind>?
  package var followsPayments = true
  package var asOf: Moment?
  /// How far from the nearest terminal a node may lie.
  package var maxHops = 4
  /// A node with more neighbours is a hub: a step to or from it counts as four.
  package var hubSize = 1000
  /// Nodes looked at before the search of the surroundings ends.
  package var nodeLimit = 1_000_000
  /// The tree is exact for at most so many terminals …
  package var exactTerminals = 12
  /// … and sets of terminals times nodes.
  package var exactCells = 24_000_000

  package init() {}
}

/// The smallest network that joins some parties and accounts: fewest steps over links and payments,
/// taken both ways, with steps through hubs dearer.
package struct ConnectingNetwork: Sendable {
  /// Nodes of all trees, ascending, terminals included.
  package let nodes: [Int32]
  package let steps: [Step]
  /// Terminals that hang together, each group in the order given; the largest first.
  package let groups: [[Int32]]
  /// True where no smaller network exists among the nodes looked at.
  package let isOptimal: Bool
  /// True where all nodes within `maxHops` were looked at.
  package let isExhaustive: Bool
  /// What the steps cost together.
  package let cost: Int
  /// Hubs that the network leads through.
  package let hubs: [Hub]
  package let nodesLookedAt: Int

  package struct Step: Hashable, Sendable {
    package var step: ConnectingPaths.Step
    package var cost: Int
  }

  /// Terminals that nothing joins to the largest group.
  package var unreachable: [Int32] { groups.dropFirst().flatMap { $0 } }

  /// - Parameter terminals: distinct nodes, at least one.
  package init(
    joining terminals: [Int32], in snapshot: Snapshot, _ question: NetworkQuestion = .init()
  ) {
    var path = PathQuestion()
    path.kinds = question.kinds
    path.followsPayments = question.followsPayments
    path.asOf = question.asOf
    let records = PathGraph(snapshot, path)
    let graph = NetworkGraph(records, around: terminals, question)
    let joined = SteinerTrees.approximate(graph, graph.terminals)
    var sets = DisjointSets(count: graph.count)
    for step in joined { sets.join(step.a, step.b) }
    var byRoot: [Int32: [Int32]] = [:]
    for terminal in graph.terminals { byRoot[sets.find(terminal), default: []].append(terminal) }
    let place = Dictionary(
      graph.terminals.enumerated().map { ($0.element, $0.offset) },
      uniquingKeysWith: { first, _ in first })
    let ordered = byRoot.values.sorted { a, b in
      a.count != b.count ? a.count > b.count : (place[a[0]] ?? 0) < (place[b[0]] ?? 0)
    }
    var isOptimal = true
    var found: Set<NetworkStep> = []
    for group in ordered where group.count > 1 {
      let fits =
        group.count <= question.exactTerminals
        && graph.count <= question.exactCells >> (group.count - 1)
      if fits {
        found.formUnion(SteinerTrees.exact(graph, group))
      } else {
        isOptimal = isOptimal && group.count == 2
        let root = sets.find(group[0])
        found.formUnion(joined.filter { sets.find($0.a) == root })
      }
    }
    self.isOptimal = isOptimal
    groups = ordered.map { $0.map { graph.nodes[Int($0)] } }
    steps = found.sorted().compactMap { step in
      records.step(graph.nodes[Int(step.a)], graph.nodes[Int(step.b)], bothWays: true).map {
        Step(step: $0, cost: Int(graph.cost(step.a, step.b)))
      }
    }
    cost = steps.reduce(0) { $0 + $1.cost }
    let taken = Set(found.flatMap { [$0.a, $0.b] } + graph.terminals)
    nodes = taken.sorted().map { graph.nodes[Int($0)] }
    let drawn = Set(nodes)
    hubs = graph.hubs.filter { drawn.contains($0.node) }
    isExhaustive = graph.isWhole
    nodesLookedAt = graph.count
  }
}
