/// A fictional advanced file, in the shape of OFAC's: reference sets, places and documents, parties,
/// then relations and entries.
enum AdvancedSource {
  static let namespace =
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ADVANCED_XML"

  static let references = """
    <ReferenceValueSets>
    <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>\
    <AliasType ID="1403">Name</AliasType></AliasTypeValues>
    <CalendarTypeValues><CalendarType ID="1">Gregorian</CalendarType>\
    <CalendarType ID="2">Hijri</CalendarType></CalendarTypeValues>
    <CountryValues><Country ID="11082" ISO2="MT" ISO3="MLT">Malta</Country>\
    <Country ID="11103" ISO2="PA">Panama</Country></CountryValues>
    <DetailReferenceValues><DetailReference ID="91527">Female</DetailReference>\
    <DetailReference ID="92000">Tug</DetailReference></DetailReferenceValues>
    <EntryEventTypeValues><EntryEventType ID="1">Created</EntryEventType></EntryEventTypeValues>
    <FeatureTypeValues><FeatureType ID="2" FeatureTypeGroupID="1">VESSEL TYPE</FeatureType>\
    <FeatureType ID="3">Vessel Flag</FeatureType><FeatureType ID="8">Birthdate</FeatureType>\
    <FeatureType ID="9">Place of Birth</FeatureType>\
    <FeatureType ID="10">Nationality Country</FeatureType>\
    <FeatureType ID="11">Citizenship Country</FeatureType>\
    <FeatureType ID="14">Website</FeatureType><FeatureType ID="25">Location</FeatureType>\
    <FeatureType ID="26">Title</FeatureType><FeatureType ID="224">Gender</FeatureType>\
    <FeatureType ID="344">Digital Currency Address - XBT</FeatureType>\
    <FeatureType ID="504">Secondary sanctions risk:</FeatureType></FeatureTypeValues>
    <IDRegDocDateTypeValues><IDRegDocDateType ID="1480">Issue Date</IDRegDocDateType>\
    <IDRegDocDateType ID="1481">Expiration Date</IDRegDocDateType></IDRegDocDateTypeValues>
    <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType>\
    <IDRegDocType ID="1626">Vessel Registration Identification</IDRegDocType></IDRegDocTypeValues>
    <LegalBasisValues><LegalBasis ID="1" LegalBasisShortRef="E.O. 13224" LegalBasisTypeID="1" \
    SanctionsProgramID="1">Executive Order 13224</LegalBasis></LegalBasisValues>
    <ListValues><List ID="1550">SDN List</List><List ID="91512">SSI List</List></ListValues>
    <LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType>\
    <LocPartType ID="1454">CITY</LocPartType><LocPartType ID="1455">STATE/PROVINCE</LocPartType>\
    <LocPartType ID="1456">POSTAL CODE</LocPartType></LocPartTypeValues>
    <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>\
    <NamePartType ID="1521">First Name</NamePartType>\
    <NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
    <PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>\
    <PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>\
    <PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
    <PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>\
    <PartyType ID="4">Transport</PartyType></PartyTypeValues>
    <RelationTypeValues><RelationType ID="15003" Symmetrical="false">Owned or Controlled By\
    </RelationType><RelationType ID="91725" Symmetrical="false">Leader or official of</RelationType>\
    <RelationType ID="15004" Symmetrical="true">Family member of</RelationType></RelationTypeValues>
    <ReliabilityValues><Reliability ID="1560">Unknown</Reliability></ReliabilityValues>
    <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>\
    <SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
    <ScriptValues><Script ID="215" ScriptCode="Latn">Latin</Script>\
    <Script ID="220" ScriptCode="Cyrl">Cyrillic</Script></ScriptValues>
    </ReferenceValueSets>
    """

