import ClewModel

/// The `ProfileRelationships` of an advanced file: typed relations between two profiles, held as
/// numbers until the listings are.
struct AdvancedRelations {
  private struct Relation {
    var from: String
    var to: String
    var type: Int32
    var isFormer: Bool
    var start: TimeSpan?
    var end: TimeSpan?
    var facts: [Fact]
    var provenance: Provenance
    var id: String?
  }

  private var relations: [Relation] = []
  private var types: [String] = []

  var count: Int { relations.count }

  /// - Returns: why the relation cannot be read, nil where it can.
  mutating func add(_ node: RecordNode, _ references: AdvancedReferences) -> String? {
    let id = node.attribute("ID")
    guard let from = node.attribute("From-ProfileID"), let to = node.attribute("To-ProfileID")
    else { return "the relation does not name two profiles" }
    let word = references.named(.relationType, node.attribute("RelationTypeID"))
    let type = types.firstIndex(of: word) ?? types.count
    if type == types.count { types.append(word) }
    var facts: [Fact] = []
    let quality = references.text(.relationQuality, node.attribute("RelationQualityID"))
    if let quality, quality.lowercased() != "unknown" {
      facts.append(Fact("relation-quality", quality))
    }
    if let comment = node.text("Comment") { facts.append(Fact(.comment, comment)) }
    // The entry that states it is that of one of the two profiles.
    _ = node.attribute("SanctionsEntryID")
    for back in node.children("IDRegDocumentReference") { back.takeAll() }
    let period = node.child("DatePeriod").map { AdvancedDate($0, references) }
    relations.append(
      Relation(
        from: from, to: to, type: Int32(type),
        isFormer: node.attribute("Former")?.lowercased() == "true", start: period?.first,
        end: period?.last, facts: facts,
        provenance: node.provenance("ProfileRelationship"), id: id))
    return nil
  }

  /// The relations as links, in the order of the file; one whose profile is not in it is refused.
  ///
  /// - Parameter number: the listing of a profile.
  func links(
    number: (String) -> Int?, published: TimeSpan?, link: (Link) throws -> Void,
    refused: (Rejection) throws -> Void
  ) rethrows {
    for relation in relations {
      guard let from = number(relation.from), let to = number(relation.to) else {
        let missing = number(relation.from) == nil ? relation.from : relation.to
        try refused(
          Rejection(
            provenance: relation.provenance,
            reason: "the relation names profile \(missing), which is not read here", snippet: ""))
        continue
      }
      let word = types[Int(relation.type)]
      let (kind, isReversed) = Self.kind(word)
      var facts = relation.facts
      if relation.isFormer { facts.append(Fact("former", "true")) }
      try link(
        Link(
          ref: relation.id, kind: kind, from: .listing(isReversed ? to : from),
          to: .listing(isReversed ? from : to), candidate: relation.isFormer,
          start: relation.start, end: relation.end ?? (relation.isFormer ? published : nil),
          role: word, facts: facts, provenance: relation.provenance))
    }
  }

  /// What a type says, and whether the second profile holds the active role.
  ///
  /// Only types whose words leave no doubt have a kind of their own: whoever is `Owned or Controlled
  /// By` another is controlled by it, an agent acts for or on behalf of a principal, kin is family.
  /// `Leader or official of` may be a minister or a commander, support is no role: these are
  /// `linked`, with the words of the type.
  static func kind(_ type: String) -> (kind: LinkKind, isReversed: Bool) {
    switch type.lowercased() {
    case "owned or controlled by": (.control, true)
    case "acting for or on behalf of": (.agent, false)
    case "family member of": (.family, false)
    case "associate of": (.associate, false)
    default: (.linked, false)
    }
  }
}
