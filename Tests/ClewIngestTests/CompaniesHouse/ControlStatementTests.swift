import ClewModel
import Testing

@testable import ClewIngest

@Suite struct ControlStatementTests {
  /// Companies House, api-enumerations: `psc_descriptions.yml`, `exemption_descriptions.yml`.
  @Test(arguments: [
    ("no-individual-or-entity-with-signficant-control", UnknownOwnerReason.nobodyPasses),
    ("no-individual-or-entity-with-signficant-control-partnership", .nobodyPasses),
    ("psc-exists-but-not-identified", .notFiled),
    ("steps-to-find-psc-not-yet-completed-partnership", .notFiled),
    ("restrictions-notice-issued-to-psc", .notFiled),
    ("no-beneficial-owner-identified", .nobodyPasses),
    ("at-least-one-beneficial-owner-unidentified", .notFiled),
  ])
  func aStatementHasItsReason(code: String, reason: UnknownOwnerReason) {
    #expect(ControlStatement.reason(of: code) == reason)
  }

  @Test(arguments: [
    "all-beneficial-owners-identified", "nobody-has-become-or-ceased-to-be-a-beneficial-owner",
    "a-code-of-tomorrow", "", "-partnership",
  ])
  func whatNamesNobodyAsMissingIsNoReason(code: String) {
    #expect(ControlStatement.reason(of: code) == nil)
  }

  @Test func exemptionsRestOnAMarketOrOnNothingKnown() {
    #expect(
      ControlStatement.reason(ofExemption: "psc_exempt_as_shares_admitted_on_market") == .listed)
    #expect(
      ControlStatement.reason(ofExemption: "disclosure-transparency-rules-chapter-5-applies")
        == .listed)
    #expect(ControlStatement.reason(ofExemption: "exempt-tomorrow") == .exempt)
  }

  @Test func theRegisterSaysForWhatPeriod() throws {
    let lines = """
      {"company_number":"1","data":{"kind":"persons-with-significant-control-statement","statement":"psc-details-not-confirmed","notified_on":"2016-06-30","ceased_on":"2018-01-02","links":{"self":"/s/1"}}}
      {"company_number":"1","data":{"kind":"super-secure-person-with-significant-control","description":"super-secure-persons","links":{"self":"/s/2"}}}
      {"company_number":"2","data":{"kind":"exemptions","exemptions":{"psc_exempt_as_trading_on_regulated_market":{"exemption_type":"psc-exempt-as-trading-on-regulated-market","items":[{"exempt_from":"2016-06-30"},{"exempt_from":"2011-01-01","exempt_to":"x"}]}},"links":{"self":"/s/3"}}}
      """
    let batch = try Reading(ControlReader(options: ReadOptions()), Array(lines.utf8)).all
    let stated = batch.mentions.flatMap(\.ownerStatements)
    #expect(stated.map(\.reason) == [.notFiled, .withheld, .listed, .listed])
    #expect(stated.map(\.isHolder) == [false, true, false, false])
    #expect(
      stated.map { "\($0.start?.description ?? "")..\($0.end?.description ?? "")" } == [
        "2016-06-30..2018-01-02", "..", "2016-06-30..", "2011-01-01..",
      ])
    #expect(batch.links.map(\.means) == [.unstated])
  }
}
