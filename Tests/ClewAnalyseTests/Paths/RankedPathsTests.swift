import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// The best paths on which times advance, against every chain of every simple path.
struct RankedPathsTests {
  /// A small world of few days, sources and amounts, so that ties and doubtful orders abound.
  private func world(_ random: inout SeededGenerator, currencies: [String]) -> World {
    var world = World()
    world.persons("P", "Q", "R")
    world.holds("P", account: "a")
    world.holds("Q", account: "e")
    for account in ["b", "c"] where Bool.random(using: &random) {
      world.holds("R", account: account)
    }
    let names = ["a", "b", "c", "d", "e"]
    for source in 1...3 {
      for _ in 0..<Int.random(in: 2...6, using: &random) {
        let (x, y) = (names.randomElement(using: &random)!, names.randomElement(using: &random)!)
        let day = Int.random(in: 1...4, using: &random)
        let time = Int.random(in: 0..<8, using: &random) == 0 ? "2024-01" : "2024-01-0\(day)"
        world.pays(
          x, y, "\(Int.random(in: -1...6, using: &random))",
          currencies.randomElement(using: &random)!, at: time, source: Int32(source))
      }
    }
    return world
  }

  private struct Best: Equatable, CustomStringConvertible {
    var keys: [Int128]
    var nodes: [Int32]
    var verdict: Verdict
    var description: String { "\(keys) \(nodes) \(verdict)" }
  }

  /// Every simple path with payments, each with the keys of its best chain.
  private func brute(_ world: World, _ question: PathQuestion) -> [Best] {
    let snapshot = world.snapshot
    let payments = snapshot.payments
    let (start, goal) = (world["P"]!, world["Q"]!)
    func linked(_ a: Int32, _ b: Int32) -> Bool {
      snapshot.links.contains { ($0.from, $0.to) == (a, b) || ($0.from, $0.to) == (b, a) }
    }
    func rows(_ a: Int32, _ b: Int32) -> [Int] {
      (0..<payments.count).filter {
        payments.from[$0] == a && payments.to[$0] == b && payments.mantissa[$0] > 0
      }
    }
    func precedes(_ a: Int, _ b: Int) -> Bool {
      let (x, y) = (payments.time(of: a), payments.time(of: b))
      if x.hi < y.lo { return true }
      return !(y.hi < x.lo) && payments.source(of: a) == payments.source(of: b) && a < b
    }
    func fits(_ chain: [Int], certain: Bool) -> Bool {
      for i in chain.indices {
        for j in chain.indices where j > i && precedes(chain[j], chain[i]) { return false }
      }
      if certain, !zip(chain, chain.dropFirst()).allSatisfy({ precedes($0, $1) }) { return false }
      guard let window = question.window else { return true }
      let times = chain.map { payments.time(of: $0) }
      return certain
        ? times.last!.hi - times[0].lo <= window
        : times.map(\.lo).max()! - times.map(\.hi).min()! <= window
    }
    func chains(_ steps: [[Int]]) -> [[Int]] {
      steps.reduce([[]]) { chains, step in chains.flatMap { chain in step.map { chain + [$0] } } }
    }
    var best: [Best] = []
    func visit(_ nodes: [Int32]) {
      guard nodes.last != goal else {
        let steps = zip(nodes, nodes.dropFirst()).filter { !linked($0, $1) }.map { rows($0, $1) }
        guard !steps.isEmpty else { return }
        let all = chains(steps).filter { chain in
          question.rank != .value || Set(chain.map { payments.currency[$0] }).count == 1
        }
        for verdict in [Verdict.yes, .possible] {
          if verdict == .yes, question.order == .possible { continue }
          let keys = all.filter { fits($0, certain: verdict == .yes) }.map { chain -> [Int128] in
            let value = -Int128(chain.map { payments.mantissa[$0] }.min()!)
            let (hops, end) = (Int128(nodes.count - 1), Int128(payments.time(of: chain.last!).hi))
            switch question.rank {
            case .value: return [value, hops, end]
            case .hops: return [hops, end]
            case .time: return [end, hops]
            }
          }
          guard let least = keys.min(by: { $0.lexicographicallyPrecedes($1) }) else { continue }
          best.append(Best(keys: least, nodes: nodes, verdict: verdict))
          return
        }
        return
      }
      guard nodes.count <= question.maxHops else { return }
      for next in 0..<Int32(snapshot.nodeCount) where !nodes.contains(next) {
        if linked(nodes.last!, next) || !rows(nodes.last!, next).isEmpty { visit(nodes + [next]) }
      }
    }
    visit([start])
    return best.sorted { a, b in
      if a.verdict != b.verdict { return a.verdict > b.verdict }
      return a.keys != b.keys
        ? a.keys.lexicographicallyPrecedes(b.keys) : a.nodes.lexicographicallyPrecedes(b.nodes)
    }
  }

