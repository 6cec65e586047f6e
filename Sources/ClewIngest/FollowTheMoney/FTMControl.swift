import ClewModel

/// What FollowTheMoney says of control, in free text, and of owners who are not named.
enum FTMControl {
  /// The means that the text of `Control.controlType`, or of a role, names; it is no list of codes,
  /// so that a text counts only where one of its words begins like one of these.
  static func means(of text: String) -> ControlMeans {
    let stated = text.lowercased().split { !$0.isLetter }
    return words.first { known in stated.contains { $0.hasPrefix(known.word) } }?.means
      ?? .unstated
  }

  private static let words: [(word: String, means: ControlMeans)] = [
    ("trust", .trust), ("firm", .firm), ("partner", .firm), ("joint", .joint),
    ("concert", .joint), ("appoint", .board), ("board", .board), ("consolidat", .consolidation),
    ("voting", .votes), ("vote", .votes), ("contract", .agreement), ("agreement", .agreement),
    ("articles", .agreement), ("statut", .agreement), ("influence", .influence),
  ]

  /// What a topic of a party says (FollowTheMoney 4.11, type `topic`).
  static func reason(ofTopic topic: String) -> UnknownOwnerReason? {
    switch topic {
    case "corp.public": .listed
    case "gov", "gov.national", "gov.state", "gov.muni", "gov.soe", "gov.igo", "gov.admin",
      "gov.executive", "gov.legislative", "gov.judicial", "gov.security", "gov.financial":
      .state
    case "fin.fund": .dispersed
    default: nil
    }
  }

  /// What a party says by its schema and topics.
  static func statements(schema: String, topics: [String]) -> [OwnerStatement] {
    var found: [OwnerStatement] = []
    if schema == "PublicBody" { found.append(OwnerStatement(.state, text: schema)) }
    for topic in topics {
      if let reason = reason(ofTopic: topic) { found.append(OwnerStatement(reason, text: topic)) }
    }
    return found
  }
}
