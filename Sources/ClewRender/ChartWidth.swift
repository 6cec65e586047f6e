import ClewModel

/// Which lines are drawn thicker, from exact figures.
extension ChartEdge.Width {
  /// A share: thick from 50%, medium from 25%. A band counts by its lower bound, or, where only an
  /// upper one is stated, as thin.
  package init(share: Share?) { self.init(units: Int128(share?.units ?? 0)) }

  /// The same for a sum of shares, in units of `Share.whole`.
  package init(units: Int128) {
    switch units {
    case (Int128(Share.whole) / 2)...: self = .thick
    case (Int128(Share.whole) / 4)...: self = .medium
    default: self = .thin
    }
  }

  /// A sum against the largest of the same currency on the chart: thick from a half, medium from an
  /// eighth. Both at one scale.
  package init(sum: Int128, largest: Int128) {
    self = sum >= largest - largest / 2 ? .thick : sum >= largest / 8 ? .medium : .thin
  }
}
