import ClewIngest
import ClewModel
import Testing

@Suite(.enabled(if: publicData != nil, "the public data is not there"))
struct UNRealDataTests {
  static func read(_ path: String) throws -> ListSource {
    let bytes = try fileBytes((publicData ?? "") + "/" + path)
    #expect(
      ListSource.formats(bytes) == ["un-consolidated"] && bytes.count > 10_000)
    return try ListSource(UNReader(options: ReadOptions()), bytes, piece: 65_521)
  }

  /// Aliases out of alias elements: those in their own script are marked so.
  static func aliases(_ listings: [Listing]) -> Int {
    let stated: Set<String?> = ["aka", "weak", "fka"]
    return listings.flatMap(\.facts).count {
      $0.property == .alias && stated.contains($0.qualifier)
    }
  }

  @Test func editionOf2026() throws {
    let source = try Self.read("formats/sanctions/watchman/UN_consolidated.xml")
    let persons = source.listings.filter { $0.kind == .person }
    let organisations = source.listings.filter { $0.kind == .organisation }
    #expect(persons.count == 730 && organisations.count == 273)
    #expect(Self.aliases(persons) == 2139 && Self.aliases(organisations) == 613)
    let facts = source.listings.flatMap(\.facts)
    #expect(facts.count { $0.property == .alias && $0.qualifier == "weak" } == 615)
    #expect(facts.count { $0.property == .alias && $0.qualifier == "fka" } == 19)
    #expect(source.all.rejections.isEmpty)
    #expect(source.all.unread == [])
    #expect(source.header?.published == TimeSpan(iso: "2026-02-27T00:00:09Z"))
    #expect(source.header?.edition == Edition(family: "list:un", isWhole: true))
    #expect(source.header?.list == "un")
    #expect(Set(source.listings.map(\.ref)).count == 1003)
    #expect(source.listings.allSatisfy { $0.listed != nil && $0.programmes.count == 1 })
    // 454 days, 378 years, 31 ranges and six months in notes, of which one is a range.
    let births = facts.filter {
      $0.property == .birthDate && $0.qualifier?.hasPrefix("as ") != true
    }
    #expect(births.count == 454 + 378 + 31 + 5)
    #expect(facts.count { $0.property == .birthDate } - births.count == 58)
    #expect(facts.filter { $0.property == "birth-date-note" }.count == 2)
    #expect(births.allSatisfy { $0.value.contains("/") || TimeSpan(iso: $0.value) != nil })
    #expect(births.count { $0.qualifier == "circa" } == 116 + 8)
    let countries = facts.filter { $0.property == .nationality || $0.property == .country }
    #expect(
      countries.map(\.value).filter { $0.utf8.count != 2 } == ["former Soviet Union"])
    let unblocked = source.listings.filter { $0.effect != .blocking }.map(\.ref)
    #expect(unblocked.count == 15)
    #expect(unblocked.allSatisfy { $0.hasPrefix("GBi.") || $0.hasPrefix("LYi.00") })
  }

  @Test func editionsOf2018() throws {
    let older = try Self.read("screening/perchrh/UN_consolidated_2018-08-27.xml")
    let newer = try Self.read("screening/perchrh/UN_consolidated_2018-10-30.xml")
    #expect(older.listings.count == 1098 && newer.listings.count == 1093)
    #expect(older.listings.count { $0.kind == .person } == 701)
    #expect(Self.aliases(older.listings) == 2081 + 582)
    for source in [older, newer] {
      #expect(source.all.unread == [])
      #expect(source.all.rejections.isEmpty)
      #expect(source.listings.allSatisfy { $0.listed != nil })
    }
    let before = Set(older.listings.map(\.ref))
    let after = Set(newer.listings.map(\.ref))
    #expect(
      before.subtracting(after).sorted() == [
        "IQe.057", "IQe.109", "IQe.120", "IQe.126", "IQe.143", "IQe.168", "IQe.187", "IQe.193",
      ])
    #expect(after.subtracting(before).sorted() == ["LYi.027", "QDe.159", "QDi.419"])
    #expect((older.header?.published?.lo ?? 0) < (newer.header?.published?.lo ?? 0))
  }

  @Test func aSmallEdition() throws {
    let source = try Self.read("formats/sanctions/deriv-perl/sample_unsc.xml")
    #expect(source.listings.count == 7 && source.all.unread == [])
    #expect(Self.aliases(source.listings) == 26)
  }

  @Test func everyEditionSaysWhenItWasMadeInItsFirstBytes() throws {
    for path in [
      "formats/sanctions/watchman/UN_consolidated.xml",
      "screening/perchrh/UN_consolidated_2018-08-27.xml",
    ] {
      let bytes = try fileBytes((publicData ?? "") + "/" + path)
      let source = try ListSource(UNReader(options: ReadOptions()), bytes, piece: 65_521)
      let head = SourceHead(bytes: Array(bytes.prefix(SourceHead.length)))
      #expect(UNReader.published(head) == source.header?.published)
    }
  }
}
