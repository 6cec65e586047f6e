import ClewModel

/// `Id` of a party: `OrgId` or `PrvtId`, in the shapes of version 1 and of those since.
extension ISOParty {
  enum Scheme { case organisation, person }

  mutating func readIdentification(_ id: RecordNode) {
    for node in id.children("OrgId") {
      kind = .organisation
      readOrganisation(node)
    }
    let persons = id.children("PrvtId")
    for node in persons {
      kind = .person
      readPerson(node)
    }
  }

  private mutating func readOrganisation(_ node: RecordNode) {
    for text in node.texts("AnyBIC") + node.texts("BICOrBEI") + node.texts("BIC") { addBIC(text) }
    for text in node.texts("LEI") { addLEI(text) }
    for other in node.children("Othr") + node.children("PrtryId") {
      add(other: other, scheme: .organisation)
    }
    for (name, property, label) in Self.earlyOrganisation {
      for found in node.children where found.name == name {
        add(found.text, property, issuer: nil, label: label)
      }
    }
  }

  /// Elements of version 1, before the code list of schemes.
  private static let earlyOrganisation: [(String, Property, String?)] = [
    ("TaxIdNb", .taxNumber, nil), ("DUNS", .otherID, "DUNS"), ("IBEI", .otherID, "IBEI"),
    ("BEI", .otherID, "BEI"), ("EANGLN", .otherID, "GLN"), ("USCHU", .otherID, "CHIPS UID"),
    ("BkPtyId", .otherID, "bank party id"),
  ]

  private mutating func readPerson(_ node: RecordNode) {
    if let birth = node.child("DtAndPlcOfBirth") {
      facts.add(date: birth.child("BirthDt"), .birthDate)
      let place = [
        birth.text("CityOfBirth"), birth.text("PrvcOfBirth"), birth.text("CtryOfBirth"),
      ].compactMap(ISOValue.word)
      facts.add(.birthPlace, place.joined(separator: ", "))
    }
    let issuer = node.text("Issr")
    for other in node.children("Othr") { add(other: other, scheme: .person) }
    for other in node.children("OthrId") {
      add(other.text("Id"), .otherID, issuer: issuer, label: other.text("IdTp"))
    }
    for (name, property, label) in Self.earlyPerson {
      for found in node.children where found.name == name {
        add(found.text, property, issuer: issuer, label: label)
      }
    }
  }

  private static let earlyPerson: [(String, Property, String?)] = [
    ("PsptNb", .passport, nil), ("IdntyCardNb", .nationalID, nil), ("SclSctyNb", .nationalID, nil),
    ("TaxIdNb", .taxNumber, nil), ("DrvrsLicNb", .otherID, "driving licence"),
    ("CstmrNb", .otherID, "customer number"), ("AlnRegnNb", .otherID, "alien registration"),
    ("MplyrIdNb", .otherID, "employer number"),
  ]

  /// `Othr{Id, SchmeNm/Cd|Prtry, Issr}`, by the external code lists of ISO 20022
  /// (ExternalOrganisationIdentification1Code, ExternalPersonIdentification1Code).
  mutating func add(other node: RecordNode, scheme: Scheme) {
    let code = ISOValue.code(node.child("SchmeNm"))
    let issuer = node.text("Issr")
    let property: Property
    switch (code, scheme) {
    case ("CCPT", _): property = .passport
    case ("NIDN", _), ("SOSE", .person): property = .nationalID
    case ("TXID", _): property = .taxNumber
    case ("COID", .organisation), ("CINC", .organisation), ("SREN", .organisation):
      property = .registrationNumber
    case ("LEIC", _):
      if let text = node.text("Id") { addLEI(text) }
      return
    default: property = .otherID
    }
    add(node.text("Id"), property, issuer: issuer, label: property == .otherID ? code : nil)
  }

  /// A number as stated; the qualifier is the country that issued it, else the issuer's name.
  private mutating func add(
    _ text: String?, _ property: Property, issuer: String?, label: String?
  ) {
    guard let text else { return }
    let issuer = ISOValue.word(issuer).map(CountryName.value)
    let qualifier = [label, issuer].compactMap { $0 }.joined(separator: ", ")
    let compact = CheckDigits.compact(text)
    // What fills a mandatory gap names nobody.
    guard !Sentinel.matches(compact), !Sentinel.matches(text) else { return }
    facts.add(property, compact, raw: text, qualifier: qualifier.isEmpty ? nil : qualifier)
  }
}
