import ClewGraph

/// Cheapest trees that join some nodes of a graph.
enum SteinerTrees {
  private static let unreached: Int32 = 1 << 28

  /// The cheapest tree that joins all terminals, which must be distinct and lie in one component.
  ///
  /// Dreyfus & Wagner, "The Steiner problem in graphs", Networks 1 (1971) 195–207, with one search
  /// for shortest paths for each set in the place of all pairs (Erickson, Monma & Veinott 1987): for
  /// every set of terminals and every node the cost of the cheapest tree that joins both. The first
  /// terminal is the root and in no set. O(3^t n + 2^t m) time and O(2^t n) space for t = one less
  /// than the terminals.
  static func exact(_ graph: NetworkGraph, _ terminals: [Int32]) -> Set<NetworkStep> {
    guard let root = terminals.first, terminals.count > 1 else { return [] }
    let others = Array(terminals.dropFirst())
    let count = graph.count
    let whole = (1 << others.count) - 1
    var costs = [Int32](repeating: unreached, count: (whole + 1) * count)
    for set in 1...whole {
      let here = set * count
      if set & (set - 1) == 0 { costs[here + Int(others[set.trailingZeroBitCount])] = 0 }
      var part = (set - 1) & set
      while part > set & ~part {
        let (left, right) = (part * count, (set & ~part) * count)
        for node in 0..<count {
          let sum = costs[left + node] + costs[right + node]
          if sum < costs[here + node] { costs[here + node] = sum }
        }
        part = (part - 1) & set
      }
      spread(&costs, here, graph)
    }
    return steps(of: whole, from: root, costs, graph, others)
  }

  /// Lets the costs of one set flow along edges.
  private static func spread(_ costs: inout [Int32], _ here: Int, _ graph: NetworkGraph) {
    var queue = BucketQueue()
    for node in 0..<graph.count where costs[here + node] < unreached {
      queue.push(Int32(node), at: costs[here + node])
    }
    while let (node, cost) = queue.pop() {
      guard costs[here + Int(node)] == cost else { continue }
      for slot in graph.slots(of: node) {
        let other = graph.targets[slot]
        let sum = cost + graph.cost(node, other)
        if sum < costs[here + Int(other)] {
          costs[here + Int(other)] = sum
          queue.push(other, at: sum)
        }
      }
    }
  }

  /// Reads a tree back out of the costs: along the lowest edge that explains a cost, else by the
  /// first split of the set that does.
  private static func steps(
    of whole: Int, from root: Int32, _ costs: [Int32], _ graph: NetworkGraph, _ others: [Int32]
  ) -> Set<NetworkStep> {
    var steps: Set<NetworkStep> = []
    var open = [(set: whole, node: root)]
    while let (set, node) = open.popLast() {
      let here = set * graph.count
      let cost = costs[here + Int(node)]
      let isOne = set & (set - 1) == 0
      if isOne, node == others[set.trailingZeroBitCount] { continue }
      let before = graph.slots(of: node).lazy.map { graph.targets[$0] }.first {
        costs[here + Int($0)] + graph.cost(node, $0) == cost
      }
      if let before {
        steps.insert(NetworkStep(node, before))
        open.append((set, before))
        continue
      }
      var part = (set - 1) & set
      while part > set & ~part {
        let rest = set & ~part
        if costs[part * graph.count + Int(node)] + costs[rest * graph.count + Int(node)] == cost {
          open += [(part, node), (rest, node)]
          break
        }
        part = (part - 1) & set
      }
    }
    return steps
  }

