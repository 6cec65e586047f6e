/// Why a source names no owner of a party, or of a part of it.
package enum UnknownOwnerReason: UInt8, Sendable, CaseIterable {
  /// Nothing is said.
  case notStated
  /// A register has asked and has no answer, or the answer is late.
  case notFiled
  /// The party need not say: an exempt kind of company.
  case exempt
  /// Its shares are traded on a regulated market.
  case listed
  /// A state or one of its bodies owns it.
  case state
  /// Bearer shares: whoever holds the paper.
  case bearer
  /// Known to the register and withheld: protected by law, or consent not given.
  case withheld
  /// The register states that nobody passes its threshold.
  case nobodyPasses
  /// Too many holders to name each: a fund, a cooperative, a widely held company.
  case dispersed
}

/// What a source says about the owners of a party that it does not name.
package struct OwnerStatement: Hashable, Sendable {
  package var reason: UnknownOwnerReason
  /// The words or the code of the source.
  package var text: String

  package init(_ reason: UnknownOwnerReason, text: String) {
    self.reason = reason
    self.text = text
  }
}
