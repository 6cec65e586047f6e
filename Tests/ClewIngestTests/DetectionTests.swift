import ClewIngest
import Testing

@Suite struct DetectionTests {
  @Test func findsTheRootOfXMLPastWhatStandsBefore() {
    let text = """
      \u{FEFF}<?xml version="1.0"?>
      <!-- <old/> --> <!DOCTYPE r [<!ENTITY a "b>">]>
      <x:report a='1' xmlns:x = "urn:x"><y/></x:report>
      """
    let head = SourceHead(bytes: Array(text.utf8))
    #expect(head.xmlRoot?.name == "report")
    #expect(head.xmlRoot?.namespace == "urn:x")
    #expect(head.firstRow.isEmpty)
    let wide = [UInt8]([0xFF, 0xFE]) + "<a/>".utf16.flatMap { [UInt8($0), 0] }
    #expect(SourceHead(bytes: wide).xmlRoot?.name == "a")
    #expect(SourceHead(bytes: wide).encoding == "utf-16le")
  }

  @Test func readsTheFirstRowWithAnyDelimiter() {
    for delimiter in [",", ";", "\t", "|"] {
      let head = SourceHead(bytes: Array("\n\"a b\"\(delimiter)c\(delimiter)d\nx".utf8))
      #expect(head.firstRow == ["a b", "c", "d"])
    }
  }

  @Test(arguments: [
    ("", "empty"), ("<a/>", "root element a"), ("Datum;Betrag\n1;2\n", "2 cells"),
  ])
  func saysWhatAnUnknownFormatLooksLike(text: String, part: String) {
    let head = SourceHead(bytes: Array(text.utf8))
    let error = #expect(throws: IngestError.self) { try Formats.detect(head, place: "x.csv") }
    #expect(error?.code == .unknownFormat)
    #expect(error?.what.contains(part) == true)
    #expect(error?.next.contains("--profile") == true)
  }

  @Test(arguments: ["%PDF-1.4", "{\"a\":1}"])
  func refusesWhatIsKnownByName(text: String) {
    let head = SourceHead(bytes: Array(text.utf8))
    let error = #expect(throws: IngestError.self) { try Formats.detect(head, place: "x") }
    #expect(error?.code == .notYetRead)
  }

  @Test func aNamedFormatWins() throws {
    let head = SourceHead(bytes: Array("id,name,kind\n".utf8))
    #expect(try Formats.detect(head) == NativeParties.self)
    #expect(try Formats.detect(head, as: "mapped-csv") == MappedCSV.self)
    #expect(throws: IngestError.self) { try Formats.detect(head, as: "nothing") }
    let table = SourceHead(bytes: Array("a,b\n".utf8))
    let options = ReadOptions(profile: "profile: x")
    #expect(try Formats.detect(table, options: options) == MappedCSV.self)
  }
}
