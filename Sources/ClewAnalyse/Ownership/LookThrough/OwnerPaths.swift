import ClewGraph
import ClewModel

/// A chain of holdings from an owner down to a company, no party twice.
package struct OwnershipPath: Hashable, Sendable {
  /// Parties from the owner to the company.
  package var nodes: [Int32]
  /// The links that state each step, ascending: one list a step.
  package var links: [[Int64]]
  /// The shares multiplied.
  package var product: Band
}

/// The chains that prove look-through shares, those with the largest products first: from every
/// owner to the root of a region, or from the root to everything it holds.
///
/// Best first by the product of the maxima, so the first chains that reach a party are its largest.
/// Bounded: the search ends at `workLimit` chains, and what a party's chains beyond the limit, or one
/// of `hopLimit` steps, would lead to is not followed; `cut` names the parties whose list may be incomplete.
struct OwnerPaths {
  static let workLimit = 20_000
  static let visitLimit = 50
  /// Steps of the longest chain that is listed.
  static let hopLimit = 100

  /// By the party at the far end of the chain.
  private(set) var byParty: [Int32: [OwnershipPath]] = [:]
  private(set) var cut: Set<Int32> = []

  private struct Candidate {
    var node: Int32
    /// Index of the chain it continues, -1 at the subject.
    var previous: Int32
    var entry: Int32
    /// Product of the maxima in 10^-18, rounded down: for the order only.
    var weight: UInt64
    var hops: Int32
  }

  enum Direction { case owners, holdings }

  /// - Parameter limit: how many chains to keep a party.
  init(
    _ region: OwnershipRegion, _ holdings: Holdings, _ direction: Direction = .owners,
    limit: Int = 10
  ) {
    let steps = Self.steps(region, direction)
    var chains: [Candidate] = [
      Candidate(
        node: region.root, previous: -1, entry: -1, weight: 1_000_000_000_000_000_000, hops: 0)
    ]
    var queue = PriorityQueue<(number: Int32, weight: UInt64)> {
      $0.weight != $1.weight ? $0.weight > $1.weight : $0.number < $1.number
    }
    var visits = [Int](repeating: 0, count: region.count)
    var unfollowed: [Int32] = []
    var popped = 0
    queue.push((0, chains[0].weight))
    while let (number, _) = queue.pop() {
      popped += 1
      let chain = chains[Int(number)]
      visits[Int(chain.node)] += 1
      if chain.previous >= 0 {
        let party = region.nodes[Int(chain.node)]
        if byParty[party, default: []].count < limit {
          byParty[party, default: []].append(
            Self.path(number, chains, region, holdings, direction))
        } else {
          cut.insert(party)
        }
      }
      if visits[Int(chain.node)] > Self.visitLimit || popped >= Self.workLimit
        || chain.hops >= Self.hopLimit
      {
        unfollowed.append(chain.node)
        if popped >= Self.workLimit { break }
        continue
      }
      for slot in steps.slots(of: chain.node) {
        let entry = Int(steps.edges[slot])
        let party = steps.targets[slot]
        guard !Self.contains(party, number, chains) else { continue }
        let share = holdings.all[Int(region.holding[entry])].capitalMax
        let product = chain.weight.multipliedFullWidth(
          by: UInt64(min(max(share, 0), Share.whole)))
        let weight = UInt64(Share.whole).dividingFullWidth(product).quotient
        chains.append(
          Candidate(
            node: party, previous: number, entry: Int32(entry), weight: weight,
            hops: chain.hops + 1))
        queue.push((Int32(chains.count - 1), weight))
      }
    }
    cut.formUnion(steps.reached(from: unfollowed).map { region.nodes[Int($0)] })
  }

  private static func contains(_ node: Int32, _ chain: Int32, _ chains: [Candidate]) -> Bool {
    var number = chain
    while number >= 0 {
      if chains[Int(number)].node == node { return true }
      number = chains[Int(number)].previous
    }
    return false
  }

  private static func steps(
    _ region: OwnershipRegion, _ direction: Direction
  ) -> CompressedRows {
    let companies = region.companies
    return direction == .owners
      ? CompressedRows(nodeCount: region.count, from: companies, to: region.owner)
      : CompressedRows(nodeCount: region.count, from: region.owner, to: companies)
  }

  private static func path(
    _ chain: Int32, _ chains: [Candidate], _ region: OwnershipRegion, _ holdings: Holdings,
    _ direction: Direction
  ) -> OwnershipPath {
    var nodes: [Int32] = []
    var links: [[Int64]] = []
    var low = Natural.one
    var high = Natural.one
    var whole = Natural.one
    var number = chain
    while number >= 0 {
      let step = chains[Int(number)]
      nodes.append(region.nodes[Int(step.node)])
      if step.entry >= 0 {
        let holding = holdings.all[Int(region.holding[Int(step.entry)])]
        links.append(holdings.links(of: holding))
        low = low * Natural(units: holding.capitalMin)
        high = high * Natural(units: holding.capitalMax)
        whole = whole * Natural(units: Share.whole)
      }
      number = step.previous
    }
    if direction == .holdings {
      nodes.reverse()
      links.reverse()
    }
    return OwnershipPath(
      nodes: nodes, links: links, product: Band(from: low, to: high, over: whole))
  }
}
