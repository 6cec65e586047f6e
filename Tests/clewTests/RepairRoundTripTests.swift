import Testing

/// A rejected record of every format that can be written out: written, mended, and read again into
/// the set of its source.
@Suite struct RepairRoundTripTests {
  struct Format: CustomTestStringConvertible {
    var name: String
    var file: String
    /// The whole file as it should have been sent.
    var text: String
    /// What stands in it once, and what was sent instead.
    var good: String
    var bad: String
    /// Records that are found once where all is read and nothing twice.
    var found: [String]
    /// The mended file repeats a header that counts the records of the whole file.
    var countsRecords = false

    var testDescription: String { name }

    init(
      _ file: String, _ good: String, _ bad: String, found: [String], countsRecords: Bool = false,
      name: String? = nil, _ text: String
    ) {
      self.name = name ?? file
      self.file = file
      self.text = text
      self.good = good
      self.bad = bad
      self.found = found
      self.countsRecords = countsRecords
    }
  }

  private static let counts = ["accounts", "transactions", "links", "listings", "parties"]

  /// What the live sources state, together.
  private func total(_ bench: Bench) throws -> [String: Int] {
    var sums: [String: Int] = [:]
    for source in try bench.ask("sources").sources.items {
      for name in Self.counts { sums[name, default: 0] += source[name].int ?? 0 }
    }
    return sums
  }

  private func mended(_ text: String, _ old: String, _ new: String) -> String {
    text.split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }

  @Test(arguments: Self.formats) func aRecordIsMendedAndReadAgain(_ format: Format) throws {
    let (whole, bench) = (Bench(), Bench())
    #expect(format.text.ranges(of: format.good).count == 1)
    whole.write(format.text, to: "in/\(format.file)")
    try whole.clew("ingest", "in")
    let expected = try total(whole)
    #expect(try whole.ask("sources").sources[0].rejections.int == 0)

    bench.write(mended(format.text, format.good, format.bad), to: "in/\(format.file)")
    try bench.clew("ingest", "in")
    let before = try #require(try bench.ask("sources").sources.items.first)
    let written = try bench.ask("rejections", "--write", "repair")
    let name = "repair/S1-\(format.file)"
    #expect(written.written[0].records.int == 1, "\(written)")
    let file = try #require(bench.read(name))
    #expect(file.ranges(of: format.bad).count == 1)
    bench.write(mended(file, format.bad, format.good), to: name)
    let run = try bench.clew("ingest", name, "--set", "in")
    #expect(run.status == 0, "\(run.errors)")
    let sources = try bench.ask("sources").sources
    let after = try #require(sources.items.last)
    #expect(sources.items.count == 2 && after.format.string == before.format.string)
    #expect(after.rejections.int == (format.countsRecords ? 1 : 0))
    let sums = try total(bench)
    for kind in ["transactions", "links", "listings"] {
      #expect(sums[kind] == expected[kind], "\(kind)")
    }
    for query in format.found {
      #expect(try whole.ask("find", query).results.items.count == 1, "\(query)")
      #expect(try bench.ask("find", query).results.items.count == 1, "\(query)")
    }
  }

  // MARK: - formats

  private static let formats: [Format] =
    tables + jsonLines + documents + lists + messages

  private static let tables = [
    Format(
      "transactions.csv", "2026-01-03", "soon", found: ["t1", "t2"],
      """
      id,date,from,to,amount,currency
      t1,2026-01-02,X1,Y1,10.00,EUR
      t2,2026-01-03,X2,Y2,20.00,EUR

      """),
    Format(
      "parties.csv", "p2,Bruno", ",Bruno", found: ["Ada Reed", "Bruno Pike"],
      "id,name,kind\r\np1,Ada Reed,person\r\np2,Bruno Pike,person\r\n"),
    Format(
      "links.csv", "p3,owns", "p3,oans", found: [],
      "from,to,kind,share\np1,p2,owns,60\np1,p3,owns,40\n"),
    Format(
      "codes.csv", ",WIRE,", ",,", found: [],
      "list,code,label\ntransmode,CASH,Cash\ntransmode,WIRE,Wire\n"),
    Format(
      "companies.csv", "\"00000002\"", "\"\"", found: ["MARSH LTD", "HERON LTD"],
      """
      "CompanyName"," CompanyNumber","RegAddress.AddressLine1","CompanyCategory","CompanyStatus",\
      "CountryOfOrigin","IncorporationDate"
      "MARSH LTD","00000001","HULL","Private Limited Company","Active","United Kingdom","01/02/2003"
      "HERON LTD","00000002","HULL","Private Limited Company","Active","United Kingdom","01/02/2004"

      """),
  ]

