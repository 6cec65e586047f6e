import ClewIngest
import ClewModel
import Testing

@Suite struct MTTransfersTests {
  private static let customer = """
    :20:REF-1
    :23B:CRED
    :32A:260116USD98765,40
    :33B:EUR91000,
    :36:1,08533
    :50K:/DE89370400440532013000
    NORDKAP GMBH
    HAFENSTRASSE 1
    :53A:CORRUS33
    :57A:BANKGB2L
    :59:/0099
    ALBION LTD
    LONDON
    :70:/ROC/E2E-7///URI/X
    /INV/2025-77
    :71A:SHA
    :71F:USD10,
    :72:/INS/PREVFRPP
    /ACC/CALL BEFORE
    //PAYING
    :77B:/ORDERRES/DE
    """

  @Test func customerTransfer() throws {
    let source = try MTSource(
      MTSource.fin(
        "103", Self.customer, user: "{108:ABC}{121:AAAABBBB-0000-4000-8000-000000000001}"))
    #expect(source.rejections == [] && source.unread.isEmpty)
    #expect(source.reading.header?.format == "swift-mt")
    #expect(
      source.reading.line(0)
        == "REF-1 | 2026-01-16 | BANKBEBBXXX/DE89370400440532013000 | BANKGB2L/0099 | 98765.40 | USD |"
        + "  |  | ")
    #expect(
      source.roles(0) == [
        "from: NORDKAP GMBH BANKBEBBXXX/DE89370400440532013000", "to: ALBION LTD BANKGB2L/0099",
        "creditor-agent: BANKGB2L", "instructing-agent: BANKBEBBXXX",
        "instructed-agent: BANKDEFFXXX", "instructing-reimbursement-agent: CORRUS33",
        "previous-instructing-agent-1: PREVFRPP",
      ])
    #expect(
      source.facts(0) == [
        "instructed-amount=91000 EUR", "sender-to-receiver=/ACC/CALL BEFORE PAYING [ACC]",
        "invoice=2025-77", "bank-operation-code=CRED", "regulatory-reporting=/ORDERRES/DE",
        "exchange-rate=1.08533", "charge-bearer=SHAR", "charge=10 USD [of the sender]",
        "user-reference=ABC",
      ])
    let detail = source.reading.all.transactions.details[0]
    #expect(detail.uetr == "aaaabbbb-0000-4000-8000-000000000001" && detail.endToEnd == "E2E-7")
    #expect(detail.standing == .settled && detail.path == "MT103")
    #expect(detail.description == "/ROC/E2E-7///URI/X /INV/2025-77")
  }

  @Test func inAndOutAreTheSamePayment() throws {
    let out = try MTSource(MTSource.fin("103", Self.customer, isOutput: true))
    let input = try MTSource(MTSource.fin("103", Self.customer))
    #expect(out.shapes == input.shapes)
  }

  @Test func withoutItsOwnBankTheSenderKeepsTheAccount() throws {
    let source = try MTSource(
      MTSource.fin("103", ":20:A\n:32A:260116EUR1,\n:50K:/11\nA\n:59:/22\nB\n:71A:OUR"))
    #expect(source.roles(0).prefix(2) == ["from: A BANKBEBBXXX/11", "to: B BANKDEFFXXX/22"])
  }

  @Test func coverNamesBanksAndCustomersApart() throws {
    let source = try MTSource(
      MTSource.fin(
        "202",
        """
        :20:C1
        :21:REF-1
        :32A:260116USD5,
        :52A:BANKBEBB
        :57A:CORRUS33
        :58A:/77
        BANKGB2L
        :50F:/NOTPROVIDED
        1/NORDKAP GMBH
        3/DE/Koeln
        :52A:INNRDEFF
        :57A:INNRGB2L
        :59:/0099
        ALBION LTD
        :70:RENT
        :33B:EUR4,
        """, user: "{119:COV}{121:AAAABBBB-0000-4000-8000-000000000001}"))
    #expect(source.rejections == [] && source.unread.isEmpty)
    #expect(
      source.roles(0) == [
        "from: BANKBEBB", "to: BANKGB2L CORRUS33/77", "creditor-agent: CORRUS33",
        "instructing-agent: BANKBEBBXXX", "instructed-agent: BANKDEFFXXX",
        "underlying-debtor: NORDKAP GMBH", "underlying-creditor: ALBION LTD INNRGB2L/0099",
        "underlying-debtor-agent: INNRDEFF", "underlying-creditor-agent: INNRGB2L",
      ])
    let detail = source.reading.all.transactions.details[0]
    #expect(detail.uetr == nil && detail.endToEnd == "REF-1")
    #expect(
      source.facts(0) == [
        "underlying-uetr=aaaabbbb-0000-4000-8000-000000000001", "message-variant=COV",
        "underlying-remittance=RENT", "underlying-instructed-amount=4 EUR",
      ])
  }

  @Test func returnsAndRejects() throws {
    let text = """
      :20:R1
      :21:REF-1
      :32A:260116USD5,
      :52A:BANKGB2L
      :58A:BANKBEBB
      :72:/RETN/99
      /AC04/closed
      /MREF/REF-0
      /TREF/E2E-7
      """
    let user = "{121:AAAABBBB-0000-4000-8000-000000000001}"
    let source = try MTSource(MTSource.fin("202", text, user: user))
    let detail = source.reading.all.transactions.details[0]
    #expect(detail.uetr == nil && detail.endToEnd == nil && detail.standing == .settled)
    #expect(
      source.facts(0).suffix(4) == [
        "original-instruction-id=REF-0", "original-end-to-end=E2E-7", "return-reason=AC04 [closed]",
        "original-uetr=aaaabbbb-0000-4000-8000-000000000001",
      ])
    let reject = try MTSource(
      MTSource.fin("202", text.split(separator: "RETN").joined(separator: "REJT"), user: user))
    #expect(reject.reading.all.transactions.details[0].standing == .void)
  }

  @Test func ordersOfOneMessage() throws {
    let source = try MTSource(
      MTSource.fin(
        "101",
        """
        :20:BATCH
        :28D:1/1
        :50C:FIRMDEFF
        :50H:/4711
        FIRM GMBH
        KOELN
        :52A:KEEPDEFF
        :30:260120
        :21:ONE
        :32B:EUR10,50
        :59:/1
        A
        :71A:SHA
        :21:TWO
        :23E:CHQB
        :32B:EUR
        :59:/2
        B
        :71A:SHA
        :21:THREE
        :32B:GBP7,
        :50K:/4712
        SISTER GMBH
        :57A:BANKGB2L
        :59:/3
        C
        :71A:OUR
        """))
    #expect(source.reading.all.transactions.count == 2)
    #expect(source.rejections.count == 1)
    #expect(source.rejections[0].hasPrefix("line 15, MT101: Field 32B states no currency"))
    #expect(
      source.roles(0) == [
        "initiating-party: FIRMDEFF", "from: FIRM GMBH KEEPDEFF/4711", "to: A BANKDEFFXXX/1",
        "debtor-agent: KEEPDEFF", "instructing-agent: BANKBEBBXXX",
        "instructed-agent: BANKDEFFXXX",
      ])
    #expect(source.roles(1).contains("from: SISTER GMBH KEEPDEFF/4712"))
    #expect(source.roles(1).contains("to: C BANKGB2L/3"))
    #expect(source.shapes.map(\.standing) == [.instructed, .instructed])
    #expect(source.shapes.map(\.valueDate) == ["2026-01-20", "2026-01-20"])
    #expect(source.shapes.map(\.ref) == ["ONE", "THREE"])
    #expect(source.unread.isEmpty)
  }

  @Test func seriesBetweenBanks() throws {
    let multiple = try MTSource(
      MTSource.fin(
        "102",
        """
        :20:B
        :23:CREDIT
        :50K:/9
        PAYER
        :71A:OUR
        :21:T1
        :32B:EUR1,
        :59:/1
        A
        :21:T2
        :32B:EUR2,
        :59:/2
        B
        :32A:260120EUR3,
        :19:3,
        :71G:EUR2,50
        :13C:/SNDTIME/0915+0100
        :53A:BANKGB2L
        :72:/ACC/NOTE
        :99Z:WHAT
        """))
    #expect(multiple.rejections == [] && multiple.unread.map(\.path) == ["MT102/:99Z:"])
    for row in 0...1 {
      let facts = multiple.facts(row)
      #expect(facts.contains("charge=2.50 EUR [of the receiver, settlement]"))
      #expect(facts.contains("time-indication=/SNDTIME/0915+0100 [settlement]"))
      #expect(facts.contains("sum-of-amounts=3, [settlement]"))
      #expect(facts.contains("total-settlement-amount=3 EUR"))
      #expect(facts.contains("sender-to-receiver=/ACC/NOTE [ACC]"))
      #expect(multiple.roles(row).contains("instructing-reimbursement-agent: BANKGB2L"))
    }
    #expect(multiple.shapes.map(\.amount) == ["1", "2"])
    #expect(multiple.shapes.allSatisfy { $0.payer.name == "PAYER" && $0.standing == .settled })
    #expect(multiple.shapes.allSatisfy { $0.valueDate == "2026-01-20" })
    let banks = try MTSource(
      MTSource.fin(
        "203",
        ":19:3,\n:30:260120\n:20:A\n:21:X\n:32B:EUR1,\n:58A:BANKGB2L\n:20:B\n:32B:EUR2,\n:58A:BANKFRPP"
      ))
    #expect(banks.rejections == [] && banks.shapes.map(\.ref) == ["A", "B"])
    #expect(banks.roles(1).prefix(2) == ["from: BANKBEBBXXX", "to: BANKFRPP"])
    let own = try MTSource(
      MTSource.fin(
        "201",
        ":19:3,\n:30:260120\n:53B:/55\n:20:A\n:32B:EUR1,\n:57A:BANKGB2L\n:20:B\n:32B:EUR2,\n:57A:BANKFRPP"
      ))
    #expect(own.rejections == [])
    #expect(
      own.roles(1) == [
        "from: BANKBEBBXXX BANKDEFFXXX/55", "to: BANKBEBBXXX", "instructing-agent: BANKBEBBXXX",
        "instructed-agent: BANKDEFFXXX", "creditor-agent: BANKFRPP",
      ])
  }

  @Test func whatTheHeaderAddsIsKept() throws {
    let source = try MTSource(
      MTSource.fin(
        "103", ":20:X\n:32A:260220EUR1,\n:50K:/9\nP\n:59:/1\nA",
        user: "{103:EBA}{108:MUR}{165:/CODE/1}"))
    #expect(
      source.facts(0) == [
        "user-reference=MUR", "user-header=EBA [103]", "user-header=/CODE/1 [165]",
      ])
  }

  @Test func aTransferOfTooManyFieldsIsRefused() throws {
    let many = String(repeating: "\n:71F:EUR1,", count: 10_000)
    let source = try MTSource(
      MTSource.fin("103", ":20:X\n:32A:260220EUR1,\n:50K:/9\nP\n:59:/1\nA" + many))
    #expect(source.shapes.isEmpty && source.rejections.count == 1)
  }

  @Test func confirmationsOfOneReferenceAreTwo() throws {
    let text = ":20:CONF\n%:25:0001\n:13D:WHEN\n:32A:260117EUR5,\n:52A:BANKGB2L"
    func source(_ related: String) throws -> MTSource {
      try MTSource(MTSource.fin("910", text.replacing("%", with: related)))
    }
    #expect(try source("").shapes[0].ref == "")
    #expect(try source(":21:REL\n").shapes[0].ref == "CONF/REL")
    #expect(try source(":21:REL\n").reading.all.transactions.details[0].servicerReference == "CONF")
    #expect(try source("").facts(0).contains("time-indication=WHEN"))
  }

  @Test func confirmationsAreOneSided() throws {
    let text = ":20:BK9\n:21:REL\n:25:0001\n:13D:2601161426+0100\n:32A:260117EUR5,\n:52A:BANKGB2L"
    let credit = try MTSource(MTSource.fin("910", text))
    #expect(credit.roles(0) == ["to: BANKBEBBXXX/0001", "from: BANKGB2L"])
    let detail = credit.reading.all.transactions.details[0]
    #expect(detail.servicerReference == "BK9" && detail.valueDate?.description == "2026-01-17")
    #expect(credit.reading.header?.reporter == "BANKBEBB")
    let debit = try MTSource(MTSource.fin("900", text))
    #expect(debit.roles(0) == ["from: BANKBEBBXXX/0001", "initiating-party: BANKGB2L"])
  }

  @Test func messagesThatMoveNoMoneyAreNamed() throws {
    for type in ["199", "192", "210", "999", "760", "104"] {
      let source = try MTSource(MTSource.fin(type, ":20:X\n:79:HELLO"))
      #expect(source.reading.all.transactions.count == 0)
      #expect(source.rejections.count == 1 && source.rejections[0].contains("MT\(type)"))
    }
  }

  @Test func whatIsMissingIsNamed() throws {
    let none = try MTSource(MTSource.fin("103", ":20:X\n:59:/1\nA"))
    #expect(
      none.rejections == [
        "line 2, MT103: Field 32A (value date, currency, amount) is missing."
      ])
    let day = try MTSource(MTSource.fin("103", ":20:X\n:32A:260230EUR1,\n:59:/1\nA"))
    #expect(
      day.rejections == [
        "line 3, MT103/:32A:: Field 32A does not begin with a date that exists (YYMMDD)."
      ])
    let amount = try MTSource(MTSource.fin("202", ":20:X\n:32A:260220EURO1,\n:58A:BANKGB2L"))
    #expect(amount.rejections.count == 1 && amount.reading.all.transactions.count == 0)
  }

  @Test func unknownFieldsAreCounted() throws {
    let source = try MTSource(
      MTSource.fin("103", ":20:X\n:32A:260220EUR1,\n:59:/1\nA\n:99Z:NEW\n:99Z:NEW"))
    #expect(source.unread.map { "\($0.path) \($0.count) \($0.first.line)" } == ["MT103/:99Z: 2 6"])
  }
}
