import ClewModel
import Testing

@testable import ClewStore

/// Versions of a list: which entries count, and what one changed against the other.
@Suite struct ListEditionTests {
  let test: TestCasefile
  private let family = "list:watch"

  init() throws { test = try TestCasefile() }

  private func main(
    _ name: String, on day: String? = nil, _ fill: (inout Batch) -> Void
  ) throws -> Int64 {
    try test.edition(
      name, of: family, part: Edition.mainPart, asOf: day, list: "watch", fill)
  }

  private func aliases(
    _ name: String, on day: String? = nil, _ fill: (inout Batch) -> Void
  ) throws -> Int64 {
    try test.edition(name, of: family, part: "alias", asOf: day, list: "watch", fill)
  }

  private func twoEditions(dated: Bool = true) throws {
    _ = try main("one", on: dated ? "2026-01-01" : nil) {
      $0.listing("Alder", list: "watch", ref: "1", Fact(.country, "GB"))
      $0.listing("Birch", list: "watch", ref: "2")
      $0.listing("Cedar", list: "watch", ref: "3")
    }
    _ = try aliases("one, aliases", on: dated ? "2026-01-01" : nil) {
      $0.supplement("1", list: "watch", Fact(.alias, "Erle"))
      $0.supplement("2", list: "watch", Fact(.alias, "Birke"))
    }
    _ = try main("two", on: dated ? "2026-02-01" : nil) {
      $0.listing("Alder Ltd", list: "watch", ref: "1", Fact(.country, "IE"))
      $0.listing("Birch", list: "watch", ref: "2")
      $0.listing("Dogwood", list: "watch", ref: "4")
    }
    _ = try aliases("two, aliases", on: dated ? "2026-02-01" : nil) {
      $0.supplement("1", list: "watch", Fact(.alias, "Erle"))
      $0.supplement("2", list: "watch", Fact(.alias, "Birkenholz"))
    }
  }

