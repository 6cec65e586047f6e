/// Fictional messages, put together from their parts.
enum ISOSource {
  static func document(_ message: String, _ content: String, version: String = "001.08") -> String {
    let root = roots[message] ?? message
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <Document xmlns="urn:iso:std:iso:20022:tech:xsd:\(message).\(version)"><\(root)>
      \(content)
      </\(root)></Document>
      """
  }

  private static let roots = [
    "pacs.008": "FIToFICstmrCdtTrf", "pacs.009": "FICdtTrf", "pacs.004": "PmtRtr",
    "pacs.007": "FIToFIPmtRvsl",
    "pacs.003": "FIToFICstmrDrctDbt", "pain.001": "CstmrCdtTrfInitn",
    "pain.008": "CstmrDrctDbtInitn", "camt.052": "BkToCstmrAcctRpt", "camt.053": "BkToCstmrStmt",
    "camt.054": "BkToCstmrDbtCdtNtfctn",
  ]

  /// An element of an account, `IBAN` where the number begins with a letter.
  static func account(_ element: String, _ number: String) -> String {
    let id =
      number.first?.isLetter == true
      ? "<IBAN>\(number)</IBAN>" : "<Othr><Id>\(number)</Id></Othr>"
    return "<\(element)><Id>\(id)</Id></\(element)>"
  }

  static func bank(_ element: String, _ bic: String) -> String {
    "<\(element)><FinInstnId><BICFI>\(bic)</BICFI></FinInstnId></\(element)>"
  }

  static func party(_ element: String, _ name: String, _ more: String = "") -> String {
    "<\(element)><Nm>\(name)</Nm>\(more)</\(element)>"
  }

  static let groupHeader =
    "<GrpHdr><MsgId>M-1</MsgId><CreDtTm>2025-03-01T08:00:00Z</CreDtTm></GrpHdr>"

  /// A customer credit transfer with everything that names somebody.
  static let creditTransfer = """
    <GrpHdr><MsgId>M-1</MsgId><CreDtTm>2025-03-01T08:00:00+01:00</CreDtTm><NbOfTxs>1</NbOfTxs>
      <SttlmInf><SttlmMtd>COVE</SttlmMtd>\(bank("InstgRmbrsmntAgt", "RMBADEFF"))\
    \(bank("InstdRmbrsmntAgt", "RMBBGB2L"))</SttlmInf></GrpHdr>
    <CdtTrfTxInf>
      <PmtId><InstrId>I-7</InstrId><EndToEndId>E-9</EndToEndId><TxId>T-3</TxId>
        <UETR>ABCD1234-0000-4000-8000-000000000001</UETR><ClrSysRef>CLR-5</ClrSysRef></PmtId>
      <PmtTpInf><SvcLvl><Cd>G001</Cd></SvcLvl><CtgyPurp><Prtry>GOODS</Prtry></CtgyPurp></PmtTpInf>
      <IntrBkSttlmAmt Ccy="EUR">980.50</IntrBkSttlmAmt><IntrBkSttlmDt>2025-03-03</IntrBkSttlmDt>
      <InstdAmt Ccy="USD">1100.00</InstdAmt><XchgRate>0.9</XchgRate><ChrgBr>SHAR</ChrgBr>
      <ChrgsInf><Amt Ccy="EUR">9.50</Amt>\(bank("Agt", "MIDAFRPP"))</ChrgsInf>
      \(bank("PrvsInstgAgt1", "PREVATWW"))\(account("PrvsInstgAgt1Acct", "77001"))
      \(bank("InstgAgt", "SENDDEFF"))\(bank("InstdAgt", "RECVGB2L"))
      \(bank("IntrmyAgt1", "MIDAFRPP"))\(bank("IntrmyAgt2", "MIDBNL2A"))
      \(party("UltmtDbtr", "Real Payer Ltd"))
      \(party("InitgPty", "Paymaster"))
      <Dbtr><Nm>Anna Muster</Nm><PstlAdr><StrtNm>Teststrasse</StrtNm><BldgNb>5</BldgNb>
        <PstCd>10115</PstCd><TwnNm>Berlin</TwnNm><Ctry>DE</Ctry></PstlAdr>
        <Id><PrvtId><DtAndPlcOfBirth><BirthDt>1980-02-29</BirthDt><CityOfBirth>Riga</CityOfBirth>
          <CtryOfBirth>LV</CtryOfBirth></DtAndPlcOfBirth>
          <Othr><Id>c01x 77</Id><SchmeNm><Cd>CCPT</Cd></SchmeNm><Issr>DE</Issr></Othr>
          <Othr><Id>NOTPROVIDED</Id><SchmeNm><Cd>NIDN</Cd></SchmeNm></Othr></PrvtId></Id>
        <CtryOfRes>DE</CtryOfRes><CtctDtls><PhneNb>+49-30</PhneNb>
          <EmailAdr>a@example.org</EmailAdr></CtctDtls></Dbtr>
      <DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id><Tp><Cd>CACC</Cd></Tp><Ccy>EUR</Ccy>
        <Nm>A. Muster</Nm><Prxy><Tp><Cd>TELE</Cd></Tp><Id>+4930</Id></Prxy></DbtrAcct>
      \(bank("DbtrAgt", "DBTADEFFXXX"))
      <CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>GBDSC</Cd></ClrSysId><MmbId>200000</MmbId>
        </ClrSysMmbId><Nm>Creditor Bank</Nm></FinInstnId></CdtrAgt>
      <Cdtr><Nm>Widget Works</Nm><Id><OrgId><AnyBIC>WIDGGB2L</AnyBIC>
        <LEI>529900T8BM49AURSDO55</LEI>
        <Othr><Id>01234567</Id><SchmeNm><Cd>COID</Cd></SchmeNm><Issr>GB</Issr></Othr></OrgId></Id>
      </Cdtr>\(account("CdtrAcct", "55512345"))
      <Purp><Cd>GDDS</Cd></Purp>
      <RgltryRptg><Dtls><Tp>T1</Tp><Inf>coded</Inf></Dtls></RgltryRptg>
      <RmtInf><Ustrd>Invoice 12</Ustrd><Ustrd>of March</Ustrd>
        <Strd><RfrdDocInf><Nb>12</Nb></RfrdDocInf><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry>
        </Tp><Ref>RF18539007547034</Ref></CdtrRefInf></Strd></RmtInf>
    </CdtTrfTxInf>
    """

  /// A statement around its entries.
  static func statement(
    _ entries: String, balances: String = "", account: String = "DE89370400440532013000",
    more: String = ""
  ) -> String {
    """
    \(groupHeader)<Stmt><Id>S-1</Id><CreDtTm>2025-03-10T20:00:00Z</CreDtTm>
    <Acct><Id><IBAN>\(account)</IBAN></Id><Ccy>EUR</Ccy>\(party("Ownr", "Owner GmbH"))
    \(bank("Svcr", "OWNBDEFF"))</Acct>\(balances)\(more)\(entries)</Stmt>
    """
  }

  static func balance(_ code: String, _ amount: String, _ side: String, _ day: String) -> String {
    """
    <Bal><Tp><CdOrPrtry><Cd>\(code)</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">\(amount)</Amt>
    <CdtDbtInd>\(side)</CdtDbtInd><Dt><Dt>\(day)</Dt></Dt></Bal>
    """
  }

  static func entry(
    _ amount: String, _ side: String, details: String = "", status: String = "<Sts>BOOK</Sts>",
    more: String = "", currency: String = "EUR"
  ) -> String {
    """
    <Ntry><Amt Ccy="\(currency)">\(amount)</Amt><CdtDbtInd>\(side)</CdtDbtInd>\(status)
    <BookgDt><Dt>2025-03-10</Dt></BookgDt><ValDt><Dt>2025-03-11</Dt></ValDt>\(more)
    \(details.isEmpty ? "" : "<NtryDtls>\(details)</NtryDtls>")</Ntry>
    """
  }
}
