import ClewIngest
import ClewModel
import Testing

@Suite(.enabled(if: publicData != nil, "the public data is not there"))
struct UNRealDataTests {
  static func read(_ path: String) throws -> ListSource {
    let bytes = try fileBytes((publicData ?? "") + "/" + path)
    #expect(Formats.readers.filter { $0.recognises(SourceHead(bytes: Array(bytes.prefix(65536)))) }
      .map { $0.description.name } == ["un-consolidated"])
    return try ListSource(UNReader(options: ReadOptions()), bytes, piece: 65_521)
  }

  /// Aliases out of alias elements: those in their own script are marked so.
  static func aliases(_ listings: [Listing]) -> Int {
    let stated: Set<String?> = ["aka", "weak", "fka"]
    return listings.flatMap(\.facts).count { $0.property == .alias && stated.contains($0.qualifier) }
  }

  @Test func editionOf2026() throws {
    let source = try Self.read("formats/sanctions/watchman/UN_consolidated.xml")
    let persons = source.listings.filter { $0.kind == .person }
    let organisations = source.listings.filter { $0.kind == .organisation }
    #expect(persons.count == 730 && organisations.count == 273)
    #expect(Self.aliases(persons) == 2139 && Self.aliases(organisations) == 613)
    #expect(source.all.rejections.isEmpty)
    #expect(source.all.unread == [])
    #expect(source.header?.published == TimeSpan(iso: "2026-02-27T00:00:09Z"))
    #expect(source.header?.edition == Edition(family: "list:un", isWhole: true))
    #expect(Set(source.listings.map(\.ref)).count == 1003)
    #expect(source.listings.allSatisfy { $0.listed != nil && $0.programmes.count == 1 })
    let births = persons.flatMap(\.facts).filter { $0.property == .birthDate }
    for fact in births { print("BIRTH", fact.value, fact.raw ?? "", fact.qualifier ?? "") }
    for l in source.listings { for f in l.facts where [.passport, .nationalID, .otherID, .taxNumber, "document", "measure", "birth-date-note", "interpol-notice", "alias-note"].contains(f.property) && f.qualifier != "UN data id" { print("F", f.property.rawValue, "|", f.value, "|", f.raw ?? "", "|", f.qualifier ?? "") } }
    for l in source.listings { for f in l.facts where f.property == .nationality || f.property == .country { if f.value.count != 2 { print("C", f.value) } }
     for f in l.facts where f.property == .address && f.qualifier == nil { print("A", f.value, f.raw ?? "") }
     for f in l.facts where f.property == .alias && !["aka","weak","fka"].contains(f.qualifier) { print("S", f.value, f.qualifier ?? "") } }
    print("EFFECT", source.listings.filter { $0.effect != .blocking }.map { "\($0.ref)" })
  }
}
