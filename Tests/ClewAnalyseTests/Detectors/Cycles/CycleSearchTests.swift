import ClewAnalyse
import ClewFixtures
import ClewGraph
import ClewModel
import Glibc
import Testing

@Suite struct CycleSearchTests {
  /// Hops without an account of their own are seconds after midnight.
  private func index(_ payments: [(String, String, Int)]) -> (FlowIndex, World) {
    var world = World()
    for (from, to, second) in payments {
      world.pays(from, to, "100", at: clock(second))
    }
    return (FlowIndex(world.snapshot.payments, nodeCount: world.snapshot.nodeCount), world)
  }

  private func names(_ cycle: FoundCycle, _ index: FlowIndex, _ world: World) -> String {
    cycle.edges.map { world.name(index.from[Int($0)]) }.joined(separator: ">")
  }

  @Test func threeStepsHome() {
    let (index, world) = index([("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("c", "d", 4)])
    let result = CycleSearch(index, window: 10).cycles()
    #expect(result.cycles.map { names($0, index, world) } == ["a>b>c"])
    #expect(result.counts.byHops[3] == 1)
    #expect(result.counts.total == 1)
    #expect(result.counts.isExact)
    let finding = CycleSearch(index, window: 10).run().findings[0]
    #expect(finding.rows == [0, 1, 2])
    #expect(finding.roles.map(\.role) == [.origin, .intermediary, .intermediary])
    #expect(finding.nearMiss == nil)
  }

  @Test func windowIsInclusive() {
    let (index, _) = index([("a", "b", 1), ("b", "c", 2), ("c", "a", 11)])
    #expect(CycleSearch(index, window: 10).counts().total == 1)
    #expect(CycleSearch(index, window: 9).counts().total == 0)
    #expect(CycleSearch(index, window: .max).counts().total == 1)
    #expect(CycleSearch(index, window: -1).counts().total == 0)
  }

  @Test func payingBackIsCountedAndNotWritten() {
    let (index, _) = index([("a", "b", 1), ("b", "a", 2)])
    var search = CycleSearch(index, window: 10)
    #expect(search.cycles().counts.byHops[2] == 1)
    #expect(search.cycles().cycles.isEmpty)
    search.hops = 2...2
    #expect(search.cycles().cycles.count == 1)
  }

  @Test func parallelPaymentsAreOneFinding() {
    let (index, world) = index([
      ("a", "b", 1), ("a", "b", 2), ("b", "c", 3), ("b", "c", 4), ("c", "a", 5), ("c", "a", 9),
    ])
    let result = CycleSearch(index, window: 10).cycles()
    #expect(result.counts.byHops[3] == 8)
    #expect(result.cycles.count == 1)
    #expect(result.cycles[0].alternatives == 7)
    #expect(names(result.cycles[0], index, world) == "a>b>c")
    // The shortest span: second 2 to second 5, by the earlier of two middles.
    #expect(result.cycles[0].edges == [1, 2, 4])
    #expect(result.notWritten == 0)
  }

  @Test func anotherTurnOfTheSameAccountsIsAnotherFinding() {
    let (index, _) = index([
      ("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("a", "c", 4), ("c", "b", 5), ("b", "a", 6),
      ("a", "b", 101), ("b", "c", 102), ("c", "a", 103),
    ])
    #expect(CycleSearch(index, window: 20).cycles().cycles.count == 3)
  }

  @Test func oneSourceOrdersPaymentsOfADay() {
    var world = World()
    for (from, to) in [("a", "b"), ("b", "c"), ("c", "a")] {
      world.pays(from, to, "100", at: "2026-01-05")
    }
    let index = FlowIndex(world.snapshot.payments, nodeCount: world.snapshot.nodeCount)
    var search = CycleSearch(index, window: 86_400)
    #expect(search.counts().total == 1)
    search.times = .increasing
    #expect(search.counts().total == 0)
  }

  @Test func twoSourcesDoNotOrderPaymentsOfADay() {
    var world = World()
    world.pays("a", "b", "100", at: "2026-01-05", source: 1)
    world.pays("b", "c", "100", at: "2026-01-05", source: 2)
    world.pays("c", "a", "100", at: "2026-01-05", source: 3)
    let index = FlowIndex(world.snapshot.payments, nodeCount: world.snapshot.nodeCount)
    #expect(CycleSearch(index, window: 86_400).counts().total == 0)
    var question = DetectorQuestion()
    question.order = .windowed
    let found = CycleSearch(index, window: 86_400, question).run().findings
    #expect(found.map(\.nearMiss) == ["the order of 2 of 3 hops is not known"])
  }

  @Test func windowedSaysWhatIsOutOfOrder() {
    let (index, world) = index([
      ("a", "b", 1), ("b", "c", 2), ("c", "d", 7), ("d", "e", 4), ("e", "f", 5), ("f", "a", 6),
    ])
    #expect(CycleSearch(index, window: 10).cycles().cycles.isEmpty)
    var question = DetectorQuestion()
    question.order = .windowed
    let search = CycleSearch(index, window: 10, question)
    let cycles = search.cycles().cycles
    #expect(cycles.map { names($0, index, world) } == ["a>b>c>d>e>f"])
    #expect(cycles.map(\.outOfOrder) == [1])
    #expect(search.run().findings.map(\.nearMiss) == ["1 of 6 hops out of order"])
  }

  @Test func oneAccountIsInSoManyFindings() {
    var payments: [(String, String, Int)] = []
    for n in 0..<40 {
      payments.append(("hub", "x\(n)", 10 * n + 1))
      payments.append(("x\(n)", "y\(n)", 10 * n + 2))
      payments.append(("y\(n)", "hub", 10 * n + 3))
    }
    let (index, _) = index(payments)
    var question = DetectorQuestion()
    question.findingsPerHub = 5
    let search = CycleSearch(index, window: 9, question)
    let result = search.cycles()
    #expect(result.cycles.count == 5)
    #expect(result.notWritten == 35)
    #expect(result.counts.byHops[3] == 40)
    #expect(search.run().isExhaustive == false)
  }

  @Test func weightsChooseAndFloorsLeaveOut() {
    let (index, world) = index([
      ("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("d", "e", 4), ("e", "f", 5), ("f", "d", 6),
    ])
    let weights: [Int32] = [1, 1, 1, 10_000, 5_000, 1]
    var search = CycleSearch(index, window: 10, weights: weights)
    #expect(search.cycles().cycles.map(\.weight) == [15_001, 3])
    #expect(names(search.cycles().cycles[0], index, world) == "d>e>f")
    search = CycleSearch(index, window: 10, weights: weights, floor: 4)
    #expect(search.cycles().cycles.map(\.weight) == [15_001])
    #expect(search.cycles().notWritten == 0)
    #expect(search.counts().total == 2)
  }

  @Test func ordinaryPaymentsAreLeftOut() {
    let (index, _) = index([("a", "b", 1), ("b", "c", 2), ("c", "a", 3), ("b", "a", 4)])
    #expect(
      CycleSearch(index, window: 9, admits: [true, true, false, true]).counts().byHops[3] == 0)
    #expect(CycleSearch(index, window: 9, admits: [true, true, true, false]).counts().total == 1)
    #expect(CycleSearch(index, window: 9, admits: []).counts().total == 0)
  }

  /// A hub that is paid and pays so often that the search below it has to end.
  @Test func workIsBoundedAndSaysSo() {
    var payments: [(String, String, Int)] = []
    for n in 0..<600 {
      payments.append((n % 2 == 0 ? "hub" : "other", n % 2 == 0 ? "other" : "hub", n))
      payments.append(("x\(n % 7)", "x\((n + 1 + n % 3) % 7)", n))
      payments.append(("x\(n % 5)", "hub", n))
      payments.append(("hub", "x\(n % 6)", n))
    }
    let (index, _) = index(payments)
    var search = CycleSearch(index, window: 10_000)
    search.workLimit = 300_000
    search.workPerRoot = 2000
    let result = search.cycles()
    #expect(result.cutRoots > 0)
    #expect(!result.counts.isExact)
    #expect(result.work < 2 * search.workLimit + index.count * 512)
    #expect(search.notes(result).first?.contains("limit of work") == true)
  }

  /// Through one account that pays and is paid at every second, by two-step rounds of others.
  @Test func aHubIsSearchedInBoundedWork() {
    var payments = Payments()
    payments.currencies = ["EUR"]
    (payments.sourceIDs, payments.sourceStart) = ([1], [0])
    let count = 4000
    for row in 0..<count {
      payments.ids.append(UInt32(row + 1))
      payments.from.append(row % 2 == 0 ? 0 : Int32(1 + row % 301))
      payments.to.append(row % 2 == 0 ? Int32(1 + row % 307) : 0)
      payments.lo.append(Int64(row / 10))
      payments.precision.append(0)
      payments.mantissa.append(100)
      payments.scale.append(2)
      payments.currency.append(0)
    }
    let index = FlowIndex(payments, nodeCount: 400)
    for order in DetectorQuestion.Order.allCases {
      var question = DetectorQuestion()
      question.order = order
      question.workLimit = 200_000
      let result = CycleSearch(index, window: .max, question).cycles()
      #expect(result.work < 2 * question.workLimit + count * 512)
      #expect(result.cutRoots > 0)
    }
    var search = CycleSearch(index, window: 50)
    search.workLimit = .max
    search.workPerRoot = .max
    #expect(search.counts().isExact)
  }

  @Test func emptyAndHostile() {
    let (empty, _) = index([])
    #expect(CycleSearch(empty, window: 10).cycles().cycles.isEmpty)
    let (index, _) = index([("a", "a", 1), ("a", "b", 2), ("b", "b", 2), ("b", "a", 2)])
    #expect(CycleSearch(index, window: 10).counts().total == 1)
    var search = CycleSearch(index, window: 10)
    search.hops = 2...99
    #expect(search.cycles().cycles.count == 1)
    search.hops = 0...1
    #expect(search.cycles().cycles.isEmpty)
  }

  /// The sample of IBM's parallel-cycle-enumeration: three temporal cycles.
  @Test func sampleOfParallelCycleEnumeration() throws {
    let root = #filePath.split(separator: "/").dropLast(5).joined(separator: "/")
    let data = getenv("CLEW_TEST_DATA").map { String(cString: $0) } ?? "/\(root)/../shared/data"
    guard let file = fopen(data + "/flows/gfp/parallel-cycle-enumeration_sample.txt", "r") else {
      return
    }
    defer { fclose(file) }
    var payments: [(String, String, Int)] = []
    var line = [CChar](repeating: 0, count: 64)
    while fgets(&line, 64, file) != nil {
      let bytes = line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let cells = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      guard cells.count == 3, let time = Int(cells[2]) else { continue }
      payments.append((String(cells[0]), String(cells[1]), time))
    }
    #expect(payments.count == 11)
    let (index, world) = index(payments)
    var search = CycleSearch(index, window: 1000)
    search.times = .increasing
    search.hops = 2...12
    #expect(search.counts().byHops[2...4] == [1, 1, 1])
    #expect(
      Set(search.cycles().cycles.map { names($0, index, world) }) == ["1>2>3", "2>3", "2>3>4>5"])
  }
}

/// A second of one day, as a source states it.
private func clock(_ second: Int) -> String {
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "2026-01-05T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
}
