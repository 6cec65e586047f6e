import ClewModel

/// What of a holding is looked through: the shares, or the votes where a source states them (else
/// they are taken to be the shares).
package enum Measure: Hashable, Sendable { case capital, votes }

/// What the stated shares are taken to be: as they stand, or all at one end of their rounding.
enum Reading: Sendable { case stated, lowest, highest }

extension Holding {
  /// The bounds by one measure, and half a unit of the last stated decimal.
  func bounds(_ measure: Measure) -> (min: Int64, max: Int64, rounding: Int64) {
    switch measure {
    case .capital: (capitalMin, capitalMax, capitalRounding)
    case .votes: (votesMin, votesMax, votesRounding)
    }
  }

  /// True where the votes are not simply the shares.
  var votesDiffer: Bool { votesMin != capitalMin || votesMax != capitalMax }
}

/// A share with what the rounding of the stated shares can take from it or add to it.
struct RoundedShare: Hashable, Sendable {
  var band: Band
  var down: Int128 = 0
  var up: Int128 = 0

  /// Whether it is at least the threshold. A share exactly on it counts as exact; any other one has
  /// to be above or below it by no less than its rounding.
  func reaches(_ threshold: Int128, rounded: Bool) -> Verdict {
    if band.min == threshold { return .yes }
    if band.min > threshold, !rounded || band.min - threshold >= down { return .yes }
    if band.max >= threshold { return .possible }
    return rounded && threshold - band.max < up ? .possible : .no
  }
}
