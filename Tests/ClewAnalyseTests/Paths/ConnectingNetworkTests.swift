import ClewFixtures
import ClewGraph
import ClewModel
import Testing

@testable import ClewAnalyse

/// Smallest networks against every choice of nodes in small worlds.
struct ConnectingNetworkTests {
  private func world(_ random: inout SeededGenerator, nodes: Int, edges: Int) -> World {
    var world = World()
    for number in 0..<nodes { world.party("p\(number)", .organisation) }
    for _ in 0..<edges {
      let (a, b) = (
        Int.random(in: 0..<nodes, using: &random), Int.random(in: 0..<nodes, using: &random)
      )
      world.link(.director, "p\(a)", "p\(b)")
    }
    return world
  }

  /// The cost of the smallest tree that joins the terminals; nil where none does. Tries every set
  /// of further nodes: a tree on a set of nodes has one edge less than nodes.
  private func brute(_ snapshot: Snapshot, _ terminals: [Int32]) -> Int? {
    let others = (0..<Int32(snapshot.nodeCount)).filter { !terminals.contains($0) }
    var best: Int?
    for mask in 0..<(1 << others.count) {
      let taken =
        terminals + others.enumerated().filter { mask >> $0.offset & 1 == 1 }.map(\.element)
      guard best.map({ taken.count - 1 < $0 }) ?? true else { continue }
      let set = Set(taken)
      var sets = DisjointSets(count: snapshot.nodeCount)
      for link in snapshot.links where set.contains(link.from) && set.contains(link.to) {
        sets.join(link.from, link.to)
      }
      if Set(taken.map { sets.find($0) }).count == 1 { best = taken.count - 1 }
    }
    return best
  }

  @Test(arguments: 0..<60) func equalsBruteForce(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let world = world(&random, nodes: 11, edges: 8 + seed % 9)
    let count = 2 + seed % 4
    let terminals = Array((0..<Int32(11)).shuffled(using: &random).prefix(count))
    var question = NetworkQuestion()
    question.maxHops = 11
    let exact = ConnectingNetwork(joining: terminals, in: world.snapshot, question)
    #expect(exact.isOptimal && exact.isExhaustive)
    let brute = brute(world.snapshot, terminals)
    #expect((exact.groups.count == 1) == (brute != nil))
    #expect(exact.groups.flatMap { $0 }.sorted() == terminals.sorted())
    question.exactTerminals = 1
    let near = ConnectingNetwork(joining: terminals, in: world.snapshot, question)
    guard let brute else {
      #expect(exact.unreachable.count == near.unreachable.count)
      return
    }
    #expect(exact.cost == brute)
    #expect(exact.steps.count == exact.nodes.count - 1)
    #expect(near.cost <= 2 * brute)
    #expect(near.steps.count == near.nodes.count - 1)
    for network in [exact, near] { expectTree(network, terminals) }
  }

  private func expectTree(_ network: ConnectingNetwork, _ terminals: [Int32]) {
    let place = Dictionary(uniqueKeysWithValues: network.nodes.enumerated().map { ($1, $0) })
    var sets = DisjointSets(count: network.nodes.count)
    for step in network.steps {
      let ends = (Int32(place[step.step.from]!), Int32(place[step.step.to]!))
      let isNew = sets.join(ends.0, ends.1)
      #expect(isNew)
    }
    let roots = Set(terminals.map { sets.find(Int32(place[$0]!)) })
    #expect(roots.count == 1)
  }

  @Test func partiesMeetOverAccountsAndPayments() {
    var world = World()
    world.persons("P", "Q", "R", "S")
    world.holds("P", account: "a")
    world.holds("Q", account: "b")
    world.pays("a", "m", "10", at: "2024-01-01")
    world.pays("m", "a", "11", at: "2024-01-03")
    world.pays("b", "m", "10", at: "2024-01-02")
    world.link(.director, "R", "P")
    let network = ConnectingNetwork(
      joining: ["P", "Q", "R", "S"].map { world[$0]! }, in: world.snapshot)
    #expect(network.steps.map(\.step.id.description) == ["L1", "L2", "L3", "T1", "T3"])
    #expect(network.steps.map(\.step.parallels) == [0, 0, 0, 1, 0])
    #expect(network.nodes.map(world.name) == ["P", "Q", "R", "S", "a", "b", "m"])
    #expect(network.unreachable.map(world.name) == ["S"])
    #expect(network.isOptimal && network.isExhaustive)
  }

  @Test func aHubCostsMoreThanThreeQuietSteps() {
    var world = World()
    world.persons("P", "Q")
    world.link(.agent, "hub", "P")
    world.link(.agent, "hub", "Q")
    for number in 0..<30 { world.link(.agent, "hub", "x\(number)") }
    world.link(.director, "P", "y")
    world.link(.director, "y", "z")
    world.link(.director, "z", "Q")
    var question = NetworkQuestion()
    func names(_ question: NetworkQuestion) -> [String] {
      ConnectingNetwork(joining: [world["P"]!, world["Q"]!], in: world.snapshot, question)
        .nodes.map(world.name)
    }
    #expect(names(question) == ["P", "Q", "hub"])
    question.hubSize = 20
    #expect(names(question) == ["P", "Q", "y", "z"])
    let over = ConnectingNetwork(
      joining: [world["P"]!, world["x7"]!], in: world.snapshot, question)
    #expect(over.cost == 8)
    #expect(over.hubs == [Hub(node: world["hub"]!, neighbours: 32)])
  }

  @Test func limitsAreReported() {
    var world = World()
    for number in 0..<20 { world.link(.associate, "p\(number)", "p\(number + 1)") }
    let ends = [world["p0"]!, world["p20"]!]
    var question = NetworkQuestion()
    question.maxHops = 9
    #expect(ConnectingNetwork(joining: ends, in: world.snapshot, question).groups.count == 2)
    question.maxHops = 10
    #expect(ConnectingNetwork(joining: ends, in: world.snapshot, question).cost == 20)
    question.nodeLimit = 12
    let cut = ConnectingNetwork(joining: ends, in: world.snapshot, question)
    #expect(!cut.isExhaustive)
    #expect(cut.groups.count == 2)
  }

  @Test func oneTerminalAndNobodyElse() {
    var world = World()
    world.persons("P")
    world.pays("a", "a", "1", at: "2024-01-01")
    let network = ConnectingNetwork(joining: [world["P"]!], in: world.snapshot)
    #expect(network.steps.isEmpty)
    #expect(network.nodes == [world["P"]!])
    #expect(network.unreachable.isEmpty)
  }
}
