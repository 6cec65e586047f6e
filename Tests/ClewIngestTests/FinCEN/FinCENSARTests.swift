import ClewModel
import Testing

@testable import ClewIngest

struct FinCENSARTests {
  typealias S = FinCENSamples

  /// Five blocks of narrative out of order, the first two full, an attachment, a joint report.
  static let full = S.batch(
    "SARX",
    S.e(
      "Activity", S.e("EFilingPriorDocumentNumber", "31000055053784"),
      S.e("FilingDateText", "20260305"), S.e("FilingInstitutionNotetoFinCEN", "TIDE-ADVISORY"),
      S.e(
        "ActivityAssociation", S.e("CorrectsAmendsPriorReportIndicator", "Y"),
        S.e("JointReportIndicator", "Y"), "<fc2:InitialReportIndicator/>"),
      S.e("ActivitySupportDocument", S.e("OriginalAttachmentFileName", "lines.csv")),
      S.institutions(), subject,
      S.e(
        "SuspiciousActivity", S.e("SuspiciousActivityFromDateText", "20260101"),
        S.e("SuspiciousActivityToDateText", "20260228"),
        S.e("TotalSuspiciousAmountText", "48250"),
        S.e("CumulativeTotalViolationAmountText", "96500"),
        S.e(
          "SuspiciousActivityClassification", S.e("SuspiciousActivitySubtypeID", "114"),
          S.e("SuspiciousActivityTypeID", "1")),
        S.e(
          "SuspiciousActivityClassification",
          S.e("OtherSuspiciousActivityTypeText", "Tide tables traded"),
          S.e("SuspiciousActivitySubtypeID", "9999"), S.e("SuspiciousActivityTypeID", "9"))),
      S.e(
        "ActivityIPAddress", S.e("ActivityIPAddressDateText", "20260201"),
        S.e("ActivityIPAddressTimeStampText", "13:45:59"), S.e("IPAddressText", "192.0.2.7")),
      S.e(
        "CyberEventIndicators", S.e("CyberEventDateText", "20260202"),
        S.e("CyberEventIndicatorsTypeCode", "5"), S.e("EventValueText", "8080")),
      S.e("Assets", S.e("AssetSubtypeID", "39"), S.e("AssetTypeID", "6")),
      S.e(
        "AssetsAttribute", S.e("AssetAttributeDescriptionText", "Salted cod"),
        S.e("AssetAttributeTypeID", "2")),
      block(3, "third"), block(1, "Ada" + String(repeating: "a", count: 3997)),
      block(2, String(repeating: "b", count: 3996) + "Reed"), block(5, "fifth"),
      block(4, "fourth")))

  static func block(_ number: Int, _ text: String) -> String {
    S.e(
      "ActivityNarrativeInformation", S.e("ActivityNarrativeSequenceNumber", "\(number)"),
      S.e("ActivityNarrativeText", text))
  }

