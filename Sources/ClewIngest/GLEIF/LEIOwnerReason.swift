import ClewModel

/// What GLEIF's codes say of owners who are not named.
enum LEIOwnerReason {
  /// A reason of the reporting exceptions (Reporting Exceptions format 1.1 and 2.1, enumeration
  /// `ExceptionReasonEnum`, with the definitions of the Regulatory Oversight Committee); nil for
  /// none of it.
  static func reason(ofException code: String) -> UnknownOwnerReason? { exceptions[code] }

  private static let exceptions: [String: UnknownOwnerReason] = [
    // No entity meets the definition of an accounting parent: natural persons control it.
    "NATURAL_PERSONS": .nobodyPasses,
    // Controlled by entities that do not have to consolidate, so that no parent is to be stated.
    "NON_CONSOLIDATING": .exempt,
    // Nobody is known to control it, as with widely spread shares.
    "NO_KNOWN_PERSON": .dispersed,
    // The parent does not agree to have an LEI or that its child states one.
    "NO_LEI": .withheld,
    // The relation is not public.
    "NON_PUBLIC": .withheld,
    // Reasons of format 1.1, which NON_PUBLIC took the place of.
    "BINDING_LEGAL_COMMITMENTS": .withheld,
    "LEGAL_OBSTACLES": .withheld,
    "DISCLOSURE_DETRIMENTAL": .withheld,
    "DETRIMENT_NOT_EXCLUDED": .withheld,
    "CONSENT_NOT_OBTAINED": .withheld,
  ]

  /// What a category of entities says (LEI-CDF 3.1, `EntityCategoryTypeEnum`).
  static func reason(ofCategory code: String) -> UnknownOwnerReason? {
    switch code {
    case "RESIDENT_GOVERNMENT_ENTITY": .state
    case "FUND": .dispersed
    default: nil
    }
  }
}
