/// Who issued a list, as far as a regime asks.
package enum ListAuthority: UInt8, Sendable, CaseIterable {
  case ofac, eu, uk, un, bis, other, unknown, ch, ca

  package var name: String {
    switch self {
    case .ofac: "ofac"
    case .eu: "eu"
    case .uk: "uk"
    case .un: "un"
    case .bis: "bis"
    case .other: "other"
    case .unknown: "unknown"
    case .ch: "ch"
    case .ca: "ca"
    }
  }

  package init?(name: String) {
    guard let authority = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = authority
  }

  /// The authority a list name itself states (`ofac`, `ofac-sdn`, `EU FSF`), else unknown: a list of
  /// unknown authority counts for every regime.
  package init(listName: String) {
    let first = listName.lowercased().split { !$0.isLetter && !$0.isNumber }.first.map(String.init)
    self = first.flatMap(Self.init(name:)) ?? .unknown
  }
}

/// What being on the list does.
package enum ListEffect: UInt8, Sendable, CaseIterable {
  case blocking, sectoral, export, watch

  package var name: String {
    switch self {
    case .blocking: "blocking"
    case .sectoral: "sectoral"
    case .export: "export"
    case .watch: "watch"
    }
  }
}

/// An entry of a sanctions or watch list. A listing is not a party: a judgement joins them.
package struct Listing: Hashable, Sendable {
  /// The list's short name: `ofac`.
  package var list: String
  package var authority: ListAuthority
  package var effect: ListEffect
  /// The reference the list gives: `12300`.
  package var ref: String
  package var kind: PartyKind
  package var name: String
  package var programmes: [String]
  /// When the entry was made, where the list says.
  package var listed: TimeSpan?
  package var facts: [Fact]
  package var provenance: Provenance
  /// The mention of the same source that is this listing's subject by construction (the native
  /// `listed` column): judged the same as it, by the named rule.
  package var subject: Int?

  package init(
    list: String, authority: ListAuthority, effect: ListEffect, ref: String, kind: PartyKind,
    name: String, programmes: [String] = [], listed: TimeSpan? = nil, facts: [Fact] = [],
    provenance: Provenance, subject: Int? = nil
  ) {
    self.list = list
    self.authority = authority
    self.effect = effect
    self.ref = ref
    self.kind = kind
    self.name = name
    self.programmes = programmes
    self.listed = listed
    self.facts = facts
    self.provenance = provenance
    self.subject = subject
  }
}

/// Facts about a listing that stand in another file of the same list (OFAC's `alt.csv` and
/// `add.csv`): they belong to the listing with that reference, whichever file comes first.
package struct ListingSupplement: Hashable, Sendable {
  package var list: String
  package var ref: String
  package var facts: [Fact]
  package var provenance: Provenance

  package init(list: String, ref: String, facts: [Fact], provenance: Provenance) {
    self.list = list
    self.ref = ref
    self.facts = facts
    self.provenance = provenance
  }
}
