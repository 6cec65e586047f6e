import ClewModel

/// A rule that joins two mentions of one party because they share a strong key.
///
/// The raw value is the rank: where two keys contradict each other, the lower one is heard first.
package enum IdentityRule: Int, Sendable, CaseIterable, Comparable {
  /// The same id in the same set: the source itself says so.
  case setRef
  case lei, companyNumber, passport, nationalID
  /// The same full name and the same full birth date inside one source.
  case nameBirthDate
  /// The same id in two sources of one family, whatever their sets: editions of one register.
  case familyRef
  /// The same institution: the first eight characters of a BIC (ISO 9362), whatever the branch.
  case bic
  /// The same name on one side of payments over the same account.
  case accountName

  /// The name under which judgements carry it: `rule:lei`.
  package var name: String {
    switch self {
    case .setRef: "rule:set-ref"
    case .lei: "rule:lei"
    case .companyNumber: "rule:company-number"
    case .passport: "rule:passport"
    case .nationalID: "rule:national-id"
    case .nameBirthDate: "rule:name-birth-date"
    case .familyRef: "rule:family-ref"
    case .bic: "rule:bic"
    case .accountName: "rule:account-name"
    }
  }

  package init?(name: String) {
    guard let rule = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = rule
  }

  package static func < (a: IdentityRule, b: IdentityRule) -> Bool { a.rawValue < b.rawValue }
}

/// A strong key: two mentions that have an equal one state the same party, unless something
/// contradicts it.
package struct IdentityKey: Hashable, Comparable, Sendable {
  /// Stands between the parts of `text`: no source text holds it.
  package static let separator = "\u{1F}"

  package var rule: IdentityRule
  /// The parts of the key in normal form. A key that holds only inside one source begins with the
  /// source's number.
  package var text: String

  package init(_ rule: IdentityRule, _ parts: String...) {
    self.rule = rule
    text = parts.joined(separator: Self.separator)
  }

  package init(rule: IdentityRule, text: String) {
    self.rule = rule
    self.text = text
  }

  package static func < (a: IdentityKey, b: IdentityKey) -> Bool {
    (a.rule, a.text) < (b.rule, b.text)
  }

  /// Why the rule joins, in words. Numbers of companies are public and stated; personal values
  /// (documents, names, birth dates) are not.
  package var why: String {
    let parts = text.split(separator: "\u{1F}", omittingEmptySubsequences: false)
    switch rule {
    case .setRef where parts.count == 2: return "same id in one set: \(parts[1])"
    case .familyRef where parts.count == 2: return "same id in one family: \(parts[1])"
    case .lei: return "same LEI \(text)"
    case .companyNumber where parts.count == 2:
      return "same company number \(parts[1]) in the register \(parts[0])"
    case .passport where parts.count == 3:
      return "same passport number, issuing country \(parts[0]) and birth date"
    case .nationalID where parts.count == 3:
      return "same national id, issuing country \(parts[0]) and birth date"
    case .bic: return "same institution by its BIC \(text)"
    case .accountName where parts.count > 2:
      return "same name on the account \(parts[1..<(parts.count - 1)].joined(separator: " "))"
    case .nameBirthDate where parts.count == 3:
      return "same full name and birth date in source S\(parts[0])"
    default: return "same \(rule.name.dropFirst(5))"
    }
  }
}

