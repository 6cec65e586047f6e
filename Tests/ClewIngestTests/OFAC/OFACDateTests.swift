import Testing

@testable import ClewIngest

@Suite struct OFACDateTests {
  @Test(arguments: [
    ("14 Nov 2007", "2007-11-14", false), ("10 October 1969", "1969-10-10", false),
    ("Nov 2007", "2007-11", false), ("2007", "2007", false), ("circa 1956", "1956", true),
    ("circa 01 Jan 1961", "1961-01-01", true), ("circa Apr 1961", "1961-04", true),
    ("1961 to 1963", "1961/1963", false),
    ("01 Jan 1947 to 01 Jan 1949", "1947-01-01/1949-01-01", false),
    ("Mar 1962 to Feb 1963", "1962-03/1963-02", false),
    ("circa 1979-1982", "1979/1982", true),
  ])
  func shape(text: String, value: String, circa: Bool) {
    let date = OFACDate(text)
    #expect(date?.value == value && date?.isCirca == circa)
  }

  @Test(arguments: [
    "", "30 Feb 1960", "00 Jan 1960", "unknown", "1963 to 1961", "1982-1979", "1 2 3 1960", "to",
    "circa", "13 Foo 1960", "0000",
  ])
  func noDate(text: String) {
    #expect(OFACDate(text) == nil)
  }
}
