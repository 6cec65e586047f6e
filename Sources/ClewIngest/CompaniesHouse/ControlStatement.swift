import ClewModel

/// What the register of persons with significant control says of persons it does not name.
///
/// The codes are those of `psc_descriptions.yml` (`statement_description`) and
/// `exemption_descriptions.yml` of Companies House's api-enumerations; the duties behind them are
/// sections 790D to 790ZG and schedule 1B of the Companies Act 2006 and, for overseas entities, the
/// Economic Crime (Transparency and Enforcement) Act 2022.
enum ControlStatement {
  /// The reason that a statement gives; nil for one that names nobody as missing (that all owners
  /// are identified, that none has changed).
  static func reason(of statement: String) -> UnknownOwnerReason? {
    var code = statement
    for ending in ["-partnership", "-registered-overseas-entity"] where code.hasSuffix(ending) {
      code.removeLast(ending.utf8.count)
    }
    return statements[code]
  }

  private static let statements: [String: UnknownOwnerReason] = [
    // The register's own spelling, and the right one.
    "no-individual-or-entity-with-signficant-control": .nobodyPasses,
    "no-individual-or-entity-with-significant-control": .nobodyPasses,
    "psc-exists-but-not-identified": .notFiled,
    "psc-details-not-confirmed": .notFiled,
    "steps-to-find-psc-not-yet-completed": .notFiled,
    "psc-contacted-but-no-response": .notFiled,
    "psc-has-failed-to-confirm-changed-details": .notFiled,
    "restrictions-notice-issued-to-psc": .notFiled,
    // Overseas entities.
    "no-beneficial-owner-identified": .nobodyPasses,
    "at-least-one-beneficial-owner-unidentified": .notFiled,
    "information-not-provided-for-at-least-one-beneficial-owner": .notFiled,
    "at-least-one-beneficial-owner-unidentified-and-information-not-provided-for-at-least-one-beneficial-owner":
      .notFiled,
  ]

  /// The reason that an exemption gives. All that the register knows rest on a regulated market.
  static func reason(ofExemption type: String) -> UnknownOwnerReason {
    let code = type.lowercased().replacingUnderscores
    return listed.contains(code) ? .listed : .exempt
  }

  private static let listed: Set<String> = [
    "disclosure-transparency-rules-chapter-5-applies",
    "disclosure-transparency-rules-chapter-five-applies",
    "psc-exempt-as-trading-on-regulated-market",
    "psc-exempt-as-trading-on-uk-regulated-market",
    "psc-exempt-as-trading-on-eu-regulated-market",
    "psc-exempt-as-shares-admitted-on-market",
  ]
}

extension String {
  /// The keys of an exemption have underscores, its type has hyphens.
  fileprivate var replacingUnderscores: String { String(map { $0 == "_" ? "-" : $0 }) }
}
