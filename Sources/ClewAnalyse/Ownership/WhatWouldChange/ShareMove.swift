import ClewModel

/// The least change of one holding that gives another verdict, everything else as stated.
package struct ShareMove: Hashable, Sendable {
  package var owner: Int32
  package var company: Int32
  /// The links that state the holding, ascending.
  package var links: [Int64]
  package var measure: Measure
  /// In units of `Share.whole`: below zero where the owner gives to unnamed holders, above where it
  /// takes from them. A band moves as a whole.
  package var change: Int64
  package var verdict: Verdict

  func renumbered(_ part: HoldingsPart) -> ShareMove {
    var move = self
    move.owner = part.parties[Int(owner)]
    move.company = part.parties[Int(company)]
    return move
  }
}

/// Looks for the least move of every single holding, down and up.
///
/// A move down goes to somebody who is not named; a move up takes from what the named owners leave,
/// so that there is none in a column that is full, or whose list of owners is complete. Capital and
/// votes move together unless a source states both.
struct ShareMoves {
  private(set) var found: [ShareMove] = []
  private(set) var isExhaustive = true

  private let holdings: Holdings
  private let stranger: Int32
  private var evaluator: Evaluator
  private let base: Verdict

  init(_ holdings: Holdings, stranger: Int32, _ evaluator: Evaluator, _ base: Verdict) {
    self.holdings = holdings
    self.stranger = stranger
    self.evaluator = evaluator
    self.base = base
  }

  mutating func search() {
    for number in holdings.all.indices {
      let row = holdings.all[number]
      let measures: [Measure] = row.marks.contains(.votesStated) ? [.capital, .votes] : [.capital]
      for measure in measures {
        for isDown in [true, false] {
          guard let move = least(number, measure, isDown: isDown) else { continue }
          found.append(move)
        }
      }
    }
    found.sort { a, b in
      if a.change.magnitude != b.change.magnitude {
        return a.change.magnitude < b.change.magnitude
      }
      return (a.company, a.owner, a.change) < (b.company, b.owner, b.change)
    }
  }

  private mutating func least(_ number: Int, _ measure: Measure, isDown: Bool) -> ShareMove? {
    let row = holdings.all[number]
    let limit = limit(number, measure, isDown: isDown)
    guard limit > 0 else { return nil }
    let (holdings, stranger) = (holdings, stranger)
    func moved(_ change: Int64) -> Holdings {
      Self.moved(holdings, number, measure, isDown ? -change : change, stranger)
    }
    var probes: [Int64] = [1]
    for part in [1_000_000, 1000, 16, 4, 2] as [Int64] { probes.append(limit / part) }
    probes.append(limit)
    var known: Int64 = 0
    for probe in Set(probes.filter { $0 > 0 }).sorted() {
      guard let verdict = evaluator.verdict(moved(probe)) else {
        isExhaustive = false
        return nil
      }
      guard verdict != base else {
        known = probe
        continue
      }
      guard let outcome = firstChange(after: known, before: probe, verdict, moved) else {
        isExhaustive = false
        return nil
      }
      return ShareMove(
        owner: row.owner, company: row.owned, links: holdings.links(of: row), measure: measure,
        change: isDown ? -outcome.0 : outcome.0, verdict: outcome.1)
    }
    return nil
  }

  /// The first changed value in `after + 1...before` by bisection.
  private mutating func firstChange(
    after: Int64, before: Int64, _ verdict: Verdict, _ moved: (Int64) -> Holdings
  ) -> (Int64, Verdict)? {
    var (same, other, found) = (after, before, verdict)
    while other - same > 1 {
      let middle = same + (other - same) / 2
      guard let verdict = evaluator.verdict(moved(middle)) else { return nil }
      if verdict == base { same = middle } else { (other, found) = (middle, verdict) }
    }
    return (other, found)
  }

  private func limit(_ number: Int, _ measure: Measure, isDown: Bool) -> Int64 {
    let row = holdings.all[number]
    if isDown { return row.bounds(measure).max }
    let total = holdings.total(of: row.owned, measure)
    guard !holdings.completeness.asserts(row.owned), total.min < Int128(Share.whole) else {
      return 0
    }
    return Int64(Int128(Share.whole) - total.min)
  }

  private static func moved(
    _ holdings: Holdings, _ number: Int, _ measure: Measure, _ change: Int64, _ stranger: Int32
  ) -> Holdings {
    let row = holdings.all[number]
    let stated = holdings.statedMaximum(number)
    let isBoth = !row.marks.contains(.votesStated)
    func shifted(_ low: Int64, _ high: Int64, _ moves: Bool) -> Band {
      guard moves else { return Band(min: Int128(low), max: Int128(high)) }
      return Band(
        min: max(0, Int128(low) + Int128(change)), max: max(0, Int128(high) + Int128(change)))
    }
    let (movesCapital, movesVotes) = (measure == .capital, measure == .votes || isBoth)
    let variant = holdings.replacing(
      number, capital: shifted(row.capitalMin, stated.capital, movesCapital),
      votes: shifted(row.votesMin, stated.votes, movesVotes), keepingRounding: true)
    guard change < 0, holdings.completeness.asserts(row.owned) else { return variant }
    let given = Band(exactly: Int128(change.magnitude))
    return variant.adding(
      stranger, of: row.owned, capital: movesCapital ? given : .none,
      votes: movesVotes ? given : .none)
  }
}
