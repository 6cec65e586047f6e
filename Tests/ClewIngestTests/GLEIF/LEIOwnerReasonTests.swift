import ClewModel
import Testing

@testable import ClewIngest

@Suite struct LEIOwnerReasonTests {
  @Test(arguments: [
    ("NATURAL_PERSONS", ": natural persons control it and are not named"),
    ("NO_KNOWN_PERSON", ": nobody is known to control it"),
    ("NON_CONSOLIDATING", ": its parents need not consolidate it"),
    ("A_REASON_OF_TOMORROW", ""),
  ])
  func anExceptionExplainsNoShare(code: String, words: String) throws {
    let batch = try JSONReading(
      LEIExceptionReader(options: ReadOptions()),
      #"[{"LEI":"saltmarsh00000000001","ExceptionCategory":"DIRECT","ExceptionReason":"\#(code)"}]"#
    ).all
    #expect(
      batch.mentions.map(\.ownerStatements)
        == [[OwnerStatement(.notStated, text: "DIRECT \(code)\(words)")]])
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
    #expect(batch.mentions.allSatisfy { $0.ownerStatements[0].text.contains(": ") })
  }
}
