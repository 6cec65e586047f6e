import ClewGraph
import ClewModel
import ClewStore
import GRDB
import Testing

private let dora = "DE89370400440532013000"
private let emil = "GB29NWBK60161331926819"
private let fay = "FR1420041010050500013M02606"

/// One payment, stated by order, notice, report and statement.
@Suite struct PaymentReferencesTests {
  private func sameAs(_ test: TestCasefile) throws -> [Int64?] {
    try test.casefile.database.read { db in
      try Row.fetchAll(db, sql: "select same_as from transactions order by id").map { $0[0] }
    }
  }

  private func rules(_ test: TestCasefile) throws -> [String] {
    try test.casefile.judgements().rows.map(\.judgement).filter { $0.a.kind == .transaction }
      .map(\.by)
  }

  @Test func noticeReportAndStatementOfOneBankAreOnePayment() throws {
    let test = try TestCasefile()
    for (number, name) in ["052", "054", "053"].enumerated() {
      try test.load(name, reporter: "Bank A") {
        $0.state(from: dora, amount: "10.00", day: 5 + number, .init(servicerReference: "B-1"))
      }
    }
    #expect(try sameAs(test) == [nil, 1, 1])
    #expect(try Set(rules(test)) == ["rule:servicer-reference"])
  }

  @Test func entriesOfOneListStayApartUnlessOneIsPending() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") {
      for row in 1...2 {
        $0.state(
          from: dora, amount: "10.00", day: 5,
          .init(path: "Stmt[1]/Ntry[\(row)]", servicerReference: "B-1"))
      }
      $0.state(
        from: dora, amount: "10.00", day: 4,
        .init(path: "Stmt[1]/Ntry[3]", servicerReference: "B-1", standing: .pending))
    }
    #expect(try sameAs(test) == [nil, nil, 1])
  }

  @Test func theWordsOfAPaymentAreFound() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") {
      $0.state(
        from: dora, amount: "10.00", day: 5, .init(description: "Rechnung 7 Jan Kowalski Hafen"))
    }
    let found = try test.casefile.find(text: "kowalski").rows
    #expect(found.map { "\($0.id) \($0.why)" } == ["T1 narrative"])
    #expect(try test.casefile.find(text: "kowalski", kind: .party).rows.isEmpty)
  }

  @Test func anOrderAloneTakesNoPart() throws {
    let test = try TestCasefile()
    try test.load("order", reporter: "Dora Ltd") {
      $0.state(
        from: dora, to: emil, amount: "10.00", day: 5,
        .init(endToEnd: "INV-7", standing: .instructed))
    }
    #expect(try sameAs(test) == [0])
    let profile = try #require(try test.casefile.profile(of: RecordID("A1")!))
    #expect(profile.count == 0)
    #expect(try test.casefile.snapshot(parts: .payments).payments.ids.isEmpty)
    var record = try #require(try test.casefile.transactionDetails([RecordID("T1")!]).first)
    #expect(record.standing == .instructed && !record.isSettled && record.canonical.number == 1)
    try test.load("statement", reporter: "Bank A") {
      $0.state(from: dora, amount: "10", day: 7, .init(endToEnd: "INV-7"))
    }
    // The settled statement stands for the payment, although it says less.
    #expect(try sameAs(test) == [2, nil])
    #expect(try rules(test) == ["rule:end-to-end"])
    record = try #require(try test.casefile.transactionDetails([RecordID("T1")!]).first)
    #expect(record.isSettled && record.canonical.number == 2)
    #expect(try test.casefile.find(text: "INV-7").rows.map(\.id.description) == ["T2"])
    try test.casefile.withdraw(source: 2, why: "wrong", by: "ada", at: "2026-01-02T00:00:00Z")
    #expect(try sameAs(test) == [0, 1] || sameAs(test)[0] == 0)
  }

  @Test func anOrderThatNamesMoreThanTheStatementIsJoinedThroughIt() throws {
    let test = try TestCasefile()
    try test.load("statement", reporter: "Bank A") {
      $0.state(from: dora, amount: "10.00", day: 5, .init(endToEnd: "INV-7"))
    }
    try test.load("other", reporter: "Bank B") {
      $0.state(to: emil, amount: "10.00", day: 5, .init(endToEnd: "INV-7"))
    }
    // Neither names both accounts: an analysis of either account needs its own.
    #expect(try sameAs(test) == [nil, nil])
    try test.load("whole", reporter: "Bank C") {
      $0.state(from: dora, to: emil, amount: "10.00", day: 6, .init(endToEnd: "INV-7"))
    }
    #expect(try sameAs(test) == [3, 3, nil])
  }

  @Test func equalPaymentsOfOneFileStayTwo() throws {
    let test = try TestCasefile()
    for name in ["a", "b"] {
      try test.load(name, reporter: "Bank") {
        for day in [5, 6] {
          $0.state(from: dora, to: emil, amount: "7.00", day: day, .init(endToEnd: "RENT"))
        }
      }
    }
    #expect(try sameAs(test) == [nil, nil, 1, 2])
  }

  @Test func sentinelsAndFarDatesJoinNothing() throws {
    let test = try TestCasefile()
    try test.load("a") {
      $0.state(from: dora, amount: "7.00", day: 5, .init(endToEnd: "NOTPROVIDED"))
      $0.state(from: dora, amount: "8.00", day: 5, .init(endToEnd: "E-8"))
    }
    try test.load("b") {
      $0.state(from: dora, amount: "7.00", day: 5, .init(endToEnd: "NOTPROVIDED"))
      $0.state(from: dora, amount: "8.00", day: 11, .init(endToEnd: "E-8"))
    }
    #expect(try sameAs(test) == [nil, nil, nil, nil])
  }

  @Test func aReturnWithTheSameUETRStaysApartAndIsFound() throws {
    let test = try TestCasefile()
    try test.load("a") { $0.state(from: dora, to: emil, amount: "7.00", day: 5, .init(uetr: "U")) }
    try test.load("b") { $0.state(from: emil, to: dora, amount: "7.00", day: 6, .init(uetr: "u")) }
    try test.load("c") { $0.state(from: dora, to: fay, amount: "7.00", day: 5, .init(uetr: "u")) }
    #expect(try sameAs(test) == [nil, nil, nil])
    let findings = try test.casefile.dataFindings()
    #expect(findings.map { $0.reasons.map(\.term) } == [["direction"], ["receiving account"]])
    // Judged by a person, they are one, and nothing is left to be found.
    _ = try test.judge("T1", "T3", .same)
    #expect(try sameAs(test) == [nil, nil, 1])
  }

  @Test func aPendingEntryLaterBookedIsOnePayment() throws {
    let test = try TestCasefile()
    try test.load("report", reporter: "Bank A") {
      $0.state(from: dora, to: emil, amount: "7.00", day: 5, .init(standing: .pending))
      $0.state(from: dora, to: emil, amount: "9.00", day: 5, .init(standing: .pending))
      $0.state(from: dora, to: emil, amount: "5.00", day: 5, .init(standing: .void))
    }
    #expect(try sameAs(test) == [0, 0, 0])
    try test.load("statement", reporter: "Bank A") {
      $0.state(from: dora, to: emil, amount: "7.00", day: 6, .init())
      $0.state(from: dora, to: emil, amount: "5.00", day: 5, .init())
    }
    #expect(try sameAs(test) == [4, 0, 0, nil, nil])
    #expect(try rules(test) == ["rule:same-payment"])
  }

  @Test func joiningAccountsLetsAReferenceJoinPayments() throws {
    let test = try TestCasefile()
    try test.load("a", reporter: "Bank A") {
      $0.state(from: dora, to: emil, amount: "7.00", day: 5, .init(endToEnd: "E-1"))
    }
    try test.load("b", reporter: "Bank A") {
      let from = $0.account(institution: "Alderbank", number: "0532013000")
      let to = $0.account(iban: emil)
      $0.state(from, to, amount: "7.00", day: 5, .init(endToEnd: "E-1"))
    }
    #expect(try sameAs(test) == [nil, nil])
    let judgement = try test.judge("A1", "A3", .same)
    #expect(try sameAs(test) == [nil, 1])
    _ = try test.unmerge(judgement.id.number)
    #expect(try sameAs(test) == [nil, nil])
    try test.load("c") {
      $0.account(ref: "x", iban: dora, institution: "Alderbank", number: "0532013000")
    }
    #expect(try sameAs(test) == [nil, 1])
  }

  @Test func theStatementThatStandsForAPaymentDoesNotDependOnTheOrder() throws {
    typealias Fill = (inout Batch) -> Void
    let files: [(String, Fill)] = [
      ("plain", { $0.state(from: dora, to: emil, amount: "7.00", day: 5, .init(uetr: "u")) }),
      (
        "precise",
        {
          $0.state(
            from: dora, to: emil, amount: "7.00", day: 5, time: "2026-01-05T10:11:12",
            .init(uetr: "u"))
        }
      ),
      (
        "order",
        {
          $0.state(
            from: dora, to: emil, amount: "7.000", day: 5, .init(uetr: "u", standing: .instructed))
        }
      ),
    ]
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [1, 0, 2]] {
      let test = try TestCasefile()
      for number in order { try test.load(files[number].0, files[number].1) }
      let shown = try test.casefile.database.read { db in
        try String.fetchAll(
          db,
          sql: """
            select s.path from transactions t join source s on s.id = t.source
            where t.same_as is null
            """)
      }
      #expect(shown == ["precise"])
    }
  }
}

extension Batch {
  /// A transaction in euros on a day of January 2026.
  mutating func state(
    from: String? = nil, to: String? = nil, amount: String, day: Int, time: String? = nil,
    _ detail: TransactionDetail
  ) {
    let payer = from.map { account(iban: $0) } ?? Transactions.none
    let payee = to.map { account(iban: $0) } ?? Transactions.none
    state(payer, payee, amount: amount, day: day, time: time, detail)
  }

  mutating func state(
    _ from: Int32, _ to: Int32, amount: String, day: Int, time: String? = nil,
    _ detail: TransactionDetail
  ) {
    if currencies.isEmpty { currencies.append("EUR") }
    let row = transactions.count + 1
    transactions.append(
      ref: "", reference: "",
      time: time.flatMap { TimeSpan(iso: $0) }
        ?? TimeSpan(day: Day(year: 2026, month: 1, day: day)!),
      from: from, to: to, amount: Decimal64(amount)!, currency: 0, mode: -1,
      provenance: Provenance(offset: Int64(row * 100), length: 90, line: Int32(row)),
      detail: detail)
  }
}