/// Which strong keys a mention's own statement gives.
package enum IdentityKeys {
  /// The keys of a mention, in order, without the one of its ref in its set (which the casefile's
  /// own index of refs holds).
  ///
  /// - A valid LEI (ISO 17442-1 check digits).
  /// - A company number with its register (`RegisterCode`); where nothing is said of the register, the
  ///   only country stated of an organisation counts. A register that is named in words gives no key:
  ///   there is a Registrar of Companies in many countries.
  /// - A passport or national id with its country and a full birth date: without one there is no
  ///   key, because documents are reused and mistyped.
  /// - A BIC of what is no person, without its branch.
  /// - Inside one source: a full name with a full birth date.
  ///
  /// Sentinels and values with wrong check digits give none.
  package static func keys(of mention: Mention, source: Int64) -> [IdentityKey] {
    var keys = Set<IdentityKey>()
    let births = birthDates(mention.facts)
    for fact in mention.facts {
      switch fact.property {
      case .lei:
        if let lei = validLEI(fact) { keys.insert(IdentityKey(.lei, lei)) }
      case .bic:
        if mention.kind != .person, let bic = CheckDigits.bic8(fact.raw ?? fact.value) {
          keys.insert(IdentityKey(.bic, bic))
        }
      case .registrationNumber:
        if let (register, number) = companyNumber(fact, of: mention) {
          keys.insert(IdentityKey(.companyNumber, register, number))
        }
      case .passport, .nationalID:
        guard let country = country(fact.qualifier), let number = identifier(fact) else { break }
        let rule: IdentityRule = fact.property == .passport ? .passport : .nationalID
        for birth in births { keys.insert(IdentityKey(rule, country, number, birth)) }
      default: break
      }
    }
    if mention.kind == .person || mention.kind == .unknown, let name = fullName(mention.name) {
      for birth in births {
        keys.insert(IdentityKey(.nameBirthDate, String(source), name, birth))
      }
    }
    return keys.sorted()
  }

  /// The full birth dates a mention states (day precision, no sentinel), as ISO text.
  package static func birthDates(_ facts: [Fact]) -> [String] {
    var dates: [String] = []
    for fact in facts where fact.property == .birthDate {
      guard let date = fullDate(fact), !dates.contains(date) else { continue }
      dates.append(date)
    }
    return dates
  }

  /// The date of a fact where it is one day, stated as exact and no sentinel.
  package static func fullDate(_ fact: Fact) -> String? {
    guard fact.qualifier != "circa", !Sentinel.matches(fact.value),
      !(fact.raw.map(Sentinel.matches) ?? false)
    else { return nil }
    let text = fact.value.count > 10 ? String(fact.value.prefix(10)) : fact.value
    guard fact.value.count == 10 || fact.value.dropFirst(10).hasPrefix("T"),
      !Sentinel.matches(text), Day(iso: text) != nil
    else { return nil }
    return text
  }

  /// The LEI of a fact if its check digits are right.
  package static func validLEI(_ fact: Fact) -> String? {
    guard !Sentinel.matches(fact.value) else { return nil }
    return CheckDigits.lei(fact.value)
  }

  /// Register and number of a company as a key takes them.
  package static func companyNumber(
    _ fact: Fact, of mention: Mention
  ) -> (register: String, number: String)? {
    guard mention.kind != .person, let number = identifier(fact) else { return nil }
    if let qualifier = fact.qualifier, !Sentinel.matches(qualifier) {
      return RegisterCode.register(qualifier).map { ($0, normal(number, in: $0)) }
    }
    var stated: String?
    for other in mention.facts where other.property == .country {
      guard let value = country(other.value) else { continue }
      if let known = stated, known != value { return nil }
      stated = value
    }
    guard let stated else { return nil }
    return (stated, normal(number, in: stated))
  }

  /// The number as its register writes it.
  private static func normal(_ number: String, in register: String) -> String {
    register == "GB" ? CompanyNumber.british(number) : number
  }

  /// An identifier in upper case without blanks, hyphens and dots; nil for a sentinel.
  static func identifier(_ fact: Fact) -> String? {
    guard !Sentinel.matches(fact.value), !(fact.raw.map(Sentinel.matches) ?? false) else {
      return nil
    }
    let compact = CheckDigits.compact(fact.value)
    return Sentinel.matches(compact) ? nil : compact
  }

  /// ISO 3166-1 alpha-2 in capitals; nil for what is none.
  private static func country(_ text: String?) -> String? {
    guard let code = text?.trimmed.uppercased(), CheckDigits.isCountry(code) else { return nil }
    return code
  }

  /// The name with single blanks if it can be a full one: two words, or two characters of a script
  /// that sets none between them.
  private static func fullName(_ name: String) -> String? {
    guard !Sentinel.matches(name) else { return nil }
    let words = name.split(whereSeparator: \.isWhitespace)
    let unspaced = name.unicodeScalars.contains { (0x2E80...0xD7FF).contains($0.value) }
    guard words.count > 1 || (unspaced && name.count > 1) else { return nil }
    return words.joined(separator: " ")
  }
}
