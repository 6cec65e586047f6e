import ClewModel
import ClewStore
import GRDB
import Testing

private let dora = "DE89370400440532013000"
private let emil = "GB29NWBK60161331926819"

@Suite struct DuplicatesTests {
  private func canonical(_ test: TestCasefile) throws -> [Int64?] {
    try test.casefile.database.read { db in
      try Row.fetchAll(db, sql: "select same_as from transactions order by id").map { $0[0] }
    }
  }

  private func pay(
    _ batch: inout Batch, _ amounts: [(String, Int)], swapped: Bool = false, uetr: String? = nil
  ) {
    let first = batch.account(iban: swapped ? emil : dora)
    let second = batch.account(iban: swapped ? dora : emil)
    for (amount, day) in amounts {
      batch.pay(swapped ? second : first, swapped ? first : second, amount, day: day, uetr: uetr)
    }
  }

  @Test func twoBanksStateOnePayment() throws {
    let test = try TestCasefile()
    try test.load("a", set: "x", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", set: "y", reporter: "Bank B") { pay(&$0, [("10", 6)], swapped: true) }
    #expect(try canonical(test) == [nil, 1])
    #expect(
      try test.casefile.judgements().rows.map(\.judgement.by)
        == ["rule:iban", "rule:iban", "rule:same-payment"])
  }

  @Test func twoEqualPaymentsStayTwo() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5), ("10.00", 5)]) }
    try test.load("b", set: "y", reporter: "Bank B") {
      pay(&$0, [("10.00", 5), ("10.00", 5), ("10.00", 5)])
    }
    #expect(try canonical(test) == [nil, nil, 1, 2, nil])
  }

  @Test func oneReporterNeverStatesTwice() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", set: "y", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("c", set: "y", reporter: "Bank B") { pay(&$0, [("10.00", 8), ("11.00", 5)]) }
    #expect(try canonical(test) == [nil, nil, nil, nil])
  }

  @Test func aUETRJoinsAndSaysWhatDiffers() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)], uetr: "u-1") }
    try test.load("b", reporter: "Bank B") { pay(&$0, [("9.50", 5)], uetr: "u-1") }
    try test.load("c", reporter: "Bank C") { pay(&$0, [("10.00", 5)], uetr: "u-2") }
    #expect(try canonical(test) == [nil, 1, nil])
    let findings = try test.casefile.dataFindings()
    #expect(findings.map(\.kind) == ["statements-differ"])
    #expect(findings[0].reasons.map(\.term) == ["amount"])
  }

  @Test func oneIdInOneSetIsOneTransactionWhereTheContentAgrees() throws {
    let test = try TestCasefile()
    func file(_ batch: inout Batch, _ amounts: [(String, String)]) {
      let a = batch.account(iban: dora)
      let b = batch.account(iban: emil)
      for (ref, amount) in amounts { batch.pay(a, b, amount, day: 5, ref: ref) }
    }
    try test.load("a") { file(&$0, [("t1", "10.00"), ("t2", "20.00"), ("t3", "30.00")]) }
    try test.load("b") { file(&$0, [("t1", "10.00"), ("t2", "21.00"), ("t4", "30.00")]) }
    try test.load("c", set: "other") { file(&$0, [("t9", "7.00")]) }
    #expect(try canonical(test) == [nil, nil, nil, 1, nil, nil, nil])
    let findings = try test.casefile.dataFindings()
    #expect(findings.map(\.kind) == ["statements-differ"])
    #expect(findings[0].members == [RecordID(.transaction, 2), RecordID(.transaction, 5)])
  }

  @Test func withdrawingTheCanonicalOnePointsToTheNext() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", reporter: "Bank B") { pay(&$0, [("10.00", 5)]) }
    try test.load("c", reporter: "Bank C") { pay(&$0, [("10.00", 5)]) }
    #expect(try canonical(test) == [nil, 1, 1])
    try test.casefile.withdraw(source: 1, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try canonical(test) == [nil, nil, 2])
  }

  @Test func undoingAPairKeepsItApart() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", reporter: "Bank B") { pay(&$0, [("10.00", 5)]) }
    _ = try test.unmerge(1)
    #expect(try canonical(test) == [nil, nil])
    try test.load("c", reporter: "Bank C") { pay(&$0, [("5.00", 5)]) }
    #expect(try canonical(test) == [nil, nil, nil])
    _ = try test.judge("T1", "T2", .same)
    #expect(try canonical(test) == [nil, 1, nil])
  }

  @Test func joiningAccountsFindsThePaymentStatedTwice() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", reporter: "Bank B") {
      let a = $0.account(institution: "Alderbank", number: "0532013000")
      let b = $0.account(iban: emil)
      $0.pay(a, b, "10.00", day: 5)
    }
    #expect(try canonical(test) == [nil, nil])
    let judgement = try test.judge("A1", "A3", .same)
    #expect(try canonical(test) == [nil, 1])
    _ = try test.unmerge(judgement.id.number)
    #expect(try canonical(test) == [nil, nil])
  }

  @Test func aDescriptionThatJoinsAccountsFindsItToo() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") { pay(&$0, [("10.00", 5)]) }
    try test.load("b", reporter: "Bank B") {
      let a = $0.account(institution: "Alderbank", number: "0532013000")
      let b = $0.account(iban: emil)
      $0.pay(a, b, "10.00", day: 5)
    }
    try test.load("c") {
      $0.account(ref: "x", iban: dora, institution: "Alderbank", number: "0532013000")
    }
    #expect(try canonical(test) == [nil, 1])
    try test.casefile.withdraw(source: 3, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try canonical(test) == [nil, nil])
  }

  @Test func theOrderOfFilesDoesNotMatter() throws {
    typealias Fill = (inout Batch) -> Void
    let files: [(String, String, Fill)] = [
      ("a", "Bank A", { self.pay(&$0, [("10.00", 5), ("10.00", 5), ("20.00", 9)]) }),
      ("b", "Bank B", { self.pay(&$0, [("10.00", 6), ("20.00", 10), ("20.00", 10)]) }),
      ("c", "Bank C", { self.pay(&$0, [("10.00", 5), ("20.00", 12)], swapped: true) }),
    ]
    var answers = Set<[String]>()
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
      let test = try TestCasefile()
      for index in order {
        try test.load(files[index].0, set: "x", reporter: files[index].1, files[index].2)
      }
      let groups = try test.casefile.database.read { db in
        try Row.fetchAll(
          db,
          sql: """
            select coalesce(t.same_as, t.id) as payment, group_concat(s.path || t.line, ' ') as who
            from (select * from transactions order by source, id) t join source s on s.id = t.source
            group by payment
            """
        ).map { ($0["who"] as String).split(separator: " ").sorted().joined(separator: " ") }
      }
      answers.insert(groups.sorted())
    }
    #expect(answers.count == 1)
  }
}
