import ArgumentParser
import ClewGraph
import ClewMatch
import ClewStore

/// The payments part of a snapshot, in this process.
struct SnapshotBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshot", abstract: "Take a snapshot of a synthetic bank.")

  @Option(help: "Transactions of the bank.")
  var rows = 1_000_000

  @Option(help: "How often; each run is a line.")
  var runs = 3

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/transactions.csv"
      let path = folder + "/bench.clew"
      try SyntheticBank(rows: rows).write(to: file)
      let load = try ChildProcess.run(
        [binary.clew, "ingest", file, "--set", "bench", "--quiet", "--case", path])
      guard load.status == 0 else { throw BenchError("clew ingest failed") }
      let folding = Folding(key: NameKey.key, tokens: NameKey.tokens)
      for _ in 0..<runs {
        let casefile = try Casefile.open(at: path, mode: .read, folding: folding)
        let begin = ChildProcess.now()
        let accounts = try casefile.snapshot(parts: .accounts)
        let between = ChildProcess.now()
        let snapshot = try casefile.snapshot(parts: .payments)
        let end = ChildProcess.now()
        let postings = try casefile.snapshot(parts: .postings).postings
        let last = ChildProcess.now()
        var line = Measurement("snapshot")
        line.add("rows", snapshot.payments.count)
        line.add("accounts", accounts.accountIDs.count)
        line.add("accountSeconds", between - begin)
        line.add("seconds", end - between)
        line.add("postings", postings.count)
        line.add("postingSeconds", last - end)
        line.add(
          "bytesPerTransaction",
          Double(snapshot.payments.byteCount) / Double(max(snapshot.payments.count, 1)))
        line.print()
        try casefile.close()
      }
    }
  }
}
