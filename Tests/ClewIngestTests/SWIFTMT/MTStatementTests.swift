import ClewIngest
import ClewModel
import Testing

@Suite struct MTStatementTests {
  private func statement(_ body: String, close: String = ":62F:C260103EUR110,00") -> String {
    ":20:S1\n:25:37040044/0532013000EUR\n:28C:7/1\n:60F:C260101EUR100,00\n\(body)\n\(close)\n-\n"
  }

  @Test func accountBalancesAndEntries() throws {
    let source = try MTSource(
      statement(
        ":61:2601020102C15,00NTRFREF//BANK1\nSUPPL\n:86:SALARY\nJANUARY\n:61:260103D5,NCHGNONREF",
        close: ":62F:C260103EUR110,00\n:64:C260103EUR90,00\n:65:D260104EUR1,00\n:86:YOUR BRANCH"))
    #expect(source.rejections == [] && source.unread.isEmpty)
    let account = source.reading.all.accounts[0]
    #expect(account.institution == "37040044" && account.number == "0532013000")
    #expect(account.currency == "EUR" && account.balance?.amountText == "110.00")
    #expect(account.balanceTime?.description == "2026-01-03")
    #expect(
      source.facts(ofAccount: 0) == [
        "account-as-stated=37040044/0532013000EUR", "statement-reference=S1",
        "statement-number=7/1",
        "opening-balance=100.00 EUR [2026-01-01]", "closing-balance=110.00 EUR [2026-01-03]",
        "closing-available-balance=90.00 EUR [2026-01-03]",
        "forward-available-balance=-1.00 EUR [2026-01-04]", "statement-information=YOUR BRANCH",
      ])
    #expect(
      source.reading.line(0)
        == "7/1/260103/110.00/1 | 2026-01-02 | none | 37040044/0532013000 | 15.00 | EUR | NTRF | REF | "
    )
    #expect(
      source.reading.line(1)
        == "7/1/260103/110.00/2 | 2026-01-03 | 37040044/0532013000 | none | 5 | EUR | NCHG |  | ")
    #expect(source.reading.all.transactions.details[0].description == "SALARY JANUARY")
    #expect(
      source.facts(0) == [
        "supplementary-details=SUPPL", "account-owner-information=SALARY\nJANUARY",
      ])
  }

  @Test func aBadLineIsRefusedAndShowsInTheGap() throws {
    let source = try MTSource(
      statement(":61:260102C10,00NTRFA\n:61:260102Q3,50NTRFB\n:86:LOST\n:61:260103C3,50NTRFC"))
    #expect(source.reading.all.transactions.count == 2)
    #expect(
      source.rejections == [
        "line 6, MT940/:61:: Field 61: the statement line has no debit or credit mark behind its "
          + "dates.", "line 7, MT940/:86:: Field 86: the text of a line that is refused.",
      ])
    #expect(
      source.facts(ofAccount: 0).contains("balance-gap=-3.50 EUR [2026-01-01/2026-01-03]"))
  }

  @Test func reversalsAndExpectedEntries() throws {
    let source = try MTSource(
      statement(":61:260102RD12,00NTRFA\n:61:260102RC2,00NTRFB\n:61:260103EC99,00NTRFC"))
    #expect(source.facts(0) == ["reversal=yes"])
    #expect(source.shapes.map(\.standing) == [.settled, .settled, .pending])
    #expect(source.shapes.map { $0.payee.account ?? "-" } == ["0532013000", "-", "0532013000"])
    #expect(source.shapes[1].payer.account == "0532013000")
    #expect(!source.facts(ofAccount: 0).contains { $0.hasPrefix("balance-gap") })
  }

  /// Banks write a word in place of a reference, and repeat it.
  @Test func aReferenceOfSeveralEntriesIdentifiesNone() throws {
    let source = try MTSource(
      statement(
        ":61:260102D5,00NCHGNONREF//FEE\n:61:260103D5,00NCHGNONREF//FEE\n"
          + ":61:260103RD5,00NCHGNONREF//FEE\n:61:260103C20,00NTRFA//B-1\n"
          + ":61:260103EC9,00NTRFA//B-1"))
    let details = source.reading.all.transactions.details
    #expect(details.map(\.servicerReference) == [nil, nil, "FEE", "B-1", "B-1"])
    #expect(source.facts(0) == ["servicer-reference=FEE [on several entries]"])
    #expect(
      source.shapes.map(\.ref) == (1...5).map { "7/1/260103/110.00/\($0)" })
  }

  @Test func entriesOfAReportAreKnownByItsTime() throws {
    let report = ":20:I\n:25:1\n:28C:1\n:34F:EUR0,\n%:61:260102C7,NTRFA\n-"
    func refs(_ time: String) throws -> [String] {
      try MTSource(report.replacing("%", with: time)).shapes.map(\.ref)
    }
    #expect(try refs(":13D:2601021530+0100\n") == ["1/2601021530+0100/1"])
    #expect(try refs("") == [""])
  }

  @Test func referencesOfTheStatementAreKept() throws {
    let source = try MTSource(
      MTSource.fin(
        "940",
        ":20:S9\n:21:ASKED\n:25:77\n:25:78\n:28C:1\n:60F:C260101EUR1,\n:62F:C260101EUR1,",
        user: "{108:MUR1}"))
    #expect(
      source.facts(ofAccount: 0).prefix(3) == [
        "statement-reference=S9", "related-reference=ASKED", "user-reference=MUR1",
      ])
    #expect(source.unread.map(\.path) == ["MT940/:25:"])
    #expect(source.reading.all.accounts.map(\.number) == ["77"])
  }

  // MARK: - cut sources

  /// The last field of a cut statement may lack its end: an amount of 2500,00 reads as 25.
  @Test(arguments: ["D25", "D25,00NTRF", "D25,00NTRFR//B"])
  func aCutStatementLosesItsLastField(_ end: String) throws {
    let last = ":61:2601020102" + end
    let head = ":20:S\n:25:77\n:28C:1\n:60F:C260101EUR100,\n:61:260101C5,NTRFA\n"
    let whole = MTSource.fin("940", head + last)
    for text in [
      String(whole.dropLast(3)), head + last, String(whole.dropLast(3)) + "\r\n" + whole,
    ] {
      let source = try MTSource(text)
      #expect(
        source.rejections[0].hasSuffix("The statement is cut: its last field (61) is left out."))
      #expect(source.shapes[0].amount == "5")
      #expect(source.facts(ofAccount: 0).contains { $0.hasPrefix("incomplete=") })
      if text == head + last { #expect(source.shapes.count == 1) }
    }
    #expect(try MTSource(head + last + "\n-").rejections.count == (last.hasSuffix("25") ? 1 : 0))
  }

  @Test func aCutConfirmationIsRefused() throws {
    let text = MTSource.fin("910", ":20:BK9\n:21:REL\n:25:0001\n:32A:260117EUR5,")
    let source = try MTSource(String(text.dropLast(3)))
    #expect(source.shapes.isEmpty && source.rejections.count == 1)
  }

  /// The other lines are read, and their ids count the lines: the statement would double them.
  @Test func aRefusedLineDoesNotStandAlone() throws {
    let text = statement(":61:260102Q3,50NTRFB\n:61:260103C3,50NTRFC")
    let rejection = try MTSource(text).reading.all.rejections[0]
    #expect(rejection.provenance.length == 0 && rejection.provenance.line == 5)
  }

  @Test func pagesGoOn() throws {
    let first =
      ":20:S\n:25:1\n:28C:9/1\n:60F:C260101EUR10,\n:61:260101C5,NTRFA\n:62M:C260101EUR15,\n-\n"
    func second(_ opening: String) -> String {
      ":20:S\n:25:1\n:28C:9/2\n:60M:C260101EUR\(opening)\n:61:260101C1,NTRFB\n:62F:C260101EUR16,\n-\n"
    }
    let whole = try MTSource(first + second("15,"))
    #expect(whole.reading.all.transactions.count == 2)
    let facts = (0...1).flatMap { whole.facts(ofAccount: $0) }
    #expect(!facts.contains { $0.contains("gap") })
    #expect(facts.filter { $0.hasPrefix("interim-balance") }.count == 2)
    let torn = try MTSource(first + second("14,"))
    #expect(torn.facts(ofAccount: 1).contains("page-gap=-1 EUR [9]"))
    #expect(torn.facts(ofAccount: 1).contains { $0.hasPrefix("balance-gap=1 EUR") })
  }

  @Test func intradayReport() throws {
    let source = try MTSource(
      ":20:I\n:25P:12345\nBANKBEBB\n:28C:1\n:34F:EURD100,\n:34F:EURC0,\n:13D:2601021530+0100\n"
        + ":61:260102C7,NTRFA\n:90D:0EUR0,\n:90C:1EUR7,\n-")
    #expect(source.rejections == [])
    #expect(source.reading.all.accounts[0].institution == "BANKBEBB")
    #expect(
      source.facts(ofAccount: 0).suffix(5) == [
        "statement-time=2026-01-02T15:30+01:00", "floor-limit=100 EUR [debits]",
        "floor-limit=0 EUR [credits]", "sum-of-debits=0 EUR [0 entries]",
        "sum-of-credits=7 EUR [1 entries]",
      ])
    #expect(source.shapes[0].standing == .settled)
  }

  @Test func balancesAloneAreCheckedByTheirSums() throws {
    let body = ":90D:2EUR5,\n:90C:1EUR15,"
    #expect(!(try MTSource(statement(body)).facts(ofAccount: 0)).contains { $0.contains("gap") })
    let off = try MTSource(statement(":90D:2EUR5,\n:90C:1EUR14,"))
    #expect(off.facts(ofAccount: 0).contains("balance-gap=1.00 EUR [2026-01-01/2026-01-03]"))
  }

  @Test(arguments: [
    ("DE89370400440532013000", nil, "DE89370400440532013000", nil),
    ("DE89370400440532013000EUR", nil, "DE89370400440532013000", "EUR"),
    ("37040044/0532013000EUR", "37040044", "0532013000", "EUR"),
    ("BANKBEBB/123/HUF", "BANKBEBB", "123", "HUF"), ("1291.99.348EUR", nil, "1291.99.348", "EUR"),
    ("TRIOBANK/0390123456", "TRIOBANK", "0390123456", nil), ("6-9412771", nil, "6-9412771", nil),
    ("MU17BOMM0101101030300200000MUR", nil, "MU17BOMM0101101030300200000MUR", nil),
  ])
  func accounts(text: String, institution: String?, number: String, currency: String?) throws {
    let account = try MTSource(":20:A\n:25:\(text)\n-").reading.all.accounts[0]
    #expect(account.institution == institution && account.currency == currency)
    #expect((account.iban ?? account.number) == number)
  }

  @Test func statementsThatNameNobody() throws {
    let none = try MTSource(":20:A\n:60F:C260101EUR1,\n:61:260101C1,NTRF\n-")
    #expect(none.rejections == ["line 1, MT940: The statement names no account (field 25)."])
    let noCurrency = try MTSource(":20:A\n:25:1234\n:61:260101C1,NTRF\n-")
    #expect(noCurrency.rejections.count == 1 && noCurrency.reading.all.transactions.count == 0)
  }

  @Test func theServicerOfAMessageInBlocksKeepsTheAccount() throws {
    let source = try MTSource(
      MTSource.fin("950", ":20:A\n:25:77\n:28C:1\n:60F:C260101EUR1,\n:62F:C260101EUR1,"))
    #expect(source.reading.all.accounts[0].institution == "BANKBEBBXXX")
    #expect(source.reading.header?.reporter == "BANKBEBB")
  }

  @Test func aValueDateOfNoDay() throws {
    let source = try MTSource(statement(":61:2602300301C10,00NTRFA"))
    #expect(source.facts(0) == ["value-date=260230 [no such day]"])
    #expect(source.shapes[0].valueDate == "2026-03-01")
  }
}
