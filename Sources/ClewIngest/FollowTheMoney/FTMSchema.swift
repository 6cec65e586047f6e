import ClewModel

/// What Clew makes of each schema of FollowTheMoney (3.8 and 4.11), by its name.
///
/// Schemata not named here are counted as unread under their name.
enum FTMSchema {
  /// What an entity of a schema becomes.
  enum Form {
    case party(PartyKind)
    case link(FTMEdge)
    case payment
    case account(AccountKind)
    /// Its values are facts of the party that a property names.
    case facts(of: String)
    case address
    case sanction
    /// Not read, and why.
    case unread(String)
  }

  static func form(_ name: String) -> Form? { forms[name] }

  static var names: [String] { forms.keys.sorted() }

  private static let forms: [String: Form] = {
    var forms: [String: Form] = [
      "Payment": .payment, "BankAccount": .account(.bank), "CryptoWallet": .account(.wallet),
      "Address": .address, "Sanction": .sanction, "Identification": .facts(of: "holder"),
      "Passport": .facts(of: "holder"), "UserAccount": .facts(of: "owner"),
      "TaxRoll": .facts(of: "taxee"), "Post": .facts(of: "holder"), "Risk": .facts(of: "entity"),
    ]
    for (names, kind) in parties {
      for name in names.split(separator: " ") { forms[String(name)] = .party(kind) }
    }
    for edge in FTMEdge.all { forms[edge.schema] = .link(edge) }
    for (names, why) in unread {
      for name in names.split(separator: " ") { forms[String(name)] = .unread(why) }
    }
    return forms
  }()

  /// A position, a project, a contract, a court case or a call for tenders is what links end at.
  private static let parties: [(String, PartyKind)] = [
    ("Person", .person), ("LegalEntity Thing", .unknown),
    ("Organization Company PublicBody", .organisation), ("Vessel", .vessel),
    ("Airplane", .aircraft), ("Vehicle RealEstate Asset Security Contract License", .asset),
    ("Position Project CourtCase CallForTenders Territory", .unknown),
  ]

  private static let unread: [(String, String)] = [
    (
      "Document Pages Page PlainText HyperText Image Audio Video Table Workbook Package Folder "
        + "Email Message Article",
      "a document is no party"
    ),
    ("Mention Note Assessment Event Trip Analyzable", "text about parties, no statement of one"),
    ("Similar", "a score between candidates, no statement"),
    ("Interest Interval Value", "an abstract schema"),
  ]
}

/// A schema of FollowTheMoney whose entities are relations, and the link they become.
final class FTMEdge: Sendable {
  let schema: String
  let kind: LinkKind
  /// The properties that hold the two ends; the link goes from the first to the second.
  let source: String
  let target: String
  /// What the link is called where its entity states no role; nil for what the kind says already.
  let role: String?

  private init(
    _ schema: String, _ kind: LinkKind, _ source: String, _ target: String, role: String? = nil
  ) {
    self.schema = schema
    self.kind = kind
    self.source = source
    self.target = target
    self.role = role
  }

  static let all: [FTMEdge] = [
    FTMEdge("Ownership", .ownership, "owner", "asset"),
    FTMEdge("Control", .control, "controller", "controlled"),
    FTMEdge("Directorship", .director, "director", "organization"),
    FTMEdge("Representation", .agent, "agent", "client"),
    FTMEdge("Family", .family, "person", "relative"),
    FTMEdge("Associate", .associate, "person", "associate"),
    FTMEdge("Membership", .linked, "member", "organization", role: "member"),
    FTMEdge("Employment", .linked, "employee", "employer", role: "employee"),
    FTMEdge("ProjectParticipant", .linked, "participant", "project", role: "participant"),
    FTMEdge("Succession", .linked, "predecessor", "successor", role: "predecessor"),
    FTMEdge("Occupancy", .linked, "holder", "post", role: "holds the position"),
    FTMEdge("Debt", .linked, "debtor", "creditor", role: "debtor"),
    FTMEdge("ContractAward", .linked, "supplier", "contract", role: "supplier"),
    FTMEdge("CourtCaseParty", .linked, "party", "case", role: "party"),
    FTMEdge("EconomicActivity", .linked, "sender", "receiver", role: "sends goods to"),
    FTMEdge("Call", .linked, "caller", "receiver", role: "calls"),
    FTMEdge("UnknownLink", .linked, "subject", "object"),
    FTMEdge("Documentation", .linked, "document", "entity", role: "documents"),
  ]
}
