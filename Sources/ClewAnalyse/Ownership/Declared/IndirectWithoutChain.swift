import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Declared indirect interests that no chain of other statements could make up: no way leads from
  /// the owner to the company over ownership, control, nominees and roles in trusts that may hold on
  /// the day, but for the statements of that owner about that company. An ultimate accounting parent
  /// may be the direct one. What runs through a trust or a firm that the register does not name has
  /// no chain to look for.
  static func indirectWithoutChain(_ world: DeclaredWorld) -> [OwnershipFinding] {
    struct Pair: Hashable {
      var owner: Int32
      var owned: Int32
    }
    let declared = world.holding { link -> Pair? in
      guard link.direct == false, link.from != link.to, link.means != .trust, link.means != .firm
      else { return nil }
      return Pair(owner: link.from, owned: link.to)
    }
    guard !declared.isEmpty else { return [] }
    let above = Ways(world)
    return declared.filter { pair, links in
      let mayBeDirect = links.contains { $0.means == .consolidation }
      return !above.lead(from: pair.owner, to: pair.owned, mayBeDirect: mayBeDirect)
    }.map { pair, links in
      OwnershipFinding(
        .indirectWithoutChain, parties: [pair.owned, pair.owner], links: links.map(\.id),
        isPossibleOnly: world.isPossibleOnly(links))
    }
  }

  /// The ways that a chain can take, from the company upwards.
  private struct Ways {
    let graph: CompressedRows

    init(_ world: DeclaredWorld) {
      var lower: [Int32] = []
      var upper: [Int32] = []
      let kinds: Set<LinkKind> = [
        .ownership, .control, .nominee, .settlor, .trustee, .protector, .beneficiary,
      ]
      for link in world.snapshot.links
      where kinds.contains(link.kind) && link.direct != false && world.isBetweenParties(link)
        && world.moment.holds(link) != .no
      {
        // What a nominee holds is its nominator's.
        lower.append(link.kind == .nominee ? link.from : link.to)
        upper.append(link.kind == .nominee ? link.to : link.from)
      }
      graph = CompressedRows(nodeCount: world.snapshot.partyCount, from: lower, to: upper)
    }

    /// Whether a way leads up from the company to the owner, of two or more steps where it may not be
    /// direct.
    func lead(from owner: Int32, to company: Int32, mayBeDirect: Bool) -> Bool {
      var seen: Set<Int32> = [company]
      var stack = [company]
      while let party = stack.popLast() {
        for above in graph.successors(of: party) {
          if above == owner {
            if party != company || mayBeDirect { return true }
            continue
          }
          if seen.insert(above).inserted { stack.append(above) }
        }
      }
      return false
    }
  }
}
