/// The reports of the US Bank Secrecy Act that are filed as batches of XML 2.0.
enum FinCENForm: String, CaseIterable, Sendable {
  case sar = "SARX"
  case ctr = "CTRX"
  case form8300 = "8300X"
  case fbar = "FBARX"
  case exemption = "DOEPX"

  /// What a filing of the form is called.
  var kind: String {
    switch self {
    case .sar: "SAR"
    case .ctr: "CTR"
    case .form8300: "8300"
    case .fbar: "FBAR"
    case .exemption: "DOEP"
    }
  }

  /// Elements and party codes that only this form has, for a batch whose beginning does not name
  /// its form: `FormTypeCode` stands last in some.
  private var signs: [String] {
    switch self {
    case .sar:
      [
        "SuspiciousActivity", "ActivityIPAddress", "CyberEventIndicators",
        "AllCriticalSubjectInformationUnavailableIndicator", "PartyAssociation>",
        "NoBranchActivityInvolvedIndicator",
      ]
    case .form8300:
      [
        "ActivityPartyTypeCode>16<", "ActivityPartyTypeCode>4<", "TotalPriceAmountText",
        "InstrumentProductServiceTypeCode", "PartyTypeCode>O<", "PartyTypeCode>I<",
      ]
    case .fbar:
      [
        "ActivityPartyTypeCode>15<", "ForeignAccountActivity", "EFilingAccountTypeCode",
        "FilerTypeIndividualIndicator", "ActivityPartyTypeCode>42<",
      ]
    case .exemption:
      [
        "DesignationExemptActivity", "ActivityPartyTypeCode>11<", "ActivityPartyTypeCode>45<",
        "InitialDesignationIndicator",
      ]
    case .ctr:
      [
        "ActivityPartyTypeCode>50<", "ActivityPartyTypeCode>17<", "ActivityPartyTypeCode>58<",
        "AggregateTransactionIndicator", "IndividualEntityCashInAmountText",
        "IndividualEntityCashOutAmountText", "TotalCashOutAmountText",
      ]
    }
  }

  /// The form of a batch by its first bytes: as it is named, else by what only one form has.
  static func of(_ head: SourceHead) -> FinCENForm? {
    guard head.xmlRoot?.name == "EFilingBatchXML", !isAcknowledgement(head) else { return nil }
    if let named = allCases.first(where: { head.text.contains("FormTypeCode>\($0.rawValue)<") }) {
      return named
    }
    return allCases.first { form in form.signs.contains { head.text.contains($0) } }
  }

  /// What FinCEN answers to a batch has the same root, and none of its activities.
  static func isAcknowledgement(_ head: SourceHead) -> Bool {
    if head.xmlRoot?.name == "EFilingSubmissionXML" { return true }
    return head.xmlRoot?.name == "EFilingBatchXML"
      && ["EFilingSubmissionXML", "EFilingActivityXML", "StatusCode=", "EFilingBatchErrorXML"]
        .contains { head.text.contains($0) }
  }
}
