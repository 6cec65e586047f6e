import ClewModel

/// What the parties of a report are to institutions and accounts.
extension FinCENMapper {
  /// Reads the relations of all parties, once every party of the activity is known: an institution
  /// is named by its taxpayer number, and stands before or after what names it.
  func relations(of activity: inout FinCENActivity) {
    for party in activity.parties {
      for association in party.node.children("PartyAssociation") {
        branches(association, of: party, in: &activity)
        relation(association, of: party, in: &activity)
      }
      for association in party.node.children("PartyAccountAssociation") {
        heldAccounts(association, of: party, in: &activity)
      }
      for account in party.node.children("Account") {
        cashAccount(account, of: party, in: &activity)
      }
    }
  }

  // MARK: - institutions

  /// The mention that a taxpayer number names in this activity; a new one where no party has it.
  private func institution(
    _ taxNumber: String, at node: RecordNode, in activity: inout FinCENActivity
  ) -> Int {
    if let known = activity.byTaxNumber[taxNumber] { return known }
    let number = add(
      Mention(
        kind: .organisation, name: "",
        facts: [Fact(.taxNumber, taxNumber, qualifier: "US")], provenance: provenance(node)))
    activity.byTaxNumber[taxNumber] = number
    return number
  }

  /// The branches of the place of a transaction (party 46 inside 34).
  private func branches(
    _ association: RecordNode, of party: FinCENActivity.Party, in activity: inout FinCENActivity
  ) {
    for node in association.children("Party") {
      let role = FinCENRole(code: node.text("ActivityPartyTypeCode") ?? "")
      let statement = statement(node, kind: role.kind ?? .organisation)
      guard statement.statesSomething else { continue }
      let number = add(
        Mention(
          kind: role.kind ?? .organisation, name: statement.name, facts: statement.facts.facts,
          provenance: provenance(node)))
      activity.add(Filing.Subject(who: .mention(number), role: role.word))
      guard let main = party.mention else { continue }
      batch.links.append(
        Link(
          kind: .linked, from: .mention(number), to: .mention(main), role: "branch",
          provenance: provenance(node)))
    }
  }

  /// What a subject can be to an institution: the flag, the kind of link, the word.
  private static let relationFlags: [(flag: String, kind: LinkKind, role: String)] = [
    ("DirectorIndicator", .director, "director"),
    ("OfficerIndicator", .director, "officer"),
    ("OwnerShareholderIndicator", .ownership, "owner or shareholder"),
    ("AgentIndicator", .agent, "agent"),
    ("AttorneyIndicator", .agent, "attorney"),
    ("AccountantIndicator", .linked, "accountant"),
    ("AppraiserIndicator", .linked, "appraiser"),
    ("BorrowerIndicator", .linked, "borrower"),
    ("CustomerIndicator", .linked, "customer"),
    ("EmployeeIndicator", .linked, "employee"),
    ("OtherRelationshipIndicator", .linked, "other"),
  ]

  private static let relationLeaves: [String: FinCENLeaf] = [
    "RelationshipContinuesIndicator": .flag(.status, "continues"),
    "TerminatedIndicator": .flag(.status, "terminated"),
    "ResignedIndicator": .flag(.status, "resigned"),
    "SuspendedBarredIndicator": .flag(.status, "suspended or barred"),
    "ActionTakenDateText": .date("action-date"),
    "OtherPartyAssociationTypeText": .text("relation"),
  ]

  /// `PartyAssociation` of a subject: one link for each thing it is to the institution with the
  /// taxpayer number stated. What ended with a resignation or a termination ended on the day of
  /// that action; a suspension ends nothing.
  private func relation(
    _ association: RecordNode, of party: FinCENActivity.Party, in activity: inout FinCENActivity
  ) {
    var facts = FinCENFacts()
    FinCENLeaf.state(Self.relationLeaves, of: association, into: &facts)
    var kinds: [(kind: LinkKind, role: String)] = []
    for child in association.children {
      guard let flag = Self.relationFlags.first(where: { $0.flag == child.name }),
        child.isLeaf, let text = child.text
      else { continue }
      if text == "Y" { kinds.append((flag.kind, flag.role)) } else { facts.addRaw(child) }
    }
    let stated = association.text("SubjectRelationshipFinancialInstitutionTINText")
    if association.text("NoRelationshipToInstitutionIndicator") == "Y" {
      noRelation(to: stated, facts, of: party, in: &activity)
    }
    if kinds.isEmpty, facts.facts.contains(where: { $0.property == "relation" }) {
      kinds.append((.linked, "other"))
    }
    guard !kinds.isEmpty else { return }
    guard let subject = party.mention, let taxNumber = stated.flatMap(FinCENValue.identifier) else {
      return reject(
        association, "The relation names no institution: its taxpayer number was expected.")
    }
    let institution = institution(taxNumber, at: association, in: &activity)
    let hasEnded = facts.facts.contains {
      $0.property == .status && ["terminated", "resigned"].contains($0.value)
    }
    let day = facts.facts.first { $0.property == "action-date" }?.value
    for (kind, role) in kinds {
      batch.links.append(
        Link(
          kind: kind, from: .mention(subject), to: .mention(institution),
          end: hasEnded ? day.flatMap { TimeSpan(iso: $0) } : nil, role: role, facts: facts.facts,
          provenance: provenance(association)))
    }
  }

