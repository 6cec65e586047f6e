import ClewModel
import Testing

@Suite struct CountryNameTests {
  @Test(arguments: [
    ("Iran (Islamic Republic of)", "IR"), ("Türkiye", "TR"), ("Congo", "CG"), (" viet nam ", "VN"),
    ("Democratic Republic of the Congo", "CD"), ("Occupied Palestinian Territories", "PS"),
    ("China, Hong Kong Special Administrative Region", "HK"), ("Malta", "MT"),
  ])
  func countries(name: String, code: String) { #expect(CountryName.code(name) == code) }

  @Test func nationalitiesAreCountriesOrTheirPeople() {
    #expect(CountryName.code(nationality: "Pakistani") == "PK")
    #expect(CountryName.code(nationality: "Niger") == "NE")
    #expect(CountryName.code(nationality: "Nigerian") == "NG")
    #expect(CountryName.code(nationality: "Possibly Ethiopian") == nil)
    #expect(CountryName.code("Pakistani") == nil)
  }

  @Test func wrappedNamesAreOneLine() {
    #expect(" Ada\n   Jane\tMorrow ".singleSpaced == "Ada Jane Morrow")
    #expect(" \n".singleSpaced == "")
  }
}
