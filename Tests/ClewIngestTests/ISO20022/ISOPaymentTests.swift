import ClewIngest
import ClewModel
import Testing

struct ISOPaymentTests {
  private func read(_ message: String, _ content: String) throws -> ISOReading {
    try ISOReading(ISOSource.document(message, content))
  }

  @Test func aCreditTransferStatesItsSidesAndItsChainOfBanks() throws {
    let read = try read("pacs.008", ISOSource.creditTransfer)
    let shape = try #require(read.shapes.first)
    #expect(read.shapes.count == 1 && read.batch.rejections.isEmpty && read.batch.unread.isEmpty)
    #expect(shape.amount == "980.5" && shape.currency == "EUR" && shape.valueDate == "2025-03-03")
    #expect(shape.payer.name == "ANNA MUSTER" && shape.payer.account == "DE89370400440532013000")
    #expect(shape.payer.identifiers == ["birth-date 1980-02-29", "passport C01X77 (DE)"])
    #expect(
      shape.payee.identifiers == [
        "bic WIDGGB2L", "lei 529900T8BM49AURSDO55", "registration-number 01234567 (GB)",
      ])
    #expect(shape.uetr == "abcd1234-0000-4000-8000-000000000001" && shape.endToEnd == "E-9")
    #expect(shape.ref == "I-7" && shape.remittance == "INVOICE 12 OF MARCH")
    #expect(
      read.roles(0) == [
        "from", "to", "ultimate-debtor", "initiating-party", "instructing-agent",
        "previous-instructing-agent-1", "debtor-agent", "instructing-reimbursement-agent",
        "instructed-reimbursement-agent", "intermediary-agent-1", "intermediary-agent-2",
        "creditor-agent", "instructed-agent",
      ])
    #expect(shape.agentAccounts == ["previous-instructing-agent-1": "77001"])
    #expect(read.details[0].standing == .settled)
  }

  @Test func aCreditTransferStatesItsFacts() throws {
    let read = try read("pacs.008", ISOSource.creditTransfer)
    let expected: [(Property, [String])] = [
      ("instructed-amount", ["1100.00 USD"]), ("exchange-rate", ["0.9"]),
      ("charge", ["9.50 EUR"]), ("charge-bearer", ["SHAR"]), ("transaction-id", ["T-3"]),
      ("clearing-reference", ["CLR-5"]), ("creditor-reference", ["RF18539007547034"]),
      ("payment-type/CtgyPurp", ["GOODS"]), ("payment-type/SvcLvl", ["G001"]),
      ("regulatory-reporting/Dtls/Inf", ["coded"]), ("remittance/RfrdDocInf/Nb", ["12"]),
      ("settlement-method", ["COVE"]), ("purpose", ["GDDS"]), ("message-id", ["M-1"]),
    ]
    for (property, values) in expected {
      #expect(read.facts(0, property) == values, "\(property)")
    }
    let charge = read.details[0].facts.first { $0.property == "charge" }
    #expect(charge?.qualifier == "MIDAFRPP")
    let t = read.batch.transactions
    #expect(String(decoding: t.arena, as: UTF8.self) == "I-7RF18539007547034")
    #expect(read.header?.published?.description == "2025-03-01T08:00:00+01:00")
  }

  @Test func partiesAreWhatTheirIdentificationSays() throws {
    let read = try read("pacs.008", ISOSource.creditTransfer)
    let payer = try #require(read.mention(0, "from"))
    #expect(payer.kind == .person)
    #expect(ISOReading.values(payer.facts, .address) == ["Teststrasse 5, 10115 Berlin, DE"])
    #expect(ISOReading.values(payer.facts, .birthPlace) == ["Riga, LV"])
    #expect(ISOReading.values(payer.facts, .residence) == ["DE"])
    #expect(ISOReading.values(payer.facts, .phone) == ["+49-30"])
    #expect(ISOReading.values(payer.facts, .email) == ["a@example.org"])
    #expect(payer.facts.contains(Fact(.passport, "C01X77", raw: "c01x 77", qualifier: "DE")))
    #expect(!payer.facts.contains { $0.value.contains("NOTPROVIDED") })
    #expect(read.mention(0, "to")?.kind == .organisation)
    #expect(read.mention(0, "ultimate-debtor")?.kind == .unknown)
    let bank = try #require(read.mention(0, "creditor-agent"))
    #expect(bank.kind == .organisation && bank.name == "Creditor Bank")
    #expect(bank.facts.contains(Fact("clearing-member", "200000", qualifier: "GBDSC")))
    #expect(read.details[0].roles[0].country == "DE" && read.details[0].roles[1].country == nil)
  }

  @Test func anAccountIsKeptByTheBankOfItsSide() throws {
    let read = try read("pacs.008", ISOSource.creditTransfer)
    #expect(read.batch.accounts.map(\.institution) == ["DBTADEFFXXX", "GBDSC200000", nil])
    let payer = read.batch.accounts[0]
    #expect(payer.iban == "DE89370400440532013000" && payer.name == "A. Muster")
    #expect(payer.currency == "EUR")
    #expect(payer.facts.contains(Fact("proxy", "+4930", qualifier: "TELE")))
    #expect(payer.facts.contains(Fact("account-type", "CACC")))
    #expect(
      read.batch.accounts[1].keys(set: "s") == [.institution("GBDSC200000", number: "55512345")])
  }

  @Test func whatTheHeaderSaysGoesForPaymentsThatDoNotSayIt() throws {
    let pair = (1...2).map {
      """
      <CdtTrfTxInf><PmtId><EndToEndId>NOTPROVIDED</EndToEndId></PmtId>
      <IntrBkSttlmAmt Ccy="EUR">\($0)</IntrBkSttlmAmt>\(ISOSource.party("Dbtr", "D\($0)"))
      \($0 == 2 ? ISOSource.bank("InstgAgt", "OTHRDEFF") : "")</CdtTrfTxInf>
      """
    }
    let read = try read(
      "pacs.008",
      """
      <GrpHdr><MsgId>M</MsgId><IntrBkSttlmDt>2025-01-02</IntrBkSttlmDt>
      \(ISOSource.bank("InstgAgt", "HEADDEFF"))</GrpHdr>\(pair.joined())
      """)
    #expect(read.shapes.map(\.valueDate) == ["2025-01-02", "2025-01-02"])
    #expect(
      read.shapes.map { $0.agents["instructing-agent"] } == ["HEADDEFF", "OTHRDEFF"])
    #expect(read.shapes.allSatisfy { $0.endToEnd == nil && $0.ref.isEmpty })
    #expect(read.batch.mentions.map(\.occurrences) == [1, 1, 1, 1])
  }

  // MARK: - banks

  @Test func banksPayEachOtherWithoutAccounts() throws {
    let read = try read(
      "pacs.009",
      """
      <CdtTrfTxInf><PmtId><InstrId>A</InstrId><UETR>u-1</UETR></PmtId>
      <IntrBkSttlmAmt Ccy="CHF">5</IntrBkSttlmAmt><IntrBkSttlmDt>2025-01-02</IntrBkSttlmDt>
      \(ISOSource.bank("Dbtr", "AAAADEFF"))\(ISOSource.bank("Cdtr", "BBBBCHZZ"))</CdtTrfTxInf>
      """)
    #expect(read.batch.transactions.from == [Transactions.none])
    #expect(read.batch.transactions.to == [Transactions.none])
    #expect(read.shapes[0].payer.identifiers == ["bic AAAADEFF"])
    #expect(read.batch.mentions.allSatisfy { $0.kind == .organisation })
    #expect(read.details[0].uetr == "u-1")
  }

  @Test func anAccountOfABankWithoutAnAgentIsKeptByTheReceiver() throws {
    func institutions(_ debtor: String, _ more: String = "") throws -> [String?] {
      try read(
        "pacs.009",
        """
        <CdtTrfTxInf><IntrBkSttlmAmt Ccy="CHF">5</IntrBkSttlmAmt>
        <IntrBkSttlmDt>2025-01-02</IntrBkSttlmDt>\(ISOSource.bank("InstgAgt", "AAAADEFF"))
        \(ISOSource.bank("InstdAgt", "RECVGB2L"))\(ISOSource.bank("Dbtr", debtor))
        \(ISOSource.account("DbtrAcct", "11"))\(ISOSource.bank("Cdtr", "BBBBCHZZ"))
        \(ISOSource.account("CdtrAcct", "22"))\(more)</CdtTrfTxInf>
        """
      ).batch.accounts.map(\.institution)
    }
    #expect(try institutions("AAAADEFFXXX") == ["RECVGB2L", "RECVGB2L"])
    #expect(try institutions("OTHRDEFF") == [nil, "RECVGB2L"])
    #expect(
      try institutions("OTHRDEFF", ISOSource.bank("CdtrAgt", "CAGTCHZZ")) == [nil, "CAGTCHZZ"])
  }

  @Test func aCoverPaymentNamesTheCustomersBelowIt() throws {
    let read = try read(
      "pacs.009",
      """
      <CdtTrfTxInf><PmtId><InstrId>A</InstrId><UETR>u-1</UETR></PmtId>
      <IntrBkSttlmAmt Ccy="CHF">5</IntrBkSttlmAmt><IntrBkSttlmDt>2025-01-02</IntrBkSttlmDt>
      \(ISOSource.bank("Dbtr", "AAAADEFF"))\(ISOSource.bank("Cdtr", "BBBBCHZZ"))
      <UndrlygCstmrCdtTrf>\(ISOSource.party("Dbtr", "Payer"))\(ISOSource.account("DbtrAcct", "11"))
      \(ISOSource.bank("DbtrAgt", "AAAADEFF"))\(ISOSource.bank("CdtrAgt", "BBBBCHZZ"))
      \(ISOSource.party("Cdtr", "Payee"))\(ISOSource.account("CdtrAcct", "22"))
      <RmtInf><Ustrd>for goods</Ustrd></RmtInf><InstdAmt Ccy="EUR">6</InstdAmt>
      </UndrlygCstmrCdtTrf></CdtTrfTxInf>
      """)
    let roles = [
      PaymentRole.underlyingCreditor, PaymentRole.underlyingCreditorAgent,
      PaymentRole.underlyingDebtor, PaymentRole.underlyingDebtorAgent,
    ]
    #expect(read.roles(0) == ["from", "to"] + roles)
    #expect(read.details[0].uetr == nil && read.facts(0, "underlying-uetr") == ["u-1"])
    #expect(read.facts(0, "underlying-remittance") == ["for goods"])
    #expect(read.facts(0, "underlying-instructed-amount") == ["6 EUR"])
    #expect(
      read.batch.accounts.map { "\($0.institution ?? "")/\($0.number ?? "")" }
        == ["BBBBCHZZ/22", "AAAADEFF/11"])
    #expect(read.batch.unread.isEmpty)
  }

  // MARK: - returns

  private static let returned = """
    <RtrId>R-1</RtrId><OrgnlEndToEndId>E-9</OrgnlEndToEndId><OrgnlUETR>U-1</OrgnlUETR>
    <RtrdIntrBkSttlmAmt Ccy="EUR">9.99</RtrdIntrBkSttlmAmt>
    <IntrBkSttlmDt>2025-01-05</IntrBkSttlmDt>
    <RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed</AddtlInf></RtrRsnInf>
    """

  @Test func aReturnRunsTheWayItsChainSays() throws {
    let read = try read(
      "pacs.004",
      """
      <TxInf>\(Self.returned)<RtrChain><Dbtr><Pty><Nm>First Payee</Nm></Pty></Dbtr>
      \(ISOSource.bank("DbtrAgt", "BBBBCHZZ"))<Cdtr><Pty><Nm>First Payer</Nm></Pty></Cdtr>
      </RtrChain><OrgnlTxRef><Amt><InstdAmt Ccy="EUR">10</InstdAmt></Amt>
      \(ISOSource.party("Dbtr", "First Payer"))</OrgnlTxRef></TxInf>
      """)
    let shape = try #require(read.shapes.first)
    #expect(shape.payer.name == "FIRST PAYEE" && shape.payee.name == "FIRST PAYER")
    #expect(shape.uetr == nil && shape.ref == "R-1" && shape.amount == "9.99")
    #expect(read.facts(0, "original-uetr") == ["u-1"])
    #expect(read.facts(0, "original-end-to-end") == ["E-9"])
    #expect(read.facts(0, "original-amount") == ["10 EUR"])
    let reason = read.details[0].facts.first { $0.property == "return-reason" }
    #expect(reason?.value == "AC04" && reason?.qualifier == "closed")
    #expect(read.roles(0) == ["from", "to", "debtor-agent", "original-from"])
  }

  @Test func aReversalMovesMoneyBackAsAReturnDoes() throws {
    let read = try read(
      "pacs.007",
      """
      <OrgnlGrpInf><OrgnlMsgId>M-0</OrgnlMsgId></OrgnlGrpInf>
      <TxInf><RvslId>V-1</RvslId><OrgnlEndToEndId>E-9</OrgnlEndToEndId>
      <RvsdIntrBkSttlmAmt Ccy="EUR">9.99</RvsdIntrBkSttlmAmt>
      <IntrBkSttlmDt>2025-01-05</IntrBkSttlmDt><RvslRsnInf><Rsn><Cd>AM05</Cd></Rsn></RvslRsnInf>
      <OrgnlTxRef>\(ISOSource.party("Dbtr", "Debited"))\(ISOSource.party("Cdtr", "Collector"))
      </OrgnlTxRef></TxInf>
      """)
    let shape = try #require(read.shapes.first)
    #expect(shape.payer.name == "COLLECTOR" && shape.payee.name == "DEBITED")
    #expect(shape.ref == "V-1" && shape.amount == "9.99" && shape.standing == .settled)
    #expect(read.facts(0, "reversal-id") == ["V-1"] && read.facts(0, "return-reason") == ["AM05"])
    #expect(read.facts(0, "original-group/OrgnlMsgId") == ["M-0"])
    #expect(read.batch.unread.isEmpty && read.batch.rejections.isEmpty)
  }

  @Test func aReturnWithoutChainTurnsTheOriginalRound() throws {
    let read = try read(
      "pacs.004",
      """
      <TxInf>\(Self.returned)<OrgnlTxRef>\(ISOSource.party("Dbtr", "First Payer"))
      \(ISOSource.account("DbtrAcct", "11"))\(ISOSource.bank("DbtrAgt", "AAAADEFF"))
      \(ISOSource.bank("CdtrAgt", "BBBBCHZZ"))\(ISOSource.party("Cdtr", "First Payee"))
      \(ISOSource.account("CdtrAcct", "22"))</OrgnlTxRef></TxInf>
      """)
    let shape = try #require(read.shapes.first)
    #expect(shape.payer.name == "FIRST PAYEE" && shape.payer.account == "22")
    #expect(shape.payee.name == "FIRST PAYER" && shape.payee.account == "11")
    #expect(shape.agents == ["debtor-agent": "BBBBCHZZ", "creditor-agent": "AAAADEFF"])
    #expect(read.batch.accounts.map(\.institution) == ["BBBBCHZZ", "AAAADEFF"])
  }

  // MARK: - orders

  @Test func ordersInheritTheirPayerAndHaveMovedNothing() throws {
    let orders = (1...2).map {
      """
      <CdtTrfTxInf><PmtId><EndToEndId>E\($0)</EndToEndId></PmtId><Amt>
      \($0 == 1 ? "<InstdAmt Ccy=\"EUR\">10</InstdAmt>"
        : "<EqvtAmt><Amt Ccy=\"EUR\">20</Amt><CcyOfTrf>USD</CcyOfTrf></EqvtAmt>")
      </Amt>\(ISOSource.party("Cdtr", "Payee \($0)"))\(ISOSource.account("CdtrAcct", "\($0)"))
      </CdtTrfTxInf>
      """
    }
    let read = try read(
      "pain.001",
      """
      <GrpHdr><MsgId>M</MsgId><CreDtTm>2025-01-01T00:00:00</CreDtTm><NbOfTxs>2</NbOfTxs>
      <CtrlSum>30</CtrlSum>\(ISOSource.party("InitgPty", "Office"))</GrpHdr>
      <PmtInf><PmtInfId>P</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs>
      <ReqdExctnDt><Dt>2025-02-01</Dt></ReqdExctnDt>\(ISOSource.party("Dbtr", "Payer AG"))
      \(ISOSource.account("DbtrAcct", "DE89370400440532013000"))
      \(ISOSource.bank("DbtrAgt", "AAAADEFF"))\(orders.joined())</PmtInf>
      """)
    #expect(read.header?.format == "iso20022-pain")
    #expect(read.shapes.map(\.payer.name) == ["PAYER AG", "PAYER AG"])
    #expect(read.shapes.map(\.payee.name) == ["PAYEE 1", "PAYEE 2"])
    #expect(read.shapes.map { "\($0.amount) \($0.currency)" } == ["10 EUR", "20 EUR"])
    #expect(read.shapes.allSatisfy { $0.standing == .instructed && $0.valueDate == "2025-02-01" })
    #expect(read.facts(1, "transfer-currency") == ["USD"])
    #expect(read.shapes.allSatisfy { $0.agents["initiating-party"] == "OFFICE" })
    #expect(read.batch.mentions.filter { $0.name == "Payer AG" }.map(\.occurrences) == [1])
    #expect(read.batch.unread.isEmpty && read.batch.rejections.isEmpty)
    #expect(read.batch.frame == nil)
  }

  @Test func aDirectDebitMovesFromTheDebtor() throws {
    let read = try read(
      "pain.008",
      """
      <PmtInf><PmtInfId>P</PmtInfId><ReqdColltnDt>2025-02-01</ReqdColltnDt>
      \(ISOSource.party("Cdtr", "Collector"))<CdtrSchmeId><Id><PrvtId><Othr>
      <Id>DE98ZZZ09999999999</Id><SchmeNm><Prtry>SEPA</Prtry></SchmeNm></Othr></PrvtId></Id>
      </CdtrSchmeId><DrctDbtTxInf><PmtId><EndToEndId>E</EndToEndId></PmtId>
      <InstdAmt Ccy="EUR">7.5</InstdAmt><DrctDbtTx><MndtRltdInf><MndtId>MND</MndtId>
      </MndtRltdInf></DrctDbtTx>\(ISOSource.party("Dbtr", "Debited"))</DrctDbtTxInf></PmtInf>
      """)
    let shape = try #require(read.shapes.first)
    #expect(shape.payer.name == "DEBITED" && shape.payee.name == "COLLECTOR")
    #expect(shape.amount == "7.5" && shape.standing == .instructed)
    #expect(read.facts(0, "creditor-scheme-id") == ["DE98ZZZ09999999999"])
    #expect(read.facts(0, "direct-debit/MndtRltdInf/MndtId") == ["MND"])
  }
}
