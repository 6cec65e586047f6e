import ClewModel

/// The facts that properties of FollowTheMoney entities become.
enum FTMProperties {
  /// Values in normal form.
  enum Form { case text, country, identifier, date }

  /// The property and form of a value; a property without a row keeps its own name.
  static func row(_ name: String) -> (property: Property, form: Form, qualifier: String?) {
    if let row = table[name] { return row }
    return (Property(rawValue: name), .text, nil)
  }

  private static let table: [String: (property: Property, form: Form, qualifier: String?)] = {
    var table: [String: (property: Property, form: Form, qualifier: String?)] = [
      "alias": (.alias, .text, "aka"), "weakAlias": (.alias, .text, "weak"),
      "previousName": (.alias, .text, "former"), "abbreviation": (.alias, .text, "aka"),
      "title": (.title, .text, nil), "leiCode": (.lei, .identifier, nil),
      "registrationNumber": (.registrationNumber, .identifier, nil),
      "ogrnCode": (.registrationNumber, .identifier, "RU-OGRN"),
      "taxNumber": (.taxNumber, .identifier, nil), "vatCode": (.taxNumber, .identifier, "VAT"),
      "innCode": (.taxNumber, .identifier, "RU-INN"),
      "passportNumber": (.passport, .identifier, nil),
      "socialSecurityNumber": (.nationalID, .identifier, nil),
      "swiftBic": (.bic, .identifier, nil), "imoNumber": (.imo, .identifier, nil),
      "birthDate": (.birthDate, .date, nil), "birthPlace": (.birthPlace, .text, nil),
      "birthCountry": ("birth-country", .country, nil), "deathDate": (.deathDate, .date, nil),
      "gender": (.gender, .text, nil), "nationality": (.nationality, .country, nil),
      "citizenship": (.nationality, .country, "citizenship"),
      "position": (.occupation, .text, nil), "political": ("political-party", .text, nil),
      "firstName": ("given-name", .text, nil), "lastName": ("family-name", .text, nil),
      "fatherName": ("patronymic-name", .text, nil), "middleName": ("middle-name", .text, nil),
      "country": (.country, .country, nil), "mainCountry": (.country, .country, "main"),
      "jurisdiction": (.country, .country, "jurisdiction"), "flag": ("flag", .country, nil),
      "pastFlags": ("past-flag", .country, nil), "legalForm": (.legalForm, .text, nil),
      "sector": (.business, .text, nil), "status": (.status, .text, nil),
      "incorporationDate": (.incorporationDate, .date, nil),
      "dissolutionDate": (.dissolutionDate, .date, nil), "address": (.address, .text, nil),
      "phone": (.phone, .text, nil), "email": (.email, .text, nil),
      "website": (.website, .text, nil), "ipAddress": (.ipAddress, .text, nil),
      "program": (.programme, .text, nil), "programId": (.programme, .text, "id"),
      "notes": (.remark, .text, nil), "description": (.comment, .text, nil),
      "summary": (.comment, .text, nil), "topics": ("topic", .text, nil),
      "publicKey": (.walletAddress, .text, nil),
    ]
    let identifiers = [
      "idNumber", "uniqueEntityId", "dunsCode", "npiCode", "okpoCode", "cageCode", "permId",
      "bvdId", "icijId", "cikCode", "ibcRuc", "kppCode", "mmsi", "crsNumber", "serialNumber",
      "giiNumber", "licenseNumber", "wikidataId", "isin", "isinCode", "figiCode", "cadastralCode",
      "titleNumber", "jibCode", "mbsCode", "voenCode", "irsCode", "ipoCode", "pfrNumber",
      "fnsCode", "ricCode", "callSign", "icaoCode",
    ]
    for name in identifiers { table[name] = (.otherID, .identifier, name) }
    let dates = [
      "createdAt", "modifiedAt", "retrievedAt", "buildDate", "registrationDate", "inceptionDate",
      "deregistrationDate", "issueDate", "maturityDate", "nameChangeDate", "createDate",
    ]
    for name in dates { table[name] = (Property(rawValue: name), .date, nil) }
    return table
  }()

  /// A value as a fact.
  static func fact(_ name: String, _ text: String) -> Fact {
    let row = row(name)
    switch row.form {
    case .text: return Fact(row.property, text, qualifier: row.qualifier)
    case .country:
      return Fact(row.property, country(text), raw: text, qualifier: row.qualifier)
    case .identifier:
      return Fact(row.property, CheckDigits.compact(text), raw: text, qualifier: row.qualifier)
    case .date:
      let isRead = TimeSpan(iso: text) != nil
      return Fact(row.property, text, qualifier: isRead ? row.qualifier : "unreadable")
    }
  }

  /// ISO 3166-1 alpha-2; parts of a country (`gb-sct`) under its code, other codes of two letters
  /// that FollowTheMoney adds (`zz`) in capitals, longer ones (`suhh`) as they are.
  static func country(_ text: String) -> String {
    let parts = text.split(separator: "-", maxSplits: 1)
    guard let first = parts.first, first.utf8.count == 2 else { return CountryName.value(text) }
    return first.uppercased()
  }
}
