import ClewModel

/// Ownership-or-control and relationship statements as links, one an interest.
extension BODSMapper {
  /// The ends of a relationship and what it says as a whole.
  private struct Frame {
    var owner: Endpoint
    var owned: Endpoint
    var hasComponents: Bool
    /// The statement says that there is no owner to name.
    var isWithoutOwner: Bool
  }

  mutating func relationship(_ statement: inout Statement) -> Made {
    var made = Made()
    let details = statement.details
    let components = details.texts("componentRecords") + details.texts("componentStatementIDs")
    let subject = end(details.child("subject"), statement, role: "subject", &made)
    let party = end(details.child("interestedParty"), statement, role: "interestedParty", &made)
    if details.text("isComponent") == "true" {
      statement.facts.append(Fact("is-component", "true"))
    }
    for component in components { statement.facts.append(Fact("component", component)) }
    guard let subject, let party else {
      reject(
        statement.node,
        subject == nil
          ? "the relationship names no subject" : "the relationship names no interested party")
      return made
    }
    made.ends = "\(Self.text(subject)) \(Self.text(party))"
    let newer = details.descendant("interestedParty", "reason")?.text
    let reason = newer ?? details.descendant("interestedParty", "unspecified", "reason")?.text
    let frame = Frame(
      owner: party, owned: subject, hasComponents: !components.isEmpty,
      isWithoutOwner: reason.flatMap(BODSReason.init(code:)) == .noBeneficialOwners)
    let interests = details.children("interests")
    for interest in interests where interest.isLeaf && interest.text != nil {
      reject(part: statement.node, "an interest is an object, and this is a plain value")
    }
    let objects = interests.filter { !$0.isLeaf }
    if objects.isEmpty {
      let isOpen = statement.isClosed
      let number = emit(bare(statement, frame))
      made.links.append(number)
      if isOpen { made.open.append(number) }
    }
    for interest in objects {
      let link = link(interest, statement, frame)
      let number = emit(link)
      made.links.append(number)
      if statement.isClosed, link.end == nil { made.open.append(number) }
    }
    return made
  }

  /// An end: the id as text (0.4), `describedBy…Statement` (0.1 to 0.3), or an unspecified party.
  private mutating func end(
    _ node: RecordNode?, _ statement: Statement, role: String, _ made: inout Made
  ) -> Endpoint? {
    guard let node else { return nil }
    if node.isLeaf { return node.text.map { .party(ref: records.root(of: $0)) } }
    let named =
      node.text("describedByEntityStatement") ?? node.text("describedByPersonStatement")
    let unspecified = node.child("unspecified") ?? (node.child("reason") == nil ? nil : node)
    if let named { return .party(ref: records.root(of: named)) }
    guard let unspecified else { return nil }
    let number = self.unspecified(unspecified, of: statement, role: role)
    made.mentions.append(number)
    return .mention(number)
  }

  /// An end for comparison: unspecified parties are all alike.
  private static func text(_ end: Endpoint) -> String {
    if case .party(let ref) = end { return ref }
    return "#"
  }

  /// A relationship whose interests are not stated: ownership of a share that is not known, and
  /// where the statement says that there is no owner to name, no more than a hint.
  private func bare(_ statement: Statement, _ frame: Frame) -> Link {
    Link(
      ref: statement.id, kind: frame.isWithoutOwner ? .linked : .ownership, from: frame.owner,
      to: frame.owned, direct: frame.hasComponents ? false : nil,
      candidate: frame.isWithoutOwner, known: statement.date,
      role: frame.isWithoutOwner ? "noBeneficialOwners" : nil, facts: statement.facts,
      provenance: statement.node.provenance())
  }

  private mutating func link(_ node: RecordNode, _ statement: Statement, _ frame: Frame) -> Link {
    let code = node.text("type")
    let interest = code.flatMap(BODSInterest.init(code:))
    var facts: [Fact] = []
    if let code {
      let isKnown = interest != nil
      if !isKnown, let type = node.child("type") { unread(type) }
      facts.append(
        Fact(
          "interest", interest?.label ?? code, raw: code,
          qualifier: isKnown ? nil : "none of BODS: read as unknown"))
    }
    let (direct, stated) = directness(node)
    let isReversed = interest?.isReversed == true
    var link = Link(
      ref: statement.id,
      kind: interest?.kind ?? (frame.isWithoutOwner ? .linked : .ownership),
      means: interest?.means ?? .unstated,
      from: isReversed ? frame.owned : frame.owner, to: isReversed ? frame.owner : frame.owned,
      direct: direct ?? (frame.hasComponents ? false : nil),
      candidate: interest?.isCandidate == true || frame.isWithoutOwner, known: statement.date,
      role: interest?.rawValue ?? code, provenance: node.provenance())
    if let stated, stated != "direct", stated != "indirect" {
      facts.append(Fact("direct-or-indirect", stated))
    }
    if let flag = node.text("beneficialOwnershipOrControl") {
      facts.append(Fact("beneficial-ownership", flag))
    }
    text(node, "details", "details", &facts)
    if let date = node.child("startDate") { link.start = time(date, "start-date", into: &facts) }
    if let date = node.child("endDate") { link.end = time(date, "end-date", into: &facts) }
    if let share = node.child("share") { self.share(share, interest, &link, &facts) }
    link.facts = facts + statement.facts
    return link
  }

  /// `directOrIndirect`, in 0.1 and 0.2 `interestLevel`: nil for `unknown`.
  private func directness(_ node: RecordNode) -> (direct: Bool?, stated: String?) {
    let stated = node.text("directOrIndirect") ?? node.text("interestLevel")
    switch stated?.lowercased() {
    case "direct": return (true, stated)
    case "indirect": return (false, stated)
    default: return (nil, stated)
    }
  }

  /// The share: of capital for shareholdings, of votes for voting rights; of another right a fact.
  private mutating func share(
    _ node: RecordNode, _ interest: BODSInterest?, _ link: inout Link, _ facts: inout [Fact]
  ) {
    let share = BODSShare(
      exact: node.text("exact"), minimum: node.text("minimum"), maximum: node.text("maximum"),
      exclusiveMinimum: node.text("exclusiveMinimum"),
      exclusiveMaximum: node.text("exclusiveMaximum"))
    let stated: [(Property, String?)] = [
      ("share-exact", share.exact), ("share-minimum", share.minimum),
      ("share-maximum", share.maximum), ("share-exclusive-minimum", share.exclusiveMinimum),
      ("share-exclusive-maximum", share.exclusiveMaximum),
    ]
    for case let (property, value?) in stated { facts.append(Fact(property, value)) }
    switch share.reading {
    case .none: return
    case .unreadable(let why):
      facts.append(Fact("share-unreadable", why))
      unread(node)
    case .stake(let stake):
      switch interest {
      case .shareholding: link.capital = stake
      case .votingRights: link.votes = stake
      default: return
      }
    }
  }
}
