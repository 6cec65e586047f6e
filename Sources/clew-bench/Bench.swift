import ArgumentParser

/// Measured workloads. Every run makes its own input from a seed and prints JSON lines.
@main struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clew-bench",
    abstract: "Measure clew on synthetic worlds, beside its peers.",
    subcommands: [
      Generate.self, LoadBench.self, FilingsBench.self, SnapshotBench.self, OwnersBench.self,
      OwnershipBench.self, StartBench.self, MutateBench.self, ParseBench.self, StreamBench.self,
      ListsBench.self, TraceBench.self,
    ])
}

struct Generate: ParsableCommand {
  static let configuration = CommandConfiguration(abstract: "Write a synthetic world.")

  enum World: String, ExpressibleByArgument, CaseIterable {
    case bank, filings, register, entities, leis
  }

  @Argument(
    help: """
      bank (transactions.csv), filings (goAML XML), register (a folder), entities (FollowTheMoney \
      lines), leis (GLEIF XML).
      """)
  var world: World

  @Option(help: "Rows, transactions or companies.")
  var count = 1_000_000

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(name: .shortAndLong, help: "The file or folder to write.")
  var output: String

  func run() throws {
    switch world {
    case .bank: try SyntheticBank(rows: count, seed: seed).write(to: output)
    case .filings: try SyntheticFilings(transactions: count, seed: seed).write(to: output)
    case .register: try SyntheticRegister(companies: count, seed: seed).write(to: output)
    case .entities: try SyntheticEntities(count: count, seed: seed).write(to: output)
    case .leis: try SyntheticLEIs(count: count, seed: seed).write(to: output)
    }
  }
}

/// Where the measured binary lies.
struct ClewBinary: ParsableArguments {
  @Option(help: "The clew to measure.")
  var clew = ".build/release/clew"
}