  private func keys(_ path: ConnectingPaths.Path, _ world: World, _ rank: PathQuestion.Rank)
    -> [Int128]
  {
    let end = Int128(world.snapshot.payments.time(of: Int(path.rows.last!)).hi)
    let hops = Int128(path.steps.count)
    switch rank {
    case .value: return [-Int128(path.bottlenecks[0].mantissa), hops, end]
    case .hops: return [hops, end]
    case .time: return [end, hops]
    }
  }

  @Test(arguments: 0..<150) func bestEqualBruteForce(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = world(&random, currencies: ["EUR"])
    var question = PathQuestion()
    question.kinds = []
    question.advances = true
    question.rank = PathQuestion.Rank.allCases[seed % 3]
    question.order = seed % 5 == 4 ? .possible : .certain
    question.limit = [1, 2, 3, 8][seed % 4]
    question.maxHops = [4, 6, 7][seed % 3]
    question.window = [nil, 86_400, 2 * 86_400, 86_399][seed / 3 % 4]
    let brute = brute(world, question)
    let found = ConnectingPaths(
      from: world["P"]!, to: world["Q"]!, in: world.snapshot, question)
    let withPayments = found.paths.filter { !$0.rows.isEmpty }
    #expect(withPayments.map(\.nodes) == brute.prefix(question.limit).map(\.nodes))
    #expect(
      withPayments.map { keys($0, world, question.rank) }
        == brute.prefix(question.limit).map(\.keys))
    if question.order == .certain {
      #expect(withPayments.map(\.verdict) == brute.prefix(question.limit).map(\.verdict))
    }
    #expect(found.isExact)
    #expect(found.isExhaustive == (brute.count <= question.limit))
  }

  /// Currencies are ranked apart: each group holds its own best.
  @Test(arguments: 0..<40) func everyCurrencyHasItsOwnRanking(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(1000 + seed))
    let world = world(&random, currencies: ["EUR", "USD"])
    var question = PathQuestion()
    question.kinds = []
    question.advances = true
    question.limit = 2
    let found = ConnectingPaths(
      from: world["P"]!, to: world["Q"]!, in: world.snapshot, question)
    for currency in ["EUR", "USD"] {
      question.minAmount = Money(decimal: "0", currency: currency)
      let alone = ConnectingPaths(
        from: world["P"]!, to: world["Q"]!, in: world.snapshot, question)
      let group = found.paths.filter { $0.bottlenecks.map(\.currency) == [currency] }
      #expect(group.map(\.nodes) == alone.paths.filter { !$0.rows.isEmpty }.map(\.nodes))
      #expect(group.map(\.bottlenecks) == alone.paths.map(\.bottlenecks))
    }
    for path in found.paths where path.bottlenecks.count == 2 {
      #expect(found.paths.filter { $0.nodes == path.nodes }.count == 1)
    }
  }

  /// The order in which files were read changes ids and rows, and nothing else.
  @Test(arguments: 0..<30) func rowOrderInsideTiesDoesNotMatter(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(500 + seed))
    let names = ["a", "b", "c", "d"]
    let rows = (0..<14).map { number in
      (
        names.randomElement(using: &random)!, names.randomElement(using: &random)!,
        "\(Int.random(in: 1...3, using: &random))", Int.random(in: 1...5, using: &random), number
      )
    }
    func answers(_ rows: [(String, String, String, Int, Int)]) -> [String] {
      var world = World()
      for account in names { world.pays(account, account, "1", at: "2020-01-01") }
      for row in rows {
        world.pays(row.0, row.1, row.2, at: "2024-01-0\(row.3)", source: Int32(row.4 + 2))
      }
      var question = PathQuestion()
      question.advances = true
      question.limit = 4
      return ConnectingPaths(
        from: world.accountNode("a")!, to: world.accountNode("d")!, in: world.snapshot, question
      ).paths.map { path in
        let days = path.rows.map { world.snapshot.payments.time(of: Int($0)).description }
        return "\(path.nodes) \(path.verdict) \(path.bottlenecks) \(days)"
      }
    }
    #expect(answers(rows) == answers(rows.reversed()))
  }

  @Test func aLaterPaymentThatCameFirstMakesNoPath() {
    // b → c could follow a → b, and c → d could follow b → c, yet c → d stands before a → b.
    var world = World()
    world.pays("c", "d", "1", at: "2024-01-05", source: 1)
    world.pays("a", "b", "1", at: "2024-01-05", source: 1)
    world.pays("b", "c", "1", at: "2024-01-05", source: 2)
    var question = PathQuestion()
    question.advances = true
    let found = ConnectingPaths(
      from: world.accountNode("a")!, to: world.accountNode("d")!, in: world.snapshot, question)
    #expect(found.paths.isEmpty)
    #expect(found.isExhaustive)
  }

  @Test func aPossibleWayThatCarriesMoreIsNamed() {
    var world = World()
    world.pays("a", "b", "5", at: "2024-01-01", source: 1)
    world.pays("b", "d", "5", at: "2024-01-02", source: 1)
    world.pays("a", "c", "90", at: "2024-01-03", source: 1)
    world.pays("c", "d", "80", at: "2024-01-03", source: 2)
    var question = PathQuestion()
    question.advances = true
    question.limit = 1
    func find() -> ConnectingPaths {
      ConnectingPaths(
        from: world.accountNode("a")!, to: world.accountNode("d")!, in: world.snapshot, question)
    }
    #expect(find().paths.map(\.verdict) == [.yes])
    #expect(find().outdoing.map(\.bottlenecks) == [[Money(decimal: "80", currency: "EUR")!]])
    question.order = .possible
    #expect(find().paths.map(\.verdict) == [.possible])
    #expect(find().outdoing.isEmpty)
  }

  @Test func hubsAreNamedAndCanBeLeftOut() {
    var world = World()
    world.pays("a", "hub", "10", at: "2024-01-01")
    world.pays("hub", "d", "10", at: "2024-01-02")
    world.pays("a", "b", "1", at: "2024-01-01")
    world.pays("b", "d", "1", at: "2024-01-02")
    for other in 0..<1100 { world.pays("hub", "x\(other)", "1", at: "2024-01-03") }
    var question = PathQuestion()
    question.limit = 3
    for advances in [true, false] {
      question.advances = advances
      question.hubLimit = nil
      let (a, d) = (world.accountNode("a")!, world.accountNode("d")!)
      let all = ConnectingPaths(from: a, to: d, in: world.snapshot, question)
      #expect(all.paths.count == 2)
      #expect(all.hubs == [Hub(node: world.accountNode("hub")!, neighbours: 1102)])
      question.hubLimit = 100
      let around = ConnectingPaths(from: a, to: d, in: world.snapshot, question)
      #expect(around.paths.map { $0.nodes.map(world.name).joined() } == ["abd"])
      #expect(around.avoided.map(\.neighbours) == [1102])
    }
  }

  @Test func workThatRunsOutSaysSo() {
    var world = World()
    for i in 0..<6 {
      for j in 0..<6 where i != j {
        for n in 0..<4 { world.pays("\(i)", "\(j)", "\(n + 1)", at: "2024-01-0\(n + 1)") }
      }
    }
    var question = PathQuestion()
    question.advances = true
    question.workLimit = 40
    let found = ConnectingPaths(
      from: world.accountNode("0")!, to: world.accountNode("5")!, in: world.snapshot, question)
    #expect(!found.isExact)
    #expect(!found.isExhaustive)
  }
}
