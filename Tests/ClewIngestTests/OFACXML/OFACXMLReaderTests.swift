import ClewIngest
import ClewModel
import Testing

@Suite struct OFACXMLReaderTests {
  static let entries = """
    <sdnEntry><uid>102</uid><firstName>Ada Jane</firstName><lastName>MORROW</lastName>\
    <title>Director</title><sdnType>Individual</sdnType>\
    <remarks>Keeps three boats (Linked To: HARBOUR LIGHT TRADING CO., LTD.; \
    Linked To: NORDKAP HOLDING S.A.)</remarks>\
    <programList><program>SDNTK</program><program>IRAN</program></programList>\
    <idList><id><uid>1</uid><idType>Gender</idType><idNumber>Female</idNumber></id>\
    <id><uid>2</uid><idType>Passport</idType><idNumber>AB-123456</idNumber>\
    <idCountry>Malta</idCountry><issueDate>01 Jan 2009</issueDate>\
    <expirationDate>01 Jan 2019</expirationDate></id>\
    <id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>section 1(b)</idNumber></id>\
    <id><uid>4</uid><idType>Digital Currency Address - XBT</idType><idNumber>1AbCdEfGh</idNumber></id>\
    <id><uid>5</uid><idType>Phone Number</idType><idNumber>35699000000</idNumber></id>\
    <id><uid>6</uid><idType>Harbour Master Card</idType><idNumber>HM 77</idNumber>\
    <idCountry>Malta</idCountry></id></idList>\
    <akaList><aka><uid>7</uid><type>a.k.a.</type><category>strong</category>\
    <lastName>MORROW</lastName><firstName>Adah</firstName></aka>\
    <aka><uid>8</uid><type>f.k.a.</type><category>strong</category><lastName>BELL</lastName>\
    <firstName>Ada</firstName></aka>\
    <aka><uid>9</uid><type>a.k.a.</type><category>weak</category><lastName>THE WARDEN</lastName></aka>\
    </akaList>\
    <addressList><address><uid>10</uid><address1>Pier 4</address1><address2>Shed 2</address2>\
    <city>Lowport</city><stateOrProvince>Valmar</stateOrProvince><postalCode>99</postalCode>\
    <country>Malta</country></address><address><uid>11</uid><country>Panama</country></address>\
    </addressList>\
    <nationalityList><nationality><uid>12</uid><country>Malta</country><mainEntry>true</mainEntry>\
    </nationality></nationalityList>\
    <citizenshipList><citizenship><uid>13</uid><country>Panama</country><mainEntry>true</mainEntry>\
    </citizenship></citizenshipList>\
    <dateOfBirthList><dateOfBirthItem><uid>14</uid><dateOfBirth>circa 1962</dateOfBirth>\
    <mainEntry>false</mainEntry></dateOfBirthItem><dateOfBirthItem><uid>15</uid>\
    <dateOfBirth>14 Nov 1961</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>\
    <dateOfBirthItem><uid>16</uid><dateOfBirth>01 Jan 1960 to 31 Dec 1961</dateOfBirth>\
    <mainEntry>false</mainEntry></dateOfBirthItem></dateOfBirthList>\
    <placeOfBirthList><placeOfBirthItem><uid>17</uid><placeOfBirth>Lowport, Valmar</placeOfBirth>\
    <mainEntry>true</mainEntry></placeOfBirthItem></placeOfBirthList></sdnEntry>
    <sdnEntry><uid>103</uid><lastName>GREY HERON</lastName><sdnType>Vessel</sdnType>\
    <programList><program>IRAN</program></programList>\
    <idList><id><uid>1</uid><idType>Vessel Registration Identification</idType>\
    <idNumber>IMO 9074729</idNumber></id><id><uid>2</uid><idType>MMSI</idType>\
    <idNumber>572469210</idNumber></id></idList>\
    <vesselInfo><callSign>AB1CD</callSign><vesselType>Tug</vesselType><vesselFlag>Panama</vesselFlag>\
    <vesselOwner>Heron Lines</vesselOwner><tonnage>1200</tonnage>\
    <grossRegisteredTonnage>900</grossRegisteredTonnage></vesselInfo></sdnEntry>
    """

  static let csv = """
    102,"MORROW, Ada Jane","individual","SDNTK] [IRAN","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 14 Nov 1961; alt. DOB circa 1962; alt. DOB 01 Jan 1960 to 31 Dec 1961; POB Lowport, Valmar; nationality Malta; citizen Panama; Gender Female; Passport AB-123456 (Malta) issued 01 Jan 2009 expires 01 Jan 2019; Secondary sanctions risk: section 1(b); Digital Currency Address - XBT 1AbCdEfGh; Phone Number 35699000000; a.k.a. 'THE WARDEN'; Keeps three boats; Linked To: HARBOUR LIGHT TRADING CO., LTD.; Linked To: NORDKAP HOLDING S.A."
    103,"GREY HERON","vessel","IRAN",-0- ,"AB1CD","Tug","1200","900","Panama","Heron Lines","Vessel Registration Identification IMO 9074729; MMSI 572469210."
    """

