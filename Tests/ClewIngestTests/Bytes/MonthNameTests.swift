import Testing

@testable import ClewIngest

@Suite struct MonthNameTests {
  @Test(arguments: [
    ("Jan", 1), ("february", 2), ("Sept.", 9), ("sep", 9), ("DECEMBER", 12), ("May", 5),
  ])
  func namesAndTheirFirstLettersAreMonths(_ word: String, _ number: Int) {
    #expect(MonthName.number(word) == number)
  }

  @Test(arguments: ["", "ja", "janu", "maybe", "12", "Brumaire"])
  func otherWordsAreNone(_ word: String) {
    #expect(MonthName.number(word) == nil)
  }
}
