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
    limits: "no shares: consolidation is no percentage of ownership")

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
    try Self.file.read(bytes, header: header, batch: batch) { node, provenance, batch in
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
      let child = relation.child("StartNode")?.value("NodeID"),
      let parent = relation.child("EndNode")?.value("NodeID"),
      let type = relation.value("RelationshipType")
    else {
      return batch.rejections.append(
        record.refused("the record lacks its start node, its end node or its type", provenance))
    }
    for node in ["StartNode", "EndNode"] as [StaticString] {
      // What is no LEI is kept under its scheme as part of the id.
      _ = relation.child(node)?.value("NodeIDType")
    }
    let ref = "\(child) \(type) \(parent)"
    if let deletion = record.child("Extension")?.child("Deletion") {
      record.takeAll()
      batch.retractions.append(
        Retraction(
          target: .link(ref: ref), why: "deleted \(deletion.text("DeletedAt") ?? "")".trimmed,
          provenance: provenance))
      return
    }
    let from = mention(of: parent, provenance, &batch)
    let to = mention(of: child, provenance, &batch)
    let (kind, direct) = Self.kind(of: type)
    var link = Link(
      ref: ref, kind: kind, from: .mention(from), to: .mention(to), direct: direct, role: type,
      provenance: provenance)
    addPeriods(relation, &link)
    addQualities(relation, &link)
    if let registration = record.child("Registration") { addRegistration(registration, &link) }
    addStatus(relation, &link)
    batch.links.append(link)
  }

  private mutating func mention(
    of lei: String, _ provenance: Provenance, _ batch: inout Batch
  ) -> Int {
    let code = LEICode(lei)
    if let known = mentions[code] { return known }
    let number = mentions.count
    mentions[code] = number
    batch.mentions.append(
      Mention(
        ref: lei.uppercased(), kind: .organisation, name: "", facts: [Fact(.lei, lei.uppercased())],
        provenance: provenance))
    return number
  }

  /// Consolidation is control; funds, feeders and branches are relations without a share.
  private static func kind(of type: String) -> (LinkKind, Bool?) {
    switch type {
    case "IS_DIRECTLY_CONSOLIDATED_BY": (.control, true)
    case "IS_ULTIMATELY_CONSOLIDATED_BY": (.control, false)
    default: (.linked, nil)
    }
  }

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

  private func addRegistration(_ registration: RecordNode, _ link: inout Link) {
    for (name, property) in Self.registrations {
      guard let text = registration.value(name) else { continue }
      link.facts.append(
        property.rawValue.hasSuffix("-date")
          ? Fact(property, GLEIFDate.day(text) ?? text, raw: text) : Fact(property, text))
      if name.description == "LastUpdateDate" { link.known = GLEIFDate.span(text) }
    }
  }

  /// A relationship that is not active any more and has no end ended by the record's last update; one
  /// of unknown status (`NULL`) is a candidate.
  private func addStatus(_ relation: RecordNode, _ link: inout Link) {
    guard let status = relation.value("RelationshipStatus") else { return }
    link.facts.append(Fact(.status, status))
    switch status {
    case "ACTIVE": break
    case "INACTIVE":
      if link.end == nil, let last = link.known {
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
