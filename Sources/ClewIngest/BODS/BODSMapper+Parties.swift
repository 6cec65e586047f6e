import ClewModel

/// Entity and person statements as mentions.
extension BODSMapper {
  mutating func entity(_ statement: Statement, ref: String?) -> Int {
    let details = statement.details
    var facts = identity(of: statement, ref: ref)
    type(of: details, into: &facts)
    var names = details.texts("name")
    let name = names.isEmpty ? "" : names.removeFirst()
    for other in names + details.texts("alternateNames") {
      facts.append(Fact(.alias, other, qualifier: "aka"))
    }
    for node in details.children("jurisdiction") + details.children("incorporatedInJurisdiction") {
      guard let (code, raw) = country(node) else { continue }
      facts.append(Fact(.country, code, raw: raw, qualifier: "jurisdiction"))
    }
    if let date = details.child("foundingDate") {
      _ = time(date, .incorporationDate, into: &facts)
    }
    if let date = details.child("dissolutionDate") {
      _ = time(date, .dissolutionDate, into: &facts)
    }
    common(details, into: &facts)
    if let statute = details.child("formedByStatute") {
      text(statute, "name", "formed-by-statute", &facts)
      text(statute, "date", "formed-by-statute-date", &facts)
    }
    if let listing = details.child("publicListing") { publicListing(listing, into: &facts) }
    unspecified(details.child("unspecifiedEntityDetails"), into: &facts)
    return emit(
      Mention(
        ref: ref, kind: .organisation, name: name, facts: facts + statement.facts,
        provenance: statement.node.provenance(), ownerStatements: Self.ownerStatements(facts)))
  }

  mutating func person(_ statement: Statement, ref: String?) -> Int {
    let details = statement.details
    var facts = identity(of: statement, ref: ref)
    text(details, "personType", "person-type", &facts)
    let name = names(details, into: &facts)
    for node in details.children("nationalities") {
      guard let (code, raw) = country(node) else { continue }
      facts.append(Fact(.nationality, code, raw: raw))
    }
    for node in details.children("taxResidencies") {
      guard let (code, raw) = country(node) else { continue }
      facts.append(Fact("tax-residence", code, raw: raw))
    }
    if let date = details.child("birthDate") { _ = time(date, .birthDate, into: &facts) }
    if let date = details.child("deathDate") { _ = time(date, .deathDate, into: &facts) }
    if let place = details.child("placeOfBirth"), let line = address(place) {
      facts.append(Fact(.birthPlace, line))
    }
    common(details, into: &facts)
    exposure(details, into: &facts)
    unspecified(details.child("unspecifiedPersonDetails"), into: &facts)
    // 0.1: why nothing is known of the person.
    text(details, "missingPersonReason", "unspecified-reason", &facts)
    return emit(
      Mention(
        ref: ref, kind: .person, name: name, facts: facts + statement.facts,
        provenance: statement.node.provenance(), ownerStatements: Self.ownerStatements(facts)))
  }

  /// A party that a relationship does not specify, as a mention of its own with the reason.
  mutating func unspecified(_ node: RecordNode, of statement: Statement, role: String) -> Int {
    var facts: [Fact] = []
    unspecified(node, into: &facts)
    if let date = statement.date { facts.append(Fact("statement-date", date.description)) }
    return emit(
      Mention(
        ref: statement.id.map { "\($0)#\(role)" }, kind: .unknown, name: "", facts: facts,
        provenance: node.provenance(), ownerStatements: Self.ownerStatements(facts)))
  }

  // MARK: - parts

  /// The id of a statement that is filed under the ref of another.
  private func identity(of statement: Statement, ref: String?) -> [Fact] {
    guard let id = statement.id, id != ref else { return [] }
    return [Fact("statement-id", id)]
  }

  /// What the facts of a party say of owners who are not named.
  private static func ownerStatements(_ facts: [Fact]) -> [OwnerStatement] {
    func first(_ property: Property) -> String? {
      facts.first { $0.property == property }?.value
    }
    return BODSPartyType.statements(
      entityType: first("entity-type"), personType: first("person-type"),
      reasons: facts.filter { $0.property == "unspecified-reason" }.map(\.value),
      isListed: first("public-listing") == "true")
  }

  private func unspecified(_ node: RecordNode?, into facts: inout [Fact]) {
    guard let node else { return }
    text(node, "reason", "unspecified-reason", &facts)
    text(node, "description", "unspecified-description", &facts)
  }

  /// `registeredEntity` as text, or an object with subtype and details (0.4).
  private func type(of details: RecordNode, into facts: inout [Fact]) {
    if let type = details.child("entityType") {
      if let code = type.isLeaf ? type.text : type.text("type") {
        facts.append(Fact("entity-type", code))
      }
      text(type, "subtype", "entity-subtype", &facts)
      text(type, "details", .legalForm, &facts)
    }
    if let subtype = details.child("entitySubtype") {
      text(subtype, "generalCategory", "entity-subtype", &facts)
      text(subtype, "localTerm", .legalForm, &facts)
    }
  }

