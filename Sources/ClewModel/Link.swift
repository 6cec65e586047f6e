/// What a link says. `from` holds the active role: the owner, the director, the trustee.
package enum LinkKind: UInt8, Sendable, CaseIterable {
  case ownership, control, director, signatory, holder, family, associate, agent, nominee, settlor,
    trustee, beneficiary, protector, address
  /// A relation the source names without saying which (OFAC's "Linked To:").
  case linked

  /// The word of the native tables.
  package var name: String {
    switch self {
    case .ownership: "owns"
    case .control: "controls"
    case .director: "director"
    case .signatory: "signatory"
    case .holder: "holder"
    case .family: "family"
    case .associate: "associate"
    case .agent: "agent"
    case .nominee: "nominee"
    case .settlor: "settlor"
    case .trustee: "trustee"
    case .beneficiary: "beneficiary"
    case .protector: "protector"
    case .address: "address"
    case .linked: "linked"
    }
  }

  package init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}

/// What a link ends at.
package enum Endpoint: Hashable, Sendable {
  /// A mention of the same source, by its number in it.
  case mention(Int)
  /// An account of the same source, by its number in it.
  case account(Int)
  /// A party by the id its set gives it, stated in this source or another of the set. One that no
  /// source states becomes a party of kind unknown.
  case party(ref: String)
  /// An account by the id its set gives it.
  case accountRef(String)
  /// A listing of the same source, by its number in it.
  case listing(Int)
  /// A listing of the same list by its name, resolved over the whole list.
  case listingName(String)
}

/// A share as stated: one value (`min == max`) or a band. A bound that is not stated is nil.
package struct Stake: Hashable, Sendable {
  package var min: Share?
  package var max: Share?

  package init(min: Share?, max: Share?) {
    self.min = min
    self.max = max
  }

  package init(exactly share: Share) { self.init(min: share, max: share) }

  /// A band whose bounds may be exclusive, in percent as stated: registers say "more than 25% but
  /// not more than 50%". An exclusive bound lies one unit (10^-15) inside; the number of decimals
  /// stays that of the stated bound, because such a bound is no rounded figure.
  package init(
    abovePercent min: Int64, isExclusive: Bool = true, upToPercent max: Int64,
    isMaxExclusive: Bool = false
  ) {
    self.init(
      min: Share(units: min * (Share.whole / 100) + (isExclusive ? 1 : 0), decimals: 2),
      max: Share(units: max * (Share.whole / 100) - (isMaxExclusive ? 1 : 0), decimals: 2))
  }
}

/// A dated record of a relation between two parties, or a party and an account, in roles.
package struct Link: Hashable, Sendable {
  package var ref: String?
  package var kind: LinkKind
  /// By what means it gives control, where the source says.
  package var means: ControlMeans
  package var from: Endpoint
  package var to: Endpoint
  package var capital: Stake?
  package var votes: Stake?
  /// True for direct, false for indirect, nil where the source does not say.
  package var direct: Bool?
  /// True where the source offers the relation as a hint only: an analysis shows it as possible.
  package var candidate: Bool
  /// The period `[start, end)` in which it holds.
  package var start: TimeSpan?
  package var end: TimeSpan?
  /// When the statement became known, where the source says.
  package var known: TimeSpan?
  /// The reliability grade of the statement, as stated (`A1`).
  package var grade: String?
  /// The role as the source words or codes it.
  package var role: String?
  package var facts: [Fact]
  package var provenance: Provenance

  package init(
    ref: String? = nil, kind: LinkKind, means: ControlMeans = .unstated, from: Endpoint,
    to: Endpoint, capital: Stake? = nil,
    votes: Stake? = nil, direct: Bool? = nil, candidate: Bool = false, start: TimeSpan? = nil,
    end: TimeSpan? = nil, known: TimeSpan? = nil, grade: String? = nil, role: String? = nil,
    facts: [Fact] = [], provenance: Provenance
  ) {
    self.ref = ref
    self.kind = kind
    self.means = means
    self.from = from
    self.to = to
    self.capital = capital
    self.votes = votes
    self.direct = direct
    self.candidate = candidate
    self.start = start
    self.end = end
    self.known = known
    self.grade = grade
    self.role = role
    self.facts = facts
    self.provenance = provenance
  }
}
