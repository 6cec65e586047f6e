import ClewModel
import Testing

@testable import ClewIngest

/// Workbooks written part by part, with stored members: what a program would write, and what it
/// would not.
@Suite struct WorkbookTests {
  /// A workbook of one sheet or more; parts have unusual names, as the standard allows.
  private static func book(
    _ sheets: [(name: String, rows: String)], shared: String = "", styles: String = "",
    date1904: Bool = false
  ) -> [UInt8] {
    let kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var parts: [(String, String)] = [
      ("[Content_Types].xml", "<Types/>"),
      (
        "_rels/.rels",
        "<Relationships><Relationship Id=\"r1\" Type=\"\(kinds)/officeDocument\" Target=\"xl/book.xml\"/></Relationships>"
      ),
      (
        "xl/book.xml",
        "<workbook xmlns:r=\"\(kinds)\"><workbookPr date1904=\"\(date1904 ? 1 : 0)\"/><sheets>"
          + sheets.enumerated().map { "<sheet name=\"\($1.name)\" r:id=\"s\($0)\"/>" }.joined()
          + "</sheets></workbook>"
      ),
      (
        "xl/_rels/book.xml.rels",
        "<Relationships>"
          + sheets.indices.map {
            "<Relationship Id=\"s\($0)\" Type=\"\(kinds)/worksheet\" Target=\"parts/\($0).xml\"/>"
          }.joined()
          + "<Relationship Id=\"t\" Type=\"\(kinds)/sharedStrings\" Target=\"/xl/texts.xml\"/>"
          + "<Relationship Id=\"f\" Type=\"\(kinds)/styles\" Target=\"styles.xml\"/></Relationships>"
      ),
      ("xl/texts.xml", "<sst>\(shared)</sst>"),
      ("xl/styles.xml", "<styleSheet>\(styles)</styleSheet>"),
    ]
    for (index, sheet) in sheets.enumerated() {
      parts.append(
        ("xl/parts/\(index).xml", "<worksheet><sheetData>\(sheet.rows)</sheetData></worksheet>"))
    }
    return StoredZip.make(parts.map { StoredZip.Member(path: $0.0, bytes: Array($0.1.utf8)) })
  }

  private func text(_ bytes: [UInt8], sheet: String? = nil) throws -> String {
    let folder = TemporaryFolder()
    let path = folder.write("book.xlsx", bytes)
    let inputs = try Inputs.expand(paths: [path], sheet: sheet)
    #expect(inputs.count == 1)
    return String(decoding: try content(inputs[0]), as: UTF8.self)
  }

