import ClewModel
import Testing

@Suite struct PartyDatesTests {
  @Test(arguments: [
    ("1961", "1961-01-01", "1961-12-31", "1961"),
    ("1961-04", "1961-04-01", "1961-04-30", "1961-04"),
    ("1961-04-09", "1961-04-09", "1961-04-09", "1961-04-09"),
    ("1961/1963", "1961-01-01", "1963-12-31", "1961-01-01/1963-12-31"),
  ])
  func aStatedDateIsARangeOfDays(stated: String, first: String, last: String, text: String) throws {
    let range = try #require(DayRange(stated: stated))
    #expect(range.first.description == first && range.last.description == last)
    #expect(range.text == text)
  }

  @Test(arguments: ["", "/", "1963/1961", "soon", "1961/", "31/12/1961"])
  func whatIsNoDateIsNone(stated: String) { #expect(DayRange(stated: stated) == nil) }

  @Test func everyDateCountsOnce() {
    var dates = PartyDates()
    for text in ["1970", "1969", "1970", "circa"] { dates.take(.birthDate, text) }
    dates.take(.name, "1980")
    #expect(dates.births.map(\.text) == ["1969", "1970"])
  }
}
