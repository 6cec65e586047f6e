import ClewModel

/// Which lines are drawn thicker, from exact figures.
extension ChartEdge.Width {
  /// A share: thick from 50%, medium from 25%. A band counts by its lower bound, or, where only an
  /// upper one is stated, as thin.
  package init(share: Share?) {
    switch share?.units ?? 0 {
    case (Share.whole / 2)...: self = .thick
    case (Share.whole / 4)...: self = .medium
    default: self = .thin
    }
  }

  /// Amounts against the largest of the same currency: thick from a half, medium from an eighth.
  /// Amounts of different currencies are never compared.
  ///
  /// - Returns: one class for each amount, in order.
  package static func classes(of amounts: [Money]) -> [ChartEdge.Width] {
    let exact = amounts.map { $0.mantissa(atScale: 18).magnitude }
    var largest: [String: UInt128] = [:]
    for (amount, value) in zip(amounts, exact) {
      largest[amount.currency] = max(largest[amount.currency] ?? 0, value)
    }
    return zip(amounts, exact).map { amount, value in
      let top = largest[amount.currency] ?? 0
      if value == 0 { return .thin }
      if value >= top - top / 2 { return .thick }
      return value >= top / 8 ? .medium : .thin
    }
  }
}
