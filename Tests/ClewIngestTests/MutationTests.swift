import ClewFixtures
import ClewModel
import Glibc
import Testing

@testable import ClewIngest

/// Damaged files: whatever they hold, a reader ends with records, rejections or an `IngestError`, in
/// time, and what it hands over keeps its promises. Seeded and bounded here; `clew-bench mutate` runs
/// as many as one likes.
@Suite struct MutationTests {
  private static let perFormat = 6
  private static let mutations = 12
  private static let longest = 48 << 10

  /// Some files of every format: those of the samples folder, and of the public data where it is.
  private static let samples: [(format: String, path: String, bytes: [UInt8])] = {
    var found: [(format: String, path: String, bytes: [UInt8])] = []
    var counts: [String: Int] = [:]
    var folders = [packageFile("samples")]
    if let data = publicData { folders += [data + "/formats", data + "/screening"] }
    for folder in folders {
      for input in (try? Inputs.expand(paths: [folder])) ?? [] {
        guard let stream = try? input.open(), let head = try? SourceHead(peeking: stream),
          let reader = try? Formats.detect(head)
        else { continue }
        let name = reader.description.name
        guard counts[name, default: 0] < perFormat else { continue }
        counts[name, default: 0] += 1
        found.append((name, input.name, Array(head.bytes.prefix(longest))))
      }
    }
    return found
  }()

  @Test func aDamagedFileIsReadRejectedOrRefused() throws {
    #expect(!Self.samples.isEmpty)
    for (index, sample) in Self.samples.enumerated() {
      let type = try #require(
        Formats.readers.first { $0.description.name == sample.format })
      var mutator = Mutator(seed: UInt64(index) * 977 + 5)
      for round in 0..<Self.mutations {
        let bytes = mutator.damaged(sample.bytes)
        var begin = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin)
        var check = BatchCheck(size: bytes.count)
        do {
          try type.init(options: ReadOptions(set: "m")).read(
            ByteStream(name: "damaged", bytes: bytes)
          ) { _ in
          } batch: {
            check.add($0)
          }
          check.finish()
        } catch is IngestError {
          check.finish()
        }
        var end = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
        #expect(check.faults == [], "\(sample.path), mutation \(round)")
        #expect(end.tv_sec - begin.tv_sec < 10, "\(sample.path), mutation \(round)")
      }
    }
  }
}
