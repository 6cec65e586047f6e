import ArgumentParser
import ClewIngest
import ClewModel
import Glibc

/// What the readers of bytes do alone, without records made of it: megabytes a second of one core.
/// Beside them, in the same run, the parsers that Python has for the same syntax.
struct ParseBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "parse", abstract: "Parse XML, JSON lines and CSV, and make records of them.")

  @Option(help: "Megabytes of each.")
  var megabytes = 200

  @Option(help: "How often; each run is a line.")
  var runs = 3

  func run() throws {
    try withTemporaryFolder { folder in
      let xml = folder + "/leis.xml"
      let json = folder + "/entities.jsonl"
      let table = folder + "/bank.csv"
      try SyntheticLEIs(count: megabytes * 460).write(to: xml)
      try SyntheticEntities(count: megabytes * 2350).write(to: json)
      try SyntheticBank(rows: megabytes * 15_000, seed: 1).write(to: table)
      for _ in 0..<runs {
        try measure("xml", xml, Self.trees, peer: Self.expat)
        try measure("json", json, Self.lines, peer: Self.json)
        try measure("csv", table, Self.rows, peer: Self.csv)
        try measure("xml-records", xml, Self.records, peer: nil)
        try measure("json-records", json, Self.records, peer: Self.entities)
      }
    }
  }

  private func measure(
    _ name: String, _ path: String, _ body: (String) throws -> Int, peer: String?
  ) throws {
    var status = stat()
    stat(path, &status)
    let megabytes = Double(status.st_size) / 1e6
    let begin = Self.processor()
    let records = try body(path)
    let seconds = Self.processor() - begin
    var line = Measurement("parse")
    line.add("syntax", name)
    line.add("megabytes", Int(megabytes))
    line.add("records", records)
    line.add("megabytesPerSecond", megabytes / seconds)
    if let peer {
      let child = try ChildProcess.run(["python3", "-c", peer, path])
      if child.status == 0 {
        line.add("pythonMegabytesPerSecond", megabytes / child.cpuSeconds)
        line.add("timesPython", child.cpuSeconds / seconds)
      } else {
        line.add("python", "not there")
      }
    }
    line.print()
  }

  private static func open(_ path: String) throws -> ByteStream {
    guard let input = try Inputs.expand(paths: [path]).first else {
      throw BenchError("cannot read \(path)")
    }
    return try input.open()
  }

  private static func trees(_ path: String) throws -> Int {
    let reader = try XMLReader(open(path), names: RecordNames(["LEIRecord"]), placed: [0])
    let tree = RecordTree()
    var count = 0
    while let event = try reader.next() {
      guard event.kind == .start, event.name == 0 else { continue }
      try tree.read(event, from: reader)
      count += 1
    }
    return count
  }

  private static func lines(_ path: String) throws -> Int {
    let reader = try JSONReader(open(path))
    let tree = RecordTree()
    var count = 0
    while try reader.next(into: tree) == .record { count += 1 }
    return count
  }

  private static func rows(_ path: String) throws -> Int {
    try TableRows.count(open(path))
  }

  /// The whole reader of the format, its batches thrown away.
  private static func records(_ path: String) throws -> Int {
    let stream = try open(path)
    let reader = try Formats.detect(SourceHead(peeking: stream))
    var count = 0
    try reader.init(options: ReadOptions(set: "bench")).read(stream) { _ in
    } batch: {
      count += $0.mentions.count + $0.links.count
    }
    return count
  }

  private static func processor() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  private static let expat = """
    import sys, xml.parsers.expat as e
    p = e.ParserCreate(); p.buffer_text = True
    p.StartElementHandler = lambda n, a: None
    p.EndElementHandler = lambda n: None
    p.CharacterDataHandler = lambda t: None
    p.ParseFile(open(sys.argv[1], 'rb'))
    """
  private static let json = """
    import sys, json
    for line in open(sys.argv[1], 'rb'): json.loads(line)
    """
  private static let csv = """
    import sys, csv
    for row in csv.reader(open(sys.argv[1], newline='')): pass
    """
  private static let entities = """
    import sys, json
    from followthemoney import model
    for line in open(sys.argv[1], 'rb'): model.get_proxy(json.loads(line))
    """
}

/// A whole file of 1 GB into a casefile: how fast, in how much memory.
struct StreamBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream", abstract: "Ingest a large XML file and large JSON lines.")

  @Option(help: "Megabytes of each.")
  var megabytes = 1000

  @Flag(help: "Read and count only (--dry-run).")
  var dryRun = false

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      for (name, file) in [("gleif-lei", "leis.xml"), ("ftm", "entities.jsonl")] {
        let path = "\(folder)/\(file)"
        if name == "ftm" {
          try SyntheticEntities(count: megabytes * 2350).write(to: path)
        } else {
          try SyntheticLEIs(count: megabytes * 460).write(to: path)
        }
        var status = stat()
        stat(path, &status)
        let child = try ChildProcess.run(
          [binary.clew, "ingest", path, "--quiet", "--case", folder + "/\(name).clew"]
            + (dryRun ? ["--dry-run"] : []))
        guard child.status == 0 else { throw BenchError("clew ingest failed on \(name)") }
        var line = Measurement("stream")
        line.add("format", name)
        line.add("stored", dryRun ? "no" : "yes")
        line.add("megabytes", Int(status.st_size) / 1_000_000)
        line.add("seconds", child.seconds)
        line.add("megabytesPerSecond", Double(status.st_size) / 1e6 / child.seconds)
        line.add("peakMegabytes", child.peakBytes / 1_000_000)
        line.print()
        unlink(path)
      }
    }
  }
}

/// Lists as published into a new casefile.
struct ListsBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "lists", abstract: "Ingest published lists into a new casefile.")

  @Argument(help: "The files and folders of the lists.")
  var paths: [String]

  @Option(help: "How often; each run is a line.")
  var runs = 5

  @OptionGroup var binary: ClewBinary

  func run() throws {
    try withTemporaryFolder { folder in
      for run in 0..<runs {
        let child = try ChildProcess.run(
          [binary.clew, "ingest", "--quiet", "--case", "\(folder)/\(run).clew"] + paths)
        guard child.status == 0 else { throw BenchError("clew ingest failed") }
        var line = Measurement("lists")
        line.add("seconds", child.seconds)
        line.add("cpuSeconds", child.cpuSeconds)
        line.add("peakMegabytes", child.peakBytes / 1_000_000)
        line.print()
      }
    }
  }
}
