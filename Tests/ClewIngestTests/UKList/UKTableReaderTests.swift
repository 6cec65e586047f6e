import ClewIngest
import ClewModel
import Testing

@Suite struct UKTableReaderTests {
  static let oldHeader = """
    Name 6,Name 1,Name 2,Title,Name Non-Latin Script,Non-Latin Script Type,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,Address 1,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,Last Updated,Group ID
    """
  static let old = """
    Last Updated,27/04/2020,,,,,,,,,,,,,,,,,,,,,
    \(oldHeader)
    MORROW,Ada,J.,,,,10/00/1961,,,,,,,,,,Individual,AKA,Low Quality,Valmar,24/03/2007,27/06/2017,9053
    MORROW,Ada,Jane,(1) Dr (2) Prof,Ада Морроу,Cyrillic,dd/mm/1962,"(1) Lowport (2) Highport",(1) Malta,Pakistani,(1) AB123 (2) CD456,Maltese,Pier 4,LWP 1,Malta,(UK Sanctions List Ref):VAL0001 (UN Ref):VAi.001. Sister of Ben. (Gender):Female,Individual,Primary name,,Valmar,24/03/2007,27/06/2017,9053
    LANTERN,,,,,,,,,,,,,,Malta,"(Parent company):(1) Harbour Light (2) Nordkap. (Business Reg No):C 99 (IMO number):9074729 (Flag of ship):Panama",Ship,Primary name,,Valmar,01/02/2009,,9100
    THE WARDEN,,,,,,31/02/1961,,,,,,,,,,Individual,FKA,,Lowport,24/03/2008,,9053
    """

  func read(_ text: String) throws -> ListSource {
    try ListSource(UKConsolidatedReader(options: ReadOptions()), text)
  }

