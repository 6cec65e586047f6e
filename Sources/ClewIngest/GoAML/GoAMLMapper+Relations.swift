import ClewModel

/// Links between the parties and accounts of a record: who directs, owns, holds, may sign.
///
/// The code of the relation stays in the link's `role` as stated. What a relation states beside its
/// code, its period and its shares becomes facts of the link.
extension GoAMLMapper {
  // MARK: - accounts

  /// `t_entity` of an account: its owner.
  func owner(_ row: Int, ofAccount account: Int, known: Bool) {
    guard let owner = entity(row, known: known) else { return }
    emit(.holder, from: .mention(owner), to: .account(account), relation: nil, at: row)
  }

  /// `signatory` and `account_related_person`: a role that is not known makes the first a
  /// signatory, as its name says, the second a party that is linked.
  func accountPerson(_ row: Int, ofAccount account: Int, known: Bool) {
    guard let body = child(row, .tPerson) ?? child(row, .person),
      let person = person(body, known: known)
    else { return rejectRelation(row) }
    let role = value(row, .role)
    let byName: LinkKind = element(row) == .signatory ? .signatory : .linked
    emit(
      role.flatMap(accountKind) ?? byName, from: .mention(person), to: .account(account),
      relation: row, at: row, use: .account)
  }

  func relatedPersons(_ row: Int, ofAccount account: Int, known: Bool) {
    tree.forEachChild(of: row) { accountPerson($0, ofAccount: account, known: known) }
  }

  func relatedEntities(_ row: Int, ofAccount account: Int) {
    tree.forEachChild(of: row) { relation in
      guard let body = child(relation, .entity) ?? child(relation, .tEntity),
        let entity = entity(body, known: false)
      else { return rejectRelation(relation) }
      let role = value(relation, .accountEntityRelation)
      emit(
        role.flatMap(accountKind) ?? .linked, from: .mention(entity), to: .account(account),
        relation: relation, at: relation, use: .account)
    }
  }

  func relatedAccounts(_ row: Int, ofAccount account: Int) {
    tree.forEachChild(of: row) { relation in
      guard let body = child(relation, .account), let related = self.account(body, known: false)
      else { return rejectRelation(relation) }
      emit(
        .linked, from: .account(account), to: .account(related), relation: relation, at: relation)
    }
  }

  // MARK: - entities and persons

  /// `director_id`: a person with a role; without a known one a director, as the element says.
  func director(_ row: Int, ofEntity entity: Int) {
    guard let person = person(row, known: false) else { return }
    let kind = value(row, .role).flatMap(entityKind) ?? .director
    emit(
      kind, from: .mention(person), to: .mention(entity), relation: nil, at: row,
      role: value(row, .role), use: .entity)
  }

  func relatedPersons(_ row: Int, ofEntity entity: Int) {
    tree.forEachChild(of: row) { relation in
      guard let body = child(relation, .person) ?? child(relation, .tPerson),
        let person = person(body, known: false)
      else { return rejectRelation(relation) }
      let kind = value(relation, .role).flatMap(entityKind) ?? statesShare(relation)
      emit(
        kind, from: .mention(person), to: .mention(entity), relation: relation, at: relation,
        use: .entity)
    }
  }

  /// `entity_related_entity`. A share with a relation that is not known is read like that of a
  /// related person, as one of the related entity in the entity that states it, and as a candidate.
  func relatedEntities(_ row: Int, ofEntity entity: Int) {
    tree.forEachChild(of: row) { relation in
      guard let body = child(relation, .entity) ?? child(relation, .tEntity),
        let related = self.entity(body, known: false)
      else { return rejectRelation(relation) }
      let own = Endpoint.mention(entity)
      let other = Endpoint.mention(related)
      let code = value(relation, .entityEntityRelation)
      let meaning = code.map { codeLists.meaning(of: $0, use: .entityEntity) }
      switch meaning?.relation ?? code.flatMap(GoAMLCodes.entityRelation) {
      case .owner:
        emit(
          .ownership, from: other, to: own, relation: relation, at: relation, use: .entityEntity)
      case .owned:
        emit(
          .ownership, from: own, to: other, relation: relation, at: relation, use: .entityEntity)
      case .role(let kind):
        emit(kind, from: other, to: own, relation: relation, at: relation, use: .entityEntity)
      case nil:
        let kind = statesShare(relation)
        emit(
          kind, from: other, to: own, relation: relation, at: relation,
          candidate: kind == .ownership, use: .entityEntity)
      }
    }
  }

