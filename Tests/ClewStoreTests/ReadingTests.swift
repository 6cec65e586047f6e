import ClewModel
import ClewStore
import Testing

@Suite struct ReadingTests {
  private let place = Provenance(offset: 7, length: 3, line: 2, path: "a/b")

  @Test func whatWasNotReadIsSummedOverBatches() throws {
    let test = try TestCasefile()
    _ = try test.casefile.load(
      NewSource(path: "x", set: "s", ingestedAt: "2026-01-01T00:00:00Z")
    ) { loader in
      loader.header(SourceHeader(format: "test", encoding: "utf-8"))
      for number in 1...2 {
        var batch = Batch()
        batch.unread = [
          UnreadPath(path: "a/b", count: number, first: place),
          UnreadPath(path: "a/c", count: 7, first: place),
          UnreadPath(path: "a/d", count: 0, first: place),
        ]
        batch.frame = RepairFrame(
          prefixLength: Int64(number), separator: "\n", suffix: "</a>")
        try loader.accept(batch)
      }
      loader.finish(digest: "d", bytes: 1)
    }
    let rows = try test.casefile.unreadPaths(source: 1)
    #expect(rows.map(\.unread.path) == ["a/c", "a/b"])
    #expect(rows.map(\.unread.count) == [14, 3])
    #expect(rows[0].unread.first == place)
    #expect(try test.casefile.unreadCounts() == [RecordID(.source, 1): 17])
    #expect(
      try test.casefile.repairFrame(source: 1)
        == RepairFrame(prefixLength: 1, separator: "\n", suffix: "</a>"))
    #expect(try test.casefile.repairFrame(source: 2) == nil)
  }

  @Test func theLabelIngestedLastCounts() throws {
    let test = try TestCasefile()
    func labels(_ text: String) -> [CodeLabel] {
      [CodeLabel(scheme: "goaml/funds", code: "K", label: text, provenance: place)]
    }
    try test.load("a") { $0.codeLabels = labels("Kash") }
    try test.load("b") { $0.codeLabels = labels("Cash") }
    #expect(try test.casefile.codeLabels().map(\.label) == ["Cash"])
    #expect(try test.casefile.codeLabelCount(source: 1) == 1)
    try test.casefile.withdraw(source: 2, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try test.casefile.codeLabels().map(\.label) == ["Kash"])
  }
}
