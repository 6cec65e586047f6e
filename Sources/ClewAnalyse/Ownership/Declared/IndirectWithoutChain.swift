import ClewGraph
import ClewModel

extension OwnershipFindings {
  /// Declared indirect interests that no chain of other statements could make up: no way leads from
  /// the owner to the company over ownership, control, nominees and roles in trusts that may hold on
  /// the day, but for the statements of that owner about that company.
  static func indirectWithoutChain(_ world: DeclaredWorld) -> [OwnershipFinding] {
    struct Pair: Hashable {
      var owner: Int32
      var owned: Int32
    }
    let declared = world.holding { link -> Pair? in
      link.direct == false && link.from != link.to ? Pair(owner: link.from, owned: link.to) : nil
    }
    guard !declared.isEmpty else { return [] }
    let above = Ways(world)
    return declared.filter { !above.lead(from: $0.key.owner, to: $0.key.owned) }
      .map { pair, links in
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

    /// Whether a way of two or more steps leads up from the company to the owner.
    func lead(from owner: Int32, to company: Int32) -> Bool {
      var seen: Set<Int32> = [company]
      var stack = [company]
      while let party = stack.popLast() {
        for above in graph.successors(of: party) {
          if above == owner {
            if party != company { return true }
            continue
          }
          if seen.insert(above).inserted { stack.append(above) }
        }
      }
      return false
    }
  }
}
