import ClewGraph
import ClewModel

/// Every finding about the statements of owners of a snapshot on one day: one rule a file.
package enum OwnershipFindings {
  /// - Returns: findings in the order of `Kind`, then of their parties and links.
  ///
  /// Complexity: linear in the links, but for the chains of declared indirect interests, each of
  /// which costs the ancestors of its company.
  package static func all(in world: DeclaredWorld) -> [OwnershipFinding] {
    let holdings = Holdings(world.snapshot, at: world.moment)
    var found = overfullColumns(holdings)
    found += selfDeclarations(world)
    found += circularOwnership(holdings)
    found += contradictions(world, holdings)
    found += disorderedDates(world)
    found += goneParties(world)
    found += impossibleAges(world)
    found += indirectWithoutChain(world)
    var order: [OwnershipFinding.Kind: Int] = [:]
    for (at, kind) in OwnershipFinding.Kind.allCases.enumerated() { order[kind] = at }
    return found.sorted { a, b in
      if a.kind != b.kind { return (order[a.kind] ?? 0) < (order[b.kind] ?? 0) }
      if a.parties != b.parties { return a.parties.lexicographicallyPrecedes(b.parties) }
      if a.links != b.links { return a.links.lexicographicallyPrecedes(b.links) }
      return a.values.lexicographicallyPrecedes(b.values)
    }
  }
}

extension DeclaredWorld {
  /// Links of ownership and control that may hold on the day, by the key that the body gives; each
  /// list in ascending link id.
  func holding<Key: Hashable>(by key: (LinkRow) -> Key?) -> [Key: [LinkRow]] {
    var groups: [Key: [LinkRow]] = [:]
    for link in snapshot.links where holds(link) {
      if let key = key(link) { groups[key, default: []].append(link) }
    }
    return groups
  }

  func isPossibleOnly(_ links: [LinkRow]) -> Bool {
    !links.contains { moment.holds($0) == .yes }
  }
}