  static func document(
    _ body: String = entries, count: Int? = 2, namespace: String = "http://tempuri.org/sdnList.xsd"
  ) -> String {
    """
    <?xml version="1.0" standalone="yes"?>
    <sdnList xmlns="\(namespace)">
    <publshInformation><Publish_Date>04/22/2020</Publish_Date>\
    \(count.map { "<Record_Count>\($0)</Record_Count>" } ?? "")</publshInformation>
    \(body)
    </sdnList>
    """
  }

  func read(_ text: String) throws -> USListSource {
    try USListSource.read(OFACXMLReader(options: ReadOptions()), Array(text.utf8))
  }

  /// The same entries in both formats of the list: what they state is the same up to order.
  @Test func theDelimitedFilesSayTheSame() throws {
    let xml = try read(Self.document()).all
    let table = try OFACSource.read(OFACReader(options: ReadOptions()), Array(Self.csv.utf8)).all
    let aliases = try OFACSource.read(
      OFACAliasReader(options: ReadOptions()),
      Array("102,7,\"aka\",\"MORROW, Adah\",-0- \n102,8,\"fka\",\"BELL, Ada\",-0- \n".utf8)
    ).all
    let addresses = try OFACSource.read(
      OFACAddressReader(options: ReadOptions()),
      Array(
        "102,10,\"Pier 4, Shed 2\",\"Lowport, Valmar 99\",\"Malta\",-0- \n102,11,-0- ,-0- ,\"Panama\",-0- \n"
          .utf8)
    ).all
    for (a, b) in zip(xml.listings, table.listings) {
      #expect(a.ref == b.ref && a.name == b.name && a.kind == b.kind && a.effect == b.effect)
      #expect(a.list == b.list && a.programmes == b.programmes && a.authority == b.authority)
      let more = (aliases.supplements + addresses.supplements).filter { $0.ref == b.ref }
      let stated = { (facts: [Fact]) in
        Set(facts.filter { $0.qualifier != "as stated" && $0.property != .otherID })
      }
      #expect(stated(a.facts) == stated(b.facts + more.flatMap(\.facts)))
    }
    #expect(xml.listings.count == 2 && table.listings.count == 2)
    #expect(xml.links.map(\.to) == table.links.map(\.to))
    #expect(xml.links.map(\.from) == table.links.map(\.from))
  }

