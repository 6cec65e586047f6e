import ArgumentParser
import ClewAnalyse
import ClewGraph
import Glibc

/// Tracing through a synthetic ledger in this process: every method, both ways, on one thread.
struct TraceBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trace", abstract: "Follow money through a synthetic ledger by every method.")

  @Option(help: "Transactions of the ledger.")
  var transactions = 1_000_000

  @Option(help: "Accounts of the ledger with many accounts.")
  var accounts = 100_000

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(help: "How often; the least processor time counts.")
  var runs = 3

  func run() throws {
    for shape in SyntheticLedger.Shape.allCases {
      let world = SyntheticLedger(
        shape, transactions: transactions, accounts: accounts, seed: seed)
      var line = Measurement("trace world")
      line.add("shape", shape.rawValue)
      line.add("transactions", transactions)
      line.add("peakMegabytes", OwnershipBench.peakMegabytes())
      line.print()
      for method in TracingMethod.allCases {
        var forward = TraceQuestion(method, .transactions(world.origins, amount: nil))
        forward.maxHops = 100_000
        measure(forward, world, shape)
        var backward = TraceQuestion(method, .transactions([world.late], amount: nil))
        backward.direction = .backward
        backward.maxHops = 100_000
        measure(backward, world, shape)
      }
    }
  }

  private func measure(
    _ question: TraceQuestion, _ world: SyntheticLedger, _ shape: SyntheticLedger.Shape
  ) {
    Self.resetPeak()
    var best = Double.infinity
    var trace = Trace(method: question.method, direction: question.direction, sameDay: .ledger)
    for _ in 0..<max(1, runs) {
      let begin = Self.processorSeconds()
      trace = Trace(question, in: world.postings)
      best = min(best, Self.processorSeconds() - begin)
    }
    var line = Measurement("trace \(question.method.rawValue)")
    line.add("shape", shape.rawValue)
    line.add("direction", question.direction.rawValue)
    line.add("seconds", best)
    line.add("millionTransactionsPerSecond", Double(transactions) / best / 1e6)
    line.add("movements", trace.movements.count)
    line.add("lots", trace.lots.count)
    line.add("accountsWithTraced", trace.balances.count)
    line.add("origins", trace.origins.count)
    line.add("reconciles", trace.reconciles ? "yes" : "no")
    line.add("exhaustive", trace.isExhaustive ? "yes" : "no")
    line.add("peakMegabytes", OwnershipBench.peakMegabytes())
    line.print()
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Makes the kernel count the peak anew from what is resident now.
  private static func resetPeak() {
    guard let file = fopen("/proc/self/clear_refs", "w") else { return }
    fputs("5", file)
    fclose(file)
  }
}