  static let places = """
    <Locations>
    <Location ID="25"><LocationCountry CountryID="11082" CountryRelevanceID="1413" /></Location>
    <Location ID="26"><LocationPart LocPartTypeID="1451"><LocationPartValue Primary="true" \
    LocPartValueTypeID="1" LocPartValueStatusID="1"><Value>Pier 4</Value></LocationPartValue>\
    </LocationPart><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true">\
    <Value>Lowport</Value></LocationPartValue></LocationPart>\
    <LocationPart LocPartTypeID="1455"><LocationPartValue Primary="true"><Value>Valmar</Value>\
    </LocationPartValue></LocationPart><LocationPart LocPartTypeID="1456">\
    <LocationPartValue Primary="true"><Value>99</Value></LocationPartValue></LocationPart>\
    <LocationCountry CountryID="11082" CountryRelevanceID="1413" /></Location>
    <Location ID="27"><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true">\
    <Value>Lowport</Value></LocationPartValue></LocationPart>\
    <LocationCountry CountryID="11082" /></Location>
    <Location ID="28"><LocationCountry CountryID="11103" /></Location>
    </Locations>
    <IDRegDocuments>
    <IDRegDocument ID="2" IDRegDocTypeID="1571" IdentityID="6746" IssuedBy-CountryID="11082" \
    ValidityID="1"><Comment /><IDRegistrationNo>AB-123456</IDRegistrationNo><IssuingAuthority />\
    <DocumentDate IDRegDocDateTypeID="1480">\(period("2009-1-1", "2009-1-1"))</DocumentDate>\
    <DocumentDate IDRegDocDateTypeID="1481">\(period("2019-1-1", "2019-1-1"))</DocumentDate>\
    </IDRegDocument>
    <IDRegDocument ID="3" IDRegDocTypeID="1626" IdentityID="7001">\
    <IDRegistrationNo>IMO 9074729</IDRegistrationNo></IDRegDocument>
    </IDRegDocuments>
    """

  /// A period from a day to a day; both as boundaries without width.
  static func period(_ from: String, _ to: String, circa: Bool = false, calendar: Int = 1) -> String
  {
    func point(_ name: String, _ day: String) -> String {
      let parts = day.split(separator: "-")
      return "<\(name)><Year>\(parts[0])</Year><Month>\(parts[1])</Month><Day>\(parts[2])</Day>"
        + "</\(name)>"
    }
    let flags = "YearFixed=\"false\" MonthFixed=\"false\" DayFixed=\"false\""
    return "<DatePeriod CalendarTypeID=\"\(calendar)\" \(flags)>"
      + "<Start Approximate=\"\(circa)\" \(flags)>\(point("From", from))\(point("To", from))</Start>"
      + "<End Approximate=\"\(circa)\" \(flags)>\(point("From", to))\(point("To", to))</End>"
      + "</DatePeriod>"
  }

  static func feature(_ type: Int, _ version: String) -> String {
    "<Feature ID=\"1\" FeatureTypeID=\"\(type)\"><FeatureVersion ID=\"1\" ReliabilityID=\"1560\">"
      + "<Comment />\(version)</FeatureVersion>"
      + "<IdentityReference IdentityID=\"1\" IdentityFeatureLinkTypeID=\"1\" /></Feature>"
  }

  static func detail(_ type: Int, _ text: String) -> String {
    feature(type, "<VersionDetail DetailTypeID=\"1432\">\(text)</VersionDetail>")
  }

  /// A documented name of parts, each in its group.
  static func name(_ parts: [(group: Int, text: String)], script: Int = 215) -> String {
    "<DocumentedName ID=\"1\" FixedRef=\"1\" DocNameStatusID=\"1\">"
      + parts.map {
        "<DocumentedNamePart><NamePartValue NamePartGroupID=\"\($0.group)\" ScriptID=\"\(script)\""
          + " ScriptStatusID=\"1\" Acronym=\"false\">\($0.text)</NamePartValue></DocumentedNamePart>"
      }.joined() + "</DocumentedName>"
  }

  static func alias(_ type: Int, primary: Bool = false, weak: Bool = false, _ names: String...)
    -> String
  {
    "<Alias FixedRef=\"1\" AliasTypeID=\"\(type)\" Primary=\"\(primary)\" LowQuality=\"\(weak)\">"
      + names.joined() + "</Alias>"
  }

  static func party(_ ref: String, subType: Int, identity: Int, _ aliases: String, _ rest: String)
    -> String
  {
    """
    <DistinctParty FixedRef="\(ref)"><Comment /><Profile ID="\(ref)" PartySubTypeID="\(subType)">\
    <Identity ID="\(identity)" FixedRef="\(ref)" Primary="true" False="false">\(aliases)\
    <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="1" NamePartTypeID="1520" />\
    </MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="2" NamePartTypeID="1521" />\
    </MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="3" NamePartTypeID="1525" />\
    </MasterNamePartGroup></NamePartGroups></Identity>\(rest)</Profile></DistinctParty>\n
    """
  }

