import ArgumentParser
import Glibc

/// `transactions.csv` to a casefile that answers, beside DuckDB's `create table as` to a file.
struct LoadBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "load", abstract: "Load a synthetic bank; then a second file on top.")

  @Option(help: "Rows of the first file.")
  var rows = 1_000_000

  @Option(help: "Rows of a second file loaded onto it; 0 for none.")
  var second = 0

  @Option(help: "How often; each run is a line.")
  var runs = 3

  @Option(help: "A Python with duckdb, for the peer; empty for none.")
  var python = "python3"

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/transactions.csv"
      try SyntheticBank(rows: rows).write(to: file)
      let more = folder + "/more.csv"
      if second > 0 {
        try SyntheticBank(rows: second, firstRow: rows, seed: 2).write(to: more)
      }
      for _ in 0..<runs {
        try measure(folder: folder, file: file, more: more).print()
      }
    }
  }

  private func measure(folder: String, file: String, more: String) throws -> Measurement {
    let casefile = folder + "/bench.clew"
    _ = try ChildProcess.run(["rm", "-f", casefile, casefile + "-wal", casefile + "-shm"])
    var line = Measurement("load")
    line.add("rows", rows)
    let load = try clew(["ingest", file, "--set", "bench", "--quiet"], casefile)
    line.add("seconds", load.seconds)
    line.add("rowsPerSecond", Int(Double(rows) / load.seconds))
    line.add("cpuSeconds", load.cpuSeconds)
    line.add("peakMegabytes", load.peakBytes / 1_000_000)
    line.add("showSeconds", try clew(["show", "A7"], casefile).seconds)
    line.add("profileSeconds", try clew(["profile", "A7"], casefile).seconds)
    if second > 0 {
      let next = try clew(["ingest", more, "--set", "bench", "--quiet"], casefile)
      line.add("secondRows", second)
      line.add("secondSeconds", next.seconds)
      line.add("secondPeakMegabytes", next.peakBytes / 1_000_000)
    }
    if let peer = try duckdb(folder: folder, file: file) {
      line.add("duckdbSeconds", peer)
      line.add("ratioToDuckdb", peer / load.seconds)
    }
    return line
  }

  private func clew(_ arguments: [String], _ casefile: String) throws -> ChildProcess {
    let child = try ChildProcess.run([binary.clew] + arguments + ["--case", casefile])
    guard child.status == 0 else {
      throw BenchError("clew \(arguments.joined(separator: " ")) failed")
    }
    return child
  }

  /// Seconds that `create table as` takes inside DuckDB, without its start; nil without DuckDB.
  private func duckdb(folder: String, file: String) throws -> Double? {
    guard !python.isEmpty else { return nil }
    let script = """
      import duckdb, time, os
      path = '\(folder)/bench.duckdb'
      if os.path.exists(path): os.remove(path)
      db = duckdb.connect(path)
      db.execute("pragma disable_progress_bar")
      begin = time.monotonic()
      db.execute("create table t as select * from read_csv('\(file)', header = true)")
      db.close()
      print(time.monotonic() - begin)
      """
    let output = folder + "/duckdb.txt"
    let child = try ChildProcess.run([python, "-c", script], output: output)
    guard child.status == 0, let file = fopen(output, "r") else { return nil }
    defer { fclose(file) }
    var buffer = [CChar](repeating: 0, count: 64)
    guard fgets(&buffer, 64, file) != nil else { return nil }
    return strtod(buffer, nil)
  }
}
