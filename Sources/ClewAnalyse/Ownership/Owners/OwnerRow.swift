import ClewModel

/// One direct or indirect owner of a company, or one company of an owner.
package struct OwnerRow: Sendable {
  package var party: Int32
  package var direct: Band
  /// True for an owner whom nobody is stated to own.
  package var isUltimate: Bool
  package var lookThrough: Band
  package var control: Verdict
  /// True where only the rounding of stated votes keeps control from being yes or no.
  package var controlWithinRounding: Bool
  package var verdicts: [RegimeVerdict]
  package var paths: [OwnershipPath]
  /// Who holds the legal title of the direct holding, where that is a nominee.
  package var titleHolders: [Int32]
  /// The sanctions step: whether the company would be attributed if this owner alone were listed. nil
  /// for holdings, for the company itself, and where it was not computed.
  package var step: Verdict? = nil
  /// The weakest holding on the chain whose weakest holding is the strongest; nil as above.
  package var rolling: Band? = nil
  /// Whether a chain exists on which every holding is 25 % or more.
  package var rollingPasses: Verdict? = nil
  /// The party's voting power in the company and in those that control it.
  package var power: [VotingShare] = []
  /// What the rules say when the analyst's group acts as one; nil without a group.
  package var together: Together? = nil

  /// Banzhaf power in one company.
  package struct VotingShare: Hashable, Sendable {
    package var company: Int32
    package var power: VotingPower.Power
    package var method: VotingPower.Method
  }

  /// The combined interest of a group that the analyst named.
  package struct Together: Hashable, Sendable {
    /// The other members, ascending.
    package var with: [Int32]
    package var lookThrough: Band
    package var control: Verdict
    package var verdicts: [RegimeVerdict]
  }
}

/// What a regime asks for besides owners, or in place of them.
package struct RegimeFallback: Hashable, Sendable {
  package var regime: String
  /// The best verdict on any party: no, or possible where nobody is one for certain.
  package var found: Verdict
  /// True where the official is named besides the owners.
  package var isBesides: Bool
  /// Who sources state as directors of the company, in ascending link id: candidates, not owners.
  package var officials: [Holdings.Role]
}

/// Whether somebody whom no source names could be an owner or controller.
package struct HiddenOwner: Hashable, Sendable {
  /// The most that is not accounted for: the rest of all columns and companies without stated owners.
  package var share: Int128
  package var couldControl: Bool
  /// The regimes under which somebody could be a beneficial owner, in order.
  package var regimes: [String]
}