  func relatedPersons(_ row: Int, ofPerson person: Int) {
    tree.forEachChild(of: row) { relation in
      guard let body = child(relation, .person) ?? child(relation, .tPerson),
        let related = self.person(body, known: false)
      else { return rejectRelation(relation) }
      let code = value(relation, .personPersonRelation)
      let kind = code.flatMap {
        codeLists.meaning(of: $0, use: .person).kind ?? GoAMLCodes.personRelation($0)
      }
      emit(
        kind ?? .linked, from: .mention(related), to: .mention(person), relation: relation,
        at: relation, use: .person)
    }
  }

  /// What a role says, by the unit's own list where one is loaded, else by the lists known here.
  private func accountKind(_ code: String) -> LinkKind? {
    codeLists.meaning(of: code, use: .account).kind ?? GoAMLCodes.accountRole(code)
  }

  private func entityKind(_ code: String) -> LinkKind? {
    codeLists.meaning(of: code, use: .entity).kind ?? GoAMLCodes.entityRole(code)
  }

  private func statesShare(_ relation: Int) -> LinkKind {
    value(relation, .sharePercentage) ?? value(relation, .votingPercentage) == nil
      ? .linked : .ownership
  }

  // MARK: - emission

  /// A relation that states something, but not with whom.
  private func rejectRelation(_ row: Int) {
    guard !tree.isEmpty(row) else { return }
    reject(row, "The relation names no party: a person, entity or account was expected.")
  }

  /// - Parameters:
  ///   - relation: the row that states the relation's code, period and shares beside the party.
  ///   - row: the row the link is cited at.
  private func emit(
    _ kind: LinkKind, from: Endpoint, to: Endpoint, relation: Int?, at row: Int,
    role: String? = nil, candidate: Bool = false, use: GoAMLCodeLists.Use? = nil
  ) {
    let key = StatementKey(of: relation ?? row, in: tree.rows, tag: candidate ? 7 : 6) { number in
      relation == nil ? GoAMLElement(number) != .role : Self.isParty(GoAMLElement(number))
    }
    link(kind, from: from, to: to, content: key) {
      var link = Link(
        kind: kind, from: from, to: to, candidate: candidate, role: role,
        provenance: provenance(row))
      if let relation { state(relation, in: &link) }
      // A beneficial owner's share is what the chain below makes up: it must not be added to it.
      if kind == .ownership, link.role?.uppercased() == "SHRHL" { link.direct = true }
      if kind == .ownership, link.role?.uppercased() == "UBO" { link.direct = false }
      if let code = link.role, let use {
        let meaning = codeLists.meaning(of: code, use: use)
        if kind == .ownership, meaning.isBeneficial { link.direct = false }
        for (label, scheme) in meaning.labels {
          link.facts.append(Fact("role-label", label, qualifier: scheme))
        }
      }
      return link
    }
  }

  private static func isParty(_ element: GoAMLElement?) -> Bool {
    switch element {
    case .tPerson, .person, .entity, .tEntity, .account: true
    default: false
    }
  }

  private func state(_ relation: Int, in link: inout Link) {
    var facts = FactList()
    tree.forEachChild(of: relation) { child in
      switch element(child) {
      case let part where Self.isParty(part): return
      case .role, .accountEntityRelation, .entityEntityRelation, .personPersonRelation,
        .accountAccountRelation:
        if link.role == nil, tree.isLeaf(child), tree.hasText(child) {
          link.role = tree.text(child)
        } else {
          remainder(child, into: &facts)
        }
      case .sharePercentage:
        link.capital = stake(child)
        if link.capital == nil { remainder(child, into: &facts) }
      case .votingPercentage:
        link.votes = stake(child)
        if link.votes == nil { remainder(child, into: &facts) }
      case .relationDateRange: period(child, of: &link, into: &facts)
      case .comments: stated(child, .comment, into: &facts)
      default: remainder(child, into: &facts)
      }
    }
    if tree.hasText(relation) { remainder(relation, as: "#text", into: &facts) }
    link.facts = facts.facts
  }

  /// Percent as stated: `25`, `8.333`, `25%`.
  private func stake(_ row: Int) -> Stake? {
    guard tree.isLeaf(row), tree.hasText(row) else { return nil }
    var text = tree.text(row)
    if text.last == "%" { text.removeLast() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return Share(percent: text).map { Stake(exactly: $0) }
  }

  /// `valid_from`, `valid_to`; a date that does not parse, and whether one is approximate, stay
  /// facts.
  private func period(_ row: Int, of link: inout Link, into facts: inout FactList) {
    tree.forEachChild(of: row) { child in
      let time = tree.isLeaf(child) ? value(child).flatMap(Self.dayOrTime) : nil
      switch (element(child), time) {
      case (.validFrom, let time?): link.start = time
      case (.validTo, let time?): link.end = time
      default: remainder(child, as: "relation_date_range/\(name(child))", into: &facts)
      }
    }
  }
}
