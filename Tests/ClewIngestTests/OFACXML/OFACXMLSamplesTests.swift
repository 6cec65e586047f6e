import ClewIngest
import ClewModel
import Testing

/// The excerpt of SDN.XML in the public data: eight entries of 8,197.
@Suite(.enabled(if: publicData != nil, "the public data is not there"))
struct OFACXMLSamplesTests {
  @Test(arguments: [
    "formats/sanctions/deriv-perl/sdn.xml",
    "formats/sanctions/deriv-perl/sample_ofac_consolidated.xml",
    "formats/sanctions/deriv-perl/sample_ofac_sdn.zip",
    "screening/deriv/sample_ofac_consolidated.xml",
  ])
  func everyEntryIsRead(path: String) throws {
    let folder = try #require(publicData)
    let source = try USListSource.read(
      OFACXMLReader(options: ReadOptions()), try fileBytes("\(folder)/\(path)"))
    let listings = source.all.listings
    #expect(
      listings.map(\.ref)
        == ["10689", "18619", "19187", "19188", "12057", "15496", "15497", "12345"])
    #expect(source.header?.list == "ofac" && source.header?.edition?.isWhole == false)
    #expect(source.header?.published == TimeSpan(iso: "2020-04-22"))
    #expect(source.all.rejections.count == 1 && source.unread.isEmpty)
    #expect(
      source.all.links.map(\.to)
        == [.listingName("SUMIYOSHI-KAI"), .listingName("SUMIYOSHI-KAI")])
    func count(_ property: Property) -> Int {
      listings.flatMap(\.facts).count { $0.property == property }
    }
    #expect(count(.birthDate) == 9 && count(.birthPlace) == 4 && count(.nationality) == 3)
    #expect(count(.passport) == 2 && count(.nationalID) == 2 && count(.taxNumber) == 2)
    // `circa-1951` is none of OFAC's shapes: it stays as stated and is no date.
    #expect(listings[7].facts.contains(Fact(.remark, "DOB circa-1951")))
    #expect(count(.address) == 4 && count(.country) == 3)
    #expect(listings.flatMap(\.facts).count { $0.qualifier == "weak" } == 2)
    #expect(listings.flatMap(\.facts).count { $0.qualifier == "aka" } == 25)
  }
}