  @Test(arguments: [true, false]) func theLaterEditionCounts(dated: Bool) throws {
    try twoEditions(dated: dated)
    #expect(
      try test.counting() == [
        "listing 1 Alder Ltd", "listing 2 Birch", "listing 4 Dogwood", "supplement 1 ",
        "supplement 2 ",
      ])
    let state = try #require(try test.casefile.listStates().first)
    #expect(state.entries == 3)
    #expect(state.sources.map(\.number) == [3, 4])
    #expect(state.editions.map { $0.sources.map(\.number) } == [[1, 2], [3, 4]])
    #expect(try test.casefile.find(text: "Birke").rows.map(\.id) == [RecordID(.listing, 2)])
    #expect(try test.casefile.find(text: "Cedar").total == 0)
  }

  @Test func theChangesNameEntriesAndFields() throws {
    try twoEditions()
    let edition = try #require(try test.casefile.listStates().first?.editions.last)
    #expect(edition.against == RecordID(.source, 1))
    #expect([edition.added, edition.removed, edition.changed] == [1, 1, 2])
    let changes = try test.casefile.listChanges(of: "watch", edition: edition)
    #expect(changes.map(\.what) == [.added, .removed, .changed, .changed])
    #expect(changes.map(\.ref) == ["4", "3", "1", "2"])
    #expect(changes.map(\.name) == ["Dogwood", "Cedar", "Alder Ltd", "Birch"])
    #expect(changes.map(\.listing.number) == [6, 3, 1, 2])
    #expect(
      changes[2].fields == [
        .init(property: "country", before: ["GB"], after: ["IE"]),
        .init(property: "name", before: ["Alder"], after: ["Alder Ltd"]),
      ])
    #expect(
      changes[3].fields == [
        .init(property: "alias", before: ["Birke"], after: ["Birkenholz"])
      ])
  }

  @Test func theOrderOfIngestDoesNotMatterWhereDatesAreGiven() throws {
    try twoEditions()
    let other = try ListEditionTests()
    _ = try other.aliases("two, aliases", on: "2026-02-01") {
      $0.supplement("1", list: "watch", Fact(.alias, "Erle"))
      $0.supplement("2", list: "watch", Fact(.alias, "Birkenholz"))
    }
    _ = try other.main("two", on: "2026-02-01") {
      $0.listing("Alder Ltd", list: "watch", ref: "1", Fact(.country, "IE"))
      $0.listing("Birch", list: "watch", ref: "2")
      $0.listing("Dogwood", list: "watch", ref: "4")
    }
    _ = try other.main("one", on: "2026-01-01") {
      $0.listing("Alder", list: "watch", ref: "1", Fact(.country, "GB"))
      $0.listing("Birch", list: "watch", ref: "2")
      $0.listing("Cedar", list: "watch", ref: "3")
    }
    _ = try other.aliases("one, aliases", on: "2026-01-01") {
      $0.supplement("1", list: "watch", Fact(.alias, "Erle"))
      $0.supplement("2", list: "watch", Fact(.alias, "Birke"))
    }
    #expect(try other.test.counting() == test.counting())
    let mine = try #require(try test.casefile.listStates().first?.editions.last)
    let theirs = try #require(try other.test.casefile.listStates().first?.editions.last)
    let words = try [(test, mine), (other.test, theirs)].map { casefile, edition in
      try casefile.casefile.listChanges(of: "watch", edition: edition).map {
        "\($0.what) \($0.ref) \($0.name) \($0.fields)"
      }
    }
    #expect(words[0] == words[1])
  }

  @Test func withdrawalOfAnEditionBringsTheOneBefore() throws {
    try twoEditions()
    try test.withdraw(3)
    #expect(
      try test.counting() == [
        "listing 1 Alder", "listing 2 Birch", "listing 3 Cedar", "supplement 1 ", "supplement 2 ",
      ])
    try test.withdraw(4)
    let state = try #require(try test.casefile.listStates().first)
    #expect(state.editions.count == 1)
    #expect(state.editions.last?.against == nil)
    #expect(state.sources.map(\.number) == [1, 2])
  }

  @Test func aJudgementHoldsForTheEntryInEveryEdition() throws {
    try test.load("register", set: "register") { $0.company("Alder", ref: "A") }
    _ = try main("one") {
      $0.listing("Alder", list: "watch", ref: "1")
      $0.listing("Birch", list: "watch", ref: "2")
    }
    _ = try test.judge("P1", "W1", .same)
    _ = try main("two") { $0.listing("Alder Ltd", list: "watch", ref: "1") }
    let listed = try test.casefile.listedParties()
    #expect(listed.map(\.listing) == [RecordID(.listing, 1)])
    #expect(listed.map(\.name) == ["Alder Ltd"])
    _ = try main("three") { $0.listing("Birch", list: "watch", ref: "2") }
    #expect(try test.casefile.listedParties().isEmpty)
    #expect(try test.casefile.find(text: "Birch").rows.map(\.id) == [RecordID(.listing, 2)])
    try test.withdraw(4)
    #expect(try test.casefile.listedParties().map(\.listing) == [RecordID(.listing, 1)])
  }

  @Test func namesOfTheOldEditionMatchNobody() throws {
    try test.load("register", set: "register") {
      $0.company("Alder", ref: "A")
      $0.company("Erle", ref: "B")
    }
    _ = try main("one") { $0.listing("Alder", list: "watch", ref: "1") }
    _ = try aliases("one, aliases") { $0.supplement("1", list: "watch", Fact(.alias, "Erle")) }
    #expect(try test.casefile.unjudgedNames().map(\.party.number) == [1, 2])
    _ = try main("two") { $0.listing("Alder Ltd", list: "watch", ref: "1") }
    #expect(try test.casefile.unjudgedNames().isEmpty)
  }

  @Test func aDeltaTakesTheSupplementsOfWhatItRestates() throws {
    try test.edition("one", of: family, asOf: "2026-01-01", list: "watch") {
      $0.listing("Alder", list: "watch", ref: "1")
      $0.listing("Birch", list: "watch", ref: "2")
      $0.supplement("1", list: "watch", Fact(.alias, "Erle"), tag: "old")
      $0.supplement("2", list: "watch", Fact(.alias, "Birke"), tag: "old")
    }
    try test.edition("delta", of: family, whole: false, asOf: "2026-01-02", list: "watch") {
      $0.listing("Alder", list: "watch", ref: "1")
      $0.supplement("1", list: "watch", Fact(.alias, "Elder"), tag: "new")
      $0.takeBack(.listing(ref: "2"))
    }
    #expect(try test.counting() == ["listing 1 Alder", "supplement 1 new"])
    let edition = try #require(try test.casefile.listStates().first?.editions.last)
    #expect([edition.added, edition.removed, edition.changed] == [0, 1, 1])
    #expect(!edition.isWhole)
  }
}
