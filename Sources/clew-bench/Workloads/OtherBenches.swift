import ArgumentParser
import ClewCase
import ClewStore
import Glibc

/// goAML XML to a casefile, in megabytes a second.
struct FilingsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "filings", abstract: "Load a synthetic goAML report.")

  @Option(help: "Transactions of the report.")
  var transactions = 50_000

  @Option(help: "How often; each run is a line.")
  var runs = 3

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      let file = folder + "/report.xml"
      try SyntheticFilings(transactions: transactions).write(to: file)
      var status = stat()
      stat(file, &status)
      for _ in 0..<runs {
        let casefile = folder + "/bench.clew"
        _ = try ChildProcess.run(["rm", "-f", casefile])
        let child = try ChildProcess.run(
          [binary.clew, "ingest", file, "--quiet", "--case", casefile])
        guard child.status == 0 else { throw BenchError("clew ingest failed") }
        var line = Measurement("filings")
        line.add("megabytes", Int(status.st_size) / 1_000_000)
        line.add("seconds", child.seconds)
        line.add("megabytesPerSecond", Double(status.st_size) / 1e6 / child.seconds)
        line.add("peakMegabytes", child.peakBytes / 1_000_000)
        line.print()
      }
    }
  }
}

/// `clew owners` from a cold start in a large register.
struct OwnersBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "owners", abstract: "Ask for owners in a synthetic register.")

  @Option(help: "Companies of the register.")
  var companies = 1_000_000

  @Option(help: "How many companies to ask for.")
  var questions = 20

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      try SyntheticRegister(companies: companies).write(to: folder)
      let casefile = folder + "/bench.clew"
      let load = try ChildProcess.run(
        [
          binary.clew, "ingest", folder + "/parties.csv", folder + "/links.csv", "--set", "bench",
          "--quiet", "--case", casefile,
        ])
      guard load.status == 0 else { throw BenchError("clew ingest failed") }
      var seed = Seed(7)
      var seconds: [Double] = []
      for _ in 0..<questions {
        let child = try ChildProcess.run(
          [binary.clew, "owners", "ref:C\(seed.below(companies))", "--case", casefile])
        guard child.status == 0 else { throw BenchError("clew owners failed") }
        seconds.append(child.seconds)
      }
      seconds.sort()
      var line = Measurement("owners")
      line.add("companies", companies)
      line.add("loadSeconds", load.seconds)
      line.add("loadPeakMegabytes", load.peakBytes / 1_000_000)
      line.add("medianSeconds", seconds[seconds.count / 2])
      line.add("worstSeconds", seconds[seconds.count - 1])
      line.print()
    }
  }
}

/// How long the command line takes to say hello.
struct StartBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Time 'clew --help'.")

  @Option(help: "How often.")
  var runs = 20

  @OptionGroup var binary: ClewBinary

  func run() throws {
    var seconds: [Double] = []
    for _ in 0..<runs {
      seconds.append(try ChildProcess.run([binary.clew, "--help"]).seconds)
    }
    seconds.sort()
    var line = Measurement("start")
    line.add("medianSeconds", seconds[seconds.count / 2])
    line.add("worstSeconds", seconds[seconds.count - 1])
    line.print()
  }
}
