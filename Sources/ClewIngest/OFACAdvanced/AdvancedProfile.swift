import ClewModel

/// One `Profile` of a `DistinctParty`: a listing whose list is not known yet.
struct AdvancedProfile {
  var id: String
  var ref: String
  var kind: PartyKind
  var name: String
  var facts: [Fact] = []
  /// Names after `Linked To:` in comments.
  var linked: [String] = []
  /// The day in `Listing Date (…)`.
  var listed: TimeSpan?
  var provenance: Provenance
}

extension AdvancedProfile {
  /// Reads the profiles of a party.
  ///
  /// - Parameter refused: is called with the reason for a profile that cannot be read.
  static func read(
    _ party: RecordNode, _ tables: inout AdvancedTables, refused: (String) -> Void
  ) -> [AdvancedProfile] {
    let fixed = party.attribute("FixedRef")
    let comments = party.texts("Comment")
    let profiles = party.children("Profile")
    if profiles.isEmpty { refused("the party has no profile") }
    return profiles.compactMap { node -> AdvancedProfile? in
      let id = node.attribute("ID")
      // A party of several profiles is as many listings: their numbers tell them apart.
      guard let ref = profiles.count == 1 ? fixed ?? id : id ?? fixed else {
        refused("neither the party nor its profile has a number")
        return nil
      }
      guard
        let profile = AdvancedProfile(
          node, id: id ?? ref, ref: ref, comments: comments,
          provenance: party.provenance("DistinctParty"), &tables)
      else {
        refused("the profile has no name")
        return nil
      }
      return profile
    }
  }

  private init?(
    _ node: RecordNode, id: String, ref: String, comments: [String], provenance: Provenance,
    _ tables: inout AdvancedTables
  ) {
    let kind = tables.references.partyKind(node.attribute("PartySubTypeID"))
    var name: String?
    var names: [Fact] = []
    var documents: [Fact] = []
    for identity in node.children("Identity") {
      let isMain = identity.attribute("Primary")?.lowercased() != "false"
      let isFalse = identity.attribute("False")?.lowercased() == "true"
      _ = identity.attribute("FixedRef")
      let read = AdvancedNames(
        identity, isMain: isMain && name == nil,
        qualifier: isFalse ? "false identity" : isMain ? nil : "further identity", kind: kind,
        tables.references)
      name = name ?? read.name
      names += read.facts
      if let comment = identity.text("Comment") { names.append(Fact(.comment, comment)) }
      for back in identity.children("IDRegDocumentReference") { back.takeAll() }
      for document in identity.attribute("ID").map({ tables.documents(of: $0) }) ?? [] {
        documents += document.item.read(kind: kind, isDocument: true).facts
        documents += document.further
      }
    }
    // A profile whose only names are in another script is called by the first of them.
    guard let name = name ?? names.first(where: { $0.property == .alias })?.value else {
      return nil
    }
    self.init(id: id, ref: ref, kind: kind, name: name, provenance: provenance)
    facts = names + documents
    for feature in node.children("Feature") { add(feature, tables) }
    for reference in node.children("ExternalReference") { addExternal(reference, tables) }
    // Entries name their profile themselves.
    for back in node.children("SanctionsEntryReference") { back.takeAll() }
    for comment in comments + node.texts("Comment") {
      facts.append(Fact(.remark, comment, qualifier: "as stated"))
      add(OFACRemark(items: OFACRemark.itemsOfXML(comment), kind: kind))
    }
  }

  private mutating func add(_ remark: OFACRemark) {
    facts += remark.facts
    if listed == nil { listed = remark.listed }
    linked += remark.links.map(\.stated)
  }

  private mutating func add(_ feature: RecordNode, _ tables: AdvancedTables) {
    _ = feature.attribute("ID")
    let type = tables.references.named(.featureType, feature.attribute("FeatureTypeID"))
    for version in feature.children("FeatureVersion") {
      _ = version.attribute("ID")
      let value = AdvancedFeature(version, tables)
      for place in value.places where type.lowercased() == "location" { facts += place.facts }
      if type.lowercased() != "location" || value.places.isEmpty {
        for text in value.texts(of: type) { add(type, text) }
      }
      facts += value.further.map { Fact($0.property, $0.value, qualifier: type) }
    }
    // That a feature belongs to an identity of this profile is what its place says.
    for back in feature.children("IdentityReference") { back.takeAll() }
  }

  /// Adds the value of a feature under the words that the delimited files use.
  private mutating func add(_ type: String, _ text: String) {
    switch type.lowercased() {
    case "title": facts.append(Fact(.title, text))
    case "birthdate": add(OFACItem(type: "DOB", number: text).read(kind: kind))
    case "place of birth": add(OFACItem(type: "POB", number: text).read(kind: kind))
    case "nationality country", "nationality":
      add(OFACItem(type: "nationality", number: text).read(kind: kind))
    case "citizenship country", "citizenship":
      add(OFACItem(type: "citizen", number: text).read(kind: kind))
    case "vessel call sign", "call sign": facts.append(Fact("call-sign", text))
    case "vessel type": facts.append(Fact("vessel-type", text))
    case "vessel flag": facts.append(Fact("flag", CountryName.value(text), raw: text))
    case "vessel owner": facts.append(Fact("vessel-owner", text))
    case "vessel gross tonnage", "vessel tonnage", "tonnage", "gross tonnage":
      facts.append(Fact("tonnage", text))
    case "vessel gross registered tonnage", "gross registered tonnage":
      facts.append(Fact("gross-registered-tonnage", text))
    default: add(OFACItem(type: type, number: text.isEmpty ? nil : text).read(kind: kind))
    }
  }

  private mutating func addExternal(_ node: RecordNode, _ tables: AdvancedTables) {
    let type = tables.references.text(.exRefType, node.attribute("ExRefTypeID"))
    for text in [node.text("ExRefValue"), node.text("DirectURL"), node.text("Comment")] {
      if let text { facts.append(Fact("external-reference", text, qualifier: type)) }
    }
    for link in node.children("SubLink") {
      let what = link.text("Description") ?? type
      _ = link.attribute("TargetTypeID")
      if let url = link.text("DirectURL") {
        facts.append(Fact("external-reference", url, qualifier: what))
      }
    }
  }
}
