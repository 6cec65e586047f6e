import ClewModel

/// `Party`: persons and organisations in the roles they have in a report.
extension FinCENMapper {
  private static let partyLeaves: [String: FinCENLeaf] = [
    "AdmissionConfessionNoIndicator": .flag("confession", "no"),
    "AdmissionConfessionYesIndicator": .flag("confession", "yes"),
    "AllCriticalSubjectInformationUnavailableIndicator": .unknown("all critical information"),
    "BirthDateUnknownIndicator": .unknown("birth-date"),
    "BothPurchaserSenderPayeeReceiveIndicator":
      .flag("payment-role", "both purchaser or sender and payee or receiver"),
    "PurchaserSenderIndicator": .flag("payment-role", "purchaser or sender"),
    "PayeeReceiverIndicator": .flag("payment-role", "payee or receiver"),
    "ContactDateText": .date("contact-date"),
    "EFilingCoverageBeginningDateText": .date("coverage-start"),
    "EFilingCoverageEndDateText": .date("coverage-end"),
    "FemaleGenderIndicator": .flag(.gender, "female"),
    "MaleGenderIndicator": .flag(.gender, "male"),
    "UnknownGenderIndicator": .unknown("gender"),
    "IndividualBirthDateText": .date(.birthDate),
    "IndividualEntityCashInAmountText": .dollars("cash-in"),
    "IndividualEntityCashOutAmountText": .dollars("cash-out"),
    "MultipleTransactionsPersonsIndividualsIndicator": .flag("multiple-transactions", "yes"),
    "LossToFinancialAmountText": .dollars("loss"),
    "NoBranchActivityInvolvedIndicator": .flag("branch-involved", "no"),
    "NoKnownAccountInvolvedIndicator": .flag("known-account-involved", "no"),
    "NonUSFinancialInstitutionIndicator": .flag("non-us-institution", "yes"),
    "PayLocationIndicator": .flag("location-role", "paying location"),
    "SellingLocationIndicator": .flag("location-role", "selling location"),
    "SellingPayingLocationIndicator": .flag("location-role", "selling and paying location"),
    "PrimaryRegulatorTypeCode": .code("regulator", .regulators),
    "PartyAsEntityOrganizationIndicator": .flag("stated-as", "organisation"),
    "FilerFinancialInterest25ForeignAccountIndicator":
      .yesNo("financial-interest-in-25-accounts-or-more"),
    "SignatureAuthoritiesIndicator": .yesNo("signature-authority-over-25-accounts-or-more"),
    "FilerTypeConsolidatedIndicator": .flag("filer-type", "consolidated"),
    "FilerTypeCorporationIndicator": .flag("filer-type", "corporation"),
    "FilerTypeFiduciaryOtherIndicator": .flag("filer-type", "fiduciary or other"),
    "FilerTypeIndividualIndicator": .flag("filer-type", "individual"),
    "FilerTypePartnershipIndicator": .flag("filer-type", "partnership"),
    "FilerTypeOtherText": .text("filer-type"),
    "SelfEmployedIndicator": .flag("self-employed", "yes"),
  ]

  /// Maps a party and adds it to the activity, as a subject of the filing where it states anything
  /// about itself beside its role.
  func party(_ node: RecordNode, in activity: inout FinCENActivity) {
    let code = node.text("ActivityPartyTypeCode") ?? ""
    let role = FinCENRole(code: code)
    let kind = kind(of: node, role: role)
    let statement = statement(node, kind: kind)
    var party = FinCENActivity.Party(
      code: code, node: node, taxNumber: statement.taxNumber, name: statement.name)
    if activity.internalNumber == nil || code == "30" {
      activity.internalNumber = statement.internalNumber ?? activity.internalNumber
    }
    if statement.statesSomething {
      let number = add(
        Mention(
          kind: kind, name: statement.name, facts: statement.facts.facts,
          provenance: provenance(node)))
      party.mention = number
      remember(number, statement, in: &activity)
      activity.add(Filing.Subject(who: .mention(number), role: role.word))
    }
    activity.parties.append(party)
  }

  /// What a party states, before it is known whether it states anything.
  struct Statement {
    var facts = FinCENFacts()
    var name = ""
    /// A taxpayer number: of an institution, what the other parts of a report name it by.
    var taxNumber: String?
    var internalNumber: String?

    var statesSomething: Bool { !name.isEmpty || !facts.facts.isEmpty }
  }

