import ClewModel

/// `t_person`, `t_person_my_client`, `t_conductor`, `t_person_registration_in_report`, and the
/// person inside `director_id`.
extension GoAMLMapper {
  /// What a row of one of the party types states, as the mention it is a statement of, and the
  /// links to the persons it names as related.
  ///
  /// - Parameter known: true for the `_my_client` types: the reporter knows the party.
  /// - Returns: the number of the mention, nil where the element states nothing.
  func person(_ row: Int, known: Bool) -> Int? {
    guard !tree.isEmpty(row) else { return nil }
    let isDirector = element(row) == .directorId
    let key = StatementKey(of: row, in: tree.rows, tag: known ? 1 : 0) { number in
      let element = GoAMLElement(number)
      return element == .relatedPersons || isDirector && element == .role
    }
    let number = mention(key) {
      var statement = PersonStatement(known: known)
      tree.forEachChild(of: row) { personPart($0, isDirector: isDirector, into: &statement) }
      if tree.hasText(row) { remainder(row, as: "#text", into: &statement.facts) }
      numbers(of: &statement)
      let name = statement.names.compactMap { $0 }.joined(separator: " ")
      return (
        Mention(
          kind: .person, name: name, facts: statement.facts.facts, provenance: provenance(row)),
        !name.isEmpty || statement.hasIdentifier
      )
    }
    tree.forEachChild(of: row) { child in
      if element(child) == .relatedPersons { relatedPersons(child, ofPerson: number) }
    }
    return number
  }

  /// What is gathered of one person before its identifiers can be told apart.
  struct PersonStatement {
    var facts = FactList()
    /// First name, middle name, prefix of the last name, last name.
    var names = [String?](repeating: nil, count: 4)
    /// Numbers that the elements `ssn` and `id_number` state: rows.
    var numbers: [Int] = []
    /// The countries that documents with the same number name as their issuers.
    var issuers: [String: String] = [:]
    var nationality: String?
    var residence: String?
    var hasIdentifier = false

    init(known: Bool) {
      if known { facts.add(.knownToReporter, "yes") }
    }
  }

  private func personPart(_ row: Int, isDirector: Bool, into person: inout PersonStatement) {
    switch element(row) {
    case .firstName: namePart(row, 0, into: &person)
    case .middleName: namePart(row, 1, into: &person)
    case .prefix: namePart(row, 2, into: &person)
    case .lastName: namePart(row, 3, into: &person)
    case .title: stated(row, .title, into: &person.facts)
    case .gender: stated(row, .gender, into: &person.facts)
    case .birthdate: date(row, .birthDate, into: &person.facts)
    case .birthPlace: stated(row, .birthPlace, into: &person.facts)
    case .alias, .fullNameFrn: stated(row, .alias, into: &person.facts)
    case .previousNames: previousNames(row, into: &person.facts)
    case .ssn, .idNumber: person.numbers.append(row)
    case .passportNumber:
      passport(row, into: &person)
    case .passportCountry: return
    case .nationality1:
      person.nationality = value(row).map(Self.country)
      country(row, .nationality, into: &person.facts)
    case .nationality2, .nationality3: country(row, .nationality, into: &person.facts)
    case .residence:
      person.residence = value(row).map(Self.country)
      country(row, .residence, into: &person.facts)
    case .identification: document(row, into: &person)
    case .identifications:
      tree.forEachChild(of: row) { child in
        if element(child) == .identification {
          document(child, into: &person)
        } else {
          remainder(child, as: "identifications/\(name(child))", into: &person.facts)
        }
      }
    case .taxNumber, .taxRegNumber:
      identifier(row, .taxNumber, qualifier: nil, into: &person.facts)
    case .dateDeceased: date(row, .deathDate, into: &person.facts)
    case .relatedPersons: return
    case .role where isDirector: return
    default: contactPart(row, into: &person.facts)
    }
  }

  /// What persons and entities share, and whatever else they state.
  func contactPart(_ row: Int, into facts: inout FactList) {
    switch element(row) {
    case .phones: phones(row, into: &facts)
    case .phone: phone(row, into: &facts)
    case .addresses: addresses(row, into: &facts)
    case .address: address(row, into: &facts)
    case .email, .emails: emails(row, into: &facts)
    case .url, .urls: websites(row, into: &facts)
    case .networkDevices: devices(row, into: &facts)
    case .occupation: stated(row, .occupation, into: &facts)
    case .employerAddressId: address(row, "employer_address_id", into: &facts)
    case .employerPhoneId: phone(row, "employer_phone_id", into: &facts)
    case .peps: politicalFunctions(row, into: &facts)
    case .sanctions: sanctions(row, into: &facts)
    case .comments: stated(row, .comment, into: &facts)
    default: remainder(row, into: &facts)
    }
  }

