import Testing

/// One payment as all its messages state it, from the command line.
@Suite struct PaymentStatementTests {
  private static let payer = "DE89370400440532013000"
  private static let payee = "GB29NWBK60161331926819"
  private static let uetr = "abcd1234-0000-4000-8000-000000000001"

  private static func document(_ message: String, _ root: String, _ content: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(message).001.08"><\(root)>
    <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2025-03-10T08:00:00Z</CreDtTm></GrpHdr>
    \(content)</\(root)></Document>
    """
  }

  private static func bank(_ element: String, _ bic: String) -> String {
    "<\(element)><FinInstnId><BICFI>\(bic)</BICFI></FinInstnId></\(element)>"
  }

  private static func account(_ element: String, _ iban: String) -> String {
    "<\(element)><Id><IBAN>\(iban)</IBAN></Id></\(element)>"
  }

  private static let sides = """
    <Dbtr><Nm>Nordkap GmbH</Nm></Dbtr>\(account("DbtrAcct", payer))\(bank("DbtrAgt", "BANKBEBB"))
    \(bank("CdtrAgt", "BANKGB2L"))<Cdtr><Nm>Albion Ltd</Nm></Cdtr>\(account("CdtrAcct", payee))
    """

  private static func pacs(
    _ instruction: String = "REF-1", uetr: String = uetr, endToEnd: String = "E2E-7",
    amount: String = "980.50", from sender: String = "BANKBEBB", sides: String = sides
  ) -> String {
    document(
      "pacs.008", "FIToFICstmrCdtTrf",
      """
      <CdtTrfTxInf><PmtId><InstrId>\(instruction)</InstrId><EndToEndId>\(endToEnd)</EndToEndId>
      \(uetr.isEmpty ? "" : "<UETR>\(uetr)</UETR>")</PmtId>
      <IntrBkSttlmAmt Ccy="EUR">\(amount)</IntrBkSttlmAmt>
      <IntrBkSttlmDt>2025-03-10</IntrBkSttlmDt>\(bank("InstgAgt", sender))
      \(bank("InstdAgt", "BANKGB2L"))\(sides)</CdtTrfTxInf>
      """)
  }

  private static func statement(
    _ message: String, _ root: String, _ element: String, status: String = "BOOK"
  ) -> String {
    document(
      message, root,
      """
      <\(element)><Id>S-1</Id><CreDtTm>2025-03-10T20:00:00Z</CreDtTm>
      <Acct><Id><IBAN>\(payer)</IBAN></Id><Ccy>EUR</Ccy>\(bank("Svcr", "BANKBEBB"))</Acct>
      <Ntry><Amt Ccy="EUR">980.50</Amt><CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>\(status)</Cd></Sts>
      <BookgDt><Dt>2025-03-10</Dt></BookgDt><ValDt><Dt>2025-03-10</Dt></ValDt>
      <AcctSvcrRef>SVC-9</AcctSvcrRef><NtryDtls><TxDtls><Refs><EndToEndId>E2E-7</EndToEndId>
      </Refs><RltdPties><Cdtr><Pty><Nm>Albion Ltd</Nm></Pty></Cdtr>
      \(account("CdtrAcct", payee))</RltdPties></TxDtls></NtryDtls></Ntry></\(element)>
      """)
  }

  private static func mt103(
    _ reference: String, uetr: String = "", sender: String = "BANKBEBBAXXX",
    amount: String = "980,50", from: String = payer, to: String = payee
  ) -> String {
    """
    {1:F01\(sender)0000000000}{2:I103BANKGB2LXXXXN}{3:{108:ABC}\(uetr.isEmpty ? "" : "{121:\(uetr)}")}{4:
    :20:\(reference)
    :23B:CRED
    :32A:250310EUR\(amount)
    :50K:/\(from)
    NORDKAP GMBH
    :57A:BANKGB2L
    :59:/\(to)
    ALBION LTD
    :70:/ROC/E2E-7
    :71A:SHA
    -}
    """
  }

  private func total(_ bench: Bench) throws -> [String] {
    let account = try #require(bench.ask("find", Self.payer).results[0].id.string)
    let profile = try bench.ask("profile", account)
    return [
      profile["out"].EUR.string ?? "", profile["in"].EUR.string ?? "", "\(profile.count.int ?? 0)",
    ]
  }

  private static let messages = [
    "pacs.xml": pacs(),
    "notice.xml": statement("camt.054", "BkToCstmrDbtCdtNtfctn", "Ntfctn"),
    "report.xml": statement("camt.052", "BkToCstmrAcctRpt", "Rpt", status: "PDNG"),
    "statement.xml": statement("camt.053", "BkToCstmrStmt", "Stmt"),
  ]

  @Test(arguments: [
    ["pacs.xml", "report.xml", "statement.xml", "notice.xml"],
    ["notice.xml", "statement.xml", "report.xml", "pacs.xml"],
    ["report.xml", "notice.xml", "pacs.xml", "statement.xml"],
  ])
  func onePaymentInFourMessages(_ order: [String]) throws {
    let bench = Bench()
    for (name, text) in Self.messages { bench.write(text, to: name) }
    for name in order { try bench.clew("ingest", name, "--set", "bank") }
    #expect(try total(bench) == ["980.50", "", "1"])
    let shown = try bench.ask("show", Self.uetr)
    let stated = try #require(
      shown.facts.items.first { $0.property.string == "stated by" }?.value.string)
    for number in 1...4 { #expect(stated.contains("S\(number) (T\(number))"), "\(stated)") }
    #expect(try bench.ask("find", "E2E-7").results.items.count == 1)
    let before = try bench.clew("sources", "--json").output
    for name in order { try bench.clew("ingest", name, "--set", "bank") }
    #expect(try bench.clew("sources", "--json").output == before)
  }

  @Test(arguments: [["mt.fin", "mx.xml"], ["mx.xml", "mt.fin"]], [Self.uetr, ""])
  func aMessageAndItsTwin(_ order: [String], _ uetr: String) throws {
    let bench = Bench()
    bench.write(Self.mt103("REF-1", uetr: uetr), to: "mt.fin")
    bench.write(Self.pacs(uetr: uetr), to: "mx.xml")
    for name in order { try bench.clew("ingest", name, "--set", "bank") }
    #expect(try total(bench) == ["980.50", "", "1"])
    let shown = try bench.clew("show", "T1").output
    #expect(shown.contains("S1 (T1), S2 (T2)"))
  }

  @Test func anOrderAloneMovesNoMoney() throws {
    let bench = Bench()
    bench.write(
      Self.document(
        "pain.001", "CstmrCdtTrfInitn",
        """
        <PmtInf><PmtInfId>P-1</PmtInfId><ReqdExctnDt><Dt>2025-03-10</Dt></ReqdExctnDt>
        <Dbtr><Nm>Nordkap GmbH</Nm></Dbtr>\(Self.account("DbtrAcct", Self.payer))
        \(Self.bank("DbtrAgt", "BANKBEBB"))<CdtTrfTxInf><PmtId><EndToEndId>E2E-7</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">980.50</InstdAmt></Amt>\(Self.bank("CdtrAgt", "BANKGB2L"))
        <Cdtr><Nm>Albion Ltd</Nm></Cdtr>\(Self.account("CdtrAcct", Self.payee))</CdtTrfTxInf></PmtInf>
        """), to: "order.xml")
    try bench.clew("ingest", "order.xml", "--set", "bank")
    #expect(try total(bench) == ["", "", "0"])
    bench.write(Self.pacs(), to: "pacs.xml")
    try bench.clew("ingest", "pacs.xml", "--set", "bank")
    #expect(try total(bench) == ["980.50", "", "1"])
    try bench.clew("withdraw", "S2", "--why", "test")
    #expect(try total(bench) == ["", "", "0"])
  }

  /// A return has the way of the payment the other way round, and often its references.
  @Test func aReturnIsAMovementOfItsOwn() throws {
    let bench = Bench()
    bench.write(Self.pacs(), to: "pacs.xml")
    bench.write(
      Self.document(
        "pacs.004", "PmtRtr",
        """
        <TxInf><RtrId>REF-1</RtrId><OrgnlInstrId>REF-1</OrgnlInstrId>
        <OrgnlEndToEndId>E2E-7</OrgnlEndToEndId><OrgnlUETR>\(Self.uetr)</OrgnlUETR>
        <RtrdIntrBkSttlmAmt Ccy="EUR">980.50</RtrdIntrBkSttlmAmt>
        <IntrBkSttlmDt>2025-03-11</IntrBkSttlmDt>\(Self.bank("InstgAgt", "BANKGB2L"))
        <RtrRsnInf><Rsn><Cd>AC04</Cd></Rsn></RtrRsnInf>
        <OrgnlTxRef>\(Self.sides)</OrgnlTxRef></TxInf>
        """), to: "return.xml")
    try bench.clew("ingest", "pacs.xml", "return.xml", "--set", "bank")
    #expect(try total(bench) == ["980.50", "980.50", "2"])
  }

  /// Every sender numbers its messages itself: another's equal number says nothing.
  @Test func equalReferencesOfTwoSenders() throws {
    let bench = Bench()
    bench.write(Self.mt103("REF-1"), to: "a.fin")
    bench.write(
      Self.mt103(
        "REF-1", sender: "OTHRFRPPAXXX", amount: "12,00", from: "FR7630006000011234567890189",
        to: "DE75512108001245126199"), to: "b.fin")
    let answer = try bench.ask("ingest", "a.fin", "b.fin", "--set", "bank")
    #expect(answer.findings.int ?? 0 == 0)
    #expect(
      !(try bench.clew("ingest", "a.fin", "--set", "bank").errors.contains("statements-differ")))
    #expect(try total(bench) == ["980.50", "", "1"])
    // The same message delivered again beside another is the same payment.
    bench.write(
      Self.mt103("REF-1") + "\n" + Self.mt103("REF-2", amount: "5,00"), to: "c.fin")
    try bench.clew("ingest", "c.fin", "--set", "bank")
    #expect(try total(bench) == ["985.50", "", "2"])
  }

  /// One sender that gives one number to two payments is said.
  @Test func oneReferenceOfOneSenderForTwoPayments() throws {
    let bench = Bench()
    bench.write(Self.mt103("REF-1"), to: "a.fin")
    bench.write(Self.mt103("REF-1", amount: "12,00"), to: "b.fin")
    try bench.clew("ingest", "a.fin", "b.fin", "--set", "bank")
    #expect(try total(bench) == ["992.50", "", "2"])
    #expect(try bench.clew("show", "F1").output.contains("statements-differ"))
  }
}