  /// The facts of a party, without those it is related to.
  func statement(_ node: RecordNode, kind: PartyKind) -> Statement {
    var statement = Statement()
    for name in node.children("PartyName") { self.name(name, kind: kind, into: &statement) }
    FinCENLeaf.state(Self.partyLeaves, of: node, into: &statement.facts)
    for child in node.children {
      switch child.name {
      case "Address": address(child, into: &statement.facts)
      case "PhoneNumber": phone(child, into: &statement.facts)
      case "PartyIdentification": identification(child, kind: kind, into: &statement)
      case "OrganizationClassificationTypeSubtype": classification(child, into: &statement.facts)
      case "PartyOccupationBusiness": occupation(child, kind: kind, into: &statement.facts)
      case "ElectronicAddress": electronicAddress(child, into: &statement.facts)
      case "PartyTypeCode": partyType(child, into: &statement.facts)
      default: continue
      }
    }
    return statement
  }

  func remember(_ mention: Int, _ statement: Statement, in activity: inout FinCENActivity) {
    if let number = statement.taxNumber, activity.byTaxNumber[number] == nil {
      activity.byTaxNumber[number] = mention
    }
    if !statement.name.isEmpty { activity.names[mention] = statement.name }
  }

  /// A person, where the report does not say organisation: forms ask organisations to be marked.
  private func kind(of node: RecordNode, role: FinCENRole) -> PartyKind {
    if let kind = role.kind { return kind }
    if node.text("PartyAsEntityOrganizationIndicator") == "Y" { return .organisation }
    for type in [
      "FilerTypeCorporationIndicator", "FilerTypePartnershipIndicator",
      "FilerTypeConsolidatedIndicator",
    ] where node.children.contains(where: { $0.name == type && $0.text == "Y" }) {
      return .organisation
    }
    switch node.child("PartyTypeCode")?.text {
    case "O": return .organisation
    case "I": return .person
    default: break
    }
    let names = node.children("PartyName")
    let hasFirstName = names.contains { $0.child("RawIndividualFirstName")?.isEmpty == false }
    let isPerson = hasFirstName || node.child("IndividualBirthDateText")?.isEmpty == false
    if isPerson { return .person }
    if form == .form8300, node.child("ActivityPartyTypeCode")?.text == "4" { return .organisation }
    let hasLastName = names.contains { $0.child("RawEntityIndividualLastName")?.isEmpty == false }
    return hasLastName ? .person : .unknown
  }

  /// `PartyTypeCode` of form 8300: individual, organisation, or not known.
  private func partyType(_ node: RecordNode, into facts: inout FinCENFacts) {
    switch node.text {
    case "I": facts.add("stated-as", "person", raw: "I")
    case "O": facts.add("stated-as", "organisation", raw: "O")
    case "U": facts.add(.notKnown, "kind of party", raw: "U")
    default: facts.addRaw(node)
    }
  }

  // MARK: - names

  /// `PartyName`: the legal name becomes the name of the party, with its parts as facts; the others
  /// are aliases. A name without a type is the legal one (form 8300 leaves it out).
  private func name(_ node: RecordNode, kind: PartyKind, into statement: inout Statement) {
    let code = node.text("PartyNameTypeCode")
    let isLegal = code == nil || code == "L"
    FinCENLeaf.state(
      [
        "EntityLastNameUnknownIndicator": .unknown("last-name"),
        "FirstNameUnknownIndicator": .unknown("first-name"),
        "RawIndividualTitleText": .text(.title),
      ], of: node, into: &statement.facts)
    let parts = [
      node.text("RawIndividualFirstName"), node.text("RawIndividualMiddleName"),
      node.text("RawEntityIndividualLastName"), node.text("RawIndividualNameSuffixText"),
    ]
    let built = parts.compactMap { $0 }.filter { !Sentinel.matches($0) }.joined(separator: " ")
    let stated = node.text("RawPartyFullName") ?? ""
    let full = stated.isEmpty || Sentinel.matches(stated) ? built : stated
    if isLegal, kind != .organisation || parts[0] != nil {
      let words: [Property] = ["first-name", "middle-name", "last-name", "name-suffix"]
      for (word, part) in zip(words, parts) {
        if let part { statement.facts.add(word, part) }
      }
    }
    guard !full.isEmpty else {
      if !stated.isEmpty { statement.facts.add("RawPartyFullName", stated) }
      if kind == .organisation, let last = parts[2] {
        statement.facts.add("RawEntityIndividualLastName", last)
      }
      return
    }
    if full == stated, !built.isEmpty, built != stated { statement.facts.add(.alias, built) }
    if isLegal, statement.name.isEmpty {
      statement.name = full
    } else {
      let quality = ["AKA": "aka", "DBA": "commercial", "L": nil][code ?? "L"] ?? code
      statement.facts.add(.alias, full, qualifier: quality)
    }
  }
}
