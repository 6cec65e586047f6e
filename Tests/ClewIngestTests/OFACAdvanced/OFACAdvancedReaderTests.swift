import ClewIngest
import ClewModel
import Testing

@Suite struct OFACAdvancedReaderTests {
  func read(_ text: String) throws -> USListSource {
    try USListSource.read(OFACAdvancedReader(options: ReadOptions()), Array(text.utf8))
  }

  @Test func whatSDNXMLStatesIsStatedHere() throws {
    let source = try read(AdvancedSource.document())
    #expect(source.all.rejections.isEmpty && source.unread.isEmpty)
    let listings = source.all.listings
    #expect(listings.map(\.ref) == ["102", "103", "104"])
    #expect(listings.map(\.kind) == [.person, .vessel, .organisation])
    #expect(listings.map(\.name) == ["MORROW, Ada Jane", "GREY HERON", "NORDKAP HOLDING S.A."])
    let expected: Set<Fact> = [
      Fact(.alias, "Ada Jane MORROW", raw: "MORROW, Ada Jane", qualifier: "reordered"),
      Fact(.alias, "МОРРОУ Ада", qualifier: "script Cyrl"),
      Fact(.alias, "MORROW, Adah", qualifier: "aka"),
      Fact(.alias, "Adah MORROW", raw: "MORROW, Adah", qualifier: "reordered"),
      Fact(.alias, "BELL, Ada", qualifier: "fka"),
      Fact(.alias, "Ada BELL", raw: "BELL, Ada", qualifier: "reordered"),
      Fact(.alias, "THE WARDEN", raw: "a.k.a. 'THE WARDEN'", qualifier: "weak"),
      Fact(
        .passport, "AB123456",
        raw: "Passport AB-123456 (Malta) issued 01 Jan 2009 expires 01 Jan 2019", qualifier: "MT"),
      Fact(.birthDate, "1961-11-14", raw: "DOB 14 Nov 1961"),
      Fact(.birthDate, "1962", raw: "DOB circa 1962", qualifier: "circa"),
      Fact(.birthDate, "1960/1961", raw: "DOB 1960 to 1961"),
      Fact(.birthPlace, "Lowport, Malta", raw: "POB Lowport, Malta"),
      Fact(.nationality, "MT", raw: "nationality Malta"),
      Fact(.nationality, "PA", raw: "citizen Panama", qualifier: "citizen"),
      Fact(.title, "Director"), Fact(.gender, "female", raw: "Gender Female"),
      Fact(.address, "Pier 4, Lowport, Valmar 99, Malta", qualifier: "MT"),
      Fact(.country, "PA", raw: "Panama"),
      Fact(
        .walletAddress, "1AbCdEfGh", raw: "Digital Currency Address - XBT 1AbCdEfGh",
        qualifier: "XBT"),
      Fact("sanctions-notice", "Secondary sanctions risk: section 1(b)"),
      Fact(.website, "www.example.org", raw: "Website www.example.org"),
      Fact("listed-on", "SDN List"), Fact("listing-date", "2019-09-13", qualifier: "Created"),
      Fact("legal-basis", "E.O. 13224"), Fact("measure", "Block"),
    ]
    #expect(Set(listings[0].facts) == expected)
    #expect(listings[1].facts.contains { $0.property == .imo && $0.value == "9074729" })
    #expect(listings[1].facts.contains(Fact("flag", "PA", raw: "Panama")))
    #expect(listings[1].facts.contains(Fact("vessel-type", "Tug")))
  }

