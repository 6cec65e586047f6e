/// What an account is.
package enum AccountKind: UInt8, Sendable, CaseIterable {
  case bank, wallet, card, cash

  package var name: String {
    switch self {
    case .bank: "bank"
    case .wallet: "wallet"
    case .card: "card"
    case .cash: "cash"
    }
  }

  package init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// A statement of an account in one source. Its number inside the source is its position in the
/// order of emission, from 0.
///
/// Identity follows `keys`: the first that applies names the account, and a record that gives two
/// makes them one account.
package struct AccountMention: Hashable, Sendable {
  /// The id the source itself gives (`accounts.csv`), unique in its set.
  package var ref: String?
  package var iban: String?
  /// BIC, bank code (leading zeros kept) or name of the institution as stated.
  package var institution: String?
  package var number: String?
  /// Text that may be a ref or a number of the set, known only once the whole set is: `from` and
  /// `to` of a transaction that states no institution. Set alone, without ref and number.
  package var text: String?
  package var kind: AccountKind
  package var currency: String?
  /// The name on the account as stated.
  package var name: String?
  package var opened: TimeSpan?
  package var closed: TimeSpan?
  package var balance: Money?
  package var balanceTime: TimeSpan?
  package var facts: [Fact]
  package var provenance: Provenance

  package init(
    ref: String? = nil, iban: String? = nil, institution: String? = nil, number: String? = nil,
    text: String? = nil, kind: AccountKind = .bank, currency: String? = nil, name: String? = nil,
    opened: TimeSpan? = nil, closed: TimeSpan? = nil, balance: Money? = nil,
    balanceTime: TimeSpan? = nil, facts: [Fact] = [], provenance: Provenance
  ) {
    self.ref = ref
    self.iban = iban
    self.institution = institution
    self.number = number
    self.text = text
    self.kind = kind
    self.currency = currency
    self.name = name
    self.opened = opened
    self.closed = closed
    self.balance = balance
    self.balanceTime = balanceTime
    self.facts = facts
    self.provenance = provenance
  }
}

/// What identifies an account, strongest first.
package enum AccountKey: Hashable, Sendable {
  /// A valid IBAN, upper case, without blanks.
  case iban(String)
  /// An institution (BIC8, else the code or name as stated) and a number.
  case institution(String, number: String)
  /// The source's own id, or a number, within a set.
  case ref(String, set: String)
  case number(String, set: String)
  /// Text that resolves to a ref or a unique number of its set, else stands for itself.
  case text(String, set: String)

  /// One unambiguous line, for an index.
  package var text: String {
    switch self {
    case .iban(let iban): "iban\u{1F}\(iban)"
    case .institution(let institution, let number): "inst\u{1F}\(institution)\u{1F}\(number)"
    case .ref(let ref, let set): "ref\u{1F}\(set)\u{1F}\(ref)"
    case .number(let number, let set): "num\u{1F}\(set)\u{1F}\(number)"
    case .text(let text, let set): "text\u{1F}\(set)\u{1F}\(text)"
    }
  }
}

extension AccountMention {
  /// The keys of the account, strongest first. Sentinels (`-`, `UNKNOWN`, `0`) give none; an IBAN
  /// with wrong check digits is a number like any other.
  package func keys(set: String) -> [AccountKey] {
    var keys: [AccountKey] = []
    func usable(_ value: String?) -> String? {
      guard let value, !Sentinel.matches(value), !Sentinel.isRounded(value) else { return nil }
      return value
    }
    for candidate in [iban, number, text] {
      if let value = usable(candidate), let valid = CheckDigits.iban(value) {
        keys.append(.iban(valid))
        break
      }
    }
    if let number = usable(number) ?? usable(iban), CheckDigits.iban(number) == nil {
      if let institution = usable(institution) {
        keys.append(.institution(CheckDigits.bic8(institution) ?? institution, number: number))
      } else {
        keys.append(.number(number, set: set))
      }
    }
    if let ref, !Sentinel.fillsRef(ref) { keys.append(.ref(ref, set: set)) }
    if let text, !Sentinel.fillsRef(text), CheckDigits.iban(text) == nil {
      keys.append(.text(text, set: set))
    }
    return keys
  }
}
