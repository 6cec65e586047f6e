import ClewModel

/// The `ReferenceValueSets` of an advanced file: what its numbers mean.
struct AdvancedReferences {
  struct Value {
    var text: String
    /// The attribute that matters of the set: a country's ISO code, a subtype's party type, a
    /// script's code, a region's name, the short title of a legal basis.
    var code: String?
  }

  private var sets: [Kind: [String: Value]] = [:]

  /// The sets that are used here, by the name of their elements.
  enum Kind: String, CaseIterable {
    case aliasType = "AliasType"
    case areaCode = "AreaCode"
    case calendarType = "CalendarType"
    case country = "Country"
    case detailReference = "DetailReference"
    case entryEventType = "EntryEventType"
    case exRefType = "ExRefType"
    case featureType = "FeatureType"
    case idDateType = "IDRegDocDateType"
    case idType = "IDRegDocType"
    case legalBasis = "LegalBasis"
    case list = "List"
    case locPartType = "LocPartType"
    case namePartType = "NamePartType"
    case partySubType = "PartySubType"
    case partyType = "PartyType"
    case relationQuality = "RelationQuality"
    case relationType = "RelationType"
    case reliability = "Reliability"
    case sanctionsType = "SanctionsType"
    case script = "Script"
    case supInfoType = "SupInfoType"
    case validity = "Validity"
  }

  /// Sets whose values no record needs here: who decided, what a number or a status is called, how
  /// a text is shown.
  private static let ignored: Set<String> = [
    "AreaCodeTypeValues", "CountryRelevanceValues", "DecisionMakingBodyValues", "DetailTypeValues",
    "DocNameStatusValues", "EntryLinkTypeValues", "FeatureTypeGroupValues",
    "IdentityFeatureLinkTypeValues", "LegalBasisTypeValues", "LocPartValueStatusValues",
    "LocPartValueTypeValues", "OrganisationValues", "SanctionsProgramValues", "ScriptStatusValues",
    "SubsidiaryBodyValues", "TargetTypeValues",
  ]

  /// Adds the sets; one that is not known stays untaken and so is counted.
  mutating func add(_ node: RecordNode) {
    for set in node.children {
      if Self.ignored.contains(set.name) {
        set.takeAll()
        continue
      }
      guard set.name.hasSuffix("Values"), let kind = Kind(rawValue: String(set.name.dropLast(6)))
      else { continue }
      for element in set.children where element.name == kind.rawValue {
        let code = Self.code(kind, element)
        if let id = element.attribute("ID"), let text = element.text {
          sets[kind, default: [:]][id] = Value(text: text, code: code)
        }
      }
      // Further attributes repeat a value in another code (ISO3) or group it.
      set.takeAll()
    }
  }

  private static func code(_ kind: Kind, _ element: RecordNode) -> String? {
    switch kind {
    case .areaCode: element.attribute("Description")
    case .country: element.attribute("ISO2")
    case .legalBasis: element.attribute("LegalBasisShortRef")
    case .partySubType: element.attribute("PartyTypeID")
    case .script: element.attribute("ScriptCode")
    default: nil
    }
  }

  func value(_ kind: Kind, _ id: String?) -> Value? { id.flatMap { sets[kind]?[$0] } }

  func text(_ kind: Kind, _ id: String?) -> String? { value(kind, id)?.text }

  /// What a number means, else the number with the name of its set, so that nothing is lost.
  func named(_ kind: Kind, _ id: String?) -> String {
    text(kind, id) ?? "\(kind.rawValue) \(id ?? "not stated")"
  }

  /// The name of a country; where the set names none, its code.
  func country(_ id: String?) -> String? {
    guard let value = value(.country, id) else { return nil }
    return CountryName.code(value.text) == nil ? value.code ?? value.text : value.text
  }

  /// What a profile is. The subtypes of persons and organisations are both called "Unknown", their
  /// party types tell them apart; the four numbers OFAC uses are known where the set is missing.
  func partyKind(_ subType: String?) -> PartyKind {
    guard let value = value(.partySubType, subType) else {
      switch subType {
      case "1": return .vessel
      case "2": return .aircraft
      case "3": return .organisation
      case "4": return .person
      default: return .unknown
      }
    }
    switch value.text.lowercased() {
    case "vessel": return .vessel
    case "aircraft": return .aircraft
    default: break
    }
    switch text(.partyType, value.code)?.lowercased() {
    case "individual": return .person
    case "entity": return .organisation
    default: return .unknown
    }
  }
}
