import ClewModel

/// What would change one verdict: the missing fact, the moved share, the removed stake.
///
/// Works on any question: the caller gives a function from holdings to a verdict, which is asked of
/// variants of the part of the graph that it can rest on. One thing is varied at a time; combinations
/// of moves or facts are not searched. The question has to be monotone in each single share between
/// a few probes (both ends, the middle, and where a column becomes full), as look-through, control
/// and step rules are.
package struct WhatWouldChange: Sendable {
  /// How many times the question may be asked.
  package struct Limits: Hashable, Sendable {
    package var facts = 6_000
    package var moves = 6_000
    package var counterProofs = 3_000
    /// Stakes in a counter-proof at most.
    package var counterProofSize = 3
    /// Questions times what one costs for each of the three searches: in a large part, and where
    /// many stakes are bands to be filled, each question costs more, and fewer are asked.
    package var work = 3_000_000

    package init() {}

    fileprivate func questions(_ limit: Int, _ holdings: Holdings) -> Int {
      let bands = holdings.all.count { $0.capitalMin < $0.capitalMax }
      return min(limit, work / max(1, holdings.all.count * (1 + bands)))
    }
  }

  /// The verdict as things are stated.
  package let base: Evaluation
  /// Facts, each of which alone can give another verdict: smallest range first, then what is stated,
  /// then company, owner.
  package let facts: [MissingFact]
  /// Moves of one share that alone give another verdict: the least change first.
  package let moves: [ShareMove]
  /// For a yes: what proves it, and the smallest sets of stakes without which it falls.
  package let counterProof: CounterProof?
  /// True where every single fact, or every single share, was looked at to the end.
  package let factsAreExhaustive: Bool
  package let movesAreExhaustive: Bool

  /// - Parameters:
  ///   - part: the parties that the verdict can rest on: `Holdings.part(above:)` the subject and
  ///     whom is asked about.
  ///   - asked: the parties asked about, any of whom the unnamed holders might be, in the part's
  ///     numbers.
  ///   - evaluate: the question, asked of holdings in the part's numbers. Variants hold one party
  ///     more than the part, which stands for whoever is not asked about.
  package init(
    _ part: HoldingsPart, asked: [Int32], limits: Limits = Limits(),
    evaluate: @escaping (Holdings) -> Evaluation
  ) {
    let (holdings, stranger) = part.holdings.withStranger()
    let base = evaluate(holdings)
    var facts = MissingFacts(
      holdings, asked: asked, stranger: stranger,
      Evaluator(limit: limits.questions(limits.facts, holdings), evaluate), base.verdict)
    facts.search()
    var moves = ShareMoves(
      holdings, stranger: stranger,
      Evaluator(limit: limits.questions(limits.moves, holdings), evaluate), base.verdict)
    moves.search()
    self.base = base
    self.facts = facts.found.map { $0.renumbered(part) }
    self.moves = moves.found.map { $0.renumbered(part) }
    factsAreExhaustive = facts.isExhaustive
    movesAreExhaustive = moves.isExhaustive
    if base.verdict == .yes {
      var proofs = CounterProofSearch(
        holdings, Evaluator(limit: limits.questions(limits.counterProofs, holdings), evaluate),
        limits.counterProofSize)
      counterProof = proofs.search()?.renumbered(part)
    } else {
      counterProof = nil
    }
  }
}

extension Holdings {
  /// The same holdings with one party more, who holds nothing yet.
  func withStranger() -> (holdings: Holdings, stranger: Int32) {
    var holdings = self
    let stranger = Int32(partyCount)
    holdings.partyCount += 1
    holdings.kinds.append(.unknown)
    holdings.columnStart.append(Int32(all.count))
    holdings.controls = ControlLinks(controls.rows, partyCount: partyCount + 1)
    holdings.indexRows()
    return (holdings, stranger)
  }

  /// The same holdings without some links of control and some roles.
  func removing(links: Set<Int64>) -> Holdings {
    var holdings = self
    holdings.controls = ControlLinks(
      controls.rows.filter { !links.contains($0.link) }, partyCount: partyCount)
    holdings.roles = roles.filter { !links.contains($0.link) }
    return holdings
  }

  /// The same holdings with some links of control and some roles certain.
  func confirming(links: Set<Int64>) -> Holdings {
    var holdings = self
    holdings.controls = ControlLinks(
      controls.rows.map { row in
        var row = row
        row.isCertain = row.isCertain || links.contains(row.link)
        return row
      }, partyCount: partyCount)
    holdings.roles = roles.map { row in
      var row = row
      row.isCertain = row.isCertain || links.contains(row.link)
      return row
    }
    return holdings
  }
}
