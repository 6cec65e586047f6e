import ClewModel
import Testing

@testable import ClewIngest

@Suite struct LEIOwnerReasonTests {
  @Test(arguments: [
    ("NATURAL_PERSONS", UnknownOwnerReason.nobodyPasses), ("NON_CONSOLIDATING", .exempt),
    ("NO_KNOWN_PERSON", .dispersed), ("NO_LEI", .withheld), ("NON_PUBLIC", .withheld),
    ("CONSENT_NOT_OBTAINED", .withheld), ("A_REASON_OF_TOMORROW", .notStated),
  ])
  func anExceptionHasItsReason(code: String, reason: UnknownOwnerReason) throws {
    let batch = try JSONReading(
      LEIExceptionReader(options: ReadOptions()),
      #"[{"LEI":"saltmarsh00000000001","ExceptionCategory":"DIRECT","ExceptionReason":"\#(code)"}]"#
    ).all
    #expect(
      batch.mentions.map(\.ownerStatements) == [[OwnerStatement(reason, text: "DIRECT \(code)")]])
  }

  @Test func categoriesOfStateAndFund() {
    #expect(LEIOwnerReason.reason(ofCategory: "RESIDENT_GOVERNMENT_ENTITY") == .state)
    #expect(LEIOwnerReason.reason(ofCategory: "FUND") == .dispersed)
    #expect(LEIOwnerReason.reason(ofCategory: "GENERAL") == nil)
  }

  @Test(.enabled(if: publicData != nil)) func realExceptions() throws {
    let folder = try #require(publicData)
    let batch = try JSONReading(
      LEIExceptionReader(options: ReadOptions()),
      fileBytes(folder + "/formats/gleif/repex-data.json")
    ).all
    #expect(!batch.mentions.isEmpty)
    #expect(batch.mentions.allSatisfy { $0.ownerStatements.count == 1 })
    #expect(batch.mentions.allSatisfy { $0.ownerStatements[0].reason != .notStated })
  }
}