  @Test func theOldListGroupsItsRows() throws {
    let source = try read(Self.old)
    #expect(ListSource.formats(Array(Self.old.utf8)) == ["uk-ofsi"])
    #expect(source.listings.map(\.ref) == ["9053", "9100"])
    #expect(source.all.unread == [] && source.all.rejections.isEmpty)
    let person = try #require(source.listing("9053"))
    #expect(person.name == "Ada Jane MORROW" && person.kind == .person)
    #expect(person.effect == .blocking && person.authority == .uk && person.list == "uk")
    #expect(person.programmes == ["Valmar", "Lowport"])
    #expect(person.listed == TimeSpan(iso: "2007-03-24"))
    #expect(
      source.texts("9053", .alias) == ["Ada J. MORROW||weak", "Ада Морроу||Cyrillic script"])
    #expect(source.texts("9053", .birthDate) == ["1961|10/00/1961|", "1962|dd/mm/1962|"])
    #expect(source.texts("9053", .birthPlace) == ["Lowport, Malta||MT", "Highport||"])
    #expect(source.texts("9053", .nationality) == ["PK|Pakistani|"])
    #expect(
      source.texts("9053", .passport) == ["AB123|AB123 Maltese|MT", "CD456|CD456 Maltese|MT"])
    #expect(source.texts("9053", .gender) == ["female|Female|"])
    #expect(source.texts("9053", .title) == ["Dr||", "Prof||"])
    #expect(
      source.texts("9053", .otherID) == [
        "9053||OFSI group ID", "VAL0001||UK Sanctions List unique ID", "VAi.001||UN reference",
      ])
    #expect(source.texts("9053", .address) == ["Pier 4, LWP 1, Malta||MT"])
    #expect(source.texts("9053", "last-name") == ["MORROW||"])
    #expect(person.provenance.line == 3)
    let added = try #require(source.all.supplements.first)
    #expect(added.ref == "9053" && added.provenance.line == 6)
    #expect(ListSource.texts(added.facts, .alias) == ["THE WARDEN||fka"])
    #expect(ListSource.texts(added.facts, "birth-date-note") == ["31/02/1961||"])
    #expect(source.header?.published == TimeSpan(iso: "2020-04-27"))
    #expect(source.header?.edition == Edition(family: "list:uk", isWhole: true))
  }

  @Test func shipsAndCompaniesOfTheProse() throws {
    let source = try read(Self.old)
    let ship = try #require(source.listing("9100"))
    #expect(ship.kind == .vessel && ship.name == "LANTERN")
    #expect(source.texts("9100", .imo) == ["9074729||"])
    #expect(source.texts("9100", "flag") == ["PA|Panama|"])
    #expect(source.texts("9100", "parent-company") == ["Harbour Light||", "Nordkap||"])
    #expect(source.texts("9100", .registrationNumber) == ["C99|C 99|"])
    #expect(source.texts("9100", .country) == ["MT|Malta|"])
  }

  static let newHeader = """
    Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name type,Alias strength,Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,Date Designated,D.O.B,Parent company,IMO number,Current owner/operator (s)
    """

  func readNew(_ rows: String) throws -> ListSource {
    try ListSource(
      UKSanctionsReader(options: ReadOptions()),
      "Report Date: 13-Feb-2026\n\(Self.newHeader)\n\(rows)")
  }

  @Test func theNewListContinuesTheOldOne() throws {
    let source = try readNew(
      """
      12/01/2022,VAL0001,9053,VAi.001,MORROW,Ada,Primary Name,,Valmar,Individual,UN,Asset freeze|Travel Ban,,29/06/2012,01/01/1958,,,
      12/01/2022,VAL0001,,VAi.001,THE WARDEN,,Alias,Low,Valmar,Individual,UN,Asset freeze|Travel Ban,,29/06/2012,,,,
      12/01/2022,LOW0009,9053,,MORROW,A.,Primary Name,,Lowport,Individual,UK,Travel Ban,,29/06/2013,,,,
      12/01/2026,VAL0300,,,GREY HERON,,Primary Name,,Valmar,Ship,UK,Prohibition of port entry|Deflag,,01/01/2026,,,IMO 9074720,Heron Lines
      12/01/2026,VAL0301,,,NORDKAP,,Primary Name,,Valmar,Entity,UK,Trust services,,01/01/2026,,Harbour Light,,
      12/01/2026,VAL0302,,,LOW,Ben,Primary Name,,Valmar,Individual,UK,Director Disqualification Sanction|Travel Ban,,01/01/2026,,,,
      12/01/2026,VAL0303,,,ARMS CO,,Primary Name,,Valmar,Entity,UK,Targeted arms embargo,,01/01/2026,,,,
      """)
    #expect(source.listings.map(\.ref) == ["9053", "VAL0300", "VAL0301", "VAL0302", "VAL0303"])
    #expect(source.listings.map(\.effect) == [.blocking, .sectoral, .sectoral, .watch, .export])
    let person = try #require(source.listing("9053"))
    #expect(person.programmes == ["Valmar", "Lowport"])
    #expect(source.texts("9053", .alias) == ["THE WARDEN||weak", "A. MORROW||aka"])
    #expect(source.texts("9053", "measure") == ["Asset freeze||", "Travel Ban||"])
    #expect(
      source.texts("9053", .otherID) == [
        "VAL0001||UK Sanctions List unique ID", "9053||OFSI group ID", "VAi.001||UN reference",
        "LOW0009||UK Sanctions List unique ID",
      ])
    #expect(source.texts("VAL0300", .imo) == ["9074720|IMO 9074720|check digit wrong"])
    #expect(source.texts("VAL0300", "vessel-owner") == ["Heron Lines||"])
    #expect(source.texts("VAL0301", "parent-company") == ["Harbour Light||"])
    #expect(source.header?.published == TimeSpan(iso: "2026-02-13"))
    #expect(source.all.supplements.isEmpty)
  }

  @Test func rowsWithoutIdsAreRejected() throws {
    let source = try readNew(
      """
      12/01/2022,,,,MORROW,Ada,Primary Name,,Valmar,Individual,UN,Asset freeze,,29/06/2012,,,,
      12/01/2022,VAL0002,,,,,Primary Name,,Valmar,Individual,UN,Asset freeze,,29/06/2012,,,,
      12/01/2022,VAL0003,,,LOW,Ben,Primary Name,,Valmar,Individual,UN,,,29/06/2012,,,,,,,extra
      """)
    #expect(source.listings.isEmpty)
    #expect(
      source.all.rejections.map(\.reason).sorted() == [
        "the entry has no name", "the record has neither an OFSI group ID nor a unique ID",
        "the row has 21 cells, the header 18",
      ])
    let empty = try ListSource(UKSanctionsReader(options: ReadOptions()), "")
    #expect(empty.error?.code == .notWellFormed)
  }

  @Test(.enabled(if: publicData != nil, "the public data is not there"))
  func samplesOfThePublishedLists() throws {
    for path in ["formats/sanctions/deriv-perl/sample_hmt.csv", "screening/deriv/sample_hmt.csv"] {
      let bytes = try fileBytes((publicData ?? "") + "/" + path)
      #expect(ListSource.formats(bytes) == ["uk-ofsi"])
      let source = try ListSource(UKConsolidatedReader(options: ReadOptions()), bytes)
      #expect(source.listings.map(\.ref) == ["9053", "13063", "13754", "11039", "13017", "9215"])
      #expect(source.all.unread == [] && source.all.rejections.isEmpty)
      #expect(source.all.supplements.isEmpty)
      let births = source.listings.flatMap(\.facts).filter { $0.property == .birthDate }
      #expect(births.count == 1 + 3 + 1 + 7 + 3 + 1)
      #expect(
        source.listing("9215")?.facts.first { $0.property == .address }?.qualifier == "PK")
      #expect(source.listing("11039")?.name == "Sang-kuk SO")
      #expect(source.texts("11039", .alias) == ["Sang Kuk SO||aka"])
      #expect(source.header?.published == TimeSpan(iso: "2020-04-27"))
    }
    let bytes = try fileBytes(
      (publicData ?? "")
        + "/formats/sanctions/uk-sanctions-list-2026/UK-Sanctions-List.sample.csv")
    #expect(ListSource.formats(bytes) == ["uk-sanctions-list"])
    let source = try ListSource(UKSanctionsReader(options: ReadOptions()), bytes)
    #expect(source.listings.map(\.ref) == ["12703", "7172"])
    #expect(source.all.unread == [] && source.all.rejections.isEmpty)
    #expect(source.listing("7172")?.name == "MOHAMMAD HASSAN AKHUND")
    #expect(source.header?.published == TimeSpan(iso: "2026-02-13"))
  }
}
