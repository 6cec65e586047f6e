import ClewModel

/// The links that prove something, and the parties that they lead through.
package struct OwnershipProof: Hashable, Sendable {
  /// Ascending.
  package var links: [Int64]
  /// Parties between the owner and the company, ascending.
  package var through: [Int32]
  /// True where more links belong to it than are listed.
  package var isCut: Bool

  /// Links listed for one proof at most.
  package static let linkLimit = 200

  package static let none = OwnershipProof(links: [], through: [], isCut: false)

  package init(links: some Sequence<Int64>, through: some Sequence<Int32>, isCut: Bool = false) {
    let all = Set(links).sorted()
    self.links = Array(all.prefix(Self.linkLimit))
    self.through = Set(through).sorted()
    self.isCut = isCut || all.count > Self.linkLimit
  }

  func joined(with other: OwnershipProof) -> OwnershipProof {
    OwnershipProof(
      links: links + other.links, through: through + other.through, isCut: isCut || other.isCut)
  }
}

/// Collects the links behind what a question about one company found.
struct ProofSearch {
  /// Holdings looked at for all proofs of one question.
  static let workLimit = 4_000_000

  private let holdings: Holdings
  private var above: [Int32: Set<Int32>] = [:]
  private var work = 0

  init(_ holdings: Holdings) { self.holdings = holdings }

  /// All holdings on the ways from an owner down to a company.
  mutating func ways(from owner: Int32, to company: Int32, _ measure: Measure) -> OwnershipProof {
    let above = parties(above: company)
    var links: [Int64] = []
    var seen: Set<Int32> = [owner]
    var stack = [owner]
    var isCut = false
    while let party = stack.popLast() {
      guard work <= Self.workLimit, links.count <= OwnershipProof.linkLimit else {
        isCut = true
        break
      }
      for i in holdings.row(party) {
        work += 1
        let holding = holdings.all[Int(i)]
        guard above.contains(holding.owned), holding.bounds(measure).max > 0 else { continue }
        links += holdings.links(of: holding)
        if holding.owned != company, seen.insert(holding.owned).inserted {
          stack.append(holding.owned)
        }
      }
    }
    return OwnershipProof(links: links, through: seen.subtracting([owner]), isCut: isCut)
  }

  /// The company and its direct and indirect owners.
  private mutating func parties(above company: Int32) -> Set<Int32> {
    if let known = above[company] { return known }
    var seen: Set<Int32> = [company]
    var stack = [company]
    while let party = stack.popLast() {
      for i in holdings.column(party) {
        work += 1
        if seen.insert(holdings.all[i].owner).inserted { stack.append(holdings.all[i].owner) }
      }
    }
    above[company] = seen
    return seen
  }

  /// The largest chains that together have a share, where the listed ones suffice.
  func chains(_ paths: [OwnershipPath], reaching units: Int128) -> OwnershipProof? {
    var sum: Int128 = 0
    var proof = OwnershipProof.none
    for path in paths {
      sum += path.product.min
      proof = proof.joined(
        with: OwnershipProof(
          links: path.links.flatMap { $0 }, through: path.nodes.dropFirst().dropLast()))
      if sum >= units { return proof }
    }
    return nil
  }

  /// How a party comes to control others: for each the stated control, or as many holdings of the
  /// party and of what it controlled before as make a majority; back to the party.
  ///
  /// - Parameter order: what the party controls, in the order in which that is established.
  mutating func control(
    of targets: some Sequence<Int32>, by party: Int32, _ order: [Int32]
  ) -> OwnershipProof {
    var rank: [Int32: Int] = [party: -1]
    for (number, controlled) in order.enumerated() where rank[controlled] == nil {
      rank[controlled] = number
    }
    var links: [Int64] = []
    var through: Set<Int32> = []
    var wanted: Set<Int32> = []
    var stack: [Int32] = []
    for target in targets where target != party && rank[target] != nil {
      if wanted.insert(target).inserted { stack.append(target) }
    }
    let ends = wanted
    var isCut = false
    while let company = stack.popLast(), let own = rank[company] {
      guard work <= Self.workLimit, links.count <= OwnershipProof.linkLimit else {
        isCut = true
        break
      }
      for (from, ids) in grounds(of: company, before: own, rank) {
        links += ids
        guard from != party else { continue }
        through.insert(from)
        if wanted.insert(from).inserted { stack.append(from) }
      }
    }
    through.formUnion(ends.subtracting([party]))
    return OwnershipProof(links: links, through: through, isCut: isCut)
  }

  /// Who of those that came in before give control of a company, each with its links.
  private mutating func grounds(
    of company: Int32, before own: Int, _ rank: [Int32: Int]
  ) -> [(from: Int32, links: [Int64])] {
    func isEarlier(_ party: Int32) -> Bool { rank[party].map { $0 < own } ?? false }
    let over = holdings.controls.over(company).map { holdings.controls.rows[Int($0)] }
    let stated = over.filter { isEarlier($0.from) }
    if let first = stated.first(where: \.decides) ?? stated.first {
      return [(first.from, [first.link])]
    }
    work += holdings.column(company).count
    let column: [Holding] = holdings.column(company).map { holdings.all[$0] }
    let earlier = column.filter { isEarlier($0.owner) && $0.votesMax > 0 }
      .sorted { (a: Holding, b: Holding) -> Bool in
        a.votesMin != b.votesMin ? a.votesMin > b.votesMin : a.owner < b.owner
      }
    var votes: Int128 = 0
    var taken: [(from: Int32, links: [Int64])] = []
    for holding in earlier {
      votes += Int128(holding.votesMin)
      taken.append((holding.owner, holdings.links(of: holding)))
      if votes > Threshold.majority.units { break }
    }
    return taken
  }
}
