import ArgumentParser
import ClewFixtures
import ClewIngest
import ClewModel
import Glibc

/// Reads damaged copies of files, as many as one likes: no crash, no hang, no growth, and every batch
/// keeps its promises.
struct MutateBench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mutate", abstract: "Read damaged copies of files with their readers.")

  @Argument(help: "Files or folders; the first of every format are taken.")
  var paths: [String]

  @Option(help: "Damaged copies per reader.")
  var count = 100_000

  @Option(help: "Files taken per format.")
  var files = 8

  @Option(help: "The seed.")
  var seed: UInt64 = 1

  @Option(help: "Read this format alone.")
  var format: String?

  /// Bytes of a file that are damaged.
  private static let longest = 24 << 10

  func run() throws {
    var samples: [String: [[UInt8]]] = [:]
    for input in try Inputs.expand(paths: paths) {
      guard let stream = try? input.open(), let head = try? SourceHead(peeking: stream),
        let reader = try? Formats.detect(head)
      else { continue }
      let name = reader.description.name
      guard format == nil || format == name, samples[name, default: []].count < files else {
        continue
      }
      samples[name, default: []].append(Array(head.bytes.prefix(Self.longest)))
    }
    for (name, bytes) in samples.sorted(by: { $0.key < $1.key }) { try mutate(name, bytes) }
  }

  private func mutate(_ name: String, _ samples: [[UInt8]]) throws {
    guard let type = Formats.readers.first(where: { $0.description.name == name }) else { return }
    var mutator = Mutator(seed: seed)
    var refused = 0
    var worst = 0.0
    var faults: Set<String> = []
    let before = Self.resident()
    let begin = Self.now()
    for round in 0..<count {
      let bytes = mutator.damaged(samples[round % samples.count])
      var check = BatchCheck(size: bytes.count)
      let start = Self.now()
      do {
        try type.init(options: ReadOptions(set: "m")).read(
          ByteStream(name: "damaged", bytes: bytes)
        ) { _ in
        } batch: {
          check.add($0)
        }
      } catch is IngestError {
        refused += 1
      }
      check.finish()
      worst = max(worst, Self.now() - start)
      for fault in check.faults { faults.insert("\(fault) (copy \(round))") }
    }
    var line = Measurement("mutate")
    line.add("format", name)
    line.add("files", samples.count)
    line.add("copies", count)
    line.add("refused", refused)
    line.add("seconds", Self.now() - begin)
    line.add("worstSeconds", worst)
    line.add("grownMegabytes", (Self.resident() - before) >> 20)
    line.add("faults", faults.sorted().prefix(5).joined(separator: "; "))
    line.print()
  }

  private static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// Bytes of the process that are in memory (`statm`, in pages).
  private static func resident() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { return 0 }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 128)
    guard fgets(&line, 128, file) != nil else { return 0 }
    let text = String(
      decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
  }
}
