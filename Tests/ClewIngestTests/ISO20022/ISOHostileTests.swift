import ClewIngest
import ClewModel
import Testing

struct ISOHostileTests {
  private static let payment = ISOSource.document("pacs.008", ISOSource.creditTransfer)

  // MARK: - recognition and envelopes

  @Test(arguments: [
    ("pacs.008", "iso20022-pacs"), ("pacs.009", "iso20022-pacs"), ("pacs.004", "iso20022-pacs"),
    ("pain.001", "iso20022-pain"), ("pain.008", "iso20022-pain"), ("camt.052", "iso20022-camt"),
    ("camt.053", "iso20022-camt"), ("camt.054", "iso20022-camt"),
  ])
  func aMessageIsKnownByItsElement(_ message: String, _ format: String) throws {
    let plain = ISOSource.document(message, "")
      .replacing("urn:iso:std:iso:20022:tech:xsd", with: "urn:my-bank")
    for text in [plain, "<!-- note --><x:Batch xmlns:x='u'><y/>" + body(plain) + "</x:Batch>"] {
      let head = SourceHead(bytes: Array(text.utf8))
      #expect(try Formats.detect(head).description.name == format)
    }
  }

  private func body(_ document: String) -> String {
    String(document.drop { $0 != "\n" })
  }

  @Test func otherXMLIsNotTaken() {
    for text in [
      "<report><BkToCstmrStm/></report>", "<!-- <BkToCstmrStmt/> --><report><rentity_id/></report>",
      "<Document><x>BkToCstmrStmt</x></Document>", "id,BkToCstmrStmt\n1,2", "{\"BkToCstmrStmt\":1}",
      "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:element name='PmtRtr'/>",
    ] {
      let head = SourceHead(bytes: Array(text.utf8))
      let isTaken =
        ISOPaymentReader.recognises(head) || ISOOrderReader.recognises(head)
        || ISOStatementReader.recognises(head)
      #expect(!isTaken, "\(text)")
    }
  }

  @Test func aMessageThatMovesNothingIsRefusedByName() throws {
    let text = ISOSource.document("camt.057", "<NtfctnToRcv/>")
    let error = #expect(throws: IngestError.self) { try ISOReading(text) }
    #expect(error?.code == .notYetRead && error?.what.contains("camt.057") == true)
    #expect(error?.what.contains("notification to receive") == true)
  }

  @Test func manyDocumentsUnderOneRootAreAllRead() throws {
    let status = "<Document><FIToFIPmtStsRpt><GrpHdr/></FIToFIPmtStsRpt></Document>"
    let entry = ISOSource.entry("1", "CRDT")
    let statement = ISOSource.document("camt.053", ISOSource.statement(entry))
    let text = """
      <Saa:DataPDU xmlns:Saa="urn:saa"><Saa:Revision>2</Saa:Revision>
      <AppHdr><Fr><FIId><FinInstnId><BICFI>SENDDEFF</BICFI></FinInstnId></FIId></Fr>
      <BizMsgIdr>1</BizMsgIdr><BizSvc>swift.cbprplus.03</BizSvc></AppHdr>
      \(body(Self.payment))\(status)\(body(statement))\(body(Self.payment))</Saa:DataPDU>
      """
    let read = try ISOReading(text)
    #expect(read.shapes.count == 3 && read.header?.format == "iso20022-pacs")
    #expect(read.shapes[0] == read.shapes[2])
    #expect(read.facts(0, "sender") == ["SENDDEFF"] && read.facts(2, "sender").isEmpty)
    #expect(read.batch.rejections.map(\.provenance.path) == ["DataPDU/Document[2]/FIToFIPmtStsRpt"])
    #expect(read.batch.unread.map(\.path) == ["DataPDU/Revision"])
    #expect(read.batch.mentions.first { $0.name == "Anna Muster" }?.occurrences == 2)
  }

  // MARK: - broken records

  @Test(arguments: [
    ("<IntrBkSttlmAmt Ccy=\"EUR\">1e5</IntrBkSttlmAmt>", "The amount is no decimal number"),
    ("<IntrBkSttlmAmt Ccy=\"EUR\">1234567890123456789012</IntrBkSttlmAmt>", "The amount is no"),
    ("", "The payment states no amount."),
  ])
  func aPaymentWithoutAnAmountIsARejection(_ amount: String, _ reason: String) throws {
    let good = Self.transfer("<IntrBkSttlmAmt Ccy=\"EUR\">000000149.87</IntrBkSttlmAmt>")
    let read = try ISOReading(
      ISOSource.document("pacs.008", Self.transfer(amount) + good))
    #expect(read.shapes.map(\.amount) == ["149.87"])
    #expect(read.batch.rejections.count == 1)
    #expect(read.batch.rejections[0].reason.hasPrefix(reason))
    #expect(read.batch.rejections[0].snippet.hasPrefix("<CdtTrfTxInf>"))
    #expect(read.batch.rejections[0].provenance.path.hasSuffix("FIToFICstmrCdtTrf/CdtTrfTxInf[1]"))
  }

