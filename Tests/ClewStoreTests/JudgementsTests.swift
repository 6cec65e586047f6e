import ClewModel
import ClewStore
import Testing

@Suite struct JudgementsTests {
  private let lei = Fact(.lei, "5493001KJTIIGC8Y1R12")

  @Test func undoingARuleSticks() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG", lei) }
    try test.load("b") { $0.company("Birch AG", lei) }
    let undo = try test.unmerge(1)
    #expect(undo.opinion == .different)
    #expect(try test.party(2) == 2)
    try test.load("c") { $0.company("Cedar AG", lei) }
    #expect(try test.party(2) == 2)
    #expect(try test.party(3) == 3)
    let again = try test.unmerge(undo.id.number)
    #expect(again.opinion == .unsure)
    #expect(try test.party(2) == 1)
    #expect(try test.party(3) == 1)
  }

  @Test func aPersonJoinsAndParts() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.company("Alder AG")
      $0.company("Birch AG")
      $0.company("Cedar AG")
    }
    let same = try test.judge("P1", "P3", .same)
    #expect(try test.party(3) == 1)
    #expect(throws: StoreError.self) { try test.judge("P1", "P3", .same) }
    _ = try test.judge("M1", "M3", .different)
    #expect(try test.party(3) == 3)
    _ = try test.judge("P1", "P3", .same)
    #expect(try test.party(3) == 1)
    #expect(try test.casefile.judgements(about: RecordID(.party, 1)).total == 3)
    _ = try test.unmerge(3)
    #expect(try test.party(3) == 3)
    #expect(same.id == RecordID(.judgement, 1))
    #expect(throws: StoreError.self) { try test.unmerge(3) }
    #expect(throws: StoreError.self) { try test.unmerge(99) }
  }

  @Test func whatCannotBeJudgedIsRefused() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.company("Alder AG")
      $0.account(iban: "DE89370400440532013000")
    }
    #expect(throws: StoreError.self) { try test.judge("P1", "A1", .same) }
    #expect(throws: StoreError.self) { try test.judge("P1", "P9", .same) }
    #expect(throws: StoreError.self) { try test.judge("S1", "P1", .same) }
    #expect(throws: StoreError.self) {
      try test.casefile.judge(
        a: RecordID(.party, 1), b: RecordID(.party, 2), opinion: .same, by: "rule:lei", why: "",
        at: "")
    }
  }

  @Test func aliasesStayForEver() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.company("Alder AG")
      $0.company("Birch AG")
    }
    _ = try test.judge("P1", "P2", .same)
    #expect(try test.casefile.resolve("P2") == .one(RecordID(.party, 1)))
    #expect(try test.casefile.labels(for: [RecordID(.party, 2)]).values.map(\.name) == ["Alder AG"])
  }
}