  static let subject = S.party(
    "33", S.e("AdmissionConfessionNoIndicator", "Y"), S.e("FemaleGenderIndicator", "Y"),
    S.e("BirthDateUnknownIndicator", "Y"), S.e("IndividualBirthDateText", "19800000"),
    S.e("PurchaserSenderIndicator", "Y"),
    S.e(
      "PartyName", S.e("PartyNameTypeCode", "L"), S.e("RawEntityIndividualLastName", "Reed"),
      S.e("RawIndividualFirstName", "Ada"), S.e("RawIndividualMiddleName", "Mae"),
      S.e("RawIndividualNameSuffixText", "Jr")),
    S.name("Addie", "AKA"),
    S.e("PhoneNumber", S.e("PhoneNumberText", "207 555 0142"), S.e("PhoneNumberTypeCode", "M")),
    S.id("1", "219-09-9999"), S.id("5", "D-77", country: "US", state: "ME"),
    S.id("6", "P0099887", country: "IE"),
    S.e(
      "PartyOccupationBusiness", S.e("NAICSCode", "4881"), S.e("OccupationBusinessText", "Pilot")),
    S.e(
      "ElectronicAddress", S.e("ElectronicAddressText", "ada@reed.example"),
      S.e("ElectronicAddressTypeCode", "E")),
    S.e(
      "ElectronicAddress", S.e("ElectronicAddressText", "reed.example"),
      S.e("ElectronicAddressTypeCode", "U")),
    S.e(
      "PartyAssociation", S.e("ActionTakenDateText", "20260215"), S.e("DirectorIndicator", "Y"),
      S.e("EmployeeIndicator", "Y"), S.e("TerminatedIndicator", "Y"),
      S.e("SubjectRelationshipFinancialInstitutionTINText", "21-4748364")),
    S.e(
      "PartyAssociation", S.e("CustomerIndicator", "Y"),
      S.e("OwnerShareholderIndicator", "Y"), S.e("RelationshipContinuesIndicator", "Y"),
      S.e("SubjectRelationshipFinancialInstitutionTINText", "98-7654321")),
    S.e(
      "PartyAccountAssociation", S.e("PartyAccountAssociationTypeCode", "7"),
      S.party(
        "41", S.id("4", "214748364"), accountText("00417", closed: true), accountText("00418")),
      S.party(
        "41", S.e("NonUSFinancialInstitutionIndicator", "Y"), S.id("9", "IE-55", country: "IE"),
        accountText("00417"))))

  static func accountText(_ number: String, closed: Bool = false) -> String {
    S.e(
      "Account", S.e("AccountNumberText", number),
      S.e(
        "PartyAccountAssociation", closed ? S.e("AccountClosedIndicator", "Y") : "",
        S.e("PartyAccountAssociationTypeCode", "5")))
  }

