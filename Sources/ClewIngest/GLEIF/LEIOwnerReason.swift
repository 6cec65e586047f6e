import ClewModel

/// What GLEIF's codes say of owners who are not named.
enum LEIOwnerReason {
  /// What a reason of the reporting exceptions says (Reporting Exceptions format 1.1 and 2.1,
  /// enumeration `ExceptionReasonEnum`, with the definitions of the Regulatory Oversight Committee);
  /// nil for none of it.
  ///
  /// All of them are about the parents that would consolidate the entity in their accounts, none about
  /// who holds its shares: no reason of theirs explains an unknown share or rules an owner out.
  static func words(ofException code: String) -> String? { exceptions[code] }

  private static let exceptions: [String: String] = [
    "NATURAL_PERSONS": "natural persons control it and are not named",
    "NON_CONSOLIDATING": "its parents need not consolidate it",
    "NO_KNOWN_PERSON": "nobody is known to control it",
    "NO_LEI": "the parent does not agree to have an LEI or to be named",
    "NON_PUBLIC": "the relation is not public",
    // Reasons of format 1.1, which NON_PUBLIC took the place of.
    "BINDING_LEGAL_COMMITMENTS": "legal commitments forbid naming the parent",
    "LEGAL_OBSTACLES": "the law forbids naming the parent",
    "DISCLOSURE_DETRIMENTAL": "naming the parent would do harm",
    "DETRIMENT_NOT_EXCLUDED": "naming the parent might do harm",
    "CONSENT_NOT_OBTAINED": "the parent did not consent to be named",
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
