import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Statements that cannot all be true.
  static func contradictions(_ world: DeclaredWorld, _ holdings: Holdings) -> [OwnershipFinding] {
    nobodyButOwner(world, holdings) + sourcesDiffer(holdings) + endedAndOpen(world)
  }

  /// A register states that nobody passes its threshold while somebody is declared as owner, or a
  /// person directly holds more than a quarter.
  private static func nobodyButOwner(
    _ world: DeclaredWorld, _ holdings: Holdings
  ) -> [OwnershipFinding] {
    let statements = world.ownerStatements.filter {
      $0.statement.reason == .nobodyPasses && !$0.statement.isHolder
    }
    guard !statements.isEmpty else { return [] }
    let subjects = Set(statements.map(\.party))
    let unnamed = Set(world.ownerStatements.filter(\.statement.isHolder).map(\.party))
    let links = world.holding { subjects.contains($0.to) ? $0.to : nil }
    var found: [OwnershipFinding] = []
    for row in statements {
      let register = world.register(of: row.source)
      let owners = (links[row.party] ?? []).filter { link in
        guard !unnamed.contains(link.from) else { return false }
        if world.isDeclaration(link) {
          return world.register(of: link.source) == register || world.beneficial[link.id] == true
        }
        // An accounting parent is an entity: a person's shares say nothing against its absence.
        return register != .gleif && world.snapshot.partyKinds[Int(link.from)] == .person
          && link.kind == .ownership && link.capitalMin > Share.whole / 4
      }
      guard !owners.isEmpty else { continue }
      found.append(
        OwnershipFinding(
          .nobodyButOwner, parties: [row.party] + Set(owners.map(\.from)).sorted(),
          links: owners.map(\.id), values: [row.statement.text],
          isPossibleOnly: world.isPossibleOnly(owners)))
    }
    return Array(Set(found))
  }

  /// Two sources state different shares of one owner in one company.
  private static func sourcesDiffer(_ holdings: Holdings) -> [OwnershipFinding] {
    holdings.all.filter { $0.marks.contains(.sourcesDisagree) }.map { row in
      OwnershipFinding(
        .sourcesDiffer, parties: [row.owned, row.owner], links: holdings.links(of: row),
        values: [
          "\(ShareText.percent(Int128(row.capitalMin))) to "
            + ShareText.percent(Int128(row.capitalMax))
        ])
    }
  }

  /// One source says that a relation has ended, another states the same one, begun before that end,
  /// as open.
  private static func endedAndOpen(_ world: DeclaredWorld) -> [OwnershipFinding] {
    struct Relation: Hashable {
      var from: Int32
      var to: Int32
      var kind: LinkKind
    }
    var ended: [Relation: [LinkRow]] = [:]
    for link in world.snapshot.links where DeclaredWorld.kinds.contains(link.kind) {
      guard let end = link.end, world.moment.asOf >= end.lastDay, world.isBetweenParties(link)
      else { continue }
      ended[Relation(from: link.from, to: link.to, kind: link.kind), default: []].append(link)
    }
    guard !ended.isEmpty else { return [] }
    let open = world.holding { link -> Relation? in
      let relation = Relation(from: link.from, to: link.to, kind: link.kind)
      return ended[relation] == nil ? nil : relation
    }
    return open.compactMap { relation, links in
      for past in ended[relation] ?? [] {
        let still = links.filter { link in
          guard link.source != past.source, let end = past.end else { return false }
          return link.start.map { $0.lastDay < end.firstDay } ?? true
        }
        guard let end = past.end, !still.isEmpty else { continue }
        return OwnershipFinding(
          .endedAndOpen, parties: [relation.to, relation.from],
          links: [past.id] + still.map(\.id), values: [end.description],
          isPossibleOnly: world.isPossibleOnly(still) || still.allSatisfy { $0.start == nil })
      }
      return nil
    }
  }
}
