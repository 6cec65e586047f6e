import ClewGraph
import ClewModel

/// Who holds which account, as the links of the snapshot say: periods are not looked at.
package struct Holders: Sendable {
  private let starts: [Int32]
  private let parties: [Int32]
  /// Whether any account has a holder.
  package let isEmpty: Bool

  package init(_ snapshot: Snapshot) {
    let first = Int32(snapshot.partyCount)
    var pairs: [(account: Int32, party: Int32)] = []
    for link in snapshot.links where link.kind == .holder && !link.candidate {
      if link.to >= first, link.from < first {
        pairs.append((link.to, link.from))
      } else if link.from >= first, link.to < first {
        pairs.append((link.from, link.to))
      }
    }
    pairs.sort { (a, b) -> Bool in
      a.account != b.account ? a.account < b.account : a.party < b.party
    }
    var unique: [(account: Int32, party: Int32)] = []
    for pair in pairs where unique.last.map({ $0 != pair }) ?? true { unique.append(pair) }
    let rows = CompressedRows(
      nodeCount: snapshot.nodeCount, from: unique.map(\.account), to: unique.map(\.party))
    (starts, parties) = (rows.starts, rows.targets)
    isEmpty = unique.isEmpty
  }

  /// The holders of an account, ascending; the party itself for a node that is one and has none.
  package func holders(of node: Int32) -> ArraySlice<Int32> {
    guard node >= 0, Int(node) + 1 < starts.count else { return [] }
    return parties[Int(starts[Int(node)])..<Int(starts[Int(node) + 1])]
  }

  /// Whom the payments of a node are made by or for: its one holder, else the node itself.
  func owner(of node: Int32) -> Int32 {
    let holders = holders(of: node)
    return holders.count == 1 ? holders[holders.startIndex] : node
  }

  /// Whether two accounts are certainly of one holder.
  func areOfOneHolder(_ a: Int32, _ b: Int32) -> Bool {
    a == b || (owner(of: a) == owner(of: b) && a >= 0 && b >= 0)
  }
}
