import ClewGraph
import ClewModel

/// What a party holds of a company by itself and through everything it controls, each stake whole:
/// the way of the United Kingdom's register (Companies Act 2006, schedule 1A, paragraph 18), where
/// chains of majority stakes are never multiplied.
struct AttributedShare {
  var capital: Band
  var votes: Band
  /// The parties whose stakes are counted, ascending.
  var holders: [Int32]

  /// Complexity: what the party may control, times the logarithm of the company's holders.
  ///
  /// - Parameter counting: which of the direct holders count.
  init(
    of party: Int32, in company: Int32, _ holdings: Holdings, reach: Control.Reach,
    counting: (Int32) -> Bool = { _ in true }
  ) {
    capital = .none
    votes = .none
    holders = []
    let certain = Set(reach.certain).union([party])
    for holder in Set(reach.possible).union([party]).sorted() where holder != company {
      guard let holding = Self.holding(of: holder, in: company, holdings), counting(holder) else {
        continue
      }
      let isCertain = certain.contains(holder)
      capital.min += isCertain ? Int128(holding.capitalMin) : 0
      capital.max += Int128(holding.capitalMax)
      votes.min += isCertain ? Int128(holding.votesMin) : 0
      votes.max += Int128(holding.votesMax)
      holders.append(holder)
    }
  }

  /// The holding in a column, which is in ascending owner, by binary search.
  private static func holding(
    of owner: Int32, in company: Int32, _ holdings: Holdings
  ) -> Holding? {
    let column = holdings.column(company)
    var (low, high) = (column.lowerBound, column.upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holdings.all[middle].owner < owner { low = middle + 1 } else { high = middle }
    }
    return low < column.upperBound && holdings.all[low].owner == owner ? holdings.all[low] : nil
  }
}
