import ClewModel

/// Where and how to reach a party, what identifies it, what it does.
extension FinCENMapper {
  private static let addressLeaves: [String: FinCENLeaf] = [
    "CityUnknownIndicator": .unknown("city"),
    "CountryCodeUnknownIndicator": .unknown("country"),
    "StateCodeUnknownIndicator": .unknown("state"),
    "StreetAddressUnknownIndicator": .unknown("street"),
    "ZIPCodeUnknownIndicator": .unknown("zip code"),
  ]

  /// An address on one line, the most particular part first.
  func address(_ node: RecordNode, into facts: inout FinCENFacts) {
    FinCENLeaf.state(Self.addressLeaves, of: node, into: &facts)
    let parts = [
      node.text("RawStreetAddress1Text"), node.text("RawCityText"), node.text("RawZIPCode"),
      node.text("RawStateCodeText"),
      node.text("RawCountryCodeText").map { FinCENValue.country($0) },
    ]
    let line = parts.compactMap { $0 }.filter { !Sentinel.matches($0) }
    if !line.isEmpty { facts.add(.address, line.joined(separator: ", ")) }
  }

  func phone(_ node: RecordNode, into facts: inout FinCENFacts) {
    let type = node.text("PhoneNumberTypeCode").map {
      ["F": "fax", "M": "mobile", "R": "residence", "W": "work"][$0] ?? $0
    }
    let suffix = node.text("PhoneNumberExtensionText").map { " ext \($0)" } ?? ""
    guard let child = node.child("PhoneNumberText"), let number = child.text else { return }
    let value = CheckDigits.compact(number)
    guard !Sentinel.matches(value) else { return facts.addRaw(child, qualifier: type) }
    facts.add(.phone, value + suffix, raw: number + suffix, qualifier: type)
  }

  /// `ElectronicAddress`: the SAR says which it is, in other forms the sign does.
  func electronicAddress(_ node: RecordNode, into facts: inout FinCENFacts) {
    let code = node.text("ElectronicAddressTypeCode")
    guard let child = node.child("ElectronicAddressText"), let text = child.text else { return }
    guard !Sentinel.matches(text) else { return facts.addRaw(child, qualifier: code) }
    switch code {
    case "E": facts.add(.email, text)
    case "U": facts.add(.website, text)
    case nil: facts.add(text.contains("@") ? .email : .website, text)
    default: facts.addRaw(child, qualifier: code)
    }
  }

  func occupation(_ node: RecordNode, kind: PartyKind, into facts: inout FinCENFacts) {
    FinCENLeaf.state(
      [
        "NAICSCode": .text("naics"),
        "OccupationBusinessText": .text(kind == .organisation ? .business : .occupation),
      ], of: node, into: &facts)
  }

  func classification(_ node: RecordNode, into facts: inout FinCENFacts) {
    FinCENLeaf.state(
      [
        "OrganizationTypeID": .code("organisation-type", .organisations),
        "OrganizationSubtypeID": .code("organisation-subtype", .organisationSubtypes),
        "OtherOrganizationTypeText": .text("organisation-type"),
        "OtherOrganizationSubTypeText": .text("organisation-subtype"),
      ], of: node, into: &facts)
  }

  // MARK: - identification

  /// `PartyIdentification`: taxpayer numbers, documents and register numbers, with who issued them.
  func identification(_ node: RecordNode, kind: PartyKind, into statement: inout Statement) {
    FinCENLeaf.state(
      [
        "IdentificationPresentUnknownIndicator": .unknown("identification"),
        "TINUnknownIndicator": .unknown("taxpayer number"),
      ], of: node, into: &statement.facts)
    let code = node.text("PartyIdentificationTypeCode")
    let other = node.text("OtherPartyIdentificationTypeText")
    let country = node.text("OtherIssuerCountryText").map { FinCENValue.country($0) }
    let state = node.text("OtherIssuerStateText")
    let label = other ?? code.map { FinCENTable.identifications[$0] ?? $0 }
    let issuer = state.map { "\(country ?? "US")-\($0)" } ?? country
    let narrowed = [label, issuer].compactMap { $0 }.joined(separator: ", ")
    let qualifier = narrowed.isEmpty ? nil : narrowed
    guard let child = node.child("PartyIdentificationNumberText"), let text = child.text else {
      if let qualifier { statement.facts.add("identification-type", qualifier) }
      return
    }
    guard let number = FinCENValue.identifier(text) else {
      return statement.facts.addRaw(child, qualifier: qualifier)
    }
    switch code {
    case "1" where kind == .person:
      statement.facts.add(.nationalID, number, raw: text, qualifier: "US")
      statement.taxNumber = statement.taxNumber ?? number
    case "1", "2", "4":
      statement.facts.add(.taxNumber, number, raw: text, qualifier: "US")
      let isStronger = code == "2" || statement.taxNumber == nil
      if isStronger { statement.taxNumber = number }
    case "9":
      statement.facts.add(.taxNumber, number, raw: text, qualifier: country ?? "foreign")
      statement.taxNumber = statement.taxNumber ?? number
    case "6": statement.facts.add(.passport, number, raw: text, qualifier: issuer)
    case "29": statement.internalNumber = text
    default: statement.facts.add(.otherID, number, raw: text, qualifier: qualifier)
    }
  }
}
