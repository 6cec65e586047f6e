/// By what means a link gives control, apart from capital shares: the grounds that laws tell apart
/// (Regulation (EU) 2024/1624 Article 53(3)-(4); Companies Act 2006 schedule 1A paragraphs 4 to 6).
/// The numbers are in casefiles: never change one.
package enum ControlMeans: UInt8, Sendable, CaseIterable {
  /// The source says control, or nothing, without saying how.
  case unstated
  /// The right to appoint or remove the majority of a board.
  case board
  /// A majority of votes, held or by agreement.
  case votes
  /// A contract, the articles, or a law gives dominant influence.
  case agreement
  /// Significant influence or control that is exercised without a stated right.
  case influence
  /// As a trustee, or through a trust that the party controls.
  case trust
  /// As a member of a firm, or through a firm that the party controls.
  case firm
  /// Shares or votes that are held or exercised together with others.
  case joint
  /// An accounting parent states that it consolidates the company.
  case consolidation

  /// The word of the native tables.
  package var name: String {
    switch self {
    case .unstated: "unstated"
    case .board: "board"
    case .votes: "votes"
    case .agreement: "agreement"
    case .influence: "influence"
    case .trust: "trust"
    case .firm: "firm"
    case .joint: "joint"
    case .consolidation: "consolidation"
    }
  }

  package init?(name: String) {
    guard let means = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = means
  }

  /// True where the means decides by itself, so that what the party controls counts as its own
  /// further down: significant influence, a joint holding, a role in a trust or a firm do not.
  package var isDecisive: Bool {
    switch self {
    case .unstated, .board, .votes, .agreement, .consolidation: true
    case .influence, .trust, .firm, .joint: false
    }
  }
}
