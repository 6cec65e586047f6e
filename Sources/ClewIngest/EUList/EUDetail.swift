import ClewModel

/// The fields of one detail of a sanctioned entity (a name, a birth date, an address), by the names
/// of the XML schema's attributes, whether they stand as attributes or as cells of a row.
struct EUDetail {
  /// The field's text, nil where it is empty.
  var value: (StaticString) -> String?
  /// Remarks, one element each in XML.
  var remarks: [String]

  /// An element of the XML, whose `regulationSummary`, `additionalInformation` and `contactInfo` are
  /// read by `EUEntry`.
  ///
  /// The language of the regulation that a detail was taken from and the detail's own id in the
  /// Commission's database say nothing about the entity.
  init(_ node: RecordNode) {
    value = { node.attribute($0)?.trimmed }
    remarks = node.texts("remark")
    _ = node.attribute("regulationLanguage")
    _ = node.attribute("logicalId")
  }

  /// The cells of a row whose columns begin with a word: `Address_City`.
  init(_ table: ColumnTable, group: String) {
    let prefix = group.lowercased() + "_"
    value = { table[prefix + (EUColumns.names[$0.description] ?? $0.description.lowercased())] }
    remarks = [table[prefix + "remark"]].compactMap { $0 }
  }

  func flag(_ name: StaticString) -> Bool {
    let text = value(name)?.lowercased()
    return text == "true" || text == "1"
  }

  /// A text, nil for `-` and its kin.
  func text(_ name: StaticString) -> String? {
    guard let text = value(name), !Sentinel.matches(text) else { return nil }
    return text.singleSpaced
  }

  /// The country as a code; `00`, `UNKNOWN`, is none.
  var country: String? {
    let code = value("countryIso2Code")
    let name = value("countryDescription")
    if let code, code != "00", code.utf8.count == 2, code.utf8.allSatisfy({ $0 > 0x40 }) {
      return code.uppercased()
    }
    guard let name, name.uppercased() != "UNKNOWN" else { return nil }
    return CountryName.code(name)
  }

  /// The country's name as stated, nil where it is unknown.
  var countryName: String? {
    guard value("countryIso2Code") != "00" else {
      _ = value("countryDescription")
      return nil
    }
    return text("countryDescription")
  }
}

/// The columns of the CSV file, version 1.1, beside the names of the XML schema.
enum EUColumns {
  /// Where the name of a column is not that of the attribute.
  static let names = [
    "dayOfMonth": "day", "monthOfYear": "month", "identificationTypeCode": "typecode",
    "identificationTypeDescription": "typedescription", "issueDate": "issueddate",
  ]

  /// Every column, in lower case.
  static let all: Set<String> = {
    var all: Set<String> = ["filegenerationdate"]
    for (group, names) in groups {
      for name in names.split(separator: " ") { all.insert("\(group)_\(name)") }
      for name in regulation.split(separator: " ") { all.insert("\(group)_regulation_\(name)") }
    }
    return all
  }()

  private static let regulation =
    "type organisationtype publicationdate entryintoforcedate numbertitle programme publicationurl"

  private static let groups = [
    (
      "entity",
      """
      logicalid eu_referencenumber unitednationid designationdate designationdetails remark \
      subjecttype subjecttype_classificationcode delistingdate
      """
    ),
    (
      "namealias",
      """
      lastname firstname middlename wholename namelanguage gender title function logicalid \
      regulationlanguage remark strong
      """
    ),
    (
      "address",
      """
      city street pobox zipcode region place asatlistingtime contactinfo countryiso2code \
      countrydescription logicalid regulationlanguage remark
      """
    ),
    (
      "birthdate",
      """
      birthdate day month year yearrangefrom yearrangeto circa calendartype zipcode region place \
      city countryiso2code countrydescription logicalid regulationlanguage remark
      """
    ),
    (
      "identification",
      """
      number diplomatic knownexpired knownfalse reportedlost revokedbyissuer issuedby issueddate \
      validfrom validto latinnumber nameondocument typecode typedescription region countryiso2code \
      countrydescription logicalid regulationlanguage remark
      """
    ),
    (
      "citizenship",
      """
      region countryiso2code countrydescription logicalid regulationlanguage remark acquisitiondate \
      disenfranchisementdate
      """
    ),
  ]
}
