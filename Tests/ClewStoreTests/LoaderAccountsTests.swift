import ClewGraph
import ClewModel
import ClewStore
import GRDB
import Testing

@Suite struct LoaderAccountsTests {
  private let place = Provenance(offset: 0, length: 1, line: 1)

  /// Groups of the statements' own words that are one account, whatever the ids.
  private func groups(_ casefile: Casefile) throws -> [[String]] {
    try casefile.database.read { db in
      var groups: [Int64: Set<String>] = [:]
      for row in try Row.fetchAll(db, sql: "select * from account_mention") {
        let words = ["ref", "iban", "institution", "number", "text"].compactMap {
          row[$0] as String?
        }
        groups[row["account"], default: []].insert(words.joined(separator: "/"))
      }
      return groups.values.map { $0.sorted() }.sorted { $0.joined() < $1.joined() }
    }
  }

  private func text(_ text: String) -> AccountMention {
    AccountMention(text: text, provenance: place)
  }

  private let iban = "MT84MALT011000012345MTLCAST001S"

  private var files: [(inout Batch) -> Void] {
    [
      { batch in batch.accounts = [self.text("K1"), self.text("5551"), self.text("7772")] },
      { batch in
        batch.account(ref: "K1", iban: self.iban)
        batch.account(ref: "K2", institution: "Bank", number: "5551")
      },
      { batch in
        batch.account(ref: "K3", institution: "Other", number: "7772")
        batch.account(ref: "K4", institution: "Third", number: "7772")
      },
      { batch in
        batch.account(iban: self.iban, institution: "MALTMTMT", number: "0011")
        batch.account(institution: "MALTMTMTXXX", number: "0011")
      },
    ]
  }

