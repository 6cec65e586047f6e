import ClewModel

/// What two statements of one party cannot both say: full birth dates, LEIs, registration numbers of
/// the same register, national ids of the same country. Passports are renewed under new numbers and
/// do not count.
///
/// A mention may state several values of one attribute; two descriptions contradict each other where
/// both state it and share no value.
package struct IdentityAttributes: Hashable, Sendable {
  package enum Attribute: Hashable, Comparable, Sendable {
    case birthDate
    case lei
    case registrationNumber(register: String)
    case nationalID(country: String)

    /// For findings: no values of a person.
    package var words: String {
      switch self {
      case .birthDate: "birth dates"
      case .lei: "LEIs"
      case .registrationNumber(let register): "registration numbers of the register \(register)"
      case .nationalID(let country):
        country.isEmpty ? "national ids" : "national ids of \(country)"
      }
    }
  }

  package private(set) var values: [Attribute: Set<String>] = [:]

  package init() {}

  /// The attributes a mention states. Sentinels and LEIs with wrong check digits do not count.
  package init(of mention: Mention) {
    for birth in IdentityKeys.birthDates(mention.facts) { insert(birth, as: .birthDate) }
    for fact in mention.facts {
      if fact.property == .lei, let lei = IdentityKeys.validLEI(fact) { insert(lei, as: .lei) }
      if fact.property == .registrationNumber,
        let (register, number) = IdentityKeys.companyNumber(fact, of: mention)
      {
        insert(number, as: .registrationNumber(register: register))
      }
      if fact.property == .nationalID, let number = IdentityKeys.identifier(fact) {
        insert(number, as: .nationalID(country: fact.qualifier?.uppercased() ?? ""))
      }
    }
  }

  package var isEmpty: Bool { values.isEmpty }

  package mutating func insert(_ value: String, as attribute: Attribute) {
    values[attribute, default: []].insert(value)
  }

  package mutating func formUnion(_ other: IdentityAttributes) {
    values.merge(other.values) { $0.union($1) }
  }

  /// The attributes on which two descriptions contradict each other, in order.
  package func contradictions(with other: IdentityAttributes) -> [Attribute] {
    guard !values.isEmpty, !other.values.isEmpty else { return [] }
    return values.compactMap { attribute, mine in
      other.values[attribute].flatMap { mine.isDisjoint(with: $0) ? attribute : nil }
    }.sorted()
  }

  package func contradicts(_ other: IdentityAttributes) -> Bool {
    guard !values.isEmpty, !other.values.isEmpty else { return false }
    return values.contains { attribute, mine in
      other.values[attribute]?.isDisjoint(with: mine) ?? false
    }
  }
}
