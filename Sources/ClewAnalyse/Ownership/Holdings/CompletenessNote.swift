import ClewModel

/// A list of owners that is asserted to be complete and cannot be: it is read as open.
package struct CompletenessNote: Hashable, Sendable {
  package var company: Int32
  package var measure: Measure
  /// What the shares add up to at the least and at the most.
  package var sum: Band
  /// True where the rounding of the stated shares explains it.
  package var withinRounding: Bool

  /// One sentence; `name` gives the words for a party.
  package func text(_ name: (Int32) -> String) -> String {
    let what = measure == .capital ? "shares" : "votes"
    let sides =
      sum.max < Int128(Share.whole)
      ? "add up to \(ShareText.percent(sum.max)) at the most"
      : "add up to \(ShareText.percent(sum.min)) at the least"
    let rounding = withinRounding ? " (within the rounding of what is stated)" : ""
    return "the owners of \(name(company)) are said to be all named, but the stated \(what) "
      + "\(sides)\(rounding): the list is read as open"
  }
}

extension Holdings {
  /// The lists of owners of some companies that cannot be complete, in the order given.
  package func completenessNotes(of companies: [Int32]) -> [CompletenessNote] {
    var notes: [CompletenessNote] = []
    for company in companies where completeness.asserts(company) && isOwned(company) {
      for measure in [Measure.capital, .votes] {
        let total = total(of: company, measure)
        guard !total.canBeWhole else { continue }
        let sum = Band(min: total.min, max: statedTop(of: company, measure, total))
        let whole = Int128(Share.whole)
        let gap = sum.min > whole ? sum.min - whole : whole - sum.max
        let note = CompletenessNote(
          company: company, measure: measure, sum: sum, withinRounding: gap <= total.rounding)
        if measure == .votes, notes.last?.company == company, notes.last?.sum == note.sum {
          continue
        }
        notes.append(note)
      }
    }
    return notes
  }

  /// The sum of the maxima as stated, which a column above 100 % cuts down to its minima.
  private func statedTop(of company: Int32, _ measure: Measure, _ total: ColumnTotal) -> Int128 {
    guard total.min <= Int128(Share.whole) else { return max(total.min, total.max) }
    return column(company).reduce(0) { sum, number in
      let stated = statedMaximum(number)
      return sum + Int128(measure == .capital ? stated.capital : stated.votes)
    }
  }
}