  @Test(arguments: 0..<24)
  func theOrderOfFilesDoesNotMatter(_ permutation: Int) throws {
    var left = Array(files.enumerated())
    var number = permutation
    let test = try TestCasefile()
    while !left.isEmpty {
      let (name, fill) = left.remove(at: number % left.count)
      number /= left.count + 1
      try test.load("file \(name)", fill)
    }
    #expect(
      try groups(test.casefile)
        == [
          ["5551", "K2/Bank/5551"], ["7772"],
          ["K1", "K1/\(iban)", "MALTMTMTXXX/0011", "\(iban)/MALTMTMT/0011"].sorted(),
          ["K3/Other/7772"], ["K4/Third/7772"],
        ].sorted { $0.joined() < $1.joined() })
  }

  @Test func aRecordWithTwoKeysMakesThemOneByANamedRule() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.account(iban: iban) }
    try test.load("b") { $0.account(institution: "Bank", number: "123456") }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1, 2])
    try test.load("c") { $0.account(ref: "K", iban: iban, institution: "Bank", number: "123456") }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1])
    try test.casefile.database.read { db in
      let rows = try Row.fetchAll(db, sql: "select * from judgement")
      #expect(rows.map { $0["by"] as String } == ["rule:iban", "rule:bic-account"])
      #expect(rows.map { [$0["a"] as Int64, $0["b"]] } == [[1, 3], [2, 3]])
    }
    let source = try #require(try test.casefile.source(3))
    #expect(source.counts.accounts == 1)
  }

  @Test func aSentinelJoinsNothing() throws {
    let test = try TestCasefile()
    try test.load("a") { batch in
      batch.account(number: "UNKNOWN")
      batch.account(number: "UNKNOWN")
      batch.account(institution: "B", number: "00000")
      batch.account(institution: "B", number: "00000")
      batch.accounts += [text("N/A"), text("N/A")]
    }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs.count == 6)
  }

  @Test func theSameNumberInAnotherSetIsAnotherAccount() throws {
    let test = try TestCasefile()
    try test.load("a", set: "one") { $0.account(ref: "1", number: "4711") }
    try test.load("b", set: "two") { $0.account(ref: "1", number: "4711") }
    try test.load("c", set: "one") { $0.account(ref: "1", number: "4711") }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1, 2])
  }

  @Test func whatPersonsHoldPartsAndJoins() throws {
    let test = try TestCasefile()
    func bridge(_ batch: inout Batch) {
      batch.account(iban: iban, institution: "Bank", number: "123456")
    }
    func accounts() throws -> [Int64] { try test.casefile.snapshot(parts: .accounts).accountIDs }
    try test.load("a") { $0.account(iban: iban) }
    try test.load("b") { $0.account(institution: "Bank", number: "123456") }
    try test.load("c", bridge)
    #expect(try accounts() == [1])
    let parted = try test.unmerge(1)
    #expect(try accounts() == [1, 2])
    try test.load("d", bridge)
    #expect(try accounts() == [1, 2], "a rule does not outrank a person")
    try test.load("e") { $0.account(institution: "Else", number: "9876") }
    #expect(try accounts() == [1, 2, 5])
    let joined = try test.judge("A2", "A5", .same)
    #expect(try accounts() == [1, 2])
    try test.load("f") { $0.account(institution: "Else", number: "9876") }
    #expect(try accounts() == [1, 2])
    _ = try test.unmerge(parted.id.number)
    #expect(try accounts() == [1])
    _ = try test.unmerge(joined.id.number)
    #expect(try accounts() == [1, 5])
  }

  @Test func aWithdrawnSourceBridgesNothing() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.account(iban: iban) }
    try test.load("b") { $0.account(institution: "Bank", number: "123456") }
    let bridge = try test.load("c") { batch in
      batch.account(ref: "K", iban: iban, institution: "Bank", number: "123456")
    }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1])
    try test.casefile.withdraw(source: bridge, why: "wrong file", by: "ada", at: "t")
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1, 2])
  }

  @Test func everyJoinIsAJudgementThatCanBeUndone() throws {
    let test = try TestCasefile()
    func accounts() throws -> [Int64] { try test.casefile.snapshot(parts: .accounts).accountIDs }
    func rules() throws -> [String] {
      try test.casefile.judgements(active: true).rows.map { row in
        "\(row.judgement.by) \(row.judgement.a) \(row.judgement.b)"
      }
    }
    try test.load("a") { $0.account(iban: iban) }
    let second = try test.load("b") { $0.account(iban: iban) }
    try test.load("c") { $0.account(iban: iban) }
    #expect(try rules() == ["rule:iban A1 A2", "rule:iban A1 A3"])
    #expect(try accounts() == [1])
    let undone = try test.unmerge(2)
    #expect(try accounts() == [1, 3])
    _ = try test.unmerge(undone.id.number)
    #expect(try accounts() == [1])
    #expect(try rules() == ["rule:iban A1 A2", "rule:iban A1 A3"])
    try test.casefile.withdraw(source: second, why: "wrong", by: "ada", at: "t")
    #expect(try rules() == ["rule:iban A1 A3"])
  }

  @Test func aPersonPartsTwoStatementsOfOneAccount() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.account(iban: iban) }
    try test.load("b") { $0.account(iban: iban) }
    let parted = try test.judge("A1", "A2", .different)
    #expect(parted.a == RecordID(.account, 1))
    #expect(parted.b == RecordID(.account, 2))
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1, 2])
    #expect(throws: StoreError.self) { try test.judge("A1", "A1", .different) }
  }

  @Test func whatJoinsAfterAWithdrawalIsListedToo() throws {
    let test = try TestCasefile()
    let first = try test.load("a") { $0.account(iban: iban) }
    try test.casefile.withdraw(source: first, why: "wrong", by: "ada", at: "t")
    try test.load("b") { $0.account(iban: iban) }
    try test.load("c") { $0.account(iban: iban) }
    let active = try test.casefile.judgements(active: true).rows.map(\.judgement)
    #expect(active.map { [$0.a.number, $0.b.number] } == [[2, 3]])
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1])
  }

  @Test(arguments: ["111", "7777"]) func aRunOfOneDigitIsAnId(_ ref: String) throws {
    let test = try TestCasefile()
    try test.load("accounts") { $0.account(ref: ref, iban: iban) }
    try test.load("payments") { $0.accounts = [text(ref)] }
    try test.load("accounts again") { $0.account(ref: ref) }
    try test.load("parties") { $0.company("Alder AG", ref: ref) }
    try test.load("parties again") { $0.company("Alder AG", ref: ref) }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1])
    #expect(try test.casefile.snapshot(parts: .ownership).partyIDs == [1])
    try test.load("elsewhere", set: "other") { $0.accounts = [text(ref), text(ref)] }
    #expect(try test.casefile.snapshot(parts: .accounts).accountIDs == [1, 4])
  }
}
