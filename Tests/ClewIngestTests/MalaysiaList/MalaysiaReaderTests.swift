import ClewIngest
import ClewModel
import Testing

@Suite struct MalaysiaReaderTests {
  static func row(_ cells: [String]) -> String {
    "<TR><TH><P>\(cells[0]) </P></TH>"
      + cells.dropFirst().map { "<TD><P>\($0) </P></TD>" }.joined() + "</TR>"
  }

  static let persons =
    row((1...13).map { "(\($0))" })
    + row([
      "1", "KDN. I.02-2021", "Ada binti Morrow", "-", "-", "9.12.1961", "Johor", "The Warden",
      "Filipina (Pemastautin Tetap)", "A12 / B34", "611209-01-5514", "Pier 4, </P><P>Lowport",
      "15 Februari 2023",
    ])
  static let groups = row([
    "1", "KDN.K.1-2013", "Harbour Light", "a) Lantern b) Light of the</P><P>Harbour", "HL",
    "Sri Lanka", "7 April 2014",
  ])

  static func document(_ rows: String) -> String {
    """
    <TaggedPDF-doc><x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
    <xmp:CreateDate>2025-02-04T17:53:20+08:00</xmp:CreateDate></x:xmpmeta>
    <Document><L><LI><LBody>A. INDIVIDU </LBody></LI></L><Table><TBody>\(rows)</TBody></Table>
    </Document></TaggedPDF-doc>
    """
  }

  func read(_ text: String) throws -> ListSource {
    try ListSource(MalaysiaReader(options: ReadOptions()), text)
  }

  @Test func rowsAreListings() throws {
    let source = try read(Self.document(Self.persons + Self.groups))
    #expect(source.all.unread == [] && source.all.rejections.isEmpty)
    #expect(source.listings.map(\.ref) == ["KDN.I.02-2021", "KDN.K.1-2013"])
    #expect(source.listings.map(\.kind) == [.person, .organisation])
    #expect(source.listings.allSatisfy { $0.authority == .other && $0.list == "my-moha" })
    let ref = "KDN.I.02-2021"
    #expect(source.listing(ref)?.listed == TimeSpan(iso: "2023-02-15"))
    #expect(source.texts(ref, .birthDate) == ["1961-12-09|9.12.1961|"])
    #expect(source.texts(ref, .nationality) == ["PH|Filipina (Pemastautin Tetap)|"])
    #expect(source.texts(ref, .passport) == ["A12||", "B34||"])
    #expect(source.texts(ref, .nationalID) == ["611209015514|611209-01-5514|MY"])
    #expect(source.texts(ref, .address) == ["Pier 4, Lowport||"])
    #expect(source.texts(ref, .alias) == ["The Warden||aka"])
    #expect(
      source.texts("KDN.K.1-2013", .alias)
        == ["Lantern||aka", "Light of the Harbour||aka", "HL||aka"])
    #expect(source.texts("KDN.K.1-2013", .country) == ["LK|Sri Lanka|"])
    #expect(source.header?.published == TimeSpan(iso: "2025-02-04T17:53:20+08:00"))
  }

  @Test func otherRowsAreRejected() throws {
    let source = try read(Self.document(Self.row(["1", "KDN.X", "Nobody", "?"]) + Self.groups))
    #expect(source.listings.count == 1 && source.all.rejections.count == 1)
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func thePublishedLists() throws {
    for (name, persons, groups) in [("sample_moha.xml", 77, 24), ("sample_moha_v2.xml", 4, 2)] {
      let bytes = try fileBytes((publicData ?? "") + "/formats/sanctions/deriv-perl/" + name)
      #expect(ListSource.formats(bytes) == ["moha-list"])
      let source = try read(String(decoding: bytes, as: UTF8.self))
      #expect(source.listings.count { $0.kind == .person } == persons)
      #expect(source.listings.count { $0.kind == .organisation } == groups)
      #expect(source.all.rejections.isEmpty && source.all.unread == [])
      #expect(source.listings.allSatisfy { $0.listed != nil && $0.ref.hasPrefix("KDN.") })
      #expect(Set(source.listings.map(\.ref)).count == persons + groups)
    }
  }
}
