import Glibc
import Testing

/// What could not be read, mended and read again.
@Suite struct RejectionsTests {
  private let table = """
    id,date,from,to,amount,currency,colour
    t1,2026-01-02,X1,Y1,10.00,EUR,
    t2,soon,X2,Y2,20.00,EUR,red
    t3,2026-01-04,X3,Y3,30.00,EUR,red
    t4,2026-01-05,X4,Y4,much,EUR,blue
    t5,later,X5,Y5,50.00,EUR,

    """

  private func transaction(_ number: Int, _ date: String) -> String {
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

  private var report: String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!-- <report> -->
    <g:report xmlns:g="urn:x"><rentity_id>7</rentity_id><report_code>STR</report_code>
    <entity_reference>F-1</entity_reference><currency_code_local>EUR</currency_code_local>
    \(transaction(1, "2026-01-01"))\(transaction(2, "someday"))\(transaction(3, "2026-13-40"))\
    <report_indicators><indicator>I1</indicator></report_indicators></g:report>
    """
  }

  @Test func theyAreGroupedBySourceAndReason() throws {
    let bench = Bench()
    bench.write(table, to: "in/t.csv")
    let run = try bench.clew("ingest", "in")
    #expect(run.errors.contains("clew: S1: 1 value under 1 path was not read (clew rejections S1)"))
    let answer = try bench.ask("rejections", "S1")
    #expect(answer.rejections.items.count == 3)
    #expect(answer.groups.items.count == 2)
    #expect(answer.groups[0].count.int == 2)
    #expect(answer.groups[0].first.locator.string == "line 3")
    #expect(answer.unread[0].path.string == "colour")
    #expect(try bench.ask("sources").sources[0].unread.int == 1)
    let list = try bench.clew("rejections").output
    #expect(list.contains("Not read") && list.contains("colour"))
    #expect(try bench.clew("rejections", "--all").output.split(separator: "\n").count > 5)
  }

  @Test func aDryRunListsWhatIsNotRead() throws {
    let bench = Bench()
    bench.write(table, to: "in/t.csv")
    let run = try bench.clew("ingest", "in", "--dry-run")
    #expect(run.output.contains("Not read") && run.output.contains("colour"))
    #expect(run.errors.contains("in/t.csv: 1 value under 1 path was not read"))
    let answer = try JSONValue(try bench.clew("ingest", "in", "--dry-run", "--json").output)
    #expect(answer.sources[0].unread[0].path.string == "colour")
    #expect(answer.sources[0].unread[0].count.int == 1)
  }

  @Test func aTableIsMendedAndReadAgain() throws {
    let bench = Bench()
    bench.write(table, to: "in/t.csv")
    try bench.clew("ingest", "in")
    let run = try bench.clew("rejections", "--write", "repair")
    #expect(run.status == 0)
    let file = try #require(bench.read("repair/S1-t.csv"))
    #expect(
      file == """
        id,date,from,to,amount,currency,colour
        t2,soon,X2,Y2,20.00,EUR,red
        t4,2026-01-05,X4,Y4,much,EUR,blue
        t5,later,X5,Y5,50.00,EUR,

        """)
    var status = stat()
    #expect(stat("\(bench.folder)/repair/S1-t.csv", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    bench.write(
      file.mended("soon", "2026-01-03").mended("later", "2026-01-06").mended("much", "40.00"),
      to: "repair/S1-t.csv")
    // What was mended is never written over.
    let again = try bench.clew("rejections", "S1", "--write", "repair")
    #expect(again.status == 2 && again.errors.contains("already"))
    #expect(run.output.contains("clew ingest repair/S1-t.csv --set in"))
    try bench.clew("ingest", "repair/S1-t.csv", "--set", "in")
    let sources = try bench.ask("sources").sources
    #expect(sources[0].transactions.int == 2 && sources[1].transactions.int == 3)
    #expect(sources[1].rejections.int == 0)
  }

  @Test func aReportIsMendedAndReadAgain() throws {
    let bench = Bench()
    bench.write(report, to: "in/r.xml")
    try bench.clew("ingest", "in")
    try bench.clew("rejections", "--write", "repair")
    let file = try #require(bench.read("repair/S1-r.xml"))
    #expect(file.hasPrefix("<?xml") && file.hasSuffix("\n</g:report>\n"))
    bench.write(
      file.mended("someday", "2026-01-02").mended("2026-13-40", "2026-01-03"),
      to: "repair/S1-r.xml")
    try bench.clew("ingest", "repair/S1-r.xml", "--set", "in")
    let sources = try bench.ask("sources").sources
    #expect(sources[0].transactions.int == 1 && sources[0].rejections.int == 2)
    #expect(sources[1].transactions.int == 2 && sources[1].rejections.int == 0)
    for number in 1...3 {
      #expect(try bench.ask("find", "G\(number)").results[0].kind.string == "transaction")
    }
  }

  @Test func aUTF16TableKeepsItsMarkAndItsEncoding() throws {
    let bench = Bench()
    let units = Array(("\u{FEFF}" + table.replacingLineEnds).utf16)
    bench.write(units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, to: "in/t.csv")
    try bench.clew("ingest", "in")
    try bench.clew("rejections", "--write", "repair")
    let bytes = try #require(contents(of: "\(bench.folder)/repair/S1-t.csv"))
    let read = stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
    }
    let text = String(decoding: read, as: UTF16.self)
    #expect(text.hasPrefix("\u{FEFF}id,date") && text.contains("red\r\nt4,"))
    try bench.clew("ingest", "repair/S1-t.csv", "--set", "in")
    #expect(try bench.ask("sources").sources[1].rejections.int == 3)
  }

  @Test func whatCannotBeWrittenIsSaid() throws {
    let bench = Bench()
    bench.write(table, to: "in/t.csv")
    try bench.clew("ingest", "in")
    bench.write(table + " ", to: "in/t.csv")
    let changed = try bench.clew("rejections", "--write", "repair")
    #expect(changed.status == 2 && changed.errors.contains("has changed"))
    try bench.clew("withdraw", "S1", "--why", "wrong")
    let out = try bench.clew("rejections", "--write", "repair", "--json")
    #expect(try JSONValue(out.output).notWritten[0].source.string == "S1")
  }

  /// What is said of the whole message holds the records in it, and what is said of a line does not
  /// stand alone: both are named, and neither hides a record or makes a file.
  @Test func onlyRecordsThatStandAloneAreWritten() throws {
    let bench = Bench()
    func payment(_ amount: String) -> String {
      "<CdtTrfTxInf><IntrBkSttlmAmt Ccy=\"EUR\">\(amount)</IntrBkSttlmAmt>"
        + "<IntrBkSttlmDt>2025-01-02</IntrBkSttlmDt></CdtTrfTxInf>"
    }
    bench.write(
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pacs.008.001.08\"><FIToFICstmrCdtTrf>"
        + "<GrpHdr><MsgId>M</MsgId><NbOfTxs>9</NbOfTxs></GrpHdr>" + payment("1") + payment("x")
        + payment("y") + "</FIToFICstmrCdtTrf></Document>", to: "in/p.xml")
    bench.write(
      ":20:S\n:25:DE89370400440532013000\n:28C:1/1\n:60F:C260101EUR0,\n:61:hello\n"
        + ":61:2601020102C10,NTRFNONREF\n:62F:C260102EUR10,\n-\n", to: "in/s.sta")
    try bench.clew("ingest", "in")
    let run = try bench.clew("rejections", "--write", "repair")
    #expect(run.status == 0)
    let answer = try bench.ask("rejections", "--write", "other")
    #expect(answer.written.items.count == 1 && answer.written[0].records.int == 2)
    #expect(answer.notWritten.items.map { $0.source.string } == ["S1", "S2"])
    #expect(answer.notWritten.items.map { $0.rejections.int } == [1, 1])
    #expect(run.errors.contains("S1: 1 rejection is not written (line 5, MT940/:61:)"))
    #expect(run.errors.contains("--replaces S2"))
    let file = try #require(bench.read("repair/S2-p.xml"))
    #expect(file.ranges(of: "<CdtTrfTxInf>").count == 2 && !file.contains(">1<"))
  }

  @Test func anArchivedOrPackedSourceIsWrittenFromItsBytes() throws {
    let bench = Bench()
    bench.write(table, to: "in/t.csv")
    _ = try bench.run(["gzip", "in/t.csv"])
    try bench.clew("ingest", "in/t.csv.gz")
    try bench.clew("rejections", "--write", "repair")
    #expect(bench.read("repair/S1-t.csv")?.contains("t5,later") == true)
  }

  @Test func formatsArePrintedWithinAHundredColumns() throws {
    let bench = Bench()
    let list = try bench.clew("formats").output
    #expect(list.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let one = try bench.clew("formats", "goaml").output
    #expect(one.contains("recognised by") && !one.contains("native-links"))
    #expect(try bench.ask("formats", "goaml").formats.items.count == 1)
    #expect(try bench.clew("formats", "goam").errors.contains("goaml"))
  }
}

extension String {
  fileprivate func mended(_ old: String, _ new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }

  fileprivate var replacingLineEnds: String {
    split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
  }
}
