import ClewModel
import Testing

@testable import ClewIngest

@Suite struct MTValuesTests {
  @Test(arguments: [
    ("260115", "2026-01-15"), ("791231", "2079-12-31"), ("800101", "1980-01-01"),
    ("991231", "1999-12-31"), ("000229", "2000-02-29"),
  ])
  func centuriesFollowTheNetwork(text: String, day: String) {
    #expect(MTDate(text)?.day?.description == day)
  }

  @Test func daysThatDoNotExistKeepTheirText() {
    #expect(MTDate("160230")?.day == nil)
    #expect(MTDate("160230")?.raw == "160230")
    #expect(MTDate("16023") == nil)
    #expect(MTDate("16O230") == nil)
  }

  @Test(arguments: [
    ("0102", "2023-12-29", "2024-01-02"), ("1229", "2024-01-02", "2023-12-29"),
    ("0630", "2023-07-01", "2023-06-30"), ("0229", "2024-03-01", "2024-02-29"),
  ])
  func entryDatesTakeTheNearestYear(text: String, near: String, day: String) throws {
    let near = try #require(Day(iso: near))
    #expect(MTDate(monthDay: text, near: near)?.day?.description == day)
  }

  @Test func anEntryDateOfNoDay() throws {
    let near = try #require(Day(iso: "2023-03-01"))
    #expect(MTDate(monthDay: "0230", near: near)?.day == nil)
  }

  @Test(arguments: [
    ("500000,", "500000"), ("15669,38", "15669.38"), ("000147,64", "147.64"), ("0", "0"),
    ("12.5", "12.5"), (",5", "0.5"),
  ])
  func amounts(text: String, value: String) {
    #expect(MTAmount.decimal(text)?.description == value)
  }

  @Test(arguments: ["", ",", "1.234,50", "1,2,3", "-5,", "5 000,", "9999999999999999999,", "1e5"])
  func noAmounts(text: String) { #expect(MTAmount.decimal(text) == nil) }

  @Test func times() {
    #expect(MTTime.parse("1401231426+0100")?.description == "2014-01-23T14:26+01:00")
    #expect(MTTime.parse("1401231426")?.description == "2014-01-23T14:26")
    #expect(MTTime.parse("1401232526+0100") == nil)
  }
}
