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

/// A share that a rule asks for, and whether that share itself suffices.
struct Threshold: Hashable, Sendable {
  /// In units of `Share.whole`.
  var units: Int128
  var isInclusive: Bool

  /// Half of the whole or more: the step of the sanctions rules.
  static let half = Threshold(units: Int128(Share.whole / 2), isInclusive: true)
  /// More than half: control.
  static let majority = Threshold(units: Int128(Share.whole / 2), isInclusive: false)
  static let quarter = Threshold(units: Int128(Share.whole / 4), isInclusive: true)
}

/// A share with what the rounding of the stated shares can take from it or add to it.
struct RoundedShare: Hashable, Sendable {
  var band: Band
  /// What rounding can take from the minimum, and add to the maximum.
  var down: Int128 = 0
  var up: Int128 = 0

  /// Widens what is a band by the rounding of the shares that bound it from outside.
  mutating func add(_ slack: Interests.Slack) {
    guard !band.isExact else { return }
    up += slack.up
    down += min(slack.down, band.min - min(band.min, down))
  }

  /// Whether it passes a threshold. A share exactly on it counts as exact; any other one has to be
  /// above or below it by no less than its rounding.
  func passes(_ threshold: Threshold, rounded: Bool) -> Verdict {
    let asked = threshold.units
    if band.min == asked, threshold.isInclusive { return .yes }
    if band.min > asked, !rounded || band.min - asked >= down { return .yes }
    if band.max > asked { return .possible }
    if band.max == asked { return threshold.isInclusive ? .possible : .no }
    return rounded && asked - band.max < up ? .possible : .no
  }
}
