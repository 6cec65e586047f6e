import ClewModel

extension [Holding] {
  /// Takes back votes that were assumed to equal the shares where other holders' stated votes leave
  /// no room for them: nobody is certain to have votes only because nobody says otherwise.
  ///
  /// What is assumed has at most what the stated minima leave; where stated and assumed minima
  /// together pass 100 % by more than their rounding, nothing assumed is certain.
  mutating func limitAssumedVotes(_ column: Range<Int>) {
    guard column.contains(where: { self[$0].marks.contains(.votesStated) }) else { return }
    let assumed = column.filter { !self[$0].marks.contains(.votesStated) }
    guard !assumed.isEmpty else { return }
    var stated: Int128 = 0
    var all: Int128 = 0
    var rounding: Int128 = 0
    for i in column {
      if self[i].marks.contains(.votesStated) { stated += Int128(self[i].votesMin) }
      all += Int128(self[i].votesMin)
      rounding += Int128(self[i].votesRounding)
    }
    let whole = Int128(Share.whole)
    let left = Int64(Swift.max(0, whole - stated))
    let isTooMuch = all - rounding > whole
    for i in assumed {
      if isTooMuch { self[i].votesMin = 0 }
      self[i].votesMax = Swift.min(self[i].votesMax, Swift.max(left, self[i].votesMin))
    }
  }

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
