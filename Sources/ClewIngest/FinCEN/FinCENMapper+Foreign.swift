import ClewModel

/// Reports of foreign bank accounts (FBAR), and designations of exempt persons.
extension FinCENMapper {
  static let foreignActivityLeaves: [String: FinCENLeaf] = [
    "ForeignAccountHeldQuantityText": .text("accounts-held"),
    "LateFilingReasonCode": .code("late-filing-reason", .lateFilings),
    "ReportCalendarYearText": .text("calendar-year"),
    "SignatureAuthoritiesQuantityText": .text("accounts-with-signature-authority"),
  ]

  static let exemptionLeaves: [String: FinCENLeaf] = [
    "ExemptBasisTypeCode": .code("exemption-basis", .exemptions),
    "ExemptEffectiveBeginDateText": .date("exemption-start"),
  ]

  private static let accountLeaves: [String: FinCENLeaf] = [
    "AccountMaximumValueAmountText": .dollars("maximum-value"),
    "UnknownMaximumValueIndicator": .unknown("maximum-value"),
    "AccountTypeCode": .code("account-type", .foreignAccounts),
    "OtherAccountTypeText": .text("account-type"),
    "EFilingAccountTypeCode": .code("account-part", .foreignAccountParts),
    "JointOwnerQuantityText": .text("joint-owners"),
  ]

  /// `Account` of an FBAR: the account, the institution that keeps it (party 41), its owners.
  ///
  /// Who holds it follows from the part it stands in: the filer (141), the filer and the joint owners
  /// named (142); without a financial interest the owners named, over whose account the filer has
  /// signature authority (143); the corporate owner that a consolidated report names (144).
  func foreignAccount(_ node: RecordNode, in activity: inout FinCENActivity) {
    var owners: [FinCENActivity.Party] = []
    var institution: FinCENActivity.Party?
    for child in node.children("Party") {
      let earlier = activity.parties.count
      party(child, in: &activity)
      guard activity.parties.count > earlier, let stated = activity.parties.last else { continue }
      if stated.code == "41" { institution = stated } else { owners.append(stated) }
    }
    let key = institution.flatMap { nonEmpty($0.name) ?? $0.taxNumber }
    guard let number = account(node, institution: key, name: nil, in: &activity) else { return }
    var facts = FinCENFacts()
    FinCENLeaf.state(Self.accountLeaves, of: node, into: &facts)
    if let name = institution?.name, !name.isEmpty { facts.add(.institution, name) }
    let place = number - (accountCount - batch.accounts.count)
    if batch.accounts.indices.contains(place) { batch.accounts[place].facts += facts.facts }
    for owner in owners { hold(owner, number, kind: .holder, role: nil, at: node) }
    for filer in activity.parties("15") {
      switch node.text("EFilingAccountTypeCode") {
      case "143": hold(filer, number, kind: .signatory, role: "signature authority", at: node)
      case "144": hold(filer, number, kind: .linked, role: "consolidated report", at: node)
      case "141", "142": hold(filer, number, kind: .holder, role: nil, at: node)
      default: hold(filer, number, kind: .linked, role: nil, at: node)
      }
    }
  }
}
