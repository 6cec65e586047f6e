import ClewModel

/// The bounds of every entry of a region by one measure.
struct RegionShares: Sendable {
  private(set) var minima: [Int64]
  private(set) var maxima: [Int64]
  /// By local company: its list of owners is complete, and can add up to 100 %.
  private(set) var isComplete: [Bool]
  /// True where a complete list leaves its owners a choice: the least shares are then no minima.
  private(set) var hasChoice = false

  /// Bounds that are laid out already, of lists that are all open.
  init(_ region: OwnershipRegion, minima: [Int64], maxima: [Int64]) {
    self.minima = minima
    self.maxima = maxima
    isComplete = [Bool](repeating: false, count: region.count)
  }

  /// - Parameter reading: at an end of the rounding every minimum is moved, and the maxima are set
  ///   to them: what rounding does to the least shares. A complete list keeps its maxima there.
  init(
    _ region: OwnershipRegion, _ holdings: Holdings, _ measure: Measure = .capital,
    _ reading: Reading = .stated
  ) {
    let bounds = region.holding.map { holdings.all[Int($0)].bounds(measure) }
    maxima = bounds.map(\.max)
    minima =
      switch reading {
      case .stated: bounds.map(\.min)
      case .lowest: bounds.map { $0.min - Swift.min($0.min, $0.rounding) }
      case .highest:
        bounds.map { $0.min > Int64.max - $0.rounding ? Int64.max : $0.min + $0.rounding }
      }
    isComplete = [Bool](repeating: false, count: region.count)
    let whole = Int128(Share.whole)
    for company in 0..<Int32(region.count) {
      let column = region.column(company)
      let isAsserted =
        holdings.completeness.asserts(region.nodes[Int(company)])
        && column.contains { minima[$0] < maxima[$0] }
      if isAsserted {
        let low = column.reduce(Int128(0)) { $0 + Int128(minima[$1]) }
        let high = column.reduce(Int128(0)) { $0 + Int128(max(minima[$1], maxima[$1])) }
        isComplete[Int(company)] = low <= whole && high >= whole
        hasChoice = hasChoice || isComplete[Int(company)] && low < whole
      }
      for entry in column {
        if reading != .stated, !isComplete[Int(company)] { maxima[entry] = minima[entry] }
        maxima[entry] = max(maxima[entry], minima[entry])
      }
    }
  }
}
