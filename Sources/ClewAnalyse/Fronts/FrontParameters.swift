/// What decides which companies belong together, and which attributes are too common to tell.
package struct FrontParameters: Hashable, Sendable {
  /// An attribute of so few companies joins them alone; in a small casefile, of at most a tenth of
  /// all, where that is more than `rareFloor`.
  package var rare = 10
  package var rareFloor = 3
  /// Above these an address, telephone or e-mail, and a person, is a hub: shown, never joined on.
  package var addressHub = 1000
  package var personHub = 100
  /// In a small casefile an attribute is a hub already when more than `relativeFloor` companies and
  /// more than this part of all share it: what a formation agent hands to its customers.
  package var relativeFloor = 20
  package var relativePercent = 20
  /// Companies at one address, incorporated within so many days: a burst.
  package var burstCount = 5
  package var burstDays = 30
  /// Companies incorporated on one of so many calendar days in a row share a window: who needs
  /// several companies at once files for them together, and a registrar takes days over it.
  package var windowDays = 3
  /// Clusters below this score, in ten-thousandths, are left out.
  package var minScore: Int64 = 0

  package init() {}

  /// How many companies at most share what joins them alone.
  func rareCut(companies: Int) -> Int { min(rare, max(rareFloor, companies / 10)) }

  func cut(_ kind: SharedAttribute.Kind, companies: Int) -> Int {
    let isParty = kind.group == .people || kind.group == .ownership
    let absolute = isParty ? personHub : addressHub
    return min(absolute, max(relativeFloor, companies * relativePercent / 100))
  }
}

/// Something that two or more companies have in common.
package struct SharedAttribute: Hashable, Sendable {
  package enum Kind: String, Sendable, CaseIterable {
    case address, phone, email, website, officer, owner, agent,
      incorporationDate = "incorporation-date"

    /// Attributes of one group are not independent of each other: one agent supplies them.
    enum Group { case place, contact, people, ownership, agent, day }

    /// False for what companies of one ordinary group, or of one busy day, share anyway.
    var joinsAlone: Bool { self != .incorporationDate && self != .owner }

    var group: Group {
      switch self {
      case .address: .place
      case .phone, .email, .website: .contact
      case .officer: .people
      case .owner: .ownership
      case .agent: .agent
      case .incorporationDate: .day
      }
    }
  }

  package var kind: Kind
  /// The text as stated, or empty where it is a party. Of several texts that the same members share
  /// (one address as two sources write it, two telephones of one desk) all, with `; ` between.
  package var value: String
  /// The officer, owner, agent or host, where it is a party.
  package var party: Int32?
  /// The companies that have it, ascending.
  package var members: [Int32]
  /// ln(companies / members) in ten-thousandths.
  package var rarity: Int64
  /// Too common to join on, or supplied by an agent.
  package var isHub: Bool

  /// An address that bears no number may be a town or a country, which strangers share.
  var joinsAlone: Bool {
    guard kind.joinsAlone else { return false }
    return kind != .address || party != nil || value.contains(where: \.isNumber)
  }
}
