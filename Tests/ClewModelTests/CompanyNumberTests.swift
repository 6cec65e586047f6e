import ClewModel
import Testing

@Suite struct CompanyNumberTests {
  @Test(arguments: [
    ("1234567", "01234567"), ("sc 12345", "SC012345"), ("SC123456", "SC123456"), ("7", "00000007"),
    ("oe1", "OE000001"), ("", ""), ("SC", "SC"), ("R12", "R12"), ("IP1234R", "IP1234R"),
    ("123456789", "123456789"), ("0123-4567", "01234567"),
  ])
  func britishNumbersHaveEightCharacters(stated: String, normal: String) {
    #expect(CompanyNumber.british(stated) == normal)
  }
}
