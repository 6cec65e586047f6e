import ClewModel

/// What the UK lists state, under the names that their forms give it: the OFSI consolidated list as
/// CSV (36 columns) and XML (2022 format), and the UK Sanctions List as CSV (58 columns) and XML.
enum UKField: CaseIterable {
  case updated, uniqueID, groupID, unReference
  case name1, name2, name3, name4, name5, name6, nameType, strength, title
  case script, scriptType, scriptLanguage
  case regime, kind, source, measures, information, reasons, status
  case address1, address2, address3, address4, address5, address6, postcode, country
  case phone, website, email, designated, listed
  case birth, townOfBirth, countryOfBirth, nationality, gender, position
  case nationalID, nationalIDDetails, passport, passportDetails
  case entityType, subsidiaries, parentCompany, registrationNumber
  case imo, owner, formerOwner, flag, formerFlags, shipType, tonnage, length, yearBuilt, hull

  /// The names in lower case, as columns, elements and labels in prose spell them.
  static let names: [String: UKField] = {
    var names: [String: UKField] = [:]
    for (field, words) in spellings {
      for word in words.split(separator: ";") { names[word.trimmed] = field }
    }
    return names
  }()

  private static let spellings: [(UKField, String)] = [
    (.updated, "last updated; lastupdated"),
    (.uniqueID, "unique id; uniqueid; uk sanctions list ref; uksanctionslistref"),
    (.groupID, "ofsi group id; ofsigroupid; group id; groupid"),
    (.unReference, "un reference number; unreferencenumber; unref; un ref"),
    (.name1, "name 1; name1"), (.name2, "name 2; name2"), (.name3, "name 3; name3"),
    (.name4, "name 4; name4"), (.name5, "name 5; name5"), (.name6, "name 6; name6"),
    (.nameType, "name type; nametype; alias type; aliastype"),
    (.strength, "alias strength; aliasstrength; alias quality; aliasquality"), (.title, "title"),
    (.script, "name non-latin script; namenonlatinscript"),
    (.scriptType, "non-latin script type; nonlatinscripttype"),
    (.scriptLanguage, "non-latin script language; nonlatinscriptlanguage"),
    (.regime, "regime name; regimename; regime"),
    (.kind, "designation type; individualentityship; group type; grouptypedescription"),
    (.source, "designation source; designationsource; listingtype; listing type"),
    (.measures, "sanctions imposed; sanctionsimposed"),
    (.information, "other information; otherinformation"),
    (
      .reasons,
      "uk statement of reasons; ukstatementofreasons; statement of reasons"
    ),
    (.status, "grpstatus; groupstatus"),
    (.address1, "address line 1; addressline1; address 1; address1"),
    (.address2, "address line 2; addressline2; address 2; address2"),
    (.address3, "address line 3; addressline3; address 3; address3"),
    (.address4, "address line 4; addressline4; address 4; address4"),
    (.address5, "address line 5; addressline5; address 5; address5"),
    (.address6, "address line 6; addressline6; address 6; address6"),
    (.postcode, "address postal code; addresspostalcode; post/zip code; postcode"),
    (.country, "address country; addresscountry; country"),
    (.phone, "phone number; phonenumber"), (.website, "website"),
    (.email, "email address; emailaddress"),
    (
      .designated,
      "date designated; datedesignated; uk sanctions list date designated; date designated uk"
    ),
    (.listed, "listed on; datelisted"),
    (.birth, "d.o.b; dob; individual_dateofbirth"),
    (.townOfBirth, "town of birth; townofbirth; individual_townofbirth"),
    (.countryOfBirth, "country of birth; countryofbirth; individual_countryofbirth"),
    (.nationality, "nationality(/ies); nationality; individual_nationality"),
    (.gender, "gender; individual_gender"), (.position, "position; individual_position"),
    (
      .nationalID,
      """
      national identifier number; nationalidentifiernumber; national identification number; \
      individual_ninumber
      """
    ),
    (
      .nationalIDDetails,
      """
      national identifier additional information; nationalidentifieradditionalinformation; \
      national identification details; ni details; individual_nidetails
      """
    ),
    (.passport, "passport number; passportnumber; individual_passportnumber"),
    (
      .passportDetails,
      """
      passport additional information; passportadditionalinformation; passport details; \
      individual_passportdetails
      """
    ),
    (.entityType, "type of entity; typeofentity; entity_type"),
    (.subsidiaries, "subsidiaries; subsidiary; entity_subsidiaries"),
    (.parentCompany, "parent company; parentcompany; entity_parentcompany"),
    (
      .registrationNumber,
      """
      business registration number (s); business registration number(s); \
      businessregistrationnumber; business reg no; entity_businessregnumber
      """
    ),
    (.imo, "imo number; imonumber; ship_imonumber"),
    (
      .owner,
      """
      current owner/operator (s); currentowneroperator; current owners; current owner/operator; \
      ship_currentowners
      """
    ),
    (
      .formerOwner,
      """
      previous owner/operator (s); previousowneroperator; previous owners; ship_previousowners
      """
    ),
    (
      .flag,
      """
      current believed flag of ship; currentbelievedflagofship; flag of ship; ship_flag
      """
    ),
    (.formerFlags, "previous flags; previousflag; ship_previousflags"),
    (.shipType, "type of ship; typeofship; ship_type"),
    (.tonnage, "tonnage of ship; tonnageofship; ship_tonnage"),
    (.length, "length of ship; lengthofship; ship_length"),
    (.yearBuilt, "year built; yearbuilt; ship_yearbuilt"),
    (.hull, "hull identification number (hin); hullidentificationnumber; ship_hin; hin"),
  ]
}
