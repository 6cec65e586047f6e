import ClewGraph
import ClewModel

/// A few parties cut out of a large graph, in small numbers of their own, so that a question that is
/// asked of many variants of it costs what the part costs.
package struct HoldingsPart: Sendable {
  package let holdings: Holdings
  /// The parties of the part, ascending: a party's number in `holdings` is its position here.
  package let parties: [Int32]
  /// The number of each holding in the holdings it was cut from.
  package let numbers: [Int]

  /// The number of a party in `holdings`, by binary search; nil where it is outside.
  package func local(_ party: Int32) -> Int32? {
    var (low, high) = (0, parties.count)
    while low < high {
      let middle = (low + high) / 2
      if parties[middle] < party { low = middle + 1 } else { high = middle }
    }
    return low < parties.count && parties[low] == party ? Int32(low) : nil
  }
}

extension Holdings {
  /// The parties and everybody who owns, controls, holds a role at or a title for one of them,
  /// directly or over others: all that a verdict about them can rest on.
  package func part(above parties: [Int32]) -> HoldingsPart {
    var rolesAt: [Int32: [Int32]] = [:]
    for role in roles { rolesAt[role.to, default: []].append(role.from) }
    for row in nominees { rolesAt[row.nominator, default: []].append(row.nominee) }
    var seen = Set(parties)
    var stack = Array(seen)
    while let party = stack.popLast() {
      for i in column(party) where seen.insert(all[i].owner).inserted {
        stack.append(all[i].owner)
      }
      for i in controls.over(party) where seen.insert(controls.rows[Int(i)].from).inserted {
        stack.append(controls.rows[Int(i)].from)
      }
      for other in rolesAt[party] ?? [] where seen.insert(other).inserted { stack.append(other) }
    }
    return part(of: seen.sorted())
  }

  /// The holdings between some parties; nothing else of their columns.
  ///
  /// - Parameter parties: ascending, each once.
  package func part(of parties: [Int32]) -> HoldingsPart {
    var local: [Int32: Int32] = [:]
    local.reserveCapacity(parties.count)
    for (position, party) in parties.enumerated() { local[party] = Int32(position) }
    var part = self
    part.partyCount = parties.count
    part.kinds = parties.map { kinds[Int($0)] }
    part.all = []
    part.statedMaxima = []
    part.columnStart = [0]
    part.linkIDs = []
    part.titles = []
    var numbers: [Int] = []
    for party in parties {
      for number in column(party) {
        var row = all[number]
        guard let owner = local[row.owner], let owned = local[row.owned] else { continue }
        let start = Int32(part.linkIDs.count)
        for link in Int(row.linkStart)..<Int(row.linkEnd) {
          part.linkIDs.append(linkIDs[link])
          part.titles.append(local[titles[link]] ?? owner)
        }
        (row.owner, row.owned) = (owner, owned)
        (row.linkStart, row.linkEnd) = (start, Int32(part.linkIDs.count))
        var stated = statedMaximum(number)
        if stated.capital != row.capitalMax || stated.votes != row.votesMax {
          stated.holding = Int32(part.all.count)
          part.statedMaxima.append(stated)
        }
        part.all.append(row)
        numbers.append(number)
      }
      part.columnStart.append(Int32(part.all.count))
    }
    part.keepBeside(local)
    part.indexRows()
    return HoldingsPart(holdings: part, parties: parties, numbers: numbers)
  }

  /// Renumbers all that stands beside the holdings, and drops what names a party outside.
  private mutating func keepBeside(_ local: [Int32: Int32]) {
    controls = ControlLinks(
      controls.rows.compactMap { row in
        guard let from = local[row.from], let to = local[row.to] else { return nil }
        return .init(
          from: from, to: to, means: row.means, isCertain: row.isCertain, link: row.link)
      }, partyCount: partyCount)
    declared = declared.compactMap { row in
      guard let owner = local[row.owner], let owned = local[row.owned] else { return nil }
      return .init(owner: owner, owned: owned, share: row.share, link: row.link)
    }
    nominees = nominees.compactMap { row in
      guard let nominee = local[row.nominee], let to = local[row.nominator] else { return nil }
      return .init(nominee: nominee, nominator: to, isCertain: row.isCertain, link: row.link)
    }
    untracedNominees = untracedNominees.compactMap { local[$0] }
    roles = roles.compactMap { row in
      guard let from = local[row.from], let to = local[row.to] else { return nil }
      return .init(kind: row.kind, from: from, to: to, isCertain: row.isCertain, link: row.link)
    }
    ownerStatements = ownerStatements.compactMap { row in
      local[row.party].map { .init(party: $0, row.statement, source: row.source) }
    }
    if case .companies(let companies) = completeness {
      completeness = .companies(Set(companies.compactMap { local[$0] }))
    }
  }
}
