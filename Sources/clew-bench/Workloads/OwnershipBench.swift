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

  @Flag(inversion: .prefixedNo, help: "Find all owners over 25 % of every company.")
  var allOwners = true

  @Flag(help: "Run scipy on the same columns.")
  var peer = false

  @Option(help: "A Python with scipy, for the peer.")
  var python = "python3"

  func run() throws {
    let world = SyntheticOwnership(companies: companies)
    let columns = world.columns()
    // One person in 110, spread evenly.
    let seeds = (0..<max(1, world.persons / 110)).map { Int32(companies + $0 * 110) }
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
        let found = try OwnershipPeer(
          folder: folder, python: python, parties: world.parties, columns: columns, seeds: seeds)
        guard let found else { return }
        found.line(sums).print()
      }
    }
    measureBands(seeds)
  }

  /// What both implementations must agree on.
  struct Sums {
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
    if allOwners { measureOwnersOver(graph) }
    return sums
  }

  private func measureTargets(_ graph: OwnershipGraph) {
    var scratch = TargetScratch(graph)
    var seed = Seed(5)
    var seconds: [Double] = []
    var owners: [Int] = []
    var possible = 0
    for _ in 0..<targets {
      let target = Int32(seed.below(companies))
      let begin = Self.processorSeconds()
      let shares = TargetShares(of: target, in: graph, &scratch)
      if graph.hasBands {
        possible += shares.owners.count { shares.most(of: $0, in: graph) >= FixedShare.one / 4 }
      }
      seconds.append(Self.processorSeconds() - begin)
      owners.append(shares.owners.count)
    }
    seconds.sort()
    owners.sort()
    var line = Measurement("ownership one target\(graph.hasBands ? " with bands" : "")")
    line.add("targets", targets)
    line.add("medianMilliseconds", seconds[targets / 2] * 1000)
    line.add("p95Milliseconds", seconds[targets * 95 / 100] * 1000)
    line.add("worstMilliseconds", seconds[targets - 1] * 1000)
    line.add("medianOwners", owners[targets / 2])
    line.add("mostOwners", owners[targets - 1])
    if graph.hasBands { line.add("possiblyQuarterOrMore", possible) }
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

  /// The same world with three holdings in ten known only as a band.
  private func measureBands(_ seeds: [Int32]) {
    Self.resetPeak()
    let world = SyntheticOwnership(companies: companies, bandPercent: 30)
    let (graph, indexSeconds) = timed(1) {
      OwnershipGraph(partyCount: world.parties, world.columns())
    }
    let half = ShareThreshold(units: Share.whole / 2, isInclusive: true)
    var line = Measurement("ownership bands")
    line.add("worldAndIndexSeconds", indexSeconds)
    let (least, leastSeconds) = timed(runs) { ShareVector(of: seeds, in: graph) }
    let (most, mostSeconds) = timed(runs) { GreatestVector(of: seeds, in: graph) }
    let (passing, decideSeconds) = timed(1) { most.passing(half, besides: least.passing(half)) }
    let (exposure, stepSeconds) = timed(runs) { GraphExposure(of: seeds, over: half, in: graph) }
    line.add("minimaSeconds", leastSeconds)
    line.add("maximaSeconds", mostSeconds)
    line.add("decideSeconds", decideSeconds)
    line.add("halfOrMore", passing.companies.count { $0.verdict == .yes })
    line.add("possiblyHalfOrMore", passing.companies.count { $0.verdict == .possible })
    line.add("unsettled", passing.unsettled)
    line.add("widened", most.widenedCount)
    line.add("exposureSeconds", stepSeconds)
    line.add("blocked", exposure.certainCount)
    line.add("possiblyBlocked", exposure.companies.count - exposure.certainCount)
    line.add("peakMegabytes", Self.peakMegabytes())
    line.print()
    measureTargets(graph)
  }

  /// The last result and the least processor time: all is on one thread, and other work on the
  /// machine then counts less.
  private func timed<Result>(_ runs: Int, _ body: () -> Result) -> (Result, Double) {
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

  /// The most memory this process ever had resident, since the last reset.
  static func peakMegabytes() -> Int {
    guard let file = fopen("/proc/self/status", "r") else { return 0 }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 256)
    while fgets(&buffer, 256, file) != nil {
      let bytes = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      let line = String(decoding: bytes, as: UTF8.self)
      guard line.hasPrefix("VmHWM:") else { continue }
      let digits = line.filter(\.isNumber)
      return (Int(digits) ?? 0) / 1000
    }
    return 0
  }

  /// Makes the kernel count the peak anew from what is resident now.
  private static func resetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }
}
