import ClewModel

/// What the code lists of goAML mean here.
///
/// Every FIU edits the lists, so that only codes known from the UN default lists and the build of
/// the UAE (schema 5.0.2) are read as a kind; any other stays as stated, in the role of a link of
/// kind `linked`, or of the kind that its element itself names (`director_id`, `signatory`).
enum GoAMLCodes {
  /// Funds codes that mean cash: `CASH` (UAE), `K` (UN default list).
  static func isCash(_ funds: String?) -> Bool {
    guard let funds else { return false }
    return funds == "CASH" || funds == "K" || funds.uppercased() == "CASH"
  }

  static func isTrue(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "1", "y", "yes": true
    case "false", "0", "n", "no": false
    default: nil
    }
  }

  /// `personal_account_type`, `account_type`: cards and wallets; every other is a bank account.
  static func accountKind(_ code: String) -> AccountKind {
    switch code.uppercased() {
    case "CRDTC", "DBCD", "PREPD", "LCRDS": .card
    case "CRYWT", "FDWLT": .wallet
    default: .bank
    }
  }

  /// A person or an entity towards an account. The beneficial owner of an account (`UBO`) is a
  /// beneficiary: the account is not a party that could be owned or controlled.
  static func accountRole(_ code: String) -> LinkKind? {
    switch code.uppercased() {
    case "PAH", "JAH", "MINOR": .holder
    case "SSIGN", "POA", "AGENT", "LGG", "NTRLG", "TRSUR": .signatory
    case "UBO", "TRB": .beneficiary
    case "SETLR": .settlor
    case "TRSTE": .trustee
    default: nil
    }
  }

  /// A person towards an entity. A nominee shareholder or director holds the title or the seat; for
  /// whom, the report does not say, so it is no nominee link.
  static func entityRole(_ code: String) -> LinkKind? {
    switch code.uppercased() {
    case "DIR", "MGR", "CMPNS", "LIQUI", "ATR", "ND": .director
    case "SHRHL", "UBO", "PRTNR", "NS": .ownership
    case "TRSTE": .trustee
    case "SETLR": .settlor
    case "PRO": .protector
    case "BEN": .beneficiary
    default: nil
    }
  }

  /// What an entity is to the entity that states it.
  enum EntityRelation {
    /// It owns the entity that states it.
    case owner
    /// It is owned by the entity that states it.
    case owned
    case role(LinkKind)
  }

  /// `entity_entity_relation`: the roles of persons where they fit, else words for parent and
  /// subsidiary. The list differs between FIUs; what is in neither gives nil.
  static func entityRelation(_ code: String) -> EntityRelation? {
    if let kind = entityRole(code) { return kind == .ownership ? .owner : .role(kind) }
    let word = String(code.uppercased().filter(\.isLetter))
    switch word {
    case "PARENT", "PARNT", "PRNT", "PARENTCOMPANY", "HOLDING", "HOLDINGCOMPANY", "HLDNG", "HOLD",
      "OWNER", "SHAREHOLDER", "ULTIMATEPARENT":
      return .owner
    case "SUBSIDIARY", "SUBSD", "SUBSI", "SUBS", "SUB", "OWNED":
      return .owned
    default: return nil
    }
  }

  /// `person_person_relation`: words of family and acquaintance.
  static func personRelation(_ code: String) -> LinkKind? {
    let word = String(code.uppercased().filter(\.isLetter))
    switch word {
    case "SPOUSE", "SPOUS", "SPS", "HUSBAND", "HUSB", "WIFE", "FATHER", "FATHR",
      "MOTHER", "MOTHR", "PARENT", "PARNT", "CHILD", "SON", "DAUGHTER", "DAUGH", "DGHTR", "BROTHER",
      "BROTH", "SISTER", "SISTR", "SIBLING", "SIBLG", "FAMILY", "FAMLY", "RELATIVE", "COUSIN",
      "UNCLE", "AUNT", "NEPHEW", "NIECE", "GRANDPARENT", "GRANDCHILD", "INLAW":
      return .family
    case "ASSOCIATE", "ASSOC", "FRIEND", "FRND", "COLLEAGUE", "BUSINESSPARTNER", "BUSINESS",
      "EMPLOYER", "EMPLOYEE", "NEIGHBOUR":
      return .associate
    default: return nil
    }
  }

  /// `identifier_type`: what a person's document is.
  static func document(_ code: String) -> Property {
    switch code.uppercased() {
    case "PASSP", "PASSPORT": .passport
    case "EID", "GCCID", "NATIONAL ID", "NATIONAL_ID", "NID": .nationalID
    default: .otherID
    }
  }
}
