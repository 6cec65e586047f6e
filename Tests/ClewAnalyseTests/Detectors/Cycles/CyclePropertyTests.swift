import ClewAnalyse
import ClewGraph
import ClewModel
import Testing

/// Every search against all cycles of small random graphs, found by trying everything.
@Suite struct CyclePropertyTests {
  struct World: CustomStringConvertible {
    var payments = Payments()
    var nodeCount: Int
    var description: String { "\(payments.from) \(payments.to) \(payments.lo)" }

    init(_ random: inout SplitMix, nodes: Int, edges: Int, span: Int, kind: Int) {
      nodeCount = nodes
      payments.currencies = ["EUR"]
      let sources = kind == 0 ? 1 : 1 + random.below(3)
      for source in 0..<sources {
        payments.sourceIDs.append(Int32(source + 1))
        payments.sourceStart.append(Int32(payments.count))
        for _ in 0..<edges / sources { add(&random, span: span, kind: kind) }
      }
    }

    private mutating func add(_ random: inout SplitMix, span: Int, kind: Int) {
      payments.ids.append(UInt32(payments.count + 1))
      payments.from.append(Int32(random.below(nodeCount)))
      payments.to.append(Int32(random.below(nodeCount)))
      let isDay = kind == 2 || (kind == 3 && random.below(3) == 0)
      let second = Int64(random.below(span))
      payments.lo.append(isDay ? second * 43_200 / 86_400 * 86_400 : second * 43_200)
      let precision: TimeSpan.Precision = isDay ? .day : kind == 1 ? .minute : .second
      payments.precision.append(precision.rawValue)
      payments.mantissa.append(100)
      payments.scale.append(2)
      payments.currency.append(0)
    }
  }

  struct SplitMix {
    var state: UInt64
    mutating func below(_ bound: Int) -> Int {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return Int((z ^ (z >> 31)).multipliedFullWidth(by: UInt64(bound)).high)
    }
  }

  /// All simple cycles in a window, each once, from its lowest edge on.
  static func all(_ index: FlowIndex, window: Int64, maxHops: Int) -> [[Int]] {
    var cycles: [[Int]] = []
    func extend(_ chain: [Int]) {
      let root = chain[0]
      let node = index.to[chain[chain.count - 1]]
      if node == index.from[root] {
        cycles.append(chain)
        return
      }
      guard chain.count < maxHops else { return }
      guard !chain.contains(where: { index.from[$0] == node }) else { return }
      for edge in root + 1..<index.count
      where index.from[edge] == node && index.lo[edge] - index.lo[root] <= window {
        extend(chain + [edge])
      }
    }
    for root in 0..<index.count { extend([root]) }
    return cycles.filter { $0.count > 1 }
  }

  static func isStrict(_ chain: [Int], _ index: FlowIndex, _ times: CycleSearch.Times) -> Bool {
    zip(chain, chain.dropFirst()).allSatisfy { a, b in
      if index.hi[a] < index.lo[b] { return true }
      return times == .stated && a < b && index.source(of: a) == index.source(of: b)
        && index.rows[a] < index.rows[b]
    }
  }

  static func turns(_ chain: [Int], _ index: FlowIndex) -> Int {
    zip(chain, chain.dropFirst() + [chain[0]]).count { a, b in
      if index.lo[b] != index.lo[a] { return index.lo[b] < index.lo[a] }
      return index.source(of: a) == index.source(of: b) && index.rows[b] < index.rows[a]
    }
  }

  static func turn(_ chain: [Int], _ index: FlowIndex) -> [Int32] {
    let nodes = chain.map { index.from[$0] }
    let low = nodes.firstIndex(of: nodes.min() ?? 0) ?? 0
    return Array(nodes[low...] + nodes[..<low])
  }

  static func counts(_ cycles: [[Int]]) -> [Int] {
    var counts = [Int](repeating: 0, count: CycleSearch.hopLimit + 1)
    for cycle in cycles { counts[cycle.count] += 1 }
    return counts
  }

  @Test(arguments: 0..<4) func strictAgainstBruteForce(kind: Int) {
    var random = SplitMix(state: UInt64(kind + 1))
    for round in 0..<120 {
      let world = World(
        &random, nodes: 3 + random.below(7), edges: 6 + random.below(26),
        span: 4 + random.below(30),
        kind: kind)
      let index = FlowIndex(world.payments, nodeCount: world.nodeCount)
      let window = Int64(random.below(14)) * 43_200
      let every = Self.all(index, window: window, maxHops: 6)
      for times in [CycleSearch.Times.stated, .increasing] {
        var search = CycleSearch(index, window: window)
        search.times = times
        search.hops = 2...6
        search.findingsPerAccount = .max
        let expected = every.filter { Self.isStrict($0, index, times) }
        let result = search.cycles()
        #expect(result.counts.byHops == Self.counts(expected), "\(round) \(world)")
        #expect(result.counts == search.counts())
        let chains = Set(expected.map { $0.map { Int32($0) } })
        #expect(result.cycles.allSatisfy { chains.contains($0.edges) })
        #expect(result.cycles.reduce(0) { $0 + 1 + $1.alternatives } == expected.count)
        #expect(
          Set(result.cycles.map { Self.turn($0.edges.map { Int($0) }, index) })
            == Set(expected.map { Self.turn($0, index) }))
      }
    }
  }

  @Test(arguments: 0..<4) func windowedAgainstBruteForce(kind: Int) {
    var random = SplitMix(state: UInt64(kind + 77))
    for round in 0..<120 {
      let world = World(
        &random, nodes: 3 + random.below(7), edges: 6 + random.below(20),
        span: 4 + random.below(30),
        kind: kind)
      let index = FlowIndex(world.payments, nodeCount: world.nodeCount)
      let window = Int64(random.below(14)) * 43_200
      let every = Self.all(index, window: window, maxHops: 6)
      for turns in 0...3 {
        var question = DetectorQuestion()
        question.order = .windowed
        var search = CycleSearch(index, window: window, question)
        search.hops = 2...6
        search.turns = turns
        search.findingsPerAccount = .max
        let expected = every.filter { Self.turns($0, index) <= turns + 1 }
        let result = search.cycles()
        #expect(result.counts.byHops == Self.counts(expected), "\(round) \(turns) \(world)")
        #expect(result.cycles.reduce(0) { $0 + 1 + $1.alternatives } == expected.count)
      }
    }
  }

  /// Large enough for sweeps; the counts of a plain search are known to be right from above.
  @Test func sweepsAndThreadsChangeNothing() {
    var random = SplitMix(state: 9)
    let world = World(&random, nodes: 30, edges: 2300, span: 4000, kind: 0)
    let index = FlowIndex(world.payments, nodeCount: world.nodeCount)
    for order in DetectorQuestion.Order.allCases {
      var question = DetectorQuestion()
      question.order = order
      var search = CycleSearch(index, window: 60 * 43_200, question)
      search.hops = 2...5
      search.turns = 1
      search.findingsPerAccount = 7
      let two = search.cycles()
      search.threads = 1
      let one = search.cycles()
      #expect(one.cycles == two.cycles)
      #expect(one.counts == two.counts)
      let every = Self.all(index, window: 60 * 43_200, maxHops: 5)
      let expected = every.filter {
        order == .strict ? Self.isStrict($0, index, .stated) : Self.turns($0, index) <= 2
      }
      #expect(one.counts.byHops == Self.counts(expected))
    }
  }
}
