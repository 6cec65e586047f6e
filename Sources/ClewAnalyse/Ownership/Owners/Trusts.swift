import ClewModel

/// Trusts and foundations: parties that are no person and at which others are settlor, trustee,
/// protector or beneficiary.
struct Trusts {
  private let holdings: Holdings
  private var rolesAt: [Int32: [Holdings.Role]] = [:]

  /// O(roles).
  init(_ holdings: Holdings) {
    self.holdings = holdings
    for role in holdings.roles
    where Regime.trustRolesOfAll.contains(role.kind) && holdings.kinds[Int(role.to)] != .person {
      rolesAt[role.to, default: []].append(role)
    }
  }

  /// Who has a role at a party, in ascending link id; empty where it is no trust.
  func roles(at party: Int32) -> [Holdings.Role] { rolesAt[party] ?? [] }

  func isTrust(_ party: Int32) -> Bool { rolesAt[party] != nil }

  /// Whether a party is a natural person as far as is known: a person, or of unknown kind without
  /// owners and no trust.
  func mayBePerson(_ party: Int32) -> Bool {
    switch holdings.kinds[Int(party)] {
    case .person: true
    case .unknown: !holdings.isOwned(party) && !isTrust(party)
    default: false
    }
  }

  /// A person behind a trust: in a role at it, or in control of what is in the role.
  struct Bearer: Hashable {
    var party: Int32
    var role: LinkKind
    /// The legal entity or the trust in the role, which the person controls or has a role at.
    var entity: Int32?
    var isCertain: Bool
    /// The links of the roles.
    var links: [Int64]
  }

  /// The persons in the given roles at a trust. A trust in a role is opened by the roles at it, any
  /// other entity by who controls it; a ring of trusts is gone round once.
  ///
  /// - Parameter controllers: the persons who control an entity or may.
  func bearers(
    of trust: Int32, in kinds: [LinkKind],
    controllers: (Int32) -> [(party: Int32, verdict: Verdict)]
  ) -> [Bearer] {
    var found: [Bearer] = []
    var seen: Set<Int32> = [trust]
    var stack: [(trust: Int32, outer: Bearer?)] = [(trust, nil)]
    while let (inner, outer) = stack.popLast() {
      for role in roles(at: inner) where kinds.contains(role.kind) {
        var bearer = Bearer(
          party: role.from, role: outer?.role ?? role.kind, entity: outer?.party,
          isCertain: role.isCertain && (outer?.isCertain ?? true),
          links: (outer?.links ?? []) + [role.link])
        if mayBePerson(role.from) {
          found.append(bearer)
        } else if isTrust(role.from) {
          if seen.insert(role.from).inserted { stack.append((role.from, bearer)) }
        } else {
          let sure = bearer.isCertain
          bearer.entity = role.from
          for (person, verdict) in controllers(role.from) {
            bearer.party = person
            bearer.isCertain = sure && verdict == .yes
            found.append(bearer)
          }
        }
      }
    }
    return found
  }
}
