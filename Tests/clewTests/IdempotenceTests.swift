import Glibc
import Testing

/// Public samples of every format read twice: the second time changes nothing. Skipped where the
/// public data is absent.
@Suite struct IdempotenceTests {
  static let data =
    getenv("CLEW_TEST_DATA").map { String(cString: $0) } ?? "\(Bench.root)/../shared/data"

  static let folders =
    names(in: "\(data)/formats").map { "formats/\($0)" }
    + names(in: "\(data)/screening").map { "screening/\($0)" }

  private static func names(in folder: String) -> [String] {
    guard let handle = opendir(folder) else { return [] }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      var status = stat()
      if !name.hasPrefix("."), stat("\(folder)/\(name)", &status) == 0,
        status.st_mode & S_IFMT == S_IFDIR
      {
        names.append(name)
      }
    }
    return names.sorted()
  }

  @Test(.enabled(if: !folders.isEmpty, "the public data is absent"), arguments: folders)
  func readTwice(_ folder: String) throws {
    let bench = Bench()
    let first = try JSONValue(bench.clew("ingest", "\(Self.data)/\(folder)", "--json").output)
    guard !first.sources.items.isEmpty else { return }
    let sources = try bench.clew("sources", "--json").output
    let journal = try bench.clew("journal", "--json").output
    let second = try JSONValue(bench.clew("ingest", "\(Self.data)/\(folder)", "--json").output)
    #expect(second.sources.items.count == first.sources.items.count)
    #expect(second.sources.items.allSatisfy { $0.duplicate.bool == true })
    #expect(second.totals.parties.int == 0 && second.totals.transactions.int == 0)
    #expect(second.refused.items.count == first.refused.items.count)
    #expect(try bench.clew("sources", "--json").output == sources)
    // The revision of every entry too: nothing was written.
    #expect(try bench.clew("journal", "--json").output == journal)
  }
}
