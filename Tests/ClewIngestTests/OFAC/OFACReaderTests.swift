import ClewModel
import Testing

@testable import ClewIngest

@Suite struct OFACReaderTests {
  static let rows = """
    101,"HARBOUR LIGHT TRADING CO., LTD.",-0- ,"SDGT] [SYRIA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r
    102,"MORROW, Ada Jane","individual","SDNTK","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 14 Nov 1961; alt. DOB circa 1962; POB Lowport, Valmar; nationality Malta; citizen Panama; Gender Female; Passport AB-123456 (Malta) issued 01 Jan 2009 expires 01 Jan 2019; Cedula No. 7.123.456 (Colombia); a.k.a. 'THE WARDEN'; Linked To: HARBOUR LIGHT TRADING CO., LTD.; keeps ""three"" boats; Linked To: NORDKAP HOLDING S.A."\r
    103,"GREY HERON","vessel","IRAN",-0- ,"AB1CD","Tug","1,200","900","Panama","Heron Lines","Vessel Registration Identification IMO 9074729; alt. Former Vessel Flag Malta; MMSI 572469210; Linked To: MORROW, Ada Jane."\r
    104,"NORDKAP HOLDING S.A.",-0- ,"IRAN",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Vessel Registration Identification IMO 9074720; Company Number IMO 5418446; Legal Entity Number 851683897 (Netherlands); Digital Currency Address - XBT 1AbCdEfGh; SWIFT/BIC NORDMTMT; Registration ID HRB 1234 (Germany); Registration Number C-99 (Malta); Folio Mercantil No. 12 (Mexico); Website www.example.org; Email Address Info@Example.org; Phone Number 35699000000; Secondary sanctions risk: none."\r
    \u{1A}
    """

  func read(
    _ text: String = rows, comments: String? = nil, list: String = "ofac"
  ) throws -> Batch {
    var options = ReadOptions()
    if let comments { options.companions["ofac-csv-comments"] = Array(comments.utf8) }
    let source = try OFACSource.read(OFACReader(options: options), Array(text.utf8))
    #expect(source.header?.list == list)
    return source.all
  }

  @Test func listingsStandAsStated() throws {
    let batch = try read()
    #expect(batch.rejections.isEmpty)
    #expect(batch.listings.map(\.ref) == ["101", "102", "103", "104"])
    #expect(batch.listings.map(\.kind) == [.organisation, .person, .vessel, .organisation])
    let first = batch.listings[0]
    #expect(first.name == "HARBOUR LIGHT TRADING CO., LTD." && first.facts.isEmpty)
    #expect(first.programmes == ["SDGT", "SYRIA"])
    #expect(first.effect == .blocking && first.authority == .ofac && first.list == "ofac")
    #expect(batch.listings[1].provenance.line == 2)
    #expect(batch.listings[1].provenance.offset == 99)
  }

  @Test func remarksOfAPersonAreFacts() throws {
    let facts = try read().listings[1].facts
    let expected: [Fact] = [
      Fact(.alias, "Ada Jane MORROW", raw: "MORROW, Ada Jane", qualifier: "reordered"),
      Fact(.title, "Director"),
      Fact(.birthDate, "1961-11-14", raw: "DOB 14 Nov 1961"),
      Fact(.birthDate, "1962", raw: "DOB circa 1962", qualifier: "circa"),
      Fact(.birthPlace, "Lowport, Valmar", raw: "POB Lowport, Valmar"),
      Fact(.nationality, "MT", raw: "nationality Malta"),
      Fact(.nationality, "PA", raw: "citizen Panama", qualifier: "citizen"),
      Fact(.gender, "female", raw: "Gender Female"),
      Fact(
        .passport, "AB123456",
        raw: "Passport AB-123456 (Malta) issued 01 Jan 2009 expires 01 Jan 2019", qualifier: "MT"),
      Fact(.nationalID, "7123456", raw: "Cedula No. 7.123.456 (Colombia)", qualifier: "CO"),
      Fact(.alias, "THE WARDEN", raw: "a.k.a. 'THE WARDEN'", qualifier: "weak"),
      Fact(.remark, "keeps \"three\" boats"),
    ]
    #expect(facts.filter { $0.qualifier != "as stated" } == expected)
    #expect(facts.contains { $0.qualifier == "as stated" && $0.value.hasPrefix("DOB 14 Nov") })
  }

