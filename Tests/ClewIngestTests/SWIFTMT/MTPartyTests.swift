import ClewModel
import Testing

@testable import ClewIngest

@Suite struct MTPartyTests {
  private func party(_ tag: String, _ lines: String...) -> MTParty {
    MTParty(MTField(tag: tag, lines: lines, line: 1, offset: 0, length: 0))
  }

  private func stated(_ party: MTParty) -> [String] { party.stated.map(MTSource.line) }

  @Test func optionA() {
    let agent = party("57A", "/D/0012-34", "BANKBEBBXXX")
    #expect(agent.account == "0012-34" && agent.bic == "BANKBEBBXXX" && agent.kind == .organisation)
    let cleared = party("57A", "//FW021000089", "BANKUS33")
    #expect(cleared.account == nil)
    #expect(stated(cleared) == ["bic=BANKUS33", "clearing-member=021000089 [FW]"])
    #expect(stated(party("52A", "BANKQQ33")) == ["identifier=BANKQQ33 [BIC]"])
  }

  @Test func optionF() {
    let person = party(
      "50F", "CCPT/NO/A 123-456", "1/Ola", "1/Nordmann", "2/Storgata 1", "3/NO/Oslo", "4/19700229",
      "5/SE/Malmo", "6/NO/BANKNOKK/77", "7/NO/010170")
    #expect(person.name == "Ola Nordmann" && person.account == nil && person.country == "NO")
    #expect(person.kind == .person)
    #expect(
      stated(person) == [
        "address=Storgata 1, Oslo, NO", "passport=A123456 [NO]", "birth-date=19700229",
        "birth-place=Malmo [SE]", "identifier=77 [NO]", "national-id=010170 [NO]",
      ])
    let dated = party("50F", "/NO9386011117947", "1/Ola", "4/19700228", "8/MORE")
    #expect(dated.account == "NO9386011117947")
    #expect(stated(dated) == ["birth-date=1970-02-28", "remark=MORE"])
    let long = party("50F", "/1", "1/Ola", "7/NO/0101", "8/7012345")
    #expect(stated(long) == ["national-id=01017012345 [NO]"])
    let coded = party("50F", "CUST/DE/BANK/99", "1/A")
    #expect(stated(coded) == ["identifier=BANK/99 [CUST, DE]"])
  }

  @Test func theSentinelIsNoAccount() {
    let payer = party("50F", "/NOTPROVIDED", "1/Ola", "3/NO/Oslo")
    #expect(payer.account == "NOTPROVIDED" && Sentinel.matches(payer.account ?? ""))
    #expect(party("50F", "1/Ola", "2/Storgata").account == nil)
  }

  @Test func freeFormStopsAtTheFirstLine() {
    let payee = party("59", "/123", "ACME TRADING AND", "SONS LIMITED", "LONDON")
    #expect(payee.name == "ACME TRADING AND")
    #expect(stated(payee) == ["address=SONS LIMITED, LONDON"])
    #expect(payee.kind == .unknown)
    let bank = party("57D", "SMALL BANK", "MAIN STREET")
    #expect(bank.name == "SMALL BANK" && bank.kind == .organisation)
    let numbered = party("59", "1/Ardent", "2/Main Street", "3/GB/London")
    #expect(numbered.name == "Ardent" && numbered.country == "GB")
  }

  @Test func otherOptions() {
    #expect(party("53B", "/34-5").isOnlyAccount)
    #expect(stated(party("53B", "/34-5", "BRUSSELS")) == ["address=BRUSSELS"])
    #expect(party("50G", "/77", "FIRMDEFF").bic == "FIRMDEFF")
    #expect(party("50H", "/77", "FIRM GMBH", "KOELN").name == "FIRM GMBH")
    #expect(stated(party("50L", "AGENT 7")) == ["identifier=AGENT 7"])
    #expect(party("50C", "FIRMDEFF").bic == "FIRMDEFF")
    #expect(party("56C", "//CH123456").clearing == "CH123456")
    #expect(party("59A", "/1", "FIRMDEFF").bic == "FIRMDEFF")
    for nothing in [party("59"), party("59", ""), party("59F", "/")] {
      #expect(nothing.isOnlyAccount && nothing.account == nil)
    }
  }
}
