import ClewGraph
import ClewModel
import Testing

@testable import ClewStore

/// What a later source of the same family does to the records of an earlier one.
@Suite struct EditionsTests {
  let test: TestCasefile

  init() throws { test = try TestCasefile() }

  @Test func aLaterStatementTakesThePlaceOfTheEarlier() throws {
    try test.edition("base", on: "2026-01-01") {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
      $0.owns("L1", "A", "B", role: "old")
      $0.filing("F1", "STR")
    }
    try test.edition("delta", whole: false, on: "2026-01-02") {
      $0.company("Alder Ltd", ref: "A")
      $0.owns("L1", "A", "B", role: "new")
      $0.filing("F1", "SAR")
    }
    #expect(
      try test.counting() == [
        "filing F1 SAR", "link L1 new", "mention A Alder Ltd", "mention B Birch",
      ])
    let snapshot = try test.casefile.snapshot(parts: .ownership)
    #expect(snapshot.partyIDs == [1, 2])
    #expect(snapshot.links.map(\.id) == [2])
    #expect(try test.casefile.find(text: "Alder").rows.map(\.id) == [RecordID(.party, 1)])
    #expect(try test.casefile.find(text: "Alder").rows.map(\.name) == ["Alder Ltd"])
    #expect(try test.casefile.links(of: RecordID(.party, 1)).map(\.id) == [RecordID(.link, 2)])
  }

  /// A passport that comes alone adds to its holder, and the holder's next statement takes its place.
  @Test func whatIsSaidBesideAStatementDoesNotTakeItsPlace() throws {
    let place = Provenance(offset: 0, length: 9, line: 1)
    try test.edition("base", whole: false, on: "2026-01-01") { $0.company("Alder", ref: "A") }
    try test.edition("delta", whole: false, on: "2026-01-02") {
      $0.mentions.append(
        Mention(
          ref: "A", kind: .unknown, name: "", facts: [Fact(.passport, "X1", qualifier: "DE")],
          provenance: place, isAside: true))
    }
    #expect(try test.casefile.find(text: "Alder").rows.map(\.id) == [RecordID(.party, 1)])
    #expect(try test.casefile.find(text: "X1").rows.map(\.id) == [RecordID(.party, 1)])
    #expect(try test.casefile.source(2)?.counts.parties == 1)
    try test.edition("later", whole: false, on: "2026-01-03") { $0.company("Alder Ltd", ref: "A") }
    #expect(try test.casefile.find(text: "Alder").rows.map(\.name) == ["Alder Ltd"])
    #expect(try test.casefile.find(text: "X1").total == 0)
  }

  /// All links of one statement have its ref: the next statement of it replaces them all.
  @Test func fewerLinksOfAStatementReplaceAll() throws {
    try test.edition("one", whole: false, on: "2026-01-01") {
      $0.company("Alder", ref: "A")
      $0.owns("S", "A", "B", role: "shares")
      $0.owns("S", "A", "B", role: "directors")
    }
    try test.edition("two", whole: false, on: "2026-02-01") {
      $0.owns("S", "A", "B", role: "shares")
    }
    #expect(
      try test.counting().filter { $0.hasPrefix("link") } == ["link S shares"])
    #expect(try test.casefile.links(of: RecordID(.party, 1)).map(\.id) == [RecordID(.link, 3)])
  }

  @Test func aWholeFileRemovesWhatItDoesNotState() throws {
    try test.edition("one", on: "2026-01-01") {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
      $0.company("without a ref")
      $0.owns("L1", "A", "B")
      $0.owns(nil, "B", "A", role: "no ref")
    }
    try test.edition("two", on: "2026-02-01") { $0.company("Alder", ref: "A") }
    #expect(try test.counting() == ["mention A Alder"])
    #expect(try test.casefile.find(text: "Birch").total == 0)
    #expect(try test.casefile.snapshot(parts: .ownership).partyIDs == [1])
    let source = try test.casefile.source(1)
    #expect(source?.supersededBy == RecordID(.source, 2))
    #expect(source?.isLive == true)
  }

  @Test func anOlderEditionThatComesLaterIsHistoryAtOnce() throws {
    try test.edition("new", on: "2026-02-01") { $0.company("Alder Ltd", ref: "A") }
    try test.edition("delta", whole: false, on: "2026-01-15") {
      $0.company("Alder, 15 January", ref: "A")
      $0.company("Birch", ref: "B")
    }
    try test.edition("old", on: "2026-01-01") { $0.company("Alder", ref: "A") }
    #expect(try test.counting() == ["mention A Alder Ltd"])
    let facts = try #require(try test.casefile.facts(of: RecordID(.party, 1)))
    #expect(
      facts.statements.map(\.place.supersededBy) == [
        nil, RecordID(.source, 1), RecordID(.source, 2),
      ])
  }

  @Test func withdrawalBringsBackWhatWasSuperseded() throws {
    try test.edition("one", on: "2026-01-01") {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
    }
    let before = try test.counting()
    let delta = try test.edition("delta", whole: false, on: "2026-01-02") {
      $0.company("Alder Ltd", ref: "A")
      $0.takeBack(.party(ref: "B"))
    }
    #expect(try test.counting() == ["mention A Alder Ltd"])
    let two = try test.edition("two", on: "2026-02-01") { $0.company("Cedar", ref: "C") }
    #expect(try test.counting() == ["mention C Cedar"])
    try test.withdraw(two)
    #expect(try test.counting() == ["mention A Alder Ltd"])
    try test.withdraw(delta)
    #expect(try test.counting() == before)
    #expect(try test.casefile.snapshot(parts: .ownership).partyIDs == [1, 2])
    #expect(try test.casefile.source(1)?.supersededBy == nil)
  }

  @Test func aRetractionSaysWhyAndStaysInHistory() throws {
    try test.edition("one", on: "2026-01-01") { $0.company("Alder", ref: "A") }
    try test.edition("delta", whole: false, on: "2026-01-02") { $0.takeBack(.party(ref: "A")) }
    #expect(try test.counting() == [])
    let place = try #require(
      try test.casefile.facts(of: RecordID(.mention, 1))?.statements.first?.place)
    #expect(place.supersededBy == RecordID(.source, 2))
    #expect(place.supersededWhy == "deleted")
    #expect(!place.isLive)
  }

  @Test func aSourceTakesBackItsOwn() throws {
    try test.edition("one", whole: false) {
      $0.company("Alder", ref: "1")
      $0.company("Alder Ltd", ref: "2")
      $0.owns("3", "1", "2")
      $0.takeBack(.ownMention(0), why: "replaced by statement 2")
      $0.takeBack(.ownLink(0))
    }
    #expect(try test.counting() == ["mention 2 Alder Ltd"])
    try test.edition("two", whole: false) { $0.company("Birch", ref: "4") }
    try test.withdraw(2)
    #expect(try test.counting() == ["mention 2 Alder Ltd"])
    let place = try #require(
      try test.casefile.facts(of: RecordID(.mention, 1))?.statements.first?.place)
    #expect(place.supersededBy == place.source)
    #expect(place.supersededWhy == "replaced by statement 2")
  }

  @Test func fragmentsOfOneSourceStayTogether() throws {
    try test.edition("one", on: "2026-01-01") {
      $0.company("Alder", ref: "A")
      $0.company("Alder Ltd", ref: "A")
    }
    #expect(try test.counting() == ["mention A Alder", "mention A Alder Ltd"])
    #expect(try test.party(2) == 1)
    try test.edition("two", on: "2026-01-02") {
      $0.company("Alder", ref: "A")
      $0.company("Alder plc", ref: "A")
    }
    #expect(try test.counting() == ["mention A Alder", "mention A Alder plc"])
    #expect(try (1...4).map { try test.party($0) } == [1, 1, 1, 1])
  }

  @Test func familiesDoNotMeddle() throws {
    try test.edition("one", of: "a", on: "2026-01-01") { $0.company("Alder", ref: "A") }
    try test.edition("two", of: "b", set: "other", on: "2026-01-02") {
      $0.company("Aspen", ref: "A")
    }
    try test.load("three", set: "third") { $0.company("Acer", ref: "A") }
    #expect(try test.counting() == ["mention A Acer", "mention A Alder", "mention A Aspen"])
    #expect(try (1...3).map { try test.party($0) } == [1, 2, 3])
  }

  @Test func whatReplacesASourceStandsInItsPlace() throws {
    let one = try test.edition("one") { $0.company("Alder", ref: "A") }
    try test.edition("two") { $0.company("Alder Ltd", ref: "A") }
    try test.edition("one, corrected", replaces: one) { $0.company("Aldr", ref: "A") }
    #expect(try test.counting() == ["mention A Alder Ltd"])
  }

  @Test func theIdsAndTheWordsOfPersonsSurvive() throws {
    try test.edition("one", set: "january") { $0.company("Alder", ref: "A") }
    try test.load("bank", set: "bank") { $0.company("Alder Trading", ref: "9") }
    _ = try test.judge("P1", "P2", .same)
    try test.edition("two", set: "february") { $0.company("Alder Ltd", ref: "A") }
    #expect(try (1...3).map { try test.party($0) } == [1, 1, 1])
    try test.edition("three", set: "march") { $0.company("Alder plc", ref: "A") }
    #expect(try (1...4).map { try test.party($0) } == [1, 1, 1, 1])
    let byRule = try test.casefile.judgements(active: true).rows.map(\.judgement)
      .filter { $0.by == "rule:family-ref" }
    #expect(byRule.map(\.b.number) == [3, 4])
    #expect(byRule.map(\.why).allSatisfy { $0 == "same id in one family: A" })
  }

  @Test func aJoinOfEditionsCanBeUndone() throws {
    try test.edition("one", set: "january") { $0.company("Alder", ref: "A") }
    try test.edition("two", set: "february") { $0.company("Another Alder", ref: "A") }
    let join = try #require(
      try test.casefile.judgements(active: true).rows.first?.judgement.id.number)
    _ = try test.unmerge(join)
    #expect(try test.party(2) == 2)
    try test.edition("three", set: "march") { $0.company("Another Alder", ref: "A") }
    #expect(try test.party(2) == 2)
  }

  @Test func aKeyThatWasCorrectedNoLongerJoins() throws {
    let lei = "5493001KJTIIGC8Y1R12"
    try test.load("bank", set: "bank") { $0.company("Alder", ref: "9", Fact(.lei, lei)) }
    try test.edition("one") { $0.company("Alder", ref: "A", Fact(.lei, lei)) }
    #expect(try test.party(2) == 1)
    try test.edition("two") { $0.company("Alder", ref: "A") }
    #expect(try test.party(2) == 2)
    #expect(try test.party(3) == 2)
    try test.withdraw(3)
    #expect(try test.party(2) == 1)
  }

  @Test func aRefOfTheFamilyIsKnownInEverySet() throws {
    try test.edition("parties", whole: false, set: "level 1") {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
    }
    try test.edition("links", whole: false, set: "level 2") { $0.owns("L", "A", "B") }
    let link = try #require(try test.casefile.links(of: RecordID(.party, 1)).first)
    #expect(link.to == RecordID(.party, 2))
    #expect(try test.casefile.snapshot(parts: .ownership).partyIDs == [1, 2])
  }

  @Test func linksBeforeTheirPartiesMeetThemLater() throws {
    try test.edition("links", whole: false, set: "level 2") { $0.owns("L", "A", "B") }
    try test.edition("parties", whole: false, set: "level 1") {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
    }
    let names = try test.casefile.snapshot(parts: .ownership).partyIDs.map {
      try test.casefile.labels(for: [RecordID(.party, $0)])[RecordID(.party, $0)]?.name
    }
    #expect(names == ["Alder", "Birch"])
  }

  @Test func whatALinkNamesStaysANode() throws {
    try test.edition("one", whole: false) {
      $0.company("Alder", ref: "A")
      $0.company("Birch", ref: "B")
      $0.owns("L", "A", "B")
    }
    try test.edition("two", whole: false) { $0.takeBack(.party(ref: "B")) }
    let snapshot = try test.casefile.snapshot(parts: .ownership)
    #expect(snapshot.partyIDs == [1, 2])
    #expect(snapshot.links.count == 1)
    #expect(try test.casefile.find(text: "Birch").total == 0)
  }
}
