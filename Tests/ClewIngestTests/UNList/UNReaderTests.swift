import ClewIngest
import ClewModel
import Testing

@Suite struct UNReaderTests {
  static let person = """
    <INDIVIDUAL><DATAID>900001</DATAID><VERSIONNUM>1</VERSIONNUM>
      <FIRST_NAME> ADA </FIRST_NAME><SECOND_NAME>JANE</SECOND_NAME><THIRD_NAME>na</THIRD_NAME>
      <FOURTH_NAME>MORROW</FOURTH_NAME><UN_LIST_TYPE>Valmar</UN_LIST_TYPE>
      <REFERENCE_NUMBER>VAi.001 </REFERENCE_NUMBER><LISTED_ON>2015-07-01-04:00</LISTED_ON>
      <GENDER>Female</GENDER><NAME_ORIGINAL_SCRIPT>Ада Морроу</NAME_ORIGINAL_SCRIPT>
      <COMMENTS1>Sister of Ben Morrow (VAi.002). Web link:https://www.interpol.int/en/x.</COMMENTS1>
      <TITLE><VALUE>Dr</VALUE></TITLE><DESIGNATION><VALUE>Warden</VALUE></DESIGNATION>
      <NATIONALITY><VALUE>Iran (Islamic Republic of)</VALUE><VALUE>Tunisian</VALUE></NATIONALITY>
      <LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>
      <LAST_DAY_UPDATED><VALUE>2016-10-13</VALUE><VALUE/></LAST_DAY_UPDATED>
      <INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>The
        Warden</ALIAS_NAME><DATE_OF_BIRTH>1962-01-01</DATE_OF_BIRTH>
        <CITY_OF_BIRTH>Lowport</CITY_OF_BIRTH><COUNTRY_OF_BIRTH>Malta</COUNTRY_OF_BIRTH>
        <NOTE>original script: Смотритель</NOTE></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>A. Morrow</ALIAS_NAME></INDIVIDUAL_ALIAS>
      <INDIVIDUAL_ADDRESS><STREET>Pier 4</STREET><CITY>Lowport</CITY><COUNTRY>Malta</COUNTRY>
        <NOTE>in 2016</NOTE></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_ADDRESS><COUNTRY>Viet Nam</COUNTRY></INDIVIDUAL_ADDRESS>
      <INDIVIDUAL_ADDRESS><COUNTRY/></INDIVIDUAL_ADDRESS>
      %BIRTHS%
      <INDIVIDUAL_PLACE_OF_BIRTH><CITY>Lowport</CITY><COUNTRY>Malta</COUNTRY></INDIVIDUAL_PLACE_OF_BIRTH>
      %DOCUMENTS%
      <SORT_KEY>x</SORT_KEY><SORT_KEY_LAST_MOD/></INDIVIDUAL>
    """
  static let entity = """
    <ENTITY><DATAID>900002</DATAID><FIRST_NAME>HARBOUR LIGHT TRADING</FIRST_NAME>
      <UN_LIST_TYPE>GB</UN_LIST_TYPE><REFERENCE_NUMBER>VAe.001</REFERENCE_NUMBER>
      <LISTED_ON>2012-12-31</LISTED_ON>
      <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>LANTERN</ALIAS_NAME></ENTITY_ALIAS>
      <ENTITY_ADDRESS><CITY>Lowport</CITY></ENTITY_ADDRESS></ENTITY>
    """

