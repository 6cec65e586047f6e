import ClewModel

/// GLEIF level 2, "who owns whom": relationships between entities with an LEI (RR-CDF 1.1 and 2.1).
///
/// They say that one entity's accounts are consolidated into another's, which is control in the sense
/// of the accounting standard, and no share: a percentage in `RelationshipQuantifiers` measures the
/// consolidation and is kept as a fact.
package struct LEIRelationshipReader: Reader {
  package static let description = FormatDescription(
    name: "gleif-rr", title: "GLEIF relationships, level 2",
    versions: "RR-CDF 1.1, 2.1; XML, JSON, CSV of the golden copy; whole files and deltas",
    recognisedBy: "root RelationshipData; JSON key Relationship with StartNode; columns "
      + "Relationship.StartNode.NodeID, Relationship.EndNode.NodeID",
    yields: "control by accounting consolidation, direct and ultimate; fund and branch relations",
    limits:
      "no shares: consolidation is no percentage of ownership; a relation whose registration is "
      + "annulled or a duplicate is a possible one")

  private static let file = GLEIFFile(
    format: "gleif-rr", root: "RelationshipData",
    element: "RelationshipRecord")

  package static func recognises(_ head: SourceHead) -> Bool {
    file.matches(head) {
      $0.hasColumns("relationship.startnode.nodeid", "relationship.endnode.nodeid")
        || $0.innerKeys.contains("StartNode") && !$0.keys.contains("Entity")
          && ($0.keys.contains("Relationship") || $0.innerKeys.contains("Relationship"))
    }
  }

  package static func published(_ head: SourceHead) -> TimeSpan? { GLEIFFile.published(head) }

  package init(options: ReadOptions) throws(IngestError) {}

  package func read(
    _ bytes: ByteStream, header: (SourceHeader) throws -> Void, batch: (Batch) throws -> Void
  ) throws {
    var mapper = LEIRelationshipMapper()
    try Self.file.read(bytes, header: header, batch: batch) { node, provenance, _, batch in
      mapper.add(node, provenance, to: &batch)
    }
  }
}

/// Makes links of relationship records, and one mention of every entity they name.
struct LEIRelationshipMapper {
  /// The mention of every LEI met so far.
  private var mentions: [LEICode: Int] = [:]

  mutating func add(_ record: RecordNode, _ provenance: Provenance, to batch: inout Batch) {
    guard let relation = record.child("Relationship"),
      let child = Node(relation.child("StartNode")), let parent = Node(relation.child("EndNode")),
      let type = relation.value("RelationshipType")
    else {
      return batch.rejections.append(
        record.refused("the record lacks its start node, its end node or its type", provenance))
    }
    let ref = "\(child.id) \(type) \(parent.id)"
    if let deletion = record.child("Extension")?.child("Deletion") {
      record.takeAll()
      batch.retractions.append(
        Retraction(
          target: .link(ref: ref), why: "deleted \(deletion.text("DeletedAt") ?? "")".trimmed,
          provenance: provenance))
      return
    }
    let above = Endpoint.mention(mention(of: parent, provenance, &batch))
    let below = Endpoint.mention(mention(of: child, provenance, &batch))
    var link = Link(
      ref: ref, kind: .linked, from: below, to: above, role: type, provenance: provenance)
    if let (isDirect, role) = Self.consolidations[type] {
      link.kind = .control
      link.means = .consolidation
      swap(&link.from, &link.to)
      link.direct = isDirect
      link.role = role
      link.facts.append(Fact("relationship-type", type))
    }
    addPeriods(relation, &link)
    addQualities(relation, &link)
    var updated: TimeSpan?
    if let registration = record.child("Registration") {
      updated = addRegistration(registration, &link)
    }
    addStatus(relation, updated, &link)
    batch.links.append(link)
  }

  /// An end of a relationship: an id and its scheme, which is an LEI where none is stated.
  private struct Node {
    var id: String
    /// Nil for an LEI.
    var scheme: String?

    init?(_ node: RecordNode?) {
      guard let node else { return nil }
      let type = node.value("NodeIDType")
      guard let id = node.value("NodeID") else { return nil }
      self.id = id
      scheme = type.flatMap { Self.isLEI($0) ? nil : $0 }
    }

    /// `LEI`, or by the standard's number.
    private static func isLEI(_ type: String) -> Bool {
      type.uppercased() == "LEI" || type.contains("17442")
    }
  }

  private mutating func mention(
    of node: Node, _ provenance: Provenance, _ batch: inout Batch
  ) -> Int {
    let id = node.id.uppercased()
    let code = LEICode(node.scheme.map { "\($0) \(id)" } ?? id)
    if let known = mentions[code] { return known }
    let number = mentions.count
    mentions[code] = number
    let fact = node.scheme.map { Fact(.otherID, id, qualifier: $0) } ?? Fact(.lei, id)
    batch.mentions.append(
      Mention(
        ref: node.scheme.map { "\($0) \(id)" } ?? id, kind: .organisation, name: "",
        facts: [fact], provenance: provenance))
    return number
  }

