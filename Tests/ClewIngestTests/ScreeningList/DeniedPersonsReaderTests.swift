import ClewIngest
import ClewModel
import Testing

@Suite struct DeniedPersonsReaderTests {
  static let header = [
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date",
    "Expiration_Date", "Standard_Order", "Last_Update", "Action", "FR_Citation",
  ]

  static func table(_ rows: [[String]]) -> [UInt8] {
    let lines = ([header] + rows).map { $0.map { "\"\($0)\"" }.joined(separator: "\t") }
    return Array(lines.joined(separator: "\n").utf8)
  }

  func read(_ bytes: [UInt8]) throws -> USListSource {
    #expect(try Formats.detect(SourceHead(bytes: bytes)) == DeniedPersonsReader.self)
    return try USListSource.read(DeniedPersonsReader(options: ReadOptions()), bytes)
  }

  @Test func addressesOfOneOrderAreOneListing() throws {
    let order = ["04/03/2002", "06/29/2056", "Y", "2006-07-11", "50 YEAR DENIAL", "67 F.R. 1"]
    let source = try read(
      Self.table([
        [" IVY ASH", "605 LAKE DRIVE", "LOWPORT", "TX", "US", "75081"] + order,
        ["IVY ASH", "", "", "", "MT", ""] + order,
        ["IVY ASH", "1 QUAY", "LOWPORT", "", "MT", "9"]
          + ["13/04/2002", "", "N", "2003-01-01", "", "68 F.R. 2"],
      ]))
    #expect(source.all.listings.map(\.ref) == ["IVY ASH 2002-04-03", "IVY ASH 13/04/2002"])
    let listing = source.all.listings[0]
    #expect(listing.name == "IVY ASH" && listing.kind == .unknown)
    #expect(listing.authority == .bis && listing.effect == .export && listing.list == "bis-dpl")
    #expect(listing.listed == TimeSpan(iso: "2002-04-03"))
    #expect(
      listing.facts == [
        Fact("expires", "2056-06-29", raw: "06/29/2056"),
        Fact(.address, "605 LAKE DRIVE, LOWPORT, TX, 75081, US", qualifier: "US"),
        Fact("standard-order", "Y"), Fact("federal-register-notice", "67 F.R. 1"),
        Fact("action", "50 YEAR DENIAL"), Fact("updated", "2006-07-11"), Fact(.country, "MT"),
      ])
    // No month 13: the day is kept as stated, not turned round.
    #expect(source.all.listings[1].listed == nil)
    #expect(source.all.listings[1].facts.first == Fact("effective-date", "13/04/2002"))
    #expect(source.header?.edition == Edition(family: "list:bis-dpl", isWhole: true))
  }

  /// A country is a code or nothing beside an address.
  @Test(arguments: [("mt", "MT"), ("Malta", "MT"), ("Valmar", "")])
  func countriesOfAddressesAreCodes(_ stated: String, _ code: String) throws {
    let rest = ["9", "04/03/2002", "", "Y", "2006-07-11", "", ""]
    let source = try read(Self.table([["IVY ASH", "1 QUAY", "LOWPORT", "", stated] + rest]))
    let facts = source.all.listings[0].facts.filter { $0.property == .address }
    #expect(facts.map { $0.qualifier ?? "" } == [code])
    #expect(facts.map(\.value) == ["1 QUAY, LOWPORT, 9, \(stated)"])
  }

  @Test func rowsWithoutANameAreRefused() throws {
    let rest = [String](repeating: "x", count: 11)
    let source = try read(Self.table([[""] + rest, ["A"] + rest]))
    #expect(source.all.rejections.map(\.provenance.line) == [2])
    #expect(source.all.listings.count == 1)
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func theSample() throws {
    let folder = try #require(publicData)
    let source = try read(try fileBytes("\(folder)/formats/sanctions/watchman/dpl.txt"))
    #expect(source.all.listings.count == 417 && source.all.supplements.isEmpty)
    #expect(source.all.rejections.isEmpty && source.unread.isEmpty)
    #expect(source.all.listings.allSatisfy { $0.listed != nil })
    #expect(Set(source.all.listings.map(\.ref)).count == 417)
  }
}
