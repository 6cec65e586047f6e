import ClewModel
import Testing

@testable import ClewIngest

/// Foreign accounts, exemptions, acknowledgements; what is hostile or cut; the tables.
struct FinCENOtherFormsTests {
  typealias S = FinCENSamples

  private static func foreign(_ part: String, _ number: String, _ owners: String = "") -> String {
    S.e(
      "Account", S.e("AccountMaximumValueAmountText", "98765"), S.e("AccountNumberText", number),
      S.e("AccountTypeCode", "1"), S.e("EFilingAccountTypeCode", part),
      S.party("41", S.name("Banque du Marais"), S.e("Address", S.e("RawCountryCodeText", "CH"))),
      owners)
  }

  @Test func foreignAccountsHaveHolders() throws {
    let text = S.batch(
      "FBARX",
      S.e(
        "Activity", S.e("ApprovalOfficialSignatureDateText", "20260415"),
        S.e("PreparerFilingSignatureIndicator", "Y"),
        S.party(
          "15", S.e("FilerTypeIndividualIndicator", "Y"),
          S.e("FilerFinancialInterest25ForeignAccountIndicator", "N"),
          S.e(
            "PartyName", S.e("PartyNameTypeCode", "L"),
            S.e("RawEntityIndividualLastName", "Reed"), S.e("RawIndividualFirstName", "Ada")),
          S.id("1", "219099999")),
        Self.foreign("141", "CH-1"),
        Self.foreign("142", "CH-2", S.party("42", S.name("Bo Reed"))),
        Self.foreign("143", "CH-3", S.party("43", S.name("Fen Club"))),
        S.e(
          "ForeignAccountActivity", S.e("ReportCalendarYearText", "2025"),
          S.e("LateFilingReasonCode", "1"))))
    let read = try fincen(text)
    #expect(read.filings[0].kind == "FBAR" && read.filings[0].filer == "219099999")
    #expect(read.filings[0].filed?.description == "2026-04-15")
    #expect(
      read.links.map { read.line($0) } == [
        "Ada Reed -holder-> Banque du Marais/CH-1", "Bo Reed -holder-> Banque du Marais/CH-2",
        "Ada Reed -holder-> Banque du Marais/CH-2", "Fen Club -holder-> Banque du Marais/CH-3",
        "Ada Reed -signatory:signature authority-> Banque du Marais/CH-3",
      ])
    #expect(stated(read.accounts[0].facts, "maximum-value") == ["98765 USD [98765]"])
    #expect(stated(read.accounts[0].facts, "account-type") == ["Bank [1]"])
    #expect(stated(read.filings[0].facts, "late-filing-reason") == ["Forgot to file [1]"])
    #expect(read.rejections == [] && read.unread == [:] && read.transactions.isEmpty)
  }

  @Test func anExemption() throws {
    let read = try fincen(
      S.batch(
        "DOEPX",
        S.e(
          "Activity", S.e("FilingDateText", "20260305"),
          S.e("ActivityAssociation", S.e("ExemptionRevokedIndicator", "Y")),
          S.party(
            "11", S.e("PartyAsEntityOrganizationIndicator", "Y"),
            S.e("PartyName", S.e("RawEntityIndividualLastName", "Cod Market"))),
          S.party("45", S.name("Harbour Bank"), S.id("2", "214748364")),
          S.e(
            "DesignationExemptActivity", S.e("ExemptBasisTypeCode", "F"),
            S.e("ExemptEffectiveBeginDateText", "20260101")))))
    #expect(read.filings[0].kind == "DOEP" && read.filings[0].filer == "214748364")
    #expect(stated(read.filings[0].facts, "exemption-basis") == ["Payroll Customer [F]"])
    #expect(stated(read.filings[0].facts, .filingType) == ["revoked"])
    #expect(read.mentions.map(\.kind) == [.organisation, .organisation])
    #expect(read.rejections == [] && read.unread == [:])
  }

  @Test func acknowledgements() throws {
    let read = try fincen(
      """
      <EFilingBatchXML StatusCode="A" SeqNum="1"><EFilingSubmissionXML SeqNum="2" StatusCode="A">
      <EFilingActivityXML SeqNum="3"><BSAID>31000000000009</BSAID><EFilingActivityErrorXML SeqNum="4">
      <ErrorContextText>EFilingBatchXML/Activity[1]/
        Party[2]</ErrorContextText><ErrorElementNameText>RawZIPCode</ErrorElementNameText>
      <ErrorLevelText>WARN</ErrorLevelText><ErrorText>Not five digits.</ErrorText>
      <ErrorTypeCode>F18</ErrorTypeCode></EFilingActivityErrorXML><New>x</New></EFilingActivityXML>
      <EFilingActivityXML SeqNum="5"><BSAID>31000000000010</BSAID>
      <EFilingActivityErrorXML SeqNum="6"/></EFilingActivityXML></EFilingSubmissionXML>
      </EFilingBatchXML>
      """)
    #expect(read.header?.format == "fincen-ack" && read.header?.edition == nil)
    #expect(read.filings.map(\.ref) == ["31000000000009", "31000000000010"])
    #expect(read.filings.allSatisfy { $0.kind == "ACK" })
    #expect(
      stated(read.filings[0].facts, "warning")
        == ["Not five digits. [F18] (EFilingBatchXML/Activity[1]/Party[2])"])
    #expect(stated(read.filings[1].facts, "position") == ["2"])
    #expect(stated(read.filings[1].facts, "batch-status") == ["accepted [A]"])
    #expect(read.unread == ["EFilingActivityXML/New": 1])
    let refused = try fincen("<EFilingBatchXML StatusCode=\"R\"/>")
    #expect(refused.filings.map(\.ref) == [nil])
    #expect(stated(refused.filings[0].facts, "batch-status") == ["rejected [R]"])
  }

  // MARK: - hostile

  @Test func formsAreKnownWithoutTheirNames() throws {
    func form(_ text: String) -> FinCENForm? { FinCENForm.of(SourceHead(bytes: Array(text.utf8))) }
    func batch(_ inner: String) -> String { "<EFilingBatchXML><Activity>\(inner)" }
    #expect(form(batch("<ActivityPartyTypeCode>50</ActivityPartyTypeCode>")) == .ctr)
    #expect(form(batch("<SuspiciousActivity>")) == .sar)
    #expect(form(batch("<ActivityPartyTypeCode>16</ActivityPartyTypeCode>")) == .form8300)
    #expect(form(batch("<ForeignAccountActivity>")) == .fbar)
    #expect(form(batch("<ActivityPartyTypeCode>45</ActivityPartyTypeCode>")) == .exemption)
    #expect(form("<EFilingBatchXML><FormTypeCode>CTRX</FormTypeCode>") == .ctr)
    #expect(form("<Other><FormTypeCode>CTRX</FormTypeCode>") == nil)
  }

  @Test func cutEmptyAndWrong() throws {
    let bytes = Array(FinCENSARTests.full.utf8)
    for length in [0, 40, 300, bytes.count / 2, bytes.count - 3] {
      #expect(throws: IngestError.self) {
        try fincen(Array(bytes[..<length]), as: FinCENSARReader.self)
      }
    }
    #expect(throws: IngestError.self) {
      try fincen(Array("<report/>".utf8), as: FinCENSARReader.self)
    }
    let none = try fincen(S.batch("SARX", count: 2, "<fc2:Activity SeqNum=\"2\"/>"))
    #expect(
      none.rejections.map(\.reason) == [
        "The activity names no party and states nothing to report.",
        "The batch states 2 activities (ActivityCount) and holds 1.",
      ])
    let other = try fincen(
      Array(S.batch("CTRX", S.e("Activity", S.e("FilingDateText", "20260305"))).utf8),
      as: FinCENSARReader.self)
    #expect(other.rejections.count == 1 && other.filings.count == 1)
  }

  @Test func absurdValuesStayAsStated() throws {
    let read = try fincen(
      S.batch(
        "SARX",
        S.e(
          "Activity", S.e("FilingDateText", "20261301"),
          S.party(
            "33", S.e("IndividualBirthDateText", "19000101"), S.e("FemaleGenderIndicator", "maybe"),
            S.name("UNKNOWN"), S.id("1", "000000000"), S.id("6", "NONE"),
            S.e("PhoneNumber", S.e("PhoneNumberText", "0000000000")),
            S.e("PartyAssociation", S.e("CustomerIndicator", "Y"))),
          S.e("SuspiciousActivity", S.e("TotalSuspiciousAmountText", "1.0E9")),
          S.e("EFilingPriorDocumentNumber", "00000000000000"))))
    let facts = try #require(read.mentions.first).facts
    #expect(read.mentions[0].name.isEmpty && stated(facts, .nationalID) == [])
    #expect(stated(facts, "IndividualBirthDateText") == ["19000101"])
    #expect(stated(facts, "FemaleGenderIndicator") == ["maybe"])
    #expect(stated(facts, "RawPartyFullName") == ["UNKNOWN"])
    #expect(stated(facts, "PartyIdentificationNumberText").count == 2)
    #expect(stated(facts, "PhoneNumberText") == ["0000000000"])
    #expect(read.filings[0].filed == nil && read.filings[0].ref == nil)
    #expect(stated(read.filings[0].facts, "FilingDateText") == ["20261301"])
    #expect(stated(read.filings[0].facts, "TotalSuspiciousAmountText") == ["1.0E9"])
    #expect(read.retractions.isEmpty && read.links.isEmpty)
    #expect(
      read.rejections.map(\.reason)
        == ["The relation names no institution: its taxpayer number was expected."])
  }

  @Test func rejectedActivitiesAreABatchAgain() throws {
    let text = S.batch(
      "SARX", count: 2, "<fc2:Activity SeqNum=\"2\"/>",
      S.e("Activity", S.institutions(), FinCENSARTests.subject))
    let read = try fincen(text)
    let frame = try #require(read.frame)
    let bytes = Array(text.utf8)
    let rejected = try #require(read.rejections.first).provenance
    let record = bytes[Int(rejected.offset)..<Int(rejected.offset + Int64(rejected.length))]
    let again = try fincen(
      Array(bytes[..<Int(frame.prefixLength)]) + record + Array(frame.suffix.utf8))
    #expect(again.rejections.first?.reason == read.rejections[0].reason)
    let last = try fincen(
      "<EFilingBatchXML><Activity/><FormTypeCode>SARX</FormTypeCode></EFilingBatchXML>")
    #expect(last.frame?.suffix == "\n<FormTypeCode>SARX</FormTypeCode>\n</EFilingBatchXML>\n")
  }

  /// Two reports of one batch share nothing that one of them could take along.
  @Test func reportsOfABatchStandAlone() throws {
    let one = S.e("Activity", S.e("FilingDateText", "20260305"), S.institutions())
    let other = S.e(
      "Activity", S.e("FilingDateText", "20260306"), S.institutions(control: "HB-2"))
    let read = try fincen(S.batch("SARX", count: 2, one, other))
    #expect(read.filings.map(\.ref) == ["HB-2026-0042", "HB-2"])
    #expect(read.mentions.count == 16 && read.header?.reporter == "214748364")
    let mixed = try fincen(
      S.batch(
        "SARX", count: 2, one, other.replacingOccurrences(of: "21-4748364", with: "99-4748364")))
    #expect(mixed.filings.map(\.ref) == ["HB-2026-0042", nil])
    #expect(mixed.header?.reporter == nil)
    #expect(mixed.header?.edition?.family == "fincen-sar:214748364")
  }

  /// A number of a matter stands on all its reports; only a correction takes a report's place.
  @Test func reportsOfOneNumberStayTwo() throws {
    func report(_ day: String, _ kind: String) -> String {
      S.e(
        "Activity", S.e("FilingDateText", day), S.e("ActivityAssociation", S.e(kind, "Y")),
        S.institutions())
    }
    let initial = "InitialReportIndicator"
    let read = try fincen(
      S.batch(
        "SARX", count: 3, report("20260305", initial), report("20260306", initial),
        report("20260307", "CorrectsAmendsPriorReportIndicator")))
    #expect(read.filings.map(\.ref) == ["HB-2026-0042", "HB-2026-0042#2", "HB-2026-0042"])
    let cash = try fincen(S.batch("CTRX", report("20260305", initial)))
    #expect(cash.header?.edition?.family == "fincen-ctr:214748364")
  }

  // MARK: - tables

  @Test func tablesAreWhole() {
    let sizes = [
      FinCENTable.activityTypes, .activitySubtypes, .organisations, .organisationSubtypes,
      .regulators, .identifications, .assetTypes, .assets, .assetAttributes, .cyberEvents,
      .cashTransactions, .form8300Purposes, .form8300Instruments, .foreignAccounts,
      .foreignAccountParts, .lateFilings, .exemptions, .parties,
    ].map(\.codes.count)
    #expect(sizes == [11, 90, 8, 19, 10, 19, 2, 32, 4, 11, 23, 10, 6, 3, 4, 10, 4, 26])
    #expect(FinCENTable.activitySubtypes["824"] == "Funnel account")
    #expect(FinCENTable.parties.codes.allSatisfy { FinCENRole(code: $0).word != $0 })
    #expect(FinCENTable.parties["99"] == nil && FinCENRole(code: "99").word == "99")
  }
}