  @Test(arguments: [
    ("Aircraft Tail Number YI-NAA", "YINAA"), ("Aircraft Tail Number N488RC", "N488RC"),
  ])
  func marksOfAircraftAreIdentifiers(_ item: String, _ mark: String) {
    #expect(
      OFACIdentifiers.facts(item, kind: .unknown)
        == [Fact(.otherID, mark, raw: item, qualifier: "Aircraft Tail Number")])
    #expect(OFACIdentifiers.facts("Aircraft Tail Number unknown", kind: .unknown) == nil)
  }

  @Test func shipNumbersAreKeysOfShipsOnly() throws {
    let listings = try read().listings
    #expect(listings[2].facts.contains(Fact(.imo, "9074729", raw: remark(listings[2], 0))))
    #expect(listings[2].facts.contains { $0.property == "flag" && $0.value == "PA" })
    let holding = listings[3].facts
    #expect(holding.filter { $0.property == .imo }.map(\.qualifier) == ["check digit wrong"])
    #expect(
      holding.filter { $0.property == .otherID }.map(\.qualifier) == [
        "IMO company number", "Legal Entity Number, NL", "Registration ID, DE",
        "Folio Mercantil No., MX",
      ])
    #expect(holding.filter { $0.property == .lei }.isEmpty)
    #expect(
      holding.filter { $0.property == .registrationNumber }.map(\.value) == ["C99"])
    #expect(
      holding.first { $0.property == .walletAddress }
        == Fact(
          .walletAddress, "1AbCdEfGh", raw: "Digital Currency Address - XBT 1AbCdEfGh",
          qualifier: "XBT"))
    #expect(holding.first { $0.property == .email }?.value == "info@example.org")
    #expect(holding.first { $0.property == .bic }?.value == "NORDMTMT")
  }

  func remark(_ listing: Listing, _ index: Int) -> String {
    listing.facts.filter { $0.property == .imo }.map { $0.raw ?? "" }[index]
  }

  @Test func linksFollowTheListings() throws {
    let links = try read().links
    #expect(
      links.map(\.to) == [
        .listingName("HARBOUR LIGHT TRADING CO., LTD."), .listingName("NORDKAP HOLDING S.A."),
        .listingName("MORROW, Ada Jane"),
      ])
    #expect(links.map(\.from) == [.listing(1), .listing(1), .listing(2)])
    #expect(links.allSatisfy { $0.candidate && $0.kind == .linked && $0.capital == nil })
  }

  @Test func aCutRemarkIsJoinedWithItsContinuation() throws {
    let start = "DOB 1961; " + String(repeating: "x", count: 974) + "; Linked To: Z"
    let begin = String(start.prefix(1000))
    #expect(start.count == 1000 - 2)
    let remark = begin + "OR"
    let row = "7,\"A\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,\"\(remark)\"\n"
    let joined = try read(row, comments: "7,\"DAN; Gender Male.\"\n")
    #expect(joined.rejections.isEmpty)
    #expect(joined.links.map(\.to) == [.listingName("ZORDAN")])
    #expect(joined.listings[0].facts.last?.value == "male")

    let alone = try read(row)
    #expect(alone.links.isEmpty)
    #expect(alone.listings.count == 1)
    #expect(alone.listings[0].facts.last == Fact(.remark, "Linked To: ZOR", qualifier: "cut"))
    #expect(alone.rejections.map(\.provenance.line) == [1])
  }

  @Test func badRowsAreRejectedAndTheRestIsRead() throws {
    let good = "9,\"A\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- "
    let batch = try read("\(good)\n1,2,3\nx\(good)\n\n8,-0- \(good.dropFirst(5))\r\(good)")
    #expect(batch.listings.count == 2)
    #expect(batch.rejections.map(\.provenance.line) == [2, 3, 5])
  }

  @Test func anOpenQuoteEndsTheFileWithItsPlace() throws {
    #expect {
      try read("9,\"A\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n10,\"B,-0-")
    } throws: {
      ($0 as? IngestError)?.code == .truncated && ($0 as? IngestError)?.place == "test, line 2"
    }
  }

  @Test func anEndlessRowIsRefused() {
    let row = "9,\"" + String(repeating: "x", count: 1 << 21)
    #expect {
      try read(row)
    } throws: {
      ($0 as? IngestError)?.code == .tooLarge
    }
  }

  @Test func latinTextIsReadAsWindows1252() throws {
    var row = Array("9,\"CAF".utf8) + [0x80, 0xC9]
    row += Array("\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n".utf8)
    let source = try OFACSource.read(OFACReader(options: ReadOptions()), row)
    #expect(source.all.listings.map(\.name) == ["CAF€É"])
    #expect(source.header?.encoding == "windows-1252")
  }

  @Test func oneBadRowDoesNotHideTheFormat() {
    let good = "9,\"A\",-0- ,\"IRAN\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \n"
    let text = String(repeating: good, count: 5) + "9,broken\n" + good
    #expect(OFACReader.recognises(TestHead.head(Array(text.utf8))))
    #expect(!OFACReader.recognises(TestHead.head(Array("1,2,3,4,5,6,7,8,9,10,11,12\n".utf8))))
    #expect(!OFACAddressReader.recognises(TestHead.head(Array("1,2,a,b,c,d\n".utf8))))
  }

  @Test func theConsolidatedListIsAnother() throws {
    let text = """
      9639,"ONE, A","individual","NS-PLC",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- 
      17014,"B",-0- ,"UKRAINE-EO13662",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"Listing Date (CMIC): 02 Aug 2021."
      """
    let listings = try read(text, list: "ofac-cons").listings
    #expect(listings.map(\.effect) == [.watch, .sectoral])
    #expect(listings[1].listed == TimeSpan(iso: "2021-08-02"))
    #expect(listings[0].list == "ofac-cons")
  }

  @Test func sideFilesSupplementTheirList() throws {
    let alias = try OFACSource.read(
      OFACAliasReader(options: ReadOptions()),
      Array("101,1,\"fka\",\"LANTERN, S.A.\",-0- \n102,2,\"aka\",\"MORROW, Adah\",-0-\u{1A}".utf8))
    #expect(
      alias.all.supplements.map(\.facts) == [
        [Fact(.alias, "LANTERN, S.A.", qualifier: "fka")],
        [
          Fact(.alias, "MORROW, Adah", qualifier: "aka"),
          Fact(.alias, "Adah MORROW", raw: "MORROW, Adah", qualifier: "reordered"),
        ],
      ])
    let address = try OFACSource.read(
      OFACAddressReader(options: ReadOptions()),
      Array(
        """
        101,1,"Pier 4","Lowport 99","Malta",-0-
        101,2,-0- ,-0- ,"Malta",-0-
        102,3,-0- ,-0- ,-0- ,-0
        """.utf8))
    #expect(
      address.all.supplements.map(\.facts) == [
        [Fact(.address, "Pier 4, Lowport 99, Malta", qualifier: "MT")],
        [Fact(.country, "MT", raw: "Malta")], [],
      ])
  }

  @Test func theMainFilesSayWhichListASideFileBelongsTo() throws {
    let main = "9639,\"ONE, A\",\"individual\",\"NS-PLC\"" + String(repeating: ",-0- ", count: 8)
    let sdn = "5,\"TWO\",-0- ,\"IRAN\"" + String(repeating: ",-0- ", count: 8)
    let cons17 = "17014,\"B\",-0- ,\"UKRAINE-EO13662\"" + String(repeating: ",-0- ", count: 8)
    var options = ReadOptions()
    options.companions["ofac-csv"] = Array("\(main)\n\(cons17)\n\(sdn)\n".utf8)
    let comments = try OFACSource.read(
      OFACCommentsReader(options: options), Array("17014,\"; a.k.a. 'B'.\"\n".utf8))
    #expect(comments.header?.list == "ofac-cons")
    let other = try OFACSource.read(
      OFACCommentsReader(options: options), Array("5,\"; a.k.a. 'B'.\"\n".utf8))
    #expect(other.header?.list == "ofac")
  }
}

/// What a reader hands over of a small source.
struct OFACSource {
  var header: SourceHeader?
  var batches: [Batch] = []

  /// The batches as one.
  var all: Batch {
    var all = Batch()
    for batch in batches {
      all.listings += batch.listings
      all.supplements += batch.supplements
      all.links += batch.links
      all.rejections += batch.rejections
    }
    return all
  }

  /// Reads bytes in pieces of an odd size, so that every boundary is met.
  static func read(_ reader: some Reader, _ bytes: [UInt8], piece: Int = 777) throws -> OFACSource {
    var source = OFACSource()
    var rest = bytes[...]
    let stream = ByteStream(name: "test") { buffer in
      let count = min(buffer.count, rest.count, piece)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    try reader.read(
      stream, header: { source.header = $0 }, batch: { source.batches.append($0) })
    return source
  }
}
