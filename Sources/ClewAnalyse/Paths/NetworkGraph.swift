import ClewGraph
import ClewModel

/// The surroundings of some nodes as an undirected graph with whole-number costs: one edge for each
/// pair of nodes that a link or a payment joins.
///
/// A step costs 1; a step to or from a hub that is no terminal costs `hubCost`, since nearly
/// everybody is joined to it.
struct NetworkGraph {
  /// The snapshot's numbers, ascending.
  let nodes: [Int32]
  /// Local numbers, in the order given.
  let terminals: [Int32]
  /// Neighbours of node n, ascending: `targets[starts[n]..<starts[n + 1]]`.
  let starts: [Int32]
  let targets: [Int32]
  let isHub: [Bool]
  let hubs: [Hub]
  /// False where the bound on nodes cut the surroundings.
  let isWhole: Bool

  static let hubCost: Int32 = 4

  init(_ graph: PathGraph, around roots: [Int32], _ question: NetworkQuestion) {
    let snapshot = graph.snapshot
    let near = { (node: Int32) -> [Int32] in
      let payments = snapshot.payments
      var found = Array(graph.timeless.successors(of: node))
      for row in payments.paid(by: node) where graph.isUsable(Int(row)) {
        found.append(payments.to[Int(row)])
      }
      for row in payments.received(by: node) where graph.isUsable(Int(row)) {
        found.append(payments.from[Int(row)])
      }
      return found
    }
    var distance = [Int32](repeating: -1, count: snapshot.nodeCount)
    var order: [Int32] = []
    for root in roots where distance[Int(root)] < 0 {
      distance[Int(root)] = 0
      order.append(root)
    }
    var next = 0
    var isWhole = true
    while next < order.count, isWhole {
      let node = order[next]
      next += 1
      guard Int(distance[Int(node)]) < question.maxHops else { continue }
      for other in near(node).sorted() where distance[Int(other)] < 0 {
        guard order.count < question.nodeLimit else {
          isWhole = false
          break
        }
        distance[Int(other)] = distance[Int(node)] + 1
        order.append(other)
      }
    }
    self.isWhole = isWhole
    nodes = order.sorted()
    var local = [Int32](repeating: -1, count: snapshot.nodeCount)
    for (number, node) in nodes.enumerated() { local[Int(node)] = Int32(number) }
    terminals = roots.map { local[Int($0)] }
    var starts: [Int32] = [0]
    var targets: [Int32] = []
    for node in nodes {
      var list = near(node).map { local[Int($0)] }.filter { $0 >= 0 && $0 != local[Int(node)] }
      list.sort()
      var last: Int32 = -1
      for other in list where other != last {
        targets.append(other)
        last = other
      }
      starts.append(Int32(targets.count))
    }
    self.starts = starts
    self.targets = targets
    let named = Set(terminals)
    var isHub = [Bool](repeating: false, count: nodes.count)
    var hubs: [Hub] = []
    for (number, node) in nodes.enumerated() where !named.contains(Int32(number)) {
      let count = snapshot.neighbourCount(of: node, graph.timeless, over: question.hubSize)
      guard count > question.hubSize else { continue }
      isHub[number] = true
      hubs.append(Hub(node: node, neighbours: count))
    }
    self.isHub = isHub
    self.hubs = hubs
  }

  var count: Int { nodes.count }

  func slots(of node: Int32) -> Range<Int> {
    Int(starts[Int(node)])..<Int(starts[Int(node) + 1])
  }

  func cost(_ a: Int32, _ b: Int32) -> Int32 {
    isHub[Int(a)] || isHub[Int(b)] ? Self.hubCost : 1
  }
}

/// An undirected step of a network, the lower node first.
struct NetworkStep: Hashable, Comparable {
  var a: Int32
  var b: Int32

  init(_ x: Int32, _ y: Int32) { (a, b) = (min(x, y), max(x, y)) }

  static func < (x: Self, y: Self) -> Bool { (x.a, x.b) < (y.a, y.b) }
}
