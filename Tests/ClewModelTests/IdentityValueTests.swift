import ClewModel
import Testing

@Suite struct CheckDigitsTests {
  @Test func ibans() {
    #expect(CheckDigits.iban("GB29 NWBK 6016 1331 9268 19") == "GB29NWBK60161331926819")
    #expect(CheckDigits.iban("de89 3704 0044 0532 0130 00") == "DE89370400440532013000")
    #expect(CheckDigits.iban("DE89370400440532013001") == nil)
    #expect(CheckDigits.iban("IBAN1") == nil)
  }

  @Test func leis() {
    #expect(CheckDigits.lei("529900T8BM49AURSDO55") == "529900T8BM49AURSDO55")
    #expect(CheckDigits.lei("529900T8BM49AURSDO56") == nil)
  }

  @Test func ships() {
    #expect(CheckDigits.imo("IMO 9074729") == "9074729")
    #expect(CheckDigits.imo("9074728") == nil)
  }

  @Test func bics() {
    #expect(CheckDigits.bic8("DEUTDEFF500") == "DEUTDEFF")
    #expect(CheckDigits.bic8("DEUTDEFF5") == nil)
    #expect(CheckDigits.bic8("01467") == nil)
  }
}

@Suite struct SentinelTests {
  @Test(arguments: [
    "", " ", "-", "---", "-0- ", "n/a", "NOTPROVIDED", "Unknown", "1900-01-01",
    "1900-01-01T00:00:00", "0",
    "0000000", "9999999999", "784199000000000", "*****",
  ])
  func standForNothing(text: String) { #expect(Sentinel.matches(text)) }

  @Test(arguments: [
    "Aaa", "A1", "1985-03-12", "784198012345699", "10", "Nana", "Null Island Ltd", "11",
  ])
  func areValues(text: String) { #expect(!Sentinel.matches(text)) }
}

@Suite struct AccountKeyTests {
  let place = Provenance(offset: 0, length: 1, line: 1)

  @Test func anIbanComesFirst() {
    let account = AccountMention(
      iban: "GB29 NWBK 6016 1331 9268 19", institution: "NWBKGB2LXXX", number: "31926819",
      provenance: place)
    #expect(
      account.keys(set: "s") == [
        .iban("GB29NWBK60161331926819"), .institution("NWBKGB2L", number: "31926819"),
      ])
  }

  @Test func leadingZerosAreKept() {
    let a = AccountMention(institution: "010", number: "8000EBD30", provenance: place)
    let b = AccountMention(institution: "10", number: "8000EBD30", provenance: place)
    #expect(a.keys(set: "s") != b.keys(set: "s"))
  }

  @Test func sentinelsGiveNoKey() {
    #expect(
      AccountMention(institution: "BANK", number: "-", provenance: place).keys(set: "s").isEmpty)
  }

  @Test func anInvalidIbanIsANumber() {
    #expect(
      AccountMention(iban: "IBAN1", institution: "BankA", provenance: place).keys(set: "s")
        == [.institution("BankA", number: "IBAN1")])
  }

  @Test func numbersAloneBelongToTheirSet() {
    let account = AccountMention(number: "1001", provenance: place)
    #expect(account.keys(set: "a") != account.keys(set: "b"))
  }
}

@Suite struct RecordIDTests {
  @Test func readsWhatPeopleType() {
    #expect(RecordID("P12") == RecordID(.party, 12))
    #expect(RecordID("T1045")?.description == "T1045")
  }

  @Test(arguments: ["", "P", "P0", "P012", "p12", "X9", "P1a", "P-1", "P9999999999999999999"])
  func refusesTheRest(text: String) { #expect(RecordID(text) == nil) }
}
