import ClewModel
import Testing

@testable import ClewIngest

/// Codes here are invented; only their shape is that of an LEI.
@Suite struct GLEIFReaderTests {
  private static func xml(_ root: String, _ container: String, _ records: String) -> [UInt8] {
    Array(
      """
      <?xml version="1.0" encoding="UTF-8"?><g:\(root) xmlns:g="http://www.gleif.org/data/schema/x">
        <g:\(root == "LEIData" ? "LEIHeader" : "Header")>
          <g:ContentDate>2031-03-04T08:00:00Z</g:ContentDate>
          <g:FileContent>GLEIF_FULL_PUBLISHED</g:FileContent><g:RecordCount>2</g:RecordCount>
        </g:\(root == "LEIData" ? "LEIHeader" : "Header")>
        <g:\(container)>\(records)</g:\(container)></g:\(root)>
      """.utf8)
  }

  private static let entity = """
    <g:LEIRecord xmlns:g="http://www.gleif.org/data/schema/x"><g:LEI>saltmarsh00000000001</g:LEI>
     <g:Entity><g:LegalName xml:lang="en">Saltmarsh Holdings Ltd</g:LegalName>
      <g:OtherEntityNames><g:OtherEntityName xml:lang="en" type="PREVIOUS_LEGAL_NAME">Marsh Ltd</g:OtherEntityName>
       <g:OtherEntityName type="TRADING_OR_OPERATING_NAME">Salt</g:OtherEntityName></g:OtherEntityNames>
      <g:LegalAddress xml:lang="en"><g:FirstAddressLine>1 Quay</g:FirstAddressLine><g:City>Hull</g:City><g:Country>GB</g:Country></g:LegalAddress>
      <g:RegistrationAuthority><g:RegistrationAuthorityID>RA000585</g:RegistrationAuthorityID><g:RegistrationAuthorityEntityID>0123 4567</g:RegistrationAuthorityEntityID></g:RegistrationAuthority>
      <g:LegalJurisdiction>GB-ENG</g:LegalJurisdiction><g:EntityStatus>ACTIVE</g:EntityStatus>
      <g:EntityCreationDate>2001-02-03T00:00:00.000+01:00</g:EntityCreationDate>
      <g:SomethingNew>42</g:SomethingNew></g:Entity>
     <g:Registration><g:RegistrationStatus>LAPSED</g:RegistrationStatus></g:Registration></g:LEIRecord>
    """

