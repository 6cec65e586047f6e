import ClewModel

/// `t_entity` and `t_entity_my_client`.
extension GoAMLMapper {
  /// The mention a row states, and the links to its directors, owners and related entities.
  ///
  /// - Returns: the number of the mention, nil where the element states nothing.
  func entity(_ row: Int, known: Bool) -> Int? {
    guard !tree.isEmpty(row) else { return nil }
    let key = StatementKey(of: row, in: tree.rows, tag: known ? 3 : 2) { number in
      switch GoAMLElement(number) {
      case .directorId, .relatedPersons, .relatedEntities: true
      default: false
      }
    }
    let number = mention(key) {
      var facts = FactList()
      if known { facts.add(.knownToReporter, "yes") }
      let country = value(row, .incorporationCountryCode).map(Self.country)
      tree.forEachChild(of: row) { entityPart($0, country: country, into: &facts) }
      if tree.hasText(row) { remainder(row, as: "#text", into: &facts) }
      let name = value(row, .name) ?? value(row, .commercialName) ?? ""
      let isIdentified =
        !name.isEmpty
        || facts.facts.contains { $0.property == .registrationNumber || $0.property == .lei }
      return (
        Mention(
          kind: .organisation, name: name, facts: facts.facts, provenance: provenance(row)),
        isIdentified
      )
    }
    tree.forEachChild(of: row) { child in
      switch element(child) {
      case .directorId: director(child, ofEntity: number)
      case .relatedPersons: relatedPersons(child, ofEntity: number)
      case .relatedEntities: relatedEntities(child, ofEntity: number)
      default: return
      }
    }
    return number
  }

  private func entityPart(_ row: Int, country: String?, into facts: inout FactList) {
    switch element(row) {
    case .name: if value(row) == nil { remainder(row, into: &facts) }
    case .commercialName: stated(row, .alias, qualifier: "commercial", into: &facts)
    case .incorporationLegalForm: stated(row, .legalForm, into: &facts)
    case .incorporationNumber:
      identifier(row, .registrationNumber, qualifier: country, into: &facts)
    case .incorporationCountryCode: self.country(row, .country, into: &facts)
    case .incorporationDate: date(row, .incorporationDate, into: &facts)
    case .dateBusinessClosed: date(row, .dissolutionDate, into: &facts)
    case .business: stated(row, .business, into: &facts)
    case .entityStatus: stated(row, .status, into: &facts)
    case .taxNumber, .taxRegNumber: identifier(row, .taxNumber, qualifier: nil, into: &facts)
    case .entityIdentifications:
      list(row, of: .entityIdentifier, into: &facts) { document($0, into: &$1) }
    case .entityIdentifier: document(row, into: &facts)
    case .directorId, .relatedPersons, .relatedEntities: return
    default: contactPart(row, into: &facts)
    }
  }

  /// One document of an entity: an LEI where its check digits say so, else an identifier of the
  /// stated type and country.
  private func document(_ row: Int, into facts: inout FactList) {
    let type = value(row, .type) ?? ""
    let country = value(row, .issueCountry).map(Self.country)
    if let text = value(row, .number), let number = Self.identifier(text) {
      let kind = [type, country ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      if let lei = CheckDigits.lei(text) {
        facts.add(.lei, lei, raw: text)
      } else {
        facts.add(.otherID, number, raw: text, qualifier: kind.isEmpty ? nil : kind)
      }
    } else if let number = child(row, .number) {
      remainder(number, as: "entity_identifier/number", qualifier: type, into: &facts)
    }
    tree.forEachChild(of: row) { child in
      switch element(child) {
      case .number, .type, .issueCountry: return
      default:
        remainder(
          child, as: "entity_identifier/\(name(child))", qualifier: type.isEmpty ? nil : type,
          into: &facts)
      }
    }
  }
}
