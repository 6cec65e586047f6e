import ClewIngest
import ClewModel
import Testing

/// What holds for any report: counts, cuts, pieces, encodings.
struct GoAMLPropertyTests {
  @Test(arguments: UInt64(1)...12) func aRandomReportIsReadWhole(_ seed: UInt64) throws {
    var world = GoAMLGenerator(seed: seed)
    world.report(transactions: 60, pool: 9)
    let bytes = Array(world.text.utf8)
    let read = try goAML(bytes)
    #expect(read.transactions.count == world.transactions)
    #expect(read.rejections.count == world.rejections)
    #expect(read.mentions.count == world.persons.count)
    #expect(read.accounts.count == world.accounts.count)
    #expect(read.links.count == world.links.count)
    let cents = read.transactions.reduce(0) { sum, row in
      sum + (Int(row.amount.filter { $0 != "." }) ?? 0)
    }
    #expect(cents == world.cents)
    let conductors = read.transactions.flatMap(\.detail.roles).filter { $0.name == "conductor" }
    #expect(conductors.count == world.conductors)
    let filing = try #require(read.filings.first)
    #expect(read.filings.count == 1 && filing.indicators == ["A", "B"])
    #expect(filing.ref == "G-1" && filing.kind == "STR" && filing.filer == "12")
    #expect(filing.transactions == 0..<world.transactions)
    for row in read.transactions {
      let cited = bytes[Int(row.offset)..<Int(row.offset) + Int(row.length)]
      #expect(cited.starts(with: "<transaction>".utf8))
      #expect(String(decoding: cited, as: UTF8.self).hasSuffix("</transaction>"))
    }
  }

  @Test func piecesOfAnySizeGiveTheSameRecords() throws {
    var world = GoAMLGenerator(seed: 77)
    world.report(transactions: 30, pool: 6)
    let bytes = Array(world.text.utf8)
    let whole = try goAML(bytes)
    for piece in [1, 13, 333] {
      let read = try goAML(bytes, piece: piece)
      #expect(read.mentions == whole.mentions && read.accounts == whole.accounts)
      #expect(read.links == whole.links && read.filings == whole.filings)
      #expect(read.transactions.map(\.detail) == whole.transactions.map(\.detail))
    }
  }

  @Test func aCutIsAnErrorThatKeepsWhatCameBefore() throws {
    var world = GoAMLGenerator(seed: 5)
    world.report(transactions: 25, pool: 6)
    let bytes = Array(world.text.utf8)
    let whole = try goAML(bytes)
    for cut in stride(from: 0, to: bytes.count, by: 97) {
      var kept = Readings()
      let error = #expect(throws: IngestError.self) {
        try GoAMLReader(options: ReadOptions()).read(
          stream(Array(bytes[..<cut])), header: { _ in }, batch: { kept.add($0) })
      }
      #expect(error?.code == .truncated, "cut at \(cut): \(error?.what ?? "")")
      #expect(kept.transactions.count <= whole.transactions.count)
      #expect(whole.mentions.map(\.name).starts(with: kept.mentions.map(\.name)))
    }
  }

  @Test func oneByteChangedNeverCrashes() throws {
    var world = GoAMLGenerator(seed: 9)
    world.report(transactions: 6, pool: 4)
    let bytes = Array(world.text.utf8)
    for at in bytes.indices {
      var changed = bytes
      changed[at] = [0, 0x3C, 0x26, 0xFF, 0x3E, 0x22][at % 6]
      do {
        _ = try goAML(changed)
      } catch let error as IngestError {
        #expect(!error.place.isEmpty)
      }
    }
  }

  @Test func otherEncodingsGiveTheSameRecords() throws {
    var world = GoAMLGenerator(seed: 21)
    world.report(transactions: 20, pool: 6)
    let declared = { (encoding: String) in
      world.text.replacing("version=\"1.0\"", with: "version=\"1.0\" encoding=\"\(encoding)\"")
    }
    let whole = try goAML(world.text)
    let latin = declared("windows-1252").unicodeScalars.map { UInt8($0.value) }
    var wide: [UInt8] = [0xFF, 0xFE]
    for unit in declared("UTF-16").utf16 { wide += [UInt8(unit & 255), UInt8(unit >> 8)] }
    for (bytes, encoding) in [(latin, "windows-1252"), (wide, "utf-16le")] {
      let read = try goAML(bytes)
      #expect(read.header?.encoding == encoding)
      #expect(read.mentions.map(\.name) == whole.mentions.map(\.name))
      #expect(read.transactions.map(\.amount) == whole.transactions.map(\.amount))
      for row in read.transactions where encoding == "windows-1252" {
        #expect(bytes[Int(row.offset)...].starts(with: "<transaction>".utf8))
        let end = Int(row.offset) + Int(row.length)
        #expect(bytes[..<end].suffix(14) == ArraySlice("</transaction>".utf8))
      }
      for row in read.transactions where encoding == "utf-16le" {
        #expect(bytes[Int(row.offset)...].starts(with: [0x3C, 0, 0x74, 0, 0x72, 0]))
        #expect(bytes[Int(row.offset) + Int(row.length) - 2] == 0x3E)
      }
      #expect(read.rejections.map(\.snippet) == whole.rejections.map(\.snippet))
    }
  }

  @Test func hostileReportsAreRefusedByName() throws {
    let deep = String(repeating: "<comments>", count: 300)
    let cases: [(String, IngestError.Code)] = [
      ("<report><transaction>\(deep)", .tooDeep),
      ("<report><reason>a & b</reason></report>", .notWellFormed),
      ("<!DOCTYPE report [<!ENTITY a 'b'>]><report><reason>&a;</reason></report>", .notWellFormed),
      ("<report><reason>\u{2}</reason></report>", .notWellFormed), ("", .truncated),
      ("<report><transaction>", .truncated), ("{}", .notWellFormed),
      ("<html><body/></html>", .unknownFormat),
    ]
    for (text, code) in cases {
      let error = #expect(throws: IngestError.self) { try goAML(text) }
      #expect(error?.code == code, "\(text.prefix(40))")
    }
  }

  @Test func aNarrativeOf12MegabytesIsRead() throws {
    let long = String(repeating: "Lorem ipsum ", count: 1 << 20)
    let read = try goAML("<report><reason>\(long)</reason></report>")
    #expect(read.filings[0].narrative.utf8.count == 12 * (1 << 20) - 1)
  }

  @Test func manyPartiesOfOneFilingAreReadInBatches() throws {
    let parties = (0..<9000).map {
      "<report_party><person><last_name>N\($0)</last_name></person><reason>r</reason></report_party>"
    }
    let read = try goAML(
      "<report><activity><report_parties>\(parties.joined())</report_parties></activity></report>")
    #expect(read.mentions.count == 9000 && read.batches == 3)
    #expect(read.filings[0].subjects.count == 9000 && read.filings[0].narrative == "r")
    #expect(
      read.mentions[8999].provenance.path
        == "report/activity/report_parties/report_party[9000]/person")
  }
}