  /// Consolidation is control, which runs from the parent to the child, so that the child's word for
  /// it cannot be the role. The others (funds, feeders, branches) are relations without a share, and
  /// run as their type reads, from the start node to the end node.
  private static let consolidations: [String: (isDirect: Bool, role: String)] = [
    "IS_DIRECTLY_CONSOLIDATED_BY": (true, "consolidates directly"),
    "IS_ULTIMATELY_CONSOLIDATED_BY": (false, "consolidates ultimately"),
  ]

  /// The relationship's own period gives the dates; those of accounts and filings are facts. One that
  /// ends before it starts, or lacks its start, is kept as stated and dates nothing.
  private func addPeriods(_ relation: RecordNode, _ link: inout Link) {
    var periods = relation.children("Period")
    for wrapper in relation.children("RelationshipPeriods") {
      let nested = wrapper.children("RelationshipPeriod")
      periods += nested.isEmpty ? [wrapper] : nested
    }
    for period in periods {
      let start = period.value("StartDate") ?? period.value("startDate")
      let end = period.value("EndDate") ?? period.value("endDate")
      let type = period.value("PeriodType") ?? period.value("periodType") ?? "period"
      let from = GLEIFDate.span(start)
      let to = GLEIFDate.span(end)
      let isSound = from.map { from in to.map { from.lo <= $0.lo } ?? true } ?? false
      if type == "RELATIONSHIP_PERIOD", isSound, link.start == nil {
        link.start = from
        link.end = to
      } else {
        let text = [start.flatMap(GLEIFDate.day), end.flatMap(GLEIFDate.day)].map { $0 ?? "" }
        link.facts.append(
          Fact(
            "period", text.joined(separator: "/"),
            raw: [start, end].map { $0 ?? "" }.joined(separator: "/"), qualifier: type))
      }
    }
  }

  private func addQualities(_ relation: RecordNode, _ link: inout Link) {
    for wrapper in relation.children("RelationshipQualifiers") + relation.children("Qualifiers") {
      let nested = wrapper.children("RelationshipQualifier")
      for node in nested.isEmpty ? [wrapper] : nested {
        guard let category = node.value("QualifierCategory") else {
          if let only = node.value("QualifierDimension") {
            link.facts.append(Fact("qualifier", only))
          }
          continue
        }
        link.facts.append(
          Fact("qualifier", category, qualifier: node.value("QualifierDimension")))
      }
    }
    for wrapper in relation.children("RelationshipQuantifiers") + relation.children("Quantifiers") {
      let nested = wrapper.children("RelationshipQuantifier")
      for node in nested.isEmpty ? [wrapper] : nested {
        let units = node.value("QuantifierUnits")
        let method = node.value("MeasurementMethod")
        guard let amount = node.value("QuantifierAmount") else { continue }
        link.facts.append(
          Fact(
            "quantifier", [amount, units].compactMap { $0 }.joined(separator: " "),
            qualifier: method))
      }
    }
  }

  /// - Returns: the last update. Known is the relation from its first registration on; a record that
  ///   was annulled or repeats another proves nothing.
  private func addRegistration(_ registration: RecordNode, _ link: inout Link) -> TimeSpan? {
    var updated: TimeSpan?
    for (name, property) in Self.registrations {
      guard let text = registration.value(name) else { continue }
      link.facts.append(
        property.rawValue.hasSuffix("-date")
          ? Fact(property, GLEIFDate.day(text) ?? text, raw: text) : Fact(property, text))
      switch name.description {
      case "InitialRegistrationDate": link.known = GLEIFDate.span(text)
      case "LastUpdateDate": updated = GLEIFDate.span(text)
      case "RegistrationStatus" where text == "ANNULLED" || text == "DUPLICATE":
        link.candidate = true
      default: break
      }
    }
    return updated
  }

  /// A relationship that is not active any more and has no end ended by the record's last update; one
  /// of unknown status (`NULL`) is a candidate.
  private func addStatus(_ relation: RecordNode, _ updated: TimeSpan?, _ link: inout Link) {
    guard let status = relation.value("RelationshipStatus") else { return }
    link.facts.append(Fact(.status, status))
    switch status {
    case "ACTIVE": break
    case "INACTIVE":
      if link.end == nil, let last = updated {
        link.end = last
        link.facts.append(Fact("end-by", "status INACTIVE at the last update"))
      }
    default: link.candidate = true
    }
  }

  private static let registrations: [(StaticString, Property)] = [
    ("RegistrationStatus", "registration-status"),
    ("InitialRegistrationDate", "registration-date"), ("LastUpdateDate", "update-date"),
    ("NextRenewalDate", "renewal-date"), ("ManagingLOU", "lei-issuer"),
    ("ValidationSources", "validation"), ("ValidationDocuments", "validation"),
    ("ValidationReference", "validation"),
  ]
}

/// The 20 characters of an LEI in 24 bytes, so that the half million of a whole file stay small; what
/// is longer is told apart by its hash as well.
struct LEICode: Hashable {
  private var high: UInt64 = 0
  private var middle: UInt64 = 0
  private var low: UInt64 = 0

  init(_ text: String) {
    for byte in text.uppercased().utf8 {
      high = high << 8 | middle >> 56
      middle = middle << 8 | low >> 56
      low = low << 8 | UInt64(byte)
    }
    if text.utf8.count > 24 {
      for byte in text.uppercased().utf8 { high = (high ^ UInt64(byte)) &* 1_099_511_628_211 }
    }
  }
}
