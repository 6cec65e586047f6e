import ClewModel

/// What a yes rests on, and the fewest stakes without which it falls.
package struct CounterProof: Hashable, Sendable {
  /// A stake, with all links that state it, or one link of control or role.
  package struct Stake: Hashable, Sendable {
    package var kind: LinkKind
    package var from: Int32
    package var to: Int32
    package var links: [Int64]
  }

  /// Stakes that prove it by themselves, none of which can be spared.
  package var proof: [Stake]
  /// The smallest sets whose removal leaves no yes, at most `setLimit` of them, and the verdict that
  /// each leaves. Empty where no set of the size allowed suffices.
  package var sets: [(stakes: [Stake], verdict: Verdict)]
  /// True where no smaller set exists, and no other one of that size but for `setLimit`.
  package var isExhaustive: Bool

  package static let setLimit = 10

  package static func == (a: CounterProof, b: CounterProof) -> Bool {
    a.proof == b.proof && a.isExhaustive == b.isExhaustive
      && a.sets.elementsEqual(b.sets) { $0.stakes == $1.stakes && $0.verdict == $1.verdict }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(proof)
    for set in sets {
      hasher.combine(set.stakes)
      hasher.combine(set.verdict)
    }
  }

  func renumbered(_ part: HoldingsPart) -> CounterProof {
    func outside(_ stake: Stake) -> Stake {
      Stake(
        kind: stake.kind, from: part.parties[Int(stake.from)], to: part.parties[Int(stake.to)],
        links: stake.links)
    }
    return CounterProof(
      proof: proof.map(outside), sets: sets.map { ($0.stakes.map(outside), $0.verdict) },
      isExhaustive: isExhaustive)
  }
}

/// Finds the smallest sets that hit every proof.
///
/// A set of stakes undoes a yes only if it holds one stake of every proof. So a proof is reduced
/// until nothing can be spared, each of its stakes is taken away in turn, and where the yes still
/// stands the same is done with what is left (Reiter, Artif. Intell. 32, 1987): far fewer questions
/// than trying all sets, and none is missed as long as taking a stake away never makes a yes. In a
/// complete list it can, so that a search with such lists is not called exhaustive.
struct CounterProofSearch {
  private let holdings: Holdings
  private var evaluator: Evaluator
  private let size: Int
  private let stakes: [CounterProof.Stake]
  /// The holding of each stake; nil for a link of control or a role.
  private let numbers: [Int?]
  private var isExhaustive = true
  private var found: [[Int]: Verdict] = [:]

  init(_ holdings: Holdings, _ evaluator: Evaluator, _ size: Int) {
    self.holdings = holdings
    self.evaluator = evaluator
    self.size = size
    var stakes = holdings.all.map { row in
      CounterProof.Stake(
        kind: .ownership, from: row.owner, to: row.owned, links: holdings.links(of: row))
    }
    var numbers: [Int?] = holdings.all.indices.map { $0 }
    var seen: Set<Int64> = []
    let links =
      holdings.controls.rows.map { (LinkKind.control, $0.from, $0.to, $0.link) }
      + holdings.roles.map { ($0.kind, $0.from, $0.to, $0.link) }
    for (kind, from, to, link) in links where seen.insert(link).inserted {
      stakes.append(.init(kind: kind, from: from, to: to, links: [link]))
      numbers.append(nil)
    }
    self.stakes = stakes
    self.numbers = numbers
  }

  /// nil where the limit is reached before a proof is found.
  mutating func search() -> CounterProof? {
    guard let proof = reduced(without: []) else { return nil }
    for depth in 1...max(1, size) where found.isEmpty && isExhaustive {
      descend([], proof, depth)
    }
    let sets = found.sorted { a, b in
      a.value != b.value
        ? a.value < b.value : a.key.lexicographicallyPrecedes(b.key)
    }.prefix(CounterProof.setLimit).map { set in
      (stakes: set.key.map { stakes[$0] }, verdict: set.value)
    }
    return CounterProof(
      proof: proof.map { stakes[$0] }, sets: sets,
      isExhaustive: isExhaustive && holdings.completeness == .open)
  }

  private func variant(without gone: Set<Int>) -> Holdings {
    let links = Set(gone.filter { numbers[$0] == nil }.flatMap { stakes[$0].links })
    let variant = holdings.removing(Set(gone.compactMap { numbers[$0] }))
    return links.isEmpty ? variant : variant.removing(links: links)
  }

  /// Stakes that give a yes and none of which can be spared, when some are gone: first whole runs of
  /// stakes are taken away, then halves of them (Zeller's ddmin order), so that few are asked singly.
  private mutating func reduced(without gone: [Int]) -> [Int]? {
    let removed = Set(gone)
    var kept = stakes.indices.filter { !removed.contains($0) }
    var run = max(1, kept.count / 2)
    while true {
      var start = 0
      while start < kept.count {
        let end = min(kept.count, start + run)
        let rest = Array(kept[..<start] + kept[end...])
        let out = Set(stakes.indices).subtracting(rest)
        guard let verdict = evaluator.verdict(variant(without: out)) else {
          isExhaustive = false
          return nil
        }
        if verdict == .yes { kept = rest } else { start = end }
      }
      if run == 1 { return kept }
      run = max(1, run / 2)
    }
  }

  private mutating func descend(_ gone: [Int], _ proof: [Int], _ depth: Int) {
    for stake in proof {
      let next = (gone + [stake]).sorted()
      guard found[next] == nil else { continue }
      guard let verdict = evaluator.verdict(variant(without: Set(next))) else {
        isExhaustive = false
        return
      }
      if verdict != .yes {
        found[next] = verdict
      } else if depth > 1, let other = reduced(without: next) {
        descend(next, other, depth - 1)
      }
      guard isExhaustive else { return }
    }
  }
}
