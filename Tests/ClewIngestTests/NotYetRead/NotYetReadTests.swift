import ClewIngest
import Foundation
import Testing

@Suite struct NotYetReadTests {
  @Test(arguments: [
    ("%PDF-1.7\n", "pdf"), ("PAR1", "parquet"), ("{\\rtf1", "rtf"), ("GIF89a", "image"),
    ("SQLite format 3\u{0}", "sqlite"),
    (
      "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"holder\":[{\"id\":\"b\",\"properties\":{}}]}}",
      "ftm-nested"
    ),
    ("{\"a\":1}", "json"), ("graph [\n  node [", "gml"), ("digraph g { a -> b }", "dot"),
    ("Id,Label\n1,a", "gephi-nodes"),
    ("node_id_start,node_id_end,rel_type", "icij-relationships"),
    (":START_ID,:END_ID,:TYPE", "neo4j-csv"),
    (
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.029.001.09\"><a/>",
      "iso20022-camt.029"
    ),
    (
      "<x:Envelope xmlns:x=\"urn:swift:xsd:envelope\"><D><p:FIToFIPmtStsRpt xmlns:p=\"urn:p\"/>",
      "iso20022-pacs.002"
    ),
    ("<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:acmt.001.001.01\"><a/>", "iso20022"),
    ("Date_file;Entity_logical_id;Subject_type;Naal_wholename", "eu-fsf-csv-1.0"),
  ])
  func recognised(text: String, name: String) {
    let format = NotYetRead.recognise(TestHead.head(Array(text.utf8)))
    #expect(format?.name == name)
    #expect(format?.isRead == false)
  }

  @Test(arguments: [
    "", "\n\n", "id,name,kind\nP1,A,person", "from,to,kind", "Date,Amount,Text\n1,2,3",
    "id,date,from,to,amount,currency", "<report><rentity_id>1</rentity_id>", "Hello, world",
    "101,\"A\",-0- ,\"X\"", "id,number,iban,institution",
    "BEGIN LAUNDERING ATTEMPT - CYCLE:  Max 10 hops", "{1:F01AAAABB00AXXX0000000000}{2:I103",
    "ABNANL2A\r\n940\r\n:20:X\r\n:25:1",
  ])
  func nothing(text: String) {
    #expect(NotYetRead.recognise(TestHead.head(Array(text.utf8))) == nil)
  }

  @Test func namesAreUnique() {
    let names = NotYetRead.descriptions.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(.enabled(if: OFACTestData.isThere, "the public data is not there"))
  func everyFileOfThePublicDataIsNamed() throws {
    var counts: [String: Int] = [:]
    var unnamed: [String] = []
    for path in try TestHead.files(OFACTestData.folder) {
      let data = try TestHead.first(65_536, of: OFACTestData.folder + "/" + path)
      let head = TestHead.head(data)
      let read = Formats.readers.filter { $0.recognises(head) }.map { $0.description.name }
      #expect(read.count <= 1, "\(path): \(read)")
      let name =
        read.first.map { "read: " + $0 }
        ?? NotYetRead.recognise(head).map { "not yet read: " + $0.name } ?? TestHead.nothing(path)
      if let name { counts[name, default: 0] += 1 } else { unnamed.append(path) }
    }
    for (name, count) in counts.sorted(by: { $0.key < $1.key }) { print("\(count)\t\(name)") }
    #expect(unnamed == [])
    #expect(counts["read: ofac-csv"] == 5 && counts["read: ofac-csv-alt"] == 5)
    #expect(counts["read: un-consolidated"] == 6 && counts["read: eu-fsf"] == 2)
    #expect(counts["read: uk-ofsi"] == 2 && counts["read: uk-sanctions-list"] == 1)
    #expect(counts["read: moha-list"] == 2)
    #expect(counts["read: ofac-csv-add"] == 5 && counts["read: ofac-csv-comments"] == 5)
  }
}

/// A plain builder of heads and a walk over the public data.
enum TestHead {
  static func head(_ bytes: [UInt8]) -> SourceHead {
    var text: String
    var encoding = "utf-8"
    if bytes.starts(with: [0xFF, 0xFE]) {
      encoding = "utf-16le"
      let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
        UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
      }
      text = String(decoding: units, as: UTF16.self)
    } else {
      text = String(decoding: bytes, as: UTF8.self)
      if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    }
    let firstLine = text.split(whereSeparator: \.isNewline).first { !$0.allSatisfy(\.isWhitespace) }
    return SourceHead(
      bytes: bytes, text: text, encoding: encoding, xmlRoot: root(text),
      firstRow: firstLine.map { $0.split(separator: ",").map(String.init) } ?? [])
  }

