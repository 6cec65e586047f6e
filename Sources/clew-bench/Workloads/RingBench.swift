import ArgumentParser
import ClewAnalyse
import ClewFixtures
import ClewGraph

/// Bare detection on worlds in which labelled rings are hidden: recall and precision by family.
struct RingBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rings",
    abstract: "Find labelled laundering rings in a month of ordinary payments.",
    discussion: """
      A ring is found when one finding holds at least half of its transactions; a finding is true \
      when at least half of its transactions belong to one ring; a second finding of one ring is \
      neither. `recall` and `precision` are those at the deepest rank where half of the findings \
      of the kind are true; `recallIn20` counts the first 20 findings for each planted ring.
      """)

  enum Split: String, ExpressibleByArgument, CaseIterable {
    case even, odd, all, synthetic, amlsim
  }

  @Option(help: "AMLworld's labelled rings.")
  var patterns = "../shared/data/flows/amlworld/HI-Small_Patterns.sample.txt"

  @Option(help: "The AMLSim sample, for the split amlsim.")
  var amlsim = "../shared/data/flows/amlsim/20K_fanin200cycle200"

  @Option(help: "Which rings: every other labelled one, all, our own, or the AMLSim sample.")
  var split = Split.odd

  @Option(help: "town, quiet (no friends and invoices) or typologies.")
  var background = "town"

  @Option(help: "The seed of the background, and of synthetic rings.")
  var seed: UInt64 = 2

  @Option(help: "Payments of the background.")
  var payments = 1_000_000

  @Option(help: "Accounts of the background.")
  var accounts = 120_000

  @Option(help: "The share of ring accounts that are firms.")
  var firmShare = 0.5

  @Option(help: "Days of every detector's window; each its own without.")
  var days: Int64?

  @Flag(help: "Leave out who holds the accounts.")
  var withoutHolders = false

  @Flag(help: "Name the rings that no finding holds.")
  var misses = false

  @Option(name: .customLong("write"), help: "Write native tables and the truth here, and stop.")
  var folder: String?

  func run() throws {
    let world = try world()
    if let folder {
      guard world.write(to: folder) else { throw BenchError("cannot write into \(folder)") }
      return
    }
    let begin = ChildProcess.now()
    var question = DetectorQuestion()
    question.window = days.map { $0 * 86_400 }
    let detection = RingDetection(snapshot: world.snapshot, question).run()
    let seconds = ChildProcess.now() - begin
    report(world, detection, seconds: seconds)
  }

  private func world() throws -> RingWorld {
    if split == .amlsim {
      guard let world = RingWorld(amlsim: amlsim) else { throw BenchError("cannot read \(amlsim)") }
      return world
    }
    guard let background = RingWorld.Background(rawValue: background) else {
      throw BenchError("no background \(background)")
    }
    return RingWorld(
      planting: try rings(), background: background, seed: seed, payments: payments,
      accounts: accounts, firmShare: firmShare, holders: !withoutHolders)
  }

  private func rings() throws -> [RingPattern] {
    if split == .synthetic { return RingPattern.synthetic(160, seed: seed) }
    let all = RingPattern.rings(amlworld: patterns)
    guard !all.isEmpty else { throw BenchError("cannot read \(patterns)") }
    return all.enumerated().filter { number, _ in
      split == .all || (number % 2 == 0) == (split == .even)
    }.map(\.element)
  }

  private func report(_ world: RingWorld, _ detection: Detection, seconds: Double) {
    let score = RingScore(world)
    let ranked = detection.findings.map { RingScore.Found(kind: $0.kind, rows: $0.rows) }
    var line = Measurement("rings")
    line.add("split", split.rawValue)
    line.add("background", split == .amlsim ? "amlsim" : background)
    line.add("seed", Int(seed))
    line.add("transactions", world.snapshot.payments.count)
    line.add("rings", world.rings.count)
    line.add("seconds", seconds)
    line.add("findings", ranked.count)
    line.add("transactionF1", score.transactionF1(ranked))
    line.add("exhaustive", detection.isExhaustive ? "yes" : "no")
    line.print()
    for family in families(of: world) {
      let also = detection.findings.filter { $0.kind == family || $0.alsoFits.contains(family) }
        .map { RingScore.Found(kind: family, rows: $0.rows) }
      for least in [1, 3, 5] { print(score, ranked, also, family, least) }
    }
    guard misses else { return }
    let held = Set(ranked.flatMap { score.judge($0.rows).holds })
    for (number, ring) in world.rings.enumerated() where !held.contains(number) {
      var line = Measurement("missed")
      line.add("ring", number)
      line.add("family", ring.family)
      line.add("transactions", ring.rows.count)
      line.print()
    }
  }

  /// Those that are planted, in order.
  private func families(of world: RingWorld) -> [String] {
    (RingPattern.families).filter { family in world.rings.contains { $0.family == family } }
  }

  private func print(
    _ score: RingScore, _ ranked: [RingScore.Found], _ also: [RingScore.Found], _ family: String,
    _ least: Int
  ) {
    let result = score.line(family: family, least: least, ranked: ranked)
    guard result.planted > 0 else { return }
    let anyKind = score.line(
      family: family, least: least,
      ranked: ranked.map { RingScore.Found(kind: family, rows: $0.rows) })
    var line = Measurement("rings")
    line.add("family", family)
    line.add("least", least)
    line.add("planted", result.planted)
    line.add("recall", result.recallAtHalf)
    line.add("precision", Double(result.precisionAtHalf) / 10_000)
    line.add("rank", result.rankAtHalf)
    line.add("recallIn20", result.recallInTwenty)
    let fitting = score.line(family: family, least: least, ranked: also)
    line.add("recallAlsoFitting", fitting.recallAtHalf)
    line.add("recallIn20AlsoFitting", fitting.recallInTwenty)
    line.add("found", result.found)
    line.add("foundByAnyKind", anyKind.found)
    line.add("true", result.trueFindings)
    line.add("false", result.falseFindings)
    line.print()
  }
}
