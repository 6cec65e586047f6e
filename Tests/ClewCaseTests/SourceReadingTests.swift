import ClewIngest
import ClewModel
import Glibc
import Testing

@testable import ClewCase

/// A format of the test: it says which code lists it was given.
private struct Listener: Reader {
  static let description = FormatDescription(
    name: "listener", title: "", versions: "", recognisedBy: "", yields: "", limits: "")
  static func recognises(_ head: SourceHead) -> Bool { true }

  let labels: [CodeLabel]

  init(options: ReadOptions) throws(IngestError) { labels = options.codeLabels }

  func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    try header(SourceHeader(format: "listener", encoding: "utf-8"))
    var stated = Batch()
    stated.codeLabels = labels
    try batch(stated)
  }
}

@Suite struct SourceReadingTests {
  @Test func aReaderIsGivenTheCodeListsOfTheCasefile() throws {
    var template = Array("/tmp/clew-reading-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    #expect(descriptor >= 0)
    close(descriptor)
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    let input = try #require(try Inputs.expand(paths: [path]).first)
    let source = QueuedSource(
      input: input, reader: Listener.self, options: ReadOptions(), set: "s", digest: nil)
    let label = CodeLabel(
      scheme: "goaml/funds", code: "K", label: "Cash",
      provenance: Provenance(offset: 0, length: 1, line: 1))
    var heard: [CodeLabel] = []
    _ = try SourceReading(
      source, companions: [:], codeLabels: [label], keepsBytes: false, progress: nil
    ).run(salvage: false) { _ in
    } batch: {
      heard += $0.codeLabels
    } archive: { _ in
    }
    #expect(heard == [label])
  }
}
