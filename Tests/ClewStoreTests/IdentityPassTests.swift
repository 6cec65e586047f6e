import ClewModel
import ClewStore
import Testing

@Suite struct IdentityPassTests {
  private let lei = Fact(.lei, "5493001KJTIIGC8Y1R12")
  private let number = Fact(.registrationNumber, "HRB1234", qualifier: "DE")

  @Test func keysJoinAcrossSourcesAndAreJudgements() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG", lei) }
    try test.load("b") { $0.company("Birch AG", number) }
    #expect(try test.party(2) == 2)
    try test.load("c") { $0.company("Alder", lei, number) }
    #expect(try test.party(1) == 1)
    #expect(try test.party(2) == 1)
    #expect(try test.party(3) == 1)
    let judgements = try test.casefile.judgements()
    #expect(
      judgements.rows.map { "\($0.judgement.a) \($0.judgement.b) \($0.judgement.by)" } == [
        "M1 M3 rule:lei", "M2 M3 rule:company-number",
      ])
    #expect(judgements.rows[0].a.name == "Alder AG")
  }

  @Test func aRefInItsSetIsOneParty() throws {
    let test = try TestCasefile()
    try test.load("a", set: "x") { $0.company("Alder AG", ref: "P1") }
    try test.load("b", set: "x") { $0.company("Alder Aktiengesellschaft", ref: "P1") }
    try test.load("c", set: "y") { $0.company("Zebra", ref: "P1") }
    #expect(try test.party(2) == 1)
    #expect(try test.party(3) == 3)
  }

  @Test func contradictionIsAFindingAndNoJoin() throws {
    let test = try TestCasefile()
    for (name, birth) in [("a", "1980-05-02"), ("b", "1981-05-02")] {
      try test.load(name, set: "x") {
        $0.person("Eva Muster", ref: "7", Fact(.birthDate, birth))
      }
    }
    #expect(try test.party(2) == 2)
    #expect(try test.casefile.judgements().total == 0)
    let findings = try test.casefile.dataFindings()
    #expect(findings.map(\.kind) == ["identity-conflict"])
    #expect(findings[0].members == [RecordID(.mention, 1), RecordID(.mention, 2)])
    try test.casefile.withdraw(
      source: 2, why: "wrong file", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try test.casefile.dataFindings().isEmpty)
  }

  @Test func differentNationalIDsOfOneCountryAreTwoPersons() throws {
    let test = try TestCasefile()
    let birth = Fact(.birthDate, "1980-01-01")
    try test.load("a") {
      $0.person("Eva Muster", birth, Fact(.nationalID, "11111111A", qualifier: "NG"))
      $0.person("Eva Muster", birth, Fact(.nationalID, "22222222B", qualifier: "NG"))
      $0.person("Eva Muster", birth, Fact(.nationalID, "33333333C", qualifier: "GH"))
    }
    #expect(try test.party(2) == 2)
    #expect(try test.casefile.dataFindings().map(\.kind) == ["identity-conflict"])
  }

  @Test func wrongCheckDigitsAreAFinding() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.company("Alder AG", Fact(.lei, "5493001KJTIIGC8Y1R13"))
      $0.company("Birch AG", Fact(.lei, "5493001KJTIIGC8Y1R13"))
    }
    #expect(try test.party(2) == 2)
    let findings = try test.casefile.dataFindings()
    #expect(findings.map(\.kind) == ["wrong-check-digits"])
    #expect(findings[0].members.count == 2)
  }

  @Test func withdrawingTheBridgePartsTheParty() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG", lei) }
    let bridge = try test.load("b") { $0.company("Alder", lei, number) }
    try test.load("c") { $0.company("Birch AG", number) }
    #expect(try test.party(3) == 1)
    let before = try test.casefile.revision
    try test.casefile.withdraw(
      source: bridge, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try test.party(3) == 3)
    #expect(try test.casefile.revision > before)
    let judgements = try test.casefile.judgements()
    #expect(judgements.total == 4)
    #expect(judgements.rows.prefix(2).allSatisfy { $0.judgement.undoneBy != nil })
    #expect(try test.casefile.judgements(active: true).total == 0)
  }

  @Test func aReplacedSourceHasNoSay() throws {
    let test = try TestCasefile()
    let old = try test.load("a", set: "x") {
      $0.person("Eva Muster", ref: "7", Fact(.birthDate, "1980-05-02"))
    }
    try test.load("b", set: "x", replaces: old) {
      $0.person("Eva Muster", ref: "7", Fact(.birthDate, "1981-05-02"))
    }
    #expect(try test.casefile.dataFindings().isEmpty)
    #expect(try test.casefile.resolve("7") == .one(RecordID(.party, 2)))
  }

  @Test func listingsOfOneReferenceAreOneEntry() throws {
    let test = try TestCasefile()
    try test.load("a", set: "x") { $0.listing("Zebra Ltd", list: "un", ref: "Q1") }
    try test.load("b", set: "y") {
      $0.listing("Zebra Limited", list: "un", ref: "Q1")
      $0.listing("Zebra Limited", list: "eu", ref: "Q1")
    }
    let rules = try test.casefile.judgements().rows.map(\.judgement)
    #expect(rules.map { "\($0.a) \($0.b) \($0.by)" } == ["W1 W2 rule:list-ref"])
    #expect(try test.casefile.resolve("name:Zebra Limited", kinds: [.listing]) != .none)
    _ = try test.unmerge(1)
    #expect(
      try test.casefile.resolve("name:Zebra Ltd") == .one(RecordID(.listing, 1)))
  }

  @Test func nativeListedPartiesAreJudgedAndAnAnalystOutranksIt() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.company("Alder AG", ref: "A")
      $0.listing("Alder AG", list: "ofac", ref: "A", subject: 0)
    }
    #expect(try test.casefile.listedParties().map(\.party) == [RecordID(.party, 1)])
    #expect(try test.casefile.listedParties(authorities: [.eu]).isEmpty)
    #expect(try test.casefile.unjudgedNames().isEmpty)
    #expect(try test.casefile.resolve("A") == .one(RecordID(.party, 1)))
    _ = try test.judge("P1", "W1", .different)
    #expect(try test.casefile.listedParties().isEmpty)
    #expect(try test.casefile.unjudgedNames().isEmpty)
  }

  @Test func anExactNameWaitsForAJudgement() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.company("Alder AG") }
    try test.load("b") { $0.listing("ALDER AG", list: "un", ref: "1") }
    #expect(
      try test.casefile.unjudgedNames().map { "\($0.listing) \($0.party)" } == ["W1 P1"])
    _ = try test.judge("W1", "M1", .same)
    #expect(try test.casefile.unjudgedNames().isEmpty)
    #expect(try test.casefile.listedParties().map(\.name) == ["ALDER AG"])
  }

  @Test func theOrderOfFilesDoesNotMatter() throws {
    typealias Fill = (inout Batch) -> Void
    let files: [(String, Fill)] = [
      ("a", { $0.company("Alder AG", ref: "1", Fact(.lei, "5493001KJTIIGC8Y1R12")) }),
      ("b", { $0.company("Birch", ref: "2", Fact(.registrationNumber, "77", qualifier: "DE")) }),
      (
        "c",
        {
          $0.company(
            "Alder", ref: "3", Fact(.lei, "5493001KJTIIGC8Y1R12"),
            Fact(.registrationNumber, "77", qualifier: "DE"))
          $0.person("Eva Muster", ref: "4", Fact(.birthDate, "1980-05-02"))
        }
      ),
      (
        "d",
        {
          $0.person("Eva Muster", ref: "4", Fact(.birthDate, "1980-05-03"))
          $0.person("E. Muster", ref: "4")
        }
      ),
    ]
    var answers = Set<[String]>()
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 0, 2]] {
      let test = try TestCasefile()
      for index in order { try test.load(files[index].0, set: "x", files[index].1) }
      var parties: [Int64: [String]] = [:]
      for mention in Int64(1)...6 {
        let facts = try #require(try test.casefile.facts(of: RecordID(.mention, mention)))
        let stated = facts.facts.map { "\($0.property)=\($0.value)" }.joined(separator: " ")
        parties[try test.party(mention)!, default: []].append(stated)
      }
      answers.insert(parties.values.map { $0.sorted().joined(separator: " | ") }.sorted())
    }
    #expect(answers.count == 1)
  }
}
