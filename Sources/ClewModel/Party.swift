/// What a party is.
package enum PartyKind: UInt8, Sendable, CaseIterable {
  case person, organisation, vessel, aircraft, asset, unknown

  package var name: String {
    switch self {
    case .person: "person"
    case .organisation: "organisation"
    case .vessel: "vessel"
    case .aircraft: "aircraft"
    case .asset: "asset"
    case .unknown: "unknown"
    }
  }

  /// Reads the word; `organization` is taken too.
  package init?(name: String) {
    let name = name == "organization" ? "organisation" : name
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// One claim of a source about a party, an account, a link, a listing or a filing.
///
/// `value` is normalised as far as the property has a normal form (dates ISO 8601, countries ISO
/// 3166 alpha-2 where known, identifiers upper case without blanks); `raw` is the text as stated,
/// nil where it is the same.
package struct Fact: Hashable, Sendable {
  package var property: Property
  package var value: String
  package var raw: String?
  /// What narrows the value: the country that issued a document, the quality of an alias, the type
  /// of an address, the date of a balance.
  package var qualifier: String?

  package init(
    _ property: Property, _ value: String, raw: String? = nil, qualifier: String? = nil
  ) {
    self.property = property
    self.value = value
    self.raw = raw == value ? nil : raw
    self.qualifier = qualifier
  }
}

/// The name of what a fact states. The constants below are what rules and charts read; a source may
/// state more, under its own words.
package struct Property: RawRepresentable, Hashable, Sendable, ExpressibleByStringLiteral {
  package var rawValue: String

  package init(rawValue: String) { self.rawValue = rawValue }
  package init(stringLiteral value: String) { rawValue = value }

  // Names. The qualifier of `alias` is `aka`, `fka`, `nka`, `weak`, `commercial`, `former` or nil.
  package static let name: Property = "name"
  package static let alias: Property = "alias"
  package static let title: Property = "title"

  // Identifiers. The qualifier is the issuing country (ISO 3166 alpha-2) or register.
  package static let lei: Property = "lei"
  package static let registrationNumber: Property = "registration-number"
  package static let taxNumber: Property = "tax-number"
  package static let passport: Property = "passport"
  package static let nationalID: Property = "national-id"
  package static let otherID: Property = "identifier"
  package static let imo: Property = "imo"
  package static let bic: Property = "bic"
  package static let walletAddress: Property = "wallet"

  // A person. Birth dates are ISO 8601 of any precision, ranges `1961/1963`, circa in the qualifier.
  package static let birthDate: Property = "birth-date"
  package static let birthPlace: Property = "birth-place"
  package static let deathDate: Property = "death-date"
  package static let gender: Property = "gender"
  package static let nationality: Property = "nationality"
  package static let residence: Property = "residence"
  package static let occupation: Property = "occupation"
  package static let politicallyExposed: Property = "politically-exposed"

  // An organisation.
  package static let country: Property = "country"
  package static let legalForm: Property = "legal-form"
  package static let business: Property = "business"
  package static let incorporationDate: Property = "incorporation-date"
  package static let dissolutionDate: Property = "dissolution-date"
  package static let status: Property = "status"

  // Where and how to reach it. An address value is one line, parts joined by `, `.
  package static let address: Property = "address"
  package static let phone: Property = "phone"
  package static let email: Property = "email"
  package static let website: Property = "website"
  package static let ipAddress: Property = "ip"

  package static let programme: Property = "programme"
  package static let remark: Property = "remark"
  package static let comment: Property = "comment"
  package static let indicator: Property = "indicator"
  package static let knownToReporter: Property = "known-to-reporter"
  package static let suspected: Property = "suspected"
  package static let institution: Property = "institution"
  package static let branch: Property = "branch"
  package static let balance: Property = "balance"
  package static let goods: Property = "goods"
}

/// A mention: one distinct statement of a party in one source.
///
/// A reader emits byte-identical statements of the same source once and counts them in
/// `occurrences`; the provenance is that of the first. Its number inside the source is its position
/// in the order of emission, from 0.
package struct Mention: Hashable, Sendable {
  /// The id the source itself gives, nil where it gives none.
  package var ref: String?
  package var kind: PartyKind
  /// The main name as stated, empty where the source gives none.
  package var name: String
  package var facts: [Fact]
  package var occurrences: Int
  package var provenance: Provenance
  /// True for what a record of its own says about the party with this ref (its passport, its
  /// address): it joins that party and never takes the place of the party's own statement in an
  /// earlier source of the family, as another statement of the ref would.
  package var isAside: Bool
  /// What it says about owners that it does not name.
  package var ownerStatements: [OwnerStatement]

  package init(
    ref: String? = nil, kind: PartyKind, name: String, facts: [Fact] = [], occurrences: Int = 1,
    provenance: Provenance, isAside: Bool = false, ownerStatements: [OwnerStatement] = []
  ) {
    self.ref = ref
    self.kind = kind
    self.name = name
    self.facts = facts
    self.occurrences = occurrences
    self.provenance = provenance
    self.isAside = isAside
    self.ownerStatements = ownerStatements
  }
}
