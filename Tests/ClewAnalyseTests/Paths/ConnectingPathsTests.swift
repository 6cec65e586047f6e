import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Testing

struct ConnectingPathsTests {
  private var world: World {
    var world = World()
    world.persons("P", "Q")
    world.holds("P", account: "a")
    world.holds("Q", account: "d")
    world.pays("a", "b", "100.00", at: "2024-01-05")
    world.pays("b", "d", "90.00", at: "2024-01-03")
    world.pays("a", "c", "50.00", at: "2024-01-05")
    world.pays("c", "d", "49.00", at: "2024-01-05")
    world.pays("c", "d", "1.00", at: "2024-01-09T10:00")
    world.link(.director, "P", "X")
    world.link(.director, "Q", "X")
    return world
  }

  private func find(_ question: PathQuestion = .init()) -> ConnectingPaths {
    let world = world
    return ConnectingPaths(
      from: world["P"]!, to: world["Q"]!, in: world.snapshot, question)
  }

  private func names(_ paths: ConnectingPaths) -> [String] {
    paths.paths.map { $0.nodes.map(world.name).joined() }
  }

  @Test func shortestComesFirstOverLinksAndPayments() {
    let found = find()
    #expect(names(found) == ["PXQ", "PabdQ", "PacdQ"])
    #expect(found.isExhaustive)
    #expect(found.paths[0].steps.map(\.kind) == ["director", "director"])
    #expect(found.paths[2].steps.map(\.id.description) == ["L3", "T3", "T4", "L4"])
    #expect(found.paths[2].steps[2].parallels == 1)
  }

  @Test func limitsAreReported() {
    var question = PathQuestion()
    question.limit = 1
    #expect(names(find(question)) == ["PXQ"])
    #expect(!find(question).isExhaustive)
    question.limit = 3
    question.maxHops = 2
    #expect(names(find(question)) == ["PXQ"])
  }

  @Test func kindsAreFiltered() {
    var question = PathQuestion()
    question.kinds = [.ownership]
    #expect(names(find(question)) == ["PabdQ", "PacdQ"])
    question.followsPayments = false
    #expect(find(question).paths.isEmpty)
  }

  @Test func timesAdvance() {
    var question = PathQuestion()
    question.kinds = []
    question.advances = true
    let found = find(question)
    #expect(names(found) == ["PacdQ"])
    #expect(found.paths[0].verdict == .yes)
    #expect(found.paths[0].steps[2].id.description == "T4")
  }

  private func verdicts(_ world: World, _ from: String, _ to: String) -> [Verdict] {
    var question = PathQuestion()
    question.advances = true
    return ConnectingPaths(
      from: world.accountNode(from)!, to: world.accountNode(to)!, in: world.snapshot, question
    ).paths.map(\.verdict)
  }

  @Test func overlapInsideOneSourceIsInItsOrder() {
    var world = World()
    world.pays("a", "b", "1", at: "2024-01-05")
    world.pays("b", "c", "1", at: "2024-01-05")
    world.pays("c", "d", "1", at: "2024-01-05")
    world.pays("b", "a", "1", at: "2024-01-05")
    #expect(verdicts(world, "a", "d") == [.yes])
    #expect(verdicts(world, "a", "b") == [.yes])
    #expect(verdicts(world, "d", "a").isEmpty)
    #expect(verdicts(world, "c", "a").isEmpty)
  }

  /// Two banks state the two payments of one day: whichever file was read first, and whichever
  /// payment therefore bears the lower id, the way is possible.
  @Test func overlapAcrossSourcesIsPossibleWhateverTheIds() {
    let payments = [("a", "b"), ("b", "c")]
    for order in [payments, payments.reversed()] {
      var world = World()
      for (number, payment) in order.enumerated() {
        world.pays(
          payment.0, payment.1, "1", at: "2024-01-05", source: Int32(number + 1))
      }
      #expect(verdicts(world, "a", "c") == [.possible])
    }
    var apart = World()
    apart.pays("b", "c", "1", at: "2024-01-05", source: 1)
    apart.pays("a", "b", "1", at: "2024-01-06", source: 2)
    #expect(verdicts(apart, "a", "c").isEmpty)
  }

  /// Brute force over all chains of three steps between layers, in worlds of few days and sources.
  @Test(arguments: 0..<60)
  func orderEqualsBruteForce(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    var world = World()
    var rows: [(step: Int, day: Int, source: Int, row: Int)] = []
    for source in 0..<3 {
      for _ in 0..<4 {
        let step = Int.random(in: 0..<3, using: &random)
        let day = Int.random(in: 1...4, using: &random)
        world.pays(
          ["a", "b", "c"][step], ["b", "c", "d"][step], "1", at: "2024-01-0\(day)",
          source: Int32(source + 1))
        rows.append((step, day, source, rows.count))
      }
    }
    func precedes(_ a: Int, _ b: Int) -> Bool {
      rows[a].day < rows[b].day
        || rows[a].day == rows[b].day && rows[a].source == rows[b].source && a < b
    }
    func chains(_ fits: (Int, Int, Int) -> Bool) -> Bool {
      rows.indices.contains { i in
        rows[i].step == 0
          && rows.indices.contains { j in
            rows[j].step == 1
              && rows.indices.contains { k in rows[k].step == 2 && fits(i, j, k) }
          }
      }
    }
    let certain = chains { i, j, k in precedes(i, j) && precedes(j, k) }
    let possible = chains { i, j, k in
      !precedes(j, i) && !precedes(k, j) && !precedes(k, i)
    }
    guard world.accountNode("a") != nil, world.accountNode("d") != nil else { return }
    #expect(verdicts(world, "a", "d") == (certain ? [.yes] : possible ? [.possible] : []))
  }

  @Test func smallAndForeignPaymentsAreLeftOut() {
    var question = PathQuestion()
    question.kinds = []
    question.minAmount = Money(decimal: "60", currency: "EUR")
    #expect(names(find(question)) == ["PabdQ"])
    question.minAmount = Money(decimal: "60", currency: "USD")
    #expect(find(question).paths.isEmpty)
    #expect(find(question).otherCurrencies == 5)
  }

  @Test func moneyIsFollowedForwardUnlessAsked() {
    let world = world
    var question = PathQuestion()
    question.kinds = []
    let back = ConnectingPaths(
      from: world["Q"]!, to: world["P"]!, in: world.snapshot, question)
    #expect(back.paths.isEmpty)
    question.isDirected = false
    let both = ConnectingPaths(
      from: world["Q"]!, to: world["P"]!, in: world.snapshot, question)
    #expect(both.paths.count == 2)
    #expect(both.paths[0].steps[1].to == world.accountNode("d")!)
  }

  @Test func earliestArrivalCountsWholeDays() {
    let world = world
    let timeless = CompressedRows(nodeCount: world.snapshot.nodeCount, from: [], to: [])
    func times(_ certain: Bool) -> [Int64] {
      EarliestArrival(
        from: world.accountNode("a")!, in: world.snapshot, timeless: timeless, certain: certain,
        usable: { _ in true }
      ).times
    }
    let d = Int(world.accountNode("d")!)
    #expect(times(true)[d] == TimeSpan(iso: "2024-01-09T10:00")!.hi)
    #expect(times(false)[d] == TimeSpan(iso: "2024-01-05")!.lo)
    #expect(times(true)[Int(world["Q"]!)] == .max)
  }
}