  static let person = party(
    "102", subType: 4, identity: 6746,
    alias(
      1403, primary: true, name([(1, "MORROW"), (2, "Ada Jane")]),
      name([(1, "МОРРОУ"), (2, "Ада")], script: 220))
      + alias(1400, name([(1, "MORROW"), (2, "Adah")]))
      + alias(1401, name([(1, "BELL"), (2, "Ada")]))
      + alias(1400, weak: true, name([(1, "THE WARDEN")])),
    feature(8, period("1961-11-14", "1961-11-14"))
      + feature(8, period("1962-1-1", "1962-12-31", circa: true))
      + feature(8, period("1960-1-1", "1961-12-31"))
      + feature(9, "<VersionLocation LocationID=\"27\" />")
      + feature(10, "<VersionDetail DetailTypeID=\"1433\" /><VersionLocation LocationID=\"25\" />")
      + feature(11, "<VersionLocation LocationID=\"28\" />") + detail(26, "Director")
      + feature(224, "<VersionDetail DetailTypeID=\"1431\" DetailReferenceID=\"91527\" />")
      + feature(25, "<VersionLocation LocationID=\"26\" />")
      + feature(25, "<VersionLocation LocationID=\"28\" />") + detail(344, "1AbCdEfGh")
      + detail(504, "section 1(b)") + detail(14, "www.example.org"))

  static let vessel = party(
    "103", subType: 1, identity: 7001, alias(1403, primary: true, name([(9, "GREY HERON")])),
    detail(3, "Panama") + feature(2, "<VersionDetail DetailReferenceID=\"92000\" />"))

  static let company = party(
    "104", subType: 3, identity: 7002,
    alias(1403, primary: true, name([(3, "NORDKAP HOLDING S.A.")])), "")

  static let relations = """
    <ProfileRelationship ID="1" From-ProfileID="103" To-ProfileID="104" RelationTypeID="15003" \
    RelationQualityID="1" Former="false" SanctionsEntryID="103"><Comment /></ProfileRelationship>\
    <ProfileRelationship ID="2" From-ProfileID="102" To-ProfileID="104" RelationTypeID="91725" \
    RelationQualityID="1" Former="true" SanctionsEntryID="102"><Comment>until dismissed</Comment>\
    </ProfileRelationship>
    """

  static func entry(_ profile: String, list: Int = 1550, _ programmes: String...) -> String {
    """
    <SanctionsEntry ID="\(profile)" ProfileID="\(profile)" ListID="\(list)">\
    <EntryEvent ID="1" EntryEventTypeID="1" LegalBasisID="1"><Comment /><Date CalendarTypeID="1">\
    <Year>2019</Year><Month>9</Month><Day>13</Day></Date></EntryEvent>\
    <SanctionsMeasure ID="1" SanctionsTypeID="1705"><Comment /><DatePeriod CalendarTypeID="1" \
    YearFixed="true" MonthFixed="true" DayFixed="true" /></SanctionsMeasure>
    """
      + programmes.map {
        "<SanctionsMeasure ID=\"2\" SanctionsTypeID=\"1\"><Comment>\($0)</Comment>"
          + "<DatePeriod CalendarTypeID=\"1\" /></SanctionsMeasure>"
      }.joined() + "</SanctionsEntry>"
  }

  static let entries =
    entry("102", "SDNTK", "IRAN") + entry("103", "IRAN")
    + entry("104", list: 91512, "UKRAINE-EO13662")

  static func document(
    parties: String = person + vessel + company, relations: String = relations,
    entries: String = entries, namespace: String = namespace, root: String = "Version=\"3\"",
    references: String = references, places: String = places
  ) -> String {
    """
    <?xml version="1.0" encoding="utf-8"?>
    <Sanctions xmlns="\(namespace)" \(root)>
    <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>5</Month><Day>21</Day></DateOfIssue>
    \(references)
    \(places)
    <DistinctParties>
    \(parties)</DistinctParties>
    <ProfileRelationships>\(relations)</ProfileRelationships>
    <SanctionsEntries>\(entries)</SanctionsEntries>
    <SanctionsEntryLinks />
    </Sanctions>
    """
  }
}
