import ClewModel

/// What one attribution finds about one party, by one measure.
struct AttributionFinding {
  var verdict: Verdict
  /// What is compared with the threshold; nil where a stated right decides.
  var share: Band?
  var threshold: Threshold
  /// The companies that the finding rests on: controlled holders, the controller.
  var through: [Int32] = []
  /// By what control of the company is stated, and whether a majority of votes gives it besides.
  var means: [ControlMeans] = []
  /// The means of `means` that a source states for certain of the party or of what it controls for
  /// certain: a rule that names such a right itself asks for nothing more.
  var certainMeans: Set<ControlMeans> = []
  var hasMajority = false

  static func none(_ threshold: Threshold) -> AttributionFinding {
    AttributionFinding(verdict: .no, share: nil, threshold: threshold)
  }
}

/// A party with all that it controls, by the stated votes with their rounding and as if exact.
final class PartyReach {
  let party: Int32
  /// nil where the work for it was used up: then nothing about control is known.
  let stated: Control.Reach?
  private let unrounded: Control
  /// Asked for only where a verdict is possible.
  private lazy var exact = unrounded.reach(of: party)
  /// What rules that only differ in their thresholds ask alike, by what they ask.
  private var stakes: [StakeQuestion: ControlledStakes] = [:]
  private var control: [Bool: AttributionFinding] = [:]

  private struct StakeQuestion: Hashable {
    var measure: Measure
    var takesOutOwnShares: Bool
    var rounded: Bool
  }

  /// - Parameter unrounded: takes every stated share as exact.
  init(_ party: Int32, _ stated: Control.Reach?, unrounded: Control) {
    self.party = party
    self.stated = stated
    self.unrounded = unrounded
  }

  func reach(rounded: Bool) -> Control.Reach? {
    rounded || stated == nil ? stated : exact
  }

  /// What the party has by the entities it controls, reckoned once.
  func stakes(
    _ measure: Measure, takesOutOwnShares: Bool, rounded: Bool, _ find: () -> ControlledStakes
  ) -> ControlledStakes {
    let question = StakeQuestion(
      measure: measure, takesOutOwnShares: takesOutOwnShares, rounded: rounded)
    if let known = stakes[question] { return known }
    let found = find()
    stakes[question] = found
    return found
  }

  /// The party's control of the company, looked for once.
  func control(rounded: Bool, _ find: () -> AttributionFinding) -> AttributionFinding {
    if let known = control[rounded] { return known }
    let found = find()
    control[rounded] = found
    return found
  }

  /// What asking for it cost: the holdings that were added up.
  func cost(_ holdings: Holdings) -> Int {
    stated?.possible.reduce(holdings.row(party).count + 1) { $0 + holdings.row($1).count + 1 } ?? 0
  }
}
