import ClewModel

/// Why a statement of BODS specifies no party (codelist `unspecifiedReason` of 0.1 to 0.4), by the
/// code of 0.4.
enum BODSReason: String, CaseIterable {
  case noBeneficialOwners, subjectUnableToConfirmOrIdentifyBeneficialOwner,
    interestedPartyHasNotProvidedInformation, subjectExemptFromDisclosure,
    interestedPartyExemptFromDisclosure, unknown, informationUnknownToPublisher

  /// Reads a code of any version: hyphens in 0.1 and 0.2, capitals inside from 0.3 on.
  init?(code: String) {
    let key = code.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    guard let found = Self.byKey[key] else { return nil }
    self = found
  }

  private static let byKey: [String: BODSReason] = {
    var table: [String: BODSReason] = [
      // 0.1: replaced by the subject's exemption.
      "nonotifiableowners": .subjectExemptFromDisclosure
    ]
    for reason in allCases { table[reason.rawValue.lowercased()] = reason }
    return table
  }()

  /// What the model makes of it, by the descriptions of the codelist.
  var reason: UnknownOwnerReason {
    switch self {
    case .noBeneficialOwners: .nobodyPasses
    case .subjectUnableToConfirmOrIdentifyBeneficialOwner,
      .interestedPartyHasNotProvidedInformation:
      .notFiled
    case .subjectExemptFromDisclosure: .exempt
    case .interestedPartyExemptFromDisclosure: .withheld
    case .unknown, .informationUnknownToPublisher: .notStated
    }
  }

  /// The reason of a stated code; a code that is none of BODS says no more than that nobody is named.
  static func statement(of code: String) -> OwnerStatement {
    OwnerStatement(
      BODSReason(code: code)?.reason ?? .notStated, text: code, isHolder: true)
  }
}

/// What the type of an entity or a person says of owners who are not named (codelists `entityType`
/// and `personType` of 0.1 to 0.4).
enum BODSPartyType {
  /// - Parameter isListed: `publicListing.hasPublicListing`.
  static func statements(
    entityType: String?, personType: String?, reasons: [String], isListed: Bool
  ) -> [OwnerStatement] {
    var found = reasons.map(BODSReason.statement)
    switch entityType ?? personType {
    case "anonymousEntity"?, "anonymousPerson"?:
      if found.isEmpty {
        found.append(
          OwnerStatement(.withheld, text: entityType ?? personType ?? "", isHolder: true))
      }
    case "unknownEntity"?, "unknownPerson"?:
      if found.isEmpty {
        found.append(
          OwnerStatement(.notStated, text: entityType ?? personType ?? "", isHolder: true))
      }
    case let type? where type == "state" || type == "stateBody":
      found.append(OwnerStatement(.state, text: type))
    default: break
    }
    if isListed { found.append(OwnerStatement(.listed, text: "hasPublicListing")) }
    return found
  }
}
