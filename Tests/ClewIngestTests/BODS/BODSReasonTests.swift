import ClewModel
import Testing

@testable import ClewIngest

@Suite struct BODSReasonTests {
  /// Codelist `unspecifiedReason` of 0.1 to 0.4.
  @Test(arguments: [
    ("noBeneficialOwners", UnknownOwnerReason.nobodyPasses),
    ("no-beneficial-owners", .nobodyPasses), ("noNotifiableOwners", .exempt),
    ("subjectUnableToConfirmOrIdentifyBeneficialOwner", .notFiled),
    ("subject-unable-to-confirm-or-identify-beneficial-owner", .notFiled),
    ("interestedPartyHasNotProvidedInformation", .notFiled),
    ("subjectExemptFromDisclosure", .exempt), ("interestedPartyExemptFromDisclosure", .withheld),
    ("unknown", .notStated), ("information-unknown-to-publisher", .notStated),
    ("a code of tomorrow", .notStated),
  ])
  func aCodeHasItsReason(code: String, reason: UnknownOwnerReason) {
    let statement = BODSReason.statement(of: code)
    #expect(statement.reason == reason && statement.text == code && statement.isHolder)
  }

  @Test func everyInterestHasItsMeans() {
    let table = Dictionary(grouping: BODSInterest.allCases, by: \.means)
    #expect(table[.votes] == [.votingRights] && table[.board] == [.appointmentOfBoard])
    #expect(table[.influence] == [.otherInfluenceOrControl])
    #expect(
      table[.agreement] == [
        .rightsGrantedByContract, .conditionalRightsGrantedByContract,
        .controlViaCompanyRulesOrArticles, .controlByLegalFramework,
      ])
    #expect(BODSInterest.allCases.allSatisfy { $0.kind != .control || $0.means != .unstated })
  }

  @Test func partiesSayWhyNobodyIsNamed() throws {
    let batch = try JSONReading(
      BODSReader(options: ReadOptions()),
      """
      [{"statementId":"1","recordId":"c","recordType":"entity","recordDetails":{"entityType":{"type":"registeredEntity"},"name":"Alder plc","publicListing":{"hasPublicListing":true}}},
       {"statementId":"2","recordId":"s","recordType":"entity","recordDetails":{"entityType":{"type":"stateBody","subtype":"governmentDepartment"},"name":"Ministry of Reeds"}},
       {"statementId":"3","recordId":"p","recordType":"person","recordDetails":{"personType":"anonymousPerson","unspecifiedPersonDetails":{"reason":"interestedPartyExemptFromDisclosure"}}},
       {"statementId":"4","recordId":"q","recordType":"person","recordDetails":{"personType":"unknownPerson"}},
       {"statementId":"5","recordId":"r","recordType":"relationship","recordDetails":{"subject":"c","interestedParty":{"reason":"noBeneficialOwners"}}},
       {"statementId":"6","recordId":"t","recordType":"relationship","recordDetails":{"subject":"c","interestedParty":"p","interests":[{"type":"appointmentOfBoard"},{"type":"a-right-of-tomorrow"}]}}]
      """
    ).all
    let stated = batch.mentions.flatMap(\.ownerStatements)
    #expect(stated.map(\.reason) == [.listed, .state, .withheld, .notStated, .nobodyPasses])
    #expect(stated.map(\.isHolder) == [false, false, true, true, true])
    #expect(batch.links.map(\.means) == [.unstated, .board, .unstated])
  }
}