  @Test func whatTheRemarksCannotSayIsReadToo() throws {
    let source = try read(Self.document())
    let facts = source.all.listings[0].facts
    #expect(
      facts.filter { $0.property == .otherID } == [
        Fact(
          .otherID, "HM77", raw: "Harbour Master Card HM 77 (Malta)",
          qualifier: "Harbour Master Card, MT")
      ])
    let births = facts.filter { $0.property == .birthDate }
    #expect(births.map(\.value) == ["1961-11-14", "1962", "1960-01-01/1961-12-31"])
    #expect(births.map(\.qualifier) == [nil, "circa", nil])
    #expect(source.all.rejections.isEmpty && source.unread.isEmpty)
  }

  @Test(arguments: [
    "http://tempuri.org/sdnList.xsd",
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML",
  ])
  func bothNamespacesAreOneFormat(namespace: String) throws {
    let text = Self.document(namespace: namespace)
    let head = SourceHead(bytes: Array(text.utf8))
    #expect(try Formats.detect(head) == OFACXMLReader.self)
    #expect(OFACXMLReader.published(head) == TimeSpan(iso: "2020-04-22"))
    let header = try #require(try read(text).header)
    #expect(header.list == "ofac" && header.published == TimeSpan(iso: "2020-04-22"))
    #expect(header.edition == Edition(family: "list:ofac", isWhole: true))
  }

  @Test func programmesTellTheConsolidatedList() throws {
    let body = """
      <sdnEntry><uid>9639</uid><lastName>ONE</lastName><sdnType>Individual</sdnType>\
      <programList><program>NS-PLC</program></programList></sdnEntry>\
      <sdnEntry><uid>17014</uid><lastName>TWO</lastName><sdnType>Entity</sdnType>\
      <programList><program>UKRAINE-EO13662</program></programList></sdnEntry>
      """
    let source = try read(Self.document(body))
    #expect(source.header?.list == "ofac-cons")
    #expect(source.all.listings.map(\.effect) == [.watch, .sectoral])
    #expect(source.all.listings.allSatisfy { $0.list == "ofac-cons" })
  }

  @Test func aCountThatDoesNotAgreeIsSaid() throws {
    let source = try read(Self.document(count: 8197))
    #expect(source.all.listings.count == 2)
    #expect(
      source.all.rejections.map(\.reason) == [
        "Record_Count states 8197 entries, the file holds 2: it is not whole"
      ])
    #expect(source.header?.edition?.isWhole == false)
    #expect(try read(Self.document(count: nil)).header?.edition?.isWhole == true)
  }

  /// The header is handed over with the first 4,096 entries: the last batch corrects it.
  @Test(arguments: [(5000, true), (5001, false)])
  func anEditionThatLacksEntriesIsNotWhole(stated: Int, isWhole: Bool) throws {
    let entries = (1...5000).map {
      "<sdnEntry><uid>\($0)</uid><lastName>N \($0)</lastName><sdnType>Entity</sdnType></sdnEntry>"
    }
    var rest = Array(Self.document(entries.joined(), count: stated).utf8)[...]
    let stream = ByteStream(name: "test") { buffer in
      let count = min(buffer.count, rest.count)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    var edition: Edition?
    try OFACXMLReader(options: ReadOptions()).read(stream) {
      edition = $0.edition
    } batch: {
      edition = $0.edition ?? edition
    }
    #expect(edition == Edition(family: "list:ofac", isWhole: isWhole))
  }

  @Test func whatIsNotKnownIsCounted() throws {
    let body = """
      <sdnEntry><uid>1</uid><lastName>ONE</lastName><sdnType>Entity</sdnType>\
      <newThing a="b"><x>1</x></newThing><idList><id><idType>RUC #</idType>\
      <idNumber>9917-1</idNumber><idColour>red</idColour></id></idList></sdnEntry>\
      <other>text</other>
      """
    let source = try read(Self.document(body, count: 1))
    #expect(
      source.unread.map(\.path) == [
        "other", "sdnEntry/idList/id/idColour", "sdnEntry/newThing/@a", "sdnEntry/newThing/x",
      ])
  }

  @Test func badEntriesAreRefusedAndCanBeRepaired() throws {
    let body = """
      <sdnEntry><uid>x</uid><lastName>ONE</lastName></sdnEntry>\
      <sdnEntry><uid>2</uid><sdnType>Entity</sdnType></sdnEntry>\
      <sdnEntry><uid>3</uid><lastName>THREE</lastName><sdnType>Spaceship</sdnType></sdnEntry>
      """
    let text = Self.document(body, count: 3)
    let source = try read(text)
    #expect(source.all.listings.map(\.kind) == [.unknown])
    #expect(source.all.listings[0].facts == [Fact("listed-as", "Spaceship")])
    #expect(source.all.rejections.count == 2 && source.unread.isEmpty)
    // The frame and the refused records are a file of the format again.
    let frame = try #require(source.frame)
    let bytes = Array(text.utf8)
    var repaired = Array(bytes[..<Int(frame.prefixLength)])
    for rejection in source.all.rejections {
      let start = Int(rejection.provenance.offset)
      repaired += bytes[start..<(start + Int(rejection.provenance.length))]
      repaired += Array(frame.separator.utf8)
    }
    repaired += Array(frame.suffix.utf8)
    let again = try USListSource.read(OFACXMLReader(options: ReadOptions()), repaired)
    #expect(again.all.rejections.count == 3 && again.all.listings.isEmpty)
  }

  @Test func anEmptyListIsAList() throws {
    let source = try read("<sdnList/>")
    #expect(source.header?.list == "ofac" && source.all.listings.isEmpty)
  }

  @Test func aCutFileKeepsWhatCameBefore() throws {
    let text = Self.document()
    var kept = 0
    #expect {
      try OFACXMLReader(options: ReadOptions()).read(
        ByteStream(name: "x", bytes: Array(text.utf8.prefix(text.utf8.count - 300))),
        header: { #expect($0.edition?.isWhole == false) }, batch: { kept += $0.listings.count })
    } throws: {
      ($0 as? IngestError)?.code == .truncated
    }
    #expect(kept == 1)
  }

  @Test func latinTextIsReadAsDeclared() throws {
    let head = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><sdnList><sdnEntry><uid>1</uid>"
    var bytes = Array((head + "<lastName>CAF").utf8) + [0xC9]
    bytes += Array("</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>".utf8)
    let source = try USListSource.read(OFACXMLReader(options: ReadOptions()), bytes)
    #expect(source.all.listings.map(\.name) == ["CAFÉ"])
    #expect(source.header?.encoding == "windows-1252")
  }
}

/// What a reader of lists hands over of a small source.
struct USListSource {
  var header: SourceHeader?
  var all = Batch()
  var unread: [UnreadPath] = []
  var frame: RepairFrame?
  var batches = 0

  /// Reads bytes in pieces of an odd size, so that every boundary is met.
  static func read(_ reader: some Reader, _ bytes: [UInt8], piece: Int = 777) throws -> USListSource
  {
    var source = USListSource()
    var rest = bytes[...]
    let stream = ByteStream(name: "test") { buffer in
      let count = min(buffer.count, rest.count, piece)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    try reader.read(stream) {
      source.header = $0
    } batch: { batch in
      source.all.listings += batch.listings
      source.all.supplements += batch.supplements
      source.all.links += batch.links
      source.all.rejections += batch.rejections
      source.all.retractions += batch.retractions
      source.unread += batch.unread
      source.frame = source.frame ?? batch.frame
      source.batches += 1
    }
    return source
  }
}