  private func namePart(_ row: Int, _ place: Int, into person: inout PersonStatement) {
    if person.names[place] == nil, let part = value(row) { person.names[place] = part }
    remainder(row, into: &person.facts)
  }

  private func previousNames(_ row: Int, into facts: inout FactList) {
    list(row, of: .previousName, into: &facts) { previous, facts in
      let parts = [value(previous, .firstName), value(previous, .lastName)].compactMap { $0 }
      guard !parts.isEmpty else { return remainder(previous, into: &facts) }
      facts.add(.alias, parts.joined(separator: " "), qualifier: "former")
      tree.forEachChild(of: previous) { child in
        if ![.firstName, .lastName].contains(element(child)) {
          remainder(child, as: "previous_name/\(name(child))", into: &facts)
        }
      }
    }
  }

  private func passport(_ row: Int, into person: inout PersonStatement) {
    let country = passportCountry(beside: row)
    let qualifier = country.flatMap { value($0) }.map(Self.country)
    identifier(row, .passport, qualifier: qualifier, into: &person.facts)
    if value(row).flatMap(Self.identifier) != nil {
      person.hasIdentifier = true
    } else if let country {
      remainder(country, into: &person.facts)
    }
  }

  private func passportCountry(beside row: Int) -> Int? {
    var parent = row - 1
    while parent >= 0, tree.end(of: parent) <= row { parent -= 1 }
    return parent >= 0 ? child(parent, .passportCountry) : nil
  }

  /// One document: its number by type and issuing country, its dates under their own names.
  private func document(_ row: Int, into person: inout PersonStatement) {
    let type = value(row, .type) ?? ""
    let country = value(row, .issueCountry).map(Self.country)
    let property = GoAMLCodes.document(type)
    if let text = value(row, .number), let number = Self.identifier(text) {
      let kind = [type, country ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
      let qualifier = property == .otherID ? (kind.isEmpty ? nil : kind) : country
      person.facts.add(property, number, raw: text, qualifier: qualifier)
      person.hasIdentifier = true
      if property == .nationalID, let country { person.issuers[number] = country }
    } else if let number = child(row, .number) {
      remainder(number, as: "identification/number", qualifier: type, into: &person.facts)
    }
    tree.forEachChild(of: row) { child in
      switch element(child) {
      case .number, .type, .issueCountry: return
      default:
        remainder(
          child, as: "identification/\(name(child))", qualifier: type.isEmpty ? nil : type,
          into: &person.facts)
      }
    }
  }

  /// The national ids that `ssn` and `id_number` state, with their country where it is known: that
  /// of a document with the same number; the United Arab Emirates for an Emirates ID (15 digits
  /// that begin with 784, the country's ISO 3166 number); the one country that nationality and
  /// residence agree on, or that alone is stated.
  private func numbers(of person: inout PersonStatement) {
    let stated = [person.nationality, person.residence].compactMap { $0 }
    let agreed = Set(stated).count == 1 ? stated[0] : nil
    let passports = Set(
      person.facts.facts.filter { $0.property == .passport }.map(\.value))
    for row in person.numbers {
      guard tree.isLeaf(row), let text = value(row), let number = Self.identifier(text) else {
        remainder(row, into: &person.facts)
        continue
      }
      person.hasIdentifier = true
      guard !passports.contains(number) else {
        remainder(row, into: &person.facts)
        continue
      }
      let isEmirates = number.utf8.count == 15 && number.hasPrefix("784")
      let country = person.issuers[number] ?? (isEmirates ? "AE" : agreed)
      person.facts.add(.nationalID, number, raw: text, qualifier: country)
    }
  }

  private func politicalFunctions(_ row: Int, into facts: inout FactList) {
    list(row, of: .pep, into: &facts) { pep, facts in
      let country = value(pep, .pepCountry).map(Self.country)
      facts.add(.politicallyExposed, value(pep, .functionName) ?? "yes", qualifier: country)
      tree.forEachChild(of: pep) { child in
        if ![.pepCountry, .functionName].contains(element(child)) {
          remainder(child, as: "pep/\(name(child))", qualifier: country, into: &facts)
        }
      }
    }
  }

  /// Lists that the reporter found the party on: a statement of the reporter, not a listing.
  private func sanctions(_ row: Int, into facts: inout FactList) {
    list(row, of: .sanctionList, into: &facts) { entry, facts in
      guard let list = value(entry, .sanctionListName) else {
        return remainder(entry, as: "sanctions/sanction_list", into: &facts)
      }
      facts.add("sanction_list", list, qualifier: value(entry, .provider))
      tree.forEachChild(of: entry) { child in
        if ![.sanctionListName, .provider].contains(element(child)) {
          remainder(child, as: "sanction_list/\(name(child))", qualifier: list, into: &facts)
        }
      }
    }
  }
}