  /// That a subject is nothing to an institution is a fact of the filing and no link.
  private func noRelation(
    to taxNumber: String?, _ facts: FinCENFacts, of party: FinCENActivity.Party,
    in activity: inout FinCENActivity
  ) {
    let value = taxNumber.flatMap(FinCENValue.identifier) ?? "not stated"
    activity.facts.add(
      "no-relation-to-institution", value, raw: taxNumber,
      qualifier: party.name.isEmpty ? nil : party.name)
    for fact in facts.facts {
      activity.facts.add(fact.property, fact.value, raw: fact.raw, qualifier: fact.qualifier)
    }
  }

  // MARK: - accounts

  /// `PartyAccountAssociation` of a subject: the accounts it holds, below the institution (party 41)
  /// that keeps them, which may state no more than its taxpayer number.
  private func heldAccounts(
    _ association: RecordNode, of party: FinCENActivity.Party, in activity: inout FinCENActivity
  ) {
    _ = association.text("PartyAccountAssociationTypeCode")
    for node in association.children("Party") {
      let statement = statement(node, kind: .organisation)
      let role = FinCENRole(code: node.text("ActivityPartyTypeCode") ?? "")
      var institution = statement.taxNumber.flatMap { activity.byTaxNumber[$0] }
      let isKnown = institution != nil && statement.name.isEmpty && statement.facts.facts.count < 2
      if !isKnown, statement.statesSomething {
        let number = add(
          Mention(
            kind: .organisation, name: statement.name, facts: statement.facts.facts,
            provenance: provenance(node)))
        remember(number, statement, in: &activity)
        institution = number
      }
      if let institution {
        activity.add(Filing.Subject(who: .mention(institution), role: role.word))
      }
      for account in node.children("Account") {
        guard
          let number = self.account(
            account, institution: statement.taxNumber ?? nonEmpty(statement.name),
            name: institution.flatMap { activity.names[$0] }, in: &activity)
        else { continue }
        hold(party, number, kind: .holder, role: nil, at: account)
      }
    }
  }

  func nonEmpty(_ text: String) -> String? { text.isEmpty ? nil : text }

  /// The account that a number names at an institution; nil where no number is stated.
  func account(
    _ node: RecordNode, institution: String?, name: String?, in activity: inout FinCENActivity
  ) -> Int? {
    guard let child = node.child("AccountNumberText"), let text = child.text,
      !Sentinel.matches(text)
    else {
      if !node.isEmpty { reject(node, "The account has no number.") }
      return nil
    }
    var isClosed = false
    for association in node.children("PartyAccountAssociation") {
      _ = association.text("PartyAccountAssociationTypeCode")
      if association.text("AccountClosedIndicator") == "Y" { isClosed = true }
    }
    let place = FinCENActivity.AccountPlace(institution: institution, number: text)
    if let known = activity.accounts[place] { return known }
    var account = AccountMention(
      institution: institution, number: text, provenance: provenance(node))
    if let name { account.facts.append(Fact(.institution, name)) }
    if isClosed { account.facts.append(Fact(.status, "closed")) }
    let number = add(account)
    activity.accounts[place] = number
    activity.add(Filing.Subject(who: .account(number), role: "account"))
    return number
  }

  func hold(
    _ party: FinCENActivity.Party, _ account: Int, kind: LinkKind, role: String?,
    at node: RecordNode
  ) {
    guard let mention = party.mention else { return }
    batch.links.append(
      Link(
        kind: kind, from: .mention(mention), to: .account(account), role: role,
        provenance: provenance(node)))
  }
}
