import ClewModel
import Testing

@testable import ClewIngest

@Suite struct UKXMLReaderTests {
  static let designations = """
    <?xml version="1.0" encoding="utf-8"?>
    <Designations><DateGenerated>10/06/2026</DateGenerated>
    <Designation><LastUpdated>16/04/2026</LastUpdated><DateDesignated>29/06/2012</DateDesignated>
      <UniqueID>VAL0001</UniqueID><OFSIGroupID>9053</OFSIGroupID>
      <UNReferenceNumber>VAi.001</UNReferenceNumber>
      <Names><Name><Name1>A.</Name1><Name6>MORROW</Name6><NameType>Alias</NameType>
        <AliasStrength>Low quality</AliasStrength></Name>
        <Name><Name1>Ada</Name1><Name2>Jane</Name2><Name6>MORROW</Name6>
        <NameType>Primary Name</NameType></Name></Names>
      <NonLatinNames><NonLatinName><NameNonLatinScript>Ада</NameNonLatinScript>
        <NonLatinScriptType>Cyrillic</NonLatinScriptType>
        <NonLatinScriptLanguage>Russian</NonLatinScriptLanguage></NonLatinName></NonLatinNames>
      <Titles><Title>Dr</Title></Titles><RegimeName>Valmar</RegimeName>
      <IndividualEntityShip>Individual</IndividualEntityShip>
      <DesignationSource>UN</DesignationSource>
      <SanctionsImposed>Asset freeze|Travel Ban</SanctionsImposed>
      <SanctionsImposedIndicators><AssetFreeze>true</AssetFreeze><TravelBan>true</TravelBan>
        <Deflag>false</Deflag></SanctionsImposedIndicators>
      <OtherInformation>Sister of Ben.</OtherInformation>
      <UKStatementofReasons>Held the keys.</UKStatementofReasons>
      <Addresses><Address><AddressLine1>Pier 4</AddressLine1>
        <AddressPostalCode>LWP 1</AddressPostalCode><AddressCountry>Malta</AddressCountry></Address>
      </Addresses><PhoneNumbers><PhoneNumber>+356 1</PhoneNumber></PhoneNumbers>
      <IndividualDetails><Individual><DOBs><DOB>dd/mm/1961</DOB><DOB>14/11/1961</DOB></DOBs>
        <PassportDetails><Passport><PassportNumber>AB 123</PassportNumber>
          <PassportAdditionalInformation>Malta, issued 2009</PassportAdditionalInformation></Passport>
        </PassportDetails><NationalIdentifierDetails><NationalIdentifier>
          <NationalIdentifierNumber>77</NationalIdentifierNumber></NationalIdentifier>
        </NationalIdentifierDetails><Nationalities><Nationality>Malta</Nationality></Nationalities>
        <BirthDetails><Location><TownOfBirth>Lowport</TownOfBirth>
          <CountryOfBirth>Malta</CountryOfBirth></Location></BirthDetails>
        <Positions><Position>Warden</Position></Positions><Genders><Gender>Female</Gender></Genders>
      </Individual></IndividualDetails></Designation>
    <Designation><UniqueID>VAL0300</UniqueID>
      <Names><Name><Name6>GREY HERON</Name6><NameType>Primary Name</NameType></Name></Names>
      <RegimeName>Valmar</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip>
      <SanctionsImposedIndicators><ProhibitionOfPortEntry>true</ProhibitionOfPortEntry>
      </SanctionsImposedIndicators>
      <ShipDetails><Ship><IMONumbers><IMONumber>IMO9074729</IMONumber></IMONumbers>
        <CurrentBelievedFlagOfShips><CurrentBelievedFlagOfShip>Panama</CurrentBelievedFlagOfShip>
        </CurrentBelievedFlagOfShips><YearsBuilt><YearBuilt>1999</YearBuilt></YearsBuilt>
        <Masts><Mast>2</Mast></Masts></Ship></ShipDetails></Designation>
    <Designation><Names><Name><Name6>NOBODY</Name6></Name></Names></Designation>
    </Designations>
    """

  static let targets = """
    <ArrayOfFinancialSanctionsTarget xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
      xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist">
    <FinancialSanctionsTarget><Name6>Morrow</Name6><name1>Ada</name1><name2 i:nil="true"/>
      <GroupTypeDescription>Individual</GroupTypeDescription><AliasType>AKA</AliasType>
      <RegimeName>Valmar</RegimeName><DateListed>2011-12-02T00:00:00</DateListed>
      <Individual_DateOfBirth>00/04/1984</Individual_DateOfBirth>
      <UKSanctionsListRef>VAL0001</UKSanctionsListRef><GroupID>9053</GroupID>
      <GrpStatus>A</GrpStatus></FinancialSanctionsTarget>
    <FinancialSanctionsTarget><Name6>Morrow</Name6><name1>Ada Jane</name1>
      <GroupTypeDescription>Individual</GroupTypeDescription><AliasType>Primary name</AliasType>
      <RegimeName>Valmar</RegimeName><GroupID>9053</GroupID></FinancialSanctionsTarget>
    </ArrayOfFinancialSanctionsTarget>
    """

  func read(_ text: String) throws -> ListSource {
    try ListSource(UKXMLReader(options: ReadOptions()), text)
  }

