import ClewModel
import Testing

@testable import ClewStore

/// When an entry stood on its list, over the editions that were read.
@Suite struct ListedTimesTests {
  let test: TestCasefile

  init() throws {
    test = try TestCasefile()
    try test.load("register", set: "register") { $0.company("Alder", ref: "A") }
  }

  private func edition(
    _ name: String, on day: String?, published: Bool = true, whole: Bool = true,
    _ refs: (ref: String, listed: String?)...
  ) throws {
    _ = try test.edition(
      name, of: "list:watch", whole: whole, on: published ? day : nil,
      asOf: published ? nil : day, list: "watch"
    ) { batch in
      for row in refs {
        batch.listings.append(
          Listing(
            list: "watch", authority: .un, effect: .blocking, ref: row.ref, kind: .organisation,
            name: "Alder", listed: row.listed.flatMap { TimeSpan(iso: $0) },
            provenance: Provenance(offset: 0, length: 9, line: 1)))
      }
    }
  }

  private func times() throws -> [String] {
    try test.casefile.listedTimes().map { row in
      "\(row.entry.listing) \(row.listed?.description ?? "…") to "
        + "\(row.delisted?.description ?? (row.isGone ? "?" : "…")), "
        + "known \(row.known?.description ?? "…")"
    }
  }

  @Test func anEntryThatStaysIsOneStretch() throws {
    try edition("one", on: "2026-01-01", ("1", "2020-02-02"))
    _ = try test.judge("P1", "W1", .same)
    try edition("two", on: "2026-02-01", ("1", "2020-02-02"), ("2", nil))
    try edition("three", on: "2026-03-01", ("1", "2020-02-02"))
    #expect(try times() == ["W1 2020-02-02 to …, known 2020-02-02"])
    #expect(try test.casefile.listedTimes(authorities: [.eu]).isEmpty)
    #expect(try test.casefile.listedTimes(authorities: [.un], effects: [.watch]).isEmpty)
  }

  @Test func anEntryThatWentAndCameBackHasTwo() throws {
    try edition("one", on: "2026-01-01", ("1", nil))
    _ = try test.judge("P1", "W1", .same)
    try edition("two", on: "2026-02-01", ("2", nil))
    #expect(try test.casefile.listedParties().isEmpty)
    #expect(try times() == ["W1 … to 2026-02-01, known 2026-01-01"])
    try edition("three", on: "2026-03-01", ("1", nil))
    #expect(
      try times() == [
        "W1 … to 2026-02-01, known 2026-01-01", "W1 2026-03-01 to …, known 2026-03-01",
      ])
    // A withdrawn edition never was.
    try test.withdraw(3)
    #expect(try times() == ["W1 … to …, known 2026-01-01"])
  }

  @Test func aStatedDayAfterTheGapCounts() throws {
    try edition("one", on: "2026-01-01", ("1", "2020-02-02"))
    _ = try test.judge("P1", "W1", .same)
    try edition("two", on: "2026-02-01", ("2", nil))
    try edition("three", on: "2026-04-01", ("1", "2026-03-15"))
    #expect(
      try times() == [
        "W1 2020-02-02 to 2026-02-01, known 2020-02-02", "W1 2026-03-15 to …, known 2026-03-15",
      ])
  }

  @Test func editionsWithoutADateSayOnlyThatItIsGone() throws {
    try edition("one", on: nil, ("1", "2020-02-02"))
    _ = try test.judge("P1", "W1", .same)
    try edition("two", on: nil, ("2", nil))
    #expect(try times() == ["W1 2020-02-02 to ?, known 2020-02-02"])
  }

  /// The day given with an edition is the day it stopped an entry, not one it was published on.
  @Test func theAsOfDateOfAnEditionDelists() throws {
    try edition("one", on: "2026-01-01", published: false, ("1", nil))
    _ = try test.judge("P1", "W1", .same)
    try edition("two", on: "2026-02-01", published: false, ("2", nil))
    #expect(try times() == ["W1 … to 2026-02-01, known …"])
  }

  @Test func onlySameCounts() throws {
    try edition("one", on: "2026-01-01", ("1", nil))
    #expect(try times().isEmpty)
    _ = try test.judge("P1", "W1", .different)
    #expect(try times().isEmpty)
  }
}
