import ClewIngest
import ClewModel
import Testing

@Suite struct EUReaderTests {
  static let regulation = """
    <regulation regulationType="amendment" organisationType="council" publicationDate="2019-04-08"
      entryIntoForceDate="2019-04-09" numberTitle="2019/555 (OJ L97)" programme="VAL"
      logicalId="1"><publicationUrl>https://example.eu/a</publicationUrl></regulation>
    """
  static let summary = """
    <regulationSummary regulationType="amendment" publicationDate="2012-07-06"
      numberTitle="598/2012 (OJ L176)" publicationUrl="https://example.eu/b"/>
    """

  static func export(_ entities: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2020-04-15T15:29:22.497+02:00"
      globalFileId="1">\(entities)</export>
    """
  }

  static func person(_ details: String, attributes: String = "") -> String {
    """
    <sanctionEntity designationDate="2008-07-03" designationDetails="" unitedNationId="VAi.001"
      euReferenceNumber="EU.1.1" logicalId="77" \(attributes)><remark>Date of UN designation.</remark>
      \(regulation)<subjectType code="person" classificationCode="P"/>\(details)</sanctionEntity>
    """
  }

  static let names = """
    <nameAlias firstName="" middleName="" lastName="" wholeName="Ада Морроу" nameLanguage="RU"
      strong="true" function="" regulationLanguage="en" logicalId="2">\(summary)</nameAlias>
    <nameAlias firstName="Ada" middleName="Jane" lastName="Morrow" wholeName="Ada Jane Morrow"
      gender="F" title="Dr" function="Warden of Lowport" strong="true" regulationLanguage="en"
      logicalId="3"><remark>Mother of Ben.</remark>\(summary)</nameAlias>
    <nameAlias wholeName="The Warden" strong="false" regulationLanguage="en" logicalId="4"/>
    """

  func read(_ details: String, attributes: String = "") throws -> ListSource {
    try ListSource(
      EUReader(options: ReadOptions()),
      Self.export(Self.person(Self.names + details, attributes: attributes)))
  }

  func texts(_ details: String, _ property: Property) throws -> [String] {
    let source = try read(details)
    #expect(source.all.unread == [])
    return source.texts("EU.1.1", property)
  }

  @Test func namesAndTheEntityItself() throws {
    let source = try read("")
    let listing = try #require(source.listing("EU.1.1"))
    #expect(listing.name == "Ada Jane Morrow" && listing.kind == .person)
    #expect(listing.effect == .blocking && listing.authority == .eu && listing.list == "eu")
    #expect(listing.programmes == ["VAL"] && listing.listed == TimeSpan(iso: "2008-07-03"))
    #expect(source.texts("EU.1.1", .alias) == ["Ада Морроу||aka", "The Warden||weak"])
    #expect(source.texts("EU.1.1", "name-language") == ["RU||Ада Морроу"])
    #expect(source.texts("EU.1.1", "position") == ["Warden of Lowport||"])
    #expect(source.texts("EU.1.1", .title) == ["Dr||"])
    #expect(source.texts("EU.1.1", .gender) == ["female|F|"])
    #expect(source.texts("EU.1.1", "last-name") == ["Morrow||"])
    #expect(
      source.texts("EU.1.1", .otherID) == ["77||EU logical id", "VAi.001||UN reference"])
    #expect(
      source.texts("EU.1.1", .remark) == [
        "Date of UN designation.||", "Mother of Ben.||Ada Jane Morrow",
      ])
    #expect(
      source.texts("EU.1.1", "regulation") == [
        "2019/555 (OJ L97)||amendment, council, published 2019-04-08, in force 2019-04-09",
        "598/2012 (OJ L176)||amendment, published 2012-07-06",
      ])
    #expect(
      source.texts("EU.1.1", "regulation-url")
        == ["https://example.eu/a||2019/555 (OJ L97)", "https://example.eu/b||598/2012 (OJ L176)"])
    #expect(source.all.unread == [])
    #expect(source.header?.published == TimeSpan(iso: "2020-04-15T15:29:22+02:00"))
    #expect(source.header?.edition == Edition(family: "list:eu", isWhole: true))
  }

  @Test func birthDatesOfAllForms() throws {
    func birth(_ attributes: String) throws -> [String] {
      try texts("<birthdate calendarType=\"GREGORIAN\" \(attributes)/>", .birthDate)
    }
    #expect(
      try birth(
        "circa=\"false\" birthdate=\"1961-11-14\" dayOfMonth=\"14\" monthOfYear=\"11\" year=\"1961\""
      )
        == ["1961-11-14||"])
    #expect(try birth("circa=\"true\" year=\"1958\"") == ["1958||circa"])
    #expect(try birth("monthOfYear=\"4\" year=\"1958\"") == ["1958-04|4/1958|"])
    #expect(
      try birth("yearRangeFrom=\"1958\" yearRangeTo=\"1963\"") == ["1958/1963|1958 to 1963|"])
    #expect(try birth("dayOfMonth=\"30\" monthOfYear=\"2\" year=\"1958\"") == [])
    #expect(
      try texts(
        "<birthdate calendarType=\"GREGORIAN\" dayOfMonth=\"30\" monthOfYear=\"2\" year=\"1958\"/>",
        "birth-date-note") == ["30/2/1958||"])
    #expect(
      try texts(
        "<birthdate calendarType=\"ISLAMIC\" year=\"1402\"/>", "birth-date-other-calendar")
        == ["1402||islamic"])
    #expect(try texts("<birthdate calendarType=\"ISLAMIC\" year=\"1402\"/>", .birthDate) == [])
    #expect(
      try texts(
        """
        <birthdate calendarType="GREGORIAN" city="-" place="Pier 4" countryIso2Code="MT"
          countryDescription="MALTA"/>
        """, .birthPlace) == ["Pier 4, MALTA||MT"])
  }

  @Test func documentsKeepTheirFlags() throws {
    func document(_ attributes: String, _ property: Property) throws -> [String] {
      try texts(
        """
        <identification diplomatic="false" knownExpired="false" knownFalse="false"
          reportedLost="false" revokedByIssuer="false" \(attributes)/>
        """.replacing(
          "knownExpired=\"false\" knownFalse=\"false\"",
          with: attributes.contains("known") ? "" : "knownExpired=\"false\" knownFalse=\"false\""),
        property)
    }
    let type =
      "identificationTypeCode=\"passport\" identificationTypeDescription=\"National passport\""
    #expect(
      try document(
        "\(type) number=\"L-19 16\" countryIso2Code=\"TN\" countryDescription=\"TUNISIA\"",
        .passport)
        == ["L1916|National passport L-19 16, TUNISIA|TN"])
    #expect(
      try document(
        "\(type) number=\"48\" countryIso2Code=\"00\" countryDescription=\"UNKNOWN\"", .passport)
        == ["48|National passport 48|"])
    #expect(
      try document("\(type) number=\"48\" knownExpired=\"true\"", .passport)
        == ["48|National passport 48, known to be expired|"])
    #expect(
      try document("\(type) number=\"48\" knownFalse=\"true\" countryIso2Code=\"MT\"", .otherID)
        .last
        == "48|National passport 48, MT, known to be false|false National passport, MT")
    #expect(
      try document(
        "identificationTypeCode=\"fiscalcode\" number=\"٤٨\" latinNumber=\"48\"", .taxNumber)
        == ["48|fiscalcode ٤٨ (48)|"])
    #expect(
      try document("identificationTypeCode=\"swiftbic\" number=\"NORDMTMT\"", .bic)
        == ["NORDMTMT|swiftbic NORDMTMT|"])
  }

  @Test func addressesContactsAndCitizenship() throws {
    let address = """
      <address city="Lowport" street="Pier 4" poBox="12" zipCode="LWP 1" region="" place=""
        asAtListingTime="true" countryIso2Code="MT" countryDescription="MALTA"
        regulationLanguage="en" logicalId="9"><remark>Harbour office</remark>
        <contactInfo key="EMAIL" value="A@Example.org"/><contactInfo key="PHONE" value="+356 1"/>
      </address><address countryIso2Code="00" countryDescription="UNKNOWN"/>
      <citizenship region="" countryIso2Code="IR" countryDescription="IRAN, Islamic Republic of"/>
      """
    #expect(
      try texts(address, .address) == [
        "Pier 4, PO Box 12, LWP 1, Lowport, MALTA|Pier 4, PO Box 12, LWP 1, Lowport, MALTA (as at listing time)|MT"
      ])
    #expect(try texts(address, .email) == ["a@example.org|A@Example.org|"])
    #expect(try texts(address, .phone) == ["+356 1||"])
    #expect(try texts(address, .nationality) == ["IR|IRAN, Islamic Republic of|"])
    #expect(try texts(address, .country) == [])
    #expect(try texts(address, .remark).contains("Harbour office||address"))
  }

  @Test func secondElementsAndUnknownOnes() throws {
    let second = Self.person("<nameAlias wholeName=\"Ada M.\" strong=\"true\"/>")
    let source = try ListSource(
      EUReader(options: ReadOptions()),
      Self.export(
        Self.person(Self.names) + second
          + Self.person("<nameAlias wholeName=\"\"/>").replacing("77", with: "78")
          + Self.person(Self.names + "<vessel imo=\"9074729\"/>").replacing("77", with: "79")))
    #expect(source.listings.count == 2)
    #expect(source.all.supplements.count == 1)
    #expect(
      ListSource.texts(source.all.supplements.first?.facts ?? [], .alias) == ["Ada M.||aka"])
    #expect(source.all.rejections.map(\.reason) == ["the entity has no name"])
    #expect(
      source.all.unread.map(\.path) == ["sanctionEntity/vessel/@imo"]
        || source.all.unread.map(\.path) == ["sanctionEntity/vessel@imo"])
  }

  @Test func delistedEntitiesAreWatched() throws {
    #expect(
      try read("", attributes: "delistingDate=\"2019-01-01\"").listing("EU.1.1")?.effect == .watch)
    #expect(
      try read("", attributes: "delistingDate=\"2030-01-01\"").listing("EU.1.1")?.effect
        == .blocking)
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func sevenPersonsOfThePublishedList() throws {
    for path in ["formats/sanctions/deriv-perl/sample_eu.xml", "screening/deriv/sample_eu.xml"] {
      let bytes = try fileBytes((publicData ?? "") + "/" + path)
      #expect(ListSource.formats(bytes) == ["eu-fsf"])
      let source = try ListSource(EUReader(options: ReadOptions()), bytes)
      #expect(source.all.unread == [] && source.all.rejections.isEmpty)
      // Two of the seven elements bear one logicalId.
      #expect(source.listings.count == 6 && source.all.supplements.count == 1)
      #expect(source.listings.allSatisfy { $0.kind == .person })
      let facts = source.listings.flatMap(\.facts)
      #expect(facts.count { $0.property == .alias } == 8)
      #expect(facts.count { $0.property == .birthDate } == 7)
      #expect(facts.filter { $0.property == .passport }.map(\.value) == ["488555", "L191609"])
      #expect(facts.filter { $0.property == .nationalID }.map(\.qualifier) == ["TN"])
      let head = SourceHead(bytes: bytes)
      #expect(EUReader.published(head) == source.header?.published)
      #expect(source.header?.published == TimeSpan(iso: "2020-04-15T15:29:22+02:00"))
    }
  }
}
