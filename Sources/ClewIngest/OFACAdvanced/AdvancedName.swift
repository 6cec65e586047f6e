import ClewModel

/// The names of an `Identity`: aliases of documented names of parts, each of a type.
struct AdvancedNames {
  /// The main name in listed order, nil where the identity has none.
  var name: String?
  var facts: [Fact] = []

  /// - Parameter isMain: false for a further or a false identity, whose names are aliases.
  init(
    _ identity: RecordNode, isMain: Bool, qualifier: String?, kind: PartyKind,
    _ references: AdvancedReferences
  ) {
    let types = Self.partTypes(identity, references)
    for alias in identity.children("Alias") {
      _ = alias.attribute("FixedRef")
      let type = references.text(.aliasType, alias.attribute("AliasTypeID"))
      let isPrimary = alias.attribute("Primary")?.lowercased() == "true"
      let isWeak = alias.attribute("LowQuality")?.lowercased() == "true"
      let period = alias.child("DatePeriod").map { AdvancedDate($0, references) }?.words
      for documented in alias.children("DocumentedName") {
        guard let stated = DocumentedName(documented, types, references) else { continue }
        let isName = isMain && isPrimary && stated.isLatin
        if isName, name == nil {
          name = stated.listed
          if kind == .person, let spoken = OFACName.reordered(stated.listed) {
            facts.insert(
              Fact(.alias, spoken, raw: stated.listed, qualifier: "reordered"), at: 0)
          }
        } else {
          facts += Self.facts(
            stated, type: isPrimary ? nil : type, isWeak: isWeak, qualifier: qualifier, kind: kind)
        }
        if let comment = documented.text("Comment") {
          facts.append(Fact(.comment, comment, qualifier: stated.listed))
        }
        for country in documented.children("DocumentedNameCountry") {
          if let name = references.country(country.attribute("CountryID")) {
            facts.append(Fact("name-country", CountryName.value(name), qualifier: stated.listed))
          }
        }
      }
      if let comment = alias.text("Comment") { facts.append(Fact(.comment, comment)) }
      if let period { facts.append(Fact("alias-period", period)) }
    }
  }

  private static func facts(
    _ stated: DocumentedName, type: String?, isWeak: Bool, qualifier: String?, kind: PartyKind
  ) -> [Fact] {
    if let qualifier { return [Fact(.alias, stated.listed, qualifier: qualifier)] }
    guard stated.isLatin else {
      let script = stated.script.map { "script \($0)" }
      return [Fact(.alias, stated.written, qualifier: isWeak ? "weak" : script)]
    }
    let type = type?.lowercased()
    return OFACName.facts(
      alias: stated.listed, type: type == nil || type == "name" ? "a.k.a." : type ?? "",
      isWeak: isWeak, isPerson: kind == .person && stated.hasGiven)
  }

  /// The type of each group of name parts: `Last Name`, `Entity Name`.
  private static func partTypes(
    _ identity: RecordNode, _ references: AdvancedReferences
  ) -> [String: String] {
    var types: [String: String] = [:]
    for groups in identity.children("NamePartGroups") {
      for group in groups.children("MasterNamePartGroup").flatMap({ $0.children("NamePartGroup") })
      {
        let type = references.text(.namePartType, group.attribute("NamePartTypeID"))
        if let id = group.attribute("ID"), let type { types[id] = type.lowercased() }
      }
    }
    return types
  }
}

/// One spelling of a name.
struct DocumentedName {
  /// `LAST, First Middle`; the parts as they stand where none is a last name.
  var listed: String
  /// The parts in the order of the file.
  var written: String
  /// Whether a part other than the last name is there.
  var hasGiven: Bool
  var isLatin: Bool
  /// The code of the script, ISO 15924.
  var script: String?

  /// - Returns: nil where no part has a text.
  init?(_ node: RecordNode, _ types: [String: String], _ references: AdvancedReferences) {
    // Numbers of OFAC's database, and which spelling it shows first.
    _ = node.attribute("ID")
    _ = node.attribute("FixedRef")
    _ = node.attribute("DocNameStatusID")
    for back in node.children("IDRegDocumentReference") { back.takeAll() }
    var last: [String] = []
    var rest: [String] = []
    var all: [String] = []
    for part in node.children("DocumentedNamePart") {
      let leading = part.attribute("LeadingChars") ?? ""
      let trailing = part.attribute("TrailingChars") ?? ""
      for value in part.children("NamePartValue") {
        _ = value.attribute("ScriptStatusID")
        _ = value.attribute("Acronym")
        let type = value.attribute("NamePartGroupID").flatMap { types[$0] }
        let script = references.value(.script, value.attribute("ScriptID"))
        guard let stated = value.text else { continue }
        self.script = self.script ?? script?.code ?? script?.text
        let text = leading + stated + trailing
        all.append(text)
        if type == "last name" { last.append(text) } else { rest.append(text) }
      }
    }
    guard !all.isEmpty else { return nil }
    written = all.joined(separator: " ")
    hasGiven = !last.isEmpty && !rest.isEmpty
    isLatin = written.unicodeScalars.allSatisfy(Self.isLatin)
    listed =
      hasGiven && isLatin
      ? "\(last.joined(separator: " ")), \(rest.joined(separator: " "))" : written
  }

  /// Letters below U+0250 and the Latin additions; signs belong to every script.
  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x250 || (0x1E00...0x1EFF).contains(scalar.value)
      || !scalar.properties.isAlphabetic
  }

}