  private static func root(_ text: String) -> (name: String, namespace: String)? {
    var rest = text[...].drop(while: \.isWhitespace)
    while rest.hasPrefix("<?") || rest.hasPrefix("<!") {
      let end = rest.hasPrefix("<!--") ? "-->" : ">"
      guard let range = rest.range(of: end) else { return nil }
      rest = rest[range.upperBound...].drop(while: \.isWhitespace)
    }
    guard rest.hasPrefix("<"), let end = rest.firstIndex(of: ">") else { return nil }
    let tag = rest[rest.index(after: rest.startIndex)..<end]
    let qualified = tag.prefix { !$0.isWhitespace && $0 != "/" }
    guard qualified.first?.isLetter == true else { return nil }
    let parts = qualified.split(separator: ":").map(String.init)
    let attribute = parts.count == 2 ? "xmlns:\(parts[0])=" : "xmlns="
    var namespace = ""
    if let start = tag.range(of: attribute)?.upperBound {
      let value = tag[start...].dropFirst()
      namespace = String(value.prefix { $0 != "\"" && $0 != "'" })
    }
    return (parts.last ?? "", namespace)
  }

  static func files(_ folder: String) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder).sorted().filter { path in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(
        atPath: folder + "/" + path, isDirectory: &isFolder) && !isFolder.boolValue
        && ["formats/", "flows/", "screening/", "ownership/"].contains(where: path.hasPrefix)
    }
  }

  static func first(_ count: Int, of path: String) throws -> [UInt8] {
    let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
    defer { try? file.close() }
    return Array(try file.read(upToCount: count) ?? Data())
  }

  /// What the rest is: licences and notes, code lists and mappings, test sets of other tools, and
  /// plain tables that are read with a profile.
  static func nothing(_ path: String) -> String? {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    if file.hasPrefix("LICENSE") || file.hasSuffix(".md") { return "nothing: licence or note" }
    if [".yml", ".yaml"].contains(where: file.hasSuffix) { return "nothing: mapping or word list" }
    if path.contains("/codelists/") || file.hasPrefix("codelist-") || file == "CODES.txt"
      || file == "HEADERS.txt" || file.hasPrefix("STRUCTURE") || file == "PAIRS.csv"
      || file == "expected_errors.csv" || file == "metadata.txt"
    {
      return "nothing: code list or index"
    }
    if file == "invalid_statement.sta" { return "nothing: another tool's broken case" }
    if file.hasSuffix(".zip") { return "archive: opened" }
    if file == "HI-Small_Patterns.sample.txt" { return "read by ingest: AMLworld patterns" }
    if path.hasPrefix("flows/") || path.hasPrefix("formats/ftm/") {
      return path.hasSuffix(".json") ? "nothing: empty" : "plain table: with a profile"
    }
    if [
      "screening/queries/", "screening/splink/", "screening/rigour/", "screening/name-pairs/",
      "screening/nomenklatura/", "screening/watchman/cross_script", "ownership/shell-clusters/",
      "ownership/gw-psc-2019/",
    ].contains(where: path.hasPrefix) {
      return "nothing: test set or statistics"
    }
    return nil
  }
}
