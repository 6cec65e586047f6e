import ClewGraph
import ClewModel

/// A region that can be walked from owners down as well as from companies up.
struct RegionGraph {
  let region: OwnershipRegion
  /// The company of every entry.
  let companies: [Int32]
  private let rows: CompressedRows

  init(_ region: OwnershipRegion) {
    self.region = region
    companies = region.companies
    rows = CompressedRows(nodeCount: region.count, from: region.owner, to: companies)
  }

  /// The entries in which a node is the owner.
  func held(by owner: Int32) -> ArraySlice<Int32> { rows.edges[rows.slots(of: owner)] }

  /// The parties of the owners, direct and indirect, of some nodes: O(entries).
  func above(_ companies: [Int32]) -> Set<Int32> {
    var seen = [Bool](repeating: false, count: region.count)
    var stack = companies
    while let company = stack.popLast() {
      for entry in region.column(company) where !seen[Int(region.owner[entry])] {
        seen[Int(region.owner[entry])] = true
        stack.append(region.owner[entry])
      }
    }
    return Set(seen.indices.filter { seen[$0] }.map { region.nodes[$0] })
  }
}

/// From every owner of a region the chain to its root whose weakest holding is the strongest.
///
/// Max-min Dijkstra (the widest path problem; Pollack 1960), from the root up: O(entries × log). The
/// widest chain never meets a company twice, so what rings do to products does nothing here.
struct WidestChains {
  /// By local number: the least holding on the chain; 0 where there is none, and at the root.
  private(set) var width: [Int64]
  /// The entry by which the chain leaves a node towards the root, -1 for none.
  private var step: [Int32]
  private let graph: RegionGraph

  private struct Candidate {
    var node: Int32
    var width: Int64
    var hops: Int32
  }

  /// - Parameter share: what an entry holds.
  init(_ graph: RegionGraph, _ share: (Int) -> Int64) {
    self.graph = graph
    let region = graph.region
    width = [Int64](repeating: 0, count: region.count)
    step = [Int32](repeating: -1, count: region.count)
    var hops = [Int32](repeating: .max, count: region.count)
    var isDone = [Bool](repeating: false, count: region.count)
    var queue = PriorityQueue<Candidate> { a, b in
      if a.width != b.width { return a.width > b.width }
      return a.hops != b.hops ? a.hops < b.hops : a.node < b.node
    }
    queue.push(Candidate(node: region.root, width: .max, hops: 0))
    while let next = queue.pop() {
      guard !isDone[Int(next.node)] else { continue }
      isDone[Int(next.node)] = true
      for entry in region.column(next.node) {
        let owner = Int(region.owner[entry])
        let least = min(next.width, share(entry))
        guard !isDone[owner], least > 0, owner != Int(region.root) else { continue }
        guard least > width[owner] || (least == width[owner] && next.hops + 1 < hops[owner]) else {
          continue
        }
        width[owner] = least
        hops[owner] = next.hops + 1
        step[owner] = Int32(entry)
        queue.push(Candidate(node: Int32(owner), width: least, hops: next.hops + 1))
      }
    }
  }

  /// The entries of a node's chain, from the node down to the root.
  func entries(from node: Int32) -> [Int] {
    var entries: [Int] = []
    var current = node
    while current != graph.region.root, step[Int(current)] >= 0 {
      let entry = Int(step[Int(current)])
      entries.append(entry)
      current = graph.companies[entry]
    }
    return entries
  }
}
