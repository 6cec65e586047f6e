import ClewModel

extension [Holding] {
  /// Tightens each maximum of one company's column to what the other owners' minima leave of the
  /// whole. A minimum is never touched: a column above 100 % stays above 100 %.
  ///
  /// - Returns: the maxima as they were, of the holdings that were cut, ascending.
  mutating func close(_ column: Range<Int>) -> [Holdings.StatedMaximum] {
    var capital: Int128 = 0
    var votes: Int128 = 0
    for i in column {
      capital += Int128(self[i].capitalMin)
      votes += Int128(self[i].votesMin)
    }
    let whole = Int128(Share.whole)
    var stated: [Holdings.StatedMaximum] = []
    for i in column {
      let holding = self[i]
      let left = Swift.max(Int128(holding.capitalMin), whole - capital + Int128(holding.capitalMin))
      let leftVotes = Swift.max(Int128(holding.votesMin), whole - votes + Int128(holding.votesMin))
      guard Int128(holding.capitalMax) > left || Int128(holding.votesMax) > leftVotes else {
        continue
      }
      stated.append(
        .init(holding: Int32(i), capital: holding.capitalMax, votes: holding.votesMax))
      self[i].capitalMax = Int64(Swift.min(Int128(holding.capitalMax), left))
      self[i].votesMax = Int64(Swift.min(Int128(holding.votesMax), leftVotes))
    }
    return stated
  }
}

extension Holdings {
  /// The maxima that the sources state for a holding, whatever the rest of its column leaves.
  func statedMaximum(_ holding: Int) -> StatedMaximum {
    var (low, high) = (0, statedMaxima.count)
    while low < high {
      let middle = (low + high) / 2
      if Int(statedMaxima[middle].holding) < holding { low = middle + 1 } else { high = middle }
    }
    if low < statedMaxima.count, Int(statedMaxima[low].holding) == holding {
      return statedMaxima[low]
    }
    return StatedMaximum(
      holding: Int32(holding), capital: all[holding].capitalMax, votes: all[holding].votesMax)
  }

  /// Closes one column anew after a holding in it changed: from the stated maxima of the others.
  mutating func reclose(_ column: Range<Int>) {
    for i in column {
      let stated = statedMaximum(i)
      all[i].capitalMax = stated.capital
      all[i].votesMax = stated.votes
    }
    let closed = all.close(column)
    let before = statedMaxima.prefix { Int($0.holding) < column.lowerBound }
    let after = statedMaxima.drop { Int($0.holding) < column.upperBound }
    statedMaxima = before + closed + after
  }
}
