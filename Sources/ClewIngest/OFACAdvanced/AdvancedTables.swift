import ClewModel

/// The places and documents of an advanced file, which stand before the parties that refer to them.
/// Held in memory: a line of text each.
struct AdvancedTables {
  var references = AdvancedReferences()
  private(set) var locations: [String: OFACAddress] = [:]
  /// Items of documents by the identity that holds them, until its party is read.
  private var documents: [String: [Document]] = [:]

  struct Document {
    var item: OFACItem
    /// Facts that the words of an item have no room for.
    var further: [Fact] = []
  }

  /// Documents whose identity no party has.
  var unclaimedDocuments: Int { documents.values.reduce(0) { $0 + $1.count } }

  mutating func documents(of identity: String) -> [Document] {
    documents.removeValue(forKey: identity) ?? []
  }

  mutating func addLocation(_ node: RecordNode) {
    var address = OFACAddress()
    for part in node.children("LocationPart") {
      let type = references.named(.locPartType, part.attribute("LocPartTypeID")).uppercased()
      for value in part.children("LocationPartValue") {
        // Which spelling is shown first, and in what script, does not change the place.
        _ = value.attribute("Primary")
        _ = value.attribute("LocPartValueTypeID")
        _ = value.attribute("LocPartValueStatusID")
        guard let text = value.text("Value") else { continue }
        switch type {
        case "CITY" where address.city == nil: address.city = text
        case "STATE/PROVINCE" where address.state == nil: address.state = text
        case "POSTAL CODE" where address.postalCode == nil: address.postalCode = text
        default: address.lines.append(text)
        }
      }
    }
    let countries = node.children("LocationCountry").compactMap { country -> String? in
      _ = country.attribute("CountryRelevanceID")
      return references.country(country.attribute("CountryID"))
    }
    address.country = countries.first
    address.lines += countries.dropFirst()
    for area in node.children("LocationAreaCode") {
      let value = references.value(.areaCode, area.attribute("AreaCodeID"))
      guard let name = value?.code ?? value?.text else { continue }
      // A region that is no country (Crimea) stands for one where none is given.
      if address.country == nil { address.country = name } else { address.lines.append(name) }
    }
    // Which features and documents use the place: they refer to it themselves.
    for back in node.children("FeatureVersionReference") { back.takeAll() }
    for back in node.children("IDRegDocumentReference") { back.takeAll() }
    if let comment = node.text("Comment") { address.lines.append("(\(comment))") }
    if let id = node.attribute("ID") { locations[id] = address }
  }

  /// - Returns: why the document cannot be read, nil where it can.
  mutating func addDocument(_ node: RecordNode) -> String? {
    _ = node.attribute("ID")
    guard let identity = node.attribute("IdentityID") else {
      return "the document names no identity"
    }
    var document = Document(
      item: OFACItem(
        type: references.named(.idType, node.attribute("IDRegDocTypeID")),
        number: node.text("IDRegistrationNo"),
        country: references.country(node.attribute("IssuedBy-CountryID"))))
    var more: [Fact] = []
    func add(_ property: Property, _ value: String?) {
      if let value { more.append(Fact(property, value)) }
    }
    for date in node.children("DocumentDate") {
      let type = references.named(.idDateType, date.attribute("IDRegDocDateTypeID"))
      guard let period = date.child("DatePeriod") else { continue }
      let time = AdvancedDate(period, references)
      let words = time.words ?? (time.isEmpty ? nil : AdvancedDate.raw(period))
      switch type.lowercased() {
      case "issue date" where document.item.issued == nil: document.item.issued = words
      case "expiration date" where document.item.expires == nil: document.item.expires = words
      default: add("document-date", words.map { "\(type) \($0)" })
      }
    }
    add("issuing-authority", node.text("IssuingAuthority"))
    add("issued-in", locations[node.attribute("IssuedIn-LocationID") ?? ""]?.line)
    let comment = node.text("Comment")
    if comment != document.item.number { add(.comment, comment) }
    let validity = references.text(.validity, node.attribute("ValidityID"))
    if let validity, !["valid", "unknown"].contains(validity.lowercased()) {
      add("document-validity", validity)
    }
    // References back to what refers here.
    for back in node.children("FeatureVersionReference") { back.takeAll() }
    for back in node.children("DocumentedNameReference") { back.takeAll() }
    for back in node.children("ProfileRelationshipReference") { back.takeAll() }
    let text = document.item.text
    document.further = more.map { Fact($0.property, $0.value, qualifier: text) }
    documents[identity, default: []].append(document)
    return nil
  }
}