  @Test func anEntityWithNamesAddressAndRegister() throws {
    let bytes = Self.xml("LEIData", "LEIRecords", Self.entity)
    #expect(LEIReader.recognises(SourceHead(bytes: bytes)))
    #expect(LEIReader.published(SourceHead(bytes: bytes))?.firstDay.description == "2031-03-04")
    let read = try Reading(LEIReader(options: ReadOptions()), bytes)
    let mention = try #require(read.all.mentions.first)
    #expect(mention.ref == "SALTMARSH00000000001" && mention.name == "Saltmarsh Holdings Ltd")
    let facts = mention.facts.map { "\($0.property.rawValue)=\($0.value)|\($0.qualifier ?? "")" }
    #expect(
      facts == [
        "lei=SALTMARSH00000000001|", "alias=Marsh Ltd|former", "alias=Salt|commercial",
        "address=1 Quay, Hull, GB|legal", "country=GB|", "registration-number=01234567|GB",
        "status=ACTIVE|", "incorporation-date=2001-02-03|", "lei-status=LAPSED|",
      ])
    #expect(read.all.unread.map(\.path) == ["LEIRecord/Entity/SomethingNew"])
    let place = mention.provenance
    let stated = String(
      decoding: bytes[Int(place.offset)..<(Int(place.offset) + Int(place.length))], as: UTF8.self)
    #expect(stated.hasPrefix("<g:LEIRecord") && stated.hasSuffix("</g:LEIRecord>"))
    #expect(place.path == "LEIRecord[1]")
    // The header states two records: an excerpt replaces nothing.
    #expect(read.header?.edition == Edition(family: "gleif-lei", isWhole: true))
    #expect(read.all.edition == Edition(family: "gleif-lei", isWhole: false))
    // What the frame and the record make is a file again.
    let frame = try #require(read.all.frame)
    let repaired =
      Array(bytes[..<Int(frame.prefixLength)])
      + bytes[Int(place.offset)..<(Int(place.offset) + Int(place.length))] + frame.suffix.utf8
    #expect(try Reading(LEIReader(options: ReadOptions()), repaired).all.mentions.count == 1)
  }

  @Test func theSameEntityInXMLJSONAndTheTable() throws {
    let json = #"""
      [{"LEI":"saltmarsh00000000001","Entity":{"LegalName":"Saltmarsh Holdings Ltd","OtherEntityNames":
      [{"type":"PREVIOUS_LEGAL_NAME","OtherEntityName":"Marsh Ltd"},{"type":"TRADING_OR_OPERATING_NAME",
      "OtherEntityName":"Salt"}],"LegalAddress":{"FirstAddressLine":"1 Quay","City":"Hull","Country":"GB"},
      "RegistrationAuthority":{"RegistrationAuthorityID":"RA000585","RegistrationAuthorityEntityID":
      "0123 4567"},"LegalJurisdiction":"GB-ENG","EntityStatus":"ACTIVE","EntityCreationDate":
      "2001-02-03T00:00:00.000+01:00"},"Registration":{"RegistrationStatus":"LAPSED"}}]
      """#
    let official = #"""
      {"records":[{"LEI":{"$":"saltmarsh00000000001"},"Entity":{"LegalName":{"@xml:lang":"en","$":
      "Saltmarsh Holdings Ltd"},"OtherEntityNames":{"OtherEntityName":[{"@type":"PREVIOUS_LEGAL_NAME",
      "$":"Marsh Ltd"},{"@type":"TRADING_OR_OPERATING_NAME","$":"Salt"}]},"LegalAddress":{"@xml:lang":"en",
      "FirstAddressLine":{"$":"1 Quay"},"City":{"$":"Hull"},"Country":{"$":"GB"}},"RegistrationAuthority":
      {"RegistrationAuthorityID":{"$":"RA000585"},"RegistrationAuthorityEntityID":{"$":"0123 4567"}},
      "LegalJurisdiction":{"$":"GB-ENG"},"EntityStatus":{"$":"ACTIVE"},"EntityCreationDate":{"$":
      "2001-02-03T00:00:00.000+01:00"}},"Registration":{"RegistrationStatus":{"$":"LAPSED"}}}]}
      """#
    let table = """
      LEI,Entity.LegalName,Entity.LegalName.xmllang,Entity.OtherEntityNames.OtherEntityName.1,\
      Entity.OtherEntityNames.OtherEntityName.1.xmllang,Entity.OtherEntityNames.OtherEntityName.1.type,\
      Entity.OtherEntityNames.OtherEntityName.2,Entity.OtherEntityNames.OtherEntityName.2.type,\
      Entity.OtherEntityNames.OtherEntityName.3,Entity.OtherEntityNames.OtherEntityName.3.type,\
      Entity.LegalAddress.xmllang,Entity.LegalAddress.FirstAddressLine,Entity.LegalAddress.City,\
      Entity.LegalAddress.Country,Entity.RegistrationAuthority.RegistrationAuthorityID,\
      Entity.RegistrationAuthority.RegistrationAuthorityEntityID,Entity.LegalJurisdiction,\
      Entity.EntityStatus,Entity.EntityCreationDate,Registration.RegistrationStatus
      saltmarsh00000000001,Saltmarsh Holdings Ltd,en,Marsh Ltd,en,PREVIOUS_LEGAL_NAME,Salt,\
      TRADING_OR_OPERATING_NAME,,,en,1 Quay,Hull,GB,RA000585,0123 4567,GB-ENG,ACTIVE,\
      2001-02-03T00:00:00.000+01:00,LAPSED
      """
    let expected = try Reading(
      LEIReader(options: ReadOptions()), Self.xml("LEIData", "LEIRecords", Self.entity))
    for text in [json, official, table] {
      #expect(LEIReader.recognises(SourceHead(bytes: Array(text.utf8))))
      let read = try Reading(LEIReader(options: ReadOptions()), Array(text.utf8))
      #expect(read.all.mentions.map(\.facts) == expected.all.mentions.map(\.facts))
      #expect(read.all.mentions.map(\.name) == expected.all.mentions.map(\.name))
      #expect(read.all.unread.map(\.path) == [] && read.all.rejections == [])
    }
  }

  /// A comma that nothing quotes shifts what follows; a cut last line lacks its end.
  @Test func rowsOfAnotherWidthAreRefused() throws {
    let table = """
      LEI,Entity.LegalName,Entity.LegalAddress.City,Entity.LegalAddress.Country
      A0000000000000000001,ACME, Inc,Reading,GB
      A0000000000000000002,"BETA, Inc",Reading,GB
      ,,,

      A0000000000000000003,GAMMA
      """
    let all = try Reading(LEIReader(options: ReadOptions()), Array(table.utf8)).all
    #expect(all.mentions.map(\.name) == ["BETA, Inc"])
    #expect(
      all.rejections.map(\.reason) == [
        "the row has 5 cells, the header 4", "the last line is cut: 2 of 4 cells",
      ])
    #expect(all.frame?.prefixLength == Int64(table.utf8.prefix { $0 != 10 }.count + 1))
  }

  @Test func whatStandsOutsideTheRecordsIsCounted() throws {
    var text = String(
      decoding: Self.xml("LEIData", "LEIRecords", Self.entity), as: UTF8.self)
    text.replace(
      "<g:FileContent>", with: "<g:Originator>X</g:Originator><g:Mood>m</g:Mood><g:FileContent>")
    text.replace("</g:LEIRecords>", with: "<g:Note>n</g:Note></g:LEIRecords>")
    let all = try Reading(LEIReader(options: ReadOptions()), Array(text.utf8)).all
    #expect(
      all.unread.map(\.path) == [
        "Header/Mood", "Header/Note", "LEIRecord/Entity/SomethingNew",
      ])
  }

  /// A delta restates the whole record: what it no longer names is gone.
  @Test func successorsHaveTheRefOfTheirRecord() throws {
    let successor =
      "<g:SuccessorEntity><g:SuccessorLEI>next0000000000000001</g:SuccessorLEI></g:SuccessorEntity>"
    let named = Self.entity.replacing("<g:SomethingNew>42</g:SomethingNew>", with: successor)
    let full = try Reading(
      LEIReader(options: ReadOptions()), Self.xml("LEIData", "LEIRecords", named)
    ).all
    #expect(full.links.map(\.ref) == ["SALTMARSH00000000001"] && full.retractions.isEmpty)
    let delta = String(
      decoding: Self.xml("LEIData", "LEIRecords", Self.entity + named), as: UTF8.self
    ).replacing("GLEIF_FULL_PUBLISHED", with: "GLEIF_DELTA_PUBLISHED")
    let all = try Reading(LEIReader(options: ReadOptions()), Array(delta.utf8)).all
    #expect(all.retractions.map(\.target) == [.link(ref: "SALTMARSH00000000001")])
    #expect(all.links.count == 1)
  }

  @Test func aCutFileKeepsWhatStoodBeforeAndIsNotWhole() throws {
    let bytes = Self.xml("LEIData", "LEIRecords", Self.entity + Self.entity).dropLast(400)
    var mentions = 0
    var edition: Edition?
    let take = { (batch: Batch) in
      mentions += batch.mentions.count
      edition = batch.edition
    }
    #expect(throws: IngestError.self) {
      try LEIReader(options: ReadOptions()).read(
        ByteStream(name: "cut", bytes: Array(bytes)), header: { _ in }, batch: take)
    }
    #expect(mentions == 1 && edition?.isWhole == false)
  }

  @Test func numbersOfCompaniesHouseAreEightCharacters() throws {
    let short = Self.entity.replacing("0123 4567", with: "sc 1234")
    let all = try Reading(
      LEIReader(options: ReadOptions()), Self.xml("LEIData", "LEIRecords", short)
    ).all
    #expect(
      all.mentions[0].facts.contains(
        Fact(.registrationNumber, "SC001234", raw: "sc 1234", qualifier: "GB")))
  }

  private static func relation(
    _ type: String, _ periods: String, status: String = "ACTIVE", extra: String = "",
    nodeType: String = "LEI", registration: String = ""
  ) -> String {
    """
    <g:RelationshipRecord><g:Relationship><g:StartNode><g:NodeID>CHILD000000000000001</g:NodeID>
    <g:NodeIDType>\(nodeType)</g:NodeIDType></g:StartNode><g:EndNode><g:NodeID>PARENT00000000000001</g:NodeID>
    <g:NodeIDType>LEI</g:NodeIDType></g:EndNode><g:RelationshipType>\(type)</g:RelationshipType>
    <g:RelationshipPeriods>\(periods)</g:RelationshipPeriods>
    <g:RelationshipStatus>\(status)</g:RelationshipStatus></g:Relationship><g:Registration>
    \(registration)<g:LastUpdateDate>2030-01-02T00:00:00Z</g:LastUpdateDate></g:Registration>\(extra)
    </g:RelationshipRecord>
    """
  }

  private static func period(_ start: String, _ end: String, _ type: String) -> String {
    "<g:RelationshipPeriod>" + (start.isEmpty ? "" : "<g:StartDate>\(start)</g:StartDate>")
      + (end.isEmpty ? "" : "<g:EndDate>\(end)</g:EndDate>")
      + "<g:PeriodType>\(type)</g:PeriodType></g:RelationshipPeriod>"
  }

  @Test func consolidationIsControlWithoutAShare() throws {
    let sound = Self.period("2020-01-01T00:00:00Z", "", "RELATIONSHIP_PERIOD")
    let odd = Self.period("2021-01-01", "2020-01-01", "RELATIONSHIP_PERIOD")
    let accounts = Self.period("2022-01-01", "2022-12-31", "ACCOUNTING_PERIOD")
    let bytes = Self.xml(
      "RelationshipData", "RelationshipRecords",
      Self.relation("IS_DIRECTLY_CONSOLIDATED_BY", accounts + sound)
        + Self.relation("IS_ULTIMATELY_CONSOLIDATED_BY", odd, status: "INACTIVE")
        + Self.relation("IS_FUND-MANAGED_BY", "", status: "NULL"))
    #expect(LEIRelationshipReader.recognises(SourceHead(bytes: bytes)))
    let read = try Reading(LEIRelationshipReader(options: ReadOptions()), bytes)
    let links = read.all.links
    #expect(links.map(\.kind) == [.control, .control, .linked])
    #expect(links.map(\.direct) == [true, false, nil])
    // Control runs from the parent, another relation as its type reads.
    #expect(links.map(\.from) == [.mention(0), .mention(0), .mention(1)])
    #expect(links.map(\.to) == [.mention(1), .mention(1), .mention(0)])
    #expect(
      links.map(\.role) == [
        "consolidates directly", "consolidates ultimately", "IS_FUND-MANAGED_BY",
      ])
    #expect(links[0].facts.contains(Fact("relationship-type", "IS_DIRECTLY_CONSOLIDATED_BY")))
    #expect(links.allSatisfy { $0.capital == nil && $0.votes == nil && $0.known == nil })
    #expect(links[0].start?.firstDay.description == "2020-01-01" && links[0].end == nil)
    #expect(links[1].start == nil && links[1].end?.firstDay.description == "2030-01-02")
    #expect(
      links[1].facts.contains { $0.property == "period" && $0.value == "2021-01-01/2020-01-01" })
    #expect(links.map(\.candidate) == [false, false, true])
    #expect(read.all.mentions.map(\.ref) == ["PARENT00000000000001", "CHILD000000000000001"])
  }

  @Test func knownFromTheFirstRegistrationAndPossibleWhereAnnulled() throws {
    let first =
      "<g:InitialRegistrationDate>2014-05-06T00:00:00Z</g:InitialRegistrationDate>"
    let bytes = Self.xml(
      "RelationshipData", "RelationshipRecords",
      Self.relation("IS_DIRECTLY_CONSOLIDATED_BY", "", status: "INACTIVE", registration: first)
        + Self.relation(
          "IS_SUBFUND_OF", "", nodeType: "REGISTER",
          registration: "<g:RegistrationStatus>ANNULLED</g:RegistrationStatus>"))
    let all = try Reading(LEIRelationshipReader(options: ReadOptions()), bytes).all
    #expect(all.links[0].known?.firstDay.description == "2014-05-06")
    #expect(all.links[0].end?.firstDay.description == "2030-01-02")
    #expect(all.links.map(\.candidate) == [false, true])
    // What is no LEI is told apart from the LEI of the same characters.
    #expect(
      all.mentions.map(\.ref) == [
        "PARENT00000000000001", "CHILD000000000000001", "REGISTER CHILD000000000000001",
      ])
    #expect(
      all.mentions[2].facts == [Fact(.otherID, "CHILD000000000000001", qualifier: "REGISTER")])
  }

  @Test func deletionsAreRetractions() throws {
    let deleted =
      "<g:Extension><g:Deletion><g:DeletedAt>2031-01-01</g:DeletedAt></g:Deletion></g:Extension>"
    let relations = try Reading(
      LEIRelationshipReader(options: ReadOptions()),
      Self.xml(
        "RelationshipData", "RelationshipRecords",
        Self.relation("IS_SUBFUND_OF", "", extra: deleted)))
    #expect(
      relations.all.retractions.map(\.target)
        == [.link(ref: "CHILD000000000000001 IS_SUBFUND_OF PARENT00000000000001")])
    #expect(relations.all.links.isEmpty)
    let exceptions = try Reading(
      LEIExceptionReader(options: ReadOptions()),
      Self.xml(
        "ReportingExceptionData", "ReportingExceptions",
        """
        <g:Exception><g:LEI>A</g:LEI><g:ExceptionCategory>ULTIMATE</g:ExceptionCategory>
        <g:ExceptionReason>NO_LEI</g:ExceptionReason></g:Exception><g:Exception><g:LEI>B</g:LEI>
        <g:ExceptionCategory>DIRECT</g:ExceptionCategory>\(deleted)</g:Exception>
        <g:Exception><g:LEI>C</g:LEI></g:Exception>
        """))
    #expect(exceptions.all.mentions.map(\.ref) == ["A ULTIMATE"])
    #expect(exceptions.all.retractions.map(\.target) == [.party(ref: "B DIRECT")])
    #expect(exceptions.all.rejections.count == 1)
  }

  @Test func millisecondsAndDays() {
    #expect(GLEIFDate.day("1685952000000") == "2023-06-05")
    #expect(GLEIFDate.day("2012-08-24T20:53:00.000+02:00") == "2012-08-24")
    #expect(GLEIFDate.day("soon") == nil)
  }

  /// Mentions, links, retractions, rejections and kinds of unread paths per file.
  @Test(
    .enabled(if: publicData != nil),
    arguments: [
      ("lei-data", "13 0 0 0 0"), ("lei-updates-data2", "12 0 0 0 0"),
      ("lei-updates-data2-new", "12 0 0 0 0"), ("rr-data", "16 10 0 0 0"),
      ("rr-updates-data2", "11 11 0 0 0"), ("rr-updates-data2-new", "11 9 1 0 0"),
      ("repex-data", "10 0 0 0 0"), ("repex-updates-data2", "7 0 0 0 0"),
      ("repex-updates-data2-new", "6 0 1 0 0"),
    ])
  func realFilesInXMLAndJSON(name: String, counts: String) throws {
    let folder = try #require(publicData) + "/formats/gleif/"
    var facts: [[Fact]] = []
    for syntax in ["xml", "json"] {
      let bytes = try fileBytes(folder + name + "." + syntax)
      let reader = try Formats.detect(SourceHead(bytes: bytes)).init(options: ReadOptions())
      let read = try Reading(reader, bytes)
      #expect(
        counts
          == [
            read.all.mentions.count, read.all.links.count, read.all.retractions.count,
            read.all.rejections.count, read.all.unread.count,
          ].map(String.init).joined(separator: " "),
        "\(name).\(syntax) \(read.all.unread.map(\.path))")
      // The JSON form was made from the XML: it states the same, but for the times of day of dates.
      facts.append(
        read.all.mentions.flatMap(\.facts).filter {
          !$0.property.rawValue.hasPrefix("legal-entity-event")
            && !$0.property.rawValue.hasSuffix("-date")
        } + read.all.links.flatMap(\.facts).filter { !$0.property.rawValue.hasSuffix("-date") })
    }
    if !name.hasPrefix("lei") { #expect(facts[0] == facts[1]) }
    // It keeps only one of several additional lines of an address.
    let more = Set(facts[1]).subtracting(facts[0]).map(\.property)
    #expect(more.allSatisfy { $0 == .address })
  }
}
