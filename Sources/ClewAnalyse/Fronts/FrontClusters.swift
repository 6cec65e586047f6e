import ClewGraph
import ClewModel

/// Groups of companies that look like one hand is behind them.
///
/// Companies are joined by one rare attribute (see `FrontParameters.rare`), or by two
/// independent ones: of different groups (place, contact, people, owners), or two different people.
/// A window of incorporation counts as a second one only beside people and owners, since an agent
/// registers many companies at its address on one day. Owners join only beside a place or a contact:
/// every group of companies has an owner, and often directors, in common. Hubs never join: what too
/// many share, what an agent or a nominee supplies (its own address, telephone, its seat on the
/// board), and the agent itself. They are shown as indicators. A cluster is a connected component of
/// the joined companies.
package struct FrontClusters: Sendable {
  /// By score descending, then first member.
  package let clusters: [FrontCluster]
  /// Companies looked at: the base of every rarity.
  package let companies: Int

  package init(
    _ snapshot: Snapshot, at moment: Moment, _ parameters: FrontParameters = FrontParameters()
  ) {
    let shared = SharedAttributes(snapshot, moment, parameters)
    companies = shared.companies.count
    var sets = DisjointSets(count: snapshot.partyCount)
    Self.join(shared.attributes, rare: parameters.rareCut(companies: companies), &sets)
    var members: [Int32: [Int32]] = [:]
    for company in shared.companies { members[sets.find(company), default: []].append(company) }
    let groups = members.values.filter { $0.count > 1 }.sorted { $0[0] < $1[0] }
    let holdings = Holdings(snapshot, at: moment)
    let indicators = FrontIndicators(snapshot, moment, shared, holdings, parameters)
    let control = Control(holdings)
    clusters = groups.map { group in
      FrontCluster(
        members: group, joinedBy: Self.attributes(of: group, shared.attributes),
        indicators: indicators.of(group),
        controllers: Self.controllers(of: group, control, holdings))
    }
    .filter { $0.score >= parameters.minScore }
    .sorted { $0.score != $1.score ? $0.score > $1.score : $0.members[0] < $1.members[0] }
  }

  private static func join(
    _ attributes: [SharedAttribute], rare: Int, _ sets: inout DisjointSets
  ) {
    var ofCompany: [Int32: [Int]] = [:]
    for (number, attribute) in attributes.enumerated() where !attribute.isHub {
      if attribute.members.count <= rare, attribute.joinsAlone {
        for member in attribute.members { sets.join(attribute.members[0], member) }
      } else {
        for member in attribute.members { ofCompany[member, default: []].append(number) }
      }
    }
    var firstWith: [Pair: Int32] = [:]
    for (company, numbers) in ofCompany.sorted(by: { $0.key < $1.key }) {
      for (i, a) in numbers.enumerated() {
        for b in numbers.dropFirst(i + 1)
        where areIndependent(attributes[a], attributes[b]) {
          let pair = Pair(a: a, b: b)
          if let first = firstWith[pair] {
            sets.join(first, company)
          } else {
            firstWith[pair] = company
          }
        }
      }
    }
  }

  private struct Pair: Hashable {
    var a: Int
    var b: Int
  }

  private static func areIndependent(_ a: SharedAttribute, _ b: SharedAttribute) -> Bool {
    let (x, y) = (a.kind.group, b.kind.group)
    let groups = [x, y]
    if x == .people, y == .people { return a.party != b.party }
    if groups.contains(.ownership), groups.contains(.people) { return false }
    if groups.contains(.day) { return groups.contains(.people) || groups.contains(.ownership) }
    return x != y
  }

  /// What two or more of a group share, hubs left out, the rarest first. What is one thing counts
  /// once: texts of one kind with the same members, and windows that overlap in a member.
  private static func attributes(
    of group: [Int32], _ attributes: [SharedAttribute]
  ) -> [SharedAttribute] {
    let inside = Set(group)
    let shared = attributes.filter { !$0.isHub }.compactMap { attribute -> SharedAttribute? in
      var shared = attribute
      shared.members = attribute.members.filter(inside.contains)
      return shared.members.count > 1 ? shared : nil
    }
    return merged(disjointWindows(shared)).enumerated().sorted {
      $0.element.rarity != $1.element.rarity
        ? $0.element.rarity > $1.element.rarity : $0.offset < $1.offset
    }.map(\.element)
  }

  /// Texts of one kind with the same members as one, as rare as the least rare of them.
  private static func merged(_ attributes: [SharedAttribute]) -> [SharedAttribute] {
    struct Key: Hashable {
      var kind: SharedAttribute.Kind
      var members: [Int32]
    }
    var place: [Key: Int] = [:]
    var result: [SharedAttribute] = []
    for attribute in attributes {
      let key = Key(kind: attribute.kind, members: attribute.members)
      guard attribute.party == nil, let same = place[key] else {
        if attribute.party == nil { place[key] = result.count }
        result.append(attribute)
        continue
      }
      result[same].value += "; \(attribute.value)"
      result[same].rarity = min(result[same].rarity, attribute.rarity)
    }
    return result
  }

  /// Of the windows of incorporation those with the most members first, and no member twice.
  private static func disjointWindows(_ attributes: [SharedAttribute]) -> [SharedAttribute] {
    let windows = attributes.indices.filter { attributes[$0].kind == .incorporationDate }.sorted {
      let (a, b) = (attributes[$0], attributes[$1])
      if a.members.count != b.members.count { return a.members.count > b.members.count }
      return a.rarity != b.rarity ? a.rarity > b.rarity : $0 < $1
    }
    var taken: Set<Int32> = []
    var kept: Set<Int> = []
    for window in windows where taken.isDisjoint(with: attributes[window].members) {
      taken.formUnion(attributes[window].members)
      kept.insert(window)
    }
    return attributes.indices.filter {
      attributes[$0].kind != .incorporationDate || kept.contains($0)
    }.map { attributes[$0] }
  }

  /// The ultimate persons that control a member for certain, ascending.
  private static func controllers(
    of group: [Int32], _ control: Control, _ holdings: Holdings
  ) -> [Int32] {
    var found: Set<Int32> = []
    for company in group {
      for party in control.candidates(over: company)
      where holdings.kinds[Int(party)] != .organisation && !holdings.isOwned(party) {
        if control.verdict(of: party, on: company) == .yes { found.insert(party) }
      }
    }
    return found.sorted()
  }
}

/// A group of companies, why it is one, and what is odd about it.
package struct FrontCluster: Hashable, Sendable {
  package var members: [Int32]
  /// What its members share, the rarest first; each adds its rarity to the score.
  package var joinedBy: [SharedAttribute]
  package var indicators: [FrontIndicator]
  package var controllers: [Int32]

  /// The sum of all rarities and indicator terms, in ten-thousandths.
  package var score: Int64 {
    joinedBy.reduce(0) { $0 + $1.rarity } + indicators.reduce(0) { $0 + $1.term }
  }

  /// The terms that add up to the score; `name` gives the words for a party.
  package func reasons(_ name: (Int32) -> String) -> [Reason] {
    joinedBy.map { attribute in
      let what = attribute.party.map(name) ?? attribute.value
      return Reason(
        term: "shared-\(attribute.kind.rawValue)",
        weight: Decimal64(mantissa: attribute.rarity, scale: 4),
        detail: "\(attribute.members.count) members share \(what)")
    }
      + indicators.map {
        Reason(
          term: $0.kind.rawValue, weight: Decimal64(mantissa: $0.term, scale: 4),
          detail: "\(name($0.party)): \($0.detail)")
      }
  }
}