  @Test func entriesDecideListAndEffect() throws {
    let source = try read(AdvancedSource.document())
    let listings = source.all.listings
    #expect(listings.map(\.list) == ["ofac", "ofac", "ofac-cons"])
    #expect(listings.map(\.effect) == [.blocking, .blocking, .sectoral])
    #expect(listings[0].programmes == ["SDNTK", "IRAN"])
    #expect(listings[0].listed == TimeSpan(iso: "2019-09-13"))
    #expect(
      source.header
        == SourceHeader(
          format: "ofac-advanced", encoding: "utf-8", published: TimeSpan(iso: "2026-05-21"),
          list: "ofac", edition: Edition(family: "list:ofac", isWhole: true)))
  }

  @Test func relationsHaveTypesAndDirection() throws {
    let links = try read(AdvancedSource.document()).all.links
    // The vessel is owned or controlled by the company: the company holds the active role.
    #expect(links[0].kind == .control && links[0].role == "Owned or Controlled By")
    #expect(links[0].from == .listing(2) && links[0].to == .listing(1))
    #expect(!links[0].candidate && links[0].end == nil && links[0].ref == "1")
    #expect(links[1].kind == .linked && links[1].role == "Leader or official of")
    #expect(links[1].from == .listing(0) && links[1].to == .listing(2))
    // A former one has ended by the day of the file, when is not said.
    #expect(links[1].candidate && links[1].end == TimeSpan(iso: "2026-05-21"))
    #expect(
      links[1].facts == [Fact(.comment, "until dismissed"), Fact("former", "true")])
  }

  @Test func aProfileOnTwoListsIsTwoListings() throws {
    let source = try read(
      AdvancedSource.document(
        entries: AdvancedSource.entries + AdvancedSource.entry("102", list: 91512, "IRAN-X")))
    #expect(source.all.listings.map(\.ref) == ["102", "102", "103", "104"])
    #expect(source.all.listings.map(\.list) == ["ofac", "ofac-cons", "ofac", "ofac-cons"])
    #expect(source.all.links.map(\.from) == [.listing(3), .listing(0)])
  }

  @Test func bothNamespacesAreRecognised() throws {
    for namespace in [AdvancedSource.namespace, "http://www.un.org/sanctions/1.0", "urn:other"] {
      let text = AdvancedSource.document(namespace: namespace)
      let head = SourceHead(bytes: Array(text.utf8))
      #expect(try Formats.detect(head) == OFACAdvancedReader.self)
      #expect(OFACAdvancedReader.published(head) == TimeSpan(iso: "2026-05-21"))
    }
    let other = SourceHead(bytes: Array("<Sanctions><a/></Sanctions>".utf8))
    #expect(!OFACAdvancedReader.recognises(other))
  }

  @Test func whatIsNotKnownIsCounted() throws {
    let odd = AdvancedSource.company.replacing(
      "</Profile>", with: "<Mood Level=\"3\">grim</Mood></Profile>")
    let source = try read(
      AdvancedSource.document(
        parties: odd, relations: "", entries: AdvancedSource.entry("104", "X") + "<Odd>1</Odd>",
        references: AdvancedSource.references.replacing(
          "</ReferenceValueSets>",
          with: "<MoodValues><Mood ID=\"3\">grim</Mood></MoodValues></ReferenceValueSets>"),
        places: ""))
    #expect(
      source.unread.map(\.path) == [
        "DistinctParty/Profile/Mood", "DistinctParty/Profile/Mood@Level", "Odd",
        "ReferenceValueSets/MoodValues/Mood", "ReferenceValueSets/MoodValues/Mood@ID",
      ])
  }

  @Test func whatPointsNowhereIsRefused() throws {
    let source = try read(
      AdvancedSource.document(
        parties: AdvancedSource.company + AdvancedSource.vessel,
        entries: AdvancedSource.entry("104", "X")))
    #expect(
      source.all.rejections.map(\.reason) == [
        "1 documents name an identity that no party has",
        "no sanctions entry names profile 103: its list and programmes are not known; the listing "
          + "loaded on the list of the file",
        "the relation names profile 102, which is not read here",
      ])
    #expect(source.all.listings.count == 2 && source.all.links.count == 1)
    let nameless = try read(
      AdvancedSource.document(
        parties:
          "<DistinctParty FixedRef=\"1\"><Profile ID=\"1\"/></DistinctParty><DistinctParty/>",
        relations: "<ProfileRelationship ID=\"1\" From-ProfileID=\"1\" RelationTypeID=\"1\"/>",
        entries: "<SanctionsEntry ID=\"7\" ListID=\"1550\"/>" + AdvancedSource.entry("8", "X"),
        places: ""))
    #expect(
      nameless.all.rejections.map(\.reason) == [
        "the profile has no name", "the party has no profile",
        "the relation does not name two profiles", "the sanctions entry names no profile",
        "a sanctions entry names profile 8, which is not read here",
      ])
  }

  @Test func datesThatCannotBeAreKeptAsStated() throws {
    let dates = [
      AdvancedSource.period("1960-2-30", "1960-2-30"),
      AdvancedSource.period("1380-1-1", "1380-12-29", calendar: 2),
      AdvancedSource.period("1961-4-1", "1961-4-30"),
      AdvancedSource.period("1961-0-0", "1961-0-0"),
    ].map { AdvancedSource.feature(8, $0) }.joined()
    let party = AdvancedSource.party(
      "1", subType: 4, identity: 1,
      AdvancedSource.alias(1403, primary: true, AdvancedSource.name([(1, "ONE"), (2, "Ann")])),
      dates)
    let source = try read(
      AdvancedSource.document(
        parties: party, relations: "", entries: AdvancedSource.entry("1", "X"), places: ""))
    let facts = source.all.listings[0].facts
    #expect(facts.filter { $0.property == .birthDate }.map(\.value) == ["1961-04", "1961"])
    #expect(
      facts.filter { $0.property == .remark }.map(\.value) == [
        "DOB 1960-2-30-1960-2-30-1960-2-30-1960-2-30",
        "DOB 1380-1-1-1380-1-1-1380-12-29-1380-12-29",
      ])
  }

  @Test func aDeltaTakesBack() throws {
    let source = try read(
      AdvancedSource.document(
        parties: "<DistinctParty FixedRef=\"9\" DeltaAction=\"delete\"><Profile ID=\"9\"/>"
          + "</DistinctParty>" + AdvancedSource.company, relations: "",
        entries: AdvancedSource.entry("104", "X"), root: "Version=\"4\" DeltaBaseVersion=\"3\"",
        places: ""))
    #expect(source.header?.edition?.isWhole == false)
    #expect(source.all.retractions.map(\.target) == [.listing(ref: "9")])
    #expect(source.all.listings.map(\.ref) == ["104"])
  }

  @Test func sectionsMayStandInAnotherOrder() throws {
    let text = AdvancedSource.document()
    let start = try #require(text.firstRange(of: "<SanctionsEntries>")).lowerBound
    let end = try #require(text.firstRange(of: "</SanctionsEntries>")).upperBound
    let entries = String(text[start..<end])
    let moved = text.replacing(entries, with: "").replacing(
      "<DistinctParties>", with: entries + "<DistinctParties>")
    let (a, b) = (try read(text), try read(moved))
    #expect(a.all.listings.map(\.facts) == b.all.listings.map(\.facts))
    #expect(a.all.listings.map(\.programmes) == b.all.listings.map(\.programmes))
    #expect(a.header == b.header)
  }

  /// What lists and programmes a party is on stands behind all of them.
  @Test func refusedRecordsCannotStandAlone() throws {
    let bad = "<DistinctParty FixedRef=\"1\"><Profile ID=\"1\"/></DistinctParty>"
    let source = try read(
      AdvancedSource.document(parties: bad + AdvancedSource.company, relations: ""))
    #expect(source.all.rejections.contains { $0.reason == "the profile has no name" })
    #expect(source.frame == nil)
  }

  @Test func aCutFileHandsOverWhatCameBefore() throws {
    let text = AdvancedSource.document()
    let cut = try #require(text.firstRange(of: "<ProfileRelationships>")).lowerBound
    var kept: [Listing] = []
    #expect {
      try OFACAdvancedReader(options: ReadOptions()).read(
        ByteStream(name: "x", bytes: Array(text[..<cut].utf8)),
        header: { #expect($0.edition?.isWhole == false) },
        batch: { kept += $0.listings })
    } throws: {
      ($0 as? IngestError)?.code == .truncated
    }
    #expect(kept.map(\.ref) == ["102", "103", "104"])
  }
}
