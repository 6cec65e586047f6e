import ArgumentParser
import ClewAnalyse
import ClewModel
import Glibc

/// The ownership of a whole synthetic register in this process, beside scipy on the same columns.
struct OwnershipBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ownership", abstract: "Ask a synthetic register who owns what, all at once.")

  @Option(help: "Companies of the register.")
  var companies = 1_000_000

  @Option(help: "How often; the least time counts.")
  var runs = 3

  @Option(help: "Targets asked for one by one.")
  var targets = 2000

  @Flag(help: "Run scipy on the same columns.")
  var peer = false

  @Option(help: "A Python with scipy, for the peer.")
  var python = "python3"

  func run() throws {
    let world = SyntheticOwnership(companies: companies)
    let columns = world.columns()
    // One person in two hundred, spread evenly.
    let seeds = (0..<max(1, world.persons / 200)).map { Int32(companies + $0 * 200) }
    var sums: Sums
    do {
      let (graph, seconds) = timed(runs) {
        OwnershipGraph(partyCount: world.parties, columns)
      }
      printFacts(world, columns, graph)
      var line = Measurement("ownership index")
      line.add("seconds", seconds)
      line.add("peakMegabytes", Self.peakMegabytes())
      line.print()
      sums = measureAll(graph, seeds)
    }
    if peer {
      try withTemporaryFolder { folder in
        try measurePeer(folder, world, columns, seeds, sums)
      }
    }
    measureBands(seeds)
  }

  /// What both implementations must agree on.
  private struct Sums {
    var total = 0.0
    var half = 0
    var blocked = 0
  }

  private func printFacts(
    _ world: SyntheticOwnership, _ columns: HoldingColumns, _ graph: OwnershipGraph
  ) {
    var line = Measurement("ownership world")
    line.add("companies", companies)
    line.add("persons", world.persons)
    line.add("companyLinks", columns.owner.count { Int($0) < companies })
    line.add("personLinks", columns.owner.count { Int($0) >= companies })
    line.add("rings", graph.ringCount)
    line.add("largestRing", graph.largestRing)
    line.add("peakMegabytes", Self.peakMegabytes())
    line.print()
  }

  private func measureAll(_ graph: OwnershipGraph, _ seeds: [Int32]) -> Sums {
    var sums = Sums()
    let half = ShareThreshold(units: Share.whole / 2, isInclusive: true)
    let (vector, seconds) = timed(runs) { ShareVector(of: seeds, in: graph) }
    sums.total = Double(vector.total) / 1e18
    var line = Measurement("ownership vector")
    line.add("seconds", seconds)
    line.add("sum", sums.total)
    let (passing, listSeconds) = timed(runs) { vector.passing(half) }
    sums.half = passing.companies.count { $0.verdict == .yes }
    line.add("halfOrMore", sums.half)
    line.add("settledExactly", passing.settledExactly)
    line.add("unsettled", passing.unsettled)
    line.add("decideSeconds", listSeconds)
    line.add("peakMegabytes", Self.peakMegabytes())
    line.print()

    let (exposure, stepSeconds) = timed(runs) { GraphExposure(of: seeds, over: half, in: graph) }
    sums.blocked = exposure.companies.count
    line = Measurement("ownership exposure")
    line.add("seconds", stepSeconds)
    line.add("blocked", sums.blocked)
    line.print()
    measureTargets(graph)
    measureOwnersOver(graph)
    return sums
  }

  private func measureTargets(_ graph: OwnershipGraph) {
    var scratch = TargetScratch(graph)
    var seed = Seed(5)
    var seconds: [Double] = []
    var owners: [Int] = []
    for _ in 0..<targets {
      let target = Int32(seed.below(companies))
      let begin = ChildProcess.now()
      let shares = TargetShares(of: target, in: graph, &scratch)
      seconds.append(ChildProcess.now() - begin)
      owners.append(shares.owners.count)
    }
    seconds.sort()
    owners.sort()
    var line = Measurement("ownership one target")
    line.add("targets", targets)
    line.add("medianMilliseconds", seconds[targets / 2] * 1000)
    line.add("p95Milliseconds", seconds[targets * 95 / 100] * 1000)
    line.add("worstMilliseconds", seconds[targets - 1] * 1000)
    line.add("medianOwners", owners[targets / 2])
    line.add("mostOwners", owners[targets - 1])
    line.print()
  }

  private func measureOwnersOver(_ graph: OwnershipGraph) {
    let quarter = ShareThreshold(units: Share.whole / 4, isInclusive: true)
    let (found, seconds) = timed(1) { OwnersOver(quarter, in: graph) }
    guard let found else { return }
    var line = Measurement("ownership all owners over 25%")
    line.add("seconds", seconds)
    line.add("pairs", found.rows.count)
    line.add("settledExactly", found.settledExactly)
    line.add("unsettled", found.unsettled)
    line.add("pushes", found.pushes)
    line.add("peakMegabytes", Self.peakMegabytes())
    line.print()
  }

  private func measureBands(_ seeds: [Int32]) {
  }

  /// The last result and the least time.
  private func timed<Result>(_ runs: Int, _ body: () -> Result) -> (Result, Double) {
    var begin = ChildProcess.now()
    var result = body()
    var best = ChildProcess.now() - begin
    for _ in 1..<max(1, runs) {
      begin = ChildProcess.now()
      result = body()
      best = min(best, ChildProcess.now() - begin)
    }
    return (result, best)
  }

  /// The most memory this process ever had resident, since the last reset.
  static func peakMegabytes() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 256)
    while fgets(&buffer, 256, file) != nil {
      let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      guard line.hasPrefix("VmHWM:") else { continue }
      let digits = line.filter(\.isNumber)
      return (Int(digits) ?? 0) / 1000
    }
    return 0
  }

  private func measurePeer(
    _ folder: String, _ world: SyntheticOwnership, _ columns: HoldingColumns, _ seeds: [Int32],
    _ sums: Sums
  ) throws {
  }
}
