import ClewGraph
import ClewModel

/// Transfers between accounts of one holder, as links of the snapshot say.
package struct OwnAccounts {
  private let holders: [Int32]

  /// - Parameter holders: by node, a party that holds it, or -1; see `holders(of:)`.
  package init(holders: [Int32]) { self.holders = holders }

  /// The holder of every node: a party is its own; an account with several holders, or none, has -1,
  /// since money may pass between them.
  package static func holders(of snapshot: Snapshot) -> [Int32] {
    var holders = [Int32](repeating: -1, count: snapshot.nodeCount)
    for party in 0..<snapshot.partyCount { holders[party] = Int32(party) }
    var shared = [Bool](repeating: false, count: snapshot.nodeCount)
    for link in snapshot.links where link.kind == .holder && !link.candidate {
      let account = Int(link.to)
      guard account >= snapshot.partyCount else { continue }
      if holders[account] >= 0 && holders[account] != link.from { shared[account] = true }
      holders[account] = link.from
    }
    for node in holders.indices where shared[node] { holders[node] = -1 }
    return holders
  }

  package func edges(of index: FlowIndex) -> [Int32] {
    (0..<Int32(index.count)).filter {
      let (payer, payee) = (index.from[Int($0)], index.to[Int($0)])
      return holders[Int(payer)] >= 0 && holders[Int(payer)] == holders[Int(payee)]
    }
  }
}
