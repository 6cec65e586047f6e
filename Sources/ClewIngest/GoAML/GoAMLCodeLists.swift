import ClewModel

/// What the codes of roles and relations mean by the code lists that the analyst has loaded.
///
/// Every unit edits goAML's lists: `13` is a director in one and nothing in another. A report does
/// not say whose lists it uses, so that where lists of several units disagree about a code, none
/// decides; the labels of all are kept.
struct GoAMLCodeLists: Sendable {
  /// Between what a code stands: a party and an account, a person and an entity, two entities, two
  /// persons.
  enum Use: Hashable, Sendable { case account, entity, entityEntity, person }

  struct Meaning: Sendable {
    var kind: LinkKind?
    /// Between two entities: which owns which, or another role.
    var relation: GoAMLCodes.EntityRelation?
    /// A beneficial owner: what it owns, it owns through others.
    var isBeneficial = false
    /// The labels and the lists they stand in.
    var labels: [(label: String, scheme: String)] = []
  }

  private var entries: [String: [CodeLabel]] = [:]

  init(_ labels: [CodeLabel]) {
    for label in labels where Self.isOfRoles(label.scheme) {
      entries[label.code.uppercased(), default: []].append(label)
    }
  }

  /// What a code means in its use: nothing where no list has it.
  func meaning(of code: String, use: Use) -> Meaning {
    guard let found = entries[code.uppercased()] else { return Meaning() }
    var meaning = Meaning()
    var readings: Set<CodeWord> = []
    for entry in found where Self.applies(entry.scheme, to: use) {
      meaning.labels.append((entry.label, entry.scheme))
      let word = entry.means.flatMap(CodeWord.init(means:)) ?? CodeWord(label: entry.label, use)
      if let word { readings.insert(word) }
    }
    guard readings.count == 1, let word = readings.first else { return meaning }
    meaning.kind = word.kind(in: use)
    meaning.isBeneficial = word == .beneficialOwner
    if use == .entityEntity {
      switch word {
      case .owner, .beneficialOwner: meaning.relation = .owner
      case .owned: meaning.relation = .owned
      default: meaning.relation = meaning.kind.map { .role($0) }
      }
    }
    return meaning
  }

  /// `goaml/entity_person_role`, `goaml:ae/party_roles`.
  private static func isOfRoles(_ scheme: String) -> Bool {
    let list = list(of: scheme)
    return scheme.lowercased().hasPrefix("goaml")
      && (list.contains("role") || list.contains("relation"))
  }

  private static func list(of scheme: String) -> String {
    String((scheme.split(separator: "/").last ?? "").lowercased().filter(\.isLetter))
  }

  /// A list whose name says what it is about (`account_person_role_type`) is of no other use.
  private static func applies(_ scheme: String, to use: Use) -> Bool {
    let list = list(of: scheme)
    if list.contains("account") { return use == .account }
    if list.contains("personperson") { return use == .person }
    if list.contains("entityentity") { return use == .entityEntity }
    if list.contains("entity") { return use == .entity || use == .entityEntity }
    return true
  }
}

/// What a role can be, as the column `means` of a code list writes it, or as its label says.
enum CodeWord: String, CaseIterable, Sendable {
  case owner
  case owned
  case beneficialOwner = "ubo"
  case director, signatory, holder, nominee, settlor, trustee, protector, beneficiary, family,
    associate, agent

  /// The column `means`; the words of link kinds (`owns`) are taken too.
  init?(means: String) {
    let word = means.trimmed.lowercased()
    if word == "owns" { self = .owner } else { self.init(rawValue: word) }
  }

  /// What an English label says; nil where it says none of these, or more than one.
  init?(label: String, _ use: GoAMLCodeLists.Use) {
    let words = Set(label.lowercased().split { !$0.isLetter }.map(String.init))
    func has(_ any: String...) -> Bool { any.contains { words.contains($0) } }
    var found: Set<CodeWord> = []
    if use == .person {
      if has(
        "spouse", "husband", "wife", "father", "mother", "parent", "child", "son", "daughter",
        "brother", "sister", "sibling", "family", "relative", "cousin", "uncle", "aunt", "nephew",
        "niece", "grandparent", "grandchild")
      {
        found.insert(.family)
      }
      if has("associate", "friend", "colleague", "neighbour", "neighbor", "employer", "employee") {
        found.insert(.associate)
      }
    } else {
      let isUltimate = has("ubo") || has("beneficial") && has("owner", "ownership")
      if isUltimate {
        found.insert(.beneficialOwner)
      } else if has("owner", "shareholder", "partner", "proprietor") {
        found.insert(.owner)
      }
      if has("director", "manager", "secretary", "liquidator", "chairman", "officer") {
        found.insert(.director)
      }
      if use == .entityEntity {
        if has("parent", "holding") { found.insert(.owner) }
        if has("subsidiary") { found.insert(.owned) }
      }
      if has("holder") { found.insert(.holder) }
      if has("signatory", "signer") { found.insert(.signatory) }
      if has("settlor", "grantor") { found.insert(.settlor) }
      if has("trustee") { found.insert(.trustee) }
      if has("protector") { found.insert(.protector) }
      if has("beneficiary") { found.insert(.beneficiary) }
      if has("agent", "attorney") { found.insert(.agent) }
      // A nominee director holds the seat, a nominee shareholder the title.
      if found.isEmpty, has("nominee") { found.insert(.nominee) }
    }
    guard found.count == 1, let word = found.first else { return nil }
    self = word
  }

  /// The kind of link: an account is held rather than owned, and an agent of an account signs for it.
  func kind(in use: GoAMLCodeLists.Use) -> LinkKind {
    switch self {
    case .owner, .owned: use == .account ? .holder : .ownership
    case .beneficialOwner: use == .account ? .beneficiary : .ownership
    case .director: .director
    case .signatory: .signatory
    case .holder: .holder
    case .nominee: .nominee
    case .settlor: .settlor
    case .trustee: .trustee
    case .protector: .protector
    case .beneficiary: .beneficiary
    case .family: .family
    case .associate: .associate
    case .agent: use == .account ? .signatory : .agent
    }
  }
}
