import ClewModel

/// The types of interest of BODS (codelist `interestType` of 0.1 to 0.4), by the code of 0.4.
enum BODSInterest: String, CaseIterable {
  case shareholding, votingRights, appointmentOfBoard, otherInfluenceOrControl,
    seniorManagingOfficial, settlor, trustee, protector, beneficiaryOfLegalArrangement,
    rightsToSurplusAssetsOnDissolution, rightsToProfitOrIncome, rightsGrantedByContract,
    conditionalRightsGrantedByContract, controlViaCompanyRulesOrArticles, controlByLegalFramework,
    boardMember, boardChair, unknownInterest, unpublishedInterest, enjoymentAndUseOfAssets,
    rightToProfitOrIncomeFromAssets, nominee, nominator

  /// Reads a code of any version: hyphens in 0.1 and 0.2, capitals inside from 0.3 on.
  init?(code: String) {
    let key = code.lowercased().filter { $0 != "-" && $0 != "_" && $0 != " " }
    guard let found = Self.byKey[key] else { return nil }
    self = found
  }

  private static let byKey: [String: BODSInterest] = {
    var table: [String: BODSInterest] = [
      "influenceorcontrol": .otherInfluenceOrControl,
      "otherinfluenceorcontroloftrust": .otherInfluenceOrControl,
      "settloroftrust": .settlor, "trusteeoftrust": .trustee, "protectoroftrust": .protector,
      "beneficiaryoftrust": .beneficiaryOfLegalArrangement,
      "rightstosurplusassets": .rightsToSurplusAssetsOnDissolution,
    ]
    for interest in allCases { table[interest.rawValue.lowercased()] = interest }
    return table
  }()

  /// What the model makes of it.
  ///
  /// Rights to profits, surplus or assets are benefits, neither shares nor control. What a contract
  /// grants may or may not be control: such a link is a candidate. An interest that is unknown or
  /// unpublished may be a share or control: ownership whose share is not stated. The holder of a
  /// nomination holds for its nominator; the nominee is its agent, because what the nominee holds
  /// beside is its own.
  var kind: LinkKind {
    switch self {
    case .shareholding, .votingRights, .unknownInterest, .unpublishedInterest: .ownership
    case .appointmentOfBoard, .otherInfluenceOrControl, .rightsGrantedByContract,
      .conditionalRightsGrantedByContract, .controlViaCompanyRulesOrArticles,
      .controlByLegalFramework:
      .control
    case .seniorManagingOfficial, .boardMember, .boardChair: .director
    case .settlor: .settlor
    case .trustee: .trustee
    case .protector: .protector
    case .beneficiaryOfLegalArrangement, .rightsToSurplusAssetsOnDissolution,
      .rightsToProfitOrIncome, .enjoymentAndUseOfAssets, .rightToProfitOrIncomeFromAssets:
      .beneficiary
    case .nominee: .agent
    case .nominator: .nominee
    }
  }

  /// By what means it gives control: the table of the codelist `interestType` of BODS 0.4, with its
  /// descriptions. Roles in arrangements and on boards are kinds of link, benefits are no control,
  /// and a shareholding is a share.
  var means: ControlMeans {
    switch self {
    case .votingRights: .votes
    case .appointmentOfBoard: .board
    case .otherInfluenceOrControl: .influence
    case .rightsGrantedByContract, .conditionalRightsGrantedByContract,
      .controlViaCompanyRulesOrArticles, .controlByLegalFramework:
      .agreement
    case .shareholding, .seniorManagingOfficial, .boardMember, .boardChair, .settlor, .trustee,
      .protector, .beneficiaryOfLegalArrangement, .rightsToSurplusAssetsOnDissolution,
      .rightsToProfitOrIncome, .enjoymentAndUseOfAssets, .rightToProfitOrIncomeFromAssets,
      .unknownInterest, .unpublishedInterest, .nominee, .nominator:
      .unstated
    }
  }

  /// True where the nature of the right leaves open whether it is control.
  var isCandidate: Bool {
    self == .rightsGrantedByContract || self == .conditionalRightsGrantedByContract
  }

  /// Nomination to nominator: the one who holds for another stands first.
  var isReversed: Bool { self == .nominator }

  var label: String {
    switch self {
    case .shareholding: "shareholding"
    case .votingRights: "voting rights"
    case .appointmentOfBoard: "appointment of board"
    case .otherInfluenceOrControl: "other influence or control"
    case .seniorManagingOfficial: "senior managing official"
    case .settlor: "settlor"
    case .trustee: "trustee"
    case .protector: "protector"
    case .beneficiaryOfLegalArrangement: "beneficiary of a legal arrangement"
    case .rightsToSurplusAssetsOnDissolution: "rights to surplus assets on dissolution"
    case .rightsToProfitOrIncome: "rights to receive profits or income"
    case .rightsGrantedByContract: "rights granted by contract"
    case .conditionalRightsGrantedByContract: "conditional rights granted by contract"
    case .controlViaCompanyRulesOrArticles: "control via company rules or articles"
    case .controlByLegalFramework: "control by legal framework"
    case .boardMember: "board member"
    case .boardChair: "board chair"
    case .unknownInterest: "unknown interest"
    case .unpublishedInterest: "unpublished interest"
    case .enjoymentAndUseOfAssets: "enjoyment and use of assets"
    case .rightToProfitOrIncomeFromAssets: "right to profit or income from assets"
    case .nominee: "nominee"
    case .nominator: "nominator"
    }
  }
}