  /// A forest that joins the terminals of each component at no more than twice the least cost.
  ///
  /// Mehlhorn, "A faster approximation algorithm for the Steiner problem in graphs", Information
  /// Processing Letters 27 (1988) 125–128: every node goes to its nearest terminal, the cheapest
  /// edges between two terminals' nodes make a graph of terminals, and its cheapest spanning forest
  /// is drawn out in steps; branches that end at no terminal are cut. O(n + m log m).
  static func approximate(_ graph: NetworkGraph, _ terminals: [Int32]) -> Set<NetworkStep> {
    let regions = NearestTerminals(graph, terminals)
    var bridges: [NetworkStep: (cost: Int32, a: Int32, b: Int32)] = [:]
    for a in 0..<Int32(graph.count) where regions.cost[Int(a)] < unreached {
      for slot in graph.slots(of: a) {
        let b = graph.targets[slot]
        guard a < b, regions.terminal[Int(a)] != regions.terminal[Int(b)] else { continue }
        let cost = regions.cost[Int(a)] + graph.cost(a, b) + regions.cost[Int(b)]
        let pair = NetworkStep(regions.terminal[Int(a)], regions.terminal[Int(b)])
        if bridges[pair].map({ cost < $0.cost }) ?? true { bridges[pair] = (cost, a, b) }
      }
    }
    var joined = DisjointSets(count: terminals.count)
    var steps: Set<NetworkStep> = []
    let order = bridges.sorted { x, y in
      x.value.cost != y.value.cost ? x.value.cost < y.value.cost : x.key < y.key
    }
    for (pair, bridge) in order where joined.join(pair.a, pair.b) {
      steps.insert(NetworkStep(bridge.a, bridge.b))
      for end in [bridge.a, bridge.b] {
        var node = end
        while let before = regions.before(node) {
          steps.insert(NetworkStep(node, before))
          node = before
        }
      }
    }
    return trimmed(spanning(steps, graph), to: terminals)
  }

  /// The cheapest spanning forest of some steps (Kruskal 1956).
  private static func spanning(
    _ steps: Set<NetworkStep>, _ graph: NetworkGraph
  ) -> Set<NetworkStep> {
    var joined = DisjointSets(count: graph.count)
    let order = steps.sorted { x, y in
      let (p, q) = (graph.cost(x.a, x.b), graph.cost(y.a, y.b))
      return p != q ? p < q : x < y
    }
    return Set(order.filter { joined.join($0.a, $0.b) })
  }

  /// Cuts branches that end at no terminal.
  private static func trimmed(
    _ steps: Set<NetworkStep>, to terminals: [Int32]
  ) -> Set<NetworkStep> {
    let named = Set(terminals)
    var steps = steps
    while true {
      var degree: [Int32: Int] = [:]
      for step in steps {
        degree[step.a, default: 0] += 1
        degree[step.b, default: 0] += 1
      }
      let loose = steps.filter { step in
        [step.a, step.b].contains { degree[$0] == 1 && !named.contains($0) }
      }
      guard !loose.isEmpty else { return steps }
      steps.subtract(loose)
    }
  }
}

/// The nearest terminal of every node, by cost, and the way back to it.
private struct NearestTerminals {
  private(set) var cost: [Int32]
  /// The place of the terminal in the list; -1 for a node that none reaches.
  private(set) var terminal: [Int32]
  private var previous: [Int32]

  init(_ graph: NetworkGraph, _ terminals: [Int32]) {
    cost = [Int32](repeating: 1 << 28, count: graph.count)
    terminal = [Int32](repeating: -1, count: graph.count)
    previous = terminal
    var queue = BucketQueue()
    for (place, node) in terminals.enumerated() {
      cost[Int(node)] = 0
      terminal[Int(node)] = Int32(place)
      queue.push(node, at: 0)
    }
    while let (node, reached) = queue.pop() {
      guard cost[Int(node)] == reached else { continue }
      for slot in graph.slots(of: node) {
        let other = graph.targets[slot]
        let sum = reached + graph.cost(node, other)
        guard sum < cost[Int(other)] else { continue }
        cost[Int(other)] = sum
        terminal[Int(other)] = terminal[Int(node)]
        previous[Int(other)] = node
        queue.push(other, at: sum)
      }
    }
  }

  func before(_ node: Int32) -> Int32? {
    previous[Int(node)] < 0 ? nil : previous[Int(node)]
  }
}
