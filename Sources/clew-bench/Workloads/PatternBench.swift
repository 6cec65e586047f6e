import ArgumentParser
import ClewAnalyse
import ClewGraph
import ClewModel
import Glibc

/// The searches of detectors on payments of very unequal accounts, each on one thread, beside their
/// peers. Times are processor seconds, so that other work on the machine counts less.
struct PatternBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "patterns", abstract: "Search synthetic payments for cycles, fans and layers.")

  @Option(help: "Payments of the world.")
  var payments = 1_000_000

  @Option(help: "Its accounts.")
  var accounts = 200_000

  @Option(help: "Its seed.")
  var seed: UInt64 = 7

  @Option(help: "How often; the least time counts.")
  var runs = 3

  @Flag(help: "Ten times the days, and ten times the payments and accounts in the same days.")
  var large = false

  @Flag(help: "Run snapml, networkit and rustworkx on the same columns.")
  var peer = false

  @Flag(help: "Check the counts of a graph that numpy makes against those known for it.")
  var golden = false

  @Option(help: "A Python with numpy, for the graph of known counts, and with the peers.")
  var python = "python3"

  private static let hops = 10

  func run() throws {
    let world = SyntheticFlows(payments: payments, accounts: accounts, seed: seed)
    let columns = world.columns()
    let (index, seconds) = timed { FlowIndex(columns, nodeCount: accounts) }
    var line = Measurement("patterns world")
    line.add("payments", index.count)
    line.add("accounts", accounts)
    line.add("seed", Int(seed))
    line.add("indexSeconds", seconds)
    line.print()
    for hours in [6, 12, 24] { cycles(index, hours: hours, findings: true) }
    fans(index)
    scatterGathers(index)
    graphs(index)
    if golden { try checkGolden() }
    if peer { try runPeers(columns) }
    if large { try runLarge() }
  }

  private func cycles(
    _ index: FlowIndex, hours: Int, findings: Bool, order: DetectorQuestion.Order = .strict,
    of world: String = ""
  ) {
    var question = DetectorQuestion()
    question.order = order
    var search = CycleSearch(index, window: Int64(hours) * 3600, question)
    search.times = .increasing
    search.hops = 3...Self.hops
    search.threads = 1
    let (counts, seconds) = timed { search.counts() }
    var line = Measurement("patterns cycles \(hours) h\(world)")
    line.add("countSeconds", seconds)
    line.add("countEdgesPerSecond", Double(index.count) / seconds)
    line.add("cycles", counts.total)
    line.add("byHops", Self.text(counts))
    line.add("exact", counts.isExact ? "yes" : "no")
    if findings {
      let (result, seconds) = timed { search.cycles() }
      line.add("findingSeconds", seconds)
      line.add("findingEdgesPerSecond", Double(index.count) / seconds)
      line.add("findings", result.cycles.count)
      line.add("told", result.cycles.reduce(0) { $0 + 1 + $1.alternatives })
      line.add("notTold", result.notWritten)
      line.add("findingsPerAccount", search.findingsPerAccount)
      line.add("work", result.work)
    }
    line.add("peakMegabytes", OwnershipBench.peakMegabytes())
    line.print()
  }

  /// Cycles of two payments and more, up to the last length there is one of.
  private static func text(_ counts: CycleCounts) -> String {
    let last = counts.byHops.lastIndex { $0 > 0 } ?? 1
    return last < 2 ? "" : counts.byHops[2...last].map(String.init).joined(separator: " ")
  }

  private func fans(_ index: FlowIndex) {
    let (found, seconds) = timed {
      FanSearch.Direction.allCases.map {
        FanSearch(index, window: 86_400, DetectorQuestion(), $0).run()
      }
    }
    var line = Measurement("patterns fans 24 h, both ways")
    line.add("seconds", seconds)
    line.add("edgesPerSecond", Double(index.count) / seconds)
    line.add("findings", found.reduce(0) { $0 + $1.findings.count })
    line.print()
  }

  private func scatterGathers(_ index: FlowIndex) {
    var question = DetectorQuestion()
    question.order = .strict
    let search = ScatterGatherSearch(index, window: 6 * 3600, question)
    let (found, seconds) = timed { search.run() }
    var line = Measurement("patterns scatter-gather 6 h")
    line.add("seconds", seconds)
    line.add("edgesPerSecond", Double(index.count) / seconds)
    line.add("findings", found.findings.count)
    line.print()
  }

  private func graphs(_ index: FlowIndex) {
    let (parts, partSeconds) = timed {
      WeakComponents(nodeCount: accounts, from: index.from, to: index.to)
    }
    var line = Measurement("patterns weak components")
    line.add("seconds", partSeconds)
    line.add("components", parts.count)
    line.print()
    let (ranks, rankSeconds) = timed {
      PageRank(nodeCount: accounts, from: index.from, to: index.to)
    }
    line = Measurement("patterns PageRank")
    line.add("seconds", rankSeconds)
    line.add("rounds", ranks.rounds)
    line.add("greatest", ranks.ranks.max() ?? 0)
    line.print()
  }

  /// The same accounts over ten times the days; ten times the accounts and payments in as many days,
  /// where three times as many payments can follow each, so that the search is cut and says so.
  private func runLarge() throws {
    var world = SyntheticFlows(payments: payments * 10, accounts: accounts, days: 300, seed: seed)
    do {
      let index = FlowIndex(world.columns(), nodeCount: accounts)
      for hours in [6, 24] {
        cycles(index, hours: hours, findings: true, of: ", ten times the days")
      }
    }
    world = SyntheticFlows(payments: payments * 10, accounts: accounts * 10, seed: seed)
    let index = FlowIndex(world.columns(), nodeCount: accounts * 10)
    for hours in [6, 24] {
      cycles(index, hours: hours, findings: true, of: ", ten times the accounts and payments")
    }
  }

  private func checkGolden() throws {
    try withTemporaryFolder { folder in
      guard let graph = try PatternPeer.golden(folder: folder, python: python) else { return }
      let index = FlowIndex(graph, nodeCount: 200_000)
      for (hours, known) in PatternPeer.goldenCounts {
        var search = CycleSearch(index, window: Int64(hours) * 3600)
        search.times = .increasing
        search.hops = 3...Self.hops
        let counts = search.counts()
        var line = Measurement("patterns golden \(hours) h")
        line.add("payments", index.count)
        line.add("byHops", Self.text(counts))
        line.add("known", known)
        line.add("agrees", known == Self.text(counts) ? "yes" : "no")
        line.print()
      }
    }
  }

  private func runPeers(_ columns: Payments) throws {
    try withTemporaryFolder { folder in
      try PatternPeer.write(columns, to: folder)
      for line in try PatternPeer.run(folder: folder, python: python, accounts: accounts) {
        line.print()
      }
    }
  }

  /// The last result and the least processor time.
  private func timed<Result>(_ body: () -> Result) -> (Result, Double) {
    var begin = Self.processorSeconds()
    var result = body()
    var best = Self.processorSeconds() - begin
    for _ in 1..<max(1, runs) {
      begin = Self.processorSeconds()
      result = body()
      best = min(best, Self.processorSeconds() - begin)
    }
    return (result, best)
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
