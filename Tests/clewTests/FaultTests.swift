import Glibc
import Testing

/// Kills, full disks and hostile bytes: nothing that was there is lost, nothing is half stored.
@Suite struct FaultTests {
  static func transactions(_ rows: Int, from first: Int = 0) -> String {
    var text = "id,date,from,to,amount,currency\n"
    for row in first..<(first + rows) {
      text += "T\(row),2026-01-\(row % 28 + 1 < 10 ? "0" : "")\(row % 28 + 1),"
      text += "\(row % 997),\(row % 991 + 1000),\(row % 500 + 1).50,EUR\n"
    }
    return text
  }

  /// A small file goes through the write-ahead log, a large one through the rollback journal.
  @Test(arguments: [(60_000, 400_000), (420_000, 2_600_000)])
  func aKillAtAnyMomentLosesNothing(rows: Int, microseconds: Int) throws {
    let bench = Bench()
    bench.write(Self.transactions(2000), to: "first.csv")
    bench.write(Self.transactions(rows, from: 2000), to: "second.csv")
    try bench.clew("ingest", "first.csv", "--set", "s")
    let before = try bench.clew("profile", "A7", "--json").output
    for delay in stride(from: 5_000, through: microseconds, by: microseconds / 12) {
      let status = try killed(bench, after: UInt32(delay))
      let sources = try bench.ask("sources").sources.items
      if status == 0 || sources.count == 2 { break }
      #expect(sources.count == 1)
      #expect(try bench.clew("profile", "A7", "--json").output == before)
    }
    let again = try bench.clew("ingest", "second.csv", "--set", "s")
    #expect(again.status == 0)
    #expect(try bench.ask("sources").sources.items.count == 2)
  }

  /// Starts an ingest and kills it after so many microseconds.
  private func killed(_ bench: Bench, after microseconds: UInt32) throws -> Int32 {
    let run = try bench.run([
      "bash", "-c",
      """
      \(Bench.products)/clew ingest second.csv --set s --quiet & pid=$!
      sleep \(Double(microseconds) / 1e6); kill -9 $pid 2>/dev/null; wait $pid
      """,
    ])
    return run.status
  }

  @Test func aFullDiskLosesNothing() throws {
    let bench = Bench()
    bench.write(Self.transactions(500), to: "first.csv")
    bench.write(Self.transactions(100_000, from: 500), to: "second.csv")
    try bench.clew("ingest", "first.csv", "--set", "s")
    let before = try bench.clew("profile", "A7", "--json").output
    for blocks in [800, 2000, 4000] {
      let run = try bench.run([
        "bash", "-c",
        "trap '' XFSZ; ulimit -f \(blocks); \(Bench.products)/clew ingest second.csv --set s",
      ])
      #expect(run.status == 2, "\(blocks): \(run.errors)")
      #expect(try bench.clew("profile", "A7", "--json").output == before)
      #expect(try bench.ask("sources").sources.items.count == 1)
    }
  }

  @Test(arguments: [
    "", "\0\0\0\0", "\u{FEFF}", "id", "<", "<report>", "<report/>", "{", "[1,2", "\"",
    "PK\u{3}\u{4}",
    "id,name,kind\n\"unclosed", "BEGIN", "%PDF-1.7", "\u{1F}\u{8B}\u{8}",
  ])
  func oddFilesAreRefusedOrEmpty(content: String) throws {
    let bench = Bench()
    bench.write(content, to: "odd")
    let run = try bench.clew("ingest", "odd")
    #expect(run.status == 0 || run.status == 2, "\(run.status) \(run.errors)")
    if run.status == 2 { #expect(run.errors.contains("odd")) }
    #expect(run.errors.contains("Fatal error") == false)
  }

  @Test func entityBombsAndDeepNestingAreRefused() throws {
    let bench = Bench()
    bench.write(
      """
      <?xml version="1.0"?><!DOCTYPE report [<!ENTITY a "aaaaaaaaaa">
      <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><report><rentity_id>&b;</rentity_id></report>
      """, to: "bomb.xml")
    bench.write(
      "<report><rentity_id>1</rentity_id>" + String(repeating: "<x>", count: 5000)
        + String(repeating: "</x>", count: 5000)
        + "</report>", to: "deep.xml")
    for file in ["bomb.xml", "deep.xml"] {
      let run = try bench.clew("ingest", file)
      #expect(run.status == 2)
      #expect(run.errors.contains(file))
      #expect(run.errors.contains("line"))
    }
    #expect(try bench.clew("sources").output.contains("S1") == false)
  }
}