  @Test func cellsOfEveryTypeStandInTheirRows() throws {
    let rows = """
      <row r="2"><c r="B2" t="s"><v>0</v></c><c r="D2" t="inlineStr"><is><t>a "b", c</t></is></c></row>
      <row r="4"><c r="A4"><v>0.30000000000000004</v></c><c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c>
      <c t="str"><f>A1</f><v>x</v></c><c><f>A1+1</f></c><c t="s"><v>9</v></c></row>
      """
    let shared =
      "<si><r><t xml:space=\"preserve\">Ada </t></r><r><t>Fell</t></r><rPh><t>x</t></rPh></si>"
    #expect(
      try text(Self.book([("S", rows)], shared: shared))
        == """

        ,Ada Fell,,"a ""b"", c"


        0.3,TRUE,#N/A,x,#FORMULA,#TEXT 9

        """.replacing("\n\n\n0.3", with: "\n\n0.3"))
  }

  @Test func datesAreDatesByTheirStyles() throws {
    let styles = """
      <numFmts><numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/><numFmt numFmtId="165" formatCode="#,##0.00 &quot;days&quot;"/>
      <numFmt numFmtId="166" formatCode="[h]:mm"/><numFmt numFmtId="167" formatCode="[$-407]d/m/yy h:mm;@"/></numFmts>
      <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/>
      <xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="21"/></cellXfs>
      """
    let rows = (0...6).map { "<c s=\"\($0)\"><v>45292.5</v></c>" }.joined()
    #expect(
      try text(
        Self.book(
          [
            (
              "S",
              "<row>\(rows)</row><row><c s=\"1\"><v>60</v></c><c s=\"1\"><v>59</v></c><c s=\"1\"><v>61</v></c><c s=\"6\"><v>0.25</v></c></row>"
            )
          ], styles: styles))
        == "45292.5,2024-01-01T12:00:00,2024-01-01T12:00:00,45292.5,45292.5,2024-01-01T12:00:00,2024-01-01T12:00:00\n"
        + "60,1900-02-28,1900-03-01,06:00:00\n")
    #expect(
      try text(
        Self.book([("S", "<row><c s=\"1\"><v>43830</v></c></row>")], styles: styles, date1904: true)
      )
        == "2024-01-01\n")
  }

  @Test(arguments: [
    ("1234.5", "1234.5"), ("1E3", "1000"), ("-1.5E-3", "-0.0015"), ("0", "0"), ("007", "7"),
    ("1.23456789012346E+18", "1.23456789012346E+18"),
    ("123456789012345678", "123456789012345678E0"),
    ("999999999999999.9", "1000000000000000"), ("0.1", "0.1"), ("99.949999999999989", "99.95"),
    ("2.2999999999999998", "2.3"), ("1e400", "1e400"), ("x", "x"),
  ])
  func numbersAreThoseThatTheProgramShows(stated: String, shown: String) {
    #expect((SheetNumber.text(stated) ?? stated) == shown)
  }

  @Test func sheetsByNameAndTheOthersSkipped() throws {
    let bytes = Self.book(
      [
        ("One", "<row><c><v>1</v></c></row>"), ("Two & more", "<row><c><v>2</v></c></row>"),
      ].map { ($0.0.replacing("&", with: "&amp;"), $0.1) })
    #expect(try text(bytes) == "1\n")
    #expect(try text(bytes, sheet: "Two & more") == "2\n")
    let failure = #expect(throws: IngestError.self) { try text(bytes, sheet: "Three") }
    #expect(failure?.next.contains("\"One\"") == true)
    let folder = TemporaryFolder()
    let path = folder.write("book.xlsx", bytes)
    var skipped: [String] = []
    _ = try Inputs.expand(paths: [path]) { name, _ in skipped.append(name) }
    #expect(skipped == ["book.xlsx!Two & more"])
  }

  /// Longer than what is held back before it is dropped, in pieces that never meet a row's end.
  @Test func aLongSheetIsHandedOutWholeAndInOrder() throws {
    let count = 20_000
    let rows = (1...count).map { "<row><c><v>\($0)</v></c></row>" }.joined()
    let folder = TemporaryFolder()
    let path = folder.write("book.xlsx", Self.book([("S", rows)]))
    let input = try Inputs.expand(paths: [path])[0]
    #expect(
      String(decoding: try content(input), as: UTF8.self)
        == (1...count).map { "\($0)\n" }.joined())
  }

  @Test func theFileOnDiskHasADigestOfItsOwn() throws {
    let folder = TemporaryFolder()
    let bytes = Self.book([("S", "<row><c><v>1</v></c></row>")])
    let input = try Inputs.expand(paths: [folder.write("book.xlsx", bytes)])[0]
    let plain = try Inputs.expand(paths: [folder.write("book.bin", [1] + bytes)])[0]
    let container = try #require(try Inputs.containerDigest(of: input))
    #expect(container.count == 64)
    #expect(try container != Inputs.digest(of: input))
    #expect(try Inputs.containerDigest(of: plain) == nil)
  }

  @Test func brokenSheetsAreErrors() throws {
    for rows in [
      "<row r=\"2\"/><row r=\"2\"/>", "<row><c r=\"B1\"/><c r=\"A1\"/></row>",
      "<row r=\"9999999\"/>",
    ] {
      #expect(throws: IngestError.self) { try text(Self.book([("S", rows)])) }
    }
    #expect(try text(Self.book([("S", "")])) == "")
  }

  @Test func aNativeTableInAWorkbookIsReadWithItsRows() throws {
    let rows = """
      <row r="1"><c t="inlineStr"><is><t>id</t></is></c><c t="inlineStr"><is><t>name</t></is></c><c t="inlineStr"><is><t>kind</t></is></c></row>
      <row r="3"><c t="inlineStr"><is><t>P1</t></is></c><c t="inlineStr"><is><t>Ada Fell</t></is></c><c t="inlineStr"><is><t>person</t></is></c></row>
      """
    let bytes = Array(try text(Self.book([("S", rows)])).utf8)
    let reader = try Formats.detect(SourceHead(bytes: bytes)).init(options: ReadOptions())
    let read = try Reading(reader, bytes)
    #expect(read.all.mentions.map(\.name) == ["Ada Fell"])
    #expect(read.all.mentions[0].provenance.line == 3)
  }
}