  @Test func designationsAreRead() throws {
    let source = try read(Self.designations)
    #expect(ListSource.formats(Array(Self.designations.utf8)) == ["uk-sanctions-xml"])
    #expect(source.listings.map(\.ref) == ["9053", "VAL0300"])
    let person = try #require(source.listing("9053"))
    #expect(person.name == "Ada Jane MORROW" && person.effect == .blocking)
    #expect(person.listed == TimeSpan(iso: "2012-06-29"))
    #expect(person.provenance.path == "Designations/Designation[1]")
    #expect(
      source.texts("9053", .alias) == ["A. MORROW||weak", "Ада||Cyrillic script, Russian"])
    #expect(source.texts("9053", .birthDate) == ["1961|dd/mm/1961|", "1961-11-14|14/11/1961|"])
    #expect(source.texts("9053", .passport) == ["AB123|AB 123 Malta, issued 2009|MT"])
    #expect(source.texts("9053", .nationalID) == ["77||"])
    #expect(source.texts("9053", .birthPlace) == ["Lowport, Malta||MT"])
    #expect(source.texts("9053", .address) == ["Pier 4, LWP 1, Malta||MT"])
    #expect(source.texts("9053", "position") == ["Warden||"])
    #expect(source.texts("9053", "measure") == ["Asset freeze||", "Travel Ban||"])
    #expect(source.texts("9053", "statement-of-reasons") == ["Held the keys.||"])
    #expect(source.header?.published == TimeSpan(iso: "2026-06-10"))
    #expect(
      UKXMLReader.published(SourceHead(bytes: Array(Self.designations.utf8)))
        == TimeSpan(iso: "2026-06-10"))
    #expect(source.all.unread.map(\.path) == ["Designation/ShipDetails/Ship/Masts/Mast"])
    #expect(source.all.rejections.count == 1)
  }

  @Test func aShipUnderShippingMeasuresIsSectoral() throws {
    let source = try read(Self.designations)
    #expect(source.listing("VAL0300")?.kind == .vessel)
    #expect(source.listing("VAL0300")?.effect == .sectoral)
    #expect(source.texts("VAL0300", "measure") == ["Prohibition of port entry||"])
    #expect(source.texts("VAL0300", .imo) == ["9074729|IMO9074729|"])
    #expect(source.texts("VAL0300", "flag") == ["PA|Panama|"])
  }

  @Test func targetsOfTheOldListAreGrouped() throws {
    let source = try read(Self.targets)
    #expect(source.all.unread == [] && source.all.rejections.isEmpty)
    #expect(source.listings.map(\.ref) == ["9053"])
    #expect(source.listings.first?.name == "Ada Jane Morrow")
    #expect(source.listings.first?.listed == TimeSpan(iso: "2011-12-02"))
    #expect(source.texts("9053", .alias) == ["Ada Morrow||aka"])
    #expect(source.texts("9053", .birthDate) == ["1984-04|00/04/1984|"])
    #expect(source.texts("9053", .otherID).contains("VAL0001||UK Sanctions List unique ID"))
  }

  @Test func whatATargetRepeatsIsReadOrCounted() throws {
    let source = try read(
      """
      <ArrayOfFinancialSanctionsTarget><FinancialSanctionsTarget><Name6>Lantern</Name6>
      <Name6>Lamp</Name6><GroupTypeDescription>Entity</GroupTypeDescription>
      <Entity_BusinessRegNumber>123456</Entity_BusinessRegNumber>
      <Entity_BusinessRegNumber>SWIFT/BIC KCBKKPP1</Entity_BusinessRegNumber>
      <GroupID>9100</GroupID></FinancialSanctionsTarget></ArrayOfFinancialSanctionsTarget>
      """)
    #expect(source.listings.map(\.name) == ["Lantern"])
    #expect(source.texts("9100", .registrationNumber) == ["123456||"])
    #expect(source.texts("9100", .bic) == ["KCBKKPP1|SWIFT/BIC KCBKKPP1|"])
    #expect(source.all.unread.map(\.path) == ["FinancialSanctionsTarget/Name6"])
  }

  @Test(arguments: [
    ("INN: 7700000000", "tax-number", "7700000000", nil),
    ("Tax ID No. RU-7700000000", "tax-number", "RU7700000000", nil),
    ("BIC code: DEUTDEFF", "bic", "DEUTDEFF", nil),
    ("SWIFT ABC12", "identifier", "ABC12", "SWIFT"),
    ("LEI 5493001KJTIIGC8Y1R12", "lei", "5493001KJTIIGC8Y1R12", nil),
    ("LEI: ABC123", "identifier", "ABC123", "LEI"),
    ("DUNS 12-345-6789", "identifier", "123456789", "DUNS"),
    ("OGRN 1027700000000", "identifier", "1027700000000", "OGRN"),
  ])
  func numbersOfCompaniesKeepTheirLetters(
    _ stated: String, _ property: Property, _ value: String, _ qualifier: String?
  ) throws {
    #expect(
      UKLabelledNumber(stated)?.fact
        == Fact(property, value, raw: stated, qualifier: qualifier))
  }

  @Test(arguments: ["Lantern 12", "INNER HARBOUR 5", "INN", "BIC unknown", ""])
  func textsWithoutALabelledNumberAreNone(_ stated: String) {
    #expect(UKLabelledNumber(stated) == nil)
  }

  @Test(arguments: [
    ("Prohibition on the export of goods", ListEffect.export), ("Arms embargo", .export),
    ("Technical assistance related to military support", .export),
    ("Ban on port entry", .sectoral), ("Trust services sanctions", .sectoral),
    ("Prevention of chartering of ships", .sectoral), ("Travel ban", .watch),
    ("Asset Freeze", .blocking),
  ])
  func measuresAreToldByWholeWords(_ measure: String, _ effect: ListEffect) {
    #expect(UKMeasures.effect(of: [measure]) == effect)
  }

  @Test func aCutListHandsOverWhatCameBefore() throws {
    let source = try read(String(Self.designations.dropLast(40)))
    #expect(source.error?.code == .truncated)
    #expect(source.listings.map(\.ref) == ["9053", "VAL0300"])
  }
}
