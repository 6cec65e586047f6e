/// Why a source names no owner of a party, or of a part of it. The numbers are in casefiles: never
/// change one.
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

  /// The word of the native tables.
  package var name: String {
    switch self {
    case .notStated: "not-stated"
    case .notFiled: "not-filed"
    case .exempt: "exempt"
    case .listed: "listed"
    case .state: "state"
    case .bearer: "bearer"
    case .withheld: "withheld"
    case .nobodyPasses: "nobody-passes"
    case .dispersed: "dispersed"
    }
  }

  package init?(name: String) {
    guard let reason = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = reason
  }
}

/// What a source says about the owners of a party that it does not name.
package struct OwnerStatement: Hashable, Sendable {
  package var reason: UnknownOwnerReason
  /// The words or the code of the source.
  package var text: String
  /// True where the party itself is the owner that is not named: an anonymous person, a holder of
  /// bearer shares. Else the statement is about the owners of the party.
  package var isHolder: Bool
  /// The period `[start, end)` for which it is said, and when it became known, where the source
  /// tells.
  package var start: TimeSpan?
  package var end: TimeSpan?
  package var known: TimeSpan?

  package init(
    _ reason: UnknownOwnerReason, text: String, isHolder: Bool = false, start: TimeSpan? = nil,
    end: TimeSpan? = nil, known: TimeSpan? = nil
  ) {
    self.reason = reason
    self.text = text
    self.isHolder = isHolder
    self.start = start
    self.end = end
    self.known = known
  }
}