  private static func transfer(_ amount: String, date: String = "2025-01-02") -> String {
    """
    <CdtTrfTxInf>\(amount)<IntrBkSttlmDt>\(date)</IntrBkSttlmDt></CdtTrfTxInf>
    """
  }

  @Test func aDateThatDoesNotExistIsARejectionAndNotGuessed() throws {
    let amount = "<IntrBkSttlmAmt Ccy=\"EUR\">1</IntrBkSttlmAmt>"
    for date in ["2025-02-30", "03/04/2025", "9999-12-31", "CURRENT_TIME"] {
      let read = try ISOReading(
        ISOSource.document("pacs.008", Self.transfer(amount, date: date)))
      #expect(read.batch.rejections.count == 1 && read.shapes.isEmpty, "\(date)")
    }
  }

  @Test func rejectedPaymentsAreAMessageAgain() throws {
    let bytes = Array(
      ISOSource.document(
        "pacs.008", ISOSource.groupHeader + Self.transfer("") + Self.transfer("<Foo>1</Foo>")
      ).utf8)
    let read = try ISOReading(bytes)
    let frame = try #require(read.batch.frame)
    let records = read.batch.rejections.map { rejection in
      let start = Int(rejection.provenance.offset)
      return String(
        decoding: bytes[start..<(start + Int(rejection.provenance.length))], as: UTF8.self)
    }
    let repaired =
      String(decoding: bytes[..<Int(frame.prefixLength)], as: UTF8.self)
      + records.joined(separator: frame.separator) + frame.suffix
    let again = try ISOReading(
      repaired.replacing("<CdtTrfTxInf>", with: "<CdtTrfTxInf><InstdAmt Ccy='EUR'>1</InstdAmt>"))
    #expect(again.shapes.count == 2 && again.batch.rejections.isEmpty)
  }

