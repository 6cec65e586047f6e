import ClewModel

/// Which lists of owners a register asserts to be complete: their shares add up to exactly 100 %.
///
/// An open list may leave owners out; what its column lacks belongs to somebody unlisted.
package enum Completeness: Hashable, Sendable {
  case open
  /// All lists.
  case complete
  /// The lists of these companies.
  case companies(Set<Int32>)

  package func asserts(_ company: Int32) -> Bool {
    switch self {
    case .open: false
    case .complete: true
    case .companies(let companies): companies.contains(company)
    }
  }
}

/// What the stated shares in one company come to by one measure.
package struct ColumnTotal: Hashable, Sendable {
  package var min: Int128 = 0
  package var max: Int128 = 0
  /// Half a unit of the last stated decimal, summed over the holdings.
  package var rounding: Int128 = 0
  /// True where the list of owners is asserted to be complete and its shares can add up to 100 %.
  package var isComplete = false

  /// Whether some choice inside the bounds adds up to 100 %.
  package var canBeWhole: Bool { min <= Int128(Share.whole) && max >= Int128(Share.whole) }
}

extension Holdings {
  /// The same holdings, with some lists of owners read as complete.
  ///
  /// A list whose shares cannot add up to 100 % goes on being read as open; see
  /// `OwnershipRegion.incompletenessNotes`.
  package func completed(_ completeness: Completeness) -> Holdings {
    var holdings = self
    holdings.completeness = completeness
    return holdings
  }

  /// The sums of a company's column: O(column).
  package func total(of company: Int32, _ measure: Measure = .capital) -> ColumnTotal {
    var total = ColumnTotal()
    let column = column(company)
    for i in column {
      let bounds = all[i].bounds(measure)
      total.min += Int128(bounds.min)
      total.max += Int128(bounds.max)
      total.rounding += Int128(bounds.rounding)
    }
    total.isComplete = !column.isEmpty && completeness.asserts(company) && total.canBeWhole
    return total
  }
}