  @Test func theFilingStatesEverything() throws {
    let read = try fincen(Self.full)
    #expect(read.header?.format == "fincen-sar")
    #expect(read.header?.reporter == "214748364")
    #expect(read.header?.edition == Edition(family: "fincen-sar:214748364", isWhole: false))
    #expect(read.header?.published?.description == "2026-03-05")
    #expect(read.rejections == [] && read.unread == [:])
    #expect(read.transactions.isEmpty)
    let filing = try #require(read.filings.first)
    #expect(filing.ref == "HB-2026-0042" && filing.kind == "SAR" && filing.filer == "214748364")
    #expect(filing.filed?.description == "2026-03-05")
    #expect(filing.indicators == ["1/114", "9/9999"])
    let facts = filing.facts
    #expect(
      stated(facts, .indicator) == [
        "Structuring: Transaction(s) below CTR threshold [1/114]",
        "Other suspicious activities: Other [9/9999] (Tide tables traded)",
      ])
    #expect(stated(facts, .filingType) == ["corrects", "joint"])
    #expect(stated(facts, "attachment") == ["lines.csv"])
    #expect(stated(facts, .comment) == ["TIDE-ADVISORY"])
    #expect(stated(facts, "total-suspicious-amount") == ["48250 USD [48250]"])
    #expect(stated(facts, "cumulative-amount") == ["96500 USD [96500]"])
    #expect(stated(facts, "period-start") == ["2026-01-01 [20260101]"])
    #expect(stated(facts, "period-end") == ["2026-02-28 [20260228]"])
    #expect(stated(facts, .ipAddress) == ["192.0.2.7 (2026-02-01T13:45:59)"])
    #expect(stated(facts, "cyber-event") == ["8080 (Port, 2026-02-02)"])
    #expect(
      stated(facts, "asset")
        == ["U.S. Currency [6/39] (Financial instrument or payment mechanism)"])
    #expect(stated(facts, "commodity") == ["Salted cod"])
    #expect(stated(facts, "internal-control-number") == ["HB-2026-0042"])
  }

  @Test func narrativeBlocksAreOneText() throws {
    let filing = try #require(try fincen(Self.full).filings.first)
    let a = "Ada" + String(repeating: "a", count: 3997)
    let b = String(repeating: "b", count: 3996) + "Reed"
    #expect(filing.narrative == a + b + "third\nfourth\nfifth")
    let spaced = Self.full.replacingOccurrences(of: ">third<", with: "> third<")
    #expect(try fincen(spaced).filings.first?.narrative.contains("Reed third") == true)
  }

  @Test func aCorrectionTakesBackWhatItNames() throws {
    let read = try fincen(Self.full)
    #expect(read.retractions.map(\.target) == [.filing(ref: "31000055053784")])
    let continuing = Self.full.replacingOccurrences(
      of: "CorrectsAmendsPriorReportIndicator", with: "ContinuingActivityReportIndicator")
    let next = try fincen(continuing)
    #expect(next.retractions.isEmpty)
    #expect(next.filings[0].ref == "HB-2026-0042+31000055053784")
    #expect(stated(next.filings[0].facts, .followsUp) == ["31000055053784"])
    #expect(stated(next.filings[0].facts, .filingType) == ["continuing", "joint"])
  }

  @Test func theSubject() throws {
    let read = try fincen(Self.full)
    let subject = try #require(read.mentions.first { $0.name == "Ada Mae Reed Jr" })
    #expect(subject.kind == .person)
    let facts = subject.facts
    #expect(stated(facts, "last-name") == ["Reed"] && stated(facts, "first-name") == ["Ada"])
    #expect(stated(facts, .alias) == ["Addie (aka)"])
    #expect(stated(facts, .birthDate) == ["1980 [19800000]"])
    #expect(stated(facts, .notKnown) == ["birth-date"])
    #expect(stated(facts, .gender) == ["female"] && stated(facts, "confession") == ["no"])
    #expect(stated(facts, "payment-role") == ["purchaser or sender"])
    #expect(stated(facts, .phone) == ["2075550142 [207 555 0142] (mobile)"])
    #expect(stated(facts, .nationalID) == ["219099999 [219-09-9999] (US)"])
    #expect(stated(facts, .otherID) == ["D77 [D-77] (Driver's license/State ID, US-ME)"])
    #expect(stated(facts, .passport) == ["P0099887 (IE)"])
    #expect(stated(facts, "naics") == ["4881"] && stated(facts, .occupation) == ["Pilot"])
    #expect(stated(facts, .email) == ["ada@reed.example"])
    #expect(stated(facts, .website) == ["reed.example"])
  }

  @Test func partiesInTheirRoles() throws {
    let read = try fincen(Self.full)
    #expect(
      read.subjects(read.filings[0]) == [
        "transmitter Harbour Holdings", "transmitter-contact Nell Quill",
        "filing-institution Harbour Bank", "contact-office Compliance Desk",
        "authority Tidewater Police", "authority-contact Sgt. Pool",
        "transaction-location Harbour Bank", "subject Ada Mae Reed Jr", "transaction-branch ",
        "account-institution Harbour Bank", "account 00417", "account 00418",
        "account-institution ", "account 00417",
      ])
    let bank = try #require(read.mentions.first { $0.name == "Harbour Bank" })
    #expect(
      stated(bank.facts, .address) == ["1 Quay Street, Port Fen, 040010000, ME, US"])
    #expect(stated(bank.facts, "regulator") == ["OCC [4]"])
    #expect(
      stated(bank.facts, "organisation-subtype")
        == ["Other securities/futures [5999]", "Tide futures"])
    #expect(stated(bank.facts, .alias) == ["HarBank (commercial)"])
  }

  @Test func relationsAndAccounts() throws {
    let read = try fincen(Self.full)
    #expect(
      read.links.map { read.line($0) } == [
        "#Mudflat, ME -linked:branch-> Harbour Bank",
        "Ada Mae Reed Jr -director:director-> Harbour Bank",
        "Ada Mae Reed Jr -linked:employee-> Harbour Bank",
        "Ada Mae Reed Jr -linked:customer-> #987654321",
        "Ada Mae Reed Jr -owns:owner or shareholder-> #987654321",
        "Ada Mae Reed Jr -holder-> 214748364/00417", "Ada Mae Reed Jr -holder-> 214748364/00418",
        "Ada Mae Reed Jr -holder-> IE55/00417",
      ])
    #expect(read.links[1].end?.description == "2026-02-15" && read.links[3].end == nil)
    #expect(stated(read.links[1].facts, .status) == ["terminated"])
    #expect(stated(read.links[3].facts, .status) == ["continues"])
    #expect(read.accounts.map(\.institution) == ["214748364", "214748364", "IE55"])
    #expect(stated(read.accounts[0].facts, .status) == ["closed"])
    #expect(stated(read.accounts[1].facts, .status) == [])
    #expect(stated(read.accounts[0].facts, .institution) == ["Harbour Bank"])
  }

  /// Real files come prefixed, in the schema's order; copies without a prefix, in any.
  @Test func prefixOrderAndPieceChangeNothing() throws {
    let read = try fincen(Self.full)
    let bare = Self.full.replacingOccurrences(of: "fc2:", with: "")
      .replacingOccurrences(of: "<FormTypeCode>SARX</FormTypeCode>\n", with: "")
      .replacingOccurrences(
        of: "</EFilingBatchXML>", with: "<FormTypeCode>SARX</FormTypeCode></EFilingBatchXML>")
    let other = try fincen(bare)
    #expect(other.mentions.map(\.facts) == read.mentions.map(\.facts))
    #expect(other.filings.map(\.facts) == read.filings.map(\.facts))
    #expect(other.filings.map(\.narrative) == read.filings.map(\.narrative))
    #expect(other.links.map { other.line($0) } == read.links.map { read.line($0) })
    #expect(try fincen(Array(Self.full.utf8), piece: 7).mentions == read.mentions)
  }

  @Test func unknownElementsAreCounted() throws {
    let odd = Self.full.replacingOccurrences(
      of: "<fc2:FilingDateText>", with: "<fc2:NewThing>x</fc2:NewThing><fc2:FilingDateText>"
    ).replacingOccurrences(
      of: "<fc2:RawCityText>Port Fen", with: "<fc2:County>Fen</fc2:County><fc2:RawCityText>Port Fen"
    )
    let read = try fincen(odd)
    #expect(read.unread == ["Activity/NewThing": 1, "Activity/Party/Address/County": 1])
  }

  /// An attribute on an element that is a record by itself, and holds text alone.
  @Test func attributesOfALeafRecordAreCounted() throws {
    let odd = Self.full.replacingOccurrences(
      of: "<fc2:FormTypeCode>", with: "<fc2:FormTypeCode kind=\"x\">"
    ).replacingOccurrences(of: "AttachmentCount=\"1\">", with: "AttachmentCount=\"1\" New=\"1\">")
    let read = try fincen(odd)
    #expect(
      read.unread == ["EFilingBatchXML/@New": 1, "EFilingBatchXML/FormTypeCode/@kind": 1])
  }

  @Test func placesAreThoseOfTheSource() throws {
    let bytes = Array(Self.full.utf8)
    let read = try fincen(bytes)
    for mention in read.mentions {
      let at = Int(mention.provenance.offset)
      let text = String(decoding: bytes[at..<(at + Int(mention.provenance.length))], as: UTF8.self)
      #expect(text.hasPrefix("<fc2:Part") && text.hasSuffix(">"))
      #expect(mention.provenance.path.hasPrefix("EFilingBatchXML/Activity[1]/Party"))
    }
    let filing = read.filings[0].provenance
    #expect(filing.offset > 0 && filing.path == "EFilingBatchXML/Activity[1]")
  }
}

extension String {
  /// Without Foundation: every occurrence replaced.
  func replacingOccurrences(of old: String, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