  private func common(_ details: RecordNode, into facts: inout [Fact]) {
    if let flag = details.text("isComponent"), flag == "true" {
      facts.append(Fact("is-component", flag))
    }
    text(details, "uri", "uri", &facts)
    for node in details.children("identifiers") {
      let scheme = node.text("scheme")
      let name = node.text("schemeName")
      let uri = node.text("uri")
      if let id = node.text("id") {
        facts.append(BODSIdentifier.fact(id: id, scheme: scheme, schemeName: name))
      }
      if let uri { facts.append(Fact("uri", uri, qualifier: scheme ?? name)) }
    }
    for node in details.children("addresses") {
      guard let line = address(node) else { continue }
      facts.append(Fact(.address, line, qualifier: node.text("type")))
    }
  }

  /// An address on one line, its country's code last.
  private func address(_ node: RecordNode) -> String? {
    if node.isLeaf { return node.text }
    var parts: [String] = []
    if let text = node.text("address") {
      parts += text.split(whereSeparator: \.isNewline).map(\.trimmed).filter { !$0.isEmpty }
    }
    let post = [node.text("postCode"), node.text("postcode")].compactMap { $0 }
    for code in post where parts.last?.hasSuffix(code) != true { parts.append(code) }
    if let country = node.child("country"), let (code, _) = self.country(country) {
      parts.append(code)
    }
    _ = node.text("type")
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// The legal or first name; the others are aliases.
  private func names(_ details: RecordNode, into facts: inout [Fact]) -> String {
    var stated: [(name: String, type: String?)] = []
    for node in details.children("names") {
      let type = node.text("type")
      let parts: [(Property, String?)] = [
        ("given-name", node.text("givenName")), ("patronymic-name", node.text("patronymicName")),
        ("family-name", node.text("familyName")),
      ]
      let built = parts.compactMap(\.1).joined(separator: " ")
      if let name = node.text("fullName") ?? (built.isEmpty ? nil : built) {
        stated.append((name, type))
      }
      for case let (property, value?) in parts {
        facts.append(Fact(property, value, qualifier: type))
      }
    }
    for text in details.texts("name") { stated.append((text, nil)) }
    let main = stated.firstIndex { $0.type == "legal" || $0.type == "individual" } ?? 0
    for (at, name) in stated.enumerated() where at != main {
      facts.append(Fact(.alias, name.name, qualifier: Self.aliasKind(name.type)))
    }
    return stated.isEmpty ? "" : stated[main].name
  }

  private static func aliasKind(_ type: String?) -> String? {
    switch type {
    case "alternative", "aka": "aka"
    default: type
    }
  }

  private mutating func exposure(_ details: RecordNode, into facts: inout [Fact]) {
    if let flag = details.text("hasPepStatus") {
      facts.append(Fact(.politicallyExposed, flag == "true" ? "yes" : "no", raw: flag))
    }
    let exposure = details.child("politicalExposure")
    if let status = exposure?.text("status") {
      let word = ["isPep": "yes", "isNotPep": "no"][status] ?? status
      facts.append(Fact(.politicallyExposed, word, raw: status))
    }
    let entries = (exposure?.children("details") ?? []) + details.children("pepStatusDetails")
    for node in entries {
      let place = node.child("jurisdiction").flatMap { country($0) }?.code
      if let reason = node.text("reason") {
        facts.append(Fact("political-exposure", reason, qualifier: place))
      }
      if let reason = node.text("missingInfoReason") {
        facts.append(Fact("political-exposure-missing", reason, qualifier: place))
      }
      if let date = node.child("startDate") {
        _ = time(date, "political-exposure-start", into: &facts)
      }
      if let date = node.child("endDate") {
        _ = time(date, "political-exposure-end", into: &facts)
      }
      if let origin = node.child("source") {
        source(origin, into: &facts, prefix: "political-exposure-source")
      }
    }
  }

  private func publicListing(_ node: RecordNode, into facts: inout [Fact]) {
    text(node, "hasPublicListing", "public-listing", &facts)
    text(node, "companyFilingsURLs", "company-filings-url", &facts)
    for listing in node.children("securitiesListings") {
      let exchange = listing.text("stockExchangeName")
      let place = listing.text("stockExchangeJurisdiction")
      if let exchange { facts.append(Fact("stock-exchange", exchange, qualifier: place)) }
      text(listing, "marketIdentifierCode", "market-identifier", &facts)
      text(listing, "operatingMarketIdentifierCode", "operating-market-identifier", &facts)
      guard let security = listing.child("security") else { continue }
      let scheme = security.text("idScheme")
      if let id = security.text("id") {
        facts.append(Fact("security-id", CheckDigits.compact(id), raw: id, qualifier: scheme))
      }
      if let ticker = security.text("ticker") {
        facts.append(Fact("ticker", ticker, qualifier: exchange))
      }
    }
  }
}