  @Test func aCountThatDoesNotAgreeIsARejection() throws {
    let text = Self.payment.replacing("<NbOfTxs>1</NbOfTxs>", with: "<NbOfTxs>3</NbOfTxs>")
    let read = try ISOReading(text)
    #expect(read.shapes.count == 1)
    #expect(
      read.batch.rejections.map(\.reason)
        == ["The header states 3 transactions; the message holds 1."])
  }

  @Test func statementsWithoutWhatTheyNeedAreRejections() throws {
    func reasons(_ content: String) throws -> [String] {
      try ISOReading(ISOSource.document("camt.053", content)).batch.rejections.map(\.reason)
    }
    #expect(try reasons("") == ["The message holds no Stmt: it reports on no account."])
    #expect(try reasons("<Stmt><Id>1</Id></Stmt>") == ["The statement names no account."])
    #expect(
      try reasons(ISOSource.statement(ISOSource.entry("x", "CRDT")))
        == ["The entry states no amount that can be read."])
    #expect(
      try reasons(ISOSource.statement(ISOSource.entry("1", "BOTH")))
        == ["The entry states neither CRDT nor DBIT."])
    #expect(
      try reasons(
        ISOSource.statement("", balances: ISOSource.balance("OPBD", "1", "C", "2025-01-01")))
        == ["The balance states neither CRDT nor DBIT."])
    let homeless = try ISOReading(
      ISOSource.document("camt.053", "<Stmt>\(ISOSource.entry("1", "CRDT"))</Stmt>"))
    #expect(homeless.shapes.count == 1 && homeless.batch.transactions.to == [Transactions.none])
  }

  @Test func hugeNumbersOverflowNothing() throws {
    let most = "9223372036854775807"
    let entries = (0..<40).map { _ in ISOSource.entry(most, "CRDT") }.joined()
    let read = try ISOReading(
      ISOSource.document(
        "camt.053",
        ISOSource.statement(
          entries,
          balances: ISOSource.balance("OPBD", most, "DBIT", "2025-01-01")
            + ISOSource.balance("CLBD", most, "DBIT", "2025-01-01"),
          more: """
            <TxsSummry><TtlCdtNtries><NbOfNtries>\(most)</NbOfNtries></TtlCdtNtries>
            <TtlDbtNtries><NbOfNtries>\(most)</NbOfNtries></TtlDbtNtries></TxsSummry>
            """)))
    #expect(read.shapes.count == 40 && read.batch.rejections.isEmpty)
  }

  // MARK: - what is not known

  @Test func elementsNobodyKnowsAreCounted() throws {
    let text = Self.payment
      .replacing("<ChrgBr>", with: "<NewThing><A>1</A></NewThing><NewThing/><ChrgBr>")
      .replacing("<NbOfTxs>", with: "<Odd>x</Odd><NbOfTxs>")
      .replacing("<CtryOfRes>", with: "<Mood>good</Mood><CtryOfRes>")
    let read = try ISOReading(text)
    #expect(
      read.batch.unread.map { "\($0.path) \($0.count)" } == [
        "FIToFICstmrCdtTrf/CdtTrfTxInf/Dbtr/Mood 1",
        "FIToFICstmrCdtTrf/CdtTrfTxInf/NewThing/A 1", "FIToFICstmrCdtTrf/GrpHdr/Odd 1",
      ])
    #expect(read.shapes == (try ISOReading(Self.payment).shapes))
  }

  @Test func partiesWithoutNameAndNumberAreNotOne() throws {
    let party = "<Dbtr><PstlAdr><AdrLine>1 High Street</AdrLine></PstlAdr></Dbtr>"
    let text = (1...2).map {
      Self.transfer("<IntrBkSttlmAmt Ccy=\"EUR\">\($0)</IntrBkSttlmAmt>" + party)
    }
    let read = try ISOReading(ISOSource.document("pacs.008", text.joined()))
    #expect(read.batch.mentions.map(\.occurrences) == [1, 1])
    let fill = "<Dbtr><Nm>NOTPROVIDED</Nm></Dbtr>\(ISOSource.account("DbtrAcct", "0"))"
    let empty = try ISOReading(
      ISOSource.document(
        "pacs.008", Self.transfer("<IntrBkSttlmAmt Ccy=\"EUR\">1</IntrBkSttlmAmt>" + fill)))
    #expect(empty.batch.mentions.isEmpty && empty.batch.accounts.isEmpty)
    #expect(empty.roles(0).isEmpty && empty.batch.unread.isEmpty)
  }

  @Test func manyFactsOfOnePaymentAreKept() throws {
    let lines = (0..<3000).map { "<RfrdDocInf><Nb>\($0)</Nb></RfrdDocInf>" }.joined()
    let read = try ISOReading(
      ISOSource.document(
        "pacs.008",
        Self.transfer(
          "<IntrBkSttlmAmt Ccy=\"EUR\">1</IntrBkSttlmAmt><RmtInf><Strd>\(lines)</Strd></RmtInf>")))
    #expect(read.facts(0, "remittance/RfrdDocInf/Nb").count == 3000)
  }

  // MARK: - bytes

  @Test func emptyAndCutFilesThrow() throws {
    #expect(throws: IngestError.self) { try ISOReading("") }
    let bytes = Array(Self.payment.utf8)
    for cut in stride(from: 200, to: bytes.count - 12, by: 97) {
      #expect(throws: IngestError.self) { try ISOReading(Array(bytes[..<cut])) }
    }
  }

  @Test func wrongAndOtherEncodings() throws {
    let latin = Self.payment.replacing("UTF-8", with: "ISO-8859-1")
      .replacing("Muster", with: "Müster")
    let bytes = latin.unicodeScalars.map { UInt8($0.value) }
    let read = try ISOReading(bytes)
    #expect(read.shapes[0].payer.name == "ANNA MÜSTER")
    let place = read.batch.mentions[0].provenance
    let cited = bytes[Int(place.offset)..<(Int(place.offset) + Int(place.length))]
    #expect(cited.starts(with: "<InstgRmbrsmntAgt>".utf8))
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in Self.payment.replacing("UTF-8", with: "UTF-16").utf16 {
      wide += [UInt8(unit & 255), UInt8(unit >> 8)]
    }
    #expect(try ISOReading(wide).shapes == ISOReading(Self.payment).shapes)
    let wrong = latin.replacing("ISO-8859-1", with: "UTF-8").unicodeScalars.map { UInt8($0.value) }
    let error = #expect(throws: IngestError.self) { try ISOReading(wrong) }
    #expect(error?.code == .encoding)
  }

  /// A statement longer than a batch: its late facts come with a further statement of the account.
  @Test func aLongStatementIsHandedOverInParts() throws {
    let entries = (0..<5000).map { _ in ISOSource.entry("1", "CRDT") }.joined()
    let read = try ISOReading(
      ISOSource.document(
        "camt.053",
        ISOSource.statement(
          entries,
          balances: ISOSource.balance("OPBD", "0", "CRDT", "2025-01-01")
            + ISOSource.balance("CLBD", "1", "CRDT", "2025-01-01"))))
    #expect(read.batches == 2 && read.shapes.count == 5000)
    #expect(read.batch.accounts.count == 2)
    #expect(read.batch.accounts[0].iban == read.batch.accounts[1].iban)
    #expect(read.batch.accounts[1].facts.map(\.value) == ["-4999.00 EUR"])
    #expect(Set(read.batch.transactions.to) == [0])
  }
}