  static func document(_ persons: String, _ entities: String = entity) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS>\(persons)</INDIVIDUALS>
    <ENTITIES>\(entities)</ENTITIES></CONSOLIDATED_LIST>
    """
  }

  func read(births: String = "", documents: String = "") throws -> ListSource {
    let person = Self.person.replacing("%BIRTHS%", with: births)
      .replacing("%DOCUMENTS%", with: documents)
    return try ListSource(UNReader(options: ReadOptions()), Self.document(person))
  }

  func births(_ inner: String) throws -> [String] {
    let source = try read(
      births: "<INDIVIDUAL_DATE_OF_BIRTH>\(inner)</INDIVIDUAL_DATE_OF_BIRTH>")
    let facts = (source.listing("VAi.001")?.facts ?? []).filter {
      $0.qualifier?.hasPrefix("as ") != true
    }
    return ListSource.texts(facts, .birthDate) + ListSource.texts(facts, "birth-date-note")
  }

  func documents(_ inner: String) throws -> [String] {
    let source = try read(documents: "<INDIVIDUAL_DOCUMENT>\(inner)</INDIVIDUAL_DOCUMENT>")
    let properties: [Property] = [.passport, .nationalID, .taxNumber, .otherID, "document"]
    return (source.listing("VAi.001")?.facts ?? []).filter {
      properties.contains($0.property) && $0.qualifier != "UN data id"
    }.map { "\($0.property.rawValue) \($0.value) \($0.qualifier ?? "-")" }
  }

  @Test func aPersonIsRead() throws {
    let source = try read()
    #expect(source.error == nil && source.all.unread == [] && source.all.rejections.isEmpty)
    let person = try #require(source.listing("VAi.001"))
    #expect(person.name == "ADA JANE MORROW" && person.kind == .person)
    #expect(person.effect == .blocking && person.authority == .un && person.list == "un")
    #expect(person.programmes == ["Valmar"] && person.listed == TimeSpan(iso: "2015-07-01"))
    let aliases = person.facts.filter { $0.property == .alias }
    #expect(aliases.map(\.value) == ["Ада Морроу", "The Warden", "Смотритель", "A. Morrow"])
    #expect(
      aliases.map(\.qualifier) == ["Cyrillic script", "weak", "Cyrillic script", "aka"])
    #expect(aliases[1].raw?.contains("\n") == true)
    #expect(source.texts("VAi.001", .birthDate) == ["1962-01-01||as The Warden"])
    #expect(
      source.texts("VAi.001", .birthPlace) == [
        "Lowport, Malta||MT", "Lowport, Malta||as The Warden",
      ])
    #expect(
      source.texts("VAi.001", .nationality) == ["IR|Iran (Islamic Republic of)|", "TN|Tunisian|"])
    #expect(
      source.texts("VAi.001", .address) == [
        "Pier 4, Lowport, Malta|Pier 4, Lowport, Malta (in 2016)|MT"
      ])
    #expect(source.texts("VAi.001", .country) == ["VN|Viet Nam|"])
    #expect(source.texts("VAi.001", "interpol-notice") == ["https://www.interpol.int/en/x||"])
    #expect(source.texts("VAi.001", "fourth-name") == ["MORROW||"])
    #expect(source.texts("VAi.001", "third-name").isEmpty)
    #expect(source.texts("VAi.001", .gender) == ["female|Female|"])
    #expect(source.texts("VAi.001", "updated") == ["2016-10-13||"])
    #expect(person.provenance.path == "CONSOLIDATED_LIST/INDIVIDUALS/INDIVIDUAL[1]")
  }

  @Test func anEntityUnderATravelBanIsWatched() throws {
    let entity = try #require(try read().listing("VAe.001"))
    #expect(entity.kind == .organisation && entity.effect == .watch)
    #expect(entity.facts.contains(Fact("measure", "travel ban")))
    #expect(ListSource.texts(entity.facts, .alias) == ["LANTERN||fka"])
  }

  @Test func birthDatesHaveManyShapes() throws {
    #expect(
      try births("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>1961-11-14</DATE>") == ["1961-11-14||"])
    #expect(
      try births("<TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1961</YEAR>") == ["1961||circa"])
    #expect(
      try births(
        "<TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1955</FROM_YEAR><TO_YEAR>1958</TO_YEAR>"
          + "<NOTE>Approximately</NOTE>") == ["1955/1958|1955 to 1958 Approximately|circa"])
    #expect(
      try births("<TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE>") == [
        "1973-11|Nov. 1973|"
      ])
    #expect(try births("<YEAR>1958</YEAR><NOTE>Sep.</NOTE>") == ["1958-09|Sep. 1958|"])
    #expect(
      try births("<NOTE>Between Aug. and Sep. 1977</NOTE>")
        == ["1977-08/1977-09|Between Aug. and Sep. 1977|"])
    #expect(
      try births("<NOTE>24/06/1402 (Hijri Calendar)</NOTE>") == ["24/06/1402 (Hijri Calendar)||"])
    #expect(try births("<DATE>1961-02-30</DATE>") == ["1961-02-30||"])
    #expect(try births("<FROM_YEAR>1960</FROM_YEAR><TO_YEAR>1950</TO_YEAR>") == ["1960 to 1950||"])
    #expect(try births("<TYPE_OF_DATE/>") == [])
  }

  @Test func numbersOfDocumentsStandInProse() throws {
    func number(_ text: String, _ type: String = "Passport") -> String {
      "<TYPE_OF_DOCUMENT>\(type)</TYPE_OF_DOCUMENT><NUMBER>\(text)</NUMBER>"
    }
    #expect(try documents(number("AB 123456")) == ["passport AB123456 -"])
    #expect(try documents(number("Libyan passport No. 96/1844")) == ["passport 96/1844 LY"])
    #expect(try documents(number("00016 (Yemen)")) == ["passport 00016 YE"])
    #expect(try documents(number("R0001, South Sudan")) == ["passport R0001 SS"])
    #expect(
      try documents(number("German travel document A 0139"))
        == ["identifier A0139 German travel document, DE"])
    #expect(
      try documents(
        number("7-8", "National Identification Number")
          + "<TYPE_OF_DOCUMENT2>Ration card no.</TYPE_OF_DOCUMENT2><ISSUING_COUNTRY>Malta</ISSUING_COUNTRY>"
      ) == ["identifier 78 Ration card no., MT"])
    #expect(
      try documents(number("12") + "<COUNTRY_OF_ISSUE>Malta</COUNTRY_OF_ISSUE>") == [
        "passport 12 MT"
      ])
    #expect(
      try documents(
        "<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>Tunisian passport number L 19 issued on 1 May 1998</NOTE>"
      ) == ["passport L19 TN"])
    #expect(
      try documents("<TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NOTE>issued in 1993</NOTE>")
        == ["document Passport issued in 1993 Passport"])
    #expect(try documents("") == [])
  }

  @Test func whatTheSchemaDoesNotKnowIsCounted() throws {
    let source = try ListSource(
      UNReader(options: ReadOptions()),
      Self.document(
        Self.person.replacing(
          "<SORT_KEY>x", with: "<TATTOO><KIND>anchor</KIND></TATTOO><SORT_KEY>x"
        )
        .replacing("%BIRTHS%", with: "").replacing("%DOCUMENTS%", with: "")))
    #expect(source.all.unread.map(\.path) == ["INDIVIDUAL/TATTOO/KIND"])
    #expect(source.all.unread.first?.count == 1)
  }

  @Test func badEntriesAreRejectedAndTheRestIsRead() throws {
    let nameless = "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>na</FIRST_NAME></INDIVIDUAL>"
    let refless = "<INDIVIDUAL><FIRST_NAME>X</FIRST_NAME></INDIVIDUAL>"
    let source = try ListSource(UNReader(options: ReadOptions()), Self.document(nameless + refless))
    #expect(source.listings.map(\.ref) == ["VAe.001"])
    #expect(
      source.all.rejections.map(\.reason) == [
        "the entry has no name", "the entry has neither a reference number nor a data id",
      ])
    let frame = try #require(source.all.frame)
    #expect(frame.suffix == "\n</INDIVIDUALS></CONSOLIDATED_LIST>\n")
    let whole = Array(Self.document(nameless + refless).utf8)
    let repaired =
      Array(whole[..<Int(frame.prefixLength)]) + Array(refless.utf8)
      + Array(frame.suffix.utf8)
    let again = try ListSource(UNReader(options: ReadOptions()), repaired)
    #expect(again.error == nil && again.all.rejections.count == 1)
  }

  @Test func aCutListHandsOverWhatCameBefore() throws {
    let person = Self.person.replacing("%BIRTHS%", with: "").replacing("%DOCUMENTS%", with: "")
    let text = Self.document(person)
    let source = try ListSource(UNReader(options: ReadOptions()), String(text.dropLast(200)))
    #expect(source.error?.code == .truncated)
    #expect(source.listings.map(\.ref) == ["VAi.001"])
    #expect(try ListSource(UNReader(options: ReadOptions()), "").error?.code == .truncated)
  }

  @Test func otherEncodingsAndDelistedEntries() throws {
    let text = Self.document(
      "",
      Self.entity.replacing("<LISTED_ON>", with: "<DELISTED_ON>2020-01-01</DELISTED_ON><LISTED_ON>")
        .replacing(">GB<", with: ">Valmar<").replacing("LANTERN", with: "LANT\u{C9}RN")
    ).replacing("UTF-8", with: "UTF-16")
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let source = try ListSource(UNReader(options: ReadOptions()), bytes)
    #expect(source.error == nil && source.header?.encoding == "utf-16le")
    #expect(source.listings.first?.effect == .watch)
    #expect(source.texts("VAe.001", .alias) == ["LANT\u{C9}RN||fka"])
  }
}