  private static let jsonLines = [
    Format(
      "codes.json", "\"code\":\"B\"", "\"code\":\"\"", found: [],
      #"[{"code":"A","label":"Able"},{"code":"B","label":"Baker"}]"#),
    Format(
      "psc.jsonl", "\"company_number\":\"00000002\",", "\"company_number\":\"\",",
      found: ["Ada Fell", "Ben Pike"],
      (1...3).map { number in
        #"{"company_number":"0000000\#(number)","data":{"kind":"individual-person-with-"#
          + #"significant-control","name":"\#(["Ada Fell", "Ben Pike", "Cy Rook"][number - 1])","#
          + #""links":{"self":"/company/0000000\#(number)/psc/1"},"natures_of_control":"#
          + #"["ownership-of-shares-25-to-50-percent"],"notified_on":"2020-01-02"}}"# + "\n"
      }.joined()),
    Format(
      "bods.json", "\"recordType\":\"relationship\"", "\"recordType\":\"friendship\"",
      found: ["Ada Fell", "Marsh Ltd"],
      """
      [{"statementId":"s1","recordId":"p1","recordType":"person","recordDetails":{"personType":\
      "knownPerson","names":[{"fullName":"Ada Fell"}]}},
      {"statementId":"s3","recordId":"r1","recordType":"relationship","recordDetails":{"subject":\
      "c1","interestedParty":"p1","interests":[{"type":"shareholding","share":{"exact":60}}]}},
      {"statementId":"s2","recordId":"c1","recordType":"entity","recordDetails":{"name":"Marsh Ltd",\
      "entityType":{"type":"registeredEntity"}}}]
      """),
    Format(
      "ftm.jsonl", "\"owner\":[\"p\"]", "\"owner\":[]", found: ["Ada Fell", "Marsh Ltd"],
      """
      {"id":"p","schema":"Person","properties":{"name":["Ada Fell"]}}
      {"id":"o","schema":"Ownership","properties":{"owner":["p"],"asset":["c"]}}
      {"id":"c","schema":"Company","properties":{"name":["Marsh Ltd"]}}

      """),
    Format(
      "delta.jsonl", "\"owner\":[\"p\"]", "\"owner\":[]", found: ["Ada Fell", "Marsh Ltd"],
      """
      {"op":"ADD","entity":{"id":"p","schema":"Person","properties":{"name":["Ada Fell"]}}}
      {"op":"ADD","entity":{"id":"o","schema":"Ownership","properties":{"owner":["p"],"asset":["c"]}}}
      {"op":"ADD","entity":{"id":"c","schema":"Company","properties":{"name":["Marsh Ltd"]}}}

      """),
    Format(
      "lei.json", "\"LEI\":\"SALTMARSH00000000002\"", "\"LEI\":\"\"",
      found: ["Marsh Ltd", "Heron Ltd"],
      """
      {"records":[{"LEI":"SALTMARSH00000000001","Entity":{"LegalName":"Marsh Ltd"},"Registration":{}},
      {"LEI":"SALTMARSH00000000002","Entity":{"LegalName":"Heron Ltd"},"Registration":{}}]}
      """),
  ]

  private static let documents = [
    Format(
      "lei.xml", "<l:LEI>SALTMARSH00000000002</l:LEI>", "<l:LEI/>",
      found: ["Marsh Ltd", "Heron Ltd"],
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <l:LEIData xmlns:l="http://www.gleif.org/data/schema/leidata/2016"><l:LEIHeader>\
      <l:ContentDate>2026-01-01T00:00:00Z</l:ContentDate><l:FileContent>LOU_DELTA</l:FileContent>\
      <l:RecordCount>2</l:RecordCount></l:LEIHeader><l:LEIRecords>
      <l:LEIRecord><l:LEI>SALTMARSH00000000001</l:LEI><l:Entity><l:LegalName>Marsh Ltd\
      </l:LegalName></l:Entity></l:LEIRecord>
      <l:LEIRecord><l:LEI>SALTMARSH00000000002</l:LEI><l:Entity><l:LegalName>Heron Ltd\
      </l:LegalName></l:Entity></l:LEIRecord></l:LEIRecords></l:LEIData>
      """),
    Format(
      "report.xml", "2026-01-02", "someday", found: ["G1", "G2"],
      """
      <report><rentity_id>7</rentity_id><report_code>STR</report_code>\
      <currency_code_local>EUR</currency_code_local>
      \(transaction(1, "2026-01-01"))
      \(transaction(2, "2026-01-02"))
      <report_indicators><indicator>I1</indicator></report_indicators></report>
      """),
    Format(
      "batch.xml",
      "<Party><ActivityPartyTypeCode>30</ActivityPartyTypeCode>"
        + "<PartyName><RawPartyFullName>Heron Bank</RawPartyFullName></PartyName></Party>",
      "<!-- party -->", found: ["Marsh Bank", "Heron Bank"], countsRecords: true,
      """
      <EFilingBatchXML ActivityCount="2"><FormTypeCode>SARX</FormTypeCode>
      <Activity><Party><ActivityPartyTypeCode>30</ActivityPartyTypeCode><PartyName>\
      <RawPartyFullName>Marsh Bank</RawPartyFullName></PartyName></Party></Activity>
      <Activity><Party><ActivityPartyTypeCode>30</ActivityPartyTypeCode><PartyName>\
      <RawPartyFullName>Heron Bank</RawPartyFullName></PartyName></Party></Activity>
      </EFilingBatchXML>
      """),
    Format(
      "pacs.xml", "2025-03-04", "2025-02-30", found: ["E-1", "E-2"], countsRecords: true,
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <x:Document xmlns:x="urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08"><x:FIToFICstmrCdtTrf>\
      <x:GrpHdr><x:MsgId>M</x:MsgId><x:CreDtTm>2025-03-01T08:00:00Z</x:CreDtTm>\
      <x:NbOfTxs>2</x:NbOfTxs></x:GrpHdr>
      \(transfer("E-1", "10", "2025-03-03"))
      \(transfer("E-2", "20", "2025-03-04"))
      </x:FIToFICstmrCdtTrf></x:Document>
      """),
  ]

  private static let lists = [
    Format(
      "un.xml", "<FIRST_NAME>HERON TRADING</FIRST_NAME>", "<FIRST_NAME/>",
      found: ["Heron Trading"],
      """
      <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"><INDIVIDUALS/><ENTITIES>
      <ENTITY><DATAID>1</DATAID><FIRST_NAME>MARSH TRADING</FIRST_NAME>\
      <REFERENCE_NUMBER>VAe.001</REFERENCE_NUMBER></ENTITY>
      <ENTITY><DATAID>2</DATAID><FIRST_NAME>HERON TRADING</FIRST_NAME>\
      <REFERENCE_NUMBER>VAe.002</REFERENCE_NUMBER></ENTITY>
      </ENTITIES></CONSOLIDATED_LIST>
      """),
    Format(
      "sdn.xml", "<lastName>HERON TRADING</lastName>", "<lastName/>", found: ["Heron Trading"],
      countsRecords: true,
      """
      <sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation>\
      <Publish_Date>02/27/2026</Publish_Date><Record_Count>2</Record_Count></publshInformation>
      <sdnEntry><uid>1</uid><lastName>MARSH TRADING</lastName><sdnType>Entity</sdnType>\
      <programList><program>IRAN</program></programList></sdnEntry>
      <sdnEntry><uid>2</uid><lastName>HERON TRADING</lastName><sdnType>Entity</sdnType>\
      <programList><program>IRAN</program></programList></sdnEntry></sdnList>
      """),
  ]

  private static let messages = [
    Format(
      "payments.fin", ":32A:260117", ":32A:269917", found: ["REF-1", "REF-2"],
      fin("REF-1", ":32A:260116EUR10,") + fin("REF-2", ":32A:260117EUR20,")),
    Format(
      "statement.sta", ":25:DE89370400440532013000", ":25:", found: ["DE89370400440532013000"],
      """
      :20:S-1
      :25:GB33BUKB20201555555555
      :28C:1/1
      :60F:C260101EUR0,
      :61:2601020102C10,NTRFNONREF
      :86:Rent
      :62F:C260102EUR10,
      -
      :20:S-2
      :25:DE89370400440532013000
      :28C:1/1
      :60F:C260101EUR0,
      :61:2601030103C20,NTRFNONREF
      :86:Fee
      :62F:C260103EUR20,
      -

      """),
  ]

  private static func transaction(_ number: Int, _ date: String) -> String {
    """
    <transaction><transactionnumber>G\(number)</transactionnumber>\
    <date_transaction>\(date)</date_transaction><transmode_code>WIRE</transmode_code>\
    <amount_local>\(number).00</amount_local>\
    <t_from><from_funds_code>E</from_funds_code><from_account><institution_code>ALDER\
    </institution_code><account>\(number)1</account></from_account></t_from>\
    <t_to><to_funds_code>E</to_funds_code><to_account><institution_code>BIRCH</institution_code>\
    <account>\(number)2</account></to_account></t_to></transaction>
    """
  }

  private static func transfer(_ id: String, _ amount: String, _ date: String) -> String {
    """
    <x:CdtTrfTxInf><x:PmtId><x:EndToEndId>\(id)</x:EndToEndId><x:TxId>\(id)</x:TxId></x:PmtId>\
    <x:IntrBkSttlmAmt Ccy="EUR">\(amount)</x:IntrBkSttlmAmt>\
    <x:IntrBkSttlmDt>\(date)</x:IntrBkSttlmDt><x:Dbtr><x:Nm>Payer</x:Nm></x:Dbtr>\
    <x:Cdtr><x:Nm>Payee</x:Nm></x:Cdtr></x:CdtTrfTxInf>
    """
  }

  private static func fin(_ ref: String, _ amount: String) -> String {
    """
    {1:F01BANKBEBBAXXX0000000000}{2:I103BANKDEFFXXXXN}{4:
    :20:\(ref)
    :23B:CRED
    \(amount)
    :50K:/DE89370400440532013000
    NORDKAP GMBH
    :59:/0099
    ALBION LTD
    :71A:SHA
    -}

    """
  }
}
