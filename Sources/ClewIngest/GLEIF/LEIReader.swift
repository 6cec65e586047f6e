import ClewModel

/// GLEIF level 1, "who is who": legal entities with their LEI (LEI-CDF 2.1 and 3.1).
package struct LEIReader: Reader {
  package static let description = FormatDescription(
    name: "gleif-lei", title: "GLEIF LEI records, level 1",
    versions: "LEI-CDF 2.1, 3.1; XML, JSON, CSV of the golden copy; whole files and deltas",
    recognisedBy: "root LEIData; JSON keys LEI and Entity; columns LEI, Entity.LegalName",
    yields: "organisations with LEI, register number, names, addresses, events, successors",
    limits: "geocodes that GLEIF derives from addresses are left out; a register number joins by "
      + "country only for the registers of Companies House, else within its own authority; JSON and "
      + "tables do not say whether they are whole or a delta: they remove nothing that they do not "
      + "name, and a record in them without successors leaves those of an earlier file")

  private static let file = GLEIFFile(
    format: "gleif-lei", root: "LEIData", element: "LEIRecord")

  package static func recognises(_ head: SourceHead) -> Bool {
    file.matches(head) {
      $0.hasColumns("lei", "entity.legalname") || $0.hasKeys("LEI", "Entity")
        || $0.hasKeys("records") && $0.innerKeys.isSuperset(of: ["LEI", "Entity"])
    }
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { GLEIFFile.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    var mapper = LEIMapper()
    try Self.file.read(bytes, header: header, batch: batch) { node, provenance, isDelta, batch in
      mapper.add(node, provenance, isDelta: isDelta, to: &batch)
    }
  }
}

/// Makes mentions and links of LEI records.
struct LEIMapper {
  /// Mentions emitted so far.
  private var count = 0

  mutating func add(
    _ record: RecordNode, _ provenance: Provenance, isDelta: Bool, to batch: inout Batch
  ) {
    guard let stated = record.value("LEI"), !Sentinel.matches(stated) else {
      return batch.rejections.append(record.refused("the record states no LEI", provenance))
    }
    let lei = stated.uppercased()
    let details = record.child("Extension")
    if let deletion = details?.child("Deletion") {
      record.takeAll()
      let why = "deleted \(deletion.text("DeletedAt") ?? "")".trimmed
      for target: Retraction.Target in [.party(ref: lei), .link(ref: lei)] {
        batch.retractions.append(Retraction(target: target, why: why, provenance: provenance))
      }
      return
    }
    // What GLEIF derives from the addresses by geocoding is no statement of the entity.
    details?.children("Geocoding").forEach { $0.takeAll() }
    var mention = Mention(ref: lei, kind: .organisation, name: "", provenance: provenance)
    mention.facts.append(Fact(.lei, lei, raw: stated))
    guard let entity = record.child("Entity") else {
      return batch.rejections.append(
        record.refused("the record has no Entity: it is no LEI record, or it was cut", provenance))
    }
    mention.name = entity.value("LegalName") ?? ""
    addNames(entity, &mention.facts)
    addAddresses(entity, &mention.facts)
    addRegister(entity, &mention.facts)
    addState(entity, &mention.facts)
    for fact in mention.facts where fact.property == "entity-category" {
      guard let reason = LEIOwnerReason.reason(ofCategory: fact.value) else { continue }
      mention.ownerStatements.append(OwnerStatement(reason, text: fact.value))
    }
    let links = batch.links.count
    addRelated(entity, lei, provenance, &batch)
    // A delta restates the whole record: successors it no longer names are gone.
    if isDelta, batch.links.count == links {
      batch.retractions.append(
        Retraction(target: .link(ref: lei), why: "not stated any more", provenance: provenance))
    }
    if let registration = record.child("Registration") {
      addRegistration(registration, &mention.facts)
    }
    if let flag = record.value("ConformityFlag") {
      mention.facts.append(Fact("conformity-flag", flag))
    }
    batch.mentions.append(mention)
    count += 1
  }

  // MARK: - names and addresses

  private func addNames(_ entity: RecordNode, _ facts: inout [Fact]) {
    for wrapper in entity.children("OtherEntityNames") {
      for (name, type) in Self.typed(wrapper, "OtherEntityName") {
        facts.append(Fact(.alias, name, qualifier: Self.quality(type)))
      }
    }
    for wrapper in entity.children("TransliteratedOtherEntityNames") {
      for (name, _) in Self.typed(wrapper, "TransliteratedOtherEntityName") {
        facts.append(Fact(.alias, name, qualifier: "transliterated"))
      }
    }
  }

  /// The values of an element with their types: an attribute in XML, a member beside in JSON.
  private static func typed(
    _ wrapper: RecordNode, _ name: StaticString
  ) -> [(text: String, type: String?)] {
    let beside = wrapper.text("type")
    return wrapper.children(name).compactMap { node in
      let type = node.attribute("type") ?? node.text("@type") ?? beside
      return node.value.map { ($0, type) }
    }
  }

  private static func quality(_ type: String?) -> String {
    switch type {
    case "PREVIOUS_LEGAL_NAME": "former"
    case "TRADING_OR_OPERATING_NAME": "commercial"
    default: "aka"
    }
  }

  private func addAddresses(_ entity: RecordNode, _ facts: inout [Fact]) {
    if let node = entity.child("LegalAddress") { add(node, "legal", &facts) }
    if let node = entity.child("HeadquartersAddress") { add(node, "headquarters", &facts) }
    for wrapper in entity.children("OtherAddresses") {
      let nested = wrapper.children("OtherAddress")
      for node in nested.isEmpty ? [wrapper] : nested { add(node, nil, &facts) }
    }
    for wrapper in entity.children("TransliteratedOtherAddresses") {
      let nested = wrapper.children("TransliteratedOtherAddress")
      for node in nested.isEmpty ? [wrapper] : nested { add(node, "transliterated", &facts) }
    }
  }

  private func add(_ node: RecordNode, _ kind: String?, _ facts: inout [Fact]) {
    let type = node.attribute("type") ?? node.text("type") ?? node.text("@type")
    node.child("@lang")?.takeAll()
    node.child("@xml:lang")?.takeAll()
    node.child("xmllang")?.takeAll()
    var parts: [String] = []
    for child in node.children where !Self.labels.contains(child.name) {
      guard let text = child.value, !parts.contains(text) else { continue }
      parts.append(text)
    }
    guard !parts.isEmpty else { return }
    facts.append(
      Fact(.address, parts.joined(separator: ", "), qualifier: kind ?? type?.lowercased()))
  }

  /// Members of an address that describe it.
  private static let labels: Set<String> = ["@type", "type", "@lang", "@xml:lang", "xmllang"]

  // MARK: - registers and states

  private func addRegister(_ entity: RecordNode, _ facts: inout [Fact]) {
    if let jurisdiction = entity.value("LegalJurisdiction") {
      facts.append(
        Fact(.country, String(jurisdiction.prefix(2)).uppercased(), raw: jurisdiction))
    }
    if let authority = entity.child("RegistrationAuthority") {
      let register = authority.value("RegistrationAuthorityID")
      let other = authority.value("OtherRegistrationAuthorityID")
      if let number = authority.value("RegistrationAuthorityEntityID") {
        let country = register.flatMap { Self.registers[$0] }
        facts.append(
          Fact(
            .registrationNumber,
            country == nil ? CheckDigits.compact(number) : CompanyNumber.british(number),
            raw: number, qualifier: country ?? register ?? other))
      } else if let register = register ?? other {
        facts.append(Fact("registration-authority", register))
      }
    }
  }

  /// Registers whose numbers are those of one country's company register (GLEIF, Registration
  /// Authorities List): Companies House for England and Wales, Northern Ireland and Scotland.
  private static let registers = ["RA000585": "GB", "RA000586": "GB", "RA000587": "GB"]

  private func addState(_ entity: RecordNode, _ facts: inout [Fact]) {
    for (name, property) in Self.states {
      if let text = entity.value(name) { facts.append(Fact(property, text)) }
    }
    if let form = entity.child("LegalForm") {
      let code = form.value("EntityLegalFormCode")
      let text = form.value("OtherLegalForm")
      if let stated = text ?? code {
        facts.append(Fact(.legalForm, stated, qualifier: text == nil ? "ISO 20275" : code))
      }
    }
    for (name, property) in Self.dates {
      guard let text = entity.value(name) else { continue }
      facts.append(Fact(property, GLEIFDate.day(text) ?? text, raw: text))
    }
    for wrapper in entity.children("LegalEntityEvents") {
      let nested = wrapper.children("LegalEntityEvent")
      for event in nested.isEmpty ? [wrapper] : nested { add(event, &facts) }
    }
  }

  private func add(_ event: RecordNode, _ facts: inout [Fact]) {
    guard let type = event.value("LegalEntityEventType") else { return }
    let effective = event.value("LegalEntityEventEffectiveDate")
    let recorded = event.value("LegalEntityEventRecordedDate")
    facts.append(
      Fact("legal-entity-event", type, qualifier: effective.flatMap(GLEIFDate.day) ?? effective))
    if let recorded {
      facts.append(
        Fact(
          "legal-entity-event-recorded", GLEIFDate.day(recorded) ?? recorded, raw: recorded,
          qualifier: type))
    }
    for affected in event.children("AffectedFields") {
      for field in affected.isLeaf ? [affected] : affected.children("AffectedField") {
        _ = field.attribute("field_xpath")
        if let text = field.value {
          facts.append(Fact("legal-entity-event-field", text, qualifier: type))
        }
      }
    }
    for name in ["ValidationDocuments", "ValidationReference"] as [StaticString] {
      if let text = event.value(name) {
        facts.append(Fact("legal-entity-event-evidence", text, qualifier: type))
      }
    }
    event.children.filter { $0.name.hasPrefix("@") }.forEach { $0.takeAll() }
  }

  private static let states: [(StaticString, Property)] = [
    ("EntityStatus", .status), ("EntityCategory", "entity-category"),
    ("EntitySubCategory", "entity-category"), ("EntityExpirationReason", "expiration-reason"),
  ]

  private static let dates: [(StaticString, Property)] = [
    ("EntityCreationDate", .incorporationDate), ("EntityExpirationDate", .dissolutionDate),
  ]

  // MARK: - successors, funds, registration

  /// Entities that the record names in a role: links without a share, all under the record's LEI.
  private mutating func addRelated(
    _ entity: RecordNode, _ lei: String, _ provenance: Provenance, _ batch: inout Batch
  ) {
    for wrapper in entity.children("SuccessorEntity") + entity.children("SuccessorEntities") {
      let nested = wrapper.children("SuccessorEntity")
      for node in nested.isEmpty ? [wrapper] : nested {
        let name = node.value("SuccessorEntityName")
        guard let successor = node.value("SuccessorLEI") else {
          if let name {
            batch.mentions.append(
              Mention(kind: .organisation, name: name, provenance: provenance))
            batch.links.append(
              Link(
                ref: lei, kind: .linked, from: .party(ref: lei), to: .mention(count),
                role: "successor", provenance: provenance))
            count += 1
          }
          continue
        }
        batch.links.append(
          Link(
            ref: lei, kind: .linked, from: .party(ref: lei),
            to: .party(ref: successor.uppercased()), role: "successor", provenance: provenance))
      }
    }
    if let node = entity.child("AssociatedEntity") {
      let type = node.attribute("type") ?? node.text("type") ?? node.text("@type")
      if let other = node.value("AssociatedLEI") {
        batch.links.append(
          Link(
            ref: lei, kind: .linked, from: .party(ref: lei), to: .party(ref: other.uppercased()),
            role: type ?? "associated entity", provenance: provenance))
      }
    }
  }

  private func addRegistration(_ registration: RecordNode, _ facts: inout [Fact]) {
    for (name, property) in Self.registrations {
      guard let text = registration.value(name) else { continue }
      facts.append(
        property.rawValue.hasSuffix("-date")
          ? Fact(property, GLEIFDate.day(text) ?? text, raw: text) : Fact(property, text))
    }
    var authorities = [registration.child("ValidationAuthority")].compactMap { $0 }
    for wrapper in registration.children("OtherValidationAuthorities") {
      let nested = wrapper.children("OtherValidationAuthority")
      authorities += nested.isEmpty ? [wrapper] : nested
    }
    for node in authorities {
      let register =
        node.value("ValidationAuthorityID") ?? node.value("OtherValidationAuthorityID")
      let number = node.value("ValidationAuthorityEntityID")
      guard let stated = number ?? register else { continue }
      facts.append(
        Fact("lei-validation-authority", stated, qualifier: number == nil ? nil : register))
    }
  }

  private static let registrations: [(StaticString, Property)] = [
    ("RegistrationStatus", "lei-status"), ("InitialRegistrationDate", "lei-registration-date"),
    ("LastUpdateDate", "lei-update-date"), ("NextRenewalDate", "lei-renewal-date"),
    ("ManagingLOU", "lei-issuer"), ("ValidationSources", "lei-validation"),
    ("ValidationDocuments", "lei-validation"), ("ValidationReference", "lei-validation"),
  ]
}
